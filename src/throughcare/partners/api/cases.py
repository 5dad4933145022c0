"""People and cases over the interface: what is read of them, and what is written."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Status

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.partners import forms
from throughcare.partners.api.doors import MOST, PROBLEMS, Crn, Limit, opened
from throughcare.people import queries as people
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

Key = Annotated[str, Path(max_length=20)]

router = Router()


@router.get("/code-lists", response={200: forms.CodeLists} | PROBLEMS)
def code_lists(request: HttpRequest) -> forms.CodeLists:  # noqa: ARG001  the framework calls it so
    """The codes that may be sent."""
    return forms.CodeLists(
        contact_types=[
            forms.CodeOf(code=each.code, description=each.description)
            for each in probation.contact_types()
        ],
        outcomes=[
            forms.CodeOf(code=each.code, description=each.description)
            for each in probation.outcomes()
        ],
    )


@router.post("/people/searches", response={200: forms.People} | PROBLEMS)
def search(request: access.Request, wanted: forms.Wanted) -> forms.People:
    """Find somebody by any part of a name, a number, a date of birth or a postcode."""
    access.require(action=Action.SEARCH)
    answer = people.search(text=wanted.text, today=request.now.date(), limit=MOST)
    if answer.found:
        audit.record_many(
            account_id=request.account.pk,
            action="person.found",
            subject_kind="person",
            subject_references=[found.crn for found in answer.found],
            now=request.now,
        )
    return forms.People(
        people=[
            forms.FoundPerson(
                crn=found.crn,
                is_limited=found.is_limited,
                first_name=found.first,
                last_name=found.last,
                born_on=found.born_on,
                match=found.match,
            )
            for found in answer.found
        ],
        total=answer.total,
        is_cut=answer.is_cut,
    )


@router.get("/cases", response={200: forms.Cases} | PROBLEMS)
def cases(
    request: access.Request,
    unit: Annotated[str, Query(min_length=3, max_length=12, pattern=forms.KEEPABLE)],
) -> forms.Cases:
    """The live cases of a unit, by whatever code it is known; of one that is closed to the program, its number alone."""
    access.require(action=Action.READ_CASE)
    found = organisation.routed(unit.upper(), moment=organisation.pinned())
    listed = probation.caseload(at=request.now, holder_ids=probation.unit_and_under(found))
    seen = [card.crn for card in listed.cards if card.is_open]
    if seen:
        audit.record_many(
            account_id=request.account.pk,
            action="caseload.read",
            subject_kind="case",
            subject_references=seen,
            now=request.now,
        )
    return forms.Cases(
        cases=[
            forms.Line(
                crn=card.crn,
                is_limited=not card.is_open,
                unit=card.holder if card.is_open else None,
                officer=card.officer if card.is_open else None,
                rosh=card.rosh if card.is_open else None,
                next_appointment_at=card.next_at if card.is_open else None,
            )
            for card in listed.cards
        ]
    )


@router.get("/cases/{crn}", response={200: forms.Case} | PROBLEMS)
def case(request: access.Request, crn: Crn) -> forms.Case:
    """A case: who answers for it, what was ordered, flags and risk."""
    card = opened(request, crn, part="case")
    return forms.Case.of(card, probation.record(card.case_id, at=request.now))


@router.get("/cases/{crn}/contacts", response={200: forms.Entries} | PROBLEMS)
def contacts(
    request: access.Request,
    crn: Crn,
    after: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 25,
) -> forms.Entries:
    """The log, latest first."""
    card = opened(request, crn, part="contacts")
    entries = probation.timeline(
        card.case_id, at=request.now, limit=limit, after=_position_of(after) if after else None
    )
    last = entries[-1] if len(entries) == limit else None
    return forms.Entries(
        entries=[
            forms.Entry(
                number=each.number,
                type=each.type,
                kind=each.kind,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
                outcome=each.outcome,
                is_complied=each.is_complied,
                notes="" if each.is_sensitive else each.notes,
                recorded_at=each.recorded_at,
            )
            for each in entries
        ],
        next=f"{last.starts_at.isoformat()}~{last.number}" if last else None,
    )


@router.post("/cases/{crn}/contacts", response={201: forms.Recorded} | PROBLEMS)
def record_contact(
    request: access.Request, crn: Crn, sent: forms.NewContact
) -> Status[forms.Recorded]:
    """Write what happened into the log."""
    card = opened(request, crn, part="new contact")
    made = change_probation.record_contact(
        account_id=request.account.pk,
        case_id=card.case_id,
        type_code=sent.type,
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        outcome_code=sent.outcome,
        notes=sent.notes,
        is_sensitive=sent.is_sensitive,
        now=request.now,
    )
    return Status(HTTPStatus.CREATED, forms.Recorded(crn=crn, number=made.number))


@router.get("/cases/{crn}/appointments", response={200: forms.Slots} | PROBLEMS)
def appointments(request: access.Request, crn: Crn) -> forms.Slots:
    """Appointments that have come to nothing yet: those that are over first."""
    card = opened(request, crn, part="appointments")
    return forms.Slots(
        appointments=[
            forms.Slot(
                key=each.key,
                description=each.description,
                starts_at=each.starts_at,
                ends_at=each.ends_at,
            )
            for each in probation.open_slots(card.case_id, at=request.now, limit=MOST)
        ]
    )


@router.get("/cases/{crn}/offices", response={200: forms.Offices} | PROBLEMS)
def offices(request: access.Request, crn: Crn) -> forms.Offices:
    """Where somebody may be asked to come: the offices of the provider that has the case."""
    card = opened(request, crn, part="offices")
    return forms.Offices(
        offices=[
            forms.CodeOf(code=code, description=each.name)
            for code, each in _offices(card, at=request.now).items()
        ]
    )


@router.post("/cases/{crn}/appointments", response={201: forms.Slot} | PROBLEMS)
def make_appointment(
    request: access.Request, crn: Crn, sent: forms.NewAppointment
) -> Status[forms.Slot]:
    """Hold a time. One that clashes is refused, and the other is named."""
    card = opened(request, crn, part="new appointment")
    office = _offices(card, at=request.now).get(sent.office or "")
    if sent.office and office is None:
        raise Refused.because("no-such-office", "Send the code of an office of this case.")
    made = change_probation.make_appointment(
        account_id=request.account.pk,
        case_id=card.case_id,
        type_code=sent.type,
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        post_id=card.post_id,
        office_id=office.unit_id if office else None,
        now=request.now,
    )
    return Status(
        HTTPStatus.CREATED,
        forms.Slot(
            key=probation.key_of(made.starts_at),
            description=made.type.description,
            starts_at=made.starts_at,
            ends_at=made.ends_at,
        ),
    )


@router.post("/cases/{crn}/appointments/{key}/outcome", response={201: forms.Recorded} | PROBLEMS)
def record_outcome(
    request: access.Request, crn: Crn, key: Key, sent: forms.NewOutcome
) -> Status[forms.Recorded]:
    """Write what came of an appointment; it becomes an entry of the log."""
    card = opened(request, crn, part="outcome")
    slot = probation.slot_of(card.case_id, key=key)
    if slot is None:
        raise Http404
    made = change_probation.record_outcome(
        account_id=request.account.pk,
        appointment_id=slot.pk,
        outcome_code=sent.outcome,
        notes=sent.notes,
        now=request.now,
    )
    return Status(HTTPStatus.CREATED, forms.Recorded(crn=crn, number=made.contact.number))


def _offices(card: probation.Card, *, at: datetime) -> dict[str, probation.Office]:
    if card.owner_id is None:
        return {}
    return {each.code: each for each in probation.offices(owner_id=card.owner_id, at=at)}


def _position_of(text: str) -> tuple[datetime, int]:
    """Where a part of a log ended.

    Raises:
        Refused: it is not what an answer gave as `next`.
    """
    moment, _, number = text.partition("~")
    unreadable = Refused.because(
        "unreadable-position", "Send `after` as the answer before gave it in `next`."
    )
    try:
        found = datetime.fromisoformat(moment), int(number)
    except ValueError as fault:
        raise unreadable from fault
    is_sound = (
        found[0].tzinfo is not None
        and forms.FIRST <= found[0] < forms.LAST
        and 0 <= found[1] < forms.NUMBERS_END
    )
    if not is_sound:
        raise unreadable
    return found
