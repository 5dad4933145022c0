"""What was done, on what grounds, by whom (I7, I14, I17, I19)."""

from throughcare.audit import queries as audit
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.queries import kinds, reconciliation, sql
from throughcare.restructure.queries.invariants.asking import (
    GONE_LIVE,
    MOST_NAMED,
    differing,
    lines,
    plans_in,
)

_STEP = "restructure.step"
_TRAIL = {
    Step.CHECK: "restructure.checked",
    Step.PLAN: "restructure.dry-run",
    Step.STAGE: "restructure.staged",
    Step.UNSTAGE: "restructure.unstage",
    Step.SWITCH: "restructure.switch",
    Step.ABORT: "restructure.abort",
    Step.RECONCILE: "restructure.reconcile",
    Step.EVIDENCE: "restructure.seal",
}
"""What the trail says of each step that changed something, whichever run did. Each run has an entry of its own as well."""


def cites_a_rule() -> list[str]:
    """I7: every staged assignment is its item's answer and cites the rule, which gives the same answer when run again."""
    return differing(reconciliation.follow_the_rule, Phase.STAGED, *GONE_LIVE) + [
        line
        for kind in kinds.assigned()
        for line in lines(
            f"""
            select '{kind.name}', s.item_id, 'is assigned by', p.reference, 'without its answer'
            from {kind.assignments} s
            join restructure_plan p on p.change_id = s.change_id and p.phase <> 'reversed'
            left join restructure_answer a
                   on a.plan_id = p.id and a.kind = '{kind.name}' and a.item_id = s.item_id
                  and a.to_owner_id = s.owner_id and s.basis like '%%' || a.rule
            where s.superseded_at is null and a.id is null
            order by s.item_id limit {MOST_NAMED}
            """
        )
    ]


def maker_is_not_approver() -> list[str]:
    """I17: no one person both makes and approves."""
    return lines(
        f"""
        select 'approval', a.id, 'of a plan by its maker' from restructure_approval a
        join restructure_plan p on p.id = a.plan_id
        where a.approved_by_id = p.made_by_id
        union all
        select 'override', id, 'approved by its maker' from restructure_override where made_by_id = approved_by_id
        union all
        select 'list of ' || l.code, s.id, 'accepted by the maker of the plan' from restructure_signoff s
        join restructure_providerlist l on l.id = s.provider_list_id
        join restructure_plan p on p.id = l.plan_id
        where s.signed_by_id = p.made_by_id
        union all
        select 'exception', id, 'closed by whoever owed it' from restructure_listedexception where closed_by_id = owed_by_id
        limit {MOST_NAMED}
        """
    )


def staging_is_whole() -> list[str]:
    """I14: staging again would write nothing: every answer of a plan that is staged or live has its row, and once.

    And once more from each moment after the instant at which somebody was given the item under the old bodies.
    """
    return [
        f"{plan}: {kind.name} {reference}: is answered {count} times in rows that count"
        for plan in plans_in(Phase.STAGED, *GONE_LIVE)
        for kind in kinds.assigned()
        for reference, count in sql.rows(
            f"""
            select a.reference, count(s.id)
            from restructure_answer a
            left join {kind.assignments} s
                   on s.item_id = a.item_id and s.change_id = %s and s.superseded_at is null
                  and s.owner_id = a.to_owner_id and s.holder_id = coalesce(a.to_holder_id, a.to_owner_id)
                  and s.post_id is not distinct from a.to_post_id and s.basis like '%%%% rule ' || a.rule
            where a.plan_id = %s and a.kind = %s and a.standing = 'answered'
              and not exists (select from restructure_changed c where c.plan_id = a.plan_id and c.kind = a.kind and c.item_id = a.item_id)
            group by a.id
            having count(s.id) = 0 or count(s.id) filter (where not exists (
                select from {kind.assignments} given
                where given.item_id = s.item_id and given.change_id is null and given.superseded_at is null
                  and given.starts_at = s.starts_at and s.starts_at > %s)) > 1
            order by 1 limit {MOST_NAMED}
            """,
            [plan.change_id, plan.pk, kind.name, plan.effective_at],
        )
    ]


def _untold_runs() -> list[Run]:
    told = {
        int(number)
        for (number,) in sql.rows(
            "select detail ->> 'run' from audit_entry where action = %s", [_STEP]
        )
    }
    first = min(told, default=None)
    done = Run.objects.filter(state=RunState.DONE).select_related("plan").order_by("id")
    return [
        run
        for run in done
        if run.pk not in told and ((first is not None and run.pk > first) or not _is_told_of(run))
    ]


def _is_told_of(run: Run) -> bool:
    """Whether the trail says of the plan that it took this step, by whichever run."""
    if Step(run.step) not in _TRAIL:
        return True
    return bool(
        sql.value(
            "select exists (select from audit_entry where action = %s and subject_kind = 'plan'"
            " and subject_references @> array[%s::text])",
            [_TRAIL[Step(run.step)], str(run.plan)],
        )
    )


def steps_are_in_the_trail() -> list[str]:
    """I19: every step is in the trail with person, time and version, and the trail is whole.

    Each run has an entry that names it. Runs of before there were such entries, whose numbers are lower than that of the first
    that has one, are asked for by what they did.
    """
    untold = [f"{run}: is not in the trail" for run in _untold_runs()]
    moved_on = lines(
        f"""
        select p.reference || ' v' || p.version || ':', 'is', p.phase, 'and not in the trail as', reached.phase
        from restructure_plan p
        join (values ('signed-off', array['signed-off', 'settled']), ('settled', array['settled'])) reached (phase, of)
          on p.phase = any (reached.of)
        where not exists (
            select from audit_entry e where e.action = 'restructure.' || reached.phase and e.subject_kind = 'plan'
              and e.subject_references @> array[p.reference || ' v' || p.version])
        union all
        select p.reference || ' v' || p.version || ':', 'is', p.phase, 'and not accepted by', l.code
        from restructure_plan p
        join restructure_providerlist l on l.plan_id = p.id and l.superseded_at is null
        where p.phase in ('signed-off', 'settled')
          and not exists (select from restructure_signoff s where s.provider_list_id = l.id)
        limit {MOST_NAMED}
        """
    )
    unsigned = lines(
        f"""
        select 'switch', w.id, 'has nobody who made it' from organisation_switch w
        where w.account_id is null and w.change_id in (select change_id from restructure_plan)
        limit {MOST_NAMED}
        """
    )
    broken = [f"trail: {fault}" for proof in audit.verify() for fault in proof.faults]
    return [*untold, *moved_on, *unsigned, *broken]
