"""Who hears which fact. A room subscribes in its `reactions.py`, which is read at the start."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from throughcare.outbox.events import Event

Heard_contra = TypeVar("Heard_contra", bound="Event", contravariant=True)


class Reaction(Protocol[Heard_contra]):
    """One command on hearing a fact. It may be called twice for one event."""

    def __call__(self, event: Heard_contra, /, *, now: datetime) -> None: ...


class Desk(Protocol):
    """A transaction as the engine at a moment, with what it reads by pinned."""

    def __call__(self, *, now: datetime) -> AbstractContextManager[None]: ...


# Any: reactions of different rooms hear different events; `subscribe` pairs them.
_types: dict[str, type[Event]] = {}
_reactions: dict[str, dict[str, Reaction[Any]]] = {}
_desks: list[Desk] = []


def subscribe(event_type: type[Heard_contra], reaction: Reaction[Heard_contra]) -> None:
    """Have `reaction` called for each such event, as the engine, in a transaction of its own.

    It is known by the path of its function: a renamed one hears waiting events again.
    """
    _types[event_type.name] = event_type
    _reactions.setdefault(event_type.name, {})[subscriber_name(reaction)] = reaction


def subscriber_name(reaction: Reaction[Any]) -> str:  # Any: as above
    """Say under which name a reaction's deliveries are recorded.

    Such as `notify.reactions.tell_booker`.
    """
    path = f"{getattr(reaction, '__module__', '')}.{getattr(reaction, '__qualname__', '')}"
    return path.removeprefix("throughcare.")


def reactions_to(name: str) -> dict[str, Reaction[Any]]:  # Any: as above
    """Give the reactions to events of a name, by subscriber, in the order of subscription."""
    return dict(_reactions.get(name, {}))


def subscribers() -> frozenset[str]:
    """Give the names of all who hear any event."""
    return frozenset(name for reactions in _reactions.values() for name in reactions)


def event_type(name: str) -> type[Event]:
    """Give the class of a heard event.

    Raises:
        KeyError: nobody subscribed to it.
    """
    return _types[name]


def work_at(desk: Desk) -> None:
    """Have each reaction run within `desk`: for `access`, which knows what the engine reads by."""
    _desks.append(desk)


def desk() -> Desk | None:
    """Give the desk named last, if any."""
    return _desks[-1] if _desks else None
