"""Which step follows which, what a step lacks, and what a bed may be booked for."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.housing import terms
from throughcare.housing.choices import EntryKind, Kind
from throughcare.housing.rules import stays
from throughcare.housing.rules.applications import (
    Appeals,
    Known,
    Refusal,
    Said,
    reasons_against,
)
from throughcare.housing.rules.stays import Lengths, Needed, Spot
from throughcare.kernel.ways import Place, Way, ways_from

REFERENCE = Path(__file__).parents[1] / "reference"
TODAY = date(2014, 6, 2)
LENGTHS = Lengths(booked=84, in_all=168)
APPEALS = Appeals(days=28, times=1)


def listed(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PLACES = {
    row["code"]: Place(
        code=row["code"], position=int(row["position"]), title=row["title"], acts=row["acts"]
    )
    for row in listed("steps.csv")
}
WAYS = tuple(
    Way(
        code=row["code"],
        here=row["from_step_id"],
        to=PLACES[row["to_step_id"]],
        label=row["label"],
        party=row["party"],
        needs=tuple(row["needs"].split()),
        ends_as=row["ends_as"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=None,
    )
    for row in listed("moves.csv")
)


def way(code: str) -> Way:
    return next(each for each in WAYS if each.code == code)


def known(**parts: Any) -> Known:  # Any: as it has them
    whole: dict[str, Any] = {  # Any: as above
        "arrives_on": TODAY,
        "nights": 28,
        "purpose": "To settle",
        "risk": "High",
        "is_case_open": True,
        "lengths": LENGTHS,
        "appeals": APPEALS,
    }
    return Known(**whole | parts)


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def test_every_step_is_reached_and_every_one_but_an_end_leads_on():
    reached = {each.to.code for each in WAYS} | {"draft"}
    leads_on = {each.here for each in WAYS}

    assert reached == set(PLACES)
    # A refusal is an end that may be appealed against.
    assert {code for code, place in PLACES.items() if not place.is_end} == leads_on - {"refused"}


def test_each_party_is_offered_its_own_steps_in_order():
    offered = {
        party: [each.to.code for each in ways_from(WAYS, here="booked", party=party, on=TODAY)]
        for party in ("officer", "assessor", "premises")
    }

    assert offered == {
        "officer": ["placement-requested"],
        "assessor": ["placement-requested"],
        "premises": ["placement-requested", "arrived", "not-arrived"],
    }


def test_no_step_is_offered_before_it_is_in_force():
    assert ways_from(WAYS, here="draft", party="officer", on=date(2002, 12, 31)) == ()


def test_whoever_acts_at_a_step_has_a_way_on_from_it():
    parties = {"The officer": "officer", "The assessor": "assessor", "The premises": "premises"}

    assert [
        code
        for code, place in PLACES.items()
        if place.acts and not ways_from(WAYS, here=code, party=parties[place.acts], on=TODAY)
    ] == []


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ({}, []),
        ({"arrives_on": None}, ["no-day"]),
        ({"arrives_on": TODAY - timedelta(days=1)}, ["day-over"]),
        ({"nights": None}, ["no-nights"]),
        ({"nights": 85}, ["too-long"]),
        ({"purpose": " "}, ["no-purpose"]),
        ({"risk": ""}, ["no-risk"]),
        ({"is_case_open": False}, ["case-closed"]),
        (
            {"arrives_on": None, "nights": None, "purpose": "", "risk": ""},
            ["no-day", "no-nights", "no-purpose", "no-risk"],
        ),
    ],
)
def test_what_an_application_lacks_is_all_said_as_it_is_submitted(parts, refused):
    against = reasons_against(
        way("draft:submitted"), known=known(**parts), said=Said(), today=TODAY
    )

    assert codes(against) == refused


@pytest.mark.parametrize(
    ("code", "said", "refused"),
    [
        ("submitted:refused", {}, ["no-note", "no-reason"]),
        ("submitted:refused", {"note": "No", "reason": "A", "reasons": ["A"]}, []),
        ("submitted:information", {"note": "  "}, ["no-note"]),
        ("draft:withdrawn", {"reason": "B", "reasons": ["A"]}, ["no-reason"]),
        ("accepted:placement-requested", {}, ["no-day", "no-nights"]),
        ("accepted:placement-requested", {"arrives_on": TODAY, "nights": 84}, []),
    ],
)
def test_a_step_asks_for_what_it_needs(code, said, refused):
    against = reasons_against(way(code), known=known(), said=Said(**said), today=TODAY)

    assert codes(against) == refused


def test_a_closed_case_can_still_be_withdrawn():
    against = reasons_against(
        way("submitted:withdrawn"),
        known=known(is_case_open=False),
        said=Said(reason="A", reasons=["A"]),
        today=TODAY,
    )

    assert against == []


def spot(**parts: Any) -> Spot:  # Any: as it has them
    whole: dict[str, Any] = {  # Any: as above
        "kind": "approved",
        "sex": "M",
        "is_step_free": False,
        "is_single": True,
        "opens_on": date(2010, 1, 1),
        "closes_on": None,
    }
    return Spot(**whole | parts)


def needed(**parts: Any) -> Needed:  # Any: as it has them
    whole: dict[str, Any] = {  # Any: as above
        "kind": "approved",
        "sex": "M",
        "needs_step_free": False,
        "needs_single": False,
    }
    return Needed(**whole | parts)


def against_bed(spot: Spot, needed: Needed, *, starts_on=TODAY, nights=28) -> list[str]:
    return codes(
        stays.reasons_against_bed(
            spot,
            needed,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=nights),
            lengths=LENGTHS,
            today=TODAY,
        )
    )


@pytest.mark.parametrize(
    ("of_bed", "of_person", "refused"),
    [
        ({}, {}, []),
        ({"sex": ""}, {"sex": "F"}, []),
        ({"sex": "F"}, {"sex": "M"}, ["not-taken-in"]),
        ({"sex": "F"}, {"sex": "U"}, ["not-taken-in"]),
        ({"sex": "M"}, {"sex": "F"}, ["not-taken-in"]),
        ({"kind": "temporary"}, {}, ["other-kind"]),
        ({}, {"needs_step_free": True}, ["steps"]),
        ({"is_single": False}, {"needs_single": True}, ["shared"]),
        ({"opens_on": TODAY + timedelta(days=1)}, {}, ["not-there"]),
        ({"closes_on": TODAY + timedelta(days=28)}, {}, []),
        ({"closes_on": TODAY + timedelta(days=27)}, {}, ["not-there"]),
    ],
)
def test_a_bed_is_booked_only_for_those_whom_it_fits(of_bed, of_person, refused):
    assert against_bed(spot(**of_bed), needed(**of_person)) == refused


def test_a_bed_is_booked_from_today_on_and_not_for_too_long():
    assert against_bed(spot(), needed(), nights=0) == ["ends-first"]
    assert against_bed(spot(), needed(), nights=84) == []
    assert against_bed(spot(), needed(), nights=85) == ["too-long"]
    assert against_bed(spot(), needed(), starts_on=TODAY - timedelta(days=1)) == ["day-over"]


@given(
    starts=st.integers(-30, 30),
    nights=st.integers(-5, 120),
    opens=st.integers(-40, 40),
    closes=st.one_of(st.none(), st.integers(-40, 160)),
)
def test_what_may_be_booked_is_within_the_days_of_the_bed(starts, nights, opens, closes):
    starts_on = TODAY + timedelta(days=starts)
    bed = spot(
        opens_on=TODAY + timedelta(days=opens),
        closes_on=None if closes is None else TODAY + timedelta(days=closes),
    )

    allowed = against_bed(bed, needed(), starts_on=starts_on, nights=nights) == []

    ends_on = starts_on + timedelta(days=nights)
    assert allowed == (
        TODAY <= starts_on < ends_on
        and nights <= LENGTHS.booked
        and bed.opens_on <= starts_on
        and (bed.closes_on is None or ends_on <= bed.closes_on)
    )


@pytest.mark.parametrize(
    ("code", "refusal", "by_id", "refused"),
    [
        ("refused:appealed", {"on": TODAY - timedelta(days=28)}, 1, []),
        ("refused:appealed", {"on": TODAY - timedelta(days=29)}, 1, ["too-late"]),
        ("refused:appealed", {"appeals": 1}, 1, ["appealed-already"]),
        ("appealed:submitted", {"appeals": 1}, 8, []),
        ("appealed:submitted", {"appeals": 1}, 7, ["refused-it"]),
        ("appealed:refused", {"appeals": 1}, 7, ["refused-it"]),
        ("appealed:withdrawn", {"appeals": 1}, 7, []),
    ],
)
def test_a_refusal_is_appealed_against_once_in_time_and_somebody_else_decides(
    code, refusal, by_id, refused
):
    last = Refusal(**{"on": TODAY, "by_id": 7, "appeals": 0} | refusal)

    against = reasons_against(
        way(code),
        known=known(refusal=last),
        said=Said(by_id=by_id, note="Why", reason="A", reasons=["A"]),
        today=TODAY,
    )

    assert codes(against) == refused


@given(arrived=st.integers(-40, 40), starts=st.integers(-40, 40), nights=st.integers(1, 60))
def test_somebody_arrives_on_a_day_of_the_booking_or_shortly_before_that_is_not_ahead(
    arrived, starts, nights
):
    starts_on = TODAY + timedelta(days=starts)
    arrived_on = TODAY + timedelta(days=arrived)

    against = stays.reasons_against_arrival(
        spot(opens_on=TODAY - timedelta(days=20)),
        sex="M",
        arrived_on=arrived_on,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=nights),
        early_days=7,
        today=TODAY,
    )

    is_within = starts - 7 <= arrived < starts + nights and arrived >= -20
    assert (against == []) == (is_within and arrived_on <= TODAY)


@pytest.mark.parametrize(
    ("days", "closes", "refused"),
    [
        (40, None, []),
        (28, None, ["no-change"]),
        (168, None, []),
        (169, None, ["too-long"]),
        (0, None, ["ends-first"]),
        (40, 39, ["not-there"]),
    ],
)
def test_a_stay_ends_on_another_day_within_its_longest(days, closes, refused):
    against = stays.reasons_against_extension(
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=28),
        new_end=TODAY + timedelta(days=days),
        lengths=LENGTHS,
        closes_on=None if closes is None else TODAY + timedelta(days=closes),
        today=TODAY,
    )

    assert codes(against) == refused


def test_nobody_leaves_before_they_came_or_in_the_future():
    def against(left: int) -> list[str]:
        return codes(
            stays.reasons_against_departure(
                left_on=TODAY + timedelta(days=left),
                arrived_on=TODAY - timedelta(days=3),
                today=TODAY,
            )
        )

    assert (against(-3), against(0)) == ([], [])
    assert (against(-4), against(1)) == (["before-arrival"], ["not-yet"])


def test_nobody_is_missed_before_the_day_of_arrival():
    assert codes(stays.reasons_against_absence(starts_on=TODAY, today=TODAY)) == []
    assert codes(
        stays.reasons_against_absence(starts_on=TODAY + timedelta(days=1), today=TODAY)
    ) == ["not-yet"]


def test_the_terms_name_steps_and_days_and_types_of_every_kind():
    assert terms.due_on("submitted", is_urgent=False, on=TODAY) == date(2014, 6, 12)
    assert terms.due_on("submitted", is_urgent=True, on=TODAY) == date(2014, 6, 4)
    assert terms.due_on("booked", is_urgent=True, on=TODAY) is None
    assert set(terms.expiring()) == {each.here for each in WAYS if each.party == "house"}
    assert [terms.entry_of("approved", step=step) for step in ("arrived", "booked")] == [
        "EAPA",
        "EAPC",
    ]
    assert terms.entry_of("temporary", step="departed") == "ERFH"
    assert all(terms.entry_by(kind) for kind in EntryKind)
    assert (terms.address_type("approved"), terms.address_type("temporary")) == (
        "address-type:A02",
        None,
    )
    assert all(terms.suggested_nights(kind) <= terms.lengths(kind).booked for kind in Kind)
