"""Whom a demonstration's page of signing in shows."""

from typing import Any

import pytest
from django.core.cache import cache

from throughcare.access import queries as access
from throughcare.access.queries import demonstration

pytestmark = pytest.mark.usefixtures("nation")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:  # Any: stands for kinds of user
    """What each asking of the database was answered: another each time."""
    cache.clear()
    answers: list[Any] = []

    def ask() -> Any:  # Any: as above
        answers.append([f"asked {len(answers) + 1} times"])
        return answers[-1]

    monkeypatch.setattr(demonstration, "_kinds_of_user", ask)
    return answers


def test_many_visitors_ask_once(asked: list[Any]) -> None:
    seen = [access.kinds_of_user() for _ in range(3)]
    assert seen == [asked[0]] * 3
    assert len(asked) == 1


def test_while_one_asks_again_the_others_see_what_was_found(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "FRESH", 0)
    access.kinds_of_user()
    monkeypatch.setattr(demonstration, "FRESH", 10)
    meanwhile: list[Any] = []
    ask = demonstration._kinds_of_user

    def ask_while_another_visits() -> Any:
        meanwhile.extend(access.kinds_of_user())
        return ask()

    monkeypatch.setattr(demonstration, "_kinds_of_user", ask_while_another_visits)
    seen = access.kinds_of_user()
    assert [meanwhile, seen] == asked
