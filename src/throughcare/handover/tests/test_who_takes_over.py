"""A package is taken over, and taken back, by whoever may switch, and the trail says who it was."""

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, officer, unit_of
from throughcare.access.tests.undoing import undone
from throughcare.audit.models import Entry
from throughcare.handover import commands
from throughcare.handover.choices import OnCollision
from throughcare.handover.models import TakeOver
from throughcare.handover.tests.conftest import give_director, silent
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.restructure.tests.stages import FIRST_MORNING


@pytest.fixture(scope="module")
def another_database(packages, a_database):
    with a_database():
        change_organisation.load_code_lists()
        yield


@pytest.fixture
def empty(another_database):
    """A database with code lists, and an account that may do nothing."""
    with undone():
        yield Account.objects.create(
            username="first", display_name="The first", recorded_at=LONG_AGO
        )


@pytest.fixture
def elsewhere(empty):
    """The same with a director, and an officer who may not switch."""
    unit = unit_of("ELSEWHERE", kind="crc")
    officer("officer.elsewhere", owner=unit, holder=unit)
    return give_director("programme")


def take(package, *, by: str, how=commands.take_over):
    return how(
        place=package,
        username=by,
        on_collision=OnCollision.HOLD,
        public_key="",
        now=FIRST_MORNING,
        tell=silent,
    )


def undo(package, *, by: str) -> int:
    return commands.undo(place=package, username=by, now=FIRST_MORNING)


@pytest.mark.parametrize("how", [commands.take_over, commands.try_to_take_over])
@pytest.mark.parametrize("by", ["officer.elsewhere", "first"])
def test_whoever_may_not_switch_takes_nothing_over(packages, elsewhere, by, how):
    with pytest.raises(PermissionDenied):
        take(packages / "C17", by=by, how=how)

    assert not TakeOver.objects.exists()


def test_nobody_takes_over_under_a_name_that_is_not_there(packages, elsewhere):
    with pytest.raises(Refused) as refused:
        take(packages / "C17", by="nobody.here")

    assert refused.value.codes == ("no-account",)
    assert not TakeOver.objects.exists()


def test_whoever_may_switch_takes_over_and_back_and_the_trail_says_who(packages, elsewhere):
    take(packages / "C17", by="programme")
    with pytest.raises(PermissionDenied):
        undo(packages / "C17", by="officer.elsewhere")
    assert TakeOver.objects.get().undone_at is None

    undo(packages / "C17", by="programme")

    assert TakeOver.objects.get().account_id == elsewhere.pk
    told = Entry.objects.filter(action__startswith="handover.").order_by("action")
    assert list(told.values_list("action", "account_id")) == [
        ("handover.take-back", elsewhere.pk),
        ("handover.take-over", elsewhere.pk),
    ]


@pytest.mark.nightly
def test_while_nobody_may_switch_any_account_begins_with_a_first_body(packages, empty):
    take(packages / "C17", by="first")
    assert TakeOver.objects.get().account_id == empty.pk

    undo(packages / "C17", by="first")

    assert TakeOver.objects.get().undone_at == FIRST_MORNING
