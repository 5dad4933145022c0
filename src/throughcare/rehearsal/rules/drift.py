"""What is different since the rehearsal before: answers, times, and defects."""

from dataclasses import dataclass

from throughcare.rehearsal.rules.outcome import Defect, Outcome
from throughcare.rehearsal.rules.parts import LABELS
from throughcare.rehearsal.rules.places import place

NOTABLE_SECONDS = 1.0
NOTABLE_SHARE = 0.25
"""A part is slower or quicker when it differs by more than both: a second and a quarter."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure that changed. `kind` is of item; without a rule it is a part, in seconds."""

    kind: str
    name: str
    standing: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Drift:
    rules: tuple[Moved, ...] = ()
    times: tuple[Moved, ...] = ()
    appeared: tuple[Defect, ...] = ()
    gone: tuple[Defect, ...] = ()

    @property
    def is_none(self) -> bool:
        return not (self.rules or self.times or self.appeared or self.gone)

    @property
    def moved(self) -> int:
        """How many items at least are answered by another rule, or otherwise, than before, or are new or gone."""
        gained = sum(each.by for each in self.rules if each.by > 0)
        lost = -sum(each.by for each in self.rules if each.by < 0)
        return round(max(gained, lost))

    def total(self, standing: str) -> int:
        """By how much the number of items of a standing changed."""
        return round(sum(each.by for each in self.rules if each.standing == standing))


def told(drift: Drift | None) -> list[tuple[str, str, str]]:
    """What differs in rows of words: what, before, now. The last two are empty where a defect came or went.

    >>> told(Drift(rules=(Moved(kind="case", name="nps", standing="held", before=1, after=1200),)))
    [('case by nps, held', '1', '1,200')]
    """
    if drift is None:
        return []
    return [
        *((_defect("New", each), "", "") for each in drift.appeared),
        *((_defect("Gone", each), "", "") for each in drift.gone),
        *(
            (
                f"{each.kind} by {each.name}, {each.standing}",
                f"{each.before:,.0f}",
                f"{each.after:,.0f}",
            )
            for each in drift.rules
        ),
        *(
            (f"{each.name}, seconds", f"{each.before:.1f}", f"{each.after:.1f}")
            for each in drift.times
        ),
    ]


def _defect(word: str, defect: Defect) -> str:
    where = f": {place(defect.where)}" if defect.where else ""
    return f"{word} defect: {defect.what} ({LABELS[defect.part].lower()}{where})"


def drift(before: Outcome, after: Outcome) -> Drift:
    """What differs between two rehearsals of a plan.

    >>> one = Outcome(rules=(("case", "nps", "answered", 5),))
    >>> two = Outcome(rules=(("case", "nps", "answered", 4), ("case", "nps", "undetermined", 1)))
    >>> [(each.name, each.standing, each.by) for each in drift(one, two).rules]
    [('nps', 'answered', -1), ('nps', 'undetermined', 1)]
    """
    old = {(kind, rule, standing): count for kind, rule, standing, count in before.rules}
    new = {(kind, rule, standing): count for kind, rule, standing, count in after.rules}
    known, found = ({each.key for each in side.defects} for side in (before, after))
    return Drift(
        rules=tuple(
            Moved(
                kind=kind,
                name=rule,
                standing=standing,
                before=old.get((kind, rule, standing), 0),
                after=new.get((kind, rule, standing), 0),
            )
            for kind, rule, standing in sorted({*old, *new})
            if old.get((kind, rule, standing), 0) != new.get((kind, rule, standing), 0)
        ),
        times=_times(before, after),
        appeared=tuple(each for each in after.defects if each.key not in known),
        gone=tuple(each for each in before.defects if each.key not in found),
    )


def _times(before: Outcome, after: Outcome) -> tuple[Moved, ...]:
    took = {part.name: part.seconds for part in before.parts}
    return tuple(
        Moved(
            kind="",
            name=part.label,
            standing="",
            before=took[part.name],
            after=part.seconds,
        )
        for part in after.parts
        if part.name in took and _is_notable(took[part.name], part.seconds)
    )


def _is_notable(before: float, after: float) -> bool:
    gap = abs(after - before)
    return gap > NOTABLE_SECONDS and gap > NOTABLE_SHARE * max(before, after)
