"""What courts and prisons recorded. A row is added and ended, never rewritten: amended, it has the same key and a new row."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from throughcare.sentences.choices import (
    OF_A_SENTENCE,
    AdjustmentKind,
    AtLargeReason,
    Direction,
    MovementReason,
    RecallType,
)

LONGEST_YEARS, MOST_UNITS = 99, 9_999


class Booking(models.Model):
    """One time in custody of a person, until all its sentences have expired; `book_number` is the prison's own, where it is known.

    What is known of the person beside: whether they are registered for sexual offences, whether early removal is wanted, and whether a
    power to detain stands. `releases_on` is the day of release by the calculation that counts: the last approved one, or else the last.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(db_default=RandomUUID(), unique=True)
    book_number = models.CharField(max_length=10, blank=True)
    is_registered = models.BooleanField(default=False)
    wants_removal = models.BooleanField(default=False)
    has_power_to_detain = models.BooleanField(default=False)
    releases_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["releases_on", "id"],
                condition=Q(closed_at=None),
                name="sentences_booking_releases",
            )
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"


class Recorded(models.Model):
    """A row in force from `recorded_at` until it was superseded, by whom and why; the next row of the same `key` took its place, if any."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(db_default=RandomUUID())
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_by_id = models.BigIntegerField(null=True)
    superseded_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.key}"


def in_force_once(table: str) -> models.UniqueConstraint:
    """One row in force under a key."""
    return models.UniqueConstraint(
        fields=["key"], condition=Q(superseded_at=None), name=f"sentences_{table}_in_force"
    )


def ended_with_its_moment(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(superseded_at=None, superseded_because="")
        | (Q(superseded_at__gte=F("recorded_at")) & ~Q(superseded_because="")),
        name=f"sentences_{table}_ended_with_a_reason",
    )


class CourtOrder(Recorded):
    """The warrant of a court on a day; its sentences name it by its key."""

    court = models.CharField(max_length=120)
    case_number = models.CharField(max_length=20, blank=True)
    imposed_on = models.DateField()
    is_foreign = models.BooleanField(default=False)

    class Meta:
        constraints = [in_force_once("courtorder"), ended_with_its_moment("courtorder")]


class Sentence(Recorded):
    """One count of a warrant and the sentence for it, as it reads. `type` is a code of `sentence_types.yaml`, or one that is unknown there.

    The term, and for extended sentences the licence after it, are in the units of the court. `lists` are the lists of serious offences
    that the offence is on, such as `AD`; `exclusions` what keeps it from early release. `fine` is in pounds.
    """

    order_key = models.UUIDField()
    line = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16)
    offence_code = models.CharField(max_length=12, blank=True)
    offence_from = models.DateField(null=True)
    offence_to = models.DateField(null=True)
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    weeks = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    licence_years = models.PositiveSmallIntegerField(default=0)
    licence_months = models.PositiveSmallIntegerField(default=0)
    licence_weeks = models.PositiveSmallIntegerField(default=0)
    licence_days = models.PositiveSmallIntegerField(default=0)
    follows_key = models.UUIDField(null=True)
    lists = models.CharField(max_length=4, blank=True)
    exclusions = models.JSONField(default=list)
    fine = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    is_part_paid = models.BooleanField(default=False)
    is_schedule_19za = models.BooleanField(default=False)
    supervised_until = models.DateField(null=True)

    class Meta:
        constraints = [
            in_force_once("sentence"),
            ended_with_its_moment("sentence"),
            models.CheckConstraint(
                condition=Q(follows_key=None) | ~Q(follows_key=F("key")),
                name="sentences_sentence_follows_another",
            ),
            models.CheckConstraint(
                condition=Q(years__lte=LONGEST_YEARS, licence_years__lte=LONGEST_YEARS)
                & Q(months__lte=MOST_UNITS, weeks__lte=MOST_UNITS, days__lte=MOST_UNITS),
                name="sentences_sentence_within_a_calendar",
            ),
            models.CheckConstraint(
                condition=Q(fine=None) | Q(fine__gte=0), name="sentences_sentence_fine"
            ),
        ]


class Recall(Recorded):
    """That the licence of one sentence was revoked, and the person came back."""

    sentence_key = models.UUIDField()
    type = models.CharField(max_length=24, choices=RecallType.choices)
    revoked_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            in_force_once("recall"),
            ended_with_its_moment("recall"),
            # A sentence is on one recall at a time: a second takes the place of the first.
            models.UniqueConstraint(
                fields=["sentence_key"],
                condition=Q(superseded_at=None),
                name="sentences_recall_one_of_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(type__in=RecallType.values), name="sentences_recall_type"
            ),
        ]


class Adjustment(Recorded):
    """Time that counts, or does not. Remand and tagged bail are credited to a sentence; the rest has a day of its own.

    Where no `days` are said they are those from the first day to the last, both counted.
    """

    kind = models.CharField(max_length=40, choices=AdjustmentKind.choices)
    sentence_key = models.UUIDField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=24, choices=AtLargeReason.choices, blank=True)

    class Meta:
        constraints = [
            in_force_once("adjustment"),
            ended_with_its_moment("adjustment"),
            models.CheckConstraint(
                condition=Q(kind__in=AdjustmentKind.values), name="sentences_adjustment_kind"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=OF_A_SENTENCE) & Q(sentence_key__isnull=False))
                | (~Q(kind__in=OF_A_SENTENCE) & Q(sentence_key=None)),
                name="sentences_adjustment_of_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=False)
                | (Q(from_on__isnull=False) & Q(to_on__isnull=False)),
                name="sentences_adjustment_has_days",
            ),
        ]


class Movement(Recorded):
    """In or out of custody on a day, where it matters to release dates."""

    moved_on = models.DateField()
    direction = models.CharField(max_length=3, choices=Direction.choices)
    reason = models.CharField(max_length=20, choices=MovementReason.choices)

    class Meta:
        constraints = [
            in_force_once("movement"),
            ended_with_its_moment("movement"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values) & Q(reason__in=MovementReason.values),
                name="sentences_movement_known",
            ),
        ]
