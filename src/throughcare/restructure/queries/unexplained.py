"""What did not agree, what was said of it, and what is not named yet.

Single differences are for the programme and for audit: whoever sees a plan from one side sees how many there are.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from throughcare.restructure.models import Difference, LapsedExplanation, Plan, Tally
from throughcare.restructure.queries import sql


@dataclass(frozen=True, kw_only=True)
class OfCheck:
    """How many differences one check has, and how many of them are not explained with another's approval."""

    check: str
    every: int
    open: int


def by_check(plan: Plan) -> list[OfCheck]:
    """The checks that have any differences, named or not, by name; for everybody who sees the plan."""
    rest = {each.check_name: each.found - each.named for each in unnamed(plan)}
    counted = {
        check: (named, explained)
        for check, named, explained in sql.rows(
            "select check_name, named, explained from restructure_differences_counted(%s)",
            [plan.pk],
        )
    }
    found = []
    for check in sorted(rest.keys() | counted.keys()):
        named, explained = counted.get(check, (0, 0))
        every = named + rest.get(check, 0)
        found.append(OfCheck(check=check, every=every, open=every - explained))
    return found


def unnamed(plan: Plan) -> list[Tally]:
    """The checks that found more than they named when they were last made."""
    return list(Tally.objects.filter(plan=plan, named__lt=F("found")).order_by("check_name"))


def count_open(plan: Plan) -> int:
    """How much of what was found is not explained: what is named and open, and what is not even named."""
    return sum(each.open for each in by_check(plan))


def count_differences(plan: Plan) -> int:
    return Difference.objects.filter(plan=plan).count()


def differences(plan: Plan, *, part: slice) -> list[Difference]:
    """A part of the differences, the open ones first."""
    every = Difference.objects.filter(plan=plan)
    return list(every.order_by("approved_by_id", "check_name", "subject")[part])


def lapsed(plan: Plan) -> list[LapsedExplanation]:
    """Every explanation that counts no more: what it was of was then found otherwise, or it was explained anew."""
    return list(LapsedExplanation.objects.filter(plan=plan).order_by("id"))


def lapsed_of(
    plan: Plan, differences: Collection[Difference]
) -> dict[tuple[str, str], list[LapsedExplanation]]:
    """The same of some differences, by check and subject; one query."""
    found: dict[tuple[str, str], list[LapsedExplanation]] = {}
    subjects = [each.subject for each in differences]
    for each in LapsedExplanation.objects.filter(plan=plan, subject__in=subjects).order_by("id"):
        found.setdefault((each.check_name, each.subject), []).append(each)
    return found
