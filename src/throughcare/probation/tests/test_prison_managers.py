"""Exactly one officer is responsible for somebody at every instant: the manager in prison, or whoever has the case."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access.tests.small_nation import NOW
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands
from throughcare.probation.models import Contact
from throughcare.probation.queries import managing
from throughcare.probation.tests.parting import acting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def name_in_prison(account, case, *, is_responsible=True, name="Pat Moss", prison="LEI", at=NOW):
    with acting(account, at):
        return commands.name_prison_manager(
            account_id=account.pk,
            case_id=case.pk,
            institution_code=prison,
            name=name,
            is_responsible=is_responsible,
            now=at,
        )


def responsible(account, case, at=NOW) -> tuple[str, bool]:
    with acting(account, at):
        found = managing.responsible_officer(case.pk, at=at)
    return found.name, found.in_prison


def test_one_officer_is_responsible_at_every_instant_and_the_log_says_when_it_changes(
    coded_case, officer_here
):
    assert responsible(officer_here, coded_case) == ("", False)

    name_in_prison(officer_here, coded_case)
    assert name_in_prison(officer_here, coded_case) is None
    name_in_prison(officer_here, coded_case, is_responsible=False, at=LATER)
    week = NOW + timedelta(days=7)
    with acting(officer_here, week):
        commands.end_prison_manager(account_id=officer_here.pk, case_id=coded_case.pk, now=week)
        assert managing.prison_manager(coded_case.pk, at=week) is None
        assert managing.prison_manager(coded_case.pk, at=LATER).is_responsible is False

    assert responsible(officer_here, coded_case) == ("Pat Moss", True)
    assert responsible(officer_here, coded_case, at=LATER) == ("", False)
    told = Contact.objects.filter(case=coded_case, type_id="ROC").order_by("number")
    assert list(told.values_list("notes", flat=True)) == [
        "Responsible from now on: Pat Moss of Leeds (HMP).",
        "Responsible from now on: No officer yet of C05T.",
    ]


def test_a_prison_manager_is_not_named_past_the_rules_nor_by_a_stranger(
    coded_case, officer_here, officer_elsewhere
):
    with pytest.raises(Refused) as refused:
        name_in_prison(officer_here, coded_case, name=" ", prison="NONE")
    with pytest.raises((PermissionDenied, Http404)):
        name_in_prison(officer_elsewhere, coded_case)
    with acting(officer_here), pytest.raises(Refused) as none:
        commands.end_prison_manager(account_id=officer_here.pk, case_id=coded_case.pk, now=NOW)

    assert refused.value.codes == ("no-such-institution", "no-name")
    assert none.value.codes == ("none-in-prison",)
    assert not Contact.objects.filter(case=coded_case, type_id="ROC").exists()
