from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands, queries
from throughcare.access.choices import Action, View
from throughcare.access.models import Account, Grant, Restriction
from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import LONG_AGO, NOW, state
from throughcare.organisation.choices import Fact
from throughcare.organisation.models import Unit


def role() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user::text, current_setting('tc.account', true)")
        current, account = cursor.fetchone()
        return current, account


def contacts() -> set[int]:
    return set(apps.get_model("probation.Contact").objects.values_list("case_id", flat=True))


def test_an_officer_meets_row_security_and_the_owner_comes_back_after(nation, officer_here):
    before = role()

    with commands.acting_as(account_id=officer_here.id, now=NOW):
        inside = role()
        seen = contacts()

    assert inside == ("throughcare_app", str(officer_here.id))
    assert seen == {nation.cases["C05"].id}
    assert role()[0] == before[0] == "throughcare_owner"
    assert len(contacts()) == len(nation.cases)


def test_one_account_acts_inside_another_and_the_first_comes_back(
    nation, officer_here, officer_elsewhere
):
    with commands.acting_as(account_id=officer_here.id, now=NOW):
        with commands.acting_as(account_id=officer_elsewhere.id, now=NOW):
            inner = contacts()
        outer = contacts()

    assert inner == {nation.cases["N02"].id, nation.cases["N04"].id}
    assert outer == {nation.cases["C05"].id}


def test_a_block_that_fails_puts_back_what_was_pinned(officer_here):
    with pytest.raises(ZeroDivisionError), commands.acting_as(account_id=officer_here.id, now=NOW):
        raise ZeroDivisionError

    assert role()[0] == "throughcare_owner"


@pytest.mark.usefixtures("nation")
def test_nobody_sees_nothing():
    with commands.acting_as(account_id=None, now=NOW):
        assert contacts() == set()
        assert not Account.objects.exists()
        assert not apps.get_model("people.Person").objects.exists()


def test_only_sign_in_pages_look_accounts_up(nation):
    with commands.signing_in(now=NOW):
        assert Account.objects.count() == len(nation.accounts)
        assert contacts() == set()


def test_the_engine_reads_all_and_writes_no_contact(nation):
    with commands.as_engine(now=NOW):
        assert len(contacts()) == len(nation.cases)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            apps.get_model("probation.Contact").objects.update(notes="altered")


def test_a_page_writes_no_unit_and_no_rule_of_access(officer_here):
    for act in (
        lambda: Unit.objects.create(recorded_at=NOW),
        lambda: apps.get_model("access.Permission").objects.update(reach="nation"),
        lambda: Account.objects.update(is_active=True),
        lambda: apps.get_model("organisation.Switch").objects.all().delete(),
    ):
        with (
            commands.acting_as(account_id=officer_here.id, now=NOW),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            act()


def test_views_follow_the_protocols(nation, officer_here, officer_elsewhere):
    own, division = nation.cases["C05"].id, nation.cases["N02"].id

    with commands.acting_as(account_id=officer_here.id, now=NOW):
        here = queries.views_of([case.id for case in nation.cases.values()])
        with pytest.raises(Http404):
            queries.require(action=Action.READ_CASE, case_id=division)
        with pytest.raises(PermissionDenied):
            queries.require(action=Action.ALLOCATE, case_id=own)
        queries.require(action=Action.WRITE_CASE, case_id=own)
    with commands.acting_as(account_id=officer_elsewhere.id, now=NOW):
        elsewhere = queries.views_of([case.id for case in nation.cases.values()])

    assert here == {own: View.FULL}
    assert elsewhere == {division: View.FULL, nation.cases["N04"].id: View.FULL}


def test_actions_reach_units_as_the_role_says(nation, officer_here):
    with commands.acting_as(account_id=officer_here.id, now=NOW):
        assert queries.may(action=Action.WRITE_CASE, unit_id=nation.units["C05T"].id)
        assert not queries.may(action=Action.WRITE_CASE, unit_id=nation.units["C11T"].id)
        assert queries.may(action=Action.SEARCH, unit_id=nation.units["C11T"].id)
        assert not queries.may(action=Action.SWITCH)


def test_an_action_reaches_the_cases_of_the_unit_and_not_those_beside_it(
    nation, manager_here, manager_elsewhere
):
    beside = small_nation.person_with_case(
        "X000009", owner=nation.units["C05"], holder=nation.units["C05"]
    )
    cases = {case.pk for case in nation.cases.values()} | {beside.pk}

    def reached(action: Action) -> set[int]:
        return {case for case in cases if queries.may_with_case(action=action, case_id=case)}

    with commands.acting_as(account_id=manager_here.id, now=NOW):
        with commands.acting_as(account_id=manager_elsewhere.id, now=NOW):
            inner = reached(Action.ALLOCATE)
        outer = [reached(action) for action in (Action.ALLOCATE, Action.RESTRICT, Action.EMERGENCY)]
    with commands.acting_as(account_id=None, now=NOW):
        nobody = reached(Action.EMERGENCY)

    here = nation.cases["C05"].pk
    assert inner == {nation.cases["N02"].pk}
    assert outer == [{here}, {here, beside.pk}, cases]
    assert nobody == set()


def test_an_account_of_a_closed_unit_keeps_nothing_its_grants_included(nation, officer_here):
    case = nation.cases["N02"]
    Grant.objects.create(
        account=officer_here,
        case_id=case.id,
        kind="emergency",
        reason="covering a shift",
        starts_at=LONG_AGO,
        ends_at=NOW + timedelta(days=1),
    )
    with commands.acting_as(account_id=officer_here.id, now=NOW):
        assert case.id in contacts()
    state(nation.units["C05T"], Fact.OPERATING, "no", starts_at=NOW)

    with commands.acting_as(account_id=officer_here.id, now=NOW):
        assert contacts() == set()
        assert queries.actions() == frozenset()


def test_an_exclusion_closes_the_record_and_a_restriction_lets_only_the_named_in(
    nation, officer_here
):
    case = nation.cases["C05"]
    other = nation.accounts["C11"]
    named = Restriction.objects.create(
        person_id=case.person_id,
        account=other,
        kind="restriction",
        reason="family",
        starts_at=LONG_AGO,
    )
    with commands.acting_as(account_id=officer_here.id, now=NOW):
        assert contacts() == set()
        assert not apps.get_model("people.Name").objects.filter(person=case.person_id).exists()
    named.account = officer_here
    named.save(update_fields=["account"])

    with commands.acting_as(account_id=officer_here.id, now=NOW):
        assert contacts() == {case.id}


def test_no_officer_takes_the_case_of_another_body(nation, officer_here):
    assignment = apps.get_model("probation.CaseAssignment")
    given = {
        "item_id": nation.cases["N02"].id,
        "owner": nation.units["C05"],
        "holder": nation.units["C05T"],
        "starts_at": NOW,
        "recorded_at": NOW,
        "basis": "recorded",
    }

    with (
        commands.acting_as(account_id=officer_here.id, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        assignment.objects.create(**given)

    assert not assignment.objects.filter(starts_at=NOW).exists()
