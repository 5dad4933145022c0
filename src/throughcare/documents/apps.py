import shlex
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from throughcare.documents.scanning import Scanner


class DocumentsConfig(AppConfig):
    name = "throughcare.documents"

    def ready(self) -> None:
        """Have every file looked at by the program that the setting names, where it names one."""
        if settings.VIRUS_SCANNER:
            # Commands need the tables, which are there only now.
            commands = import_module(f"{self.name}.commands")
            program = shlex.split(settings.VIRUS_SCANNER)
            commands.scan_with(Scanner(program, seconds=settings.VIRUS_SCANNER_SECONDS))
