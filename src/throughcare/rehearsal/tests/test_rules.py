"""What an outcome means: whether it would have worked, whether the gate opens, what is different since."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.rehearsal.rules import drift, nights, outcome, sampling
from throughcare.rehearsal.rules.outcome import Defect, Light, Outcome, Timed
from throughcare.rehearsal.rules.parts import LIMITS, PARTS, Severity
from throughcare.rehearsal.rules.sampling import Seat

LOW, MEDIUM, HIGH = (
    Defect(severity=severity, part="switch", what=f"A {severity} thing") for severity in Severity
)


def whole(*defects: Defect, **seconds: float) -> Outcome:
    """A rehearsal that did every part in a second, or in as many as are said."""
    return Outcome(
        parts=tuple(
            Timed(
                name=part.name,
                seconds=seconds.get(part.name, 1),
                limit=LIMITS[part.name],
                is_done=True,
            )
            for part in PARTS
        ),
        defects=defects,
        limits=LIMITS,
    )


def without_part(name: str) -> Outcome:
    found = whole()
    return replace(found, parts=tuple(part for part in found.parts if part.name != name))


@pytest.mark.parametrize(
    ("latest_first", "agreed", "light"),
    [
        ([], Severity.LOW, Light.RED),
        ([whole()], Severity.LOW, Light.AMBER),
        ([whole(), whole()], Severity.LOW, Light.GREEN),
        ([whole(LOW), whole(LOW)], Severity.LOW, Light.GREEN),
        ([whole(LOW), whole()], None, Light.RED),
        ([whole(MEDIUM), whole()], Severity.LOW, Light.RED),
        ([whole(MEDIUM), whole()], Severity.MEDIUM, Light.GREEN),
        ([whole(HIGH), whole()], Severity.MEDIUM, Light.RED),
        ([whole(), whole(HIGH)], Severity.LOW, Light.AMBER),
        ([whole(switch=1), whole()], Severity.LOW, Light.GREEN),
        ([whole(switch=1.001), whole()], Severity.LOW, Light.RED),
        ([whole(copy=3600, restore=3600, work_before=3600, work_after=3600)], None, Light.RED),
        ([without_part("restore"), whole()], Severity.LOW, Light.RED),
        ([Outcome(), whole()], Severity.LOW, Light.RED),
        ([whole(), Outcome()], Severity.LOW, Light.AMBER),
        ([replace(whole(), is_whole_sample=False), whole()], Severity.LOW, Light.RED),
    ],
)
def test_the_gate_opens_after_two_good_rehearsals_in_a_row(latest_first, agreed, light):
    assert outcome.gate(latest_first, agreed=agreed)[0] == light


def test_the_gate_says_every_reason_that_keeps_it_closed():
    last = replace(whole(HIGH, switch=2), is_whole_sample=False)

    assert outcome.gate([last], agreed=Severity.LOW)[1] == (
        "The last rehearsal would not have worked: took too long: Switch; 1 defect is worse than agreed; "
        "not every role of every provider was signed in as."
    )


def test_a_part_that_went_wrong_counts_as_not_done():
    found = whole()
    parts = tuple(replace(part, is_done=part.name != "verify") for part in found.parts)

    assert replace(found, parts=parts).missing == ("Ask for all that must always hold",)


def test_an_outcome_is_read_as_it_was_kept():
    found = replace(
        whole(LOW, HIGH), rules=(("case", "nps/rsr", "answered", 7),), accounts=3, pages=80
    )

    assert outcome.read(found.as_json()) == found


def test_the_same_defect_is_told_once_with_how_often_it_was_met_and_the_worst_first():
    met = [replace(HIGH, example="one"), LOW, replace(HIGH, example="two", times=3)]

    assert outcome.gathered(met) == (replace(HIGH, example="one", times=4), LOW)


def test_drift_tells_answers_defects_and_notable_times():
    before = replace(
        whole(LOW, stage=10, plan=2),
        rules=(
            ("case", "a", "answered", 5),
            ("case", "b", "answered", 2),
            ("case", "c", "held", 1),
        ),
    )
    after = replace(
        whole(HIGH, stage=14, plan=2.9),
        rules=(
            ("case", "a", "answered", 3),
            ("case", "b", "answered", 5),
            ("case", "c", "held", 1),
        ),
    )

    found = drift.drift(before, after)

    assert [(each.name, each.by) for each in found.rules] == [("a", -2), ("b", 3)]
    assert [(each.name, each.before, each.after) for each in found.times] == [
        ("Write the answers ahead", 10, 14)
    ]
    assert (found.appeared, found.gone, found.moved) == ((HIGH,), (LOW,), 3)
    assert (found.total("answered"), found.total("held")) == (1, 0)


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(1, 9)),
        unique_by=lambda row: row[:2],
    )
)
def test_nothing_drifts_between_a_rehearsal_and_itself(rows):
    found = replace(whole(LOW), rules=tuple((k, r, "answered", n) for k, r, n in rows))

    assert drift.drift(found, found).is_none


seats = st.builds(
    Seat,
    account_id=st.integers(1, 10**6),
    role=st.sampled_from(["officer", "manager", "court", "duty"]),
    provider=st.sampled_from(["N01", "N02", "C01", "C02", "C03"]),
)


@given(st.lists(seats, unique_by=lambda seat: seat.account_id), st.text(max_size=5))
def test_a_sample_has_one_of_every_role_of_every_provider_and_is_the_same_for_the_same_seed(
    all_of, seed
):
    chosen = sampling.cover(all_of, seed=seed)

    assert sampling.is_whole(chosen, of=all_of)
    assert set(chosen) <= set(all_of)
    assert sorted(seat.pair for seat in chosen) == sorted({seat.pair for seat in all_of})
    assert sampling.cover(list(reversed(all_of)), seed=seed) == chosen


def test_a_few_are_officers_first_and_are_no_whole_sample():
    all_of = [
        Seat(account_id=number, role=role, provider=provider)
        for number, (role, provider) in enumerate(
            (role, provider) for role in ("court", "manager", "officer") for provider in ("A", "B")
        )
    ]

    (chosen,) = sampling.cover(all_of, seed="2014", most=1)
    all_but_one = sampling.cover(all_of, seed="2014", most=5)

    assert chosen.role == "officer"
    assert {seat.role for seat in all_but_one} == {"court", "manager", "officer"}
    assert {seat.provider for seat in all_but_one} == {"A", "B"}
    assert not sampling.is_whole(all_but_one, of=all_of)


LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "last_on", "is_due"),
    [
        (datetime(2026, 7, 2, 0, 59, tzinfo=UTC), None, False),
        (datetime(2026, 7, 2, 1, 0, tzinfo=UTC), None, True),
        (datetime(2026, 1, 2, 1, 59, tzinfo=UTC), None, False),
        (datetime(2026, 1, 2, 2, 0, tzinfo=UTC), None, True),
        (datetime(2026, 1, 2, 7, 59, tzinfo=UTC), None, True),
        (datetime(2026, 1, 2, 8, 0, tzinfo=UTC), None, False),
        (datetime(2026, 1, 2, 2, 5, tzinfo=UTC), date(2026, 1, 2), False),
        (datetime(2026, 1, 3, 2, 5, tzinfo=UTC), date(2026, 1, 2), True),
        # The clocks go forward at 1:00 UTC and back at 1:00 UTC: 2:00 is 1:00 UTC, then 2:00 UTC.
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), None, True),
        (datetime(2026, 10, 25, 1, 59, tzinfo=UTC), None, False),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), None, True),
    ],
)
def test_a_night_is_due_once_at_its_time_in_civil_time(now, last_on, is_due):
    assert nights.is_due(at=time(2), begins_at=LONG_AGO, last_on=last_on, now=now) == is_due


def test_a_schedule_made_by_day_begins_the_next_night():
    made_at = datetime(2026, 7, 2, 3, 0, tzinfo=UTC)

    assert not nights.is_due(at=time(2), begins_at=made_at, last_on=None, now=made_at)
    assert nights.is_due(
        at=time(2), begins_at=made_at, last_on=None, now=datetime(2026, 7, 3, 1, 0, tzinfo=UTC)
    )
