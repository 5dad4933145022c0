"""Custody of a sentence: where a person is, what is known of the dates ahead, releases and recalls."""

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import (
    CustodyChangeKind,
    CustodyStatus,
    DoubtState,
    KeyDateType,
    RecallReason,
    ReleaseKind,
    Source,
)


class Custody(models.Model):
    """The custody of a custodial sentence; the database lets no other have one, and no status follow that may not.

    `last_moved_at` is when the latest movement known happened: an earlier one changes nothing any more.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.OneToOneField(
        "probation.Sentence", on_delete=models.PROTECT, related_name="custody"
    )
    status = models.CharField(max_length=2, choices=CustodyStatus.choices)
    status_on = models.DateField()
    institution = models.ForeignKey(
        "probation.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    located_on = models.DateField(null=True)
    book_number = models.CharField(max_length=10, blank=True)
    parole_number = models.CharField(max_length=10, blank=True)
    last_moved_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(status=CustodyStatus.SUPERVISION),
                name="probation_custody_supervision",
            ),
        ]

    def __str__(self) -> str:
        return f"custody {self.pk}"


class CustodyChange(models.Model):
    """One thing that happened to a custody, numbered within it. A `message` of a prison is kept once; a late one changed nothing."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    custody = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=CustodyChangeKind.choices)
    status = models.CharField(max_length=2, choices=CustodyStatus.choices)
    institution = models.ForeignKey(
        "probation.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    happened_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    message = models.CharField(max_length=60, blank=True)
    has_counted = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["custody", "number"], name="probation_custodychange_number"
            ),
            models.UniqueConstraint(
                fields=["custody", "message"],
                condition=~Q(message=""),
                name="probation_custodychange_message_once",
            ),
        ]

    def __str__(self) -> str:
        return f"custody change {self.pk}"


class KeyDate(models.Model):
    """A date ahead. Of each type a custody has one that counts; those that were before are kept beside it."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="key_dates")
    type = models.CharField(max_length=5, choices=KeyDateType.choices)
    day = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["custody", "type"],
                condition=Q(superseded_at=None),
                name="probation_keydate_one_of_each",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                name="probation_keydate_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return f"key date {self.pk}"


class Release(models.Model):
    """A release, numbered within its custody. `length` is the days of a temporary one."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    custody = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="releases", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    released_on = models.DateField()
    kind = models.CharField(max_length=14, choices=ReleaseKind.choices)
    institution = models.ForeignKey(
        "probation.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    length = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["custody", "number"], name="probation_release_number")
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class Recall(models.Model):
    """A recall, of one release and no other."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="recall")
    recalled_on = models.DateField()
    reason = models.CharField(max_length=12, choices=RecallReason.choices)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"recall {self.pk}"


class CustodyDoubt(models.Model):
    """Something a prison reported that could not be put to one custody without a guess: somebody is to look at it."""

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    message = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=CustodyChangeKind.choices)
    institution = models.ForeignKey(
        "probation.Institution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    book_number = models.CharField(max_length=10, blank=True)
    happened_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    state = models.CharField(
        max_length=8, choices=DoubtState.choices, default=DoubtState.OPEN, db_default="open"
    )
    answer = models.CharField(max_length=300, blank=True, db_default="")
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "message"], name="probation_custodydoubt_once"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (Q(state="answered", answered_at__isnull=False) & ~Q(answer="")),
                name="probation_custodydoubt_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"custody doubt {self.pk}"
