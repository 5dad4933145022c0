"""The kinds of item that the rooms declared, as the names of tables and columns that set-based SQL needs."""

import re
from dataclasses import dataclass
from typing import Final

from django.apps import apps

from throughcare.kernel.holdings import REGISTER, Hands, Waiting
from throughcare.organisation.holdings import Direct, InFlight, Inherited, Joint
from throughcare.restructure.queries import sql

CASE: Final = "case"
HASH_BITS: Final = 36


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind that has assignments of its own. All but `name`, `begins` (a column) and `closed` are names of tables and views."""

    name: str
    table: str
    assignments: str
    facts: str
    references: str = ""
    begins: str = ""
    closed: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether it is kept when an item ended, and not only that it has."""
        return "{at}" in self.closed

    def state(self, *, at: str) -> str:
        """Whether an item `t` is live or closed at a moment, as SQL; the moment is SQL too."""
        return f"case when {self.closed.replace('{at}', at)} then 'closed' else 'live' end"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A table whose rows follow a case, or cases themselves, that follow no other.

    `through` is the column of the case; `number` the one that orders and names a row within it; `draft` the condition by
    which a row `t` is not final, if any may not be.
    """

    table: str
    label: str
    through: str
    number: str
    draft: str = ""

    @property
    def is_case(self) -> bool:
        return self.through == "id"

    @property
    def seed(self) -> int:
        return seed_of(self.label)


@dataclass(frozen=True, kw_only=True)
class Running:
    """A list of work begun and not ended.

    `waits`, `due`, `of_case` and `number` are SQL over a row `t`: whether it is on the list, until when, the key of its case,
    and what the trail names it by. `through` is the column of its case, if it has one. `has_post` where a row names the post
    whose work it is, apart from its case.
    """

    name: str
    table: str
    label: str
    waits: str
    due: str
    of_case: str
    number: str
    through: str
    has_post: bool
    hands: Hands | None


def seed_of(label: str) -> int:
    """A number of its own for every kind, so that the digests of one cannot stand for another's."""
    return int.from_bytes(label.encode()[-7:], "big")


def is_held(*, kind: str, item: str) -> str:
    """That an item is left for a decision, as SQL: by a rule or by hand, always with who decides and by which day."""
    return (
        "exists (select from restructure_answer held join restructure_plan holder on holder.id = held.plan_id"
        f" where held.kind = '{kind}' and held.item_id = {item} and held.standing = 'held'"
        " and holder.phase in ('live', 'reconciled', 'signed-off', 'settled'))"
    )


def assigned() -> tuple[Kind, ...]:
    """Every kind with assignments of its own, in the order the rooms declared them.

    Of a joint kind, the duty that has them is named: the other follows the case.
    """
    return tuple(
        Kind(
            name=_name(holding),
            table=_table(holding.table),
            assignments=_table(holding.assignments),
            facts=holding.facts,
            references=holding.references if isinstance(holding, Direct) else "",
            begins=holding.begins,
            closed=holding.closed,
        )
        for holding in REGISTER.holdings
        if isinstance(holding, Direct | Joint)
    )


def assigned_kind(name: str) -> Kind:
    """The kind that plans call `name`; a `KeyError` where no room declared it."""
    return {kind.name: kind for kind in assigned()}[name]


def owned_by_itself(table: str) -> Kind | None:
    """The kind whose items are the rows of a table; None where they have the owner of what they hang from."""
    return next((kind for kind in assigned() if kind.table == table), None)


def kept() -> tuple[Kept, ...]:
    """Every table of records: cases, and what hangs from one."""
    return tuple(
        _kept(holding.table, through, draft=holding.draft if isinstance(holding, Inherited) else "")
        for holding in REGISTER.holdings
        if isinstance(holding, Direct | Inherited | Joint)
        and (through := _through(holding)) is not None
    )


def with_records() -> frozenset[str]:
    """The tables of records that have any."""
    asked = (f"select '{each.table}' where exists (select from {each.table})" for each in kept())
    return frozenset(table for (table,) in sql.rows(" union all ".join(asked)))


def _through(holding: Direct | Inherited | Joint) -> str | None:
    """The column that says which case a record belongs to; None where it belongs to none."""
    if isinstance(holding, Inherited):
        return f"{holding.through}_id"
    if isinstance(holding, Direct) and holding.kind == CASE:
        return "id"
    return f"{CASE}_id" if f"{CASE}_id" in _columns(holding.table) else None


def _columns(label: str) -> set[str]:
    return {column.column for column in apps.get_model(label)._meta.concrete_fields}


def _kept(label: str, through: str, *, draft: str) -> Kept:
    model = apps.get_model(label)
    names = {column.column for column in model._meta.concrete_fields}
    return Kept(
        table=model._meta.db_table,
        label=label,
        through=through,
        number="number" if "number" in names else "id",
        draft=draft,
    )


def running() -> tuple[Running, ...]:
    """Every list of in-flight work (restructure rules, section 3)."""
    return tuple(
        _running(holding) for holding in REGISTER.holdings if isinstance(holding, InFlight)
    )


def _running(holding: InFlight) -> Running:
    columns = _columns(holding.table)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", holding.table.split(".")[1]).lower()
    through = f"{holding.through}_id" if holding.through else ""
    states = ", ".join(f"'{state}'" for state in holding.states)
    return Running(
        name=holding.name or words,
        table=_table(holding.table),
        label=holding.table,
        waits=holding.waits or f"t.{holding.column} in ({states})",
        due=f"t.{holding.due}" if holding.due.isidentifier() else holding.due,
        of_case=holding.of_case or f"t.{through}",
        number="t.number" if "number" in columns else "t.id",
        through=through,
        has_post="post_id" in columns,
        hands=holding.hands,
    )


def answered_kind(running: Running) -> str:
    """The kind whose answer says where work under way goes: its own, or that of the case it hangs from."""
    own = owned_by_itself(running.table)
    return own.name if own else CASE


def waiting() -> tuple[Waiting, ...]:
    """Every list of things that hang from no case and have no day by which they are due: messages, jobs, approvals."""
    return tuple(holding for holding in REGISTER.holdings if isinstance(holding, Waiting))


def lists() -> tuple[str, ...]:
    """What plans call every list of section 3 that some room keeps; each needs a named decision."""
    return (*(each.name for each in running()), *(each.name for each in waiting()))


def _name(holding: Direct | Joint) -> str:
    return holding.kind if isinstance(holding, Direct) else f"{holding.kind}.{holding.duties[-1]}"


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)
