"""What a plan that is live still keeps going, and until when: it is settled once all of it has ended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Max

from throughcare.organisation import queries as organisation
from throughcare.restructure.choices import Standing
from throughcare.restructure.models import Answer, Hold, ListedException, OutsideDifference, Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.rules.plan import Hold as RuleHold
from throughcare.restructure.rules.plan import Plan as ReadPlan


@dataclass(frozen=True, kw_only=True)
class GoingOn:
    """One thing that goes on: in words with its number, and the moment at which it ends.

    `is_over` once it has ended. What somebody owes has no `until`: it ends when it is done, and not with `due_on`, the
    last day by which any of it was to be; None where nobody has said.
    """

    says: str
    until: datetime | None
    is_over: bool
    is_owed: bool = False
    due_on: date | None = None


def going_on(plan: Plan, read: ReadPlan, *, now: datetime) -> list[GoingOn]:
    """All that ends with a date of its own, ended or not, then what somebody still owes."""
    return [*_dated(plan, read, now=now), *_owed(plan, read)]


def _dated(plan: Plan, read: ReadPlan, *, now: datetime) -> list[GoingOn]:
    codes = organisation.codes_leading_on(change_id=plan.change_id)
    bodies = organisation.bodies_left_in_law(change_id=plan.change_id)
    ((grants, grants_until),) = sql.rows(
        "select grants, until from restructure_transition_access(%s)", [plan.pk]
    )
    found = (
        (
            codes.count,
            "{:,} old codes lead on, with the links, mailboxes and calendar feeds that bear one",
            codes.until,
        ),
        (bodies.count, "{:,} bodies that ended still exist in law", bodies.until),
        (grants, "{:,} people may go on reading a case that they handed over", grants_until),
        (len(read.events), "The plan can be reversed", read.reversal_until),
    )
    return [
        GoingOn(says=says.format(count), until=until, is_over=until is not None and until <= now)
        for count, says, until in found
        if count
    ]


def _owed(plan: Plan, read: ReadPlan) -> list[GoingOn]:
    found = []
    due = list(
        ListedException.objects.filter(plan=plan, closed_at=None, sign_off__isnull=False)
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    if due:
        says = f"{len(due):,} {_EXCEPTIONS[len(due) == 1]}"
        found.append(_owed_thing(says, due_on=due[-1]))
    outside = OutsideDifference.objects.filter(plan=plan, settled_at=None)
    if differing := outside.count():
        says = f"{differing:,} {_OUTSIDE[differing == 1]}"
        last = outside.aggregate(last=Max("due_on"))["last"]
        found.append(_owed_thing(says, due_on=last))
    held = list(
        Answer.objects.filter(plan=plan, standing=Standing.HELD)
        .values_list("kind", "rule")
        .distinct()
    )
    if held:
        count = Answer.objects.filter(plan=plan, standing=Standing.HELD).count()
        says = f"{count:,} {_HELD[count == 1]}"
        days = [*_days_by_hand(plan), *_days_by_rule(read, held)]
        found.append(_owed_thing(says, due_on=max(days, default=None)))
    return found


def _owed_thing(says: str, *, due_on: date | None) -> GoingOn:
    return GoingOn(says=says, until=None, is_over=False, is_owed=True, due_on=due_on)


_EXCEPTIONS: Final = {
    True: "exception with which a list was accepted is open",
    False: "exceptions with which lists were accepted are open",
}
_OUTSIDE: Final = {
    True: "difference from the list of a body outside is open",
    False: "differences from lists of bodies outside are open",
}
_HELD: Final = {
    True: "item is held for a decision",
    False: "items are held for a decision",
}


def _days_by_hand(plan: Plan) -> list[date]:
    return list(Hold.objects.filter(plan=plan, settled_at=None).values_list("until", flat=True))


def _days_by_rule(read: ReadPlan, held: list[tuple[str, str]]) -> list[date]:
    return [
        rule.target.until
        for kind, name in held
        for rule in read.rules.get(kind, ())
        if rule.name == name and isinstance(rule.target, RuleHold)
    ]
