"""Two records made one: proposed, approved by another, carried out and, where it was wrong, taken back."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from throughcare.people.models.identity import Person


class Merge(models.Model):
    """That one record is to go on under the CRN of another. Once approved it is carried out at once; undone, all is as it was."""

    key = models.UUIDField(db_default=RandomUUID(), unique=True)
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    undone_because = models.CharField(max_length=500, blank=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(is_approved=None) | Q(is_approved=True, undone_at=None),
                name="people_merge_one_that_stands",
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("merged")), name="people_merge_of_two_records"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_merge_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_approved=None, answered_by_id=None, answered_at=None)
                | Q(is_approved=True, answered_by_id__isnull=False, answered_at__isnull=False)
                | (
                    Q(is_approved=False, answered_by_id__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="people_merge_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("proposed_by_id")),
                name="people_merge_maker_is_not_approver",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by_id=None, undone_because="")
                | (
                    Q(is_approved=True, undone_at__isnull=False, undone_by_id__isnull=False)
                    & ~Q(undone_because="")
                ),
                name="people_merge_undone_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class MergeMove(models.Model):
    """One row that a merge moved, and what its columns were; of one that was set aside, all of it."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=63)
    key_column = models.CharField(max_length=63)
    row_key = models.CharField(max_length=40)
    before = models.JSONField()
    is_set_aside = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"move {self.pk}"
