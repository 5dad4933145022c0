"""What everything that staff of premises say of a stay does first and last."""

from datetime import date, datetime

from django.http import Http404

from throughcare.housing import queries
from throughcare.housing.choices import ReasonKind, StayState
from throughcare.housing.commands.booking import unless_taken
from throughcare.housing.commands.holding import hold_for_others, note_deed, way_to
from throughcare.housing.events import BookingChanged
from throughcare.housing.models import Stay
from throughcare.housing.rules import applications as rules
from throughcare.kernel.refusals import Refused
from throughcare.kernel.ways import Way
from throughcare.outbox import commands as outbox

Held = tuple[queries.File, queries.Person, Stay]


def held(reference: str, *states: StayState) -> Held:
    """An application of whose stay the premises speak.

    Raises:
        Http404: there is none that the premises know of.
        Refused: there is no stay in such a state.
    """
    file, person = hold_for_others(reference)
    kept = {each.pk for each in queries.kept_premises()}
    here = [each for each in file.stays if each.bed.premises_id in kept]
    if not here:
        raise Http404
    stay = next((each for each in here if each.state in states), None)
    if stay is None:
        raise Refused.because("not-now", "That cannot be said of how things stand now.")
    return file, person, stay


def way_of_premises(file: queries.File, step: str, *, now: datetime) -> Way:
    return way_to(file, step, party="premises", said=rules.Said(), is_case_open=True, now=now)


def change(stay: Stay, **columns: str | date | object) -> None:
    with unless_taken():
        is_changed = Stay.objects.filter(id=stay.pk).update(**columns)
    if not is_changed:
        raise Refused.because("went-on", "The stay went on meanwhile. Look at it again.")
    for column, value in columns.items():
        setattr(stay, column, value)


def described(kind: ReasonKind) -> dict[str, str]:
    return {each.key: each.description for each in queries.reasons(kind)}


def tell_of_change(
    file: queries.File,
    person: queries.Person,
    *,
    change: str,
    account_id: int,
    now: datetime,
) -> None:
    application = file.application
    outbox.publish(
        BookingChanged(
            crn=person.crn,
            case_id=application.case_id,
            reference=application.reference,
            kind=application.kind,
            change=change,
        ),
        now=now,
    )
    note_deed(
        application,
        crn=person.crn,
        account_id=account_id,
        action=f"housing-booking.{change}-changed",
        now=now,
    )
