"""What providers and partners have in systems of their own: lists that they hand in, and where those and ours differ."""

from django.db import models
from django.db.models import Q

from throughcare.restructure.choices import OutsideSort


class OutsideList(models.Model):
    """The list of one body outside, as it was handed in for a plan. A later one takes its place.

    `owner` is the provider whose list it is; a partner (a court, a prison, the police) has none, and is known by `body` alone.
    `digest` is the SHA-256 of the file.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    body = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    handed_in_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body"],
                condition=Q(superseded_at=None),
                name="restructure_outsidelist_one",
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.pk} of {self.body} in plan {self.plan_id}"


class OutsideReference(models.Model):
    """One line of a list: a reference, and for a partner the provider that it knows it with, if it says so."""

    outside_list = models.ForeignKey(
        OutsideList, on_delete=models.PROTECT, related_name="references", db_index=False
    )
    reference = models.CharField(max_length=40)
    provider = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outside_list", "reference"], name="restructure_outsidereference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of list {self.outside_list_id}"


class OutsideDifference(models.Model):
    """One reference that a body outside and this system have otherwise; settled when it is not found any more.

    `ours` is the provider that has it here, `theirs` the one that it is with there. Owed by an account or by a post, with the
    day by which it is settled, once somebody has said so.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    body = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    sort = models.CharField(max_length=14, choices=OutsideSort.choices)
    ours = models.CharField(max_length=12, blank=True)
    theirs = models.CharField(max_length=12, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    owed_by_id = models.BigIntegerField(null=True)
    owed_post = models.CharField(max_length=12, blank=True)
    due_on = models.DateField(null=True)
    dated_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body", "reference"],
                condition=Q(settled_at=None),
                name="restructure_outsidedifference_one",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, owed_by_id=None, owed_post="", dated_by_id=None)
                | (
                    Q(due_on__isnull=False, dated_by_id__isnull=False)
                    & (Q(owed_by_id=None) ^ Q(owed_post=""))
                ),
                name="restructure_outsidedifference_owed_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"difference {self.pk} with {self.body}"
