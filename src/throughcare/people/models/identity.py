"""Who a person is: names, numbers, where they live."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from throughcare.people.choices import AddressStatus, IdentifierKind, NameKind, Sex


class Person(models.Model):
    """A human being known to the service, by case reference number (CRN).

    A record that was merged into another stays, empty, to keep its CRN.
    """

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
        indexes = [models.Index(fields=["born_on"], include=["id"], name="people_person_born_on")]

    def __str__(self) -> str:
        return self.crn


class Name(models.Model):
    """A name of a person. An alias is a whole identity: it may bring a date of birth and a sex of its own.

    `middle` holds second and third names. `search_text` is the standardised name with the preferred one, capitals parted by
    single spaces (`kernel.names`).
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="names", db_index=False
    )
    key = models.UUIDField(db_default=RandomUUID())
    kind = models.CharField(max_length=10, choices=NameKind.choices)
    title = models.CharField(max_length=20, blank=True, db_default="")
    first = models.CharField(max_length=80, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    last = models.CharField(max_length=80)
    preferred = models.CharField(max_length=80, blank=True, db_default="")
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, db_default="")
    search_text = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind=NameKind.LEGAL), name="people_name_one_legal"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], include=["search_text", "born_on"], name="people_name_person"
            ),
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
    key = models.UUIDField(db_default=RandomUUID())
    kind = models.CharField(max_length=12, choices=IdentifierKind.choices)
    supplied = models.CharField(max_length=40)
    canonical = models.CharField(max_length=20, null=True)
    source = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "supplied"], name="people_identifier_once"
            ),
            # Domain 2.1: at most one live NOMS number of a person, and one live person of a number.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind=IdentifierKind.NOMS, canonical__isnull=False),
                name="people_identifier_one_noms_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["canonical"],
                condition=Q(kind=IdentifierKind.NOMS),
                name="people_identifier_one_person_of_a_noms",
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
    key = models.UUIDField(db_default=RandomUUID())
    status = models.CharField(max_length=10, choices=AddressStatus.choices)
    type = models.ForeignKey(
        "people.Code", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_type_verified = models.BooleanField(db_default=False, default=False)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_no_fixed_abode = models.BooleanField(default=False)
    area = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

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
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by_id=None)
                | Q(verified_at__isnull=False, verified_by_id__isnull=False),
                name="people_address_verified_by_somebody",
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
