"""Which type of recall, why, and how long a fixed term is (probation domain rules 15).

An unanswered question counts as yes, and is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FIXED_TERM, STANDARD, EMERGENCY = "fixed-term", "standard", "emergency"
CHOOSE = "choose"
YES = "yes"


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """What recall it is for a group: `when_none` of the questions is answered yes, and `when_any` is, or is open."""

    when_none: str
    when_any: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TypeRules:
    """One version of the rules, in force from a day until the next version."""

    starts_on: date
    source: str
    groups: Mapping[str, GroupRule]


@dataclass(frozen=True, kw_only=True)
class Term:
    """How many days a fixed term has, for returns to custody from a day on."""

    starts_on: date
    groups: frozenset[str]
    under_12_months: int
    otherwise: int
    source: str


@dataclass(frozen=True, kw_only=True)
class TypeOfRecall:
    """What the rules come to. `must` is empty where the officer chooses among `may`; `asks` are the questions that decide.

    `against` are the questions whose answer is yes, `unanswered` those that count as yes because nobody has answered them.
    """

    must: str
    may: tuple[str, ...]
    asks: tuple[str, ...]
    against: tuple[str, ...]
    unanswered: tuple[str, ...]
    source: str


def type_of_recall(
    versions: Sequence[TypeRules],
    *,
    group: str,
    answers: Mapping[str, bool | None],
    may: Sequence[str],
    on: date,
) -> TypeOfRecall:
    """Which recall it has to be on a day. A question that is not among the answers is open.

    Raises:
        LookupError: no version is in force on the day.
    """
    version = _in_force(versions, on=on)
    rule = version.groups[group]
    against = tuple(each for each in rule.questions if answers.get(each) is True)
    unanswered = tuple(each for each in rule.questions if answers.get(each) is None)
    found = rule.when_any if against or unanswered else rule.when_none
    emergency = tuple(each for each in may if each == EMERGENCY)
    if found == CHOOSE:
        allowed, must = tuple(may), ""
    elif found == STANDARD and emergency:
        # One in hours is a standard recall too.
        allowed, must = (STANDARD, *emergency), ""
    else:
        allowed, must = (found,), found
    return TypeOfRecall(
        must=must,
        may=allowed,
        asks=rule.questions,
        against=against,
        unanswered=unanswered,
        source=version.source,
    )


def days_of_fixed_term(
    terms: Sequence[Term], *, group: str, is_under_12_months: bool, returned_on: date
) -> tuple[int, str]:
    """How many days somebody stays who returned to custody on a day, and by what.

    Raises:
        LookupError: a group has no fixed term on that day.
    """
    found = [term for term in terms if group in term.groups and term.starts_on <= returned_on]
    if not found:
        raise LookupError(f"There is no fixed term for {group} on {returned_on.isoformat()}.")
    last = max(found, key=lambda term: term.starts_on)
    return (last.under_12_months if is_under_12_months else last.otherwise), last.source


def released_on(returned_on: date, *, days: int) -> date:
    """The day on which a fixed term is over, counted from the return to custody.

    >>> released_on(date(2026, 3, 31), days=56)
    datetime.date(2026, 5, 26)
    """
    return returned_on + timedelta(days=days)


def _in_force(versions: Sequence[TypeRules], *, on: date) -> TypeRules:
    found = [version for version in versions if version.starts_on <= on]
    if not found:
        raise LookupError(f"No rules about types of recall are in force on {on.isoformat()}.")
    return max(found, key=lambda version: version.starts_on)
