"""Taking a plan file into the system: each different text is a version, made by somebody."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as organisation
from throughcare.restructure.choices import Phase
from throughcare.restructure.commands import freezing, turns
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans
from throughcare.restructure.queries import turns as queries_turns
from throughcare.restructure.rules import reading
from throughcare.restructure.rules.plan import Plan as ReadPlan

_LIVE: Final = "{0} is live. Reverse it first, or write a plan of another name that stands on it."
_IN_THE_WAY: Final = {
    Phase.STAGED: "{0} is staged. Take back what is staged on its page first, so that a newer version can take its place.",
    **dict.fromkeys((Phase.LIVE, Phase.RECONCILED, Phase.SIGNED_OFF), _LIVE),
}
"""Pages and commands have the newest version of a plan: one that is under way is not hidden by a draft."""


@transaction.atomic
def load_plan(*, account_id: int, text: str, now: datetime) -> Plan:
    """Take in a plan; the same text again is the same plan.

    Raises:
        PermissionDenied: the account may not make plans.
        Refused: the text is no plan, with every reason and its place in the file; it reverses another, which is
            prepared and not loaded; its version was taken in before with another text; an earlier version is staged or
            live; or rules and units are frozen.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    read = reading.read_or_refuse(text)
    if read.reverses:
        raise Refused.because("a-reversal", f"Ask for a reversal of {read.reverses} instead.")
    latest = plans.latest(read.reference)
    if latest is not None and latest.digest == _digest(text):
        return latest
    if latest is not None and latest.version >= read.version:
        raise Refused.because(
            "version-taken",
            f"Version {latest.version} of {read.title} was taken in before. Give the changed plan a higher version.",
        )
    freezing.require_structure_not_frozen(now=now)
    if latest is not None:
        _require_it_can_give_place(latest)
    return _take_in(read, text, account_id=account_id, reverses=None, now=now)


def _require_it_can_give_place(latest: Plan) -> None:
    turns.take_asking_turn(latest.pk)
    if (run := queries_turns.under_way(latest.pk)) is not None:
        raise Refused([queries_turns.reason_to_wait(run)])
    latest.refresh_from_db(fields=["phase"])
    if latest.phase in _IN_THE_WAY and not plans.was_aborted(latest):
        sentence = _IN_THE_WAY[Phase(latest.phase)].format(latest.title)
        raise Refused.because("older-in-force", sentence)


def load_reversal(*, account_id: int, text: str, reverses: Plan, now: datetime) -> Plan:
    """Take in the text of a plan that reverses another; one that was prepared before for another instant is replaced.

    Raises:
        Refused: the one before is staged or further.
    """
    read = reading.read_or_refuse(text)
    latest = plans.latest(read.reference)
    if latest is not None:
        if latest.phase not in {Phase.DRAFT, Phase.CHECKED, Phase.DRY_RUN}:
            raise Refused.because(
                "reversal-staged",
                f"{latest.title} is {latest.get_phase_display().lower()} already.",
            )
        text = text.replace(f"version: {read.version}\n", f"version: {latest.version + 1}\n", 1)
        read = reading.read_or_refuse(text)
    return _take_in(read, text, account_id=account_id, reverses=reverses, now=now)


def _take_in(
    read: ReadPlan, text: str, *, account_id: int, reverses: Plan | None, now: datetime
) -> Plan:
    change_id = organisation.begin_change(
        reference=f"{read.reference}-v{read.version}",
        title=read.title,
        effective_at=read.instant,
        redirects_until=read.redirects_until,
        now=now,
    )
    plan = Plan.objects.create(
        reference=read.reference,
        version=read.version,
        title=read.title,
        text=text,
        digest=_digest(text),
        programme=read.programme,
        effective_at=read.instant,
        change_id=change_id,
        reverses=reverses,
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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def people_of(*, text: str) -> list[str]:
    """The usernames of the makers and approvers that a plan's text names, in its order.

    Raises:
        Refused: the text is no plan.
    """
    read = reading.read_or_refuse(text)
    return [*read.makers, *read.approvers]
