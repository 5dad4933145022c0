"""What an evidence pack holds. Codes and references only: no name, date of birth or address."""

from dataclasses import asdict
from typing import Any

from throughcare.restructure.models import (
    Approval,
    Difference,
    ListedException,
    Plan,
    Run,
    SignOff,
)
from throughcare.restructure.queries import lists, sql

Json = dict[str, Any]  # Any: JSON


def gather(plan: Plan) -> Json:
    """Everything that shows what a plan did, in the order in which somebody would ask."""
    return {
        "plan": {
            "reference": plan.reference,
            "version": plan.version,
            "title": plan.title,
            "effective_at": plan.effective_at.isoformat(),
            "digest": plan.digest,
        },
        "answers": answers(plan),
        "rules": rules_used(plan),
        "books": books(plan),
        "digests": digests(plan),
        "in_flight": [asdict(each) for each in lists.found(plan)],
        "differences": differences(plan),
        "approvals": approvals(plan),
        "sign_offs": sign_offs(plan),
        "exceptions": exceptions(plan),
        "runs": runs(plan),
        "switches": switches(plan),
    }


def answers(plan: Plan) -> list[Json]:
    """How many items of each kind went from each old owner to each new one."""
    return _named(
        """
        select a.kind, a.standing, old.code as "from", new.code as "to", count(*) as count
        from restructure_answer a
        left join organisation_codes_at(%(at)s, organisation_live('infinity') || %(change)s) new
               on new.unit_id = a.to_owner_id
        left join lateral (
            select c.code from organisation_unitcode c
            where c.unit_id = a.from_owner_id order by c.starts_at limit 1
        ) old on true
        where a.plan_id = %(plan)s
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """,
        plan,
    )


def rules_used(plan: Plan) -> list[Json]:
    """How many items each rule answered."""
    return _named(
        """
        select kind, rule, standing, count(*) as count from restructure_answer
        where plan_id = %(plan)s and rule not like 'override %%'
        group by 1, 2, 3 order by 1, 2, 3
        """,
        plan,
    )


def books(plan: Plan) -> list[Json]:
    """The double-entry books, by the codes that the units had first."""
    return _named(
        """
        select b.moment, b.kind, b.state, old.code as old_owner, new.code as new_owner, b.count
        from restructure_book b
        left join lateral (select c.code from organisation_unitcode c
                           where c.unit_id = b.old_owner_id order by c.starts_at limit 1) old on true
        left join lateral (select c.code from organisation_unitcode c
                           where c.unit_id = b.new_owner_id order by c.starts_at limit 1) new on true
        where b.plan_id = %(plan)s
        order by 1, 2, 3, 4, 5
        """,
        plan,
    )


def digests(plan: Plan) -> list[Json]:
    """The root of the tree of digests of each kind, and how many records it stands for.

    A leaf is a record, a node the records of a case combined; the root is SHA-256 over the nodes, each as three 64-bit numbers
    (case, records, digest), in order of case.
    """
    rows = sql.rows(
        """
        select d.kind, sum(d.records),
               encode(sha256(string_agg(int8send(d.case_id) || int8send(d.records) || int8send(d.digest), '' order by d.case_id)), 'hex')
        from restructure_digest d where d.plan_id = %s group by d.kind order by d.kind
        """,
        [plan.pk],
    )
    return [{"kind": kind, "records": int(records), "root": root} for kind, records, root in rows]


def differences(plan: Plan) -> list[Json]:
    return [
        {
            "check": each.check_name,
            "subject": each.subject,
            "found": each.found,
            "explanation": each.explanation,
            "explained_by": each.explained_by_id,
            "approved_by": each.approved_by_id,
        }
        for each in Difference.objects.filter(plan=plan).order_by("check_name", "subject")
    ]


def approvals(plan: Plan) -> list[Json]:
    return [
        {
            "gate": each.gate,
            "made_by": each.made_by_id,
            "approved_by": each.approved_by_id,
            "evidence": each.evidence,
            "at": each.recorded_at.isoformat(),
        }
        for each in Approval.objects.filter(plan=plan).order_by("id")
    ]


def sign_offs(plan: Plan) -> list[Json]:
    """Every list that a provider accepted, those that a later reconciliation found otherwise included."""
    signed = SignOff.objects.filter(provider_list__plan=plan).select_related("provider_list")
    return [
        {
            "provider": each.provider_list.code,
            "list": each.provider_list.digest,
            "is_current": each.provider_list.superseded_at is None,
            "made_by": each.made_by_id,
            "signed_by": each.signed_by_id,
            "at": each.recorded_at.isoformat(),
        }
        for each in signed.order_by("provider_list__code", "id")
    ]


def exceptions(plan: Plan) -> list[Json]:
    """What lists were accepted with: who owes it by account or post, by which day, and what came of it."""
    listed = ListedException.objects.filter(plan=plan, sign_off__isnull=False)
    return [
        {
            "number": each.pk,
            "provider": each.sign_off.provider_list.code if each.sign_off else "",
            "says": each.says,
            "owed_by": each.owed_by_id,
            "owed_post": each.owed_post,
            "due_on": each.due_on.isoformat(),
            "outcome": each.outcome,
            "outcome_says": each.outcome_says,
            "closed_by": each.closed_by_id,
            "closed_at": each.closed_at.isoformat() if each.closed_at else None,
        }
        for each in listed.select_related("sign_off__provider_list").order_by("id")
    ]


def runs(plan: Plan) -> list[Json]:
    """Every run that ended, with how long it took, in seconds."""
    return [
        {
            "step": run.step,
            "state": run.state,
            "asked_at": run.asked_at.isoformat(),
            "seconds": round((run.finished_at - run.started_at).total_seconds(), 3),
        }
        for run in Run.objects.filter(
            plan=plan, started_at__isnull=False, finished_at__isnull=False
        ).order_by("id")
        if run.started_at and run.finished_at
    ]


def switches(plan: Plan) -> list[Json]:
    return _named(
        """
        select is_live, recorded_at::text as at, account_id as by from organisation_switch
        where change_id = %(change)s order by id
        """,
        plan,
    )


def _named(statement: str, plan: Plan) -> list[Json]:
    return sql.named_rows(
        statement,
        {"plan": plan.pk, "change": plan.change_id, "at": plan.effective_at},
    )
