"""What bodies outside handed in, and where their lists and ours differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from throughcare.restructure.models import OutsideDifference, OutsideList, Plan
from throughcare.restructure.queries import results, sql


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The list of one body as it stands. `open` counts what differs, `dated` what of that somebody owes by a day to come."""

    list: OutsideList
    open: int
    dated: int

    @property
    def is_equal(self) -> bool:
        return self.list.compared_at is not None and not self.open


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider under a plan: its unit, and its code there."""

    unit_id: int
    code: str


def provider_of(plan: Plan, code: str) -> Provider | None:
    """The provider that has a code under a plan."""
    found = sql.rows(
        f"with {results.NAMED} select n.unit_id, n.code from named n"
        " where n.code = %(code)s and n.kind in (select code from organisation_kind where is_provider)",
        results.params_of(plan) | {"code": code.strip().upper()},
    )
    return Provider(unit_id=found[0][0], code=found[0][1]) if found else None


def current_outside(plan: Plan) -> QuerySet[OutsideList]:
    """The lists that count, of those that may be seen, by body."""
    return OutsideList.objects.filter(plan=plan, superseded_at=None).order_by("body", "id")


def outside_list(plan: Plan, *, number: int) -> OutsideList | None:
    return current_outside(plan).filter(id=number).first()


def compared(lists: Iterable[OutsideList], *, today: date) -> list[Compared]:
    """Some lists of one plan, each with its counts. One query."""
    asked = list(lists)
    counted = {
        row["body"]: (row["open"], row["dated"])
        for row in OutsideDifference.objects.filter(
            plan_id__in={each.plan_id for each in asked},
            body__in=[each.body for each in asked],
            settled_at=None,
        )
        .order_by()
        .values("body")
        .annotate(open=Count("id"), dated=Count("id", filter=Q(due_on__gte=today)))
    }
    return [
        Compared(list=each, open=open_, dated=dated)
        for each in asked
        for open_, dated in [counted.get(each.body, (0, 0))]
    ]


def outside_differences(found: OutsideList) -> QuerySet[OutsideDifference]:
    """What a list and ours differ in, what nobody owes yet first, then what is due soonest."""
    return OutsideDifference.objects.filter(
        plan_id=found.plan_id, body=found.body, settled_at=None
    ).order_by(F("due_on").asc(nulls_first=True), "reference", "id")


def outside_difference(plan: Plan, *, number: int) -> OutsideDifference | None:
    return OutsideDifference.objects.filter(plan=plan, id=number, settled_at=None).first()


def without_a_list(plan: Plan) -> list[str]:
    """The providers that the plan gives something and that have handed in no list, by code."""
    found = sql.rows(
        f"""
        with {results.NAMED}
        select n.code from named n
        where n.unit_id in (select a.to_owner_id from restructure_answer a
                            where a.plan_id = %(plan)s and a.kind = 'case' and a.to_owner_id is distinct from a.from_owner_id)
          and not exists (select from restructure_outsidelist l
                          where l.plan_id = %(plan)s and l.owner_id = n.unit_id and l.superseded_at is null)
        order by n.code
        """,
        results.params_of(plan),
    )
    return [code for (code,) in found]
