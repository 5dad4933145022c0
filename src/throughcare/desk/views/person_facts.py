"""What is known of a person, group by group: shown with its history, added, put right, ended and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.person_forms import EndForm, RemovalForm
from throughcare.desk.person_groups import EQUALITY, GROUPS, By, Group, shown, unasked
from throughcare.desk.person_history import said_before
from throughcare.desk.views.subjects import Subject, subject_of, subject_to_change
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.people import commands as change_people
from throughcare.people import queries as people

MOST_HISTORY = 50


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a form for putting something right is filled with: its version, and what it says as the page of its group has it."""

    version: int
    says: tuple[tuple[str, object], ...]


def version_sent(request: access.Request) -> int | None:
    """The version of what was read when the form was asked for; none where a page from before sends none."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None  # noqa: PLR2004  digits of a version


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def facts(request: access.Request, crn: str, group: str) -> HttpResponse:
    """One group: what holds, what held, and what was said before it was changed."""
    of = _group(group)
    subject = subject_of(request, crn, part=of.slug)
    if isinstance(subject, HttpResponse):
        return subject
    today = local_day(request.as_at)
    rows = of.rows(subject.profile, today)
    before = people.history(subject.person_id, about=of.about, limit=MOST_HISTORY)
    return render(
        request,
        "desk/person_facts.html",
        {
            "subject": subject,
            "group": of,
            "rows": shown(of, rows, recorders=people.recorders(rows), today=today),
            "unasked": unasked(rows, today=today) if of is EQUALITY else (),
            "before": said_before(before),
            "today": today,
            "may_change": subject.may_change and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_fact(request: access.Request, crn: str, group: str) -> HttpResponse:
    """Add one to a group: the form, and what it sends."""
    of = _group(group)
    subject = subject_to_change(request, crn, part=f"new {of.slug}")
    if isinstance(subject, HttpResponse):
        return subject
    about = request.GET.get("about", "")
    form = of.form(
        _sent(request, subject),
        initial={"starts_on": local_day(request.now), "kind": about, "status": about},
        warns="confirmed" in request.POST,
    )
    return _asked(request, subject, of, form, title=f"Add {of.one}", do=lambda by: of.add(by, form))


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_of_fact(request: access.Request, crn: str, group: str, key: UUID) -> HttpResponse:
    """Put one right: the form with what it says now, and what it sends."""
    of = _group(group)
    subject = subject_to_change(request, crn, part=f"change of {of.slug}")
    if isinstance(subject, HttpResponse):
        return subject
    row = of.row(subject.profile, key, on=local_day(request.now))
    form = of.form(
        _sent(request, subject),
        initial=dict(of.initial(row)),
        is_change=True,
        warns="confirmed" in request.POST,
    )
    return _asked(
        request,
        subject,
        of,
        form,
        title=f"Change {of.one}",
        do=lambda by: of.correct(by, key, form),
        read=Read(
            version=people.version_of(subject.person_id, about=of.about, key=key),
            says=tuple(of.facts(row)),
        ),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_of_fact(request: access.Request, crn: str, group: str, key: UUID) -> HttpResponse:
    """Say that one does not hold any more: the form, and what it sends."""
    of = _group(group)
    end = of.end
    if end is None:
        raise Http404
    subject = subject_to_change(request, crn, part=f"end of {of.slug}")
    if isinstance(subject, HttpResponse):
        return subject
    of.row(subject.profile, key, on=local_day(request.now))
    form = EndForm(_sent(request, subject), initial={"ends_on": local_day(request.now)})
    if of.slug != "addresses":
        del form.fields["reason"]
    return _asked(
        request, subject, of, form, title=f"End {of.one}", do=lambda by: end(by, key, form)
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def removal_of_fact(request: access.Request, crn: str, group: str, key: UUID) -> HttpResponse:
    """Take one back that was never so: the form, and what it sends."""
    of = _group(group)
    remove = of.remove
    if remove is None:
        raise Http404
    subject = subject_to_change(request, crn, part=f"removal of {of.slug}")
    if isinstance(subject, HttpResponse):
        return subject
    of.row(subject.profile, key, on=local_day(request.now))
    form = RemovalForm(_sent(request, subject))
    return _asked(
        request,
        subject,
        of,
        form,
        title=f"Take back {of.one}",
        do=lambda by: remove(by, key, form.cleaned_data["reason"]),
    )


@who(Action.WRITE_CASE)
@require_POST
def verification(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """Say that the visitor made sure of an address."""
    subject = subject_to_change(request, crn, part="verification of an address")
    if isinstance(subject, HttpResponse):
        return subject
    try:
        change_people.verify_address(
            account_id=request.account.pk, crn=subject.crn, key=key, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The address is verified.")
    return redirect("desk:person_facts", crn=subject.crn, group="addresses")


def _group(slug: str) -> Group:
    if slug not in GROUPS:
        raise Http404
    return GROUPS[slug]


def _sent(request: access.Request, subject: Subject) -> dict[str, str] | None:
    """What was sent, if anything was; with the person's own address where somebody lives at it."""
    if request.method != "POST":
        return None
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    home = subject.profile.main_address
    if typed.get("is_same_address") and home is not None:
        typed |= {"lines": home.lines, "postcode": home.postcode}
    return typed


def _asked(
    request: access.Request,
    subject: Subject,
    of: Group,
    form: forms.Form,
    *,
    title: str,
    do: Callable[[By], object],
    read: Read | None = None,
) -> HttpResponse:
    """The form, or, where what was sent is right, its group again with that done."""
    refusals: list[str] = []
    has_changed = False
    if form.is_bound and form.is_valid():
        by = By(
            account_id=request.account.pk,
            crn=subject.crn,
            now=request.now,
            version=version_sent(request),
        )
        try:
            do(by)
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
            has_changed = "changed-since" in refused.codes
            if "swapped" in refused.codes:
                form = _to_confirm(request, of, form)
        else:
            messages.success(request, "The change is saved.")
            return redirect("desk:person_facts", crn=subject.crn, group=of.slug)
    has_errors = bool(refusals or (form.is_bound and form.errors))
    return render(
        request,
        "desk/person_form.html",
        {
            "subject": subject,
            "form": form,
            "back": reverse("desk:person_facts", kwargs={"crn": subject.crn, "group": of.slug}),
            "title": title,
            "refusals": refusals,
            "has_errors": has_errors,
            "version": read.version if read else None,
            "says_now": read.says if read and has_changed else (),
        },
        status=422 if has_errors else 200,
    )


def _to_confirm(request: access.Request, of: Group, form: forms.Form) -> forms.Form:
    """The same form with the box by which a warning is confirmed."""
    again = of.form(request.POST, is_change="reason" in form.fields, warns=True)
    again.is_valid()
    return again
