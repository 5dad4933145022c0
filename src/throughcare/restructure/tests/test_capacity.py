"""The gate of the first hour: the record of a benchmark is taken in, shown, and judged by what is asked for."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.models import Measurement
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account

RECORD = {
    "benchmark": "first_hour",
    "accounts": 20_000,
    "minutes": 30,
    "requests": 100_000,
    "failed": 0,
    "percentile_95_ms": 240,
    "open_cases": 240_000,
    "code": "sha256:0123456789abcdef",
    "measured_at": "2014-05-30T09:00:00+00:00",
}


def record(reform, *, by: str = "planner", **changed: object) -> Measurement:
    with change_access.as_engine(now=reform.now):
        return commands.record_capacity(
            account_id=account(by),
            plan_id=reform.plan_id,
            text=json.dumps(RECORD | changed),
            now=reform.now,
            machine_now=reform.now,
        )


def measured_for_two_minutes(reform) -> None:
    """The first hour was measured, for too short a time to say: amber."""
    record(reform, minutes=2, accounts=2000)


def reading(reform) -> queries.Reading:
    with change_access.as_engine(now=reform.now):
        return queries.capacity_reading(reform.plan, cases=queries.cases_answered(reform.plan))


def test_a_good_measurement_turns_the_gate_green_and_says_what_it_is_of(eve):
    assert (reading(eve).light, reading(eve).fact) == ("red", "Not measured yet.")

    record(eve)

    found = reading(eve)
    assert found.light == "green"
    assert found.fact == (
        "20,000 people signed in within 30 minutes; 0 of 100,000 requests failed, and 95 of 100 took up to 240 ms."
        " Measured on 30 May 2014, 10:00:00 BST with code sha256:0123456789abcdef and 240,000 open cases."
    )


@pytest.mark.parametrize(
    ("changed", "light", "wanting"),
    [
        ({"failed": 1}, "red", "1 requests failed"),
        ({"percentile_95_ms": 301}, "red", "95 of 100 requests took up to 301 ms"),
        ({"accounts": 1}, "red", "people a minute signed in"),
        ({"minutes": 2}, "amber", "it went on for 2 of 30 minutes"),
    ],
)
def test_one_that_falls_short_is_red_and_one_too_small_to_say_is_amber(
    eve, changed, light, wanting
):
    record(eve, **changed)

    found = reading(eve)

    assert found.light == light
    assert wanting in found.fact


def test_the_threshold_is_a_setting_and_the_latest_measurement_counts(eve, monkeypatch):
    record(eve)
    monkeypatch.setattr(settings, "FIRST_HOUR_MS", 200)
    assert reading(eve).light == "red"

    record(eve, measured_at="2014-05-31T07:00:00+00:00", percentile_95_ms=150)
    record(eve, measured_at="2014-05-01T07:00:00+00:00", failed=9)

    assert reading(eve).light == "green"


def test_a_measurement_in_a_database_that_was_too_small_is_amber(eve):
    record(eve, open_cases=10)
    with change_access.as_engine(now=eve.now):
        found = queries.capacity_reading(eve.plan, cases=240_000)

    assert found.light == "amber"
    assert "the database had 10 of 240,000 cases" in found.fact


@pytest.mark.parametrize(
    "wrong",
    [
        {"benchmark": "nation"},
        {"accounts": 0},
        {"failed": -1},
        {"requests": "many"},
        {"failed": True},
        {"minutes": 0},
        {"code": ""},
        {"measured_at": "yesterday"},
        {"measured_at": "2014-05-30T09:00:00"},
        {"measured_at": "2014-06-30T09:00:00+00:00"},
    ],
)
def test_what_is_no_record_is_refused_and_leaves_no_trace(eve, wrong):
    with pytest.raises(Refused) as refused:
        record(eve, **wrong)

    assert refused.value.reasons[0].code == "no-record"
    assert not Measurement.objects.exists()


def test_the_same_record_is_kept_once_and_only_planners_take_one_in(eve):
    assert record(eve).pk == record(eve).pk
    with pytest.raises(PermissionDenied):
        record(eve, by="officer.future-crc", failed=3)

    assert Measurement.objects.count() == 1


def test_the_page_lists_every_measurement_and_officers_see_none(eve, sign_in):
    director = sign_in("director", now=eve.now)
    assert "Not measured yet" in text_of(director.get(f"{PLAN}/capacity"))
    record(eve, failed=2)

    page = text_of(director.get(f"{PLAN}/capacity"))

    assert "2 requests failed" in page
    assert "sha256:0123456789abcdef" in page
    assert f"{access.count_active():,} people may sign in." in page
    assert sign_in("officer.future-crc", now=eve.now).get(f"{PLAN}/capacity").status_code == 403
    with change_access.acting_as(account_id=account("officer.future-crc"), now=eve.now):
        assert not Measurement.objects.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Measurement.objects.update(failed=0)
