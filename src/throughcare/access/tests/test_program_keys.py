"""Keys by which programs ask."""

from datetime import timedelta

import pytest

from throughcare.access import commands, queries
from throughcare.access.choices import Action, Role
from throughcare.access.models import Account, ProgramKey
from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import NOW
from throughcare.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Account:
    return commands.open_program(username="case-tool", display_name="Case tool", now=NOW)


def issued(
    *, username: str = "case-tool", name: str = "Server room", days: int = 30
) -> tuple[ProgramKey, str]:
    return commands.issue_key(username=username, name=name, days=days, now=NOW, machine_now=NOW)


def test_a_key_is_of_its_program_until_its_day(program):
    key, token = issued()

    moments = (NOW, key.ends_at - timedelta(seconds=1), key.ends_at)

    assert [commands.account_of_key(token, machine_now=at) for at in moments] == [
        program.pk,
        program.pk,
        None,
    ]


def test_the_token_itself_is_not_kept(program):
    key, token = issued()

    assert token not in str(ProgramKey.objects.filter(pk=key.pk).values().get())


def test_a_key_that_was_ended_or_whose_account_is_closed_is_nobodys(program):
    first, token = issued()
    _, other = issued(name="Elsewhere")
    commands.end_key(reference=first.reference, now=NOW, machine_now=NOW)
    ended = commands.account_of_key(token, machine_now=NOW)

    commands.close_account(username="case-tool", now=NOW)

    assert (ended, commands.account_of_key(other, machine_now=NOW)) == (None, None)


def test_a_token_that_was_never_made_is_nobodys(program):
    assert commands.account_of_key("tck_guessed", machine_now=NOW) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"username": "nobody"}, "no-account"),
        ({"name": " "}, "no-name"),
        ({"days": 0}, "unfit-days"),
        ({"days": 367}, "unfit-days"),
    ],
)
def test_a_key_is_refused(program, changed, code):
    with pytest.raises(Refused) as refused:
        issued(**changed)

    assert refused.value.codes == (code,)
    assert not ProgramKey.objects.exists()


def test_people_get_no_key_and_programs_no_invitation(program):
    commands.open_account(username="somebody", display_name="Some Body", now=NOW)

    with pytest.raises(Refused):
        issued(username="somebody")
    with pytest.raises(Refused):
        commands.invite(username="case-tool", now=NOW, machine_now=NOW)


def test_a_key_ends_once(program):
    key, _ = issued()
    commands.end_key(reference=key.reference, now=NOW, machine_now=NOW)

    with pytest.raises(Refused) as refused:
        commands.end_key(reference=key.reference, now=NOW, machine_now=NOW)

    assert refused.value.codes == ("no-key",)


def test_a_program_is_given_a_post_by_which_it_reads_as_its_holder_does(program):
    nation = small_nation.make()

    commands.give_post(username="case-tool", role=Role.OFFICER, unit_code="C05T", now=NOW)

    with commands.acting_as(account_id=program.pk, now=NOW):
        assert queries.may(action=Action.READ_CASE, unit_id=nation.units["C05T"].pk)
        assert not queries.may(action=Action.READ_CASE, unit_id=nation.units["N02T"].pk)
