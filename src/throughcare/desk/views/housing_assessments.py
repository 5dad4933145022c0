"""The desk of those who answer applications for housing and find beds. Nothing else of a case is shown."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.housing_forms import CancelForm, DaysForm, StepForm, parts_of
from throughcare.desk.views.housed import asked, caption_of, found, posted
from throughcare.govuk.paging import paging
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused

TABS = {
    "": ("submitted", "appealed"),
    "beds": ("placement-requested",),
    "living": ("arrived", "moving"),
    "others": ("information", "accepted", "booked", "not-arrived"),
}
FINDS_A_BED = ("placement-requested", "arrived")
"""For whom a bed is to be found, and who may be given another."""


@who(Action.ASSESS_HOUSING)
@require_safe
def waiting(request: access.Request) -> HttpResponse:
    """What is to be assessed, for what a bed is to be found, and what is with others: the urgent first, then by day."""
    tab = request.GET.get("show", "")
    states = TABS.get(tab, TABS[""])
    ids = housing.ids_to_answer(states)
    page = paging(request, total=len(ids))
    shown = housing.to_answer(ids[page.slice])
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="housing-applications.listed",
            subject_kind="case",
            subject_references=sorted({each.person.crn for each in shown}),
            now=request.now,
        )
    return render(
        request,
        "desk/housing_assessments.html",
        {
            "found": shown,
            "tab": tab if tab in TABS else "",
            "page": page,
            "today": local_day(request.now),
        },
    )


@who(Action.ASSESS_HOUSING)
@require_safe
def application(request: access.Request, reference: str) -> HttpResponse:
    file, person = found(request, reference)
    return render(
        request,
        "desk/housing_assessment.html",
        {
            "file": file,
            "application": file.application,
            "person": person,
            "ways": _ways(request, file),
            "has_refused": _has_refused(request, file),
            "may_book": file.application.state_id in FINDS_A_BED,
            "may_cancel": file.application.state_id in {"booked", "moving"},
            "today": local_day(request.now),
        },
    )


@who(Action.ASSESS_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: access.Request, reference: str, step: str) -> HttpResponse:
    """Accept, refuse or ask for more: the form of what that asks for, and what it sends."""
    file, person = found(request, reference)
    way = next((each for each in _ways(request, file) if each.to.code == step), None)
    if way is None:
        messages.warning(request, f"{reference} went on meanwhile, or the step is for others.")
        return redirect("desk:housing_assessment", reference=reference)
    form = StepForm(posted(request), way=way)

    def act() -> str:
        title = change_housing.answer_application(
            account_id=request.account.pk,
            reference=reference,
            step=step,
            words=form.words,
            now=request.now,
        )
        return f"{reference}: {title}."

    here = reverse("desk:housing_assessment", kwargs={"reference": reference})
    return asked(
        request,
        form,
        title=way.label,
        caption=caption_of(file, person),
        button=way.label,
        back=here,
        leads_to=here,
        act=act,
    )


@who(Action.ASSESS_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def beds(request: access.Request, reference: str) -> HttpResponse:
    """Premises with free beds that fit, for the days asked for or others; a bed is booked with one button."""
    file, person = found(request, reference)
    application = file.application
    if application.state_id not in FINDS_A_BED:
        messages.warning(request, "No bed is to be found for this application now.")
        return redirect("desk:housing_assessment", reference=reference)
    today = local_day(request.now)
    first, wanted = _wanted(file, today=today)
    form = DaysForm(request.GET if "nights" in request.GET else None)
    starts_on, nights = first, wanted
    if form.is_bound and form.is_valid():
        starts_on, nights = form.cleaned_data["starts_on"], form.cleaned_data["nights"]
    elif not form.is_bound:
        form = DaysForm(initial={"starts_on": starts_on, "nights": nights})
    ends_on = starts_on + timedelta(days=nights)
    refusals: list[str] = []
    if request.method == "POST" and not form.errors:
        refusals = _booked(request, reference, starts_on=starts_on, ends_on=ends_on)
        if not refusals:
            return redirect("desk:housing_assessment", reference=reference)
    free = housing.free_beds(
        kind=application.kind,
        sex=person.sex,
        needs_step_free=application.needs_step_free,
        needs_single=application.needs_single,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    shown = [] if form.errors else list(free.items())
    page = paging(request, total=len(shown))
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/housing_beds.html",
        {
            "file": file,
            "application": application,
            "person": person,
            "form": form,
            "free": shown[page.slice],
            "page": page,
            "names": housing.names({each.unit_id for each in free}) if free else {},
            "starts_on": starts_on,
            "ends_on": ends_on,
            "days": _days(starts_on, nights),
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


@who(Action.ASSESS_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: access.Request, reference: str) -> HttpResponse:
    """Give back a bed that is booked."""
    file, person = found(request, reference)
    form = CancelForm(posted(request))

    def act() -> str:
        change_housing.cancel_booking(
            account_id=request.account.pk,
            reference=reference,
            party="assessor",
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            now=request.now,
        )
        return "The booking is cancelled."

    here = reverse("desk:housing_assessment", kwargs={"reference": reference})
    return asked(
        request,
        form,
        title="Cancel the booking",
        caption=caption_of(file, person),
        button="Cancel the booking",
        back=here,
        leads_to=here,
        act=act,
    )


def _wanted(file: housing.File, *, today: date) -> tuple[date, int]:
    """The days that are asked for or, of somebody who lives in a bed, those that are left of it."""
    if file.living is not None:
        return today, max((file.living.ends_on - today).days, 1)
    return max(file.application.arrives_on or today, today), file.application.nights or 1


def _booked(
    request: access.Request, reference: str, *, starts_on: date, ends_on: date
) -> list[str]:
    """Book the bed that was chosen; why it could not be."""
    premises, _, bed = request.POST.get("bed", "").rpartition("/")
    if not premises or not bed.isdecimal():
        return ["Select a bed."]
    try:
        change_housing.book_bed(
            account_id=request.account.pk,
            reference=reference,
            premises_code=premises,
            bed_number=int(bed),
            starts_on=starts_on,
            ends_on=ends_on,
            now=request.now,
        )
    except Refused as refusal:
        return [reason.sentence for reason in refusal.reasons]
    messages.success(request, "The bed is booked.")
    return []


def _has_refused(request: access.Request, file: housing.File) -> bool:
    """Whether somebody other than the visitor decides the appeal, since they refused it."""
    return (
        file.application.state_id == "appealed"
        and file.refusal is not None
        and file.refusal.by_id == request.account.pk
    )


def _days(starts_on: date, nights: int) -> str:
    return f"{parts_of('starts_on', starts_on)}&nights={nights}"


def _ways(request: access.Request, file: housing.File) -> tuple[housing.Way, ...]:
    """What the assessor may do next, but for what is done with beds."""
    return tuple(
        way
        for way in housing.ways_from(
            housing.ways(),
            here=file.application.state_id,
            party="assessor",
            on=local_day(request.now),
        )
        if not {"stay", "bed"} & set(way.needs)
        and not housing.reasons_against_appeal(
            file, way, account_id=request.account.pk, on=local_day(request.now)
        )
    )
