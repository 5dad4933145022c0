"""Whose credentials may be read: one's own, and on a sign-in page those of the account that is tried."""

import pytest
from django.db import ProgrammingError, connection, transaction

from throughcare.access import commands
from throughcare.access.models import (
    Attempts,
    CodeKey,
    Invitation,
    Passkey,
    Password,
    ProviderLink,
    RecoveryCode,
)
from throughcare.access.tests import proving
from throughcare.access.tests.small_nation import NOW
from throughcare.clock import queries as clock

CREDENTIALS = (Password, CodeKey, RecoveryCode, Passkey, Invitation, ProviderLink)


def seen() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in CREDENTIALS}


def test_an_account_reads_its_own_credentials_and_nobody_anothers(ready, officer_elsewhere):
    with commands.acting_as(account_id=ready.account.pk, now=NOW):
        own = seen()
    with commands.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        others = seen()
        changed = Password.objects.update(digest="mine now")
    with commands.acting_as(account_id=None, now=NOW):
        nobodys = seen()

    nothing = dict.fromkeys((table.__name__ for table in CREDENTIALS), 0)
    assert own == nothing | {"RecoveryCode": 10} | dict.fromkeys(
        ("Password", "CodeKey", "Passkey", "Invitation", "ProviderLink"), 1
    )
    assert (others, changed, nobodys) == (nothing, 0, nothing)


def test_a_sign_in_page_reads_the_credentials_of_the_account_that_is_tried_alone(
    ready, officer_elsewhere, session
):
    proving.set_up(officer_elsewhere, session=session)
    with commands.signing_in(now=NOW):
        before = Password.objects.count()
        commands.pinning.prove(ready.account.pk)
        tried = list(Password.objects.values_list("account_id", flat=True))

    assert (before, tried) == (0, [ready.account.pk])


@pytest.mark.parametrize("table", [*CREDENTIALS, Attempts])
@pytest.mark.usefixtures("ready")
def test_the_engine_reads_no_credentials(table):
    with (
        commands.as_engine(now=NOW),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        list(table.objects.all())


def test_the_engine_reads_which_invitations_nobody_has_used_and_neither_whose_nor_what_opens_one(
    ready,
):
    proving.invite(ready.account)

    with commands.as_engine(now=NOW):
        unused = Invitation.objects.filter(used_at=None, ends_at__gt=clock.machine_now()).count()
        for column in ("digest", "account_id"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                list(Invitation.objects.values_list(column, flat=True))

    assert unused == 1


def test_nobody_writes_means_for_another_account_or_tries_a_proof_when_signed_in(
    ready, officer_elsewhere
):
    def write() -> None:
        Passkey.objects.create(
            account=ready.account,
            credential=b"9",
            public_key=b"9",
            uses=0,
            name="mine",
            made_at=NOW,
        )

    for act, refusal in ((write, "row-level security"), (prove_other, "only a sign-in page")):
        with (
            commands.acting_as(account_id=officer_elsewhere.pk, now=NOW),
            pytest.raises(ProgrammingError, match=refusal),
            transaction.atomic(),
        ):
            act()

    assert Passkey.objects.count() == 1


def prove_other() -> None:
    commands.pinning.prove(1)


def test_whose_an_invitation_a_passkey_or_a_subject_is_is_told_to_sign_in_pages_alone(
    ready, officer_elsewhere
):
    token = proving.invite(ready.account)
    questions = (
        ("access_account_invited(%s, clock_timestamp())", [commands.digest_of_invitation(token)]),
        ("access_account_with_passkey(%s)", [b"1"]),
        ("access_account_linked('https://idp.example', %s, now())", ["77"]),
    )

    def told() -> list[int | None]:
        with connection.cursor() as cursor:
            answers = []
            for question, values in questions:
                cursor.execute(f"SELECT {question}", values)
                answers.append(cursor.fetchone()[0])
            return answers

    with commands.signing_in(now=NOW):
        on_sign_in_pages = told()
    with commands.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        to_others = told()

    assert on_sign_in_pages == [ready.account.pk] * 3
    assert to_others == [None] * 3
