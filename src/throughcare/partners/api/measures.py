"""How well a provider keeps to its service levels, over the interface."""

from calendar import monthrange
from datetime import date, datetime, time
from typing import Annotated

from django.core.exceptions import PermissionDenied
from ninja import Query, Router

from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.kernel.days import HERE
from throughcare.kernel.refusals import Refused
from throughcare.measures import queries as measures
from throughcare.organisation import queries as organisation
from throughcare.partners import forms
from throughcare.partners.api.doors import PROBLEMS

router = Router()

Month = Annotated[str, Query(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]


@router.get("/measures", response={200: forms.Measures} | PROBLEMS)
def service_levels(
    request: access.Request,
    unit: Annotated[str, Query(min_length=3, max_length=12, pattern=forms.KEEPABLE)],
    month: Month,
) -> forms.Measures:
    """Each service level of a provider, or of a unit under one, for a month (`2014-06`), with its coverage and the age of its records."""
    found = organisation.routed(unit.upper(), moment=organisation.pinned())
    if found.to is None or found.is_old:
        raise Refused.because("unit-ended", "Send the code of a provider or unit there is now.")
    if not measures.may_see(found.to.unit_id):
        raise PermissionDenied
    since, until = _days(month)
    at = min(datetime.combine(until, time(23, 59), tzinfo=HERE), request.now)
    scope = measures.scope(found.to, at=at)
    counted = measures.figures(
        of=scope, since=since, until=until, today=request.now.astimezone(HERE).date()
    )
    audit.record(
        account_id=request.account.pk,
        action="measures.read",
        subject_kind="report",
        subject_reference=f"{scope.unit.code}/{month}",
        now=request.now,
        detail={"part": "interface"},
    )
    return forms.Measures.of(scope, counted, since=since, until=until, counted_at=request.now)


def _days(month: str) -> tuple[date, date]:
    """The first and the last day of a month.

    >>> _days("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])
