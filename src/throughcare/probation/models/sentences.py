"""What a court ordered."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import (
    AlsoOrdered,
    EndReason,
    HearingKind,
    LengthUnit,
    Plea,
    Remand,
    Verdict,
)


class Sentence(models.Model):
    """An event: its main offence, and the disposal once a court sentenced. Numbered per person from 1, never renumbered.

    Until then it has no type and no day on which it was imposed. `length` is that of the sentence or, of a suspended one,
    of its supervision; the term suspended is the `second_length`. `ends_on` is the day that was entered, or else the one
    that was worked out. It is live until it is terminated. One with `follows` runs on from another; all else is concurrent.
    `court_code` is the court's own code of the main charge (CJS), where it is known.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="sentences")
    number = models.PositiveSmallIntegerField()
    type = models.ForeignKey(
        "probation.SentenceType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    offence = models.ForeignKey("probation.Offence", on_delete=models.PROTECT, related_name="+")
    court_code = models.CharField(max_length=8, blank=True, db_default="")
    offence_on = models.DateField(null=True)
    offence_count = models.PositiveSmallIntegerField(default=1, db_default=1)
    taken_into_consideration = models.PositiveSmallIntegerField(default=0, db_default=0)
    verdict = models.CharField(max_length=1, choices=Verdict.choices, blank=True, db_default="")
    court = models.CharField(max_length=120, blank=True)
    referred_on = models.DateField(null=True)
    convicted_on = models.DateField(null=True)
    imposed_on = models.DateField(null=True)
    length = models.PositiveSmallIntegerField(null=True)
    length_unit = models.CharField(
        max_length=6, choices=LengthUnit.choices, blank=True, db_default=""
    )
    second_length = models.PositiveSmallIntegerField(null=True)
    second_unit = models.CharField(
        max_length=6, choices=LengthUnit.choices, blank=True, db_default=""
    )
    notional_ends_on = models.DateField(null=True)
    entered_ends_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by", db_index=False
    )
    first_released_on = models.DateField(null=True)
    terminated_on = models.DateField(null=True)
    ended_for = models.CharField(
        max_length=16, choices=EndReason.choices, blank=True, db_default=""
    )
    is_deferred = models.BooleanField(default=False)
    is_under_review = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_sentence_number"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("imposed_on")),
                name="probation_sentence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(type=None, imposed_on=None)
                | Q(type__isnull=False, imposed_on__isnull=False),
                name="probation_sentence_type_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(entered_ends_on=None, notional_ends_on=None)
                | Q(entered_ends_on__isnull=False, ends_on=F("entered_ends_on"))
                | Q(entered_ends_on=None, ends_on=F("notional_ends_on")),
                name="probation_sentence_end_entered_or_worked_out",
            ),
            models.CheckConstraint(
                condition=Q(terminated_on=None)
                | Q(imposed_on=None)
                | Q(terminated_on__gte=F("imposed_on")),
                name="probation_sentence_terminated_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_for="") | Q(terminated_on__isnull=False),
                name="probation_sentence_reason_with_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(length=None) & Q(length_unit=""))
                | (Q(length__gt=0) & ~Q(length_unit="")),
                name="probation_sentence_length_with_its_unit",
            ),
            models.CheckConstraint(
                condition=(Q(second_length=None) & Q(second_unit=""))
                | (Q(second_length__gt=0) & ~Q(second_unit="")),
                name="probation_sentence_second_length_with_unit",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("id")),
                name="probation_sentence_follows_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"],
                condition=Q(terminated_on=None, ends_on__isnull=False),
                name="probation_sentence_live_end",
            )
        ]

    def __str__(self) -> str:
        return f"sentence {self.pk}"

    @property
    def words(self) -> str:
        """What it is called: its type, or that no court has sentenced yet."""
        return self.type.description if self.type else "Not sentenced"

    @property
    def begins_on(self) -> date:
        """From when something may be about it: the day of the sentence or, before there is one, of what led to it."""
        return self.imposed_on or self.referred_on or self.convicted_on or self.recorded_at.date()


class SentenceAmendment(models.Model):
    """What a sentence was until it was changed; numbered within it, the first change first.

    `amended_on` is the day of the court's order, `reason` why it was changed and `amended_by_id` whose account did. Where it only
    moved along because another was changed, `moved_with` is the number of that one.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        Sentence, on_delete=models.PROTECT, related_name="amendments", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    amended_on = models.DateField()
    reason = models.CharField(max_length=500)
    moved_with = models.PositiveSmallIntegerField(null=True)
    length = models.PositiveSmallIntegerField(null=True)
    length_unit = models.CharField(max_length=6, choices=LengthUnit.choices, blank=True)
    notional_ends_on = models.DateField(null=True)
    entered_ends_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_under_review = models.BooleanField()
    amended_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "number"], name="probation_sentenceamendment_number"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="probation_sentenceamendment_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"sentence amendment {self.pk}"


class AdditionalOffence(models.Model):
    """An offence beside the main one, which the event itself has."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        Sentence, on_delete=models.PROTECT, related_name="additional_offences"
    )
    offence = models.ForeignKey(
        "probation.Offence", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    court_code = models.CharField(max_length=8, blank=True, db_default="")
    offence_on = models.DateField(null=True)
    offence_count = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=1, choices=Verdict.choices, blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"additional offence {self.pk}"


class Appearance(models.Model):
    """An appearance in court about an event, and what the court decided."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="appearances")
    court = models.ForeignKey(
        "probation.Court", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    held_on = models.DateField()
    kind = models.CharField(max_length=12, choices=HearingKind.choices)
    plea = models.CharField(max_length=10, choices=Plea.choices, blank=True)
    outcome = models.ForeignKey(
        "probation.CourtOutcome", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    remand = models.CharField(max_length=16, choices=Remand.choices, blank=True)
    bail_conditions = models.CharField(max_length=1000, blank=True)
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gte=F("held_on")),
                name="probation_appearance_next_is_later",
            )
        ]

    def __str__(self) -> str:
        return f"appearance {self.pk}"


class AdditionalSentence(models.Model):
    """What the court ordered besides: recorded, not supervised. `amount` is in pounds."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        Sentence, on_delete=models.PROTECT, related_name="additional_sentences"
    )
    kind = models.CharField(max_length=16, choices=AlsoOrdered.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    length = models.PositiveSmallIntegerField(null=True)
    length_unit = models.CharField(max_length=6, choices=LengthUnit.choices, blank=True)
    notes = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="probation_addedsentence_amount"
            )
        ]

    def __str__(self) -> str:
        return f"additional sentence {self.pk}"


class AcceptedWarning(models.Model):
    """That somebody saw a warning about a sentence and kept it as the court ordered it; `code` is the warning's."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        Sentence, on_delete=models.PROTECT, related_name="accepted_warnings", db_index=False
    )
    code = models.CharField(max_length=40)
    accepted_by_id = models.BigIntegerField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "code"], name="probation_acceptedwarning_once"
            )
        ]

    def __str__(self) -> str:
        return f"warning {self.code} of sentence {self.sentence_id}"


class Requirement(models.Model):
    """A duty inside an order, numbered within it. Lengths and what is done are in the type's unit; hours are kept as minutes."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(
        Sentence, on_delete=models.PROTECT, related_name="requirements", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    type = models.ForeignKey(
        "probation.RequirementType", on_delete=models.PROTECT, related_name="+"
    )
    sub_type = models.ForeignKey(
        "probation.RequirementSubType",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    length = models.PositiveIntegerField(null=True)
    daily_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    done = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    commenced_on = models.DateField(null=True)
    expected_ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_for = models.CharField(
        max_length=16, choices=EndReason.choices, blank=True, db_default=""
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_requirement_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "number"], name="probation_requirement_number"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="probation_requirement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(expected_ends_on=None) | Q(expected_ends_on__gte=F("starts_on")),
                name="probation_requirement_expected_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_for="") | Q(ended_on__isnull=False),
                name="probation_requirement_reason_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"requirement {self.pk}"


class RequirementAmendment(models.Model):
    """What a requirement was until the court ordered it otherwise on a day; numbered within it, the first change first.

    Why, and whose account changed it, is not known of those that were kept before that was asked.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="amendments", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    amended_on = models.DateField()
    sub_type = models.ForeignKey(
        "probation.RequirementSubType",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    length = models.PositiveIntegerField(null=True)
    daily_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    starts_on = models.DateField()
    expected_ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    amended_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "number"], name="probation_requirementamendment_number"
            ),
        ]

    def __str__(self) -> str:
        return f"requirement amendment {self.pk}"
