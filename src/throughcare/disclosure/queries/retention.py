"""How long records are kept, what waits for a decision, and what is left of those that went."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models

from throughcare.disclosure import rules, terms
from throughcare.disclosure.choices import GOES_ON, HoldKind
from throughcare.disclosure.models import Hold, Proposal, Tombstone
from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import HasContent
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Phase


def facts_of(person_ids: Collection[int]) -> Mapping[int, rules.Facts]:
    """What decides how long each record is kept; one query. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, facts from disclosure_facts(%s::bigint[])", [list(person_ids)]
        )
        return {person: _facts(said) for person, said in cursor.fetchall()}


def verdict_of(person_id: int, *, on: date) -> rules.Verdict | None:
    """Until when a record is kept and what holds it back, if the account may decide about it."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_facts_to_decide(%s)", [person_id])
        (said,) = cursor.fetchone()
    if said is None:
        return None
    return rules.verdict(_facts(said), schedules=terms.schedules(), on=on)


def is_reform_open() -> bool:
    """Whether a plan is between its staging and its sign-off, so that what it counted must stay."""
    open_phases = [Phase.STAGED, Phase.LIVE, Phase.RECONCILED]
    return restructure.Plan.objects.filter(phase__in=open_phases).exists()


def _facts(text: str) -> rules.Facts:
    said: Mapping[str, Any] = json.loads(text)  # Any: JSON

    def day(given: str | None) -> date | None:
        return None if given is None else date.fromisoformat(given)

    return rules.Facts(
        closed_on=day(said["closed_on"]),
        sentences=tuple(
            rules.Served(family=each["family"], ended_on=day(each["ended_on"]))
            for each in said["sentences"]
        ),
        flags=frozenset(said["flags"]),
        is_mappa=said["is_mappa"],
        holds=tuple(HoldKind(kind).label for kind in said["holds"]),
        is_asked_for=said["is_asked_for"],
    )


def proposals(*, limit: int, after: int = 0) -> list[Proposal]:
    """Records that wait to be removed, in the order in which they were proposed; `after` is the key of the last one seen."""
    return list(
        Proposal.objects.filter(state__in=GOES_ON, pk__gt=after)
        .select_related("person")
        .order_by("pk")[:limit]
    )


def proposal_of(person_id: int) -> Proposal | None:
    """What was last proposed about a record."""
    return Proposal.objects.filter(person=person_id).order_by("-pk").first()


def holds_of(person_id: int) -> list[Hold]:
    """What holds a record back, or did, the latest first."""
    return list(Hold.objects.filter(person=person_id).order_by("-set_at", "-pk"))


def tombstones(*, limit: int, after: int | None = None) -> list[Tombstone]:
    """Records that went, the latest first; `after` is the key of the last one seen."""
    found = Tombstone.objects.all() if after is None else Tombstone.objects.filter(pk__lt=after)
    return list(found.order_by("-pk")[:limit])


def tombstone(crn: str) -> Tombstone | None:
    """That there was a record under a CRN."""
    return Tombstone.objects.filter(crn=crn).first()


def may_remove(person_id: int) -> bool:
    """Whether the account may decide whether a record is kept."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_may('person.remove', %s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def closed_after(
    *, closed_at: datetime | None, case_key: int, before: datetime, limit: int
) -> list[tuple[int, datetime, int]]:
    """Closed cases in the order in which they were closed: key, when, whose. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, closed_at, person_id from probation_case"
            " where closed_at is not null and closed_at < %(before)s"
            " and (%(closed_at)s::timestamptz is null or (closed_at, id) > (%(closed_at)s, %(key)s))"
            " order by closed_at, id limit %(limit)s",
            {"closed_at": closed_at, "key": case_key, "before": before, "limit": limit},
        )
        rows: list[tuple[int, datetime, int]] = cursor.fetchall()
    return rows


def pointers() -> list[dict[str, str]]:
    """Columns that name a person or a case without a key, in tables that tell something about somebody."""
    targets = {"person_id": "people_person", "case_id": "probation_case"}
    return [
        {"table": model._meta.db_table, "column": field.column, "to": targets[field.column]}
        for each in REGISTER.tables()
        if each.personal
        for model in [apps.get_model(each.table)]
        for field in model._meta.concrete_fields
        if field.column in targets and not isinstance(field, models.ForeignKey)
    ]


def contents() -> list[dict[str, str]]:
    """Columns with digests of what `documents` keeps."""
    return [
        {"table": apps.get_model(each.table)._meta.db_table, "column": each.column}
        for each in REGISTER.holdings
        if isinstance(each, HasContent)
    ]
