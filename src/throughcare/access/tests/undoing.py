"""What several tests have in common, laid under them once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Have what is done in the block undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
