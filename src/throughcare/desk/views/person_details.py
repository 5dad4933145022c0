"""What stands on a person besides groups of facts: birth, sex, language, death, and the papers that show or list something."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.person_forms import DeathForm, DetailsForm, PaperForm, RemovalForm
from throughcare.desk.person_history import said_before
from throughcare.desk.views.person_facts import version_sent
from throughcare.desk.views.subjects import Subject, subject_of, subject_to_change
from throughcare.documents import queries as documents
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.people import commands as change_people
from throughcare.people import queries as people
from throughcare.people.choices import FormerKind, PaperKind
from throughcare.probation import commands as change_probation

PAPERS: Final = {
    "photographs": (PaperKind.PHOTOGRAPH, "Photographs", "a photograph"),
    "previous-convictions": (
        PaperKind.CONVICTIONS,
        "Previous convictions",
        "a list of previous convictions",
    ),
}
MOST_HISTORY: Final = 50

Says = tuple[tuple[str, object], ...]


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: access.Request, crn: str) -> HttpResponse:
    """Change the date of birth, the sex or the language."""
    subject = subject_to_change(request, crn, part="change of details")
    if isinstance(subject, HttpResponse):
        return subject
    person = subject.profile.person
    known = {True: "yes", False: "no", None: "unknown"}[person.needs_interpreter]
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "born_on": person.born_on,
            "sex": person.sex,
            "first_language": person.first_language,
            "needs_interpreter": known,
        },
        is_change=True,
        warns="confirmed" in request.POST,
    )
    refusals: list[str] = []
    has_changed = False
    if form.is_bound and form.is_valid():
        try:
            change_people.correct_details(
                account_id=request.account.pk,
                crn=subject.crn,
                details=form.details,
                reason=form.reason_typed,
                confirmed=form.codes_confirmed,
                now=request.now,
                version=version_sent(request),
            )
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
            has_changed = "changed-since" in refused.codes
            if "swapped" in refused.codes:
                form = DetailsForm(request.POST, is_change=True, warns=True)
                form.is_valid()
        else:
            messages.success(request, "The change is saved.")
            return redirect("desk:person", crn=subject.crn)
    return _page(
        request,
        subject,
        form,
        title="Change date of birth, sex and language",
        refusals=refusals,
        version=people.version_of(person.pk, about=FormerKind.PERSON),
        says_now=_says(person, interpreter=known) if has_changed else (),
    )


def _says(person: Any, *, interpreter: str) -> Says:  # Any: a person of people
    return (
        ("Date of birth", f"{person.born_on:%-d %B %Y}" if person.born_on else ""),
        ("Sex", person.get_sex_display()),
        ("First language", person.first_language),
        ("Interpreter needed", {"yes": "Yes", "no": "No"}.get(interpreter, "Not known")),
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def death(request: access.Request, crn: str) -> HttpResponse:
    """Record that somebody died."""
    subject = subject_to_change(request, crn, part="death")
    if isinstance(subject, HttpResponse):
        return subject
    form = DeathForm(request.POST if request.method == "POST" else None)

    def record() -> None:
        change_probation.record_death(
            account_id=request.account.pk,
            crn=subject.crn,
            died_on=form.cleaned_data["died_on"],
            now=request.now,
        )

    return _done_or_asked(
        request,
        subject,
        form,
        do=record,
        title="Record a death",
        back=reverse("desk:person", kwargs={"crn": subject.crn}),
    )


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def papers(request: access.Request, crn: str, kind: str) -> HttpResponse:
    """Photographs, or lists of previous convictions, with those that were taken back."""
    of, title, one = _kind(kind)
    subject = subject_of(request, crn, part=kind)
    if isinstance(subject, HttpResponse):
        return subject
    today = local_day(request.as_at)
    kept = people.papers_of(subject.person_id, kind=of.value, on=today)
    before = people.history(subject.person_id, about=FormerKind.PAPER, limit=MOST_HISTORY)
    return render(
        request,
        "desk/person_papers.html",
        {
            "subject": subject,
            "kind": kind,
            "title": title,
            "one": one,
            "papers": kept,
            "recorders": people.recorders(kept),
            "before": said_before([each for each in before if each.said.get("kind") == of.value]),
            "may_change": subject.may_change and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request: access.Request, crn: str, kind: str) -> HttpResponse:
    """Keep another one."""
    of, _, one = _kind(kind)
    subject = subject_to_change(request, crn, part=f"new {kind}")
    if isinstance(subject, HttpResponse):
        return subject
    is_sent = request.method == "POST"
    form = PaperForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"of_day": local_day(request.now)},
    )

    def keep() -> None:
        sent: UploadedFile[bytes] = form.cleaned_data["file"]
        change_people.add_paper(
            account_id=request.account.pk,
            crn=subject.crn,
            kind=of,
            content=sent.read(),
            media_type=sent.content_type or "",
            of_day=form.cleaned_data["of_day"],
            now=request.now,
        )

    return _done_or_asked(
        request,
        subject,
        form,
        do=keep,
        title=f"Add {one}",
        back=reverse("desk:papers", kwargs={"crn": subject.crn, "kind": kind}),
    )


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def paper_content(request: access.Request, crn: str, kind: str, key: UUID) -> HttpResponse:
    """The bytes of one; that it was seen is on the trail. A photograph is shown, a list is saved."""
    of, _, _ = _kind(kind)
    subject = subject_of(request, crn, part=kind)
    if isinstance(subject, HttpResponse):
        return subject
    paper = people.paper(subject.person_id, key=key)
    if paper is None or paper.kind != of:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action=f"person.{of}-read",
        subject_kind="person",
        subject_reference=subject.crn,
        now=request.now,
        detail={"key": str(key)},
    )
    try:
        found = documents.content(paper.digest)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    if found.content is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.media_type)
    shown = "inline" if of is PaperKind.PHOTOGRAPH else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{subject.crn}-{kind}"'
    return answer


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def removal_of_paper(request: access.Request, crn: str, kind: str, key: UUID) -> HttpResponse:
    """Take back one that is not theirs."""
    _, _, one = _kind(kind)
    subject = subject_to_change(request, crn, part=f"removal of {kind}")
    if isinstance(subject, HttpResponse):
        return subject
    if people.paper(subject.person_id, key=key) is None:
        raise Http404
    form = RemovalForm(request.POST if request.method == "POST" else None)

    def remove() -> None:
        change_people.remove_paper(
            account_id=request.account.pk,
            crn=subject.crn,
            key=key,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )

    return _done_or_asked(
        request,
        subject,
        form,
        do=remove,
        title=f"Take back {one}",
        back=reverse("desk:papers", kwargs={"crn": subject.crn, "kind": kind}),
    )


def _kind(kind: str) -> tuple[PaperKind, str, str]:
    if kind not in PAPERS:
        raise Http404
    return PAPERS[kind]


def _done_or_asked(
    request: access.Request,
    subject: Subject,
    form: forms.Form,
    *,
    do: Callable[[], None],
    title: str,
    back: str,
) -> HttpResponse:
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            do()
        except Refused as refused:
            refusals = [reason.sentence for reason in refused.reasons]
        else:
            messages.success(request, "The change is saved.")
            return redirect(back)
    return _page(request, subject, form, title=title, refusals=refusals, back=back)


def _page(
    request: access.Request,
    subject: Subject,
    form: forms.Form,
    *,
    title: str,
    refusals: list[str],
    back: str = "",
    version: int | None = None,
    says_now: Says = (),
) -> HttpResponse:
    has_errors = bool(refusals or (form.is_bound and form.errors))
    return render(
        request,
        "desk/person_form.html",
        {
            "subject": subject,
            "form": form,
            "title": title,
            "refusals": refusals,
            "has_errors": has_errors,
            "back": back or reverse("desk:person", kwargs={"crn": subject.crn}),
            "version": version,
            "says_now": says_now,
        },
        status=422 if has_errors else 200,
    )
