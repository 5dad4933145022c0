"""Have a database: ours, started and stopped here, or the one that DATABASE_URL names."""

from collections.abc import Iterator
from contextlib import contextmanager

from throughcare.config import postgres, roles
from throughcare.config.environment import Environment


def embedded_server(environment: Environment) -> postgres.Server:
    return postgres.Server(home=environment.home)


@contextmanager
def database(environment: Environment) -> Iterator[None]:
    """Have a prepared database for as long as the block runs.

    Raises:
        Fault: it cannot be had; says why and what to do.
    """
    if not environment.is_embedded:
        roles.prepare_given(environment)
        yield
        return
    server = embedded_server(environment)
    with postgres.running(server):
        roles.prepare_embedded(
            roles.Superuser(socket=server.socket, password=server.superuser_password),
            secret_key=environment.secret_key,
        )
        yield
