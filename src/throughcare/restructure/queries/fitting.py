"""Whether a plan still fits the organisation, once another may have changed it since the plan was checked."""

from datetime import datetime
from typing import Final

from throughcare.kernel.refusals import Reason
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import kinds, plans, sql
from throughcare.restructure.queries.kinds import Kind

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
# What another live plan brought to a body that this one ends, is open and there still, and has no answer of this one. Few items
# have none: they are found first, and only of those is asked the rest. What is noted is answered before the switch. Of a reversal
# (`undone` is what it reverses) what is undetermined counts too: it does not know what others brought.
_UNANSWERED: Final = f"""
with ends as materialized ({_ENDS}),
brought as materialized (
    select a.id, a.item_id, a.change_id, a.owner_id from {{assignments}} a
    where a.change_id = any (%(others)s) and a.superseded_at is null
      and a.owner_id in (select unit_id from ends)
      and not exists (select from restructure_answer r where r.plan_id = %(plan)s and r.kind = %(kind)s and r.item_id = a.item_id)
),
undetermined as materialized (
    select a.id, a.item_id, a.change_id, a.owner_id
    from restructure_answer r
    join {{assignments}} a on a.item_id = r.item_id and a.superseded_at is null
     and a.change_id = any (%(others)s) and a.change_id <> %(undone)s
     and a.owner_id in (select unit_id from ends)
    where r.plan_id = %(plan)s and r.kind = %(kind)s and r.standing = 'undetermined'
)
select b.change_id, count(*) from (select * from brought union all select * from undetermined) b
join {{table}} t on t.id = b.item_id and ({{closed}}) is not true
cross join lateral (
    select x.id from {{assignments}} x
    where x.item_id = b.item_id and x.starts_at <= greatest(%(at)s, tc_now()) and x.superseded_at is null
      and (x.change_id is null or x.change_id = any (%(live)s))
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
) latest
where latest.id = b.id
  and not exists (select from restructure_changed c where c.plan_id = %(plan)s and c.kind = %(kind)s and c.item_id = b.item_id)
group by 1 order by 1
"""
# Other plans that are live and send duties to units that a plan made, or put units of their own under them.
_STANDING: Final = """
with made as materialized (
    select f.unit_id from organisation_unitfact f
    where f.change_id = %(made_by)s and f.fact = 'operating' and f.value = 'yes' and f.superseded_at is null
)
select p.change_id, p.title, p.phase from restructure_plan p
where p.change_id = any (%(live)s) and p.change_id <> %(made_by)s
  and (exists (select from organisation_successionedge s join organisation_successionevent e on e.id = s.event_id
               where e.change_id = p.change_id and e.effective_at >= %(from)s and not s.is_reversal
                 and (s.successor_id in (select unit_id from made)
                      or %(and_ended)s and s.predecessor_id in (select unit_id from made)))
       or exists (select from organisation_placement u
                  where u.change_id = p.change_id and u.superseded_at is null and u.starts_at >= %(from)s
                    and u.parent_id in (select unit_id from made)){given})
order by p.effective_at desc, p.id desc
"""
_GIVEN: Final = """
       or exists (select from {assignments} a
                  where a.change_id = p.change_id and a.superseded_at is null and a.starts_at >= %(from)s
                    and (a.owner_id in (select unit_id from made) or a.holder_id in (select unit_id from made)))"""


def reasons_it_does_not_fit(plan: Plan, *, since_staging: bool = False) -> list[Reason]:
    """Units that it ends and that end before by a live plan, successors that do not operate at its instant, and what it would leave behind.

    A unit ends once (restructure rules, section 2): a plan that ends it again would take from its successors what they were given.
    What another plan has brought to a unit since this one was answered would be left with nobody (I6). At the switch (`since_staging`)
    that is asked of plans alone that were switched since it was staged, mostly none: staging has asked of all before. The plan's own
    units must be written ahead, as a dry run does.
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
    others = _switched_since_staging(plan) if since_staging else set(plans.live_changes())
    return reasons + _reasons_of_what_is_left_behind(plan, params, others - {plan.change_id})


def _switched_since_staging(plan: Plan) -> set[int]:
    """Live changes of plans whose switch ended after the last staging of this one began; every live one where none is known of."""
    live = set(plans.live_changes())
    staged = Run.objects.filter(plan=plan, step=Step.STAGE, state=RunState.DONE).order_by("-id")
    began = staged.values_list("started_at", flat=True).first()
    if began is None:
        return live
    switched = Run.objects.filter(step=Step.SWITCH, state=RunState.DONE, finished_at__gte=began)
    return live & set(switched.values_list("plan__change_id", flat=True))


def _reasons_of_what_is_left_behind(
    plan: Plan, params: dict[str, object], others: set[int]
) -> list[Reason]:
    """Each plan that brought open items which this one does not answer to bodies that it ends; and, of a reversal, that stands on them."""
    found = dict.fromkeys(_standing_on_what_ends(plan), 0)
    live = list(plans.live_changes())
    for kind in kinds.assigned() if others and params["ended"] else ():
        asked = params | {"kind": kind.name, "others": sorted(others), "live": live}
        for change_id, count in sql.rows(_unanswered(kind), asked):
            found[change_id] = found.get(change_id, 0) + count
    titles = dict(Plan.objects.filter(change_id__in=found).values_list("change_id", "title"))
    return [
        Reason(
            "stands-on-it",
            _left_behind(plan, change_id, titles.get(change_id, "Another change"), count),
        )
        for change_id, count in found.items()
    ]


def _left_behind(plan: Plan, change_id: int, title: str, count: int) -> str:
    brought = (
        f"{title} has brought {count:,} {'item that is' if count == 1 else 'items that are'} open to bodies that end, "
        f"and {plan.title} does not say where {'it goes' if count == 1 else 'they go'}. "
    )
    if plan.reverses is None or plan.reverses.change_id == change_id:
        return f"{brought}Take back what is staged, if it is, and run it dry again."
    stands = f"{title} is live, and stands on bodies that {plan.reverses.title} opened. "
    return f"{brought if count else stands}Reverse {title} first."


def _standing_on_what_ends(plan: Plan) -> list[int]:
    """Changes that rest on what a reversal takes away. One that was reversed itself rests on nothing any more."""
    if plan.reverses is None:
        return []
    found = sql.rows(_STANDING.format(given=""), _standing_of(plan.reverses, and_ended=False))
    return [change_id for change_id, _, phase in found if phase in plans.GONE_LIVE]


def _unanswered(kind: Kind) -> str:
    return _UNANSWERED.format(
        assignments=kind.assignments,
        table=kind.table,
        closed=kind.closed.replace("{at}", "greatest(%(at)s, tc_now())"),
    )


def reasons_not_to_abort(plan: Plan, *, now: datetime, with_items: bool = True) -> list[Reason]:
    """Why a plan that is live cannot be made not to be: its limit has passed, or others that are live stand on what it made.

    Pages ask without items, of which they see not all: by the structure alone, which says the same but for what was set by hand.
    """
    reasons = []
    until = plans.read(plan).reversal_until
    if now >= until:
        reasons.append(
            Reason(
                "too-late",
                f"{plan.title} could be taken back until {plans.civil(until)}. Close its books. "
                "What has to change now is changed by a plan of its own.",
            )
        )
    given = "".join(_GIVEN.format(assignments=kind.assignments) for kind in kinds.assigned())
    standing = sql.rows(
        _STANDING.format(given=given if with_items else ""), _standing_of(plan, and_ended=True)
    )
    return reasons + [
        Reason("stands-on-it", _why_it_stays(plan, title, phase)) for _, title, phase in standing
    ]


def _why_it_stays(plan: Plan, title: str, phase: str) -> str:
    if phase == Phase.REVERSED:
        return (
            f"{title} was live for a time on what {plan.title} made, and an abort would change what was then. "
            "Reverse this plan instead."
        )
    first = "Abort it first, or reverse it" if phase == Phase.LIVE else "Reverse it first"
    return (
        f"{title} is live as well, and stands on what {plan.title} made: what it gave there would be left with nobody. "
        f"{first}, and then this plan."
    )


def _standing_of(plan: Plan, *, and_ended: bool) -> dict[str, object]:
    return {
        "made_by": plan.change_id,
        "from": plan.effective_at,
        "and_ended": and_ended,
        "live": list(plans.live_changes()),
    }


def reasons_of_another_staged(plan: Plan) -> list[Reason]:
    """Other plans that are staged and end some of the same units."""
    params = _params(plan) | {"staged": Phase.STAGED.value}
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
        "plan": plan.pk,
        "change": plan.change_id,
        "undone": plan.reverses.change_id if plan.reverses else None,
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
