"""Cases that belong together, whoever answers for them."""

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import TieKind


class Tie(models.Model):
    """That a case is to be with one body together with others, from a day on until it is ended.

    All that have the same `shared_number` of one kind belong together: the number of the court's case in which they are defendants,
    or a number that was given to a household. A household is flagged by its ties: that people live together makes none.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=TieKind.choices)
    shared_number = models.CharField(max_length=20)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "shared_number"],
                condition=Q(ended_on=None),
                name="probation_tie_once",
            ),
            models.CheckConstraint(
                condition=Q(shared_number__regex=r"^[A-Z0-9][A-Z0-9/-]{2,19}$"),
                name="probation_tie_number_shape",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="probation_tie_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="probation_tie_case")]

    def __str__(self) -> str:
        return f"tie {self.pk}"
