"""How a provider or a team keeps to its service levels, and what it has: each figure beside its target, and open to its cases."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import CodeField
from throughcare.desk.seats import seats_now
from throughcare.govuk.jinja import with_query
from throughcare.govuk.paging import paging
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Refused
from throughcare.measures import queries as measures
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation
from throughcare.probation.choices import EndReason, RecallReason, SentenceFamily

MONTHS_BACK = 36
QUARTERS_BACK = 12
MONTHS_OF_A_QUARTER = 3
SHOWN = {
    "": "All cases",
    "met": "Met",
    "missed": "Missed",
    "excluded": "Excluded",
    "waiting": "Not judged",
}
CASELOAD = dict(SentenceFamily.choices) | {
    "before-release": "In custody, before release",
    "after-release": "Released, on licence or supervision",
    "recalled": "Recalled",
    "all-orders": "All court orders",
    "all-custody": "All before and after release",
    "all": "Everybody",
}
HEADINGS: dict[str, tuple[str, dict[str, Any]]] = {  # Any: Django's labels may be lazy
    "caseload": ("People on the last day", CASELOAD),
    "starts": ("Sentences that started", dict(SentenceFamily.choices)),
    "ends": ("Sentences that ended, by reason", dict(EndReason.choices)),
    "recalls": ("Recalls, by reason", dict(RecallReason.choices)),
}


class MeasuresForm(forms.Form):
    unit = CodeField(
        label="Code of the provider or team",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of a provider or team"},
    )
    period = forms.ChoiceField(label="Month", error_messages={"required": "Select a month"})

    def __init__(self, *args: Any, periods: dict[str, str], label: str) -> None:  # Any: as Django
        super().__init__(*args)
        period = self.fields["period"]
        period.label = label
        period.error_messages["invalid_choice"] = f"Select a {label.lower()} of the list"
        period.choices = list(periods.items())  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a page is asked for: whose figures, and of which days, both included. `of` is None where the form has errors."""

    form: MeasuresForm
    of: measures.Scope | None
    since: date
    until: date
    query: str


@who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def figures(request: access.Request) -> HttpResponse:
    """Each service level of a provider or team for a month of `?period=`; `?format=csv` gives the same as a file."""
    asked = _asked(request, months=1)
    if asked.of is None:
        return _page(request, "desk/measures.html", asked)
    found = measures.figures(
        of=asked.of, since=asked.since, until=asked.until, today=local_day(request.now)
    )
    _note(request, asked, what="measures")
    if request.GET.get("format") == "csv":
        return _as_csv(
            f"measures-{asked.of.unit.code}-{asked.since:%Y-%m}",
            [
                "code",
                "measure",
                "target",
                "met",
                "missed",
                "excluded",
                "not-judged",
                "share",
                "latest-record",
            ],
            (
                [
                    each.definition.code,
                    each.definition.title,
                    each.definition.target,
                    *(
                        [each.tally.met, each.tally.missed, each.tally.excluded]
                        if each.definition.clock
                        else [""] * 3
                    ),
                    each.tally.waiting if each.definition.clock else "",
                    each.tally.share,
                    each.recorded_at.isoformat() if each.recorded_at else "",
                ]
                for each in found
            ),
        )
    return _page(
        request,
        "desk/measures.html",
        asked,
        figures=[each for each in found if each.definition.clock],
        unrecorded=[each for each in found if not each.definition.clock],
        may_see_boards=access.may(action=Action.ALLOCATE, unit_id=asked.of.unit.unit_id),
    )


@who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def cases(request: access.Request, code: str) -> HttpResponse:
    """The cases behind a figure, those of `?outcome=` alone where it is named."""
    asked = _asked(request, months=1)
    outcome = request.GET.get("outcome", "")
    if asked.of is None or outcome not in SHOWN:
        raise Http404
    found = measures.figure(
        code.upper(),
        of=asked.of,
        since=asked.since,
        until=asked.until,
        today=local_day(request.now),
    )
    if found is None or found.definition.clock is None:
        raise Http404
    judged = found.of(outcome)
    page = paging(request, total=len(judged))
    is_file = request.GET.get("format") == "csv"
    shown = judged if is_file else judged[page.slice]
    cards = _cards(request, [each.facts.case_id for each in shown])
    lines = [(each, cards.get(each.facts.case_id)) for each in shown]
    if is_file:
        return _as_csv(
            f"{code.lower()}-{asked.of.unit.code}-{asked.since:%Y-%m}",
            ["crn", "started", "due", "done", "outcome", "why"],
            (
                [
                    card.crn,
                    each.facts.started_on,
                    each.due_on,
                    each.facts.done_on,
                    each.outcome,
                    each.why,
                ]
                if card.is_open
                else [card.crn, "", "", "", "limited", ""]
                for each, card in lines
                if card is not None
            ),
        )
    return _page(
        request,
        "desk/measure_cases.html",
        asked,
        figure=found,
        lines=lines,
        page=page,
        outcome=outcome,
        words=SHOWN,
    )


@who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def statistics(request: access.Request) -> HttpResponse:
    """The caseload at the end of a quarter of `?period=`, and what started, ended and was recalled in it."""
    asked = _asked(request, months=MONTHS_OF_A_QUARTER)
    if asked.of is None:
        return _page(request, "desk/statistics.html", asked)
    found = measures.statistics(of=asked.of, since=asked.since, until=asked.until)
    _note(request, asked, what="statistics")
    tables = [(heading, HEADINGS[heading][0], _lines(found, heading)) for heading in HEADINGS]
    if request.GET.get("format") == "csv":
        return _as_csv(
            f"statistics-{asked.of.unit.code}-{asked.since:%Y-%m}",
            ["table", "code", "words", "number"],
            (
                [heading, each.code, words, each.number]
                for heading, _, lines in tables
                for words, each in lines
            ),
        )
    return _page(request, "desk/statistics.html", asked, tables=tables)


@who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def statistics_cases(request: access.Request, part: str, figure: str) -> HttpResponse:
    """The cases behind one figure of the statistics."""
    asked = _asked(request, months=MONTHS_OF_A_QUARTER)
    if asked.of is None or part not in HEADINGS:
        raise Http404
    found = measures.statistics(of=asked.of, since=asked.since, until=asked.until)
    chosen = found.find(heading=part, code=figure)
    if chosen is None:
        raise Http404
    page = paging(request, total=len(chosen.case_ids))
    shown = chosen.case_ids[page.slice]
    cards = _cards(request, shown)
    caption, words = HEADINGS[part]
    return _page(
        request,
        "desk/statistics_cases.html",
        asked,
        cards=[cards.get(case_id) for case_id in shown],
        page=page,
        caption=caption,
        words=words.get(figure, figure),
        number=chosen.number,
    )


def _lines(found: measures.Statistics, heading: str) -> list[tuple[str, measures.Counted]]:
    """The figures of a table in words: of the caseload in the order of its types, with totals last, and otherwise the most first."""
    words = HEADINGS[heading][1]
    lines = [(str(words.get(each.code, each.code)), each) for each in found.under(heading)]
    if heading != "caseload":
        return lines
    order = list(CASELOAD)
    return sorted(lines, key=lambda line: order.index(line[1].code))


def _asked(request: access.Request, *, months: int) -> Asked:
    """Whose figures and of when; without a query, of the visitor's own unit and the last whole period.

    Raises:
        PermissionDenied: the visitor sees no figures of that unit.
    """
    is_quarterly = months == MONTHS_OF_A_QUARTER
    periods = _periods(local_day(request.now), months=months)
    given = {"period": list(periods)[1]} | (request.GET.dict() or _own(request))
    form = MeasuresForm(given, periods=periods, label="Quarter" if is_quarterly else "Month")
    is_valid = form.is_valid()
    since = _first_day(form.cleaned_data["period"] if is_valid else next(iter(periods)))
    until = _later(since, months=months) - timedelta(days=1)
    unit = _unit(form) if is_valid else None
    if unit is not None and not measures.may_see(unit.unit_id):
        raise PermissionDenied
    at = min(
        datetime.combine(until, time(23, 59), tzinfo=HERE),
        request.now,
    )
    return Asked(
        form=form,
        of=measures.scope(unit, at=at) if unit is not None else None,
        since=since,
        until=until,
        query=f"unit={unit.code}&period={since:%Y-%m}" if unit is not None else "",
    )


def _own(request: access.Request) -> dict[str, str]:
    """The code of the unit in which the visitor holds a post."""
    holders = [seat.holder_id for seat in seats_now(request)[:1]]
    named = organisation.named(holders, moment=organisation.pinned())
    return {"unit": named[0].code if named else ""}


def _unit(form: MeasuresForm) -> organisation.Named | None:
    try:
        found = organisation.routed(form.cleaned_data["unit"], moment=organisation.pinned())
    except Refused:
        found = None
    if found is None or found.is_old or found.to is None:
        form.add_error("unit", "Enter the code of a provider or team that there is now")
        return None
    return found.to


def _periods(today: date, *, months: int) -> dict[str, str]:
    """Months or quarters as they are asked for, in words, the latest first."""
    first = date(today.year, 1 + (today.month - 1) // months * months, 1)
    starts = [
        _later(first, months=-months * back)
        for back in range(MONTHS_BACK if months == 1 else QUARTERS_BACK)
    ]
    return {
        f"{start:%Y-%m}": f"{start:%B %Y}"
        if months == 1
        else f"{start:%B} to {_later(start, months=months - 1):%B %Y}"
        for start in starts
    }


def _first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01")


def _later(day: date, *, months: int) -> date:
    """The first day of a month that comes so many months after that of a first day.

    >>> _later(date(2014, 11, 1), months=3)
    datetime.date(2015, 2, 1)
    >>> _later(date(2014, 2, 1), months=-3)
    datetime.date(2013, 11, 1)
    """
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _page(
    request: access.Request,
    template: str,
    asked: Asked,
    **values: Any,  # Any: what a template is given
) -> HttpResponse:
    has_errors = bool(asked.form.errors)
    given = {"asked": asked, "form": asked.form, "has_errors": has_errors, **values}
    given["link"] = with_query(request.GET, page=None, format="csv")
    return render(request, template, given, status=422 if has_errors else 200)


def _note(request: access.Request, asked: Asked, *, what: str) -> None:
    if asked.of is None:
        return
    audit.record(
        account_id=request.account.pk,
        action=f"{what}.read",
        subject_kind="report",
        subject_reference=f"{asked.of.unit.code}/{asked.since:%Y-%m}",
        now=request.now,
    )


def _cards(request: access.Request, case_ids: Sequence[int]) -> dict[int, probation.Card]:
    """As much of some cases as the visitor may see, their reading written to the trail."""
    cards = probation.cards(case_ids, at=request.now)
    if cards:
        audit.record_many(
            account_id=request.account.pk,
            action="measure-cases.read",
            subject_kind="case",
            subject_references=sorted({card.crn for card in cards.values()}),
            now=request.now,
        )
    return cards


def _as_csv(name: str, head: list[str], rows: Iterable[list[Any]]) -> HttpResponse:  # Any: cells
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    return file
