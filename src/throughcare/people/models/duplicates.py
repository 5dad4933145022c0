"""Who may stand in the records twice, and what was decided of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.people.models.identity import Person


class Comparison(models.Model):
    """All people were compared with one another: when, how long it took, and how many likely pairs there were."""

    found = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"comparison {self.pk}"


class Likeness(models.Model):
    """Two people who are likely to be one, as the latest comparison found: `grounds` are what they have in common.

    The first of a pair is the one with the lower number. `weight` is that of `linkage`, where both were made ready to be matched.
    """

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    grounds = ArrayField(models.CharField(max_length=12))
    weight = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_likeness_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_likeness_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"likeness {self.pk}"


class Distinction(models.Model):
    """Somebody decided that two people are not the same person, and why. It settles the pair for good."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_distinction_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_distinction_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_distinction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"distinction {self.pk}"


class Recognition(models.Model):
    """Somebody decided that two records are of one person, and another approved it or did not. Nothing is merged by it."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(is_approved=None) | Q(is_approved=True),
                name="people_recognition_one_that_stands",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_recognition_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="people_recognition_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_approved=None, answered_by_id=None, answered_at=None)
                | Q(is_approved=True, answered_by_id__isnull=False, answered_at__isnull=False)
                | (
                    Q(is_approved=False, answered_by_id__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="people_recognition_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("proposed_by_id")),
                name="people_recognition_maker_is_not_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"recognition {self.pk}"
