"""Shares that were forecast, against those that a dry run found."""

from dataclasses import dataclass
from decimal import Decimal

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.after import after, params
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.queries.results import NAMED
from throughcare.restructure.rules.plan import Forecast
from throughcare.restructure.rules.plan import Plan as ReadPlan


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share that was expected against the one found, in percent; `rules` are those that make it, largest first."""

    forecast: Forecast
    found: Decimal
    rules: tuple[tuple[str, int], ...]

    @property
    def gap(self) -> Decimal:
        return self.found - self.forecast.percent

    @property
    def is_met(self) -> bool:
        return abs(self.gap) <= self.forecast.tolerance


def shares(plan: Plan, read: ReadPlan) -> list[Share]:
    """Every share that the plan expects, against what there is now. To be asked as the engine."""
    return [_share(plan, read, forecast) for forecast in read.forecasts]


def _share(plan: Plan, read: ReadPlan, forecast: Forecast) -> Share:
    counted = sql.rows(
        f"""
        with {NAMED}
        select a.rule, coalesce(n.kind = %(to)s or n.code = %(to)s, false), count(*)
        from {after(forecast.kind, read)} a left join named n on n.unit_id = a.owner_id
        group by 1, 2 order by 3 desc, 1
        """,
        params(plan, read, kind=forecast.kind) | {"to": forecast.to},
    )
    total = sum(count for _, _, count in counted)
    there = sum(count for _, is_there, count in counted if is_there)
    return Share(
        forecast=forecast,
        found=round(Decimal(100 * there) / total, 1) if total else Decimal(0),
        rules=tuple((rule, count) for rule, is_there, count in counted if is_there),
    )


def as_told(share: Share) -> Report:
    """A share in the shape in which the report of a run keeps it."""
    return {
        "kind": share.forecast.kind,
        "to": share.forecast.to,
        "percent": str(share.forecast.percent),
        "tolerance": str(share.forecast.tolerance),
        "found": str(share.found),
        "gap": str(share.gap),
        "is_met": share.is_met,
        "rules": [list(each) for each in share.rules],
    }


def as_kept(told: Report) -> Share:
    """The share that a report of a run tells."""
    return Share(
        forecast=Forecast(
            kind=told["kind"],
            to=told["to"],
            percent=Decimal(told["percent"]),
            tolerance=Decimal(told["tolerance"]),
        ),
        found=Decimal(told["found"]),
        rules=tuple((rule, count) for rule, count in told["rules"]),
    )
