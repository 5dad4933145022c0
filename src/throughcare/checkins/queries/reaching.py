"""Whether somebody can be asked to check in by a channel, by what their record says."""

from datetime import date

from throughcare.checkins.rules import reaching as rules
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel
from throughcare.people import queries as people


def reason_not_to_send(person_id: int, *, channel: str, on: date, asks_limited: bool) -> str:
    """Why no link would go to somebody, in a word, or nothing; one query."""
    found = people.reachable([person_id], on=on).get(person_id)
    return reason_against(found, channel=channel, asks_limited=asks_limited)


def reason_against(person: people.Reachable | None, *, channel: str, asks_limited: bool) -> str:
    """The same of somebody of whom it was asked how they are reached; None of whom nothing is known."""
    reached = rules.Reached(
        mobile=person.mobile if person else "",
        email=person.email if person else "",
        may_be_texted=person.may_be_texted if person else False,
        is_limited=person.is_limited if person else False,
    )
    return rules.reason_not_to_send(
        reached,
        channel=channel,
        asks_limited=asks_limited,
        is_carried=lambda each: notify.is_carried(Channel(each)),
    )
