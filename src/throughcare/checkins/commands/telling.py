"""Messages to people who check in: handed to whatever carries them, in the name of the unit that has the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.organisation import queries as organisation

BY: Final = {"text": "text message", "email": "email"}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What somebody is told, by the case that it is about and the unit that has it."""

    crn: str
    unit_id: int
    channel: str
    parameters: dict[str, str | int | None]


def accepted(tellings: Sequence[Telling], *, template: str, now: datetime) -> list[UUID]:
    """Have messages sent; what identifies each, in the same order."""
    units = {each.unit_id for each in tellings}
    named = organisation.named(units, moment=organisation.pinned())
    codes = {each.unit_id: each.code for each in named}
    return notify.accept_many(
        [
            notify.Sending(
                channel=Channel(each.channel),
                recipient=notify.Recipient(kind=RecipientKind.PERSON, reference=each.crn),
                template=template,
                parameters=each.parameters,
                owner=codes.get(each.unit_id, ""),
                about=notify.About(kind="case", reference=each.crn),
            )
            for each in tellings
        ],
        now=now,
    )
