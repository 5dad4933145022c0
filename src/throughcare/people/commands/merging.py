"""Making two records one, and taking that back (probation rules, 2.3). Another approves what somebody proposes."""

import json
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import queries, rules
from throughcare.people.commands.matching import mark_changed
from throughcare.people.events import MergeCompleted, MergeTakenBack
from throughcare.people.models import Merge, Person

_BOTH_HAVE_ONE = "TC012"


@transaction.atomic
def propose_merge(
    *, account_id: int, survivor_crn: str, merged_crn: str, reason: str, now: datetime
) -> Merge:
    """Ask for a record to go on under the CRN of another; nothing moves until somebody else approves.

    Raises:
        PermissionDenied: the account may change neither, or there is no such record that it may know.
        Refused: one is closed to it, it was asked for already, they are the same, it does not say why, or they may not be
            made one; carries every reason.
    """
    survivor, merged = _both(survivor_crn, merged_crn)
    reasons = (
        []
        if reason.strip()
        else [Reason("no-reason", "Say how you know that they are one person.")]
    )
    if Merge.objects.filter(merged__in=[survivor, merged], is_approved=None).exists():
        reasons.append(
            Reason("proposed-already", "It was proposed already, and waits for another.")
        )
    reasons += _reasons_against(survivor, merged)
    if reasons:
        raise Refused(reasons)
    made = Merge.objects.create(
        survivor=survivor,
        merged=merged,
        reason=reason.strip(),
        proposed_by_id=account_id,
        proposed_at=now,
    )
    made.refresh_from_db(fields=["key"])
    _audit(made, account_id=account_id, action="person.merge-proposed", now=now)
    return made


@transaction.atomic
def approve_merge(*, account_id: int, merge: Merge, now: datetime) -> None:
    """Make two records one, as another proposed: everything moves to the survivor, in one transaction, and each move is kept.

    Raises:
        PermissionDenied: the account may change neither.
        Refused: it proposed that itself, it was answered, or they may not be made one any more; carries every reason.
    """
    _hold_for_an_answer(merge, account_id=account_id)
    if reasons := _reasons_against(merge.survivor, merge.merged):
        raise Refused(reasons)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT people_carry_out_merge(%s, %s::jsonb)",
                [merge.pk, json.dumps(queries.places())],
            )
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _BOTH_HAVE_ONE:
            raise
        raise Refused.because("both-have-one", _both_have(error)) from None
    for person in (merge.survivor, merge.merged):
        mark_changed(person.pk)
    outbox.publish(MergeCompleted(crn=merge.survivor.crn, merged_crn=merge.merged.crn), now=now)
    _audit(merge, account_id=account_id, action="person.merged", now=now)


@transaction.atomic
def decline_merge(*, account_id: int, merge: Merge, answer: str, now: datetime) -> None:
    """Say why two records are not made one.

    Raises:
        PermissionDenied: the account may change neither.
        Refused: it proposed that itself, it was answered, or it does not say why.
    """
    _hold_for_an_answer(merge, account_id=account_id)
    if not answer.strip():
        raise Refused.because("no-answer", "Say why they are not made one record.")
    Merge.objects.filter(pk=merge.pk, is_approved=None).update(
        is_approved=False, answer=answer.strip(), answered_by_id=account_id, answered_at=now
    )
    _audit(merge, account_id=account_id, action="person.merge-declined", now=now)


@transaction.atomic
def take_back_merge(*, account_id: int, merge: Merge, reason: str, now: datetime) -> None:
    """Part two records again: all that the merge moved goes back, and what was written since stays with the survivor.

    Raises:
        PermissionDenied: the account may not change the survivor.
        Refused: it does not say why, the merge does not stand, or something has come in the place of what would go back.
    """
    if not queries.may_change(merge.survivor.pk):
        raise PermissionDenied
    reasons = [] if reason.strip() else [Reason("no-reason", "Say why they are two people.")]
    standing = Merge.objects.filter(pk=merge.pk, is_approved=True, undone_at=None)
    if not standing.exists():
        reasons.append(Reason("not-merged", "These records are not merged."))
    if reasons:
        raise Refused(reasons)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT people_take_back_merge(%s, %s)", [merge.pk, reason.strip()])
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "")[:2] != "23":
            raise
        raise Refused.because(
            "replaced-since",
            "Something was recorded since in the place of what would go back: end that first.",
        ) from None
    for person in (merge.survivor, merge.merged):
        mark_changed(person.pk)
    outbox.publish(MergeTakenBack(crn=merge.survivor.crn, merged_crn=merge.merged.crn), now=now)
    _audit(merge, account_id=account_id, action="person.unmerged", now=now)


def _both(survivor_crn: str, merged_crn: str) -> tuple[Person, Person]:
    """Both records, locked by CRN, whom the account may know and of whom it may change one."""
    if survivor_crn == merged_crn:
        raise Refused.because("same-record", "Enter the CRN of another record.")
    closed = [crn for crn in (survivor_crn, merged_crn) if queries.refusals(crn)]
    if closed:
        raise Refused.because(
            "limited-access", f"{closed[0]} is closed to you: somebody who may open it decides."
        )
    found = {
        person.crn: person
        for person in Person.objects.filter(crn__in=[survivor_crn, merged_crn]).order_by("crn")
    }
    if len(found) != 2 or not any(queries.may_change(person.pk) for person in found.values()):  # noqa: PLR2004  both
        raise PermissionDenied
    with connection.cursor() as cursor:
        for crn in sorted(found):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('merge ' || %s))", [crn])
    return found[survivor_crn], found[merged_crn]


def _both_have(error: DatabaseError) -> str:
    """What each record has of which there can be one alone, as the room that keeps it calls it."""
    said = str(getattr(getattr(error.__cause__, "diag", None), "message_primary", ""))
    called = queries.called(said.rpartition(" ")[2])
    which = f": {called[0].lower()}{called[1:]}" if called else ""
    return (
        f"Each record has something of which there can be one alone{which}. End one of them first."
    )


def _hold_for_an_answer(merge: Merge, *, account_id: int) -> None:
    _both(merge.survivor.crn, merge.merged.crn)
    if not Merge.objects.filter(pk=merge.pk, is_approved=None).exists():
        raise Refused.because("answered", "This was answered already.")
    if merge.proposed_by_id == account_id:
        raise Refused.because("own-proposal", "Somebody other than you approves what you proposed.")


def _reasons_against(survivor: Person, merged: Person) -> list[Reason]:
    facing = queries.facing(survivor, merged)
    reasons = rules.reasons_against_merge(
        noms=facing.noms,
        born_on=(survivor.born_on, merged.born_on),
        pnc=facing.pnc,
        hindrances=facing.hindrances,
    )
    if any(queries.is_merged(person.pk) for person in (survivor, merged)):
        reasons.append(Reason("merged-already", "One of the records was merged into another."))
    return reasons


def _audit(merge: Merge, *, account_id: int, action: str, now: datetime) -> None:
    audit.record_many(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_references=[merge.survivor.crn, merge.merged.crn],
        now=now,
    )
