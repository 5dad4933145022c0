"""Making the values of a plan from text that already has the form of the schema."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from throughcare.kernel.decisions import ALWAYS
from throughcare.restructure.rules.building_rules import RuleBuilder
from throughcare.restructure.rules.catalogue import KINDS, given
from throughcare.restructure.rules.plan import (
    Archive,
    ByTable,
    Constraint,
    ConstraintKind,
    Continuing,
    Criterion,
    Edge,
    EdgeKind,
    Entity,
    Event,
    Example,
    Forecast,
    InFlight,
    ItemHold,
    Mirror,
    NewUnit,
    OldUnit,
    Override,
    Ownership,
    Placement,
    Plan,
    Staffing,
    Table,
    ToUnit,
    UnitKind,
)
from throughcare.restructure.rules.yaml_text import Loaded, Path

Written = Mapping[str, Any]  # Any: what the schema allows


class Builder(RuleBuilder):
    """Builds one plan; what it cannot build it leaves out, and says so in `problems`."""

    def __init__(self, *, written: Written, loaded: Loaded) -> None:
        super().__init__(loaded=loaded)
        self.written = written

    def plan(self, *, digest: str) -> Plan:
        written = self.written
        return Plan(
            reference=written["plan"],
            version=written["version"],
            title=written["title"],
            summary=" ".join(written["summary"].split()),
            instant=self.moment(("instant",)),
            zone=written["zone"],
            legal_basis=written["legal basis"],
            makers=tuple(written["people"]["makers"]),
            approvers=tuple(written["people"]["approvers"]),
            reversal_until=self.moment(("reversal", "until")),
            hard_to_undo=tuple(written["reversal"]["hard to undo"]),
            reverses=written.get("reverses", ""),
            kinds=tuple(self.kinds()),
            redirects_until=self.moment(("redirects", "until")) if "redirects" in written else None,
            programme=written.get("programme", ""),
            old_units=tuple(self.old_units()),
            new_units=tuple(self.new_units()),
            continuing=tuple(self.continuing()),
            mirror=self.mirror(),
            archive=self.archive(),
            events=tuple(self.events()),
            entities=tuple(
                Entity(code=each["code"], name=each["name"], kind=each["kind"])
                for each in written.get("owners", ())
            ),
            ownership=tuple(
                Ownership(unit=unit, entity=each["code"])
                for each in written.get("owners", ())
                for unit in each["units"]
            ),
            placements=tuple(self.placements()),
            tables=self.tables(),
            rules={
                kind: tuple(self.rules(kind, rules))
                for kind, rules in written.get("rules", {}).items()
                if self.known_kind(kind, ("rules", kind))
            },
            staffing=self.staffing(),
            constraints=tuple(self.constraints()),
            overrides=tuple(self.overrides()),
            holds=tuple(self.holds()),
            forecasts=tuple(
                Forecast(
                    kind=each["kind"],
                    to=each["to"],
                    percent=Decimal(each["percent"]),
                    tolerance=Decimal(each["tolerance"]),
                )
                for each in written.get("expected", ())
            ),
            in_flight=tuple(
                InFlight(kind=kind, becomes=each["becomes"], by=each["by"], says=each["says"])
                for kind, each in written.get("in flight", {}).items()
            ),
            examples=tuple(self.examples()),
            digest=digest,
        )

    def moment(self, path: Path) -> datetime:
        text: Any = self.written
        for step in path:
            text = text[step]
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            self.wrong(path, f"There is no moment {text!r}.")
            return datetime.fromisoformat("9999-12-31T00:00:00+00:00")

    def kinds(self) -> Iterator[UnitKind]:
        for each in self.written.get("kinds", ()):
            yield UnitKind(code=each["kind"], name=each["name"], is_provider=each["provider"])

    def continuing(self) -> Iterator[Continuing]:
        for group in self.written.get("continuing units", ()):
            for code, name in group["names"].items():
                yield Continuing(code=code, name=name, kind=group.get("kind", ""))

    def placements(self) -> Iterator[Placement]:
        for each in self.written.get("reporting", ()):
            for unit in each["units"]:
                yield Placement(unit=unit, hierarchy=each["hierarchy"], parent=each.get("parent"))

    def old_units(self) -> Iterator[OldUnit]:
        written = self.written.get("old units", {"names": {}})
        until = self.moment(("old units", "legal until")) if "legal until" in written else None
        for code, name in written["names"].items():
            yield OldUnit(code=code, name=name, legal_until=until)

    def new_units(self) -> Iterator[NewUnit]:
        seen: set[str] = set()
        for at, group in enumerate(self.written.get("new units", ())):
            for code, name in group["names"].items():
                if code in seen:
                    self.wrong(("new units", at, "names", code), f"{code} is opened twice.")
                    continue
                seen.add(code)
                yield NewUnit(
                    code=code,
                    name=name,
                    kind=group["kind"],
                    parent=group.get("parent"),
                    accepts=group.get("accepts work", True),
                )

    def mirror(self) -> Mirror | None:
        written = self.written.get("structure")
        if written is None:
            return None
        return Mirror(
            kinds=tuple(written["mirror"]),
            code=written["code"],
            rejoins=written.get("rejoins", False),
        )

    def archive(self) -> Archive | None:
        written = self.written.get("archive")
        if written is None:
            return None
        named = "unit" in written
        return Archive(
            target=ToUnit(code=written["unit"])
            if named
            else ByTable(table=written["table"], key=written["key"]),
            says=written["says"],
        )

    def events(self) -> Iterator[Event]:
        kinds = {unit.code: unit.kind for unit in self.new_units()}
        kinds |= {
            code: group.get("kind", "")
            for group in self.written.get("continuing units", ())
            for code in group["names"]
        }
        for at, event in enumerate(self.written.get("succession", ())):
            path: Path = ("succession", at)
            own = "instant" in event
            yield Event(
                reference=event["event"],
                instant=self.moment((*path, "instant") if own else ("instant",)),
                legal_basis=event["legal basis"],
                edges=tuple(
                    Edge(
                        origin=edge["from"],
                        to=to,
                        kind=EdgeKind(edge["kind"]),
                        rule=edge.get("rule", ""),
                        passes=edge.get("passes")
                        or event.get("passes", {}).get(kinds.get(to or "", ""), ""),
                    )
                    for edge in event["edges"]
                    for to in edge["to"] or [None]
                ),
            )

    def tables(self) -> dict[str, Table]:
        old = tuple(self.written.get("old units", {"names": {}})["names"])
        return {
            name: Table(
                name=name,
                covers=old if each["covers"] == "old units" else tuple(map(str, each["covers"])),
                rows=dict(each["rows"]),
            )
            for name, each in self.written.get("tables", {}).items()
        }

    def staffing(self) -> Staffing | None:
        written = self.written.get("staff")
        if written is None:
            return None
        attributes = KINDS["account"].attributes
        rank: list[Criterion] = []
        for at, each in enumerate(written["rank"]):
            if each["by"] not in attributes:
                self.wrong(("staff", "rank", at, "by"), f"Accounts have no {each['by']!r}.")
                continue
            unknown = self.fact(attributes[each["by"]], each["unknown"], ("staff", "rank", at))
            if not isinstance(unknown, Decimal | str):
                self.wrong(("staff", "rank", at, "unknown"), "Say how those without one stand.")
                continue
            best = () if each["order"] == "highest first" else tuple(each["order"])
            rank.append(Criterion(attribute=each["by"], best=best, unknown=unknown))
        first, second = written["outcomes"]
        posts = {unit: (numbers[0], numbers[1]) for unit, numbers in written["posts"].items()}
        return Staffing(outcomes=(first, second), rank=tuple(rank), posts=posts)

    def constraints(self) -> Iterator[Constraint]:
        for at, each in enumerate(self.written.get("constraints", ())):
            path: Path = ("constraints", at)
            kind = each["applies to"]
            if not self.known_kind(kind, (*path, "applies to")):
                continue
            asked = {**KINDS[kind].attributes, **given(kind)}
            if "by" in each and each["by"] not in asked:
                self.wrong((*path, "by"), f"A {kind} has no {each['by']!r}.")
                continue
            conditions = {
                word: self.condition(each[word], asked, (*path, word))
                for word in ("when", "must")
                if word in each
            }
            yield Constraint(
                name=each["name"],
                kind=ConstraintKind(each["kind"]),
                applies_to=kind,
                says=each["says"],
                by=each.get("by", ""),
                at_least=Decimal(each.get("at least", 100)),
                at_most=Decimal(each["at most"]) if "at most" in each else None,
                numbers=dict(each.get("numbers", {})),
                when=conditions.get("when", ALWAYS),
                must=conditions.get("must"),
                stops=each.get("stops", True),
            )

    def overrides(self) -> Iterator[Override]:
        for at, each in enumerate(self.written.get("overrides", ())):
            path: Path = ("overrides", at)
            if not self.known_kind(each["kind"], (*path, "kind")):
                continue
            depends = self.facts(each["kind"], each.get("depends on", {}), (*path, "depends on"))
            yield Override(
                kind=each["kind"],
                item=str(each["item"]),
                unit=each["unit"],
                by=each["by"],
                approved_by=each.get("approved by", ""),
                reason=each["reason"],
                depends_on=tuple(depends.items()),
            )

    def holds(self) -> Iterator[ItemHold]:
        for at, each in enumerate(self.written.get("holds", ())):
            if self.known_kind(each["kind"], ("holds", at, "kind")):
                hold = self.hold(each, ("holds", at))
                yield ItemHold(kind=each["kind"], item=str(each["item"]), hold=hold)

    def examples(self) -> Iterator[Example]:
        tests = self.written.get("tests", {"examples": ()})
        usual = {
            kind: self.facts(kind, facts, ("tests", "usual", kind))
            for kind, facts in tests.get("usual", {}).items()
            if self.known_kind(kind, ("tests", "usual", kind))
        }
        for at, each in enumerate(tests["examples"]):
            path: Path = ("tests", "examples", at)
            if not self.known_kind(each["kind"], (*path, "kind")):
                continue
            kind = KINDS[each["kind"]]
            given = self.facts(kind.name, each.get("facts", {}), (*path, "facts"))
            yield Example(
                name=each["name"],
                kind=kind.name,
                facts=dict.fromkeys(kind.attributes) | usual.get(kind.name, {}) | given,
                related=dict.fromkeys((*kind.related, "within_posts")) | each.get("related", {}),
                unit=each.get("unit", ""),
                held=each.get("held", False),
                undetermined=each.get("undetermined", False),
                rule=each.get("rule", ""),
            )
