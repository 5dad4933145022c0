"""What a court ordered."""

from django.db import models
from django.db.models import F, Q


class Sentence(models.Model):
    """An event and its disposal: number per person from 1, never renumbered."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="sentences")
    number = models.PositiveSmallIntegerField()
    type = models.ForeignKey("probation.SentenceType", on_delete=models.PROTECT, related_name="+")
    offence = models.ForeignKey("probation.Offence", on_delete=models.PROTECT, related_name="+")
    court = models.CharField(max_length=120, blank=True)
    imposed_on = models.DateField()
    ends_on = models.DateField(null=True)
    terminated_on = models.DateField(null=True)
    is_deferred = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_sentence_number"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("imposed_on")),
                name="probation_sentence_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"sentence {self.pk}"


class Requirement(models.Model):
    """A duty inside an order. Lengths and what is done are in the type's unit; hours are kept as minutes."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="requirements")
    type = models.ForeignKey(
        "probation.RequirementType", on_delete=models.PROTECT, related_name="+"
    )
    length = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_requirement_case")]

    def __str__(self) -> str:
        return f"requirement {self.pk}"
