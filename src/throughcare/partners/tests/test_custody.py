"""Custody and licences over the interface."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.probation.models import (
    ConditionType,
    Custody,
    Institution,
    KeyDate,
    Licence,
    LicenceCondition,
    Offence,
    PolicyCondition,
    Recall,
    Release,
    Sentence,
    SentenceType,
    SupervisionRequirement,
)

CUSTODY = "/cases/X000003/sentences/1/custody"
LICENCE = "/cases/X000003/sentences/1/licence"


@pytest.fixture
def custody(case) -> Custody:
    """Somebody sentenced to custody a year ago, in Leicester, to be released in August."""
    kind = SentenceType.objects.create(
        code="301",
        description="Determinate sentence",
        family="determinate",
        kind="SC",
        is_custodial=True,
    )
    theft = Offence.objects.create(code="04600", description="Theft from a shop")
    sentence = Sentence.objects.create(
        case=case,
        number=1,
        type=kind,
        offence=theft,
        imposed_on=date(2013, 6, 3),
        recorded_at=LONG_AGO,
    )
    held = Custody.objects.create(
        case=case,
        sentence=sentence,
        status="A",
        status_on=date(2013, 6, 3),
        institution=Institution.objects.create(code="LEIHMP", name="Leicester"),
        located_on=date(2013, 6, 4),
        book_number="LE1234A",
        recorded_at=LONG_AGO,
    )
    for day, superseded_at in ((date(2014, 9, 1), NOW), (date(2014, 8, 1), None)):
        KeyDate.objects.create(
            case=case,
            custody=held,
            type="ACR",
            day=day,
            source="prison",
            recorded_at=LONG_AGO,
            superseded_at=superseded_at,
        )
    return held


@pytest.fixture
def released(custody) -> Release:
    made: Release = Release.objects.create(
        case=custody.case,
        custody=custody,
        number=1,
        released_on=date(2014, 1, 6),
        kind="hdc",
        institution=custody.institution,
        recorded_at=LONG_AGO,
    )
    return made


@pytest.fixture
def licence(custody) -> Licence:
    PolicyCondition.objects.create(
        code="a", policy="4.0", kind="standard", position=1, wording="Behave well."
    )
    residence = ConditionType.objects.create(code="101", description="Residence")
    LicenceCondition.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        type=residence,
        wording="Live at the hostel",
        starts_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )
    SupervisionRequirement.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        kind="travel",
        starts_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )
    made: Licence = Licence.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        state="active",
        policy="4.0",
        state_at=NOW,
        recorded_at=LONG_AGO,
    )
    return made


def parts_read(account) -> list[tuple[str, str]]:
    return [
        (act.detail["part"], act.detail["view"])
        for act in audit.acts_by(account_id=account.pk, limit=5)
        if act.action == "case.read"
    ]


def test_where_somebody_is_and_when_they_come_out_is_read_and_in_the_trail(program, custody):
    told = program.get(CUSTODY).json()

    assert (told["crn"], told["sentence"], told["status"]) == ("X000003", 1, "A")
    assert told["prison"] == {"code": "LEIHMP", "name": "Leicester"}
    assert [(each["type"], each["day"], each["source"]) for each in told["key_dates"]] == [
        ("ACR", "2014-08-01", "prison")
    ]
    assert [each["day"] for each in told["former_dates"]] == ["2014-09-01"]
    assert told["releases"] == []
    assert told["handover"]["starts_on"] == "2013-11-17"
    assert parts_read(program.account) == [("interface: custody", "full")]


def test_a_release_is_told_with_the_recall_that_ended_it(program, custody, released):
    Recall.objects.create(
        case=custody.case,
        release=released,
        recalled_on=date(2014, 2, 3),
        reason="curfew",
        recorded_at=LONG_AGO,
    )

    (told,) = program.get(CUSTODY).json()["releases"]

    assert told == {
        "number": 1,
        "kind": "hdc",
        "released_on": "2014-01-06",
        "prison": {"code": "LEIHMP", "name": "Leicester"},
        "days": None,
        "recalled_on": "2014-02-03",
        "recall_reason": "curfew",
    }


def test_what_somebody_is_held_to_is_read_with_the_words_of_the_policy(program, licence):
    told = program.get(LICENCE).json()

    assert (told["state"], told["policy"], told["standard"]) == ("active", "4.0", ["Behave well."])
    assert [(each["type"], each["wording"]) for each in told["conditions"]] == [
        ("101", "Live at the hostel")
    ]
    assert [each["kind"] for each in told["supervision"]] == ["travel"]
    assert parts_read(program.account) == [("interface: licence", "full")]


def test_before_a_licence_is_begun_none_is_told(program, custody):
    told = program.get(LICENCE).json()

    assert (told["state"], told["policy"], told["conditions"]) == (None, None, [])


def test_elsewhere_neither_is_read_and_the_attempt_is_in_the_trail(stranger, licence):
    answers = [stranger.get(path) for path in (CUSTODY, LICENCE)]

    assert [each.status_code for each in answers] == [403, 403]
    assert not any("hostel" in each.content.decode() for each in answers)
    assert parts_read(stranger.account) == [
        ("interface: licence", "none"),
        ("interface: custody", "none"),
    ]


def test_of_a_limited_record_neither_is_read(program, licence):
    Restriction.objects.create(
        person_id=licence.case.person_id,
        account_id=program.account.pk,
        kind="exclusion",
        reason="A relative works there",
        starts_at=LONG_AGO,
        made_by_id=program.account.pk,
    )

    answers = [program.get(path) for path in (CUSTODY, LICENCE)]

    assert [each.status_code for each in answers] == [403, 403]
    assert answers[0].json()["detail"].startswith("This record is limited.")


def test_there_is_no_custody_of_a_sentence_that_has_none(program, case, custody):
    answers = [
        program.get(f"/cases/{case.person.crn}/sentences/{number}/{part}")
        for number in (2, 2**15 - 1)
        for part in ("custody", "licence")
    ]

    assert [each.status_code for each in answers] == [404] * 4


def test_reading_costs_the_same_however_much_happened(program, custody, released):
    program.get(CUSTODY)
    with CaptureQueriesContext(connection) as one:
        program.get(CUSTODY)
    for number in (2, 3):
        Release.objects.create(
            case=custody.case,
            custody=custody,
            number=number,
            released_on=date(2014, 3, number),
            kind="rotl",
            length=2,
            recorded_at=LONG_AGO,
        )

    with CaptureQueriesContext(connection) as three:
        told = program.get(CUSTODY).json()

    assert len(told["releases"]) == 3
    assert len(three) == len(one)
