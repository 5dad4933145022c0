"""Requests for a copy of a record, and what was kept back of it."""

from django.db import models
from django.db.models import F, Q

from throughcare.disclosure.choices import KEPT_BACK, LEFT_OUT_FOR, OPEN, Regime, RequestState


class Request(models.Model):
    """That somebody asked to see what is kept about them, between days or all of it (`to_on` is not included).

    One prepares the copy and another approves it; `digest` is of the ZIP file that `documents` keeps. `steps_done` says how
    far the worker is.
    """

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=16, choices=Regime.choices)
    received_on = models.DateField()
    due_on = models.DateField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    prepared_by_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(null=True)
    prepared_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    ended_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN), name="disclosure_request_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("received_on")), name="disclosure_request_due_later"
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gt=F("from_on")),
                name="disclosure_request_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=OPEN) & Q(ended_at=None, ended_by_id=None))
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False, ended_by_id__isnull=False)),
                name="disclosure_request_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.PREPARED, RequestState.GONE])
                | (
                    Q(prepared_by_id__isnull=False, prepared_at__isnull=False, size__isnull=False)
                    & ~Q(digest="")
                ),
                name="disclosure_request_prepared",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.GONE) | ~Q(ended_by_id=F("prepared_by_id")),
                name="disclosure_request_approved_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=OPEN),
                name="disclosure_request_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Withheld(models.Model):
    """How many of a kind of entry were kept back from a copy, and why; never which."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="withheld")
    called = models.CharField(max_length=80)
    because = models.CharField(
        max_length=12, choices=[(each.value, words) for each, words in KEPT_BACK.items()]
    )
    entries = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "called", "because"], name="disclosure_withheld_once"
            ),
        ]

    def __str__(self) -> str:
        return f"withheld {self.pk}"


class LeftOut(models.Model):
    """That whoever looks after a request has an entry of the log left out, and why."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="left_out")
    contact = models.ForeignKey("probation.Contact", on_delete=models.PROTECT, related_name="+")
    because = models.CharField(
        max_length=12, choices=[(each.value, KEPT_BACK[each]) for each in LEFT_OUT_FOR]
    )
    account_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "contact"], name="disclosure_leftout_once"),
        ]

    def __str__(self) -> str:
        return f"left out {self.pk}"
