"""Figures of a period in the shape of providers that it began with, in the one that it ended with, and the bridge between."""

import csv
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import HERE, local_day, who
from throughcare.desk.forms import PeriodForm
from throughcare.govuk.paging import paging
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

DAYS_AROUND = 30
"""What is shown at first reaches so far before the latest reform, and so far after it."""

FIGURES = ("start", "opened", "came", "went", "closed", "end", "contacts")
BRIDGE = ("start", "opened", "closed", "end", "contacts")
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
    """The figures of `?since-…` to `?until-…`, both days included; `?table=` gives one of the tables as CSV."""
    form = PeriodForm(request.GET if "since-day" in request.GET else _around(request))
    table = request.GET.get("table", "")
    report = None
    if form.is_valid():
        report = _counted(request, form)
    has_errors = bool(form.errors)
    is_programme = access.may_everywhere(action=Action.SEE_PLAN)
    if report is not None and table:
        if table not in ({"old", "new", "bridge"} if is_programme else {"new", "bridge"}):
            raise Http404
        return _as_csv(report, table)
    page = paging(request, total=len(report.bridge) if report else 0)
    return render(
        request,
        "desk/period_report.html",
        {
            "form": form,
            "has_errors": has_errors,
            "report": report,
            "is_programme": is_programme,
            "shapes": _shapes(report, is_programme=is_programme),
            "spans": report.bridge[page.slice] if report else (),
            "bridge_total": {
                each: sum(getattr(span, each) for span in report.bridge) for each in BRIDGE
            }
            if report
            else {},
            "page": page,
            "heads": HEADS,
            "figures": FIGURES,
            "bridged": BRIDGE,
            "query": _query(form),
        },
        status=422 if has_errors else 200,
    )


def _around(request: access.Request) -> dict[str, int]:
    """The days about the latest reform, or the last days where there was none."""
    today = local_day(request.now)
    reforms = organisation.reforms(moment=organisation.pinned())
    if not reforms:
        return _asked(today - timedelta(days=DAYS_AROUND), today)
    day = local_day(reforms[0].effective_at)
    return _asked(
        day - timedelta(days=DAYS_AROUND), min(day + timedelta(days=DAYS_AROUND - 1), today)
    )


def _asked(since: date, until: date) -> dict[str, int]:
    return {
        f"{name}-{part}": getattr(day, part)
        for name, day in (("since", since), ("until", until))
        for part in ("day", "month", "year")
    }


def _query(form: PeriodForm) -> str:
    if not form.is_valid():
        return ""
    asked = _asked(form.cleaned_data["since"], form.cleaned_data["until"])
    return "&".join(f"{name}={value}" for name, value in asked.items())


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
    return probation.period_report(starts_at=starts_at, ends_at=ends_at)


def _shapes(
    report: probation.Report | None, *, is_programme: bool
) -> list[tuple[str, str, tuple[probation.Figures, ...], probation.Figures]]:
    """Each table by its name in addresses, its caption, its rows, and their sum. The old shape is whole for the programme alone."""
    if report is None:
        return []
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


def _as_csv(report: probation.Report, table: str) -> HttpResponse:
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="period-{table}.csv"'
    writer = csv.writer(file)
    if table == "bridge":
        writer.writerow(["old code", "old provider", "new code", "new provider", *BRIDGE])
        writer.writerows(
            [
                each.old_code,
                each.old_name,
                each.new_code,
                each.new_name,
                *(getattr(each, name) for name in BRIDGE),
            ]
            for each in report.bridge
        )
    else:
        writer.writerow(["code", "provider", *FIGURES])
        writer.writerows(
            [row.code, row.name, *(getattr(row, name) for name in FIGURES)]
            for row in (report.old if table == "old" else report.new)
        )
    return file
