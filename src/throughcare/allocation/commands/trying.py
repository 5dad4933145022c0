"""Trying other rules, or scores made anew, over the whole caseload before they are policy. Nobody is moved by it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from throughcare.allocation.decisions import NPS_OR_CRC, last_in_force
from throughcare.allocation.models import Trial, TrialAnswer, TrialScore
from throughcare.allocation.rules import altering, in_sql
from throughcare.kernel.days import local_day
from throughcare.kernel.decisions import Decision
from throughcare.risk import queries as risk

KEPT: Final = 10
"""As many trials are kept; older ones make room."""

# The inputs of each case as they are kept with its last scores, as text; of an input that both have, that of RSR counts. `OFFSET 0` keeps
# them from being looked up again for each column.
_INPUTS: Final = """
COPY (
    SELECT c.id AS reference, {columns}
    FROM probation_case c
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT s.inputs FROM risk_score s WHERE s.case_id = c.id AND s.tool = 'OGRS3'
                         ORDER BY s.assessed_on DESC, s.number DESC LIMIT 1), '{{}}')
            || coalesce((SELECT s.inputs FROM risk_score s WHERE s.case_id = c.id AND s.tool = 'RSR'
                         ORDER BY s.assessed_on DESC, s.number DESC LIMIT 1), '{{}}') AS kept
        OFFSET 0
    ) k
    WHERE (c.closed_at IS NULL OR c.closed_at > tc_now()) AND k.kept <> '{{}}'
    ORDER BY c.id
) TO STDOUT (FORMAT csv, HEADER true)
"""
_SCORES: Final = """
INSERT INTO allocation_trialscore (trial_id, case_id, ogrs3, rsr, variant, lacking, refused)
SELECT %s, g.* FROM unnest(%s::bigint[], %s::smallint[], %s::numeric[], %s::text[], %s::text[], %s::text[]) g
"""


@transaction.atomic
def try_rules(*, title: str, whens: Mapping[str, str], is_scored: bool, now: datetime) -> Trial:
    """Decide all open cases by rules that are altered, beside those in force, as the engine; `whens` are conditions by rule.

    Where scores are made anew, OGRS3 and RSR are worked out from the inputs that are kept of each case's last scores, and decide.

    Raises:
        LookupError: no version of the decision had begun.
        Refused: a rule cannot be altered so.
    """
    decision = last_in_force(NPS_OR_CRC, on=local_day(now))
    changed = altering.altered(decision, whens)
    _make_room()
    last = Trial.objects.aggregate(last=Max("number"))["last"]
    made = Trial.objects.create(
        number=(last or 0) + 1,
        title=title,
        decision=NPS_OR_CRC,
        version=decision.starts_on,
        whens=dict(whens),
        is_scored=is_scored,
        made_at=now,
    )
    if is_scored:
        score_caseload(made, now=now)
    made.cases = decide_caseload(made, decision, changed)
    made.save(update_fields=["cases"])
    return made


def score_caseload(trial: Trial, *, now: datetime) -> int:
    """Score every open case of which inputs are kept; how many."""
    scored = 0
    with TemporaryDirectory() as place:
        path = Path(place) / "inputs.csv"
        _export(path)
        for part in risk.scored_rows(path, on=local_day(now)):
            with connection.cursor() as cursor:
                cursor.execute(
                    _SCORES,
                    [
                        trial.pk,
                        [int(each) for each in part.references],
                        [None if each is None else int(each) for each in part.ogrs3],
                        [None if each is None else Decimal(each) for each in part.rsr],
                        list(part.variants),
                        list(part.lacking),
                        list(part.refused),
                    ],
                )
            scored += len(part.references)
    return scored


def decide_caseload(trial: Trial, before: Decision, after: Decision) -> int:
    """Answer every open case by both decisions in one statement; how many."""
    score = "s.rsr" if trial.is_scored else "f.rsr"
    column = {"rsr": score}
    new = _answered(after, lambda name: column.get(name, f"f.{name}"))
    old = _answered(before, lambda name: f"f.{name}")
    statement, values = _statement(new, old, score=score)
    with connection.cursor() as cursor:
        cursor.execute(statement, [trial.pk, trial.pk, *values])
        return int(cursor.rowcount)


def _answered(
    decision: Decision, column_of: Any
) -> dict[str, tuple[str, tuple[object, ...]]]:  # Any: of a name
    return {
        "truths": in_sql.truths(decision, column_of),
        "position": (in_sql.position(decision), ()),
        "outcome": in_sql.outcome(decision),
        "rule": in_sql.rule(decision),
        "also": in_sql.also(decision),
        "unknown": in_sql.unknown(decision),
    }


def _statement(
    new: Mapping[str, tuple[str, tuple[object, ...]]],
    old: Mapping[str, tuple[str, tuple[object, ...]]],
    *,
    score: str,
) -> tuple[str, list[Any]]:  # Any: kinds differ
    """One row for each case; the parameters stand in the order of the text."""
    text = f"""
    INSERT INTO allocation_trialanswer (trial_id, case_id, decided_for, deciding_rule, also, unknown, rsr, before, before_rule)
    SELECT %s, f.item_id, n.outcome, n.rule, n.also, n.unknown, {score}, o.outcome, o.rule
    FROM probation_case_facts f
    LEFT JOIN allocation_trialscore s ON s.trial_id = %s AND s.case_id = f.item_id
    CROSS JOIN LATERAL (
        SELECT {new["outcome"][0]} AS outcome, {new["rule"][0]} AS rule, {new["also"][0]} AS also, {new["unknown"][0]} AS unknown
        FROM (SELECT t.*, {new["position"][0]} AS deciding FROM (SELECT {new["truths"][0]} OFFSET 0) t) p
    ) n
    CROSS JOIN LATERAL (
        SELECT {old["outcome"][0]} AS outcome, {old["rule"][0]} AS rule
        FROM (SELECT t.*, {old["position"][0]} AS deciding FROM (SELECT {old["truths"][0]} OFFSET 0) t) p
    ) o
    """  # noqa: S608  made of a decision's own text; every value is a parameter
    of_new = [
        value for name in ("outcome", "rule", "also", "unknown", "truths") for value in new[name][1]
    ]
    of_old = [value for name in ("outcome", "rule", "truths") for value in old[name][1]]
    return text, [*of_new, *of_old]


def _export(path: Path) -> None:
    names = [
        name
        for name in risk.catalogue().inputs
        if any(
            name in tool.inputs(variant)
            for tool in risk.tools()
            if tool.name in risk.TOOLS
            for variant in tool.variants
        )
    ]
    columns = ", ".join(f"k.kept -> '{name}' ->> 'value' AS {name}" for name in names)
    with (
        path.open("wb") as out,
        connection.cursor() as cursor,
        cursor.copy(_INPUTS.format(columns=columns)) as rows,
    ):
        for block in rows:
            out.write(block)


def _make_room() -> None:
    old = list(Trial.objects.order_by("-number").values_list("pk", flat=True)[KEPT - 1 :])
    TrialAnswer.objects.filter(trial_id__in=old).delete()
    TrialScore.objects.filter(trial_id__in=old).delete()
    Trial.objects.filter(pk__in=old).delete()
