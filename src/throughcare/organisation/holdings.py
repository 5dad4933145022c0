"""What each room keeps under a unit, and the shapes it is kept in (restructure rules, section 3).

A room declares each of its tables once, in `holdings.py`; the restructure engine reads the declarations and
knows none of the rooms. Other rooms may import this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q

from throughcare.kernel.decisions import Decision
from throughcare.kernel.holdings import REGISTER, Declaration, Table


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

    Subclasses add `item`. `basis` cites what the row rests on: `recorded`, or plan, version and rule.
    """

    owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
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
    `item_id` and `reference` of every item, ended ones too, for a kind that others hang from.
    """

    kind: str
    assignments: str
    facts: str
    references: str = ""


@dataclass(frozen=True, kw_only=True)
class Inherited(Table):
    """Owned by whoever owns what it belongs to, found `through` a column. No write at all."""

    through: str


@dataclass(frozen=True, kw_only=True)
class Joint(Table):
    """More than one owner at once, each with a duty; `assignments` says who has the duty that is not the case's."""

    kind: str
    assignments: str
    duties: tuple[str, ...]
    facts: str


@dataclass(frozen=True, kw_only=True)
class Shared(Table):
    """Reference, national, or about the working of the system: a restructure leaves it alone."""


@dataclass(frozen=True, kw_only=True)
class InFlight(Declaration):
    """Work begun and not ended, listed item by item while `column` is among `states`; its clock is `due`."""

    table: str
    column: str
    states: tuple[str, ...]
    due: str = ""
    through: str = ""


@dataclass(frozen=True, kw_only=True)
class Decides(Declaration):
    """A decision that a plan may call by name; `in_force` gives the version for a day, or raises `LookupError`."""

    name: str
    in_force: Callable[[date], Decision]


declare = REGISTER.declare

declare(
    Shared(table="organisation.Change", plain=("reference", "title"), is_for_all=True),
    Shared(table="organisation.Switch", is_for_all=True),
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
