"""Which officers a case could go to, best first, each with what speaks for them and against: a manager decides."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from throughcare.allocation.suggestions import Suggesting


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody who could have the case. `percent` is how full they would be with it; None where they have no hours."""

    post_id: int
    code: str
    grade: str
    is_of_team: bool
    knows_person: bool
    percent: Decimal | None
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a case asks for: skills by its flags, and skills that were asked for about this person."""

    rosh: str | None
    skills: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    officer: Officer
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def is_fit(self) -> bool:
        return not self.speaks_against


def suggestions(
    officers: Collection[Officer], *, wanted: Wanted, rules: Suggesting
) -> tuple[Suggestion, ...]:
    """All officers, best first: by what stands in `suggesting.yaml`, in its order, and by code where all is alike."""
    return tuple(
        _suggestion(each, wanted=wanted, rules=rules)
        for each in sorted(officers, key=lambda each: _order(each, wanted=wanted, rules=rules))
    )


def _order(
    officer: Officer, *, wanted: Wanted, rules: Suggesting
) -> tuple[int, bool, bool, bool, int, bool, Decimal, str]:
    return (
        len(wanted.asked - officer.skills),
        _is_too_junior(officer, wanted=wanted, rules=rules),
        _is_full(officer, rules=rules),
        not officer.knows_person,
        len(wanted.skills - officer.skills),
        not officer.is_of_team,
        rules.full_percent if officer.percent is None else officer.percent,
        officer.code,
    )


def _suggestion(officer: Officer, *, wanted: Wanted, rules: Suggesting) -> Suggestion:
    has = [rules.skills[code].words for code in rules.skills if code in officer.skills]
    asked = [rules.skills[code].words for code in rules.skills if code in wanted.asked]
    trained = [
        rules.skills[code].words
        for code in rules.skills
        if code in wanted.skills and code in officer.skills
    ]
    untrained = [
        rules.skills[code].words
        for code in rules.skills
        if code in wanted.skills and code not in officer.skills
    ]
    speaks_for = [
        *(f"Is {words}, as was asked" for words in asked if words in has),
        *(["Had this person before"] if officer.knows_person else []),
        *(f"Trained in {words}" for words in trained),
        *(["In the team of the case"] if officer.is_of_team else []),
        *([f"Would be {officer.percent}% full"] if _has_room(officer, rules=rules) else []),
    ]
    speaks_against = [
        *(f"Not {words}, as was asked" for words in asked if words not in has),
        *(
            [f"The grade is not for a risk that is {wanted.rosh}"]
            if _is_too_junior(officer, wanted=wanted, rules=rules)
            else []
        ),
        *(f"Not trained in {words}" for words in untrained),
        *(["Has no hours"] if officer.percent is None else []),
        *(
            [f"Would be {officer.percent}% full"]
            if officer.percent is not None and _is_full(officer, rules=rules)
            else []
        ),
    ]
    return Suggestion(
        officer=officer, speaks_for=tuple(speaks_for), speaks_against=tuple(speaks_against)
    )


def _is_too_junior(officer: Officer, *, wanted: Wanted, rules: Suggesting) -> bool:
    return wanted.rosh in rules.high_rosh and officer.grade in rules.grades_not_for_high_rosh


def _is_full(officer: Officer, *, rules: Suggesting) -> bool:
    return officer.percent is None or officer.percent > rules.full_percent


def _has_room(officer: Officer, *, rules: Suggesting) -> bool:
    return not _is_full(officer, rules=rules)
