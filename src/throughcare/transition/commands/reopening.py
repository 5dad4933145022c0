"""A challenge that was upheld, and whose override counts no more, is open again: nobody's appeal is undone unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from throughcare.kernel import business_days
from throughcare.restructure import queries as restructure
from throughcare.transition.choices import ChallengeState
from throughcare.transition.commands import challenging
from throughcare.transition.models import Challenge

if TYPE_CHECKING:
    from datetime import date, datetime

    from throughcare.restructure.models import Override

OPEN_AGAIN: Final = "challenge-open-again"


@transaction.atomic
def open_again(*, override_id: int, now: datetime) -> list[Challenge]:
    """Open again what was upheld by an override that lapsed, on the desk of who decided it; which.

    Its clock goes on from where the decision stopped it, with a business day at least. Whoever made it is told. To be called as the
    engine. Called twice, the second changes nothing; nor where the same was challenged again since.
    """
    lapsed = restructure.override(override_id)
    upheld = (
        Challenge.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan", "override")
        .filter(plan__reference=lapsed.plan.reference, kind=lapsed.kind, item_id=lapsed.item_id)
        .filter(state=ChallengeState.UPHELD, override__lapsed_at__isnull=False)
        .order_by("id")
    )
    opened = [each for each in upheld if not _is_challenged_since(each)]
    for each in opened:
        _open(each, lapsed, now=now)
    return opened


def _is_challenged_since(made: Challenge) -> bool:
    later = Challenge.objects.filter(
        plan=made.plan_id, account=made.account_id, kind=made.kind, item_id=made.item_id
    )
    return later.filter(
        id__gt=made.pk, state__in=[*challenging.WAITING, ChallengeState.UPHELD]
    ).exists()


def _open(made: Challenge, lapsed: Override, *, now: datetime) -> None:
    today = restructure.day_of(now)
    decided_on = restructure.day_of(made.decided_at or now)
    left = business_days.between(decided_on, made.due_on)
    words = f"It was upheld on {_day(decided_on)}, to {made.unit_code}: {made.decision}"
    made.due_on = business_days.after(today, days=max(left, 1))
    made.owner_id = made.decided_by_id or made.owner_id
    made.state = ChallengeState.OPEN
    made.recommendation = f"{words}\n\nThat counts no more since {_day(today)}: {_why(lapsed)}"
    made.override = None
    made.is_to_be_upheld = None
    made.unit_code = made.decision = ""
    made.recommended_by_id = made.decided_by_id = None
    made.recommended_at = made.decided_at = None
    made.save(
        update_fields=[
            *("due_on", "owner_id", "state", "recommendation", "override", "is_to_be_upheld"),
            *("unit_code", "decision", "recommended_by_id", "decided_by_id"),
            *("recommended_at", "decided_at"),
        ]
    )
    challenging.tell(made, template=OPEN_AGAIN, now=now)
    challenging.record(made, "open-again", account_id=None, now=now)


def _why(lapsed: Override) -> str:
    changed = restructure.no_longer(lapsed)
    if not changed:
        return "the plan does not answer it any more, or another answer was set and approved."
    return "; ".join(f"{name} was {then} and is {now}" for name, then, now in changed) + "."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
