"""Tables of who a person is."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.people.choices import AddressStatus, IdentifierKind, NameKind, Sex


class Person(models.Model):
    """A human being known to the service, by case reference number (CRN)."""

    crn = models.CharField(max_length=7, unique=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.NOT_KNOWN)
    died_on = models.DateField(null=True)
    first_language = models.CharField(max_length=40, blank=True)
    needs_interpreter = models.BooleanField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(crn__regex=r"^[A-Z][0-9]{6}$"), name="people_person_crn_shape"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(born_on=None) | Q(died_on__gte=F("born_on")),
                name="people_person_dies_after_birth",
            ),
        ]
        indexes = [models.Index(fields=["born_on"], name="people_person_born_on")]

    def __str__(self) -> str:
        return self.crn


class Name(models.Model):
    """A name of a person; an alias may bring a date of birth of its own.

    `search_text` is the standardised name, capitals parted by single spaces (`kernel.names`).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=10, choices=NameKind.choices)
    first = models.CharField(max_length=80, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    last = models.CharField(max_length=80)
    born_on = models.DateField(null=True)
    search_text = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind=NameKind.LEGAL), name="people_name_one_legal"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="people_name_person"),
            models.Index(
                fields=["born_on"],
                condition=Q(born_on__isnull=False),
                name="people_name_born_on",
            ),
        ]

    def __str__(self) -> str:
        return f"name {self.pk}"


class Word(models.Model):
    """Each word of any name once, with how it sounds. A trigger keeps it; only the search reads it."""

    text = models.CharField(max_length=200, primary_key=True)
    sound = models.CharField(max_length=12, blank=True)
    other_sound = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return "word of a name"


class Identifier(models.Model):
    """An identifier as supplied, and its canonical form where the check rule allows it as a key."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=IdentifierKind.choices)
    supplied = models.CharField(max_length=40)
    canonical = models.CharField(max_length=20, null=True)
    source = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "supplied"], name="people_identifier_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["canonical"],
                condition=Q(canonical__isnull=False),
                name="people_identifier_canonical",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Address(models.Model):
    """Where a person lives or may be written to, from a day until (not including) another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    status = models.CharField(max_length=10, choices=AddressStatus.choices)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_no_fixed_abode = models.BooleanField(default=False)
    area = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status=AddressStatus.MAIN, ends_on=None),
                name="people_address_one_main",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="people_address_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="people_address_person"),
            models.Index(
                fields=["postcode"], condition=~Q(postcode=""), name="people_address_postcode"
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"


class SavedSearch(models.Model):
    """A search that an account does again. Kept as it was typed: an old code of a unit goes on finding who was there."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=120, blank=True)
    unit_code = models.CharField(max_length=12, blank=True)
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "name"],
                condition=Q(ended_at=None),
                name="people_savedsearch_one_name",
            ),
            models.CheckConstraint(
                condition=~Q(text="", unit_code=""), name="people_savedsearch_asks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"


class Comparison(models.Model):
    """All people were compared with one another: when, how long it took, and how many likely pairs there were."""

    found = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"comparison {self.pk}"


class Likeness(models.Model):
    """Two people who are likely to be one, as the latest comparison found: `grounds` are what they have in common.

    The first of a pair is the one with the lower number.
    """

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grounds = ArrayField(models.CharField(max_length=12))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_likeness_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_likeness_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"likeness {self.pk}"


class Distinction(models.Model):
    """Somebody decided that two people are not the same person, and why. It settles the pair for good."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_distinction_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_distinction_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_distinction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"distinction {self.pk}"


class Recognition(models.Model):
    """Somebody decided that two records are of one person, and another approved it or did not. Nothing is merged by it."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(is_approved=None) | Q(is_approved=True),
                name="people_recognition_one_that_stands",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_recognition_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_recognition_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_approved=None, answered_by_id=None, answered_at=None)
                | Q(is_approved=True, answered_by_id__isnull=False, answered_at__isnull=False)
                | (
                    Q(is_approved=False, answered_by_id__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="people_recognition_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("proposed_by_id")),
                name="people_recognition_maker_is_not_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"recognition {self.pk}"
