"""How an event is written down and read again, and when a failed delivery is tried next."""

import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from throughcare.outbox.events import Event

ATTEMPTS = 10
LONGEST_WAIT_SECONDS = 900
_PLAIN = (str, int, bool)

E = TypeVar("E", bound=Event)


def payload_of(event: Event) -> dict[str, Any]:  # Any: JSON
    """Write an event's fields as JSON.

    Raises:
        TypeError: a field is of a kind that events may not carry.
    """
    return {field.name: _written(getattr(event, field.name)) for field in fields(event)}


def _written(value: object) -> Any:  # Any: JSON
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    message = f"An event may not carry a {type(value).__name__}"
    raise TypeError(message)


def event_from(event_type: type[E], payload: Mapping[str, Any]) -> E:  # Any: JSON
    """Read an event again from what `payload_of` wrote.

    Raises:
        TypeError: the payload is not of this class.
    """
    hints = get_type_hints(event_type)
    return event_type(**{name: _read(hints.get(name), value) for name, value in payload.items()})


def _read(kind: Any, value: Any) -> Any:  # Any: a type hint, and JSON
    if value is None or kind in _PLAIN:
        return value
    if kind is UUID:
        return UUID(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if get_origin(kind) in (Union, types.UnionType):
        return _read(next(part for part in get_args(kind) if part is not types.NoneType), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], part) for part in value)
    message = f"An event may not carry a {kind}"
    raise TypeError(message)


def seconds_to_wait(*, attempts: int) -> int:
    """How long to wait after so many failures.

    >>> [seconds_to_wait(attempts=n) for n in (1, 2, 3, 8, 10)]
    [2, 4, 8, 256, 900]
    """
    return int(min(2**attempts, LONGEST_WAIT_SECONDS))


def is_given_up(*, attempts: int) -> bool:
    return attempts >= ATTEMPTS


def account_of(fault: BaseException) -> str:
    """Say what went wrong and where, without the words of the fault, which may name a person."""
    where = []
    trace = fault.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        module = trace.tb_frame.f_globals.get("__name__", "")
        where.append(f"{module}.{code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    ours = [place for place in where if place.startswith("throughcare.")]
    return f"{type(fault).__qualname__} at {(ours or where or ['an unknown place'])[-1]}"
