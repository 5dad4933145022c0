"""What scores are made from: inputs, what may be said of each, what follows from them, and what cannot be true together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from throughcare.kernel.refusals import Reason, Refused
from throughcare.risk.rules.levels import Facts, Value, When

UNKNOWN: Final = "unknown"
YES, NO = "yes", "no"
MOST_OF_SCALE: Final = 2


class Kind(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes-no"
    SCALE = "scale"


class From(StrEnum):
    """Where an input is found."""

    RECORD = "record"
    INTERVIEW = "interview"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Inputs added up and taken away, with a number; `most` is a cap."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    number: int = 0
    most: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.plus, *self.minus)

    def value(self, facts: Facts) -> int | None:
        """None as soon as one of them is unknown."""
        total = self.number
        for names, sign in ((self.plus, 1), (self.minus, -1)):
            for name in names:
                value = facts.get(name)
                if not isinstance(value, int):
                    return None
                total += sign * value
        return total if self.most is None else min(total, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that is asked. `values` are the words of each answer; `unless_given` is how it follows from others."""

    name: str
    kind: Kind
    words: str
    comes_from: From
    least: int = 0
    most: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    unless_given: Sum | None = None

    def value(self, written: str) -> Value | None:
        """What was written as a value; None for unknown. ValueError where it is no answer."""
        if written == UNKNOWN:
            return None
        if self.kind in {Kind.NUMBER, Kind.SCALE}:
            if written.isascii() and written.isdecimal() and self.allows(int(written)):
                return int(written)
        elif written in self.values:
            return written
        raise ValueError(written)

    def allows(self, value: Value) -> bool:
        if isinstance(value, str):
            return value in self.values
        return self.kind in {Kind.NUMBER, Kind.SCALE} and self.least <= value <= self.most

    @property
    def may_be(self) -> str:
        if self.kind in {Kind.NUMBER, Kind.SCALE}:
            return f"a whole number from {self.least} to {self.most}, or {UNKNOWN}"
        return f"{', '.join(self.values)} or {UNKNOWN}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be true together: `when` is one way to contradict."""

    code: str
    says: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All inputs, what follows from them, and what contradicts."""

    inputs: Mapping[str, Input]
    derived: Mapping[str, Sum]
    contradictions: tuple[Contradiction, ...]

    def sources(self, names: Collection[str]) -> tuple[str, ...]:
        """The inputs behind names, in the order of the catalogue; KeyError for a name that is none."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self.derived:
                waiting += self.derived[name].names
                continue
            if name not in found and (rule := self.inputs[name].unless_given):
                waiting += rule.names
            found.add(name)
        return tuple(name for name in self.inputs if name in found)

    def range_of(self, name: str) -> tuple[int, int]:
        """The least and the most that a number can be; KeyError for a name that is none."""
        if name not in self.derived:
            return self.inputs[name].least, self.inputs[name].most
        rule = self.derived[name]
        plus, minus = ([self.range_of(each) for each in names] for names in (rule.plus, rule.minus))
        least = rule.number + sum(low for low, _ in plus) - sum(high for _, high in minus)
        most = rule.number + sum(high for _, high in plus) - sum(low for low, _ in minus)
        return least, most if rule.most is None else min(most, rule.most)

    def complete(self, facts: Facts) -> Facts:
        """Facts with what follows from them."""
        all_: dict[str, Value | None] = dict(facts)
        for name, each in self.inputs.items():
            if each.unless_given is not None and name not in facts:
                all_[name] = each.unless_given.value(facts)
        for name, rule in self.derived.items():
            all_[name] = rule.value(all_)
        return all_

    def lacking(self, names: Collection[str], facts: Facts) -> tuple[str, ...]:
        """The inputs to ask for so that names become known; those that were found are left out."""
        return tuple(
            name
            for name in self.sources(names)
            if facts.get(name) is None and (name in facts or self.inputs[name].unless_given is None)
        )


def read(raw: Mapping[str, str], *, catalogue: Catalogue) -> Facts:
    """Facts from what was written. An empty text says nothing at all; `unknown` says that nobody knows.

    Raises:
        Refused: there is no such input, or something is no answer to its question. Carries all of them.
    """
    reasons = []
    facts: dict[str, Value | None] = {}
    for name, written in raw.items():
        if name not in catalogue.inputs:
            reasons.append(Reason(f"strange:{name}", f"There is no input {name}."))
        elif text := written.strip():
            try:
                facts[name] = catalogue.inputs[name].value(text)
            except ValueError:
                reasons.append(_no_answer(catalogue.inputs[name], text))
    if reasons:
        raise Refused(reasons)
    return facts


def check(facts: Facts, *, catalogue: Catalogue) -> None:
    """Hold facts that were made by a program against the catalogue.

    Raises:
        Refused: as `read` does.
    """
    reasons = []
    for name, value in facts.items():
        if name not in catalogue.inputs:
            reasons.append(Reason(f"strange:{name}", f"There is no input {name}."))
        elif value is not None and not catalogue.inputs[name].allows(value):
            reasons.append(_no_answer(catalogue.inputs[name], str(value)))
    if reasons:
        raise Refused(reasons)


def contradicted(facts: Facts, *, names: Iterable[str], catalogue: Catalogue) -> tuple[Reason, ...]:
    """What contradicts among the inputs that are named. Facts are complete; unknown contradicts nothing."""
    looked_at = set(names)
    found = {
        each.code: Reason(each.code, f"{each.says} ({_shown(each.when, facts, catalogue)})")
        for each in contradictions_among(looked_at, catalogue=catalogue)
        if each.when.holds(facts)
    }
    return tuple(found.values())


def contradictions_among(names: Collection[str], *, catalogue: Catalogue) -> list[Contradiction]:
    """Those that are about nothing but these inputs."""
    return [
        each
        for each in catalogue.contradictions
        if set(catalogue.sources(each.when.names)) <= set(names)
    ]


def lacks(names: Sequence[str], *, facts: Facts, catalogue: Catalogue) -> tuple[Reason, ...]:
    """Reasons to refuse for what is not there: missing where nothing was said, unknown where that was."""
    return tuple(
        Reason(
            f"{'unknown' if name in facts else 'missing'}:{name}",
            f"{name} is {'unknown' if name in facts else 'missing'}: {catalogue.inputs[name].words}.",
        )
        for name in names
    )


def _no_answer(asked: Input, text: str) -> Reason:
    if asked.kind is Kind.YES_NO and text in {"0", "1"}:
        return Reason(
            f"value:{asked.name}",
            f"{asked.name} cannot be {text}, which is yes in some tables and no in others: write yes, no or {UNKNOWN}.",
        )
    return Reason(f"value:{asked.name}", f"{asked.name} cannot be {text!r}: it is {asked.may_be}.")


def _shown(when: When, facts: Facts, catalogue: Catalogue) -> str:
    return ", ".join(
        f"{name} {facts[name]}" for name in catalogue.sources(when.names) if name in facts
    )
