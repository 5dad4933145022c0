"""Every calculation that was made, with all that it was made from."""

from datetime import date

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from throughcare.sentences.choices import Cause, Outcome, State
from throughcare.sentences.models.records import Booking


class Calculation(models.Model):
    """A calculation. Nothing of it is changed but that it is approved, by somebody else than who made it.

    `inputs` are the whole case in the published layout, `law` the scenario and `law_version` the digest of the law data it was made
    under. `dates` are what was worked out (ISO 8601, by type), `worked` the breakdown and the dates of each sentence, and `explanation` how
    each came about: none where the outcome is withheld, for which `messages` (code and sentence) say why. `overrides` are dates that
    somebody entered in their place: by type `on`, `because` and `instead_of`.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(db_default=RandomUUID(), unique=True)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    law = models.CharField(max_length=40)
    law_version = models.CharField(max_length=16)
    inputs = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    messages = models.JSONField(default=list)
    dates = models.JSONField(default=dict)
    worked = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict)
    overrides = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "-id"], name="sentences_calculation_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, approved_at=None, approved_by_id=None)
                | Q(state=State.APPROVED, approved_at__isnull=False, approved_by_id__isnull=False),
                name="sentences_calculation_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None)
                | Q(made_by_id=None)
                | ~Q(approved_by_id=F("made_by_id")),
                name="sentences_calculation_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DATES, messages=[])
                | (Q(outcome=Outcome.WITHHELD, dates={}) & ~Q(messages=[])),
                name="sentences_calculation_dates_or_messages",
            ),
        ]

    def __str__(self) -> str:
        return f"calculation {self.key}"

    @property
    def worked_out(self) -> dict[str, date]:
        """The dates as the rules have them."""
        return {kind: date.fromisoformat(day) for kind, day in self.dates.items()}

    @property
    def entered(self) -> dict[str, date]:
        """The dates that somebody entered by hand."""
        return {kind: date.fromisoformat(each["on"]) for kind, each in self.overrides.items()}

    @property
    def sentenced_on(self) -> date | None:
        """The day of the first sentence; None where there is none."""
        given = self.inputs["input"]["booking"]["sentences"]
        return min((date.fromisoformat(each["sentencedAt"]) for each in given), default=None)

    @property
    def in_force(self) -> dict[str, date]:
        """The dates that count: those entered by hand before those worked out."""
        return self.worked_out | self.entered
