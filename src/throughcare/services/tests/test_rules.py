"""Which step follows which, what each lacks, and what a supplier's words come to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from throughcare.kernel.ways import Place, Way, ways_from
from throughcare.services.choices import Attendance, NotHeldFor
from throughcare.services.rules import referrals as rules
from throughcare.services.rules.sessions import (
    Codes,
    Told,
    outcome_of,
    reasons_against_telling,
    reasons_against_time,
)
from throughcare.services.terms import codes

TODAY = date(2026, 6, 1)


def place(code: str, position: int, *, acts: str = "The officer") -> Place:
    return Place(code=code, position=position, title=code, acts=acts, allows=frozenset())


def way(
    to: str, position: int = 1, *, party: str = "officer", needs: tuple[str, ...] = (), **days: date
) -> Way:
    return Way(
        code=f"here:{to}",
        here="here",
        to=place(to, position),
        label=to,
        party=party,
        needs=needs,
        ends_as="",
        starts_on=days.get("starts_on", date(2003, 1, 1)),
        ends_on=days.get("ends_on"),
    )


def lacking(
    need: str, *, known: rules.Known | None = None, said: rules.Said | None = None
) -> list[str]:
    found = rules.reasons_against(
        way("there", needs=(need,)),
        known=known or rules.Known(),
        said=said or rules.Said(),
        today=TODAY,
    )
    return [reason.code for reason in found]


def test_moves_are_those_of_the_party_in_force_that_day_in_order():
    ways = [
        way("last", 9),
        way("first", 2),
        way("others", party="supplier"),
        way("over", ends_on=TODAY),
        way("to-come", starts_on=TODAY + timedelta(days=1)),
        way("begins-today", 5, starts_on=TODAY),
    ]

    found = ways_from(ways, here="here", party="officer", on=TODAY)

    assert [each.to.code for each in found] == ["first", "begins-today", "last"]
    assert ways_from(ways, here="elsewhere", party="officer", on=TODAY) == ()


def test_an_end_is_where_nobody_has_to_act():
    assert (place("a", 1, acts="").is_end, place("b", 2).is_end) == (True, False)


COMPLETE: dict[str, Any] = {  # Any: of each kind
    "categories": 1,
    "complete_by": TODAY,
    "has_risk": True,
}


@pytest.mark.parametrize(
    ("known", "codes_expected"),
    [
        (COMPLETE, []),
        ({}, ["no-category", "no-day", "no-risk"]),
        (COMPLETE | {"without_outcomes": ["Accommodation"]}, ["no-outcome"]),
        (COMPLETE | {"complete_by": TODAY - timedelta(days=1)}, ["day-over"]),
        (COMPLETE | {"is_in_force": False}, ["order-ended"]),
    ],
)
def test_what_is_sent_is_complete(known, codes_expected):
    assert lacking("complete", known=rules.Known(**known)) == codes_expected


def test_another_supplier_is_named_until_it_is_confirmed():
    other = rules.Other(category="Accommodation", supplier="Shelterwell", reference="CS1")
    known = rules.Known(**COMPLETE, others=[other])

    found = rules.reasons_against(
        way("sent", needs=("complete",)), known=known, said=rules.Said(), today=TODAY
    )

    assert [reason.sentence for reason in found] == [
        "Shelterwell has the person for Accommodation already (CS1). Confirm that two suppliers are wanted."
    ]
    assert lacking("complete", known=known, said=rules.Said(is_confirmed=True)) == []


@pytest.mark.parametrize(
    ("need", "known", "said", "lacks"),
    [
        ("worker", {}, {"worker": " "}, ["no-worker"]),
        ("worker", {}, {"worker": "Ms Hill"}, []),
        ("meeting", {}, {}, ["no-meeting"]),
        ("meeting", {"has_meeting": True}, {}, []),
        ("assessed", {"has_meeting": True}, {}, ["not-assessed"]),
        ("assessed", {"is_assessed": True}, {}, []),
        ("plan", {}, {}, ["no-plan"]),
        ("plan", {"has_plan": True, "unplanned": ["Home"]}, {}, ["no-activity"]),
        ("plan", {"has_plan": True}, {}, []),
        ("note", {}, {"note": " "}, ["no-note"]),
        ("note", {}, {"note": "More"}, []),
        ("reason", {}, {"reason": "c.X", "reasons": ("c.Y",)}, ["no-reason"]),
        ("reason", {}, {"reason": "c.Y", "reasons": ("c.Y",)}, []),
        ("report", {}, {}, ["no-report"]),
        ("report", {"has_report": True, "unfound": ["Home"]}, {}, ["no-finding"]),
        ("report", {"has_report": True, "untold": 1}, {}, ["sessions-untold"]),
        ("report", {"has_report": True, "untold": 2}, {}, ["sessions-untold"]),
        ("report", {"has_report": True}, {}, []),
    ],
)
def test_each_step_needs_what_its_row_says(need, known, said, lacks):
    assert lacking(need, known=rules.Known(**known), said=rules.Said(**said)) == lacks


def told(**parts: object) -> Told:
    return Told(**{"attendance": Attendance.YES, "is_held": True, "feedback": "Well", **parts})  # type: ignore[arg-type]  # parts of each kind


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (told(), "ATTC"),
        (told(attendance=Attendance.LATE, concern="Sulky"), "ATTC"),
        (told(concern="Threats", is_notified=True), "AFTC"),
        (told(attendance=Attendance.NO, is_held=False), "AFTA"),
        (told(is_held=False, not_held_for=NotHeldFor.LOGISTICS), "ATSS"),
        (told(is_held=False, not_held_for=NotHeldFor.PERSON, concern="Drunk"), "AFTC"),
    ],
)
def test_what_is_told_maps_to_an_outcome(said, outcome):
    assert (outcome_of(said, codes=codes()), reasons_against_telling(said)) == (outcome, [])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (told(attendance=Attendance.NO), ["nobody-came"]),
        (told(is_held=False), ["no-why"]),
        (told(not_held_for=NotHeldFor.LOGISTICS), ["why-of-nothing"]),
        (
            told(attendance=Attendance.NO, is_held=False, not_held_for=NotHeldFor.LOGISTICS),
            ["why-of-nothing"],
        ),
        (told(feedback=" "), ["no-feedback"]),
        (told(is_notified=True), ["no-concern"]),
        (told(is_held=False, not_held_for=NotHeldFor.PERSON), ["no-concern"]),
    ],
)
def test_what_is_told_does_not_contradict_itself(said, expected):
    assert [reason.code for reason in reasons_against_telling(said)] == expected


def test_a_time_is_ahead_and_ends_after_it_starts():
    now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    hour = timedelta(hours=1)

    def codes_of(starts_at: datetime, ends_at: datetime) -> list[str]:
        found = reasons_against_time(starts_at=starts_at, ends_at=ends_at, now=now)
        return [reason.code for reason in found]

    assert [
        codes_of(now + hour, now + 2 * hour),
        codes_of(now, now + hour),
        codes_of(now + hour, now + hour),
    ] == [[], ["in-the-past"], ["ends-before-start"]]


def test_the_codes_are_those_of_the_domain():
    assert codes() == Codes(
        complied="ATTC",
        failed="AFTC",
        absent="AFTA",
        sent_home="ATSS",
        by_service="RSSR",
        by_person="RSOF",
    )
