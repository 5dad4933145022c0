"""Flags that an assessment sets, and what the end of supervision leaves of them."""

from datetime import UTC, date, datetime

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import Registration, RegistrationStep, Sentence
from throughcare.probation.tests.test_registrations import (
    TODAY,
    acting,
    flags,
    log,
    register,
    steps,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coded_case):
    return coded_case


def test_acceptance_registration(case, officer_here):
    """The part of the example that is here; the assessment and the tier are in their rooms."""
    began, signed = datetime(2026, 2, 1, 9, tzinfo=UTC), datetime(2026, 5, 4, 9, tzinfo=UTC)
    register(officer_here, case, "RMRH", now=began)
    with acting(officer_here, signed):
        commands.set_flags_by_assessment(
            account_id=officer_here.pk,
            case_id=case.pk,
            rosh="high",
            risks={},
            on=date(2026, 5, 4),
            now=signed,
        )
        record = queries.record(case.pk, at=signed)

    assert flags(case) == [
        ("RMRH", date(2026, 2, 1), date(2026, 8, 1), date(2026, 5, 4)),
        ("RHRH", date(2026, 5, 4), date(2026, 11, 4), None),
    ]
    assert [code for code, _ in log(case)][2:] == ["DRGN", "ERGN", "ERGR"]
    assert record.headline == "red"


def test_an_assessment_reviews_what_it_finds_as_it_was(case, officer_here):
    for code, more in (("RHRH", {}), ("REG17", {"level": "H"}), ("AV2S", {"level": "M"})):
        register(officer_here, case, code, starts_on=date(2014, 5, 1), **more)
    with acting(officer_here):
        commands.set_flags_by_assessment(
            account_id=officer_here.pk,
            case_id=case.pk,
            rosh="high",
            risks={"public": "high", "staff": "low", "children": "low", "known adult": "medium"},
            on=TODAY,
            now=NOW,
        )

    assert steps(case)[3:] == [
        ("RHRH", "reviewed", "", date(2014, 11, 1)),
        ("REG15", "started", "M", None),
        ("REG17", "reviewed", "H", date(2014, 11, 1)),
        ("AV2S", "ended", "M", None),
    ]


def test_an_assessment_leaves_alone_what_started_after_it(case, officer_here):
    register(officer_here, case, "RVHR")
    before = (flags(case), steps(case))

    with acting(officer_here):
        commands.set_flags_by_assessment(
            account_id=officer_here.pk,
            case_id=case.pk,
            rosh="low",
            risks={},
            on=date(2014, 6, 1),
            now=NOW,
        )

    assert (flags(case), steps(case)) == before


def test_the_end_of_supervision_ends_keeps_and_replaces_by_an_alert(case, officer_here):
    for code in ("RMRH", "ADVP", "IIOM", "ALSH"):
        register(officer_here, case, code)
    with acting(officer_here):
        ended = commands.end_supervision_flags(
            account_id=officer_here.pk, case_id=case.pk, now=NOW, alerts=["ALSH"]
        )

    assert [flag.type_id for flag in ended] == ["RMRH", "ADVP", "ALSH"]
    active = Registration.objects.filter(case=case, ended_on=None).order_by("id")
    assert [flag.type_id for flag in active] == ["IIOM", "ALERT"]
    assert RegistrationStep.objects.get(registration__type_id="ALERT").notes == (
        "In place of: Suicide or self-harm."
    )


def test_flags_are_not_ended_while_a_sentence_is_live_nor_replaced_at_will(case, officer_here):
    register(officer_here, case, "WEAP")
    register(officer_here, case, "RMRH")
    Sentence.objects.create(
        case=case, number=1, type_id="201", offence_id="04600", imposed_on=TODAY, recorded_at=NOW
    )
    before = (flags(case), steps(case))

    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.end_supervision_flags(
            account_id=officer_here.pk, case_id=case.pk, now=NOW, alerts=["RMRH"]
        )

    assert refused.value.codes == ("still-supervised", "no-alert")
    assert (flags(case), steps(case)) == before
