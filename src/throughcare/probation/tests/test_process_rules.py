"""Which steps follow, for whom, and until when; with no database."""

from datetime import date
from typing import Any

import pytest

from throughcare.probation.rules import processes as rules

LAID = rules.Step(
    code="information-laid",
    kind="breach",
    title="Information laid",
    state="presented",
    acts="The court",
    names_presenter=False,
)


def move(**changed: Any) -> rules.Move:
    facts: dict[str, Any] = {
        "code": "requested:information-laid",
        "from_step": "requested",
        "to": LAID,
        "label": "Lay it",
        "parties": frozenset({"officer"}),
        "needs": (),
        "other_than": "",
        "begins_for": "",
        "clock_days": None,
        "due_days": None,
        "due_from_opening": False,
        "is_in_business_days": False,
        "starts_on": date(2014, 6, 1),
        "ends_on": date(2021, 6, 26),
    }
    return rules.Move(**(facts | changed))


def known(**changed: Any) -> rules.Known:
    facts: dict[str, Any] = {
        "parties": frozenset({"officer"}),
        "taken_by_me": frozenset(),
        "failures": 1,
        "unanswered": (),
        "report_is_complete": True,
        "has_document": True,
    }
    return rules.Known(**(facts | changed))


def said(**changed: Any) -> rules.Said:
    facts: dict[str, Any] = {
        "note": "Because",
        "reason": "error",
        "result": "continues",
        "presenter": 1,
        "reasons": ("error",),
        "results": ("continues",),
    }
    return rules.Said(**(facts | changed))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2014, 5, 31), False),
        (date(2014, 6, 1), True),
        (date(2021, 6, 25), True),
        (date(2021, 6, 26), False),
    ],
)
def test_a_move_is_in_force_from_its_first_day_until_the_day_it_ends(day, counts):
    assert rules.moves_from([move()], "requested", on=day) == ((move(),) if counts else ())


def test_a_kind_of_provider_begins_as_is_said_for_it_and_others_as_for_all():
    for_all = move(code=":all", from_step="", begins_for="all", clock_days=10)
    for_one = move(code=":one", from_step="", begins_for="crc", clock_days=10)
    both = [for_all, for_one]

    def begins(owner_kind: str, on: date = date(2014, 6, 2)) -> rules.Move | None:
        return rules.beginning(both, kind="breach", owner_kind=owner_kind, on=on)

    assert (begins("crc"), begins("region")) == (for_one, for_all)
    assert begins("crc", on=date(2013, 1, 1)) is None
    assert rules.beginning(both, kind="recall", owner_kind="crc", on=date(2014, 6, 2)) is None


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({}, None),
        ({"due_days": 2}, date(2014, 8, 24)),
        ({"due_days": 2, "is_in_business_days": True}, date(2014, 8, 27)),
        (
            {"due_days": 8, "is_in_business_days": True, "due_from_opening": True},
            date(2014, 8, 22),
        ),
    ],
)
def test_a_step_is_due_by_business_days_past_a_bank_holiday_and_never_before_it_is_reached(
    changed, due
):
    reached, opened = date(2014, 8, 22), date(2014, 8, 4)

    assert move(**changed).due_on(day=reached, opened_on=opened) == due


def test_the_clock_of_the_whole_runs_from_the_opening():
    begins = move(from_step="", begins_for="all", clock_days=10, is_in_business_days=True)

    assert begins.clock(date(2014, 6, 2)) == date(2014, 6, 16)
    assert move().clock(date(2014, 6, 2)) is None


@pytest.mark.parametrize(
    ("need", "lacking_known", "lacking_said", "code"),
    [
        ("failures", {"failures": 0}, {}, "no-failures"),
        ("presenter", {}, {"presenter": None}, "no-presenter"),
        ("note", {}, {"note": "  "}, "no-note"),
        ("reason", {}, {"reason": "boredom"}, "no-reason"),
        ("result", {}, {"result": "answered"}, "no-result"),
        ("answers", {"unanswered": ("what-led",)}, {}, "no-answers"),
        ("report", {"report_is_complete": False}, {}, "no-report"),
        ("document", {"has_document": False}, {}, "no-document"),
    ],
)
def test_a_move_is_refused_without_what_it_needs(need, lacking_known, lacking_said, code):
    asked = move(needs=(need,))

    assert rules.reasons_against(asked, known=known(), said=said()) == []
    found = rules.reasons_against(asked, known=known(**lacking_known), said=said(**lacking_said))
    assert [reason.code for reason in found] == [code]


def test_every_reason_is_given_at_once():
    asked = move(needs=("failures", "note"), other_than="countersigned")

    found = rules.reasons_against(
        asked,
        known=known(
            failures=0, taken_by_me=frozenset({"countersigned"}), parties=frozenset({"head"})
        ),
        said=said(note=""),
    )

    assert [reason.code for reason in found] == [
        *("no-failures", "no-note", "same-person", "not-yours"),
    ]
