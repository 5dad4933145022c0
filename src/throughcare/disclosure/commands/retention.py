"""Whether a record is kept: proposed by night, decided by two people, removed by the worker. Nothing goes by itself."""

from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.disclosure import queries, rules, terms
from throughcare.disclosure.choices import GOES_ON, UNDECIDED, HoldKind, ProposalState
from throughcare.disclosure.commands.copying import QUEUE
from throughcare.disclosure.models import Hold, Proposal, Round
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries as people

REMOVE: Final = "disclosure.remove"
AT_ONCE: Final = 500
A_NIGHT: Final = 40
"""How many times that many closed cases are looked at in a night."""


def propose(*, now: datetime, limit: int = AT_ONCE) -> bool:
    """Look at the next closed cases, and propose those records that were kept for as long as they may be. For the engine.

    Whether there is more to look at in this round. The next call after the last begins another.
    """
    walked, _ = Round.objects.get_or_create(ended_at=None, defaults={"begun_at": now})
    found = queries.closed_after(
        closed_at=walked.closed_at,
        case_key=walked.case_key,
        before=now - timedelta(days=365 * min(_years(now.date()))),
        limit=limit,
    )
    facts = queries.facts_of({person for _, _, person in found})
    due = {
        person: verdict
        for person, known in facts.items()
        for verdict in [rules.verdict(known, schedules=terms.schedules(), on=now.date())]
        if verdict.may_go(on=now.date())
    }
    kept = Proposal.objects.filter(person__in=due, kept_until__gt=now.date())
    for person in [*kept.values_list("person", flat=True)]:
        due.pop(person, None)
    waiting = Proposal.objects.filter(person__in=due, state__in=GOES_ON)
    for person in [*waiting.values_list("person", flat=True)]:
        due.pop(person, None)
    Proposal.objects.bulk_create(
        Proposal(person_id=person, rule=verdict.rule, due_on=verdict.due_on, proposed_at=now)
        for person, verdict in sorted(due.items())
        if verdict.due_on is not None
    )
    is_over = len(found) < limit
    walked.looked_at += len(found)
    walked.proposed += len(due)
    if found:
        walked.case_key, walked.closed_at, _ = found[-1]
    walked.ended_at = now if is_over else None
    walked.save()
    return not is_over


def _years(on: date) -> list[int]:
    schedule = max(
        (each for each in terms.schedules() if each.starts_on <= on),
        key=lambda each: each.starts_on,
    )
    return [*schedule.years.values(), schedule.otherwise]


@transaction.atomic
def agree_to_remove(*, account_id: int, crn: str, now: datetime) -> Proposal:
    """Say that a record that was proposed may go; once somebody else has said so too, the worker removes it.

    Raises:
        PermissionDenied: the account may not decide about this record.
        Refused: it was not proposed, something holds it back now, or the account has said so already; carries every reason.
    """
    person_id = _held_for(crn)
    found = _waiting(person_id)
    verdict = queries.verdict_of(person_id, on=now.date())
    reasons = _reasons_to_keep(verdict, on=now.date())
    if found is None:
        reasons.append(Reason("not-proposed", "This record does not wait for a decision."))
    elif found.first_by_id == account_id:
        reasons.append(Reason("own-decision", "Somebody other than you has to agree as well."))
    if reasons or found is None:
        raise Refused(reasons)
    if found.first_by_id is None:
        found.state = ProposalState.AGREED
        found.first_by_id, found.first_at = account_id, now
    else:
        found.state = ProposalState.APPROVED
        found.second_by_id, found.second_at = account_id, now
    found.save(
        update_fields=["state", "first_by_id", "first_at", "second_by_id", "second_at"],
    )
    _trail(crn, account_id=account_id, action="record.removal-agreed", now=now)
    if found.state == ProposalState.APPROVED:
        app.configure_task(REMOVE, lock=f"remove {found.pk}", queue=QUEUE).defer(
            proposal_id=found.pk
        )
    return found


@transaction.atomic
def keep(*, account_id: int, crn: str, answer: str, until: date, now: datetime) -> None:
    """Keep a record that was proposed until a day, and say why; it is not proposed again before.

    Raises:
        PermissionDenied: the account may not decide about this record.
        Refused: it was not proposed, the day is not ahead, or nothing is said; carries every reason.
    """
    found = _waiting(_held_for(crn))
    reasons = []
    if found is None:
        reasons.append(Reason("not-proposed", "This record does not wait for a decision."))
    if until <= now.date():
        reasons.append(Reason("not-ahead", "The day until which it is kept must be ahead."))
    if not answer.strip():
        reasons.append(Reason("no-answer", "Say why it is kept."))
    if reasons or found is None:
        raise Refused(reasons)
    found.state, found.kept_until, found.answer = ProposalState.KEPT, until, answer.strip()
    found.second_by_id, found.second_at = account_id, now
    found.save(update_fields=["state", "kept_until", "answer", "second_by_id", "second_at"])
    _trail(crn, account_id=account_id, action="record.kept", now=now)


@transaction.atomic
def hold(*, account_id: int, crn: str, kind: HoldKind, reason: str, now: datetime) -> Hold:
    """Keep a record whatever its age, until somebody lifts it.

    Raises:
        PermissionDenied: the account may not decide about this record.
        Refused: it is held so already, or nothing is said; carries every reason.
    """
    person_id = _held_for(crn)
    reasons = [] if reason.strip() else [Reason("no-reason", "Say why the record is held.")]
    if Hold.objects.filter(person=person_id, kind=kind, lifted_at=None).exists():
        reasons.append(Reason("held", "The record is held for this already."))
    if reasons:
        raise Refused(reasons)
    made = Hold.objects.create(
        person_id=person_id, kind=kind, reason=reason.strip(), set_by_id=account_id, set_at=now
    )
    _trail(crn, account_id=account_id, action="record.held", now=now)
    return made


@transaction.atomic
def lift(*, account_id: int, crn: str, kind: HoldKind, now: datetime) -> None:
    """Let a record go its way again. Twice is once.

    Raises:
        PermissionDenied: the account may not decide about this record.
    """
    standing = Hold.objects.filter(person=_held_for(crn), kind=kind, lifted_at=None)
    if standing.update(lifted_by_id=account_id, lifted_at=now):
        _trail(crn, account_id=account_id, action="record.let-go", now=now)


def _held_for(crn: str) -> int:
    access.require(action=Action.REMOVE)
    profile = people.profile(crn=crn)
    if profile is None or not queries.may_remove(profile.person.pk):
        raise PermissionDenied
    return int(profile.person.pk)


def _waiting(person_id: int) -> Proposal | None:
    return (
        Proposal.objects.select_for_update(no_key=True)
        .filter(person=person_id, state__in=UNDECIDED)
        .first()
    )


def _reasons_to_keep(verdict: rules.Verdict | None, *, on: date) -> list[Reason]:
    if verdict is None or verdict.may_go(on=on):
        return []
    return [Reason("held-back", f"{words}.") for words in verdict.held_by] or [
        Reason("too-early", "The record has to be kept for longer.")
    ]


def _trail(crn: str, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_reference=crn,
        now=now,
    )
