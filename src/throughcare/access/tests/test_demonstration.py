"""Whom a demonstration's page of signing in shows."""

import pytest
from django.core.cache import cache

from throughcare.access import queries as access
from throughcare.access.queries import demonstration

pytestmark = pytest.mark.usefixtures("nation")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[object]]:
    """What each asking of the database was answered: somebody of another name each time."""
    cache.clear()
    answers: list[list[object]] = []

    def ask() -> list[object]:
        answers.append([f"asked {len(answers) + 1} times"])
        return answers[-1]

    monkeypatch.setattr(demonstration, "_kinds_of_user", ask)
    return answers


def test_many_visitors_ask_once(asked: list[list[object]]) -> None:
    assert [access.kinds_of_user() for _ in range(3)] == [["asked 1 times"]] * 3
    assert len(asked) == 1


def test_while_one_asks_again_the_others_see_what_was_found(
    asked: list[list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "FRESH", 0)
    access.kinds_of_user()
    monkeypatch.setattr(demonstration, "FRESH", 10)
    meanwhile: list[object] = []
    ask = demonstration._kinds_of_user

    def ask_while_another_visits() -> list[object]:
        meanwhile.extend(access.kinds_of_user())
        return ask()

    monkeypatch.setattr(demonstration, "_kinds_of_user", ask_while_another_visits)
    assert access.kinds_of_user() == ["asked 2 times"]
    assert meanwhile == ["asked 1 times"]
