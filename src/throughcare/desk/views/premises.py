"""The desk of premises: who lives there and is to come, which bed is taken on which day, and which is closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.housing_forms import ClosingForm
from throughcare.desk.views.housed import asked, posted
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.housing.choices import StayState
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused

DAYS: Final = 14


@dataclass(frozen=True, kw_only=True)
class Night:
    """What is with a bed in one night: `free`, `taken`, `closed`, or who has it."""

    day: date
    state: str
    who: str = ""


@who(Action.KEEP_BEDS)
@require_safe
def kept(request: access.Request) -> HttpResponse:
    """The premises whose beds the visitor keeps; where there is one, that one."""
    found = housing.kept_premises()
    if len(found) == 1:
        return redirect("desk:house", code=found[0].code)
    return render(
        request,
        "desk/premises.html",
        {"found": found, "names": housing.names({each.unit_id for each in found})},
    )


@who(Action.KEEP_BEDS)
@require_safe
def house(request: access.Request, code: str) -> HttpResponse:
    """Who is to come, who lives there, and a fortnight of every bed."""
    premises = _kept(code)
    today = local_day(request.now)
    first = _first(request.GET.get("from", ""), today=today)
    stays = housing.stays_at(premises.pk)
    people = housing.people([each.application_id for each in stays])
    # Of a person who is closed to the visitor the bed alone is known.
    stays = [each for each in stays if each.application_id in people]
    if people:
        audit.record_many(
            account_id=request.account.pk,
            action="premises.read",
            subject_kind="case",
            subject_references=sorted({each.crn for each in people.values()}),
            now=request.now,
        )
    beds = housing.beds_of(premises.pk, on=first)
    taken = housing.taken(premises.pk, since=first, days=DAYS)
    whose = {each.pk: people[each.application_id] for each in stays}
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return render(
        request,
        "desk/house.html",
        {
            "premises": premises,
            "name": housing.names([premises.unit_id]).get(premises.unit_id, code),
            "coming": [
                (each, people[each.application_id])
                for each in stays
                if each.state == StayState.BOOKED
            ],
            "living": [
                (each, people[each.application_id])
                for each in stays
                if each.state == StayState.ARRIVED
            ],
            "beds": [
                (bed, [_night(day, taken.get(bed.pk, []), whose) for day in days]) for bed in beds
            ],
            "closed": [
                (bed, each)
                for bed in beds
                for each in taken.get(bed.pk, [])
                if each.stay_id is None
            ],
            "first": first,
            "heads": [f"{each:%a} {each.day}" for each in days],
            "earlier": (first - timedelta(days=DAYS)).isoformat(),
            "later": (first + timedelta(days=DAYS)).isoformat(),
            "today": today,
        },
    )


@who(Action.KEEP_BEDS)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: access.Request, code: str, number: int) -> HttpResponse:
    """Let nobody into a bed for some days."""
    premises = _kept(code)
    form = ClosingForm(posted(request), initial={"starts_on": local_day(request.now)})

    def act() -> str:
        change_housing.close_bed(
            account_id=request.account.pk,
            premises_code=code,
            bed_number=number,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
        return f"Bed {number} is closed."

    here = reverse("desk:house", kwargs={"code": code})
    return asked(
        request,
        form,
        title=f"Close bed {number}",
        caption=housing.names([premises.unit_id]).get(premises.unit_id, code),
        button="Close the bed",
        back=here,
        leads_to=here,
        act=act,
    )


@who(Action.KEEP_BEDS)
@require_POST
def opening(request: access.Request, code: str, number: int, closing: int) -> HttpResponse:
    """Take back that a bed is closed."""
    _kept(code)
    try:
        change_housing.open_bed(
            account_id=request.account.pk,
            premises_code=code,
            bed_number=number,
            closing=closing,
            now=request.now,
        )
    except Refused as refusal:
        messages.warning(request, " ".join(reason.sentence for reason in refusal.reasons))
    else:
        messages.success(request, f"Bed {number} is open.")
    return redirect("desk:house", code=code)


def _night(day: date, taken: list[housing.BedTaken], whose: dict[int, housing.Person]) -> Night:
    row = next((each for each in taken if each.starts_on <= day < each.ends_on), None)
    if row is None:
        return Night(day=day, state="free")
    if row.stay_id is None:
        return Night(day=day, state="closed", who=row.reason)
    person = whose.get(row.stay_id)
    return Night(day=day, state="taken", who=(person.last or person.crn) if person else "")


def _first(sent: str, *, today: date) -> date:
    """From which day on beds are shown; today where nothing readable was sent."""
    try:
        return date.fromisoformat(sent)
    except ValueError:
        return today


def _kept(code: str) -> housing.Premises:
    """Premises whose beds the visitor keeps.

    Raises:
        Http404: there are none such under the code.
    """
    found = next((each for each in housing.kept_premises() if each.code == code), None)
    if found is None:
        raise Http404
    return found
