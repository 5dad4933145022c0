"""Rules above the weights: what no weight may join, since within families facts do not agree by chance (linkage, section 6)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from throughcare.linkage.rules.likeness import alike, is_slip, is_swapped
from throughcare.linkage.rules.records import IDENTIFIERS, Standard, is_identified, shared

LIKE_ENOUGH: Final = 0.85
GENERATION: Final = 4
"""Years between dates of birth beyond which one name may be a parent's and a child's."""
OUTWEIGHS: Final = 20.0
"""A weight from which one number that differs is taken for a mistyped one."""


class Guard(StrEnum):
    """Why a pair is not joined, whatever it weighs."""

    TWIN = "twin"
    PARENT = "parent"
    BROTHER = "brother"
    CONTRADICTION = "contradiction"
    STOLEN = "stolen"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def is_lifted_by_a_forename(self) -> bool:
        """Whether groups may be joined after all that have a forename in common: brothers and sisters have none.

        Parent and child, and whoever goes by a brother's name, have one. Numbers that contradict keep whole groups apart anyhow.
        """
        return self not in {Guard.PARENT, Guard.BROTHER}


_WORDS: Final = {
    Guard.TWIN: "Same surname and different forenames: may be brothers, sisters or twins",
    Guard.PARENT: "Same name and dates of birth years apart: may be parent and child",
    Guard.BROTHER: "One goes by the other's name and date of birth, which may be a brother's or sister's given as their own",
    Guard.CONTRADICTION: "Numbers that one person alone should have are different",
    Guard.STOLEN: "A number in common, and name, date of birth and sex all different",
}


def guard(one: Standard, other: Standard, *, weight: float) -> Guard | None:
    """The rule that keeps a pair apart, or None."""
    if is_identified(one, other):
        if _is_stolen(one, other):
            return Guard.STOLEN
    elif _may_be_siblings(one, other):
        return Guard.TWIN
    elif _may_be_parent_and_child(one, other):
        return Guard.PARENT
    elif _may_be_a_brothers_details(one, other):
        return Guard.BROTHER
    differ = contradictions(one, other)
    if differ > 1 or (differ == 1 and weight < OUTWEIGHS):
        return Guard.CONTRADICTION
    return None


def contradictions(one: Standard, other: Standard) -> int:
    """How many kinds of number both have, and differ in."""
    return sum(
        bool(getattr(one, kind) and getattr(other, kind))
        and not shared(getattr(one, kind), getattr(other, kind))
        for kind in IDENTIFIERS
    )


def forenames_meet(
    ones: Iterable[str],
    one_givens: Iterable[str],
    others: Iterable[str],
    other_givens: Iterable[str],
) -> bool:
    """Whether a forename of one is like enough to a forename or middle name of the other."""
    other_givens = list(other_givens)
    one_givens = list(one_givens)
    return any(_is_like(a, b) for a in ones for b in other_givens) or any(
        _is_like(a, b) for a in others for b in one_givens
    )


def _is_like(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return alike(one, other) >= LIKE_ENOUGH


def _may_be_siblings(one: Standard, other: Standard) -> bool:
    if not shared(one.surnames, other.surnames) or not (one.forenames and other.forenames):
        return False
    return not shared(one.forms, other.forms) and not forenames_meet(
        one.forenames, one.givens, other.forenames, other.givens
    )


def _may_be_parent_and_child(one: Standard, other: Standard) -> bool:
    if not one.dobs or not other.dobs or not shared(one.wholes, other.wholes):
        return False
    return all(
        abs(int(a[:4]) - int(b[:4])) > GENERATION and a[5:] != b[5:] and not is_slip(a, b)
        for a in one.dobs
        for b in other.dobs
    )


def _may_be_a_brothers_details(one: Standard, other: Standard) -> bool:
    """Alike by an alias alone: same surname, and neither the forenames nor the days that they are under agree."""
    if not (one.forename and other.forename and one.dob and other.dob):
        return False
    if not shared(one.surnames, other.surnames) or one.dob == other.dob:
        return False
    is_same_day = is_swapped(one.dob, other.dob) or is_slip(one.dob, other.dob)
    is_same_name = _is_like(one.forename, other.forename) or one.forename in other.middle.split()
    is_same_name = is_same_name or other.forename in one.middle.split()
    return not is_same_day and not is_same_name and not _have_one_form(one, other)


def _have_one_form(one: Standard, other: Standard) -> bool:
    """Whether the forenames that records are under may be forms of one: told from their groups, where neither has an alias."""
    is_plain = len(one.forenames) == len(other.forenames) == 1
    return is_plain and shared(one.forms, other.forms)


def _is_stolen(one: Standard, other: Standard) -> bool:
    """A number in common and everything else different: a slip of the pen, or somebody else's number."""
    is_named = bool(one.whole and other.whole)
    is_other_name = not shared(one.givens, other.givens) and not shared(
        one.surnames, other.surnames
    )
    is_other_day = bool(one.dobs and other.dobs) and not shared(one.dobs, other.dobs)
    is_other_sex = bool(one.sex and other.sex) and one.sex != other.sex
    return is_named and is_other_name and is_other_day and is_other_sex
