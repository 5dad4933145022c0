"""Whether a plan still fits the organisation, once another may have changed it since the plan was checked."""

from typing import Final

from throughcare.kernel.refusals import Reason
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans, sql

MOST_NAMED: Final = 10

# The bodies that a plan ends; teams and offices under them come and go in the ordinary way as well.
_ENDS: Final = """
select f.unit_id from organisation_unitfact f
where f.change_id = %(change)s and f.fact = 'operating' and f.value = 'no' and f.superseded_at is null
  and f.unit_id in (select c.unit_id from organisation_unitcode c where c.code = any (%(ended)s))
"""
_CODE: Final = """
(select n.code from organisation_unitcode n where n.unit_id = {unit} order by n.starts_at desc limit 1)
"""
_ENDED_BEFORE: Final = f"""
with ends as ({_ENDS})
select {_CODE.format(unit="e.unit_id")} as code from ends e
where organisation_fact(e.unit_id, 'operating', %(before)s, organisation_live('infinity')) is distinct from 'yes' order by 1
"""
_NOT_THERE: Final = """
select distinct c.code from organisation_unitcode c
where c.code = any (%(succeed)s) and c.withdrawn_at is null
  and organisation_fact(c.unit_id, 'operating', %(at)s, organisation_live('infinity') || %(change)s::bigint) is distinct from 'yes'
order by 1
"""
_ENDED_TOO: Final = f"""
with ends as ({_ENDS})
select distinct {_CODE.format(unit="f.unit_id")} as code, p.title
from restructure_plan p
join organisation_unitfact f on f.change_id = p.change_id and f.fact = 'operating' and f.value = 'no' and f.superseded_at is null
where p.id <> %(plan)s and p.phase = %(staged)s and f.unit_id in (select unit_id from ends) order by 2, 1
"""


def reasons_it_does_not_fit(plan: Plan) -> list[Reason]:
    """Units that it ends and that end before by a live plan, and successors that do not operate at its instant.

    A unit ends once (restructure rules, section 2): a plan that ends it again would take from its successors what they were given.
    The plan's own units must be written ahead, as a dry run does.
    """
    params = _params(plan)
    reasons = []
    if ended := [code for (code,) in sql.rows(_ENDED_BEFORE, params)]:
        reasons.append(
            Reason(
                "ended-before",
                f"{_listed(ended)} {_does(ended)} not operate just before {plan.title} takes effect: another plan has ended "
                f"{_it(ended)} since this one was checked. Make a plan of what there is now.",
            )
        )
    if missing := [code for (code,) in sql.rows(_NOT_THERE, params)]:
        reasons.append(
            Reason(
                "successor-ended",
                f"{_listed(missing)} {_does(missing)} not operate when {plan.title} takes effect, and would be given work. "
                "Make a plan of what there is now.",
            )
        )
    return reasons


def reasons_of_another_staged(plan: Plan) -> list[Reason]:
    """Other plans that are staged and end some of the same units."""
    params = _params(plan) | {"plan": plan.pk, "staged": Phase.STAGED.value}
    ended: dict[str, list[str]] = {}
    for code, title in sql.rows(_ENDED_TOO, params):
        ended.setdefault(title, []).append(code)
    return [
        Reason(
            "ends-too",
            f"{title} is staged and ends {_listed(codes)}, too. A unit ends once: take {_it(codes)} out of one of the plans.",
        )
        for title, codes in ended.items()
    ]


def _params(plan: Plan) -> dict[str, object]:
    read = plans.read(plan)
    return {
        "change": plan.change_id,
        "before": plan.before,
        "at": plan.effective_at,
        "ended": sorted(read.closing),
        "succeed": sorted({edge.to for edge in read.edges if edge.to is not None}),
    }


def _listed(codes: list[str]) -> str:
    more = len(codes) - MOST_NAMED
    named = ", ".join(codes[:MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _does(codes: list[str]) -> str:
    return "does" if len(codes) == 1 else "do"


def _it(codes: list[str]) -> str:
    return "it" if len(codes) == 1 else "them"
