"""An entry of the log that somebody is writing and has not recorded."""

import uuid

from django.db import models
from django.db.models import Q

from throughcare.probation.choices import DraftState


class Draft(models.Model):
    """A contact as far as it is typed: one of an author about a case. It goes with its case.

    Nothing typed has to be right yet, so codes and times are kept as they stand. Once it has ended its words are
    gone: they are in the contact, or nowhere.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author_id = models.BigIntegerField()
    begun_by_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    type_code = models.CharField(max_length=14, blank=True)
    outcome_code = models.CharField(max_length=8, blank=True)
    day = models.DateField(null=True)
    start = models.CharField(max_length=20, blank=True)
    minutes = models.CharField(max_length=4, blank=True)
    notes = models.TextField(max_length=12_000, blank=True)
    is_sensitive = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    contact = models.OneToOneField(
        "probation.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "author_id"],
                condition=Q(state=DraftState.OPEN),
                name="probation_draft_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.OPEN, ended_at=None)
                | (~Q(state=DraftState.OPEN) & Q(ended_at__isnull=False, notes="")),
                name="probation_draft_ended_without_words",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.RECORDED, contact__isnull=False)
                | (~Q(state=DraftState.RECORDED) & Q(contact=None)),
                name="probation_draft_recorded_as_a_contact",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author_id", "-saved_at"],
                condition=Q(state=DraftState.OPEN),
                name="probation_draft_of_author",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.reference}"
