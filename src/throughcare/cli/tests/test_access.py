import argparse
import json

import pytest

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.access.models import Account, Invitation, Post, ProviderLink
from throughcare.access.tests import small_nation
from throughcare.cli import access as command_line
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


@pytest.fixture
def nation() -> small_nation.Nation:
    return small_nation.make()


def test_an_account_is_opened_with_a_post_and_invited(nation, capsys):
    opened = run("open", "new.officer", "--name=New Officer", "--role=officer", "--unit=C05T")
    invited = run("invite", "new.officer", "--hours=2", "--json")

    said = capsys.readouterr().out.splitlines()
    account = Account.objects.get(username="new.officer")
    assert (opened, invited) == (0, 0)
    assert said[1] == "new.officer has a post in C05T: Probation officer."
    assert "/sign-in/invitations/" in json.loads(said[2])["link"]
    assert Invitation.objects.get().account == account
    with change_access.acting_as(account_id=account.pk, now=clock.now()):
        assert access.may(action=Action.WRITE_CASE, unit_id=nation.units["C05"].pk)


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["open", "new.officer"], "Give --name"),
        (["open", "new.officer", "--name=N", "--role=officer"], "Give --name"),
        (["open", "officer-c05", "--name=N"], "officer-c05 is taken already."),
        (["open", "New Officer", "--name= "], "small letters.* Say who or what it is for."),
        (
            ["open", "nobody", "--role=officer", "--unit=C05T"],
            "no such active account named nobody",
        ),
        (["open", "new", "--name=N", "--role=officer", "--unit=C99"], "C99"),
        (["invite", "nobody"], "no such active account named nobody"),
        (["close", "nobody"], "no such active account named nobody"),
        (["unlink", "officer-c05"], "No provider is linked"),
        (["link", "officer-c05", "77"], "Name the provider"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_not_done(words, said):
    accounts, posts = Account.objects.count(), Post.objects.count()

    with pytest.raises(Fault, match=said):
        run(*words)

    assert (Account.objects.count(), Post.objects.count()) == (accounts, posts)
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("nation")
def test_a_subject_is_linked_and_unlinked(capsys):
    run("link", "officer-c05", "77", "--issuer=https://idp.example")
    linked = list(ProviderLink.objects.filter(ends_at=None).values_list("issuer", "subject"))
    run("unlink", "officer-c05")

    assert linked == [("https://idp.example", "77")]
    assert not ProviderLink.objects.filter(ends_at=None).exists()
    assert capsys.readouterr().out.splitlines() == [
        "officer-c05 may sign in by https://idp.example from now on.",
        "1 ended.",
    ]


@pytest.mark.usefixtures("nation")
def test_a_closed_account_may_nothing(capsys):
    run("close", "officer-c05")

    account = Account.objects.get(username="officer-c05")
    assert capsys.readouterr().out == "officer-c05 is closed.\n"
    assert not account.is_active
    with change_access.acting_as(account_id=account.pk, now=clock.now()):
        assert access.actions() == frozenset()
