"""What a plan says is finished before the day is asked for before the day."""

from throughcare.access import commands as change_access
from throughcare.restructure import queries
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.reform import Reform


def test_what_is_to_be_finished_before_keeps_the_gate_red_until_it_is(eve):
    text = F1.read_text().replace("version: 2\n", "version: 3\n", 1)
    decided = "  enforcement:\n    becomes: moved\n"
    assert decided in text
    reform = eve.take_in(text.replace(decided, decided.replace("moved", "finished before"))).stage()
    ((count,),) = reform.rows(
        "select count(*) from probation_enforcement where state in ('open', 'presented')"
    )

    light, fact = staged_gate(reform)
    assert (light, count > 0) == ("red", True)
    assert (
        f"{count:,} things that were to be finished before or cancelled are still under way" in fact
    )

    sql.write(
        "update probation_enforcement set state = 'concluded', concluded_on = opened_on where state <> 'withdrawn'"
    )
    reform.done(Step.PLAN)
    assert staged_gate(reform)[0] == "green"


def staged_gate(reform: Reform) -> tuple[str, str]:
    with change_access.as_engine(now=reform.now):
        found = queries.readings(reform.plan, queries.read(reform.plan), today=reform.now.date())
    return next((each.light, each.fact) for each in found if each.name == "staged")
