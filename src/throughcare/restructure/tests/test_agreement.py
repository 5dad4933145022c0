"""The SQL that answers a nation at once and the plain statement of the rules give the same answers, with the same reasons."""

from typing import Any

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import facts, kinds, plans, sql, units
from throughcare.restructure.rules.answers import State, answer
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.tests.random_nations import EVE, Drawn, drawn, make, plan_of
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.test_random_nations import PHASES

STANDING = {State.UNIT: "answered", State.HELD: "held", State.UNDETERMINED: "undetermined"}
KEPT = """
select a.kind, a.reference, a.standing, a.rule, c.code, a.also, coalesce(a.contradicted_by, '{}')
from restructure_answer a left join organisation_unitcode c on c.unit_id = a.to_owner_id
where a.plan_id = %s
"""


@pytest.fixture(scope="module")
def empty(a_database):
    with a_database(), override_settings(GO_ASKS_GATES=False):
        yield


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(nation=drawn())
def test_the_engine_answers_as_the_rules_are_stated(empty, nation: Drawn):
    assert empty is None
    with undone():
        make(nation)
        reform = Reform(now=EVE).take_in(plan_of(nation))

        reform.done(Step.PLAN)

        kept = reform.rows(KEPT, reform.plan_id)
        assert sorted(as_told(row) for row in kept) == sorted(stated(reform))


def as_told(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """An answer in a form that can be sorted, with the other rules that matched and those that contradict it."""
    kind, reference, standing, rule, unit, also, against = row
    return kind, reference, standing, rule, unit or "", tuple(also), tuple(against)


def stated(reform: Reform) -> list[tuple[Any, ...]]:
    """Every item answered by the plain statement, from what is known of it now."""
    plan, found = reform.plan, []
    with change_access.as_engine(now=reform.now):
        read, decisions = plans.read(plan), plans.decisions(on=plan.effective_at)
        beneath = units.beneath()
        # Of a joint kind, the duty that follows the case has no answer of its own.
        answered = [kind.name for kind in kinds.assigned()]
        for name in dict.fromkeys((facts.TEAM, facts.OFFICE, *answered)):
            relation = facts.relation(
                plan=plan, read=read, kind=facts.kind_of(name), decisions=decisions
            )
            for row in sql.named_rows(relation, [list(read.touched)]):
                got = answer(
                    read,
                    name,
                    {each: row.get(each) for each in KINDS[name].attributes},
                    related={each: row.get(f"answer_{each}") for each in KINDS[name].related},
                    decisions=decisions,
                    beneath=beneath,
                )
                found.append(
                    as_told(
                        (
                            *(name, row["reference"], STANDING[got.state], got.rule),
                            *(got.unit, got.also, got.contradicted_by),
                        )
                    )
                )
    return found
