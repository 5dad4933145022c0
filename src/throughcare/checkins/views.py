"""What whoever was sent a link answers a check-in on, without signing in, in English and in Welsh.

Whoever is signed in on the same telephone acts for nobody here: a link opens its one check-in and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.checkins import commands, queries
from throughcare.checkins.choices import Help, Wellbeing
from throughcare.checkins.forms import FEELINGS, HELPS, QuestionsForm, VideoForm, WhoForm
from throughcare.checkins.rules.links import digest_of
from throughcare.clock import queries as clock
from throughcare.govuk import errors
from throughcare.kernel.refusals import Refused

KEPT_AS: Final = "checkin"
"""What the session keeps: which link somebody said for who they are, and the proof of it."""
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page of a link in a language; `suffix` is that of the names of its addresses."""

    request: access.Request
    token: str
    language: str

    @property
    def is_welsh(self) -> bool:
        return self.language == "cy"

    @property
    def suffix(self) -> str:
        return "_cy" if self.is_welsh else ""

    @property
    def proof(self) -> str:
        kept = self.request.session.get(KEPT_AS) or {}
        return str(kept.get("proof", "")) if kept.get("link") == digest_of(self.token) else ""

    @property
    def state(self) -> str:
        return queries.link_state(self.token, proof=self.proof, now=self.request.now)

    @property
    def draft(self) -> queries.Draft | None:
        return queries.draft_of(self.token, proof=self.proof, now=self.request.now)

    def to(self, step: str) -> HttpResponse:
        return redirect(f"checkins:{step}{self.suffix}", token=self.token)

    def shows(
        self, template: str, *, step: str, status: int = 200, **more: Any
    ) -> HttpResponse:  # Any: what a template takes
        return render(
            self.request,
            f"checkins/{template}.html",
            {
                "token": self.token,
                "step": step,
                "is_welsh": self.is_welsh,
                "suffix": self.suffix,
                **more,
            },
            status=status,
        )


Page = Callable[[Asked], HttpResponse]


def _by_link(page: Page) -> Callable[..., HttpResponse]:
    """A page of a link: for everybody, counted, in its language, with nobody pinned."""

    @login_not_required
    @wraps(page)
    def asked(request: access.Request, token: str, language: str) -> HttpResponse:
        request.visitor = None
        with (
            translation.override(language),
            change_access.acting_as(account_id=None, now=request.now),
        ):
            wait = change_access.count_visit(
                of=access.address_of(request),
                most=settings.PUBLIC_PAGES_LIMIT,
                machine_now=clock.machine_now(),
            )
            if wait is not None:
                return errors.too_many(request, seconds=ceil(wait.total_seconds()))
            return page(Asked(request=request, token=token, language=language))

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def start(asked: Asked) -> HttpResponse:
    """Who somebody is. What is wrong is not told apart, and is counted."""
    state = asked.state
    if state == "proven":
        return asked.to("video")
    if state != "open":
        return _over(asked, state)
    digits = queries.crn_digits(asked.request.now)
    form = WhoForm(asked.request.POST if asked.request.method == "POST" else None, digits=digits)
    refusals: list[str] = []
    if asked.request.method == "POST" and form.is_valid():
        answer, proof = commands.prove(
            token=asked.token, now=asked.request.now, **form.cleaned_data
        )
        if answer == "proven":
            asked.request.session[KEPT_AS] = {"link": digest_of(asked.token), "proof": proof}
            return asked.to("video")
        if answer != "wrong":
            return _over(asked, answer)
        refusals = [
            _(
                "What you entered does not match what we hold. Check your name, date of birth and CRN."
            )
        ]
    has_errors = bool(refusals or form.errors)
    return asked.shows(
        "start",
        step="start",
        form=form,
        refusals=refusals,
        has_errors=has_errors,
        status=422 if has_errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def video(asked: Asked) -> HttpResponse:
    """A short video of one's face: a file, which a telephone offers to record."""
    draft = asked.draft
    if draft is None:
        return asked.to("start")
    request = asked.request
    form = VideoForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["video"]
        most = settings.CHECKIN_VIDEO_BYTES
        try:
            commands.keep_video(
                token=asked.token,
                proof=asked.proof,
                # Of what is too large no more is read than tells that it is.
                content=file.read(most + 1),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [_said_of_video(code) for code in refusal.codes]
        except commands.TooMany:
            refusals = [_("You have sent as many videos as you can. The last one will be used.")]
        except commands.Gone:
            return asked.to("start")
        else:
            return asked.to("answers" if draft.is_answered else "questions")
    has_errors = bool(refusals or form.errors)
    return asked.shows(
        "video",
        step="video",
        form=form,
        refusals=refusals,
        has_errors=has_errors,
        has_video=draft.videos > 0,
        next_step="answers" if draft.is_answered else "questions",
        megabytes=settings.CHECKIN_VIDEO_BYTES // MEGABYTE,
        status=422 if has_errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def questions(asked: Asked) -> HttpResponse:
    draft = asked.draft
    if draft is None:
        return asked.to("start")
    if not draft.videos:
        return asked.to("video")
    request = asked.request
    form = QuestionsForm(
        request.POST if request.method == "POST" else None, initial=_initial(draft)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.answer(
                token=asked.token,
                proof=asked.proof,
                answers=commands.Answers(
                    wellbeing=Wellbeing(said["wellbeing"]),
                    wellbeing_words=said["wellbeing_words"],
                    helps=[Help(each) for each in said["helps"]],
                    help_words=said["help_words"],
                    wants_contact=said["wants_contact"] == "yes",
                    contact_words=said["contact_words"],
                ),
                now=request.now,
            )
        except commands.Gone:
            return asked.to("start")
        return asked.to("answers")
    has_errors = bool(form.errors)
    return asked.shows(
        "questions",
        step="questions",
        form=form,
        has_errors=has_errors,
        status=422 if has_errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def answers(asked: Asked) -> HttpResponse:
    """What was answered, to be checked and handed in."""
    draft = asked.draft
    if draft is None:
        return asked.to("start")
    if not draft.is_whole:
        return asked.to("questions" if draft.videos else "video")
    if asked.request.method == "POST":
        if not commands.submit(token=asked.token, proof=asked.proof, now=asked.request.now):
            return asked.to("start")
        asked.request.session.pop(KEPT_AS, None)
        return redirect(f"checkins:done{asked.suffix}")
    return asked.shows(
        "answers",
        step="answers",
        draft=draft,
        feels=dict(FEELINGS)[draft.wellbeing],
        helps=[words for code, words in HELPS if code in draft.helps],
    )


@login_not_required
@require_safe
def done(request: access.Request, language: str) -> HttpResponse:
    """That it is done. It says nothing of anybody, so that anybody may see it."""
    request.visitor = None
    with translation.override(language):
        return Asked(request=request, token="", language=language).shows("done", step="done")


def _over(asked: Asked, state: str) -> HttpResponse:
    """That a link opens nothing: one that was used, ended or never was is not told from the others."""
    return asked.shows(
        "over",
        step="start",
        is_locked=state == "locked",
        status=HTTPStatus.FORBIDDEN if state == "locked" else HTTPStatus.NOT_FOUND,
    )


def _said_of_video(code: str) -> str:
    match code:
        case "empty":
            return _("The file is empty. Record the video again.")
        case "video-too-large":
            return _("The video must be smaller than %(megabytes)s MB. Record a shorter one.") % {
                "megabytes": settings.CHECKIN_VIDEO_BYTES // MEGABYTE
            }
        case "no-video":
            return _("The file must be a video: MP4, MOV, 3GP or WebM.")
        case _:
            return _("The video cannot be taken. Record it again.")


def _initial(draft: queries.Draft) -> dict[str, Any]:  # Any: of each field its own
    contact = ("yes" if draft.wants_contact else "no") if draft.is_answered else None
    return {
        "wellbeing": draft.wellbeing,
        "wellbeing_words": draft.wellbeing_words,
        "helps": list(draft.helps),
        "help_words": draft.help_words,
        "wants_contact": contact,
        "contact_words": draft.contact_words,
    }
