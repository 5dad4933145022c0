"""Figures of a period in the shape of providers that it began with, in the one that it ended with, and the bridge between."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import PeriodForm
from throughcare.govuk.jinja import with_query
from throughcare.govuk.paging import paging
from throughcare.kernel.days import HERE, local_day
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

DAYS_AROUND = 30
"""What is shown at first reaches so far before the latest reform, and so far after it."""

FIGURES = ("start", "opened", "came", "went", "closed", "end", "contacts")
HEADS = {
    "start": "At the start",
    "opened": "Opened",
    "came": "Transferred in",
    "went": "Transferred out",
    "closed": "Closed",
    "end": "At the end",
    "contacts": "Contacts written",
}


@who(Action.SEE_PLAN)
@require_safe
def period_report(request: access.Request) -> HttpResponse:
    """The figures of `?since-…` to `?until-…`, both days included; `?table=` gives one of the tables as CSV.

    Nothing is counted until a period is asked for: in a whole nation it takes a while.
    """
    form = PeriodForm(request.GET if "since-day" in request.GET else None, initial=_around(request))
    table = request.GET.get("table", "")
    report = None
    if form.is_valid():
        report = _counted(request, form)
    is_programme = access.may_everywhere(action=Action.SEE_PLAN)
    if report is not None and table:
        if table not in ({"old", "new", "bridge"} if is_programme else {"new", "bridge"}):
            raise Http404
        return _as_csv(report, table, counts=_counts(form))
    has_errors = bool(form.errors)
    values = {"form": form, "has_errors": has_errors, "report": report, "heads": HEADS}
    if report is not None:
        values |= _tables(request, form, report, is_programme=is_programme)
    return render(request, "desk/period_report.html", values, status=422 if has_errors else 200)


def _tables(
    request: access.Request, form: PeriodForm, report: probation.Report, *, is_programme: bool
) -> dict[str, object]:
    counts = _counts(form)
    bridged = [each for each in counts if each in probation.BRIDGED]
    page = paging(request, total=len(report.bridge))
    return {
        "is_programme": is_programme,
        "shapes": _shapes(report, is_programme=is_programme),
        "spans": report.bridge[page.slice],
        "bridge_total": {
            each: sum(getattr(span, each) for span in report.bridge) for each in bridged
        },
        "page": page,
        "figures": counts,
        "bridged": bridged,
        "query": with_query(request.GET, page=None, table=None).lstrip("?"),
    }


def _around(request: access.Request) -> dict[str, date]:
    """The days about the latest reform, or the last days where there was none."""
    today = local_day(request.now)
    reforms = organisation.reforms(moment=organisation.pinned())
    if not reforms:
        return {"since": today - timedelta(days=DAYS_AROUND), "until": today}
    day = local_day(reforms[0].effective_at)
    until = min(day + timedelta(days=DAYS_AROUND - 1), today)
    return {"since": day - timedelta(days=DAYS_AROUND), "until": until}


def _counts(form: PeriodForm) -> tuple[str, ...]:
    """What is counted, in the order of the columns."""
    return FIGURES if form.cleaned_data.get("contacts") else FIGURES[:-1]


def _counted(request: access.Request, form: PeriodForm) -> probation.Report | None:
    """The report, or None where the form was told what is wrong with the period."""
    since: date = form.cleaned_data["since"]
    until: date = form.cleaned_data["until"]
    starts_at = datetime.combine(since, time(), tzinfo=HERE)
    ends_at = min(datetime.combine(until + timedelta(days=1), time(), tzinfo=HERE), request.now)
    if until > local_day(request.now):
        form.add_error("until", "The last day must be today or in the past")
        return None
    if starts_at >= ends_at:
        form.add_error("since", "The first day has only just begun: nothing can be counted yet")
        return None
    audit.record(
        account_id=request.account.pk,
        action="report.read",
        subject_kind="report",
        subject_reference=f"{since.isoformat()}/{until.isoformat()}",
        now=request.now,
    )
    count = (
        probation.period_report_with_contacts
        if form.cleaned_data["contacts"]
        else probation.period_report
    )
    return count(starts_at=starts_at, ends_at=ends_at)


def _shapes(
    report: probation.Report, *, is_programme: bool
) -> list[tuple[str, str, tuple[probation.Figures, ...], probation.Figures]]:
    """Each table by its name in addresses, its caption, its rows, and their sum. The old shape is whole for the programme alone."""
    shapes = [("new", "In the new shape" if report.reforms else "By provider", report.new)]
    if report.reforms and is_programme:
        shapes.insert(0, ("old", "In the old shape", report.old))
    return [(name, caption, rows, _sum(rows)) for name, caption, rows in shapes]


def _sum(rows: tuple[probation.Figures, ...]) -> probation.Figures:
    return probation.Figures(
        code="",
        name="All",
        **{each: sum(getattr(row, each) for row in rows) for each in FIGURES},
    )


def _as_csv(report: probation.Report, table: str, *, counts: Sequence[str]) -> HttpResponse:
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="period-{table}.csv"'
    writer = csv.writer(file)
    if table == "bridge":
        counted = [each for each in counts if each in probation.BRIDGED]
        writer.writerow(["old code", "old provider", "new code", "new provider", *counted])
        writer.writerows(
            [
                span.old_code,
                span.old_name,
                span.new_code,
                span.new_name,
                *(getattr(span, each) for each in counted),
            ]
            for span in report.bridge
        )
    else:
        writer.writerow(["code", "provider", *counts])
        writer.writerows(
            [row.code, row.name, *(getattr(row, each) for each in counts)]
            for row in (report.old if table == "old" else report.new)
        )
    return file
