"""What an evidence pack holds. Codes and references only: no name, date of birth or address.

What people wrote (a title, a reason, an explanation) is not in it, but its SHA-256 and the name under which the system keeps it;
who wrote or decided something is named by the number of an account.
"""

import hashlib
import re
from typing import Any, Final

from django.conf import settings
from django.db.models import Model

from throughcare.access import queries as access
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import (
    Approval,
    Difference,
    ListedException,
    Plan,
    Run,
    SignOff,
    Tally,
)
from throughcare.restructure.queries import lists, plans, signing_off, sql, unexplained
from throughcare.restructure.rules import examples, packs

Json = dict[str, Any]  # Any: JSON

ABOUT: Final = {
    "pack": "What one plan did: what was there before, what is there after, who agreed. `version` is that of the form of this pack.",
    "words": "What people wrote is not in this pack. `sha256` is the SHA-256 of it, in UTF-8, and `kept_as` the table, number and"
    " column that the system keeps it under.",
    "people": "A person is the number of an account.",
    "plan": "`digest` is the SHA-256 of the text of the plan.",
    "rule_tests": "The tests that travel with the plan, in its order, tried on its rules when this was sealed.",
    "digests": "`root` is the SHA-256 over a node for each case, in order of case: three 64-bit numbers (case, records, digest), most"
    " significant byte first. A digest is all leaves of the case combined by exclusive or, a leaf stands for one record without who"
    " owns it. `records` and `root` are of what was kept when the plan was staged.",
    "digests.after": "The same tree over the same records, as the last reconciliation read them after the switch. `same-as-kept`:"
    " every record was read again and none was altered or missing, so that its root is the one that was kept, and was not worked"
    " out a second time. `worked-out`: some were altered or missing, and the root is of what was read. `not-kept`: there was no"
    " reconciliation, or it was made by a release that kept no count of that.",
    "reconciliation": "The run that `books`, `checks`, `differences` and `digests.after` are of, and how much of what it found is open."
    " null where the plan was given back before it was reconciled: then there are no books and no checks, and that everything is"
    " where it was is for the evidence of its reversal to show.",
    "settled_since": "Items that people settled after that reconciliation, by run and kind: `answers` and `rules` have them with"
    " their new owner, and `books` and `providers` have them as they were.",
    "providers": "What the books give each provider. `list` is the SHA-256 of its list, `digests` the same trees over the nodes of its"
    " own cases alone, as they were kept.",
}
"""How to read a pack without the system. It is sealed with it."""


def gather(plan: Plan) -> Json:
    """Everything that shows what a plan did, in the order in which somebody would ask."""
    return {
        "version": packs.VERSION,
        "about": ABOUT,
        "software": settings.SOFTWARE,
        "plan": {
            "reference": plan.reference,
            "version": plan.version,
            "title": words(plan, "title"),
            "effective_at": plan.effective_at.isoformat(),
            "digest": plan.digest,
        },
        "rule_tests": rule_tests(plan),
        "answers": answers(plan),
        "rules": rules_used(plan),
        "books": books(plan),
        "digests": compared(plan),
        "providers": providers(plan),
        "in_flight": in_flight(plan),
        "checks": checks(plan),
        "differences": differences(plan),
        "lapsed_explanations": lapsed_explanations(plan),
        "approvals": approvals(plan),
        "sign_offs": sign_offs(plan),
        "exceptions": exceptions(plan),
        "reconciliation": reconciliation(plan),
        "settled_since": settled_since(plan),
        "runs": runs(plan),
        "switches": switches(plan),
    }


def words(row: Model, column: str) -> Json | None:
    """What stands in a pack for what somebody wrote; None where nothing is written."""
    text = str(getattr(row, column))
    if not text:
        return None
    return {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "kept_as": f"{row._meta.label}/{row.pk}/{column}",
    }


def rule_tests(plan: Plan) -> list[Json]:
    """What each of the plan's own tests comes to, in its order; they have names that people wrote, and go by their numbers."""
    decisions = plans.decisions(on=plan.effective_at)
    return [
        {
            "number": each.number,
            "kind": each.example.kind,
            "wanted": each.wanted,
            "found": each.found,
            "rule": each.rule,
            "passes": each.passes,
        }
        for each in examples.tried(plans.read(plan), decisions=decisions)
    ]


def reconciliation(plan: Plan) -> Json | None:
    """The reconciliation that the books are of; None where there was none."""
    runs = Run.objects.filter(plan=plan, step=Step.RECONCILE, state=RunState.DONE)
    run = runs.order_by("-id").first()
    if run is None or run.finished_at is None:
        return None
    return {
        "run": run.pk,
        "at": run.finished_at.isoformat(),
        "open": unexplained.count_open(plan),
    }


def settled_since(plan: Plan) -> list[Json]:
    """How many items of each kind were settled after the books were closed."""
    return [
        {"run": run.pk, "kind": kind, "count": count}
        for run in signing_off.settled_since(plan)
        for kind, count in sorted(run.result["settled"].items())
    ]


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


def compared(plan: Plan) -> list[Json]:
    """The root of each kind as it was kept, beside that of the same records as the last reconciliation read them."""
    read = {each["kind"]: each for each in plans.reconciled(plan).get("content", ())}
    return [kept | {"after": _after(kept, read.get(kept["kind"]))} for kept in digests(plan)]


def _after(kept: Json, read: Json | None) -> Json:
    if read is None:
        return {"how": "not-kept"}
    if read["root"] is None:
        return {
            "how": "same-as-kept",
            "records": kept["records"],
            "root": kept["root"],
            "altered": 0,
            "missing": 0,
        }
    names = ("records", "root", "altered", "missing")
    return {"how": "worked-out"} | {name: read[name] for name in names}


def providers(plan: Plan) -> list[Json]:
    """The digest of each provider's list, and those of its own records, so that it finds its part."""
    return [
        {"provider": each.code, "list": each.digest, "digests": each.body["digests"]}
        for each in signing_off.current_lists(plan)
    ]


def in_flight(plan: Plan) -> list[Json]:
    """What became of each list of work under way, and the account that decided it."""
    found = lists.found(plan)
    accounts = access.account_ids({each.by for each in found})
    return [
        {
            "name": each.name,
            "becomes": each.becomes,
            "by": accounts.get(each.by),
            "kept": each.kept,
            "going_on": each.going_on,
            "ended": each.ended,
            "gone": each.gone,
        }
        for each in found
    ]


def checks(plan: Plan) -> list[Json]:
    """How much each check found, and how much of that is among the differences."""
    tallies = Tally.objects.filter(plan=plan).order_by("check_name")
    return [
        {"check": each.check_name, "found": each.found, "named": each.named} for each in tallies
    ]


def lapsed_explanations(plan: Plan) -> list[Json]:
    """What was said of differences that were then found otherwise."""
    return [
        {
            "check": each.check_name,
            "subject": each.subject,
            "found": each.found,
            "explanation": words(each, "explanation"),
            "explained_by": each.explained_by_id,
            "approved_by": each.approved_by_id,
            "until": each.recorded_at.isoformat(),
        }
        for each in unexplained.lapsed(plan)
    ]


def differences(plan: Plan) -> list[Json]:
    return [
        {
            "number": each.pk,
            "check": each.check_name,
            "subject": each.subject,
            "found": each.found,
            "explanation": words(each, "explanation"),
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
            "run": rests_on(each),
            "evidence": words(each, "evidence"),
            "at": each.recorded_at.isoformat(),
        }
        for each in Approval.objects.filter(plan=plan).order_by("id")
    ]


def rests_on(approval: Approval) -> int | None:
    """The number of the run whose report an approval rests on."""
    found = _RESTS_ON.match(approval.evidence)
    return int(found[1]) if found else None


_RESTS_ON: Final = re.compile(r"run (\d+)\b")


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
            "says": words(each, "says"),
            "owed_by": each.owed_by_id,
            "owed_post": each.owed_post,
            "due_on": each.due_on.isoformat(),
            "outcome": each.outcome,
            "outcome_says": words(each, "outcome_says"),
            "closed_by": each.closed_by_id,
            "closed_at": each.closed_at.isoformat() if each.closed_at else None,
        }
        for each in listed.select_related("sign_off__provider_list").order_by("id")
    ]


def runs(plan: Plan) -> list[Json]:
    """Every run that ended, with how long it took, in seconds."""
    return [
        {
            "number": run.pk,
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
