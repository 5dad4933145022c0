from typing import Final

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

PREPARED_AT_MOST: Final = 400
"""How many statements a connection keeps planned: those of all pages that are asked for often."""


class HouseConfig(AppConfig):
    name = "throughcare.config"

    def ready(self) -> None:
        """Join what rooms offer to each other upwards, once all of them are there."""
        autodiscover_modules("joining")
        connection_created.connect(_keep_more_statements)


def _keep_more_statements(connection: BaseDatabaseWrapper, **_: object) -> None:
    connection.connection.prepared_max = PREPARED_AT_MOST
