"""A case, who answers for it, and the risk that decides it."""

from django.db import models
from django.db.models import F, Q

from throughcare.organisation.holdings import Assignment, once_at_an_instant
from throughcare.probation.choices import Mappa, PublicInterest, Rosh


class Case(models.Model):
    """One person under supervision, from first referral to the end; all live sentences hang on it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    contacts_made = models.PositiveIntegerField(default=0)
    documents_made = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="probation_case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="probation_case_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="probation_case_person")]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseAssignment(Assignment):
    item = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    reason = models.ForeignKey(
        "probation.ManagerReason",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [once_at_an_instant("probation_caseassignment")]
        indexes = [
            models.Index(fields=["holder"], name="probation_caseassign_holder"),
            models.Index(fields=["owner"], name="probation_caseassign_owner"),
            models.Index(fields=["post_id"], name="probation_caseassign_post"),
            models.Index(
                fields=["change"],
                condition=Q(change__isnull=False),
                name="probation_caseassign_change",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.item_id} with unit {self.owner_id}"


class RiskProfile(models.Model):
    """What is known of a person's risk and status, as of a moment. Empty is not known; `none` is known.

    `rsr` is a percentage, unrounded as far as four decimals. `other_sentence` says who manages another live sentence.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risk_profiles")
    rsr = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    rosh = models.CharField(max_length=10, choices=Rosh.choices, null=True)
    mappa = models.CharField(max_length=4, choices=Mappa.choices, null=True)
    mappa_level = models.PositiveSmallIntegerField(null=True)
    meets_deportation_criteria = models.BooleanField(null=True)
    public_interest = models.CharField(
        max_length=10, choices=PublicInterest.choices, default=PublicInterest.NONE
    )
    other_sentence = models.CharField(max_length=4, null=True)
    starts_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(superseded_at=None),
                name="probation_riskprofile_one_current",
            ),
            models.CheckConstraint(
                condition=Q(rsr=None) | Q(rsr__range=(0, 100)),
                name="probation_riskprofile_rsr_percent",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="probation_riskprofile_case")]

    def __str__(self) -> str:
        return f"risk profile {self.pk}"


class VictimContact(models.Model):
    """That a victim is in contact with the service about a case. Whose body that is, is assigned apart."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_victimcontact_case")]

    def __str__(self) -> str:
        return self.reference


class VictimContactAssignment(Assignment):
    item = models.ForeignKey(VictimContact, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [once_at_an_instant("probation_victimcontactassignment")]
        indexes = [
            models.Index(fields=["owner"], name="probation_victimassign_owner"),
            models.Index(fields=["holder"], name="probation_victimassign_holder"),
        ]

    def __str__(self) -> str:
        return f"victim contact {self.item_id} with unit {self.owner_id}"
