"""Whether what a seat reaches after a reform follows from what it reached before, by the change of its units and no more.

Plain Python: it knows the answers of the access functions on either side, and not how they came to them.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

POST: Final = "post"
NATION: Final = "nation"
PROTOCOL: Final = "protocol"
ARCHIVE: Final = "archive"
OF_AN_ARCHIVE: Final = frozenset(
    {
        "case.read",
        "case.minimum",
        "case.write",
        "person.restrict",
        "person.disclose",
        "person.remove",
        "victim.keep",
    }
)
"""What is done with records, and so with those that a body keeps of one that has ended (ADR 17)."""


_BY_BODY: Final = frozenset({PROTOCOL, ARCHIVE})


@dataclass(frozen=True, kw_only=True)
class Reached:
    """That a seat does an action, through what, and at which body; None where it is everywhere, or within its own place."""

    action: str
    through: str
    body_id: int | None


@dataclass(frozen=True, kw_only=True)
class ChangeOfUnits:
    """What changed about the units of a seat.

    `opened` has, for each action, the bodies that protocols open to bodies of the new owner's kind; `moved` the bodies that the
    plan placed elsewhere, made or closed; `kept` those that have ended and whose archive the new owner keeps.
    """

    old_owner_id: int
    new_owner_id: int
    opened: Mapping[str, AbstractSet[int]]
    moved: AbstractSet[int]
    kept: AbstractSet[int] = frozenset()


def unexplained(
    before: AbstractSet[Reached], after: AbstractSet[Reached], change: ChangeOfUnits
) -> tuple[frozenset[Reached], frozenset[Reached]]:
    """What was gained and what was lost that the change of units does not explain.

    By its own post a seat does what it did, at its new owner. By a protocol, which is between kinds of body, it reaches what is
    open to the kind of its new owner, with the actions that it had. In the archive it reaches all that its new owner keeps, and
    nothing else, with what it did about records of its own. Along another hierarchy than the line it reaches what it did,
    but for bodies that the plan moved. What it did everywhere it does everywhere.

    >>> own = Reached(action="case.read", through="post", body_id=1)
    >>> change = ChangeOfUnits(old_owner_id=1, new_owner_id=2, opened={}, moved=set())
    >>> unexplained({own}, {Reached(action="case.read", through="post", body_id=2)}, change)
    (frozenset(), frozenset())
    >>> unexplained({own}, {own}, change) == (frozenset({own}), frozenset({Reached(action="case.read", through="post", body_id=2)}))
    True
    """
    own = {each.action for each in before if each.through == POST}
    expected = {_carried(each, change) for each in before if each.through not in _BY_BODY}
    expected |= _of_the_archive(before, change)
    held = {each for each in after if each.through != PROTOCOL}
    gained = {each for each in held - expected if not _is_moved(each, change)}
    lost = {each for each in expected - held if not _is_moved(each, change)}
    for each in after:
        is_open = each.body_id in change.opened.get(each.action, frozenset())
        if each.through == PROTOCOL and not (is_open and each.action in own):
            gained.add(each)
    for each in before - after:
        is_open = each.body_id in change.opened.get(each.action, frozenset())
        if each.through == PROTOCOL and is_open:
            lost.add(each)
    return frozenset(gained), frozenset(lost)


def _carried(each: Reached, change: ChangeOfUnits) -> Reached:
    if each.through == POST and each.body_id == change.old_owner_id:
        return Reached(action=each.action, through=POST, body_id=change.new_owner_id)
    return each


def _of_the_archive(before: AbstractSet[Reached], change: ChangeOfUnits) -> set[Reached]:
    """What a seat did in the whole of its own body, with records, it does with the archives that the new one keeps."""
    return {
        Reached(action=each.action, through=ARCHIVE, body_id=body_id)
        for each in before
        if each.through == POST
        and each.body_id == change.old_owner_id
        and each.action in OF_AN_ARCHIVE
        for body_id in change.kept
    }


def _is_moved(each: Reached, change: ChangeOfUnits) -> bool:
    return each.through not in {POST, NATION, ARCHIVE} and each.body_id in change.moved
