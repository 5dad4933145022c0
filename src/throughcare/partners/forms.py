"""What goes over the interface, written out: shapes of what is read, and of what is sent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Self
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from throughcare.partners.models import Webhook
from throughcare.partners.queries import Fact
from throughcare.probation import queries as probation

Code = Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[A-Za-z0-9_-]+$")]
KEEPABLE: Final = r"^[^\x00]*$"
"""Words that can be kept: without the character that the database has none for."""
NUMBERS_END: Final = 2**31
"""The first number that no entry of a log can have."""
Notes = Annotated[str, Field(max_length=12_000, pattern=KEEPABLE)]
FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, lt=LAST)]
"""A moment that has a day in every place."""


class Problem(Schema):
    """Why something was not done (RFC 9457). `reasons` has every reason of a refusal, with a code for programs."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    reasons: list[dict[str, str]] = []


class Owner(Schema):
    """Who answers for a case: the provider, the unit within it, and the officer, where there is one."""

    provider: str | None
    unit: str | None
    officer: str | None
    since: datetime | None


class Duty(Schema):
    type: str
    description: str
    length: int | None
    done: int
    unit: str
    starts_on: date
    ended_on: date | None


class Sentence(Schema):
    """An event: type and day are null until a court sentenced."""

    number: int
    type: str | None
    description: str
    offence: str
    imposed_on: date | None
    ends_on: date | None
    terminated_on: date | None
    requirements: list[Duty]


class Flag(Schema):
    type: str
    description: str
    level: str
    starts_on: date
    review_on: date | None


class Risk(Schema):
    """What is known of risk; null is not known."""

    rosh: str | None
    mappa: str | None
    mappa_level: int | None
    rsr: Decimal | None


class Case(Schema):
    """A case as its owner and those with the same right read it."""

    crn: str
    first_name: str | None
    last_name: str | None
    born_on: date | None
    opened_at: datetime | None
    closed_at: datetime | None
    owner: Owner
    risk: Risk | None
    flags: list[Flag]
    sentences: list[Sentence]

    @classmethod
    def of(cls, card: probation.Card, record: probation.Record) -> Self:
        return cls(
            crn=card.crn,
            first_name=card.first,
            last_name=card.last,
            born_on=card.born_on,
            opened_at=card.opened_at,
            closed_at=card.closed_at,
            owner=Owner(
                provider=card.owner, unit=card.holder, officer=card.officer, since=card.since
            ),
            risk=_risk(record),
            flags=[
                Flag(
                    type=flag.type_id,
                    description=flag.type.description,
                    level=flag.level,
                    starts_on=flag.starts_on,
                    review_on=flag.review_on,
                )
                for flag in record.flags
            ],
            sentences=[_sentence(order) for order in record.orders],
        )


def _risk(record: probation.Record) -> Risk | None:
    if record.risk is None:
        return None
    return Risk(
        rosh=record.risk.rosh,
        mappa=record.risk.mappa,
        mappa_level=record.risk.mappa_level,
        rsr=record.risk.rsr,
    )


def _sentence(order: probation.Order) -> Sentence:
    made = order.sentence
    return Sentence(
        number=made.number,
        type=made.type_id,
        description=made.words,
        offence=made.offence_id,
        imposed_on=made.imposed_on,
        ends_on=made.ends_on,
        terminated_on=made.terminated_on,
        requirements=[
            Duty(
                type=each.type_id,
                description=each.type.description,
                length=each.length,
                done=each.done,
                unit=each.type.unit,
                starts_on=each.starts_on,
                ended_on=each.ended_on,
            )
            for each in order.requirements
        ],
    )


class Line(Schema):
    """A case in a list."""

    crn: str
    is_limited: bool
    unit: str | None
    officer: str | None
    rosh: str | None
    next_appointment_at: datetime | None


class Cases(Schema):
    cases: list[Line]


class Entry(Schema):
    """One contact of the log."""

    number: int
    type: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None
    outcome: str | None
    is_complied: bool | None
    notes: str
    recorded_at: datetime


class Entries(Schema):
    """A part of a log, latest first. `next` is asked for as `after`; null where there is nothing before."""

    entries: list[Entry]
    next: str | None


class NewContact(Schema):
    """What happened. Codes are those of `/code-lists`."""

    type: Code
    starts_at: Moment
    ends_at: Moment | None = None
    outcome: Code | None = None
    notes: Notes = ""
    is_sensitive: bool = False


class NewAppointment(Schema):
    type: Code
    starts_at: Moment
    ends_at: Moment


class NewOutcome(Schema):
    outcome: Code
    notes: Notes = ""


class Slot(Schema):
    """An appointment that has come to nothing yet; `key` names it beside the CRN."""

    key: str
    description: str
    starts_at: datetime
    ends_at: datetime


class Slots(Schema):
    appointments: list[Slot]


class Recorded(Schema):
    crn: str
    number: int


class Wanted(Schema):
    """What to search for: any part of a name, a number, a date of birth or a postcode. It is sent, so that it stands in no address."""

    text: Annotated[str, Field(min_length=1, max_length=120, pattern=KEEPABLE)]


class FoundPerson(Schema):
    """Of somebody whose record is closed to the program, the CRN alone is given."""

    crn: str
    is_limited: bool
    first_name: str
    last_name: str
    born_on: date | None
    match: str


class People(Schema):
    people: list[FoundPerson]
    total: int
    is_cut: bool


class ToldFact(Schema):
    position: int
    type: str
    occurred_at: datetime
    crn: str
    details: dict[str, Any]  # Any: identifiers, by the type of the fact
    link: str

    @classmethod
    def of(cls, fact: Fact) -> Self:
        return cls(
            position=fact.position,
            type=fact.name,
            occurred_at=fact.occurred_at,
            crn=fact.crn,
            details=fact.details,
            link=f"/api/v1/cases/{fact.crn}",
        )


class Feed(Schema):
    """Facts in order. Ask again with `after` set to `next_after`, at once unless `is_last`."""

    events: list[ToldFact]
    next_after: int
    is_last: bool


class NewWebhook(Schema):
    """An address to tell; no names is every fact."""

    url: Annotated[str, Field(min_length=8, max_length=300, pattern=KEEPABLE)]
    names: Annotated[
        list[Annotated[str, Field(max_length=120, pattern=KEEPABLE)]], Field(max_length=60)
    ] = []


class Hook(Schema):
    reference: UUID
    url: str
    names: list[str]
    position: int
    is_paused: bool
    failures: int
    fault: str

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        return cls(
            reference=webhook.reference,
            url=webhook.url,
            names=webhook.names,
            position=webhook.position,
            is_paused=webhook.paused_at is not None,
            failures=webhook.failures,
            fault=webhook.fault,
        )


class MadeHook(Hook):
    """With the secret that signs, which is told this once."""

    secret: str


class Hooks(Schema):
    webhooks: list[Hook]


class Resumption(Schema):
    """From after which position to tell again; null goes on where it stopped."""

    after: Annotated[int, Field(ge=0, lt=2**62)] | None = None


class CodeOf(Schema):
    code: str
    description: str


class CodeLists(Schema):
    contact_types: list[CodeOf]
    outcomes: list[CodeOf]
