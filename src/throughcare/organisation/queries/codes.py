"""What a public code stands for today, whatever it was given to."""

from collections.abc import Collection
from dataclasses import dataclass

from throughcare.kernel.refusals import Refused
from throughcare.organisation.choices import Hierarchy
from throughcare.organisation.queries import succession, units
from throughcare.organisation.queries.moments import Moment, asked, rows
from throughcare.organisation.queries.units import Named


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """Where something that bears a code goes. More than one candidate: the item decides, by the rules."""

    code: str
    given_to: Named
    candidates: tuple[Named, ...]
    rules: tuple[str, ...]
    """Of the edges that divide; empty where there is nothing to decide."""


def bearing(code: str, *, moment: Moment) -> Bearing:
    """The open units that a code may lead to today, and the rules that decide among them.

    Raises:
        Refused: nobody was given the code, or it was made in error, or what it stood for closed with no successor.
    """
    found = given_to(code, moment=moment)
    candidates = succession.current_successors(found.unit_id, moment=moment)
    if not candidates:
        raise Refused.because(
            "closed-without-successor",
            f"{code} stood for {found.name or 'a unit'}, which is not open, and nothing follows it.",
        )
    rules = rules_of(found.unit_id, moment=moment) if len(candidates) > 1 else ()
    return Bearing(code=code, given_to=found, candidates=candidates, rules=rules)


def codes_ever(unit_ids: Collection[int], *, moment: Moment) -> list[str]:
    """Every code that some units had by a moment, in order."""
    found = rows(
        """
        SELECT DISTINCT c.code FROM organisation_unitcode c
        WHERE c.unit_id = ANY (%(ids)s::bigint[]) AND c.starts_at <= %(at)s AND c.recorded_at <= %(known)s
            AND (c.withdrawn_at IS NULL OR c.withdrawn_at > %(known)s)
            AND (c.change_id IS NULL OR c.change_id = ANY (%(live)s::bigint[]))
        ORDER BY c.code
        """,
        asked(moment, ids=list(unit_ids)),
    )
    return [code for (code,) in found]


def destination(*, code: str, owner_of_item_id: int | None, moment: Moment) -> Named:
    """Where a message, referral or form that bears a code goes today.

    `owner_of_item_id` is the unit that owns what it is about. It decides for a unit whose duties were divided: the answer
    is the owner itself, or what lies in the line under the owner.

    Raises:
        Refused: as `bearing`, or the unit was divided and the item is unknown, or is with none of those that follow.
    """
    found = bearing(code, moment=moment)
    if len(found.candidates) == 1:
        return found.candidates[0]
    among = ", ".join(each.code for each in found.candidates)
    if owner_of_item_id is None:
        raise Refused.because(
            "depends-on-item",
            f"{code} was divided among {among}. Say whom or what this is about: {' / '.join(found.rules)}.",
        )
    matching = of_owner(found.candidates, owner_id=owner_of_item_id, moment=moment)
    if len(matching) != 1:
        raise Refused.because(
            "item-is-elsewhere",
            f"{code} was divided among {among}. What this is about is with none of them alone.",
        )
    return matching[0]


def open_unit(*, code: str, moment: Moment) -> Named:
    """The unit of a code that may be given work at the moment.

    Raises:
        Refused: nobody was given the code, it was made in error, or its unit has not begun or is closed; the
            sentence says which codes to use instead.
    """
    found = given_to(code, moment=moment)
    if found.is_open:
        return found
    after = succession.current_successors(found.unit_id, moment=moment)
    instead = ", ".join(each.code for each in after)
    raise Refused.because(
        "closed-code",
        f"{code} is closed. Use {instead}."
        if instead
        else f"{code} is not open, and nothing follows it.",
    )


def given_to(code: str, *, moment: Moment) -> Named:
    found = rows(
        """
        SELECT c.unit_id, bool_or(c.withdrawn_at IS NULL OR c.withdrawn_at > %(known)s::timestamptz)
        FROM organisation_unitcode c
        WHERE c.code = %(code)s AND c.starts_at <= %(at)s AND c.recorded_at <= %(known)s::timestamptz
          AND (c.change_id IS NULL OR c.change_id = ANY (%(live)s::bigint[]))
        GROUP BY c.unit_id
        """,
        asked(moment, code=code),
    )
    if not found:
        raise Refused.because("unknown-code", f"No unit has the code {code}.")
    unit_id, is_good = found[0]
    if not is_good:
        raise Refused.because(
            "withdrawn-code", f"{code} was made in error and withdrawn. Nothing can be sent to it."
        )
    return units.named([unit_id], moment=moment)[0]


def rules_of(unit_id: int, *, moment: Moment) -> tuple[str, ...]:
    found = rows(
        """
        WITH RECURSIVE onward (unit_id, rule) AS (
            SELECT %(unit)s::bigint, ''
            UNION
            SELECT s.successor_id, s.rule
            FROM onward
            JOIN organisation_edges_at(%(at)s, %(live)s::bigint[], %(known)s) s
              ON s.predecessor_id = onward.unit_id AND s.successor_id IS NOT NULL
             AND s.event_id = organisation_last_closing(onward.unit_id, %(at)s, %(live)s::bigint[], %(known)s)
            WHERE NOT organisation_is_open(onward.unit_id, %(at)s, %(live)s::bigint[], %(known)s)
        )
        SELECT DISTINCT rule FROM onward WHERE rule <> '' ORDER BY rule
        """,
        asked(moment, unit=unit_id),
    )
    return tuple(rule for (rule,) in found)


def of_owner(candidates: tuple[Named, ...], *, owner_id: int, moment: Moment) -> tuple[Named, ...]:
    under = {
        row[0]
        for row in rows(
            "SELECT unit_id FROM organisation_under(%(unit)s, %(line)s, %(at)s, %(live)s::bigint[], %(known)s)",
            asked(moment, unit=owner_id, line=Hierarchy.LINE.value),
        )
    }
    return tuple(each for each in candidates if each.unit_id in under)
