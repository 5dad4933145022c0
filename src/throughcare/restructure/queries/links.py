"""Whoever is told things outside a transaction, a room or the house, and what became of them. As the engine.

Rooms above say which links they keep; those of the house that every room uses are known here. Nothing is sent over a link to
find this out: it says what went over it so far.
"""

from collections.abc import Callable, Sequence

from django.conf import settings

from throughcare.notify import queries as notify
from throughcare.outbox import queries as outbox
from throughcare.restructure.rules.smoke import Link

Links = Callable[[], Sequence[Link]]

_links: list[Links] = []


def linked_by(links: Links) -> None:
    """Have the links of a room above told with the others; said again, they are told once."""
    if links not in _links:
        _links.append(links)


def links() -> list[Link]:
    """Every link there is: who hears events, how messages are carried, and those of rooms above."""
    return [
        *(
            Link(
                name=f"Events to {each.subscriber}",
                sent=each.done,
                waiting=each.retrying,
                stuck=each.stuck,
                last_at=each.last_at,
                note="" if each.is_known else "Nobody of this name hears events any more.",
            )
            for each in outbox.by_subscriber()
        ),
        *(
            Link(
                name=f"Messages: {each.channel.label}",
                sent=each.delivered,
                waiting=each.waiting,
                stuck=0,
                last_at=each.last_at,
                note=f"{each.undelivered:,} reached nobody and are listed for a unit to find out."
                if each.undelivered
                else "",
            )
            for each in notify.by_channel()
        ),
        *(each for told in _links for each in told()),
        *_of_provider(),
    ]


def _of_provider() -> list[Link]:
    """The provider that people sign in by, where there is one: nobody can sign in on behalf of anybody."""
    if settings.PROVIDER is None:
        return []
    note = "Not tried from here: only people can sign in."
    return [
        Link(
            name=f"Sign-in by {settings.PROVIDER.origin}", sent=None, waiting=0, stuck=0, note=note
        )
    ]
