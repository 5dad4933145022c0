"""What the public was told of the gates of a plan."""

import json
from dataclasses import dataclass
from datetime import datetime

from throughcare.restructure.models import Plan, Publication
from throughcare.restructure.queries import sql
from throughcare.restructure.rules.gates import BY_NAME, Gate, Light


@dataclass(frozen=True, kw_only=True)
class Line:
    """One gate with its light, and what was counted: in English, and how many."""

    gate: Gate
    light: Light
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Published:
    title: str
    effective_at: datetime
    published_at: datetime
    lines: tuple[Line, ...]


def published(reference: str) -> Published | None:
    """What a director told the public last, for anybody at all; None: nothing, or it was taken back."""
    rows = sql.rows(
        "select title, effective_at, published_at, lines from restructure_published(%s)",
        [reference],
    )
    if not rows:
        return None
    title, effective_at, published_at, lines = rows[0]
    return Published(
        title=title,
        effective_at=effective_at,
        published_at=published_at,
        lines=tuple(
            Line(
                gate=BY_NAME[each["gate"]],
                light=Light(each["light"]),
                counts=tuple((says, number) for says, number in each["counts"]),
            )
            for each in json.loads(lines)
            if each["gate"] in BY_NAME
        ),
    )


def as_published(plan: Plan) -> Publication | None:
    """The row of what the public is told now of any version of a plan."""
    return Publication.objects.filter(reference=plan.reference, ended_at=None).first()
