"""A tiny nation on the first morning of the reform, with 28 open bodies."""

import pytest

from throughcare.handover import commands
from throughcare.restructure.tests.conftest import first_morning, first_morning_once, nation

__all__ = ["first_morning", "first_morning_once", "nation"]


def silent(*_words: object) -> None:
    pass


@pytest.fixture
def hand_over(first_morning, tmp_path):
    """Write the package of a body as the director, and give its place."""

    def write(code: str):
        return commands.hand_over(
            username="director",
            code=code,
            place=tmp_path / code,
            software="throughcare under test",
            now=first_morning.now,
            tell=silent,
            say=silent,
        ).place

    return write
