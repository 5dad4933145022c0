"""Whatever the nation and the plan: the invariants hold at every step, the books agree, and there and back is the identity."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, event, given, settings

from throughcare.access.tests.undoing import undone
from throughcare.restructure import choices
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Answer
from throughcare.restructure.tests.nation_before import CODES, HELD
from throughcare.restructure.tests.random_nations import EVE, Drawn, drawn, make, plan_of
from throughcare.restructure.tests.reform import Reform

INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)
THIRD_MORNING = datetime(2014, 6, 3, 8, tzinfo=UTC)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def empty(a_database):
    """A database without a nation, where a go decision waits for no gate: nobody stands in these nations to sign one."""
    with a_database(), override_settings(GO_ASKS_GATES=False):
        yield


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(nation=drawn())
def test_there_and_back_is_the_identity_and_nothing_is_broken_on_the_way(empty, nation: Drawn):
    assert empty is None
    goes_there_and_back(nation)


@pytest.mark.nightly  # seven seconds for each
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(nation=drawn())
def test_of_many_more_nations_as_well(empty, nation: Drawn):
    assert empty is None
    goes_there_and_back(nation)


def goes_there_and_back(nation: Drawn) -> None:
    with undone():
        make(nation)
        eve = Reform(now=EVE)
        before = eve.rows(HELD), eve.rows(CODES)

        reform = eve.take_in(plan_of(nation))
        reform.done(Step.PLAN)
        settle(reform)
        live = reform.go_live(now=INSTANT)
        broken = live.broken()
        found = live.done(Step.RECONCILE)["differences"]
        back = live.at(THIRD_MORNING).gone_back(instant=BACK)

        assert broken == {}
        assert {check: count for check, count in found.items() if count} == {}
        assert (back.rows(HELD), back.rows(CODES)) == before
        assert back.broken() == {}
        assert live.plan.phase == choices.Phase.REVERSED


def settle(reform: Reform) -> None:
    """Hold every second item that nobody can answer, and say where the others go; a seat on hold would shut somebody out."""
    undetermined = Answer.objects.filter(plan_id=reform.plan_id, standing="undetermined")
    for number, (kind, item_id, trust_id) in enumerate(
        undetermined.order_by("id").values_list("kind", "item_id", "from_owner_id")
    ):
        event("something cannot be answered")
        if number % 2 and kind != "account":
            reform.hold(kind=kind, item_id=item_id)
        else:
            ((code,),) = reform.rows(
                "select n.code from organisation_successionedge e"
                " join organisation_unitcode n on n.unit_id = e.successor_id"
                " where e.predecessor_id = %s order by 1 limit 1",
                trust_id,
            )
            reform.override(kind=kind, item_id=item_id, unit=code)
