"""Making rules, answers, holds and facts of a plan, with a problem for what cannot be made."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from throughcare.kernel.conditions.syntax import Attribute, Fact
from throughcare.restructure.rules.building_formulas import FormulaBuilder
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.facts import FactError, fact_of
from throughcare.restructure.rules.plan import (
    ByDecision,
    ByTable,
    Direct,
    Hold,
    Rule,
    SameAs,
    Target,
    ToUnit,
    WithinPosts,
)
from throughcare.restructure.rules.yaml_text import Path

Written = Mapping[str, Any]  # Any: what the schema allows
NO_DAY: Final = date.max


class RuleBuilder(FormulaBuilder):
    """What the parts of a plan are built with."""

    def known_kind(self, kind: str, path: Path) -> bool:
        if kind not in KINDS:
            self.wrong(path, f"There is no kind of item {kind!r}; there are {', '.join(KINDS)}.")
        return kind in KINDS

    def rules(self, kind: str, written: Sequence[Written]) -> Iterator[Rule]:
        seen: set[str] = set()
        for at, each in enumerate(written):
            path: Path = ("rules", kind, at)
            if each["name"] in seen:
                self.wrong((*path, "name"), f"Two rules are called {each['name']!r}.")
            seen.add(each["name"])
            yield Rule(
                kind=kind,
                number=at + 1,
                name=each["name"],
                when=self.condition(each["when"], KINDS[kind].attributes, (*path, "when")),
                target=self.target(kind, each, path),
                says=each["says"],
                before=tuple(each.get("before", ())),
            )

    def target(self, kind: str, written: Written, path: Path) -> Target:
        if "outcomes" not in written:
            return self.direct(kind, written, path)
        outcomes = {
            outcome: self.direct(kind, each, (*path, "outcomes", outcome))
            for outcome, each in written["outcomes"].items()
        }
        if "decide" in written:
            return ByDecision(decision=written["decide"], outcomes=outcomes)
        if kind != "account":
            self.wrong((*path, "within posts"), "Only staff accounts are taken for posts.")
        return WithinPosts(outcomes=outcomes)

    def direct(self, kind: str, written: Written, path: Path) -> Direct:
        if "table" in written:
            if written["key"] not in KINDS[kind].attributes:
                known = ", ".join(KINDS[kind].attributes)
                self.wrong(
                    (*path, "key"), f"There is no attribute {written['key']!r}; there are {known}."
                )
            return ByTable(table=written["table"], key=written["key"])
        if "formula" in written:
            return self.formula(written["formula"], KINDS[kind].attributes, (*path, "formula"))
        if "same as" in written:
            for word in ("same as", "guest"):
                if word in written and written[word] not in KINDS[kind].related:
                    known = ", ".join(KINDS[kind].related) or "nothing"
                    self.wrong(
                        (*path, word), f"A {kind} may follow {known}, not {written[word]!r}."
                    )
            return SameAs(related=written["same as"], guest=written.get("guest", ""))
        if "hold" in written:
            return self.hold(written["hold"], (*path, "hold"))
        return ToUnit(code=written["unit"])

    def hold(self, written: Written, path: Path) -> Hold:
        return Hold(
            owner=written["owner"], reason=written["reason"], until=self.until(written, path)
        )

    def until(self, written: Written, path: Path) -> date:
        if "until" not in written:
            self.wrong(path, "A hold needs a date by which it must be settled.")
            return NO_DAY
        try:
            return date.fromisoformat(written["until"])
        except ValueError:
            self.wrong((*path, "until"), f"There is no day {written['until']!r}.")
            return NO_DAY

    def facts(self, kind: str, written: Mapping[str, object], path: Path) -> dict[str, Fact]:
        attributes = KINDS[kind].attributes
        facts: dict[str, Fact] = {}
        for name, plain in written.items():
            if name not in attributes:
                known = ", ".join(attributes)
                self.wrong((*path, name), f"There is no attribute {name!r}; there are {known}.")
            else:
                facts[name] = self.fact(attributes[name], plain, (*path, name))
        return facts

    def fact(self, attribute: Attribute, plain: object, path: Path) -> Fact:
        try:
            return fact_of(attribute, plain)
        except FactError as fault:
            self.wrong(path, str(fault))
            return None
