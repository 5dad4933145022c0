"""A plan as frozen values: what changes, when, on whose authority, and by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from throughcare.kernel.conditions.syntax import Condition, Fact
from throughcare.kernel.decisions import ALWAYS
from throughcare.restructure.rules.formulas import ByFormula


class EdgeKind(StrEnum):
    CONTINUES = "continues"
    REPLACE = "replace"
    MERGE = "merge"
    SPLIT = "split"
    SPLIT_MERGE = "split-merge"
    TRANSFER = "transfer"
    CLOSE = "close"


CLOSING = frozenset(
    {EdgeKind.REPLACE, EdgeKind.MERGE, EdgeKind.SPLIT, EdgeKind.SPLIT_MERGE, EdgeKind.CLOSE}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a plan. `line` counts from one; 0 when no line shows it."""

    path: str
    sentence: str
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.path} (line {self.line})" if self.line else self.path
        return f"{where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit that the plan brings in; only a provider can answer for something."""

    code: str
    name: str
    is_provider: bool


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A provider that stops operating at the instant, and exists in law until `legal_until`."""

    code: str
    name: str
    legal_until: datetime | None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that opens at the instant; `parent` is its parent in the line hierarchy."""

    code: str
    name: str
    kind: str
    parent: str | None
    accepts: bool


@dataclass(frozen=True, slots=True)
class Continuing:
    """A unit that goes on, and the name that it has from the instant; its kind stays where `kind` is empty."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Sub-units of these kinds are made again under each successor where they hold a team.

    `code` is a pattern over `{successor}` and either `{old}` or `{place}`, the old code without that of the body it was
    under. Where it `rejoins`, places of one body that an earlier event made of one place become one again.
    """

    kinds: tuple[str, ...]
    code: str
    rejoins: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Duties pass from one unit to another, `to` None for an empty closure."""

    origin: str
    to: str | None
    kind: EdgeKind
    rule: str
    passes: str


@dataclass(frozen=True, slots=True)
class Event:
    reference: str
    instant: datetime
    legal_basis: str
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """A unit belongs to a legal entity from the instant on."""

    unit: str
    entity: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A unit has this parent in a hierarchy from the instant on, or leaves the hierarchy where `parent` is None."""

    unit: str
    hierarchy: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """`covers` are the keys that must each stand in it once."""

    name: str
    covers: tuple[str, ...]
    rows: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToUnit:
    code: str


@dataclass(frozen=True, slots=True)
class ByTable:
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class SameAs:
    """The answer given to a related item; `guest` names the related answer that shares it."""

    related: str
    guest: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Left for a decision by somebody, for a reason, to be settled by a day."""

    owner: str
    reason: str
    until: date


Direct = ToUnit | ByTable | ByFormula | SameAs | Hold


@dataclass(frozen=True, slots=True)
class Archive:
    """Who keeps what units still own that end, closed cases above all (`archives.keepers`)."""

    target: ToUnit | ByTable
    says: str


@dataclass(frozen=True, slots=True)
class ByDecision:
    decision: str
    outcomes: Mapping[str, Direct]


@dataclass(frozen=True, slots=True)
class WithinPosts:
    """By the list that `staffing` makes of everybody not settled by an earlier rule."""

    outcomes: Mapping[str, Direct]


Target = Direct | ByDecision | WithinPosts


@dataclass(frozen=True, slots=True)
class Rule:
    """`number` counts from one within the kind.

    `before` names later rules of the kind that this one comes before on purpose, whatever they would answer.
    """

    kind: str
    number: int
    name: str
    when: Condition
    target: Target
    says: str
    before: tuple[str, ...] = ()

    def is_contradicted_by(self, later: "Rule") -> bool:
        """Whether another answer of a later rule contradicts this one's: it does unless the plan says which comes first.

        A rule that always matches is for whatever is left, and is written to come after all others.
        """
        return later.when != ALWAYS and later.name not in self.before


@dataclass(frozen=True, slots=True)
class Criterion:
    """Staff in order of an attribute; without a value they stand as if it were `unknown`."""

    attribute: str
    best: tuple[str, ...]  # values from best to worst, for text; empty for numbers, highest first
    unknown: Decimal | str


@dataclass(frozen=True, slots=True)
class Staffing:
    """Numbers of posts by old unit and outcome, the first filled first, and the order in which people are taken for them."""

    outcomes: tuple[str, str]
    rank: tuple[Criterion, ...]
    posts: Mapping[str, tuple[int, int]]


class ConstraintKind(StrEnum):
    TOGETHER = "keep together"
    APART = "keep apart"
    CAPACITY = "capacity"
    QUOTA = "quota"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True)
class Constraint:
    """What answers of one kind must keep to, among the items that `when` picks.

    `by` groups them, by an attribute or by what the plan gives (`catalogue.GIVEN`). `at_least` is the percentage of a
    group that must stay together, `at_most` the number of items in a group of a capacity, `numbers` those of each group
    of a quota. Each item of an eligibility meets `must`. One that `stops` keeps the plan from being staged while it is
    broken; any other is reported.
    """

    name: str
    kind: ConstraintKind
    applies_to: str
    says: str
    by: str = ""
    at_least: Decimal = Decimal(100)
    at_most: Decimal | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    when: Condition = ALWAYS
    must: Condition | None = None
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Override:
    """One item's answer, set by a person. It lapses when a fact it depends on has changed."""

    kind: str
    item: str
    unit: str
    by: str
    approved_by: str
    reason: str
    depends_on: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemHold:
    kind: str
    item: str
    hold: Hold


@dataclass(frozen=True, slots=True)
class Forecast:
    """The share of items of a kind that units of a kind are expected to get, in percent."""

    kind: str
    to: str
    percent: Decimal
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class InFlight:
    """What becomes of work that is under way at the instant."""

    kind: str
    becomes: str
    by: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """A test that travels with the plan: exactly one of `unit`, `held` and `undetermined`."""

    name: str
    kind: str
    facts: Mapping[str, Fact]
    related: Mapping[str, str | None]
    unit: str = ""
    held: bool = False
    undetermined: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """`reverses` is the reference of the plan that this one undoes; it may open its old units again.

    Until `redirects_until` old codes lead on to what follows; None leaves it to the setting.
    `programme` is the reform of which the plan is one wave; empty where it stands alone.
    """

    reference: str
    version: int
    title: str
    summary: str
    instant: datetime
    zone: str
    legal_basis: str
    makers: tuple[str, ...]
    approvers: tuple[str, ...]
    reversal_until: datetime
    hard_to_undo: tuple[str, ...]
    reverses: str = ""
    kinds: tuple[UnitKind, ...] = ()
    redirects_until: datetime | None = None
    programme: str = ""
    old_units: tuple[OldUnit, ...] = ()
    new_units: tuple[NewUnit, ...] = ()
    continuing: tuple[Continuing, ...] = ()
    mirror: Mirror | None = None
    archive: Archive | None = None
    events: tuple[Event, ...] = ()
    entities: tuple[Entity, ...] = ()
    ownership: tuple[Ownership, ...] = ()
    placements: tuple[Placement, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    staffing: Staffing | None = None
    constraints: tuple[Constraint, ...] = ()
    overrides: tuple[Override, ...] = ()
    holds: tuple[ItemHold, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    in_flight: tuple[InFlight, ...] = ()
    examples: tuple[Example, ...] = ()
    digest: str = ""

    @property
    def closing(self) -> frozenset[str]:
        """Codes of the units that an event of this plan closes."""
        return frozenset(
            edge.origin for event in self.events for edge in event.edges if edge.kind in CLOSING
        )

    @property
    def touched(self) -> tuple[str, ...]:
        """Codes of the units whose items the rules answer: those that close, and those that give a part away."""
        giving = {edge.origin for edge in self.edges if edge.kind is EdgeKind.TRANSFER}
        return tuple(sorted(self.closing | giving))

    @property
    def going_on(self) -> tuple[str, ...]:
        """Codes of the units that continue, with all that they have."""
        return tuple(
            sorted({edge.origin for edge in self.edges if edge.kind is EdgeKind.CONTINUES})
        )

    @property
    def opening(self) -> Mapping[str, NewUnit]:
        return {unit.code: unit for unit in self.new_units}

    @property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(edge for event in self.events for edge in event.edges)

    def rule(self, kind: str, name: str) -> Rule:
        return next(rule for rule in self.rules[kind] if rule.name == name)
