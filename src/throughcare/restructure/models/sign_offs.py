"""What each provider has once the books are closed, who accepted it for the provider, and what was listed against it."""

from django.db import models
from django.db.models import F, Q

from throughcare.restructure.choices import Outcome


class ProviderList(models.Model):
    """What the books give one provider, as a reconciliation found it. One that finds something else makes a new list.

    `body` holds the provider's lines of the books and digests of its records (`commands.provider_lists`), `digest` is the
    SHA-256 of its canonical JSON. `code` and `name` are those that the provider has under the plan.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "owner"],
                condition=Q(superseded_at=None),
                name="restructure_providerlist_one",
            ),
        ]

    def __str__(self) -> str:
        return f"list of {self.code} in plan {self.plan_id}"


class SignOff(models.Model):
    """Somebody who speaks for a provider, and did not make the plan, accepted its list (I17)."""

    provider_list = models.OneToOneField(
        "restructure.ProviderList", on_delete=models.PROTECT, related_name="sign_off"
    )
    made_by_id = models.BigIntegerField()
    signed_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(made_by_id=F("signed_by_id")), name="restructure_signoff_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"sign-off of list {self.provider_list_id}"


class ListedException(models.Model):
    """Something that is not right in a provider's list, who puts it right, and by which day.

    Listed before the list is accepted, which ties it to the sign-off. Owed by an account or by a post, never both.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    sign_off = models.ForeignKey(
        SignOff, on_delete=models.PROTECT, null=True, related_name="exceptions"
    )
    says = models.CharField(max_length=500)
    owed_by_id = models.BigIntegerField(null=True)
    owed_post = models.CharField(max_length=12, blank=True)
    due_on = models.DateField()
    made_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_says = models.CharField(max_length=500, blank=True)
    closed_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owed_by_id=None) ^ Q(owed_post=""),
                name="restructure_listedexception_owed_by_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by_id=None, outcome="")
                | Q(closed_at__isnull=False, closed_by_id__isnull=False) & ~Q(outcome=""),
                name="restructure_listedexception_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_by_id=None)
                | Q(owed_by_id=None)
                | ~Q(owed_by_id=F("closed_by_id")),
                name="restructure_listedexception_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "owner", "-id"], name="restructure_exception_latest")
        ]

    def __str__(self) -> str:
        return f"exception {self.pk} of plan {self.plan_id}"
