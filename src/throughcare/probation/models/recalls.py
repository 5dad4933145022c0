"""What is said in a report on a recall, and the lists that it chooses from."""

from django.db import models


class RecallOption(models.Model):
    """A line of one of the lists of a report on a recall."""

    list = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="probation_recalloption_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.code}"


class RecallAnswer(models.Model):
    """An answer of an officer: yes or no, an option of a list, or words (in the row with no option)."""

    enforcement = models.ForeignKey(
        "probation.Enforcement", on_delete=models.PROTECT, related_name="answers"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    option = models.CharField(max_length=60, blank=True)
    words = models.TextField(max_length=10_000, blank=True)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enforcement", "question", "option"], name="probation_recallanswer_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(option="", words=""),
                name="probation_recallanswer_says_something",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="probation_recallanswer_case")]

    def __str__(self) -> str:
        return f"answer {self.pk} of enforcement {self.enforcement_id}"
