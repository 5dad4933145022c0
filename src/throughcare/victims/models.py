"""A victim's file. It hangs on the contact that `probation` knows of, and follows the body that has that contact."""

from django.db import models
from django.db.models import F, Q

from throughcare.victims.choices import (
    Because,
    NoticeKind,
    RequestKind,
    RequestState,
    Way,
    WishKind,
)


class Victim(models.Model):
    """Who is in contact, and how and when it is safe to reach them. `reference` is that of the contact."""

    contact = models.OneToOneField(
        "probation.VictimContact", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=12, unique=True)
    first = models.CharField(max_length=100)
    last = models.CharField(max_length=100)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=300, blank=True)
    safely = models.CharField(max_length=300, blank=True)
    reads_welsh = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first="") & ~Q(last=""), name="victims_victim_is_named"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Kept(models.Model):
    """Something in a victim's file, with who wrote it and when."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Wish(Kept):
    """What the victim said of being kept informed; one counts, and what was before stays."""

    wish = models.CharField(max_length=10, choices=WishKind.choices)
    said_on = models.DateField()
    notes = models.CharField(max_length=1000, blank=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["victim"], condition=Q(superseded_at=None), name="victims_wish_one"
            ),
            models.CheckConstraint(condition=Q(wish__in=WishKind.values), name="victims_wish_kind"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class LogEntry(Kept):
    """That somebody spoke with the victim, or wrote."""

    number = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    happened_on = models.DateField()
    notes = models.TextField(max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["victim", "number"], name="victims_logentry_number"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class ConditionRequest(Kept):
    """That the victim asks for a condition, and what was answered."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    wording = models.TextField(max_length=2000)
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState.choices)
    answer = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "number"], name="victims_conditionrequest_number"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, answered_on=None, answer="")
                | (
                    ~Q(state=RequestState.ASKED) & Q(answered_on__gte=F("asked_on")) & ~Q(answer="")
                ),
                name="victims_conditionrequest_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Representation(Kept):
    """What the victim has put to those who decide of release or of a licence."""

    number = models.PositiveIntegerField()
    made_on = models.DateField()
    text = models.TextField(max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "number"], name="victims_representation_number"
            ),
        ]

    def __str__(self) -> str:
        return f"representation {self.pk}"


class Notice(Kept):
    """That the victim was told of something, how and on which day."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    told_on = models.DateField()
    notes = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["victim", "number"], name="victims_notice_number"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Task(models.Model):
    """That something happened of which the victim may have to be told or asked: one of a kind waits at a time."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="tasks")
    because = models.CharField(max_length=12, choices=Because.choices)
    arose_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    what_was_done = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "because"],
                condition=Q(done_at=None),
                name="victims_task_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by_id=None, what_was_done="")
                | (Q(done_at__isnull=False, done_by_id__isnull=False) & ~Q(what_was_done="")),
                name="victims_task_done",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"
