"""Whose page it is: the person under a CRN, as much of them as the visitor may know, and the trail of having read it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.desk.doors import limited, note_reading
from throughcare.disclosure import queries as disclosure
from throughcare.people import queries as people
from throughcare.probation import queries as probation


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person whose record is not closed to the visitor. `card` is of their case, if there is one."""

    crn: str
    profile: people.Profile
    card: probation.Card | None
    may_change: bool

    @property
    def person_id(self) -> int:
        return int(self.profile.person.pk)

    @property
    def name(self) -> str:
        return self.profile.name or self.crn


def subject_of(request: access.Request, crn: str, *, part: str) -> Subject | HttpResponse:
    """The person whose record, and case where there is one, the visitor may read in full; or what is shown instead.

    Raises:
        Http404: nobody has, or ever had, this CRN.
    """
    card = probation.card_of(crn, at=request.as_at)
    if card is not None:
        note_reading(request, card, part=part)
        if card.is_refused:
            return limited(request, card.crn)
        if not card.is_open:
            return redirect("desk:person", crn=crn)
    profile = people.profile(crn=crn)
    if profile is None:
        return elsewhere(request, crn)
    if card is None:
        audit.record(
            account_id=request.account.pk,
            action="person.read",
            subject_kind="person",
            subject_reference=crn,
            now=request.now,
            detail={"part": part},
        )
    return Subject(
        crn=crn,
        profile=profile,
        card=card,
        may_change=people.may_change(profile.person.pk),
    )


def elsewhere(request: access.Request, crn: str) -> HttpResponse:
    """The record that a former CRN leads to, or that it is closed."""
    if people.refusals(crn):
        audit.record(
            account_id=request.account.pk,
            action="person.refused",
            subject_kind="person",
            subject_reference=crn,
            now=request.now,
        )
        return limited(request, crn)
    former = people.crn_that_replaced(crn)
    if former is None:
        stone = disclosure.tombstone(crn)
        if stone is not None:
            return render(request, "desk/removed.html", {"stone": stone}, status=410)
        raise Http404
    return redirect("desk:person", crn=former)


def subject_to_change(request: access.Request, crn: str, *, part: str) -> Subject | HttpResponse:
    """The person, where the visitor may change who they are; their page where not."""
    subject = subject_of(request, crn, part=part)
    if isinstance(subject, Subject) and not subject.may_change:
        messages.warning(request, "You may not change this person. Ask whoever has the case.")
        return redirect("desk:person", crn=subject.crn)
    return subject
