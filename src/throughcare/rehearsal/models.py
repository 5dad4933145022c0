"""Rehearsals that were asked for with what they found, and the nights on which they are to be made."""

from django.db import models
from django.db.models import Q

from throughcare.rehearsal.choices import State


class Rehearsal(models.Model):
    """One rehearsal of one version of a plan. Kept here, where it was asked for; made on a copy."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    need = models.CharField(max_length=200, blank=True)
    """What it takes on the disk and what is free, in a sentence; empty until that is known."""
    most_accounts = models.PositiveIntegerField(null=True)
    """How many accounts are signed in as at most; None: one for every role of every provider."""
    result = models.JSONField(default=dict)
    """An `Outcome` of `rules.outcome`, or `refused` with codes and sentences."""
    is_nightly = models.BooleanField(default=False)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "-id"], name="rehearsal_rehearsal_latest")]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"


class Schedule(models.Model):
    """That a plan is rehearsed each night at a time of day in England and Wales, until somebody ends it."""

    reference = models.SlugField(max_length=60)
    at = models.TimeField()
    last_on = models.DateField(null=True)
    """The day of the last rehearsal that was begun by it."""
    asked_by_id = models.BigIntegerField()
    begins_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=Q(ended_at=None), name="rehearsal_schedule_one"
            ),
        ]

    def __str__(self) -> str:
        return f"nightly rehearsal of {self.reference}"
