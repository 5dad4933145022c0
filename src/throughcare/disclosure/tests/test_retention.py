"""A record is proposed by night and held back by whatever holds it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access.tests.small_nation import person_with_case
from throughcare.disclosure import commands, queries, rules, terms
from throughcare.disclosure.choices import HoldKind
from throughcare.disclosure.models import Hold, Proposal, Round
from throughcare.disclosure.tests.keeping import CLOSED, NOW, acting, agreed, held, night, removed
from throughcare.kernel.refusals import Refused
from throughcare.people.models import Person
from throughcare.probation.models import (
    Case,
)

pytestmark = pytest.mark.django_db


def test_the_night_proposes_what_was_kept_long_enough_and_removes_nothing(old):
    went_on = night()

    found = Proposal.objects.get()
    assert (found.person_id, found.rule, found.due_on, found.state) == (
        old.person_id,
        "community",
        date(2020, 6, 2),
        "proposed",
    )
    assert (went_on, removed(), Person.objects.filter(pk=old.person_id).exists()) == (
        False,
        [],
        True,
    )
    night()
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("holding", ["IKII", "IKMF", "MAPP", "mappa", "inquiry", "copy", "open"])
def test_what_holds_a_record_back_keeps_it_from_the_night_and_from_those_who_decide(
    *, old, keeper_of_records, approver, holding
):
    night()
    proposed = Proposal.objects.count()
    held(old, keeper_of_records, holding)
    with pytest.raises(Refused) as refused:
        agreed(old, approver)
    Proposal.objects.all().delete()

    night()

    assert (proposed, Proposal.objects.count(), len(refused.value.codes) > 0) == (1, 0, True)
    assert Person.objects.filter(pk=old.person_id).exists()


def test_a_record_that_is_kept_is_not_proposed_again_before_its_day(old, keeper_of_records):
    night()
    kept = {"account_id": keeper_of_records.pk, "crn": old.person.crn, "now": NOW}
    with acting(keeper_of_records), pytest.raises(Refused) as refused:
        commands.keep(answer=" ", until=NOW.date(), **kept)
    with acting(keeper_of_records):
        commands.keep(answer="A claim is likely", until=date(2027, 6, 1), **kept)
    with acting(keeper_of_records), pytest.raises(Refused) as again:
        commands.keep(answer="Again", until=date(2027, 6, 1), **kept)

    night()
    before = Proposal.objects.count()
    night(now=datetime(2027, 6, 1, 9, tzinfo=UTC))

    assert refused.value.codes == ("not-ahead", "no-answer")
    assert again.value.codes == ("not-proposed",)
    assert (before, Proposal.objects.count()) == (1, 2)


def test_a_hold_is_set_once_and_lifted(old, keeper_of_records):
    told = {
        "account_id": keeper_of_records.pk,
        "crn": old.person.crn,
        "kind": HoldKind.COURT,
        "now": NOW,
    }
    with acting(keeper_of_records):
        commands.hold(reason="A claim", **told)
    with acting(keeper_of_records), pytest.raises(Refused) as refused:
        commands.hold(reason=" ", **told)
    with acting(keeper_of_records):
        commands.lift(**told)
        commands.lift(**told)
        shown = [each.kind for each in queries.holds_of(old.person_id)]

    assert refused.value.codes == ("no-reason", "held")
    assert (Hold.objects.get().lifted_by_id, shown) == (keeper_of_records.pk, ["court"])


def test_nobody_else_decides_or_sees(old, keeper_of_records, officer_here, elsewhere):
    night()

    for stranger in (officer_here, elsewhere):
        with pytest.raises(PermissionDenied):
            agreed(old, stranger)
        with acting(stranger):
            assert queries.proposals(limit=5) == []
            assert queries.verdict_of(old.person_id, on=NOW.date()) is None
    with acting(keeper_of_records):
        assert len(queries.proposals(limit=5)) == 1
    assert Proposal.objects.get().first_by_id is None


def test_the_night_goes_on_where_it_stopped(old, nation):
    for number in range(3):
        made = person_with_case(
            f"Z00000{number}", owner=nation.units["C11"], holder=nation.units["C11T"]
        )
        Case.objects.filter(pk=made.pk).update(closed_at=CLOSED + timedelta(days=number))

    steps = [night(limit=2), night(limit=2), night(limit=2)]

    assert steps == [True, True, False]
    assert [(each.looked_at, each.proposed) for each in Round.objects.order_by("id")] == [(4, 4)]


def served(family: str, ended_on: date | None = date(2010, 1, 1)) -> rules.Served:
    return rules.Served(family=family, ended_on=ended_on)


@pytest.mark.parametrize(
    ("sentences", "due_on", "rule"),
    [
        ((), date(2013, 3, 1), "no-sentence"),
        ((served("community"),), date(2016, 3, 1), "community"),
        ((served("community"), served("determinate")), date(2022, 3, 1), "determinate"),
        ((served("never-heard-of"),), date(2040, 3, 1), "never-heard-of"),
        ((served("indeterminate"),), None, "indeterminate"),
        ((served("community", None),), None, ""),
    ],
)
def test_the_rule_that_keeps_a_record_longest_decides(sentences, due_on, rule):
    facts = rules.Facts(closed_on=date(2010, 3, 1), sentences=sentences)

    found = rules.verdict(facts, schedules=terms.schedules(), on=date(2050, 1, 1))

    assert (found.due_on, found.rule) == (due_on, rule)
    assert found.may_go(on=date(2050, 1, 1)) is (due_on is not None)


def test_a_record_goes_on_the_day_and_not_before_and_29_february_waits_for_march():
    facts = rules.Facts(closed_on=date(2012, 2, 29), sentences=(served("no-sentence"),))

    found = rules.verdict(facts, schedules=terms.schedules(), on=date(2020, 1, 1))

    assert found.due_on == date(2015, 3, 1)
    assert (found.may_go(on=date(2015, 2, 28)), found.may_go(on=date(2015, 3, 1))) == (False, True)
