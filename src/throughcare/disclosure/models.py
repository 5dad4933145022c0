"""Requests for a copy of a record; how long records are kept, and what is left of those that were removed."""

from django.db import models
from django.db.models import F, Q

from throughcare.disclosure.choices import (
    GOES_ON,
    KEPT_BACK,
    LEFT_OUT_FOR,
    OPEN,
    HoldKind,
    ProposalState,
    Regime,
    RequestState,
)


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


class Proposal(models.Model):
    """That a record has been kept for as long as it may be: `rule` says by what, until `due_on`. Two people decide.

    One that is kept all the same is not proposed again before `kept_until`.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    due_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    proposed_at = models.DateTimeField()
    first_by_id = models.BigIntegerField(null=True)
    first_at = models.DateTimeField(null=True)
    second_by_id = models.BigIntegerField(null=True)
    second_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=GOES_ON),
                name="disclosure_proposal_one_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.APPROVED)
                | (
                    Q(first_by_id__isnull=False, second_by_id__isnull=False)
                    & ~Q(first_by_id=F("second_by_id"))
                ),
                name="disclosure_proposal_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.KEPT, kept_until__isnull=False)
                | (~Q(state=ProposalState.KEPT) & Q(kept_until=None)),
                name="disclosure_proposal_kept_until",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=GOES_ON), name="disclosure_proposal_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Hold(models.Model):
    """That a record is kept whatever its age, until somebody lifts it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=HoldKind.choices)
    reason = models.CharField(max_length=500)
    set_by_id = models.BigIntegerField()
    set_at = models.DateTimeField()
    lifted_by_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(lifted_at=None),
                name="disclosure_hold_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by_id=None)
                | Q(lifted_at__isnull=False, lifted_by_id__isnull=False),
                name="disclosure_hold_lifted",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Tombstone(models.Model):
    """That there was a record under a CRN, by what rule it was removed and who decided. Nothing else is left of it.

    `survivor_crn` is that of the record into which it had been merged.
    """

    crn = models.CharField(max_length=7, unique=True)
    survivor_crn = models.CharField(max_length=7, blank=True)
    rule = models.CharField(max_length=40)
    due_on = models.DateField()
    removed_at = models.DateTimeField()
    first_by_id = models.BigIntegerField()
    second_by_id = models.BigIntegerField()
    rows_removed = models.PositiveIntegerField()
    contents_removed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by_id=F("second_by_id")), name="disclosure_tombstone_two_people"
            ),
        ]

    def __str__(self) -> str:
        return self.crn


class Round(models.Model):
    """How far the nights have looked through closed cases, by the moment that each was closed and its key."""

    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    case_key = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="disclosure_round_one_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"
