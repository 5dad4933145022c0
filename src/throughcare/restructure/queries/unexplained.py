"""What did not agree, what was said of it, and what is not named yet."""

from collections.abc import Collection

from django.db.models import F, QuerySet, Sum

from throughcare.restructure.models import Difference, LapsedExplanation, Plan, Tally


def open_differences(plan: Plan) -> QuerySet[Difference]:
    """Differences that nobody has explained with another's approval."""
    return Difference.objects.filter(plan=plan, approved_by_id=None).order_by("id")


def unnamed(plan: Plan) -> list[Tally]:
    """The checks that found more than they named when they were last made."""
    return list(Tally.objects.filter(plan=plan, named__lt=F("found")).order_by("check_name"))


def count_open(plan: Plan) -> int:
    """How much of what was found is not explained: what is named and open, and what is not even named."""
    rest = Tally.objects.filter(plan=plan).aggregate(rest=Sum(F("found") - F("named")))["rest"]
    return open_differences(plan).count() + int(rest or 0)


def count_differences(plan: Plan) -> int:
    return Difference.objects.filter(plan=plan).count()


def differences(plan: Plan, *, part: slice) -> list[Difference]:
    """A part of the differences, the open ones first."""
    every = Difference.objects.filter(plan=plan)
    return list(every.order_by("approved_by_id", "check_name", "subject")[part])


def lapsed(plan: Plan) -> list[LapsedExplanation]:
    """Every explanation that lapsed, since what it was of was then found otherwise."""
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
