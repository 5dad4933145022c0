"""Working tiers out again, keeping what they were made from, and telling whoever listens."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from throughcare.allocation import queries
from throughcare.allocation.choices import Because
from throughcare.allocation.events import TierCalculated, TierChanged
from throughcare.allocation.queries.facts import FactsOfCase, facts_between, facts_of, ranges
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation

TOLD_AS = "ETCH20"
CASES_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class _Calculated:
    of: FactsOfCase
    answer: queries.Answer


_KEEP = """
SELECT * FROM allocation_keep_tiers(
    %(cases)s::bigint[], %(frameworks)s::text[], %(levels)s::text[], %(protect)s::smallint[], %(change)s::smallint[],
    %(provisional)s::boolean[], %(inputs)s::text[], %(because)s, %(now)s, %(by)s::bigint)
"""
_KEEP_OWN = _KEEP.replace("allocation_keep_tiers", "allocation_keep_own_tiers")


@transaction.atomic
def recalculate_case(*, account_id: int, case_id: int, now: datetime) -> None:
    """Work the tiers of a case out again because somebody asks for it.

    Raises:
        PermissionDenied: the account may not write to the case.
    """
    case = change_probation.hold_case(case_id)
    audit.record(
        account_id=account_id,
        action="tier.recalculated",
        subject_kind="case",
        subject_reference=case.person.crn,
        now=now,
    )
    _calculate(facts_of([case_id], at=now), because=Because.ASKED, account_id=account_id, now=now)


@transaction.atomic
def calculate_tiers(*, case_ids: Collection[int], because: str, now: datetime) -> int:
    """Work the tiers of some cases out again, as the engine; how many changed."""
    return _calculate(facts_of(case_ids, at=now), because=because, account_id=None, now=now)


def calculate_all(*, now: datetime) -> int:
    """Work all tiers out again, some thousand cases in a transaction, as the engine; how many changed."""
    changed = 0
    for first, last in ranges(size=CASES_AT_ONCE):
        with transaction.atomic():
            found = facts_between(first, last, at=now)
            changed += _calculate(found, because=Because.ALL, account_id=None, now=now)
    return changed


@transaction.atomic
def fill_tiers(*, first: int, last: int, now: datetime) -> None:
    """Give the cases of a range their first tiers and tell nobody: for a nation that is being made, as its owner."""
    calculated = _answered(facts_between(first, last, at=now), now=now)
    _keep(calculated, because=Because.ALL, account_id=None, now=now)


def _calculate(
    found: Sequence[FactsOfCase], *, because: str, account_id: int | None, now: datetime
) -> int:
    calculated = _answered(found, now=now)
    kept = _keep(calculated, because=because, account_id=account_id, now=now)
    changed = 0
    for each in calculated:
        of, framework = each.of, each.answer.framework
        outbox.publish(TierCalculated(crn=of.crn, case_id=of.case_id, framework=framework), now=now)
        key = (of.case_id, framework)
        if key not in kept or kept[key] == each.answer.code:
            continue
        changed += 1
        outbox.publish(TierChanged(crn=of.crn, case_id=of.case_id, framework=framework), now=now)
        before = f"from {kept[key]} " if kept[key] else ""
        words = f"Tier changed {before}to {each.answer.code}."
        _tell(of.case_id, account_id=account_id, words=words, now=now)
    return changed


def _answered(found: Sequence[FactsOfCase], *, now: datetime) -> list[_Calculated]:
    on = local_day(now)
    return [
        _Calculated(of=of, answer=answer)
        for of in found
        for answer in queries.answers(of.inputs, on=on)
    ]


def _keep(
    calculated: Sequence[_Calculated], *, because: str, account_id: int | None, now: datetime
) -> dict[tuple[int, str], str | None]:
    """Keep what differs from what is kept; for each of these, the code before, None where there was none."""
    if not calculated:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP if account_id is None else _KEEP_OWN,
            {
                "cases": [each.of.case_id for each in calculated],
                "frameworks": [each.answer.framework for each in calculated],
                "levels": [each.answer.code for each in calculated],
                "protect": [each.answer.protect_points for each in calculated],
                "change": [each.answer.change_points for each in calculated],
                "provisional": [each.answer.is_provisional for each in calculated],
                "inputs": [json.dumps(each.of.inputs) for each in calculated],
                "because": because,
                "now": now,
                "by": account_id,
            },
        )
        return {(case_id, framework): before for case_id, framework, before in cursor.fetchall()}


def _tell(case_id: int, *, account_id: int | None, words: str, now: datetime) -> None:
    if account_id is None:
        change_probation.tell_as_house(case_id=case_id, type_code=TOLD_AS, notes=words, now=now)
    else:
        change_probation.tell_in_log(
            account_id=account_id, case_id=case_id, type_code=TOLD_AS, notes=words, now=now
        )
