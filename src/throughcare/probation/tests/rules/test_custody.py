"""Statuses of custody, releases and recalls, and when the community takes over."""

from datetime import date
from typing import Any

import pytest

from throughcare.probation import limits as settings
from throughcare.probation.choices import CustodyStatus
from throughcare.probation.rules import custody

SENTENCED = date(2024, 1, 1)


def handed_over(release: date, **facts: Any) -> date | None:  # Any: as the rule has it
    known = {"has_parole": False, "is_early": False} | facts
    return custody.handover(
        sentenced_on=SENTENCED,
        earliest_release_on=release,
        limits=settings.limits(commenced={}),
        **known,
    ).starts_on


def test_handover_as_in_the_acceptance_examples():
    assert handed_over(date(2024, 11, 2)) == date(2024, 2, 17)
    assert handed_over(date(2024, 11, 1)) is None


def test_handover_is_earlier_with_parole_and_earliest_where_allocated_early():
    release = date(2030, 3, 31)

    assert handed_over(release) == date(2029, 7, 17)
    assert handed_over(release, has_parole=True) == date(2029, 3, 31)
    assert handed_over(release, has_parole=True, is_early=True) == date(2028, 12, 31)


def test_terms_that_are_not_set_are_a_fault():
    with pytest.raises(LookupError, match="handover-none-within"):
        custody.handover(
            sentenced_on=date(2009, 1, 1),
            earliest_release_on=date(2012, 1, 1),
            has_parole=False,
            is_early=False,
            limits=settings.limits(commenced={}),
        )


def test_every_status_is_known_and_leads_to_known_ones():
    assert set(custody.MOVES) == {each.value for each in CustodyStatus}
    assert {to for moves in custody.MOVES.values() for to in moves} <= set(custody.MOVES)
    assert custody.may_become("B", becomes="B")
    assert not custody.may_become("T", becomes="A")


@pytest.mark.parametrize("status", list(custody.MOVES))
def test_release_is_from_custody_and_recall_from_licence(status):
    release = custody.reasons_against_release(status=status, is_committal=False)
    recall = custody.reasons_against_recall(status=status, has_release=True, is_recalled=False)

    assert (release == []) == (status in "ACDR")
    assert (recall == []) == (status in "BR")


def test_every_reason_against_a_release_or_a_recall_is_given():
    release = custody.reasons_against_release(status="B", is_committal=True)
    recall = custody.reasons_against_recall(status="A", has_release=False, is_recalled=True)

    assert [each.code for each in release] == ["is-released", "is-committal"]
    assert [each.code for each in recall] == ["not-on-licence", "no-release", "is-recalled"]


@pytest.mark.parametrize(
    ("kind", "status", "after", "is_doubtful"),
    [
        ("admission", "A", "A", False),
        ("admission", "B", "C", False),
        ("admission", "R", "A", False),
        ("admission", "I", "A", False),
        ("admission", "P", "P", True),
        ("admission", "T", "T", True),
        ("transfer", "A", "A", False),
        ("transfer", "C", "C", False),
        ("transfer", "B", "B", True),
        ("out", "A", "R", False),
        ("out", "C", "C", False),
        ("back", "R", "A", False),
        ("hospital", "A", "I", False),
        ("release", "A", "B", False),
        ("release", "C", "B", False),
        ("release", "I", "B", False),
        ("release", "B", "B", True),
        ("release", "P", "P", True),
        ("release", "AT", "AT", True),
    ],
)
def test_a_movement_leads_to_a_status_or_to_doubt(kind, status, after, is_doubtful):
    effect = custody.effect_of(kind, status=status)

    assert (effect.status, bool(effect.doubt)) == (after, is_doubtful)
    assert custody.may_become(status, becomes=effect.status)


def test_only_a_return_from_licence_starts_a_recall_and_a_committal_is_not_released():
    started = [
        status
        for status in custody.MOVES
        if custody.effect_of("admission", status=status).starts_recall
    ]

    assert started == ["B"]
    assert custody.effect_of("release", status="A", is_committal=True).doubt
