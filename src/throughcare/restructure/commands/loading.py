"""Taking a plan file into the system: each different text is a version, made by somebody."""

import hashlib
from datetime import datetime

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as organisation
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans
from throughcare.restructure.rules import reading


@transaction.atomic
def load_plan(*, account_id: int, text: str, now: datetime) -> Plan:
    """Take in a plan; the same text again is the same plan.

    Raises:
        Refused: the text is no plan, with every reason and its place in the file; or its version was taken in before
            with another text.
    """
    read = reading.read_or_refuse(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    latest = plans.latest(read.reference)
    if latest is not None and latest.digest == digest:
        return latest
    if latest is not None and latest.version >= read.version:
        raise Refused.because(
            "version-taken",
            f"Version {latest.version} of {read.title} was taken in before. Give the changed plan a higher version.",
        )
    version = read.version
    change_id = organisation.begin_change(
        reference=f"{read.reference}-v{version}",
        title=read.title,
        effective_at=read.instant,
        now=now,
    )
    plan = Plan.objects.create(
        reference=read.reference,
        version=version,
        title=read.title,
        text=text,
        digest=digest,
        effective_at=read.instant,
        change_id=change_id,
        made_by_id=account_id,
        recorded_at=now,
    )
    audit.record(
        account_id=account_id,
        action="restructure.load",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
    )
    return plan


def people_of(*, text: str) -> list[str]:
    """The usernames of the makers and approvers that a plan's text names, in its order.

    Raises:
        Refused: the text is no plan.
    """
    read = reading.read_or_refuse(text)
    return [*read.makers, *read.approvers]
