"""Rehearsals, latest first, and what changed from each to the next."""

from dataclasses import dataclass

from django.db.models import QuerySet

from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal, Schedule
from throughcare.rehearsal.rules import drift, outcome
from throughcare.rehearsal.rules.drift import Drift
from throughcare.rehearsal.rules.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Night:
    """A rehearsal with what it found, and what is different since the one before; None where there is none before."""

    rehearsal: Rehearsal
    found: Outcome
    drift: Drift | None


def count(*, reference: str = "") -> int:
    return _listed(reference).count()


def newest(*, part: slice) -> list[Night]:
    """A part of the rehearsals of all plans, each with what it found."""
    listed = _listed("").select_related("plan")[part]
    return [Night(rehearsal=each, found=outcome.read(each.result), drift=None) for each in listed]


def nights(*, reference: str, part: slice) -> list[Night]:
    """A part of a plan's rehearsals, each with its drift. Those that found nothing stand between without."""
    listed = list(_listed(reference).select_related("plan")[part])
    last = before(listed[-1]) if listed else None
    known = outcome.read(last.result) if last else None
    told: list[Night] = []
    for rehearsal in reversed(listed):
        found, differs = outcome.read(rehearsal.result), None
        if rehearsal.state == State.DONE:
            differs = drift.drift(known, found) if known else None
            known = found
        told.append(Night(rehearsal=rehearsal, found=found, drift=differs))
    return told[::-1]


def one(number: int) -> Rehearsal | None:
    return Rehearsal.objects.select_related("plan").filter(id=number).first()


def waiting(number: int) -> Rehearsal | None:
    """A rehearsal that was asked for and not begun."""
    asked = Rehearsal.objects.select_related("plan").filter(id=number, state=State.WAITING)
    return asked.first()


def under_way() -> Rehearsal | None:
    """The rehearsal that waits or runs, of whichever plan."""
    states = [State.WAITING, State.RUNNING]
    return Rehearsal.objects.select_related("plan").filter(state__in=states).order_by("id").first()


def before(rehearsal: Rehearsal) -> Rehearsal | None:
    """The last rehearsal of the same plan, in any version, that came to its end before this one."""
    earlier = _listed(rehearsal.plan.reference).filter(id__lt=rehearsal.pk, state=State.DONE)
    return earlier.first()


def schedule_of(reference: str) -> Schedule | None:
    return Schedule.objects.filter(reference=reference, ended_at=None).first()


def _listed(reference: str) -> QuerySet[Rehearsal]:
    listed = Rehearsal.objects.order_by("-id")
    return listed.filter(plan__reference=reference) if reference else listed
