"""Who has opened a record: for whoever has the case and their managers, and written down itself."""

from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.views.subjects import subject_of
from throughcare.disclosure import commands as change_disclosure
from throughcare.disclosure import queries as disclosure
from throughcare.govuk.forms import DayField
from throughcare.kernel.days import HERE

SHOWN: Final = 50
WORDS: Final = {
    "case.read": "Opened the record",
    "person.read": "Opened the record",
    "person.refused": "Tried to open the record and was refused",
    "person.found": "Found the record in a search",
    "caseload.read": "Saw it on a list of cases",
    "diary.read": "Saw it in a diary",
    "transfers.read": "Saw it on the list of transfers",
    "transfer.read": "Opened a transfer",
    "components.read": "Saw it on the list of parts that are with others",
    "service-referrals.listed": "Saw it on a list of referrals to services",
    "service-referral.read": "Opened a referral to a service",
    "programme-group.read": "Saw it in a programme group",
    "unpaid-work-session.read": "Saw it in a register of unpaid work",
    "workload.read": "Saw it on a list of workload",
    "copies.listed": "Saw it on the list of copies of records",
    "copy.request-read": "Opened a request for a copy",
    "removals.listed": "Saw it on the list of records to be removed",
    "record.who-looked-asked": "Asked who has looked",
    "copy.read": "Opened a copy for the person",
}


class DayForm(forms.Form):
    day = DayField(label="Day", help_text="For example, 2 6 2014", required=False)


@who(Action.READ_CASE)
@require_safe
def lookers(request: access.Request, crn: str) -> HttpResponse:
    """Who opened this record, on a day or ever, the latest first."""
    subject = subject_of(request, crn, part="who has looked")
    if isinstance(subject, HttpResponse):
        return subject
    form = DayForm(request.GET if "day-day" in request.GET else None)
    day: date | None = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    begins = datetime.combine(day, time(), tzinfo=HERE) if day else None
    found = change_disclosure.ask_who_looked(
        account_id=request.account.pk,
        person_id=subject.person_id,
        crn=crn,
        now=request.now,
        limit=SHOWN + 1,
        since=begins,
        until=datetime.combine(day + timedelta(days=1), time(), tzinfo=HERE) if day else None,
        after=_after(request.GET.get("after", "")),
    )
    shown = found[:SHOWN]
    has_errors = bool(form.is_bound and form.errors)
    return render(
        request,
        "desk/lookers.html",
        {
            "subject": subject,
            "form": form,
            "has_errors": has_errors,
            "looks": shown,
            "words": WORDS,
            "more": _more(shown[-1].place, day=day) if len(found) > SHOWN else "",
        },
        status=422 if has_errors else 200,
    )


def _more(place: disclosure.Place, *, day: date | None) -> str:
    at, chain, number = place
    asked = {"after": f"{at.isoformat()}~{chain}~{number}"}
    if day:
        asked |= {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
    return "?" + urlencode(asked)


def _after(said: str) -> disclosure.Place | None:
    try:
        at, chain, number = said.split("~")
        place = datetime.fromisoformat(at), int(chain), int(number)
    except ValueError:
        return None
    is_sound = place[0].tzinfo is not None and 0 <= place[1] < 64 and 0 <= place[2] < 2**63  # noqa: PLR2004  chains of the trail, and what a number of its may be
    return place if is_sound else None
