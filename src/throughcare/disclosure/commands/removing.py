"""Removing a record that two people decided about, across all rooms. For the worker."""

import json
from datetime import datetime

from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.disclosure import queries, rules, terms
from throughcare.disclosure.choices import ProposalState
from throughcare.disclosure.events import RecordRemoved
from throughcare.disclosure.models import Proposal, Tombstone
from throughcare.outbox import commands as outbox


@transaction.atomic
def remove(*, proposal_id: int, now: datetime) -> list[Tombstone]:
    """Remove a person and all that hangs from them, and say so under each CRN; nothing where it may not go any more.

    Records that were merged into theirs go too. Entries of the trail stay: they know a CRN and no more.
    Nothing is removed while a reform is between its staging and its sign-off, whose books it would change.
    """
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=proposal_id, state=ProposalState.APPROVED)
        .first()
    )
    if found is None:
        return []
    facts = queries.facts_of([found.person_id])[found.person_id]
    verdict = rules.verdict(facts, schedules=terms.schedules(), on=now.date())
    if not verdict.may_go(on=now.date()):
        Proposal.objects.filter(pk=found.pk).update(state=ProposalState.LAPSED)
        _trail(found.person.crn, action="record.removal-lapsed", now=now)
        return []
    if queries.is_reform_open():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select disclosure_remove(%s, %s, %s::jsonb, %s::jsonb)",
            [found.pk, now, json.dumps(queries.pointers()), json.dumps(queries.contents())],
        )
        crns = [crn for (crn,) in cursor.fetchall()]
    gone = list(Tombstone.objects.filter(crn__in=crns).order_by("crn"))
    for each in gone:
        outbox.publish(RecordRemoved(crn=each.crn, rule=each.rule, due_on=each.due_on), now=now)
        _trail(each.crn, action="record.removed", now=now)
    return gone


def approved() -> list[int]:
    """Proposals that two people agreed to and that are not carried out yet, by their keys."""
    return list(
        Proposal.objects.filter(state=ProposalState.APPROVED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _trail(crn: str, *, action: str, now: datetime) -> None:
    audit.record(
        account_id=None, action=action, subject_kind="person", subject_reference=crn, now=now
    )
