"""Tables of the organisation in time (ADR 1).

Whatever holds at a time is a row with `starts_at`; it holds until the next row of the same thing starts.
`recorded_at` and `superseded_at` are the second clock; `change` is the set that the row comes true with.
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from throughcare.organisation.choices import Fact, Hierarchy, SuccessionKind
from throughcare.organisation.holdings import Dated


class Change(models.Model):
    """A set of rows that come true together: one restructure, or one step of it."""

    reference = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    effective_at = models.DateTimeField()
    redirects_until = models.DateTimeField(null=True)
    """Until when codes that end with it lead on; None for as long as the setting `REDIRECT_MONTHS` says."""
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Switch(models.Model):
    """Says that a change is live, or no longer. Append-only: the last row of a change counts."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="switches")
    is_live = models.BooleanField()
    recorded_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["change", "-id"], name="organisation_switch_latest")]

    def __str__(self) -> str:
        return f"{self.change_id} {'live' if self.is_live else 'not live'}"


class Kind(models.Model):
    """A kind of unit, as `Fact.KIND` names it. Only units of a provider's kind can answer in law for a case."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    is_provider = models.BooleanField()

    def __str__(self) -> str:
        return self.code


class Unit(models.Model):
    """Any node of the organisation. All that can be said of it is a dated fact."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unit {self.pk}"


class UnitCode(models.Model):
    """A public code. It may be given to the same unit again, and never to another."""

    code = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="codes")
    starts_at = models.DateTimeField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_unitcode_one_unit",
                expressions=[("code", RangeOperators.EQUAL), ("unit", RangeOperators.NOT_EQUAL)],
            ),
            models.UniqueConstraint(
                fields=["code", "starts_at", "change"],
                nulls_distinct=False,
                name="organisation_unitcode_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-starts_at"], name="organisation_unitcode_latest")]

    def __str__(self) -> str:
        return self.code


class UnitFact(Dated):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=20, choices=Fact.choices)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fact", "starts_at", "change"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="organisation_unitfact_once",
            ),
            models.CheckConstraint(
                condition=~Q(fact__in=[Fact.OPERATING, Fact.LEGAL, Fact.ACCEPTS_WORK])
                | Q(value__in=["yes", "no"]),
                name="organisation_unitfact_yes_or_no",
            ),
        ]
        # Every request asks which units are of the kinds that its account may look across at.
        indexes = [
            models.Index(
                fields=["value"],
                condition=Q(fact=Fact.KIND),
                name="organisation_unitfact_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of unit {self.unit_id}"


class Placement(Dated):
    """The parent of a unit in one hierarchy; no parent means that it has left the hierarchy."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    hierarchy = models.CharField(max_length=12, choices=Hierarchy.choices)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "hierarchy", "starts_at", "change"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="organisation_placement_once",
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("parent")), name="organisation_placement_not_under_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "hierarchy"], name="organisation_placement_parent"),
            models.Index(fields=["hierarchy", "starts_at"], name="organisation_placement_later"),
        ]

    def __str__(self) -> str:
        return f"{self.hierarchy} of unit {self.unit_id}"


class LegalEntity(models.Model):
    """Somebody in law who can own a company."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class UnitOwnership(Dated):
    """Who owns a company. A dated relation and not a succession: nothing moves when it changes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ownerships")
    entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_at", "change"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="organisation_unitownership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"owner of unit {self.unit_id}"


class SuccessionEvent(models.Model):
    reference = models.SlugField(max_length=60, unique=True)
    effective_at = models.DateTimeField()
    legal_basis = models.CharField(max_length=300)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class SuccessionEdge(models.Model):
    """Duties pass, wholly or in part, from one unit to another; no successor for an empty closure.

    A reversal gives them back to a unit that had them before, and is left out of the line of descent.
    """

    event = models.ForeignKey(SuccessionEvent, on_delete=models.PROTECT, related_name="edges")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=SuccessionKind.choices)
    rule = models.CharField(max_length=120, blank=True)
    passes = models.CharField(max_length=300, blank=True)
    is_reversal = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "predecessor", "successor"],
                nulls_distinct=False,
                name="organisation_successionedge_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind=SuccessionKind.CLOSE) & Q(successor=None))
                | (~Q(kind=SuccessionKind.CLOSE) & Q(successor__isnull=False)),
                name="organisation_successionedge_close_has_no_successor",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[SuccessionKind.SPLIT, SuccessionKind.SPLIT_MERGE])
                | ~Q(rule=""),
                name="organisation_successionedge_split_names_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.CONTINUES) | ~Q(predecessor=F("successor")),
                name="organisation_successionedge_between_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id}"
