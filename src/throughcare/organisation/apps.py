from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class OrganisationConfig(AppConfig):
    name = "throughcare.organisation"

    def ready(self) -> None:
        """Read every room's declarations of what it keeps."""
        for room in apps.get_app_configs():
            if room.name.startswith("throughcare.") and module_has_submodule(
                room.module, "holdings"
            ):
                import_module(f"{room.name}.holdings")
