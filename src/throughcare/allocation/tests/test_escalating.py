"""Risk that rises: referred without delay, answered by a day, and one body answers for the person at every instant."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.allocation import commands, queries
from throughcare.allocation.choices import EscalationState
from throughcare.allocation.models import Escalation
from throughcare.allocation.tests.areas import divide, know, sentence
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.outbox.models import Event
from throughcare.probation.models import Case, CaseAssignment, Contact, RiskProfile

pytestmark = pytest.mark.django_db
RISEN: dict[str, Any] = {  # Any: fields
    "rosh": "high",
    "reviewed_on": NOW.date(),
    "facts": "Bought a weapon",
    "acted": "Police told; seen daily",
}
ACCEPTED, NOT_ACCEPTED = EscalationState.ACCEPTED, EscalationState.NOT_ACCEPTED


@pytest.fixture
def case(nation):
    """With the company."""
    change_organisation.load_code_lists()
    divide(nation)
    Case.objects.update(contacts_made=1)
    found = nation.cases["C05"]
    know(found)
    sentence(found)
    return found


@pytest.fixture
def here(nation):
    return nation.accounts["C05"]


@pytest.fixture
def there(nation):
    return nation.accounts["N02"]


@pytest.fixture
def boss(nation):
    return officer("boss", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager")


def refer(account, case, *, at=NOW, **risen: Any) -> Escalation:  # Any: as the command has it
    with change_access.acting_as(account_id=account.pk, now=at):
        return commands.refer_risen_risk(
            account_id=account.pk, case_id=case.pk, risen=commands.Risen(**RISEN | risen), now=at
        )


def answer(account, case, state, *, words="Because", number=1, at=NOW) -> Escalation:
    with change_access.acting_as(account_id=account.pk, now=at):
        return commands.answer_escalation(
            account_id=account.pk,
            crn=case.person.crn,
            number=number,
            answer=state,
            words=words,
            now=at,
        )


def object_to(account, case, *, words="He has the weapon still"):
    with change_access.acting_as(account_id=account.pk, now=NOW):
        commands.ask_second_opinion(
            account_id=account.pk, case_id=case.pk, number=1, objection=words, now=NOW
        )


def listed(account) -> list[tuple[str, bool]]:
    with change_access.acting_as(account_id=account.pk, now=NOW):
        return [(each.crn, each.may_answer) for each in queries.escalations_open(part=slice(0, 9))]


def owners(case) -> list[str]:
    found = CaseAssignment.objects.filter(item=case).order_by("id")
    return [code for (code,) in found.values_list("owner__codes__code")]


def test_a_referral_has_a_clock_and_leaves_the_case_with_whoever_refers(case, here, there, nation):
    made = refer(here, case)

    assert (made.number, made.state, made.due_on) == (1, "referred", date(2014, 6, 4))
    assert (made.from_unit_id, made.to_unit_id) == (
        nation.units["C05"].pk,
        nation.units["N02"].pk,
    )
    assert owners(case) == ["C05"]
    assert RiskProfile.objects.get(case=case, superseded_at=None).rosh == "high"
    assert listed(there) == [("X000003", True)]
    assert listed(here) == [("X000003", False)]
    assert listed(nation.accounts["C11"]) == []
    assert "allocation.escalation-referred.v1" in {each.name for each in Event.objects.all()}
    assert Contact.objects.filter(case=case, type_id="CESR").exists()


def test_one_that_is_imminent_is_to_be_answered_the_same_day(case, here):
    assert refer(here, case, is_imminent=True).due_on == NOW.date()


def test_the_side_that_is_asked_gives_a_receipt_once(case, here, there):
    refer(here, case)

    for at in (NOW, NOW + timedelta(hours=1)):
        with change_access.acting_as(account_id=there.pk, now=at):
            commands.receive_escalation(account_id=there.pk, crn=case.person.crn, number=1, now=at)

    made = Escalation.objects.get()
    assert (made.received_by_id, made.received_at) == (there.pk, NOW)
    acts = [act.action for act in audit.acts_by(account_id=there.pk, limit=5)]
    assert acts == ["escalation.received"]


def test_accepted_the_case_is_with_the_other_body_from_that_instant(case, here, there):
    refer(here, case)

    made = answer(there, case, ACCEPTED, words="", at=NOW + timedelta(hours=2))

    assert (made.state, made.accepted_at) == ("accepted", NOW + timedelta(hours=2))
    assert made.meeting_by == date(2014, 6, 9)
    assert owners(case) == ["C05", "N02"]
    starts = CaseAssignment.objects.filter(item=case).latest("id").starts_at
    assert starts == NOW + timedelta(hours=2)
    with change_access.acting_as(account_id=there.pk, now=NOW + timedelta(hours=2)):
        (found,) = queries.escalations_of(case.pk, limit=3)
    assert (found.responsible, found.is_open) == ("N02", False)


def test_not_accepted_says_why_and_the_case_stays(case, here, there):
    refer(here, case)
    with pytest.raises(Refused):
        answer(there, case, NOT_ACCEPTED, words=" ")

    made = answer(there, case, NOT_ACCEPTED, words="Nothing shows it")

    assert (made.state, made.answer) == ("not-accepted", "Nothing shows it")
    assert owners(case) == ["C05"]


def test_a_second_opinion_is_of_somebody_else_who_leads_and_both_views_stay(
    case, here, there, boss
):
    refer(here, case)
    answer(there, case, NOT_ACCEPTED, words="Nothing shows it")
    object_to(here, case)
    assert listed(there) == [("X000003", False)]
    assert listed(boss) == [("X000003", True)]
    with pytest.raises(PermissionDenied):
        answer(there, case, ACCEPTED)

    made = answer(boss, case, ACCEPTED, words="It does show it")

    assert (made.state, made.answer, made.objection, made.opinion) == (
        "accepted",
        "Nothing shows it",
        "He has the weapon still",
        "It does show it",
    )
    assert (made.answered_by_id, made.opinion_by_id) == (there.pk, boss.pk)
    assert owners(case) == ["C05", "N02"]


def test_an_answer_that_is_upheld_ends_it_and_another_may_be_referred(case, here, there, boss):
    refer(here, case)
    answer(there, case, NOT_ACCEPTED)
    object_to(here, case)

    assert answer(boss, case, NOT_ACCEPTED, words="I agree").state == "upheld"
    assert refer(here, case).number == 2


def test_whoever_did_not_accept_gives_no_second_opinion(case, here, boss):
    refer(here, case)
    answer(boss, case, NOT_ACCEPTED)
    object_to(here, case)

    with pytest.raises(PermissionDenied):
        answer(boss, case, ACCEPTED)


def test_a_referral_is_taken_back_only_while_it_waits(case, here, there):
    refer(here, case)
    with change_access.acting_as(account_id=here.pk, now=NOW):
        commands.withdraw_escalation(account_id=here.pk, case_id=case.pk, number=1, now=NOW)
        with pytest.raises(Refused):
            commands.withdraw_escalation(account_id=here.pk, case_id=case.pk, number=1, now=NOW)

    with pytest.raises(PermissionDenied):
        answer(there, case, ACCEPTED)


def test_what_lacks_of_a_referral_is_said_all_at_once(case, here):
    with pytest.raises(Refused) as refused:
        refer(here, case, rosh="medium", facts="", acted=" ", reviewed_on=date(2014, 6, 3))

    assert refused.value.codes == ("not-high", "not-yet", "no-facts", "no-action")
    refer(here, case)
    with pytest.raises(Refused) as refused:
        refer(here, case)
    assert refused.value.codes == ("referred",)


def test_a_body_that_is_asked_refers_nobody_and_a_stranger_neither(case, here, nation):
    own = nation.cases["N02"]
    know(own)
    with pytest.raises(Refused) as refused:
        refer(nation.accounts["N02"], own)
    assert refused.value.codes == ("not-theirs",)
    with pytest.raises((PermissionDenied, Http404)):
        refer(nation.accounts["C11"], case)
    refer(here, case)
    with pytest.raises(Http404):
        answer(nation.accounts["C11"], case, ACCEPTED)
    assert owners(case) == ["C05"]


def test_somebody_kept_out_of_the_record_knows_of_no_referral(case, here, there):
    refer(here, case)
    Restriction.objects.create(
        person_id=case.person_id,
        account=there,
        kind="exclusion",
        reason="Neighbours",
        starts_at=LONG_AGO,
    )

    assert listed(there) == []


def test_the_database_holds_that_one_waits_and_that_a_second_opinion_is_of_another(
    case, here, there
):
    made = refer(here, case)
    answer(there, case, NOT_ACCEPTED)

    for wrong in ({"opinion_by_id": there.pk}, {"answer": ""}, {"accepted_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Escalation.objects.filter(id=made.pk).update(**wrong)


def test_two_who_answer_at_once_are_told_apart(case, here, there):
    made = refer(here, case)
    answer(there, case, NOT_ACCEPTED)

    with change_access.acting_as(account_id=there.pk, now=NOW), connection.cursor() as cursor:
        cursor.execute(
            "SELECT allocation_answer_escalation(%s, 'accepted', '', %s, null)",
            [made.pk, made.to_unit_id],
        )
        assert cursor.fetchone() == (False,)
