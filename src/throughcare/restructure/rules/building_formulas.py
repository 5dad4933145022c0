"""Making conditions and formulas of a plan, with a problem for what cannot be made."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from throughcare.kernel.conditions.reading import ConditionError, parse
from throughcare.kernel.conditions.syntax import Attributes, Condition, Type
from throughcare.kernel.decisions import ALWAYS
from throughcare.restructure.rules.catalogue import REFERENCE
from throughcare.restructure.rules.formulas import (
    Band,
    ByFormula,
    Choice,
    First,
    Letters,
    Of,
    Part,
    Written,
)
from throughcare.restructure.rules.plan import Problem
from throughcare.restructure.rules.yaml_text import Loaded, Path

WrittenPart = Mapping[str, Any]  # Any: what the schema allows
TEXT: Final = frozenset({Type.TEXT, Type.UNIT})
NUMBER: Final = frozenset({Type.NUMBER})


class FormulaBuilder:
    """What conditions and formulas are built with; `problems` grows as they are."""

    def __init__(self, *, loaded: Loaded) -> None:
        self.loaded = loaded
        self.problems: list[Problem] = []

    def wrong(self, path: Path, sentence: str) -> None:
        self.problems.append(self.loaded.problem(path, sentence))

    def condition(self, text: str, attributes: Attributes, path: Path) -> Condition:
        if text == "always":
            return ALWAYS
        try:
            return parse(text, attributes)
        except ConditionError as fault:
            self.wrong(path, str(fault))
            return ALWAYS

    def formula(self, written: WrittenPart, attributes: Attributes, path: Path) -> ByFormula:
        parts = tuple(
            self.part(each, attributes, (*path, "parts", at))
            for at, each in enumerate(written["parts"])
        )
        return ByFormula(parts=parts, table=written.get("table", ""))

    def part(self, written: WrittenPart, attributes: Attributes, path: Path) -> Part:
        match written:
            case {"text": text}:
                return Written(text)
            case {"of": name}:
                return Of(self.named(name, attributes, TEXT, (*path, "of")))
            case {"characters of": name, "first": count}:
                return First(self.named(name, attributes, TEXT, (*path, "characters of")), count)
            case {"letters of": name}:
                return Letters(self.named(name, attributes, TEXT, (*path, "letters of")))
            case {"band of": asked}:
                return self.band(written, asked, attributes, path)
            case _:
                ways = tuple(
                    (
                        self.condition(each["when"], attributes, (*path, "choose", at, "when")),
                        each["gives"],
                    )
                    for at, each in enumerate(written["choose"])
                )
                return Choice(ways=ways, otherwise=written["otherwise"])

    def named(self, name: str, attributes: Attributes, types: frozenset[Type], path: Path) -> str:
        attribute = attributes.get(name)
        if attribute is None:
            self.wrong(path, f"There is no attribute {name!r}; there are {', '.join(attributes)}.")
        elif attribute.type not in types:
            wanted = " or ".join(sorted(types))
            self.wrong(path, f"{name!r} is {attribute.type}; this takes {wanted}.")
        return name if attribute else REFERENCE.name  # which everything has

    def band(
        self,
        written: WrittenPart,
        asked: str | Sequence[str],
        attributes: Attributes,
        path: Path,
    ) -> Band:
        names = [asked] if isinstance(asked, str) else list(asked)
        for name in names:
            self.named(name, attributes, NUMBER, (*path, "band of"))
        below = tuple(Decimal(each) for each in written["below"])
        gives = tuple(written["gives"])
        if any(low >= high for low, high in pairwise(below)):
            self.wrong((*path, "below"), "The limits of the bands rise from one to the next.")
        if len(gives) != len(below) + 1:
            sentence = (
                f"{len(below)} limits make {len(below) + 1} bands, and {len(gives)} are named."
            )
            self.wrong((*path, "gives"), sentence)
        return Band(names=tuple(names), below=below, gives=gives, places=written.get("rounded"))
