"""Where a plan stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count

from throughcare.kernel.decisions import Decisions
from throughcare.kernel.holdings import REGISTER
from throughcare.organisation import queries as organisation
from throughcare.organisation.holdings import Decides
from throughcare.restructure.choices import Gate, Phase, RunState, Standing, Step
from throughcare.restructure.models import Answer, Changed, Clock, Plan, Run, Sheaf
from throughcare.restructure.queries import kinds, sql, unexplained
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.plan import Plan as ReadPlan

CIVIL = ZoneInfo("Europe/London")

REVERSIBLE: Final = (Phase.LIVE, Phase.RECONCILED, Phase.SIGNED_OFF)
"""Phases in which a plan is live and not at its end: it can be reversed until its limit, and single items put right."""
GONE_LIVE: Final = (*REVERSIBLE, Phase.SETTLED)
"""Phases of a plan by which everybody reads."""

Report = dict[str, Any]  # Any: JSON, in the shape of the command line's --json


def civil(moment: datetime) -> str:
    """A moment as people in England and Wales say it, with its zone."""
    local = moment.astimezone(CIVIL)
    return f"{local.day} {local:%B %Y, %H:%M:%S %Z}"


def by_id(plan_id: int) -> Plan:
    """One version of a plan.

    Raises:
        Plan.DoesNotExist: there is none that may be seen.
    """
    return Plan.objects.get(id=plan_id)


def day_of(moment: datetime) -> date:
    """The day that a moment is in, in England and Wales."""
    return moment.astimezone(CIVIL).date()


def live_plans(*, live: Collection[int]) -> tuple[str, ...]:
    """References of the plans whose changes are among those that are live, in the order in which they took effect."""
    found = Plan.objects.filter(change_id__in=live).order_by("effective_at", "id")
    return tuple(str(plan) for plan in found)


def latest(reference: str) -> Plan | None:
    """The newest version of a plan."""
    return Plan.objects.filter(reference=reference).order_by("-version", "-id").first()


def newest_of_each() -> list[Plan]:
    """The newest version of every plan, the latest to take effect first."""
    newest: dict[str, Plan] = {}
    for plan in Plan.objects.defer("text").order_by("-version"):
        newest.setdefault(plan.reference, plan)
    return sorted(newest.values(), key=lambda plan: (-plan.effective_at.timestamp(), plan.pk))


def waves(plan: Plan) -> list[Plan]:
    """The newest version of every plan of the same programme, the first to take effect first; none where it stands alone."""
    if not plan.programme:
        return []
    newest = Plan.objects.order_by("reference", "-version").distinct("reference")
    found = Plan.objects.filter(id__in=newest.values("id"), programme=plan.programme)
    return list(found.defer("text").order_by("effective_at", "id"))


def read(plan: Plan) -> ReadPlan:
    """A plan of a text that was taken in before."""
    return reading.read_or_refuse(plan.text)


def is_reversible(plan: Plan, as_read: ReadPlan, *, now: datetime) -> bool:
    return plan.phase in REVERSIBLE and now < as_read.reversal_until


def past_its_limit(plan: Plan, *, now: datetime) -> str:
    """Why a reversal may not go on, as a sentence: the limit of what it reverses has passed. Nothing where it may, or is none."""
    undone = plan.reverses
    if undone is None or is_reversible(undone, read(undone), now=now):
        return ""
    until = civil(read(undone).reversal_until)
    return f"{undone.title} could be reversed until {until}. A change after that needs a plan of its own."


def phase_before_reversal(plan: Plan) -> Phase:
    """How far a plan had come when a reversal of it was switched, by the trail."""
    [(action,)] = sql.rows(
        """
        select action from audit_entry
        where subject_kind = 'plan' and subject_references @> array[%s::text] and action = any (%s)
        order by written_at desc, chain desc, number desc limit 1
        """,
        [str(plan), [f"restructure.{phase.value}" for phase in REVERSIBLE]],
    )
    return Phase(action.removeprefix("restructure."))


def was_aborted(plan: Plan) -> bool:
    """Whether a plan was live, and its switch was taken back: what it wrote was in force for a time, and is never deleted."""
    return plan.phase == Phase.STAGED and organisation.was_live(change_id=plan.change_id)


def why_not_unstaged(plan: Plan) -> str:
    """Why what a plan has written ahead may not be taken back, as a sentence; empty where it may."""
    if plan.phase != Phase.STAGED:
        return f"{plan.title} is {plan.get_phase_display().lower()}. Only what is staged can be taken back."
    if was_aborted(plan):
        return (
            f"{plan.title} was live for a time, and what was in force is never deleted. Settle single items by hand and press the "
            "switch again, or have an approver end the freeze and take in a newer version, which takes its place."
        )
    return ""


def counts_from(plan: Plan) -> str:
    """From when on what a person settles counts, before a plan is live, as a sentence."""
    if plan.phase == Phase.STAGED:
        return "What is staged follows within seconds."
    return "It counts from the next dry run."


def holds_count_from(plan: Plan) -> str:
    """From when on a new hold counts, as a sentence."""
    if plan.approvals.filter(gate=Gate.GO).exists():
        return "The go decision is signed: it counts once somebody else approves it."
    return counts_from(plan)


def backlog(plan: Plan) -> int:
    """How many items of a staged plan changed since they were answered."""
    if plan.phase != Phase.STAGED:
        return 0
    return Changed.objects.filter(plan=plan).values("kind", "item_id").distinct().count()


def undetermined(plan: Plan) -> int:
    """How many items have no answer and are on no hold."""
    return Answer.objects.filter(plan=plan, standing=Standing.UNDETERMINED).count()


def strays(plan: Plan) -> list[str]:
    """Up to twenty answers of rules that go where no succession of the plan does, as kind and reference.

    A person may settle an item otherwise; and a reversal gives back wherever an item has come to meanwhile.
    """
    if plan.reverses_id is not None:
        return []
    return [
        f"{kind} {reference}"
        for kind, reference in sql.rows(
            """
            select a.kind, a.reference from restructure_answer a
            where a.plan_id = %s and a.standing = 'answered' and a.rule not like 'override %%'
              and not exists (
                  select from organisation_successionedge s
                  join organisation_successionevent e on e.id = s.event_id and e.change_id = %s
                  where s.predecessor_id = a.from_owner_id and s.successor_id = a.to_owner_id)
            order by a.kind, a.reference limit 20
            """,
            [plan.pk, plan.change_id],
        )
    ]


def live_changes() -> tuple[int, ...]:
    """The changes that are live at this very moment, whatever this request is pinned to."""
    return tuple(sql.value("select organisation_live('infinity')"))


def moves_alone(plan: Plan, *, only: Mapping[str, AbstractSet[int]] | None) -> bool:
    """Whether no other live change moves an item of the plan, or one of those named by kind, at the plan's instant."""
    return not any(
        _clash(plan, kind, None if only is None else sorted(only[kind.name]))
        for kind in kinds.assigned()
        if only is None or kind.name in only
    )


def _clash(plan: Plan, kind: kinds.Kind, only: list[int] | None) -> bool:
    return bool(
        sql.value(
            f"""
            select exists (
                select from {kind.assignments} mine
                join {kind.assignments} other
                  on other.item_id = mine.item_id and other.change_id <> mine.change_id
                where mine.change_id = %s and mine.starts_at = %s
                  and other.change_id = any (organisation_live('infinity')) and other.starts_at = %s
                  and (%s::bigint[] is null or mine.item_id = any (%s)))
            """,
            [plan.change_id, plan.effective_at, plan.effective_at, only, only],
        )
    )


def found_dry(plan: Plan) -> Report:
    """The report of the newest dry run; empty before there is one."""
    return _newest(plan, Step.PLAN)


def reconciled(plan: Plan) -> Report:
    """The report of the newest reconciliation; empty before there is one."""
    return _newest(plan, Step.RECONCILE)


def _newest(plan: Plan, step: Step) -> Report:
    run = Run.objects.filter(plan=plan, step=step, state=RunState.DONE).order_by("-id").first()
    return dict(run.result) if run else {}


def decisions(*, on: datetime) -> Decisions:
    """Every decision that a room declared and a plan may call, in the version in force on a day; none without one."""
    found: Decisions = {}
    for holding in REGISTER.holdings:
        if isinstance(holding, Decides):
            with suppress(LookupError):
                found = {**found, holding.name: holding.in_force(on.astimezone(CIVIL).date())}
    return found


def counts(plan: Plan) -> dict[str, int]:
    """How many items of each kind were answered, and how many of all are open."""
    return counted(
        Answer.objects.filter(plan=plan)
        .values_list("kind", "standing")
        .annotate(Count("id"))
        .order_by("kind", "standing")
    )


def counted(standings: Iterable[Sequence[Any]]) -> dict[str, int]:  # Any: kind, standing and number
    """As `counts`, of what was counted by kind and standing."""
    found: dict[str, int] = {}
    for kind, standing, count in standings:
        name = kind if standing == Standing.ANSWERED else standing
        found[name] = found.get(name, 0) + count
    return found


def kinds_with_digests(plan: Plan) -> frozenset[str]:
    """The kinds of which a digest was kept.

    Each is looked for where its own are, and no further than the first: there are as many as cases.
    """
    found = sql.rows(
        """
        select k.label from unnest(%s::text[]) k (label)
        cross join lateral (select from restructure_digest d where d.plan_id = %s and d.kind = k.label limit 1) kept
        """,
        [[kept.label for kept in kinds.kept()], plan.pk],
    )
    return frozenset(label for (label,) in found)


def has_clocks(plan: Plan) -> bool:
    """Whether what is under way was kept before."""
    return Clock.objects.filter(plan=plan).exists()


def has_sheaves(plan: Plan) -> bool:
    """Whether what hangs from no case was kept before."""
    return Sheaf.objects.filter(plan=plan).exists()


def status(*, plan_id: int) -> Report:
    """Where a plan stands, in figures, as the command line prints it."""
    plan = Plan.objects.get(id=plan_id)
    return standing(plan_id=plan_id) | {
        "answers": counts(plan),
        "undetermined": undetermined(plan),
    }


def given_to_new(plan: Plan) -> int:
    """How many items people gave to bodies that begin with a plan; an abort gives them back."""
    given = " union all ".join(
        f"select owner_id from {kind.assignments}"
        " where change_id is null and superseded_at is null and starts_at >= %(from)s"
        for kind in kinds.assigned()
    )
    return int(
        sql.value(
            f"""
            select count(*) from ({given}) s
            where s.owner_id in (select f.unit_id from organisation_unitfact f
                                 where f.change_id = %(change)s and f.fact = 'operating' and f.value = 'yes')
            """,
            {"from": plan.effective_at, "change": plan.change_id},
        )
    )


def staged_since(plan: Plan) -> datetime:
    """When staging began, by the machine's clock: what is written into the trail from then on accounts for what differs.

    Of a plan whose staging was taken back, when it was begun again.

    A demonstration's clock may be moved; the machine's is not.
    """
    begun = Run.objects.filter(plan=plan, started_at__isnull=False).order_by("started_at")
    taken_back = begun.filter(step=Step.UNSTAGE, state=RunState.DONE).last()
    runs = begun.filter(step=Step.STAGE)
    if taken_back is not None:
        runs = runs.filter(started_at__gt=taken_back.started_at)
    first = runs.values_list("started_at", flat=True).first()
    return plan.recorded_at if first is None else first


def standing(*, plan_id: int) -> Report:
    """Where a plan stands, without counting its answers."""
    plan = Plan.objects.get(id=plan_id)
    return {
        "plan": str(plan),
        "title": plan.title,
        "phase": plan.phase,
        "effective_at": plan.effective_at.isoformat(),
        "backlog": backlog(plan),
        "signed": list(plan.approvals.order_by("id").values_list("gate", flat=True)),
        "open_differences": unexplained.count_open(plan),
    }


def next_step(*, plan_id: int, now: datetime) -> Step | None:
    """The step that may be run now; None while somebody has to sign first, the instant is ahead, or all is done."""
    plan = Plan.objects.get(id=plan_id)
    signed = set(plan.approvals.values_list("gate", flat=True))
    match Phase(plan.phase):
        case Phase.DRAFT:
            return Step.CHECK
        case Phase.CHECKED:
            return Step.PLAN
        case Phase.DRY_RUN:
            return Step.STAGE if Gate.PLAN in signed else None
        case Phase.STAGED:
            return Step.SWITCH if Gate.GO in signed and now >= plan.effective_at else None
        case Phase.LIVE:
            return Step.RECONCILE
        case _:
            return None


def people(*, plan_id: int) -> list[str]:
    """The usernames of a plan's makers and approvers, in the order of the file."""
    as_read = read(Plan.objects.get(id=plan_id))
    return [*as_read.makers, *as_read.approvers]
