from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "throughcare.outbox"

    def ready(self) -> None:
        """Read every room's reactions, which subscribe as they are read."""
        autodiscover_modules("reactions")
