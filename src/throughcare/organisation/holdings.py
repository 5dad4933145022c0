"""What each room keeps under a unit, and the shapes it is kept in (restructure rules, section 3).

A room declares each of its tables once, in `holdings.py`; the restructure engine reads the declarations and
knows none of the rooms. Other rooms may import this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import models
from django.db.models import Q

from throughcare.kernel.decisions import Decision
from throughcare.kernel.holdings import REGISTER, Declaration, Hands, NotInFlight, Table


class Dated(models.Model):
    """A row that holds from `starts_at` until the next of its kind, known from `recorded_at` to `superseded_at`."""

    starts_at = models.DateTimeField()
    change = models.ForeignKey(
        "organisation.Change", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Assignment(Dated):
    """Which provider answers for an item, and which unit and post do the work, from an instant on.

    Subclasses add `item`, and an index for whatever a bulk of rows is looked up by: each index is paid for at every reform.
    `basis` cites what the row rests on: `recorded`, or plan, version and rule.
    """

    change = models.ForeignKey(
        "organisation.Change",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    holder = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post_id = models.BigIntegerField(null=True)
    basis = models.CharField(max_length=120)

    class Meta:
        abstract = True


def once_at_an_instant(table: str) -> models.UniqueConstraint:
    """One assignment of an item at an instant in a change: overlap cannot be written."""
    return models.UniqueConstraint(
        fields=["item", "starts_at", "change"],
        condition=Q(superseded_at=None),
        nulls_distinct=False,
        name=f"{table}_once",
    )


@dataclass(frozen=True, kw_only=True)
class Direct(Table):
    """Owned through its own dated assignments; a restructure writes one row for each item.

    `kind` is the word that plans use for it. `facts` names a view with one row for each open item: `item_id`,
    `reference`, `state`, `owner_id`, `holder_id`, and the attributes that rules may ask about. `references` names one with
    `item_id` and `reference` of every item, ended ones too, for a kind that others hang from. `closed` is the condition, as
    SQL over a row `t`, by which an item has ended: at a moment `{at}`, or without it where the day is not kept. `begins` is
    the column that says since when there is an item.
    """

    kind: str
    assignments: str
    facts: str
    begins: str
    closed: str
    references: str = ""


@dataclass(frozen=True, kw_only=True)
class Inherited(Table):
    """Owned by whoever owns what it belongs to, found `through` a column. No write at all.

    A row has the state of what it belongs to, but where it is a draft: by the condition `draft`, as SQL over a row `t`, for
    which there is an index where there are many rows.
    """

    through: str
    draft: str = ""


@dataclass(frozen=True, kw_only=True)
class Joint(Table):
    """More than one owner at once, each with a duty; `assignments` says who has the duty that is not the case's.

    `begins` and `closed` are as in `Direct`.
    """

    kind: str
    assignments: str
    duties: tuple[str, ...]
    facts: str
    begins: str
    closed: str


@dataclass(frozen=True, kw_only=True)
class Shared(Table):
    """Reference, national, or about the working of the system: a restructure leaves it alone."""


@dataclass(frozen=True, kw_only=True)
class WrittenByTheHouse(Declaration):
    """Rows that the house itself `adds`, and columns that it changes, by the clock or on hearing a fact, and why.

    No step of a restructure does. Whatever else the engine may write is found by I20.
    """

    table: str
    because: str
    adds: bool = False
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodeList(Declaration):
    """The codes that come with the program, in a CSV file of their room; its columns are the table's.

    `key` is what tells two rows apart, where that is not the primary key. Lists are loaded in the order in which they are declared.
    """

    table: str
    file: Path
    key: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InFlight(Declaration):
    """Work begun and not ended, listed item by item while `column` is among `states`; its clock is `due`.

    `through` is the column of the case that it hangs from. Where columns do not do, SQL over a row `t` does: `waits` is the
    condition by which it is on the list, `of_case` the key of its case, and `due` may be more than a column. `name` is what
    plans call it, where that is not the name of its table. `hands` says who ends it, where that is not whoever writes to the case.
    """

    table: str
    column: str = ""
    states: tuple[str, ...] = ()
    due: str = ""
    through: str = ""
    waits: str = ""
    of_case: str = ""
    name: str = ""
    hands: Hands | None = None


@dataclass(frozen=True, kw_only=True)
class Decides(Declaration):
    """A decision that a plan may call by name; `in_force` gives the version for a day, or raises `LookupError`."""

    name: str
    in_force: Callable[[date], Decision]


@dataclass(frozen=True, kw_only=True)
class GoesWith(Declaration):
    """A shared table whose rows leave with a body, together with the rows of another that it owns.

    Either `through`, a column here, says to which row of `to` one belongs; or `named_by`, a column of `to`, names the
    row here, by its key or by the column `known_by`. Several may name one: it goes once, with the one that began last by
    the column `begins`.
    """

    table: str
    to: str
    through: str = ""
    named_by: str = ""
    known_by: str = ""
    begins: str = ""


@dataclass(frozen=True, kw_only=True)
class HasContent(Declaration):
    """A column with the digest of bytes that `documents` keeps, where it keeps them: they leave with every row that has it."""

    table: str
    column: str


@dataclass(frozen=True, kw_only=True)
class PointsAt(Declaration):
    """A number that names a row of another table without a key, as rooms name what lives in one above."""

    table: str
    column: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Promised(Declaration):
    """What is always true of the rows of a table, asked of a whole database by `probation verify`.

    `failing` is SQL that gives the key of each row for which it is not, and what is wrong, in codes and numbers alone.
    """

    table: str
    name: str
    words: str
    failing: str


@dataclass(frozen=True, kw_only=True)
class InMinimumView(Declaration):
    """A table that the minimum safe view shows (restructure rules, section 5): its policy of reading `opens` to any view of its case."""

    table: str
    opens: str


@dataclass(frozen=True, kw_only=True)
class Quoted(Declaration):
    """How a row that somebody else keeps is told to a body that points at it.

    `by` are the columns that name it in any system. `told_as` has SQL over the row's own columns for those that are not
    told. `along` names tables that are told with it, each with its column and a condition in SQL over its alias `t`.
    """

    table: str
    by: tuple[str, ...]
    told_as: tuple[tuple[str, str], ...] = ()
    along: tuple[tuple[str, str, str], ...] = ()


class KeptBack(StrEnum):
    """Why something is kept back from what a person may read of their own record; a victim's file is told as of other people."""

    SENSITIVE = "sensitive"
    OTHERS = "others"
    HARM = "harm"
    UNFINISHED = "unfinished"
    REMOVED = "removed"
    TO_BE_READ = "to-be-read"
    WORKING = "working"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, kw_only=True)
class Disclosed(Declaration):
    """What a person may read of their own record in a table: columns, each with the words it is called by.

    A column may lead to a code's words, as `type__description`. A row falls within days by the column `day`, and always
    without one. `withheld` says of which rows nothing goes out and why, the first that holds. `texts` are columns of words
    that may name somebody else. A table that is not declared goes out to nobody.
    """

    table: str
    called: str
    columns: tuple[tuple[str, str], ...]
    day: str = ""
    withheld: tuple[tuple[KeptBack, Q], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotDisclosed(Declaration):
    """A table about a person of which nothing goes out to them, what its rows are called, and why."""

    table: str
    called: str
    because: KeptBack


declare = REGISTER.declare

declare(
    Shared(table="organisation.Change", plain=("reference", "title"), is_for_all=True),
    Shared(table="organisation.Switch", is_for_all=True),
    Shared(table="organisation.Kind", plain=("code", "name"), is_for_all=True),
    Shared(table="organisation.Unit", is_for_all=True),
    Shared(table="organisation.UnitCode", plain=("code",), is_for_all=True),
    Shared(table="organisation.UnitFact", plain=("value",), is_for_all=True),
    Shared(table="organisation.Placement", is_for_all=True),
    Shared(table="organisation.LegalEntity", plain=("code", "name"), is_for_all=True),
    Shared(table="organisation.UnitOwnership", is_for_all=True),
    Shared(
        table="organisation.SuccessionEvent", plain=("reference", "legal_basis"), is_for_all=True
    ),
    Shared(table="organisation.SuccessionEdge", plain=("rule", "passes"), is_for_all=True),
)

# A team's own rows leave with its provider; of other units a package tells what they are called, and that they operate.
_CALLED = (
    "t.fact in ('name', 'kind')"
    " or (t.fact = 'operating' and organisation_is_open(t.unit_id, tc_now(), tc_live(), 'infinity'))"
)

declare(
    GoesWith(table="organisation.UnitCode", to="organisation.Unit", through="unit"),
    GoesWith(table="organisation.UnitFact", to="organisation.Unit", through="unit"),
    GoesWith(table="organisation.Placement", to="organisation.Unit", through="unit"),
    GoesWith(table="organisation.UnitOwnership", to="organisation.Unit", through="unit"),
    PointsAt(table="organisation.Switch", column="account_id", to="access.Account"),
    Quoted(
        table="organisation.Unit",
        by=("reference",),
        along=(
            ("organisation.UnitCode", "unit", "true"),
            ("organisation.UnitFact", "unit", _CALLED),
        ),
    ),
    Quoted(
        table="organisation.Change",
        by=("reference",),
        along=(("organisation.Switch", "change", "true"),),
    ),
)

declare(
    NotInFlight(
        table="organisation.UnitCode",
        because="A code, in force until it is withdrawn; it waits for nobody.",
    ),
)
