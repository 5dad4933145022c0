"""What one case comes to by a service level, and both sides of each limit."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from throughcare.kernel import business_days
from throughcare.measures.definitions import all_definitions, definitions_for
from throughcare.measures.rules.service_levels import (
    ALREADY_WITH,
    Definition,
    Facts,
    Outcome,
    due_on,
    judge,
    tally,
)

STARTED = date(2014, 6, 6)
LATER = date(2016, 1, 4)
TIMED = [each for each in all_definitions() if each.days is not None]


def defined(code: str) -> Definition:
    (found,) = [each for each in all_definitions() if each.code == code]
    return found


def came_to(
    code: str,
    *,
    today: date = LATER,
    **facts: Any,  # Any: kinds differ
) -> tuple[str, str]:
    given: dict[str, Any] = {"case_id": 1, "started_on": STARTED}  # Any: kinds differ
    judged = judge(Facts(**given | facts), defined(code), today=today)
    return judged.outcome.value, judged.why


def test_measure():
    # Sentence Friday 6 June 2014, allocated Tuesday 10 June: met. Wednesday 11 June: missed.
    assert came_to("SL002", done_on=date(2014, 6, 10)) == ("met", "In time")
    assert came_to("SL002", done_on=date(2014, 6, 11)) == ("missed", "Too late")


@pytest.mark.parametrize("definition", TIMED, ids=lambda each: each.code)
def test_the_last_day_is_in_time_and_the_next_is_not(definition):
    last = business_days.after(definition.starts_on, days=definition.days)
    facts = {"case_id": 1, "started_on": definition.starts_on}

    in_time = judge(Facts(**facts, done_on=last), definition, today=LATER)
    late = judge(Facts(**facts, done_on=last + timedelta(days=1)), definition, today=LATER)

    assert (in_time.due_on, in_time.outcome) == (last, Outcome.MET)
    assert (late.due_on, late.outcome) == (last, Outcome.MISSED)


def test_a_day_that_the_record_sets_is_the_last_in_time():
    assert came_to("SL001", due_on=STARTED, done_on=STARTED) == ("met", "In time")
    assert came_to("SL001", due_on=STARTED, done_on=date(2014, 6, 7)) == ("missed", "Too late")


def test_a_weekend_and_a_bank_holiday_are_no_business_days():
    before_august_holiday = Facts(case_id=1, started_on=date(2014, 8, 22))

    assert due_on(defined("SL002"), before_august_holiday) == date(2014, 8, 27)


def test_a_limit_that_nobody_set_is_a_fault():
    with pytest.raises(ValueError, match="SL001 has no limit of its own"):
        due_on(defined("SL001"), Facts(case_id=1, started_on=STARTED))


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("died_on", "The person died"),
        ("left_on", "The case went to another provider"),
        ("custody_on", "The person was in custody"),
        ("ended_on", "It ended, or was withdrawn"),
    ],
)
def test_what_could_not_be_asked_by_the_last_day_is_excluded_and_says_why(what, why):
    due = date(2014, 6, 13)

    assert came_to("SL003R", **{what: due}) == ("excluded", why)
    assert came_to("SL003R", **{what: due + timedelta(days=1)}) == (
        "missed",
        "Not done by the last day",
    )
    assert came_to("SL003R", **{what: STARTED}, done_on=due) == ("met", "In time")


def test_only_what_a_service_level_names_excludes():
    assert came_to("SL002", custody_on=STARTED) == ("missed", "Not done by the last day")


def test_nothing_is_missed_while_there_is_time():
    due = date(2014, 6, 10)

    assert came_to("SL002", today=due) == ("waiting", "There is still time")
    assert came_to("SL002", today=due + timedelta(days=1)) == ("missed", "Not done by the last day")


def test_a_day_that_the_record_does_not_have_is_not_judged():
    assert came_to("SL014", is_done_on_unknown=True) == (
        "waiting",
        "It was done, and the record does not say when",
    )


def test_no_allocation_was_due_of_a_case_that_a_provider_had():
    assert came_to("SL002", was_with_provider=True) == ("excluded", ALREADY_WITH)


def test_a_tally_counts_each_outcome_and_says_why_some_have_none():
    facts: list[dict[str, Any]] = [  # Any: kinds differ
        {"done_on": STARTED},
        {"done_on": STARTED},
        {"done_on": date(2014, 7, 1)},
        {"died_on": STARTED},
        {"is_done_on_unknown": True},
        {"ended_on": STARTED},
        {"ended_on": STARTED},
    ]

    counted = tally(
        judge(Facts(case_id=1, started_on=STARTED, **each), defined("SL002"), today=LATER)
        for each in facts
    )

    assert (counted.met, counted.missed, counted.excluded, counted.waiting) == (2, 1, 3, 1)
    assert (counted.judged, counted.total, counted.share) == (3, 7, Decimal("66.6"))
    assert counted.reasons == (
        (Outcome.EXCLUDED, "It ended, or was withdrawn", 2),
        (Outcome.EXCLUDED, "The person died", 1),
        (Outcome.WAITING, "It was done, and the record does not say when", 1),
    )


def test_a_target_is_reached_by_the_exact_share_and_not_the_rounded_one():
    met = Facts(case_id=1, started_on=STARTED, done_on=STARTED)
    missed = Facts(case_id=1, started_on=STARTED)
    counted = tally(judge(each, defined("SL002"), today=LATER) for each in [*[met] * 2, missed])

    assert counted.reaches(Decimal("66.6")) is True
    assert counted.reaches(Decimal("66.7")) is False
    assert counted.reaches(None) is None
    assert tally([]).reaches(Decimal(50)) is None
    assert tally([]).share is None


def test_definitions_are_dated():
    last, first_after = date(2021, 6, 25), date(2021, 6, 26)

    assert "SL006" not in {each.code for each in definitions_for("region", on=last)}
    assert "SL006" in {each.code for each in definitions_for("region", on=first_after)}
    assert "SL001R" in {each.code for each in definitions_for("crc", on=last)}
    assert "SL001R" not in {each.code for each in definitions_for("crc", on=first_after)}
    assert definitions_for("crc", on=date(2014, 5, 31)) == ()


def test_each_service_level_is_counted_or_says_why_not():
    for each in all_definitions():
        assert (each.clock is None) == bool(each.unrecorded)
        assert each.source
