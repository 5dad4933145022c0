"""A referral to a supplier: what is asked for, where it stands, and which steps it took."""

from django.db import models
from django.db.models import F, Q

from throughcare.services.choices import Complexity


class Referral(models.Model):
    """That a person is referred to a supplier under one sentence; a draft until it is sent. `reference` is printed.

    Where it stands (`state`), and what follows from that, is written by the steps alone.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    contract = models.ForeignKey(
        "services.Contract", on_delete=models.PROTECT, related_name="referrals"
    )
    sentence = models.ForeignKey("probation.Sentence", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(
        "probation.Requirement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.ForeignKey(
        "services.Step", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    most_days = models.PositiveSmallIntegerField(null=True)
    """The most days of rehabilitation activity that the supplier may use; none where it is under no such requirement."""
    complete_by = models.DateField(null=True)
    needs = models.TextField(max_length=4_000, blank=True)
    accessibility = models.CharField(max_length=1_000, blank=True)
    interpreter = models.CharField(max_length=60, blank=True)
    risk = models.TextField(max_length=4_000, blank=True)
    referred_by_id = models.BigIntegerField()
    worker = models.CharField(max_length=120, blank=True)
    """Who works with the person at the supplier."""
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.ForeignKey(
        "services.EndReason", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason=None) | Q(ended_at__isnull=False),
                name="services_referral_reason_of_an_end",
            ),
            models.CheckConstraint(
                condition=Q(most_days=None) | Q(requirement__isnull=False),
                name="services_referral_days_of_a_requirement",
            ),
        ]
        indexes = [
            models.Index(
                fields=["contract", "sent_at", "id"],
                condition=Q(sent_at__isnull=False, ended_at=None),
                name="services_referral_held",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class ReferralCategory(models.Model):
    """A category that a referral asks for. While a supplier holds the person it `is_live`.

    Of the live ones of a person, category and sentence one is first; each other `is_beside` it, and somebody confirmed that.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="categories", db_index=False
    )
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "services.ServiceCategory", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    complexity = models.CharField(max_length=6, choices=Complexity.choices)
    is_live = models.BooleanField(default=False)
    is_beside = models.BooleanField(default=False)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "category"], name="services_referralcategory_once"
            ),
            models.UniqueConstraint(
                fields=["sentence", "category"],
                condition=Q(is_live=True, is_beside=False),
                name="services_referralcategory_one_supplier",
            ),
            models.CheckConstraint(
                condition=Q(is_beside=False) | Q(confirmed_at__isnull=False, is_live=True),
                name="services_referralcategory_beside_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by_id=None)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False),
                name="services_referralcategory_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"category {self.pk}"


class ReferralOutcome(models.Model):
    """An outcome that is wanted of a referral."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="outcomes", db_index=False
    )
    outcome = models.ForeignKey(
        "services.DesiredOutcome", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "outcome"], name="services_referraloutcome_once"
            )
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class StepTaken(models.Model):
    """That a referral came to a step. Each is written once, with who took it."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    step = models.ForeignKey(
        "services.Step", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=1_000, blank=True)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="services_steptaken_number")
        ]

    def __str__(self) -> str:
        return f"step {self.number} of referral {self.referral_id}"


class Plan(models.Model):
    """What the supplier plans to do: how many sessions, and an activity for each outcome."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="plan")
    sessions = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=1), name="services_plan_has_sessions"),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("recorded_at")), name="services_plan_changed_after"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Activity(models.Model):
    """Something that is to be done for an outcome."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="activities", db_index=False
    )
    outcome = models.ForeignKey(
        "services.DesiredOutcome", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    words = models.TextField(max_length=2_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "outcome"], name="services_activity_once")
        ]

    def __str__(self) -> str:
        return f"activity {self.pk}"


class Report(models.Model):
    """What the supplier says at the end."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="report")
    words = models.TextField(max_length=4_000)
    author_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"report {self.pk}"


class Finding(models.Model):
    """How far an outcome was reached, as the report has it."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="findings", db_index=False
    )
    outcome = models.ForeignKey(
        "services.DesiredOutcome", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    achieved = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "outcome"], name="services_finding_once"),
            models.CheckConstraint(
                condition=Q(achieved__in=("yes", "partly", "no")), name="services_finding_achieved"
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"
