from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HouseConfig(AppConfig):
    name = "throughcare.config"

    def ready(self) -> None:
        """Join what rooms offer to each other upwards, once all of them are there."""
        autodiscover_modules("joining")
