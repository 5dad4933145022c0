import pytest
from django.db import OperationalError, connection

from throughcare.cli import worker


def asked(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.mark.usefixtures("own_database")
def test_a_task_after_the_connection_broke_has_a_new_one():
    with pytest.raises(OperationalError):
        worker.with_sound_connection(
            lambda: asked("SELECT pg_terminate_backend(pg_backend_pid())"), None, None
        )

    assert worker.with_sound_connection(lambda: asked("SELECT 1"), None, None) == (1,)
