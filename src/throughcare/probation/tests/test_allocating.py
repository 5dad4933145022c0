"""One commit gives the person, the event and the requirements to an officer, and says why in the log."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.kernel.refusals import Refused
from throughcare.notify.models import Message
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.models import Appointment, CaseAssignment, Contact, HeldApart, Sentence
from throughcare.probation.queries import allocating
from throughcare.probation.tests.parting import (
    ACTIVITY,
    EVENT,
    UNPAID,
    acting,
    an_order,
    hold_apart,
    places,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(nation):
    return officer(
        "manager", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )


@pytest.fixture
def order(coded_case):
    return an_order(coded_case)


def give(
    account, case, *, to, reason="IN1", why="Knows the family", at=NOW, **more: Any
) -> bool:  # Any: as the decision has it
    with acting(account, at):
        return commands.give_case(
            account_id=account.pk,
            case_id=case.pk,
            post_id=to.posts.get().pk,
            decision=commands.Decision(reason_code=reason, justification=why, **more),
            now=at,
        )


def test_person_event_and_requirements_go_to_the_officer_in_one_commit(
    *, coded_case, order, officer_here, manager
):
    assert give(manager, coded_case, to=officer_here, instructions="See him on Monday")

    mine = ("C05", "Officer-C05", False)
    assert places(officer_here, coded_case) == {EVENT: mine, UNPAID: mine, ACTIVITY: mine}
    row = CaseAssignment.objects.filter(item=coded_case).latest("id")
    assert (row.post_id, row.reason_id) == (officer_here.posts.get().pk, "IN1")
    told = Contact.objects.filter(case=coded_case, author_id=manager.pk).order_by("number")
    assert list(told.values_list("type_id", "requirement_id", "is_alert", "notes")) == [
        ("ETOM", None, None, "The case is given to another officer."),
        ("ETOS", None, None, "Event 1: Community order (2014 Act): goes with the case."),
        ("ETRC", order[1].pk, None, "Requirement 1.1: Unpaid work: goes with the case."),
        (
            "ETRC",
            order[2].pk,
            None,
            "Requirement 1.2: Rehabilitation activity (RAR): goes with the case.",
        ),
        ("C002", None, None, "Knows the family"),
        ("C070", None, True, "See him on Monday"),
        ("ROC", None, None, "Responsible from now on: Officer-C05 of C05T."),
    ]
    assert [each.name for each in Event.objects.all()] == ["probation.case-allocated.v1"]
    letters = Message.objects.filter(template="case-allocated")
    assert {(each.recipient_kind, each.recipient_reference) for each in letters} == {
        ("account", str(officer_here.pk))
    }


def test_a_requirement_that_has_an_officer_elsewhere_is_not_taken_and_one_without_comes_back(
    *, nation, coded_case, order, officer_here, officer_elsewhere, manager
):
    hold_apart(
        order[1],
        owner=nation.units["N02"],
        holder=nation.units["N02T"],
        post_id=officer_elsewhere.posts.get().pk,
    )
    hold_apart(order[2], owner=nation.units["C05"], holder=nation.units["C05T"])

    give(manager, coded_case, to=officer_here)

    assert places(officer_here, coded_case) == {
        EVENT: ("C05", "Officer-C05", False),
        UNPAID: ("N02", "Officer-N02", True),
        ACTIVITY: ("C05", "Officer-C05", False),
    }
    assert HeldApart.objects.get(requirement=order[2]).ended_at == NOW


def test_the_same_officer_again_changes_nothing(*, coded_case, order, officer_here, manager):
    give(manager, coded_case, to=officer_here)
    before = Contact.objects.count(), CaseAssignment.objects.count()

    assert not give(manager, coded_case, to=officer_here, at=NOW + timedelta(days=1))
    assert (Contact.objects.count(), CaseAssignment.objects.count()) == before


def test_what_is_sensitive_in_the_decision_is_so_in_the_log(*, coded_case, officer_here, manager):
    give(manager, coded_case, to=officer_here, is_sensitive=True)

    hidden = Contact.objects.filter(case=coded_case, is_sensitive=True)
    assert sorted(hidden.values_list("type_id", flat=True)) == ["C002", "C070"]


def test_it_is_refused_with_every_reason_and_leaves_no_trace(
    *, nation, coded_case, order, officer_here, manager
):
    Sentence.objects.filter(id=order[0].pk).update(terminated_on=date(2014, 5, 1))
    Restriction.objects.create(
        person_id=coded_case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    before = Contact.objects.count(), CaseAssignment.objects.count()

    with pytest.raises(Refused) as refused:
        give(manager, coded_case, to=officer_here, reason="NONE", why=" ")
    with pytest.raises(PermissionDenied):
        give(
            officer("o", owner=nation.units["C05"], holder=nation.units["C05T"]),
            coded_case,
            to=manager,
        )

    assert refused.value.codes == ("no-such-reason", "limited-access", "no-event", "no-reason")
    assert (Contact.objects.count(), CaseAssignment.objects.count()) == before
    assert not Event.objects.exists()
    assert not Message.objects.exists()


def test_a_justification_that_is_too_long_is_refused(*, coded_case, officer_here, manager):
    with pytest.raises(Refused) as refused:
        give(manager, coded_case, to=officer_here, why="x" * 12_001)

    assert refused.value.codes == ("notes-too-long",)


def known(account, case) -> allocating.Awaiting:
    with acting(account):
        return allocating.awaiting([case.pk], at=NOW)[case.pk]


def test_who_is_new_and_who_was_managed_before_is_told_apart(*, coded_case, order, officer_here):
    fresh = known(officer_here, coded_case)
    Sentence.objects.create(
        case=coded_case,
        number=2,
        type_id="329",
        offence_id="00100",
        imposed_on=date(2012, 3, 1),
        terminated_on=date(2013, 3, 1),
        recorded_at=LONG_AGO,
    )
    before = known(officer_here, coded_case)
    Sentence.objects.filter(number=2).update(terminated_on=None)
    now = known(officer_here, coded_case)

    assert (fresh.status, before.status, now.status) == ("new", "previously", "currently")
    assert before.ended_on == date(2013, 3, 1)
    assert fresh.requirements == ("Unpaid work", "Rehabilitation activity (RAR)")
    assert fresh.days_since_sentence(NOW.date()) == 93
    assert fresh.initial_at is None


def test_the_initial_appointment_is_found_by_its_type(*, coded_case, order, officer_here):
    for code, days in (("COAP", 1), ("COAI", 2)):
        Appointment.objects.create(
            case=coded_case,
            type_id=code,
            starts_at=NOW + timedelta(days=days),
            ends_at=NOW + timedelta(days=days, minutes=30),
            recorded_at=NOW,
        )

    found = known(officer_here, coded_case)

    assert found.initial_at == NOW + timedelta(days=2)
    assert found.initial_type == "Initial appointment in the office"
