"""What is known of a person's life: dated facts, each known by its key, and what was said before each was changed."""

from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q

from throughcare.people.choices import (
    Answer,
    Channel,
    ContactKind,
    EqualityKind,
    FormerKind,
    PaperKind,
    TextLanguage,
)
from throughcare.people.models.identity import Person


class Code(models.Model):
    """A code of one of the lists that facts of people use; its key is `list:code`. A historic one stays readable.

    `parent` is the key of the code that a detail belongs to. Of a code that `is_single`, nobody has two at a time.
    """

    key = models.CharField(max_length=30, primary_key=True)
    list = models.CharField(max_length=20)
    code = models.CharField(max_length=12)
    description = models.CharField(max_length=80)
    parent = models.CharField(max_length=30, blank=True)
    is_single = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="people_code_once"),
            models.UniqueConstraint(fields=["key", "is_single"], name="people_code_single_or_not"),
        ]

    def __str__(self) -> str:
        return self.key


def code_key() -> "models.ForeignKey[Code, Code]":
    """A code that a fact has: looked up from the fact alone, so that it needs no index."""
    return models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", db_index=False)


def ends_after_it_starts(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=f"people_{table}_ends_after_it_starts",
    )


class Fact(models.Model):
    """A fact of a person from a day until (not including) another, who said so and when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField(db_default=RandomUUID())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class ContactPoint(Fact):
    """A telephone number or address of e-mail."""

    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=254)

    class Meta:
        constraints = [
            ends_after_it_starts("contactpoint"),
            models.CheckConstraint(condition=~Q(value=""), name="people_contactpoint_is_said"),
            models.UniqueConstraint(
                fields=["person", "kind", "value"],
                condition=Q(ends_on=None),
                name="people_contactpoint_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_contactpoint_person")]

    def __str__(self) -> str:
        return f"contact point {self.pk}"


class ContactPreference(Fact):
    """How somebody wants to be reached, and whether they agreed to be sent texts. One at a time."""

    may_be_texted = models.BooleanField()
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    text_language = models.CharField(
        max_length=2, choices=TextLanguage.choices, default=TextLanguage.ENGLISH
    )

    class Meta:
        constraints = [
            ends_after_it_starts("contactpreference"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends_on=None), name="people_contactpreference_one"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_contactpref_person")]

    def __str__(self) -> str:
        return f"contact preference {self.pk}"


class PersonalContact(Fact):
    """Somebody in the life of the person: next of kin, GP, whom to ring in an emergency."""

    relationship = code_key()
    relationship_words = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("personalcontact"),
            models.CheckConstraint(condition=~Q(name=""), name="people_personalcontact_is_named"),
        ]
        indexes = [models.Index(fields=["person"], name="people_personalcontact_person")]

    def __str__(self) -> str:
        return f"personal contact {self.pk}"


class Circumstance(Fact):
    """How somebody lives: a type, and within it a detail. Of some types nobody has two on one day.

    `is_single` is the type's own, held to it by a key, so that the exclusion can ask it.
    """

    type = code_key()
    detail = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_single = models.BooleanField()
    is_evidenced = models.BooleanField(default=False)
    notes = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("circumstance"),
            ExclusionConstraint(
                name="people_circumstance_not_two_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("type", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_single=True),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_circumstance_person")]

    def __str__(self) -> str:
        return f"circumstance {self.pk}"


class Disability(Fact):
    """A disability, and what it means for supervision."""

    type = code_key()
    condition = models.CharField(max_length=120, blank=True)
    impact = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("disability"),
            models.UniqueConstraint(
                fields=["person", "type"],
                condition=Q(ends_on=None),
                name="people_disability_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_disability_person")]

    def __str__(self) -> str:
        return f"disability {self.pk}"


class Adjustment(Fact):
    """What is done differently for somebody, until when, and when that is looked at again."""

    category = code_key()
    notes = models.CharField(max_length=1000, blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            ends_after_it_starts("adjustment"),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gte=F("starts_on")),
                name="people_adjustment_reviewed_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_adjustment_person")]

    def __str__(self) -> str:
        return f"adjustment {self.pk}"


class EqualityFact(Fact):
    """What somebody said of themselves when they were asked, or that they did not say. No row: they were not asked."""

    kind = models.CharField(max_length=20, choices=EqualityKind.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    value = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            ends_after_it_starts("equalityfact"),
            models.CheckConstraint(
                condition=Q(answer=Answer.TOLD, value__isnull=False)
                | Q(answer__in=[Answer.REFUSED, Answer.NOT_ASKED], value=None),
                name="people_equalityfact_told_or_not",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ends_on=None), name="people_equalityfact_one"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="people_equalityfact_person")]

    def __str__(self) -> str:
        return f"equality fact {self.pk}"


class Paper(Fact):
    """A photograph, or the list of previous convictions: bytes that `documents` keeps, and the day they are of."""

    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            ends_after_it_starts("paper"),
            models.UniqueConstraint(fields=["person", "kind", "digest"], name="people_paper_once"),
        ]
        indexes = [models.Index(fields=["person"], name="people_paper_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Former(models.Model):
    """What a fact said before it was changed or removed, and why. Rows of facts themselves are what is held now."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = models.CharField(max_length=17, choices=FormerKind.choices)
    key = models.UUIDField()
    said = models.JSONField()
    reason = models.CharField(max_length=300)
    is_removed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField()
    superseded_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="people_former_has_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "about"], name="people_former_person")]

    def __str__(self) -> str:
        return f"former {self.about} {self.pk}"
