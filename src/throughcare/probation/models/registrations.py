"""Flags on a person, and what was done about each."""

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import AtTermination, FlagLevelKind, FlagStep, RegisterFlag


class FlagType(models.Model):
    """A kind of registration; `in_minimum_view` says that whoever meets the person may see it.

    Of the types of one `duplicate_group` a person has one at most. Historic types stay readable and are not offered.
    """

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    register = models.CharField(
        max_length=20, choices=RegisterFlag.choices, blank=True, db_default=""
    )
    review_months = models.PositiveSmallIntegerField(default=0)
    colour = models.CharField(max_length=10, blank=True)
    duplicate_group = models.CharField(max_length=8, blank=True, db_default="")
    at_termination = models.CharField(
        max_length=20,
        choices=AtTermination.choices,
        default=AtTermination.REMOVE,
        db_default=AtTermination.REMOVE,
    )
    may_become_alert = models.BooleanField(default=False, db_default=False)
    is_alert = models.BooleanField(default=False, db_default=False)
    in_minimum_view = models.BooleanField(default=True)
    is_offered = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return self.code


class FlagLevel(models.Model):
    """A level or a category that a flag of a type may have. A level may be reviewed more or less often than its type."""

    type = models.ForeignKey(FlagType, on_delete=models.PROTECT, related_name="levels")
    kind = models.CharField(max_length=8, choices=FlagLevelKind.choices)
    code = models.CharField(max_length=8)
    description = models.CharField(max_length=100)
    review_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "kind", "code"], name="probation_flaglevel_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} of {self.type_id}"


class Registration(models.Model):
    """A flag on a person, with its review; in the minimum safe view where its type says so.

    `duplicate_group` is that of its type, and `review_months` those of its level or its type: the database writes both,
    and holds by them that one of a group is active, and that a review is due if and only if the flag is reviewed at all.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="flags")
    type = models.ForeignKey(FlagType, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=8, blank=True, db_default="")
    duplicate_group = models.CharField(max_length=8, blank=True, db_default="")
    review_months = models.PositiveSmallIntegerField(default=0, db_default=0)
    trigger_offence = models.ForeignKey(
        "probation.Offence", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_on = models.DateField()
    review_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "type"],
                condition=Q(ended_on=None),
                name="probation_registration_one_active",
            ),
            models.UniqueConstraint(
                fields=["case", "duplicate_group"],
                condition=Q(ended_on=None) & ~Q(duplicate_group=""),
                name="probation_registration_one_of_group",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="probation_registration_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False)
                | Q(review_months=0, review_on=None)
                | Q(review_months__gt=0, review_on__isnull=False),
                name="probation_registration_reviewed_if_it_is_to_be",
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.ended_on is None


class RegistrationStep(models.Model):
    """What was done about a flag: started, its level changed, reviewed, ended; with the level that it had from then on.

    `due_on` is the day by which a review was due.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=8, choices=FlagStep.choices)
    done_on = models.DateField()
    due_on = models.DateField(null=True)
    level = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=8, blank=True)
    notes = models.TextField(max_length=4_000, blank=True)
    done_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step=FlagStep.REVIEWED) | Q(due_on=None),
                name="probation_registrationstep_due_if_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of registration {self.registration_id}"
