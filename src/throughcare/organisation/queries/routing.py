"""Where an old code leads today, for how long, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from throughcare.kernel.days import HERE
from throughcare.kernel.refusals import Refused
from throughcare.organisation.queries import codes, succession
from throughcare.organisation.queries.moments import Moment, asked, rows
from throughcare.organisation.queries.units import Named


class Standing(StrEnum):
    CURRENT = "current"
    """The code of an open unit."""
    RENAMED = "renamed"
    """The unit is open, and has another code."""
    FOLLOWED = "followed"
    """The unit closed, and one answer follows."""
    DIVIDED = "divided"
    """The unit closed, several follow, and what decides among them is not known."""
    ENDED = "ended"
    """The unit closed, and nothing follows."""
    LAPSED = "lapsed"
    """An old code that leads on no longer; what follows is named."""


@dataclass(frozen=True, kw_only=True)
class Routed:
    """What a code leads to at a moment.

    `to` is None where nothing follows, where it is not known which, and where the code leads on no longer. `candidates`
    are all that follow. `event`, `rules` and `legal_basis` say why; `ended_at` and `until` are None for a current code.
    """

    code: str
    given_to: Named
    standing: Standing
    to: Named | None
    candidates: tuple[Named, ...]
    event: str = ""
    legal_basis: str = ""
    rules: tuple[str, ...] = ()
    ended_at: datetime | None = None
    until: datetime | None = None

    @property
    def is_old(self) -> bool:
        return self.standing is not Standing.CURRENT

    @property
    def sentence(self) -> str:
        """What becomes of the code, for people; empty for a current one."""
        among = _listed([each.code for each in self.candidates])
        match self.standing:
            case Standing.CURRENT:
                return ""
            case Standing.RENAMED:
                return f"{self.code} is now {among}."
            case Standing.FOLLOWED if self.to is not None:
                return f"{self.code} ended on {_day(self.ended_at)}. Use {self.to.code}."
            case Standing.ENDED:
                return f"{self.code} ended on {_day(self.ended_at)} and nothing follows."
            case Standing.LAPSED:
                return f"{self.code} ended on {_day(self.ended_at)} and no longer leads on. Use {among}."
            case _:
                return (
                    f"{self.code} ended on {_day(self.ended_at)} and was divided among {among}. "
                    "Which one it is depends on the person."
                )


def routed(code: str, *, moment: Moment, owner_of_item_id: int | None = None) -> Routed:
    """Where something that bears a code goes at a moment.

    `owner_of_item_id` is the provider that has what it is about; it decides for a unit that was divided.

    Raises:
        Refused: nobody was given the code, or it was made in error.
    """
    given_to = codes.given_to(code, moment=moment)
    if given_to.is_open and given_to.code == code:
        return Routed(
            code=code,
            given_to=given_to,
            standing=Standing.CURRENT,
            to=given_to,
            candidates=(given_to,),
        )
    candidates = succession.current_successors(given_to.unit_id, moment=moment)
    event, legal_basis, ended_at, until = _ending(given_to, code=code, moment=moment)
    standing, to = _answer(given_to, candidates, owner_id=owner_of_item_id, moment=moment)
    if until is not None and moment.at >= until and candidates:
        standing, to = Standing.LAPSED, None
    return Routed(
        code=code,
        given_to=given_to,
        standing=standing,
        to=to,
        candidates=candidates,
        event=event,
        legal_basis=legal_basis,
        rules=codes.rules_of(given_to.unit_id, moment=moment) if len(candidates) > 1 else (),
        ended_at=ended_at,
        until=until,
    )


def passed_on(found: Routed, *, to: Named) -> Routed:
    """The same, with the answer that another room knows: where the person of an item went."""
    if found.standing in {Standing.CURRENT, Standing.ENDED, Standing.LAPSED}:
        return found
    return Routed(**{**vars(found), "standing": Standing.FOLLOWED, "to": to})


def leading_on(found: Routed) -> Named:
    """Where it goes.

    Raises:
        Refused: it leads nowhere, or it is not known where; the sentence says which codes to use instead.
    """
    if found.to is not None:
        return found.to
    codes_of = {
        Standing.ENDED: "closed-without-successor",
        Standing.LAPSED: "old-code",
        Standing.DIVIDED: "depends-on-item",
    }
    raise Refused.because(codes_of[found.standing], found.sentence)


def _answer(
    given_to: Named, candidates: tuple[Named, ...], *, owner_id: int | None, moment: Moment
) -> tuple[Standing, Named | None]:
    if not candidates:
        return Standing.ENDED, None
    if given_to.is_open:
        return Standing.RENAMED, candidates[0]
    if len(candidates) == 1:
        return Standing.FOLLOWED, candidates[0]
    if owner_id is None:
        return Standing.DIVIDED, None
    among = codes.of_owner(candidates, owner_id=owner_id, moment=moment)
    return (Standing.FOLLOWED, among[0]) if len(among) == 1 else (Standing.DIVIDED, None)


_RENAMED = """
    SELECT coalesce(h.reference, ''), '', c.starts_at, h.redirects_until
    FROM organisation_unitcode c LEFT JOIN organisation_change h ON h.id = c.change_id
    WHERE c.unit_id = %(unit)s AND c.code <> %(code)s AND c.withdrawn_at IS NULL AND c.starts_at <= %(at)s
      AND (c.change_id IS NULL OR c.change_id = ANY (%(live)s::bigint[]))
    ORDER BY c.starts_at DESC, c.id DESC LIMIT 1
"""
_CLOSED = """
    SELECT e.reference, e.legal_basis, e.effective_at, h.redirects_until
    FROM organisation_successionevent e LEFT JOIN organisation_change h ON h.id = e.change_id
    WHERE e.id = organisation_last_closing(%(unit)s, %(at)s, %(live)s::bigint[], %(known)s)
"""
_STOPPED = """
    SELECT '', '', f.starts_at, NULL::timestamptz FROM organisation_unitfact f
    WHERE f.unit_id = %(unit)s AND f.fact = 'operating' AND f.value = 'no' AND f.superseded_at IS NULL
      AND f.starts_at <= %(at)s AND (f.change_id IS NULL OR f.change_id = ANY (%(live)s::bigint[]))
    ORDER BY f.starts_at DESC, f.id DESC LIMIT 1
"""

Ending = tuple[str, str, datetime | None, datetime | None]


def _ending(given_to: Named, *, code: str, moment: Moment) -> Ending:
    """What ended a code: event or change, legal basis, when, and until when it leads on."""
    values = asked(moment, unit=given_to.unit_id, code=code)
    found = rows(_RENAMED, values) if given_to.is_open else rows(_CLOSED, values)
    found = found or rows(_STOPPED, values)
    if not found:
        return "", "", None, None
    event, legal_basis, ended_at, until = found[0]
    return event, legal_basis, ended_at, until or _months_after(ended_at)


def _months_after(moment: datetime) -> datetime:
    """The same civil time so many months later as the setting says; the last of the month where it has no such day."""
    ((later,),) = rows(
        "SELECT (%(at)s::timestamptz AT TIME ZONE %(zone)s + make_interval(months => %(months)s)) AT TIME ZONE %(zone)s",
        {"at": moment, "zone": str(HERE), "months": settings.REDIRECT_MONTHS},
    )
    return later  # type: ignore[no-any-return]  # a moment, by the statement


def _day(moment: datetime | None) -> str:
    if moment is None:
        return "a day not known"
    local = moment.astimezone(HERE)
    return f"{local.day} {local:%B %Y}"


def _listed(words: list[str]) -> str:
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last
