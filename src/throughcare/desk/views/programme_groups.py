"""Groups that do a programme together: their people, their sessions, and the register of each."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.programme_forms import GroupForm, GroupSessionForm, RegisterForm
from throughcare.desk.seats import seats_now
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.services import commands as change_services
from throughcare.services import queries as services


@who(Action.WRITE_CASE)
@require_safe
def groups(request: access.Request) -> HttpResponse:
    """The groups of the visitor's provider that run or are to run, in pages."""
    units = {
        unit
        for owner in {seat.owner_id for seat in seats_now(request)}
        for unit in probation.units_under(owner, at=request.now)
    }
    found = services.groups(unit_ids=units, on=local_day(request.now))
    page = paging(request, total=found.count())
    return render(
        request, "desk/programme_groups.html", {"groups": list(found[page.slice]), "page": page}
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: access.Request) -> HttpResponse:
    """Begin a group of the visitor's unit."""
    seats = seats_now(request)
    offices = {
        office.code: office
        for owner in {seat.owner_id for seat in seats}
        for office in probation.offices(owner_id=owner, at=request.now)
    }
    form = GroupForm(
        _posted(request),
        programmes=services.programmes(),
        offices=[(code, office.name) for code, office in offices.items()],
    )
    refusals: list[str] = []
    if request.method == "POST" and seats and form.is_valid():
        read = form.cleaned_data
        try:
            made = change_services.add_group(
                account_id=request.account.pk,
                unit_id=seats[0].holder_id,
                office_id=offices[read["office"]].unit_id,
                name=read["name"],
                programme=read["programme"],
                places=read["places"],
                starts_on=read["starts_on"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The group is begun.")
            return redirect("desk:programme_group", code=made.code)
    return _form(request, form, refusals, title="New group", back="/programme-groups")


@who(Action.WRITE_CASE)
@require_safe
def group(request: access.Request, code: str) -> HttpResponse:
    """Who is in a group, and its sessions."""
    found = _found(code)
    members = services.members(found.pk)
    cards = _cards(request, members)
    sessions = services.group_sessions(found.pk)
    page = paging(request, total=sessions.count())
    return render(
        request,
        "desk/programme_group.html",
        {
            "group": found,
            "members": [(each, cards.get(each.case_id)) for each in members],
            "taken": services.places_taken(found.pk),
            "sessions": list(sessions[page.slice]),
            "page": page,
            "may_keep": services.may_keep_group(found),
            "now": request.now,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def arranging(request: access.Request, code: str) -> HttpResponse:
    """Hold a time for everybody in a group."""
    found = _found(code)
    posts = {
        seat.code: seat
        for seat in probation.seats_under(holder_ids=[found.unit_id], at=request.now)
        if seat.account_id is not None
    }
    form = GroupSessionForm(
        _posted(request),
        posts=[(seat.code, f"{seat.officer} ({seat.code})") for seat in posts.values()],
        initial={"day": local_day(request.now), "minutes": "120"},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        second = posts.get(form.cleaned_data["second"])
        try:
            made = change_services.arrange_group_session(
                account_id=request.account.pk,
                group_code=code,
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                facilitator_post_id=posts[form.cleaned_data["facilitator"]].post_id,
                second_post_id=second.post_id if second else None,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Session {made.number} is arranged for everybody.")
            return redirect("desk:programme_group", code=code)
    back = f"/programme-groups/{code}"
    return _form(request, form, refusals, title=f"New session of {found.name}", back=back)


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: access.Request, code: str, number: int) -> HttpResponse:
    """The register of a session: what happened, for everybody, in one save."""
    found = _found(code)
    session = services.group_session(found.pk, number=number)
    if session is None:
        raise Http404
    attended = services.attended_of(session)
    cards = probation.cards([each.case_id for each in attended], at=request.now)
    _note(request, [card.crn for card in cards.values()])
    may_record = services.may_keep_group(found) and session.starts_at <= request.now
    waiting = {
        cards[each.case_id].crn: each.referral_id
        for each in attended
        if may_record and not each.outcome and cards[each.case_id].is_writable
    }
    form = RegisterForm(_posted(request), people=waiting, outcomes=services.register_outcomes())
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            count = change_services.record_register(
                account_id=request.account.pk,
                group_code=code,
                number=number,
                lines=form.lines,
                now=request.now,
            )
        except change_services.RegisterRefused as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"The register is saved for {count}.")
            return redirect("desk:programme_register", code=code, number=number)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/programme_register.html",
        {
            "group": found,
            "session": session,
            "people": [(cards[each.case_id], each) for each in attended],
            "waiting": waiting,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _form(
    request: access.Request,
    form: GroupForm | GroupSessionForm,
    refusals: list[str],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/programme_form.html",
        {
            "form": form,
            "title": title,
            "back": back,
            "refusals": refusals,
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )


def _posted(request: access.Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _found(code: str) -> services.ProgrammeGroup:
    """A group under its code.

    Raises:
        Http404: there is none.
    """
    found = services.group(code)
    if found is None:
        raise Http404
    return found


def _cards(
    request: access.Request, members: tuple[services.Member, ...]
) -> dict[int, probation.Card]:
    """Who the members are, as far as the visitor may know; the reading is written to the trail."""
    _note(request, [each.crn for each in members])
    return probation.cards([each.case_id for each in members], at=request.now)


def _note(request: access.Request, crns: list[str]) -> None:
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action="programme-group.read",
            subject_kind="case",
            subject_references=sorted(crns),
            now=request.now,
        )
