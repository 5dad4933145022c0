"""`./throughcare probation verify`: it finds what is not as the rules have it, and names it."""

import argparse
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import NOW
from throughcare.cli import probation as command_line
from throughcare.people.models import Merge, Person
from throughcare.probation.models import (
    Appointment,
    Case,
    Compliance,
    Contact,
    ContactType,
    Custody,
    CustodyChange,
    FlagType,
    Offence,
    Outcome,
    Registration,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)
from throughcare.unpaidwork.models import Order

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


def without(table: str, constraint: str) -> bool:
    """Let a table go without one of its constraints: what came from elsewhere may not have been held to it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} drop constraint {constraint}")
    return False


def flag(**facts: Any) -> Registration:  # Any: of the model
    kind = FlagType.objects.create(code="RCCO", description="Child concerns", review_months=0)
    return Registration.objects.create(
        case=Case.objects.get(person__crn="X000003"),
        type=kind,
        starts_on=date(2014, 1, 1),
        recorded_at=NOW,
        **facts,
    )


def custody(changed_to: str = "A") -> Custody:
    """A custody of the sentence that stands at A, whatever its last change says."""
    sentence = Sentence.objects.get()
    of = {"case": sentence.case, "recorded_at": NOW}
    made = Custody.objects.create(sentence=sentence, status="A", status_on=date(2014, 1, 1), **of)
    CustodyChange.objects.create(
        custody=made,
        number=1,
        kind="begun",
        status=changed_to,
        happened_at=NOW,
        source="probation",
        **of,
    )
    return made


def merged() -> Merge:
    other = Person.objects.exclude(crn="X000003").earliest("pk")
    return Merge.objects.create(
        merged=Person.objects.get(crn="X000003"),
        survivor=other,
        reason="One person",
        proposed_by_id=1,
        proposed_at=NOW,
        is_approved=True,
        answered_by_id=2,
        answered_at=NOW,
    )


@pytest.fixture
def failed():
    """A case with one failure under its sentence, an activity that was attended, and counts that say so."""
    small_nation.make()
    case = Case.objects.get(person__crn="X000003")
    ContactType.objects.filter(code="SEEN").update(is_national_standard=True)
    Outcome.objects.create(code="UAAB", description="Absent", is_attended=False, is_complied=False)
    Outcome.objects.create(code="ATTC", description="Came", is_attended=True, is_complied=True)
    SentenceType.objects.create(code="201", description="Order")
    Offence.objects.create(code="04600", description="Theft")
    RequirementType.objects.create(code="F", description="Activity", unit="days")
    RequirementType.objects.create(code="W", description="Unpaid work", unit="minutes")
    sentence = Sentence.objects.create(
        case=case,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=date(2014, 1, 1),
        recorded_at=NOW,
    )
    duty, work = (
        Requirement.objects.create(
            number=number,
            case=case,
            sentence=sentence,
            type_id=code,
            length=length,
            done=done,
            starts_on=date(2014, 1, 1),
            recorded_at=NOW,
        )
        for number, (code, length, done) in enumerate((("F", 100, 1), ("W", 6000, 60)), start=1)
    )
    about = {"case": case, "type_id": "SEEN", "sentence": sentence, "recorded_at": NOW}
    Contact.objects.create(number=2, outcome_id="UAAB", starts_at=NOW - timedelta(days=1), **about)
    Contact.objects.create(
        number=3,
        outcome_id="ATTC",
        starts_at=NOW - timedelta(days=2),
        requirement=duty,
        is_rar=True,
        **about,
    )
    Appointment.objects.create(
        ends_at=NOW,
        outcome="UAAB",
        starts_at=NOW - timedelta(days=1),
        contact=Contact.objects.get(number=2),
        **about,
    )
    Compliance.objects.create(case=case, sentence=sentence, failures=1, counted_at=NOW)
    assert work.done == 60
    return case


def test_what_is_as_the_rules_have_it_is_said_to_hold(failed, capsys):
    assert run("verify") == 0

    said = capsys.readouterr().out.splitlines()
    assert "5. The count of failures is that of the log: holds, 1 looked at." in said
    assert all(": holds, " in line for line in said)
    assert said[-1].startswith("The minutes credited to an order are counted in its requirement")
    assert (
        "A session that a supplier told of has its outcome in the diary: holds, 0 looked at."
        in said
    )


@pytest.mark.parametrize(
    ("check", "spoil", "named"),
    [
        (
            "failures-counted",
            lambda: Compliance.objects.update(failures=2),
            "X000003 sentence 1",
        ),
        (
            "failures-counted",
            lambda: Compliance.objects.update(breach_ended_on=NOW.date()),
            "X000003 sentence 1",
        ),
        (
            "days-counted",
            lambda: Requirement.objects.filter(type_id="F").update(done=0),
            "X000003 requirement F from 2014-01-01",
        ),
        (
            "no-more-than-was-ordered",
            lambda: Requirement.objects.filter(type_id="W").update(done=6001),
            "X000003 requirement W from 2014-01-01",
        ),
        (
            "nothing-came-of-the-future",
            lambda: Contact.objects.filter(number=3).update(starts_at=NOW + timedelta(days=1)),
            "X000003 3",
        ),
        (
            "unpaid-work-within-the-law",
            lambda: Requirement.objects.filter(type_id="W").update(length=60 * 301),
            "X000003 sentence 1",
        ),
        (
            "nothing-outlives-its-sentence",
            lambda: (
                Requirement.objects.filter(type_id="F").update(ended_on=date(2014, 2, 1))
                and Sentence.objects.update(terminated_on=date(2014, 6, 1))
            ),
            "X000003 requirement 2 of sentence 1",
        ),
        (
            "no-end-before-a-start",
            lambda: (
                without("probation_requirement", "probation_requirement_ends_after_it_starts")
                or Requirement.objects.filter(type_id="F").update(ended_on=date(2013, 2, 1))
            ),
            "X000003 requirement 1",
        ),
        (
            "reviews-where-they-are-due",
            lambda: (
                without("probation_registration", "probation_registration_reviewed_if_it_is_to_be")
                or flag(review_on=NOW.date())
            ),
            "X000003 flag RCCO",
        ),
        (
            "custody-of-custodial-sentences",
            lambda: (
                SentenceType.objects.update(is_custodial=True)
                and custody()
                and SentenceType.objects.update(is_custodial=False)
            ),
            "X000003 sentence 1",
        ),
        (
            "status-follows-the-changes",
            lambda: SentenceType.objects.update(is_custodial=True) and custody(changed_to="B"),
            "X000003 sentence 1",
        ),
        (
            "merged-records-are-empty",
            merged,
            "X000003 merged record",
        ),
    ],
)
def test_what_is_not_is_named_by_its_case_and_the_command_fails(
    *, failed, capsys, check, spoil, named
):
    spoil()

    assert run("verify", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [(each["check"], each["failed"], each["named"]) for each in told if each["failed"]] == [
        (check, 1, [named])
    ]


def test_an_appointment_whose_outcome_is_not_in_the_log_is_named(failed, capsys):
    Appointment.objects.update(outcome="ATTC")

    assert run("verify") == 1

    assert (
        "4. An appointment with an outcome is in the log with the same one: FAILS for 1, 1 looked at.\n"
        "     X000003 2014-06-01T0900Z\n"
    ) in capsys.readouterr().out


def test_what_a_room_above_promises_is_held_as_well_and_named_by_its_case(failed, capsys):
    sentence = Sentence.objects.get()
    Order.objects.create(
        case=failed,
        sentence=sentence,
        ordered_minutes=100,
        credited_minutes=60,
        recorded_at=NOW,
    )

    assert run("verify", "--json") == 1

    told = {each["check"]: each for each in json.loads(capsys.readouterr().out)}
    assert told["credited-is-the-sum"] == {
        "check": "credited-is-the-sum",
        "invariant": None,
        "looked_at": 1,
        "failed": 1,
        "named": [
            f"X000003 order {Order.objects.get().pk}: 60 minutes kept, 0 in its appointments"
        ],
    }
