"""What probation answers when others ask: which mailbox has a message for a unit that may have been divided; and what it hears."""

from datetime import datetime

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.notify import commands as notify
from throughcare.organisation import queries as organisation
from throughcare.outbox import subscriptions
from throughcare.probation import commands, queries
from throughcare.sentences.events import ReleaseDatesChanged


def mailbox(
    *, unit_code: str, about: notify.About | None, now: datetime
) -> notify.Route | notify.NoRoute:
    """The unit itself while it is open; then, while its code leads on, the successor that has the case it is about.

    What nobody can be found for is listed for one of the successors, by code the first, to find out.
    """
    with change_access.as_engine(now=now):
        moment = organisation.pinned()
        crn = about.reference if about and about.kind == "case" else None
        try:
            found = organisation.leading_on(queries.route(unit_code, crn=crn, moment=moment))
        except Refused as refused:
            return notify.NoRoute(reason=str(refused), owner=_finder(unit_code, moment))
    return notify.Route(unit_code=found.code)


def _finder(unit_code: str, moment: organisation.Moment) -> str:
    try:
        return min(each.code for each in organisation.bearing(unit_code, moment=moment).candidates)
    except Refused:
        return unit_code


notify.route_with(mailbox)


def take_release_dates(event: ReleaseDatesChanged, *, now: datetime) -> None:
    """Have the dates ahead of a custody be those that somebody approved."""
    commands.take_calculated_dates(calculation_id=event.calculation_id, now=now)


subscriptions.subscribe(ReleaseDatesChanged, take_release_dates)
