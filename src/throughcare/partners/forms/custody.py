"""Custody of a sentence and its licence, as they are read. Codes stand beside their words."""

from datetime import date, datetime
from typing import Self

from ninja import Schema

from throughcare.probation import queries as probation


class Prison(Schema):
    code: str
    name: str


class KeyDay(Schema):
    """A date ahead. `superseded_at` is null for the one of its type that counts."""

    type: str
    description: str
    day: date
    source: str
    recorded_at: datetime
    superseded_at: datetime | None


class Freed(Schema):
    """A release, and the recall that ended it. `days` is the length of a temporary one."""

    number: int
    kind: str
    released_on: date
    prison: Prison | None
    days: int | None
    recalled_on: date | None
    recall_reason: str | None


class Handover(Schema):
    """When responsibility goes from the prison to the community; `starts_on` is null where the community has it from the start."""

    starts_on: date | None
    why: str


class Custody(Schema):
    """Where somebody sentenced to custody is, the dates ahead, releases and recalls, the latest first.

    `open_reports` counts what prisons reported about the person and somebody has to look at.
    """

    crn: str
    sentence: int
    status: str
    status_description: str
    status_on: date
    prison: Prison | None
    located_on: date | None
    book_number: str
    key_dates: list[KeyDay]
    former_dates: list[KeyDay]
    releases: list[Freed]
    handover: Handover | None
    open_reports: int

    @classmethod
    def of(cls, crn: str, held: probation.InCustody) -> Self:
        custody = held.custody
        return cls(
            crn=crn,
            sentence=custody.sentence.number,
            status=custody.status,
            status_description=custody.get_status_display(),
            status_on=custody.status_on,
            prison=_prison(custody.institution),
            located_on=custody.located_on,
            book_number=custody.book_number,
            key_dates=[_key_day(each) for each in held.dates],
            former_dates=[_key_day(each) for each in held.before],
            releases=[_freed(each) for each in held.releases],
            handover=Handover(starts_on=held.handover.starts_on, why=held.handover.why)
            if held.handover
            else None,
            open_reports=held.doubts,
        )


def _prison(institution: probation.custodies.Institution | None) -> Prison | None:
    return Prison(code=institution.code, name=institution.name) if institution else None


def _key_day(each: probation.custodies.KeyDate) -> KeyDay:
    return KeyDay(
        type=each.type,
        description=each.get_type_display(),
        day=each.day,
        source=each.source,
        recorded_at=each.recorded_at,
        superseded_at=each.superseded_at,
    )


def _freed(each: probation.custodies.Freed) -> Freed:
    release, recall = each.release, each.recall
    return Freed(
        number=release.number,
        kind=release.kind,
        released_on=release.released_on,
        prison=_prison(release.institution),
        days=release.length,
        recalled_on=recall.recalled_on if recall else None,
        recall_reason=recall.reason if recall else None,
    )


class Condition(Schema):
    """A condition of the licence as the case has it. It was ended where `ended_on` is not null."""

    number: int
    type: str
    description: str
    sub_type: str | None
    wording: str
    starts_on: date
    ended_on: date | None


class Supervision(Schema):
    """What post-sentence supervision requires."""

    number: int
    kind: str
    description: str
    starts_on: date
    ended_on: date | None


class Licence(Schema):
    """What somebody is held to after release. State, day and policy are null until a licence was begun.

    `standard` are the words of the conditions that everybody has under that policy.
    """

    crn: str
    sentence: int
    state: str | None
    since: datetime | None
    policy: str | None
    standard: list[str]
    conditions: list[Condition]
    supervision: list[Supervision]

    @classmethod
    def of(cls, crn: str, held: probation.OnLicence) -> Self:
        licence = held.licence
        return cls(
            crn=crn,
            sentence=held.sentence.number,
            state=licence.state if licence else None,
            since=licence.state_at if licence else None,
            policy=licence.policy if licence else None,
            standard=[each.wording for each in held.standard],
            conditions=[
                Condition(
                    number=each.number,
                    type=each.type_id,
                    description=each.type.description,
                    sub_type=each.sub_type_id,
                    wording=each.wording,
                    starts_on=each.starts_on,
                    ended_on=each.ended_on,
                )
                for each in held.conditions
            ],
            supervision=[
                Supervision(
                    number=each.number,
                    kind=each.kind,
                    description=each.get_kind_display(),
                    starts_on=each.starts_on,
                    ended_on=each.ended_on,
                )
                for each in held.supervision
            ],
        )
