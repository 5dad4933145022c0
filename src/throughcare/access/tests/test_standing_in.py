"""A rehearsal is let in at the real page, on a copy; nowhere else is anybody given a proof that they did not choose."""

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands
from throughcare.access.commands import Outcome
from throughcare.access.models import Account, CodeKey, Password
from throughcare.access.tests.proving import PASSWORD, give_code, give_password
from throughcare.access.tests.small_nation import NOW
from throughcare.audit.models import Entry
from throughcare.clock import queries as clock


def given(*accounts: Account) -> dict[int, commands.Proof]:
    return commands.give_proofs(
        account_ids={each.pk for each in accounts}, now=NOW, machine_now=clock.machine_now()
    )


def test_outside_a_copy_nobody_is_given_a_proof(ready, officer_elsewhere):
    kept = list(Password.objects.values_list("account_id", "digest"))

    with pytest.raises(PermissionDenied):
        given(ready.account, officer_elsewhere)

    assert list(Password.objects.values_list("account_id", "digest")) == kept
    assert CodeKey.objects.count() == 1
    assert not Entry.objects.filter(action="account.stood-in-for").exists()


def test_on_a_copy_accounts_with_and_without_proofs_sign_in_with_those_that_are_given(
    ready, officer_elsewhere, session, settings
):
    settings.REHEARSAL = True

    proofs = given(ready.account, officer_elsewhere)

    for account in (ready.account, officer_elsewhere):
        proof = proofs[account.pk]
        was = give_password(session, username=account.username, password=PASSWORD)
        first = give_password(session, username=proof.username, password=proof.password)
        second = give_code(session, code=proof.code(machine_now=clock.machine_now()))
        assert (was, first, second) == (Outcome.WRONG, Outcome.PROVED, Outcome.PROVED)
        assert commands.account_signed_in(session, machine_now=clock.machine_now()) == account.pk
    assert Entry.objects.filter(action="account.stood-in-for").count() == 2


def test_every_day_has_a_password_of_its_own(officer_here, session, settings):
    settings.REHEARSAL = True
    (yesterday,), (today,) = given(officer_here).values(), given(officer_here).values()

    outcomes = [
        give_password(session, username=each.username, password=each.password)
        for each in (yesterday, today)
    ]

    assert outcomes == [Outcome.WRONG, Outcome.PROVED]
