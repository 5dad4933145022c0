"""The shape of a table: its columns, where they lead, and what says who owns a row."""

import re
from dataclasses import dataclass, field
from typing import Final

FILE_TYPES: Final = {
    "bigint": "BIGINT",
    "integer": "INTEGER",
    "smallint": "SMALLINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "timestamp with time zone": "TIMESTAMPTZ",
    "uuid": "UUID",
    "text": "VARCHAR",
    "jsonb": "VARCHAR",
}
"""The type of a column in a file, by the type that PostgreSQL gives it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """`type` is PostgreSQL's; `values` are the codes it may hold, each with what it means, where the code says so."""

    name: str
    type: str
    is_nullable: bool
    is_personal: bool
    meaning: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def file_type(self) -> str:
        """The type in a file.

        Raises:
            LookupError: files have none for it.
        """
        if number := re.fullmatch(r"numeric(\(\d+, ?\d+\))", self.type):
            return f"DECIMAL{number[1]}"
        if self.type.startswith("varchar"):
            return "VARCHAR"
        return FILE_TYPES[self.type]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A column that names a row of another table, by a key of the database or without one."""

    column: str
    to: str
    is_key: bool


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Who owns a row: whoever has the row of `table` that `column` names."""

    table: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Along:
    """Rows of another table that are told with a quoted row: those whose `column` names it, under a condition."""

    table: str
    column: str
    condition: str


@dataclass(frozen=True, kw_only=True)
class Quoting:
    """How a row that others keep is told; see `organisation.holdings.Quoted`."""

    by: tuple[str, ...]
    told_as: dict[str, str]
    along: tuple[Along, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A table that goes into packages. `alone` are its columns that no two rows share, its key left out."""

    label: str
    table: str
    about: str
    key: str
    columns: tuple[Column, ...]
    links: tuple[Link, ...]
    keeper: Keeper | None
    quoting: Quoting | None
    alone: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def has_changes(self) -> bool:
        """Whether a row may belong to a change, and counts only while that is live."""
        return "change_id" in self.names

    @property
    def is_numbered(self) -> bool:
        """Whether the key is a number that the database gives, and may be given anew."""
        return self.column(self.key).type in {"bigint", "integer", "smallint"}

    @property
    def kept_by(self) -> Keeper:
        """Whose row says who owns one.

        Raises:
            LookupError: nobody owns any.
        """
        if self.keeper is None:
            raise LookupError(f"Nobody owns rows of {self.label}.")
        return self.keeper

    @property
    def told(self) -> Quoting:
        """How a row is told to others.

        Raises:
            LookupError: none ever is.
        """
        if self.quoting is None:
            raise LookupError(f"No row of {self.label} is quoted.")
        return self.quoting

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """All tables that packages are made of, each after those that its keys lead to."""

    all: tuple[Shape, ...]
    reference: frozenset[str]
    """Labels of those that go along in full."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Labels of all other tables, with why they stay."""

    def __getitem__(self, label: str) -> Shape:
        return next(shape for shape in self.all if shape.label == label)

    def __contains__(self, label: str) -> bool:
        return any(shape.label == label for shape in self.all)

    @property
    def owned(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.all if shape.keeper is not None)

    @property
    def quotable(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.all if shape.quoting is not None)

    def keepers(self) -> tuple[str, ...]:
        """Labels of the tables whose rows say who owns the rows of others and their own, once each, in order."""
        named = {shape.kept_by.table for shape in self.owned}
        return tuple(shape.label for shape in self.all if shape.label in named)
