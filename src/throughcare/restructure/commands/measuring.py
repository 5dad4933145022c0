"""Taking in what a benchmark of the first hour measured."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.models import Measurement, Plan

BENCHMARK = "first_hour"
LONGEST_CODE = 60
NUMBERS = ("accounts", "requests", "failed", "percentile_95_ms", "open_cases")


@transaction.atomic
def record_capacity(
    *, account_id: int, plan_id: int, text: str, now: datetime, machine_now: datetime
) -> Measurement:
    """Keep what the file of a benchmark says of the first hour; the same file twice is kept once.

    Benchmarks tell the time by the machine's clock.

    Raises:
        PermissionDenied: the account may make no plans.
        Refused: it is no record of that benchmark, or is of a time that has not come.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    told = _read(text, machine_now=machine_now)
    made, is_new = Measurement.objects.get_or_create(
        reference=plan.reference,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        defaults={
            "plan": plan,
            "accounts": told["accounts"],
            "minutes": told["minutes"],
            "requests": told["requests"],
            "failed": told["failed"],
            "percentile_ms": told["percentile_95_ms"],
            "cases": told["open_cases"],
            "code": told["code"],
            "measured_at": told["measured_at"],
            "recorded_by_id": account_id,
            "recorded_at": now,
        },
    )
    if is_new:
        audit.record(
            account_id=account_id,
            action="restructure.capacity",
            subject_kind="plan",
            subject_reference=str(plan),
            now=now,
            detail={"digest": made.digest, "accounts": made.accounts, "failed": made.failed},
        )
    return made


def _read(text: str, *, machine_now: datetime) -> dict[str, Any]:  # Any: JSON
    """What a record says.

    Raises:
        Refused: it is not whole, or no record of this benchmark.
    """
    refused = Refused.because(
        "no-record",
        "This is no record of the first hour. Make one: ./throughcare bench first_hour --record FILE",
    )
    try:
        told = dict(json.loads(text))
        found = told | {"measured_at": datetime.fromisoformat(told["measured_at"])}
        is_whole = (
            told["benchmark"] == BENCHMARK
            and all(type(told[name]) is int and told[name] >= 0 for name in NUMBERS)
            and told["accounts"] > 0
            and told["requests"] > 0
            and float(told["minutes"]) > 0
            and 0 < len(told["code"]) <= LONGEST_CODE
            and found["measured_at"].tzinfo is not None
            and found["measured_at"] <= machine_now
        )
    except (ValueError, TypeError, KeyError) as fault:
        raise refused from fault
    if not is_whole:
        raise refused
    return found
