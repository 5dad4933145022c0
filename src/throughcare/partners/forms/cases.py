"""People and cases as they are read, and what is written about them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from ninja import Schema
from pydantic import Field

from throughcare.partners.forms.basics import KEEPABLE, Code, CodeOf, Moment, Notes, OutcomeCode
from throughcare.probation import queries as probation


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
    is_custodial: bool
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
        is_custodial=made.type is not None and made.type.is_custodial,
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
    outcome: OutcomeCode | None = None
    notes: Notes = ""
    is_sensitive: bool = False


class NewAppointment(Schema):
    """A time to hold. Some types need an office, which is one of `/cases/{crn}/offices`."""

    type: Code
    starts_at: Moment
    ends_at: Moment
    office: Annotated[str, Field(max_length=12, pattern=KEEPABLE)] | None = None


class NewOutcome(Schema):
    outcome: OutcomeCode
    notes: Notes = ""


class Slot(Schema):
    """An appointment that has come to nothing yet; `key` names it beside the CRN."""

    key: str
    description: str
    starts_at: datetime
    ends_at: datetime


class Offices(Schema):
    offices: list[CodeOf]


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
