"""What every announced fact is. Rooms write theirs down in their own `events.py`."""

import re
from dataclasses import dataclass
from typing import ClassVar

_NAME = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9][0-9]*")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A past fact, told in identifiers alone: no name, date of birth or free text.

    Subclasses are frozen dataclasses of strings, numbers, truths, UUIDs, dates and moments, each
    of which may be None or come in a tuple. `subject` names the field that says whom or what the
    fact is about; facts about one subject are delivered in the order of their commits.

        @dataclass(frozen=True, kw_only=True)
        class CaseAllocated(Event, name="probation.case-allocated.v1", subject="case_id"):
            case_id: int
    """

    name: ClassVar[str]
    subject_field: ClassVar[str]

    def __init_subclass__(cls, *, name: str, subject: str) -> None:
        """Take the name on the wire and the field of the subject.

        Raises:
            TypeError: the name is not `room.fact-in-kebab-case.v1`, or there is no such field.
        """
        if not _NAME.fullmatch(name):
            message = f"{cls.__qualname__}: “{name}” is not room.fact-in-kebab-case.v1"
            raise TypeError(message)
        if subject not in cls.__annotations__:
            message = f"{cls.__qualname__} has no field “{subject}”"
            raise TypeError(message)
        cls.name = name
        cls.subject_field = subject

    @property
    def subject(self) -> str:
        """Whom or what the fact is about, such as `case:17`."""
        kind = self.subject_field.removesuffix("_id").removesuffix("_reference")
        return f"{kind}:{getattr(self, self.subject_field)}"
