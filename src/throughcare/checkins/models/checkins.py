"""One check-in: its link, what was answered, the video, and what the officer made of it."""

import uuid

from django.db import models
from django.db.models import Q

from throughcare.checkins.choices import Channel, Comparison, Help, NotSentBecause, State, Wellbeing


class CheckIn(models.Model):
    """A check-in that was due on a day, numbered within its case.

    Whoever knows the token of its link answers it, once they said who they are: of both, digests alone are kept. `tries` are the
    answers to who they are that were wrong. What came of it is the entry of the log in `contact`.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        "checkins.Registration", on_delete=models.PROTECT, related_name="checkins"
    )
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices)
    unsent_because = models.CharField(max_length=11, choices=NotSentBecause.choices, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, blank=True)
    links = models.PositiveSmallIntegerField(default=0)
    """How many links were made for it; only the last one opens it."""
    token_digest = models.CharField(max_length=64, null=True, unique=True)
    message = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proof_digest = models.CharField(max_length=64, blank=True)
    proven_at = models.DateTimeField(null=True)
    wellbeing = models.CharField(max_length=10, choices=Wellbeing.choices, blank=True)
    wellbeing_words = models.TextField(max_length=1_000, blank=True)
    help_words = models.TextField(max_length=1_000, blank=True)
    wants_contact = models.BooleanField(null=True)
    contact_words = models.TextField(max_length=1_000, blank=True)
    answered_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    comparison = models.CharField(max_length=12, choices=Comparison.choices, blank=True)
    compared_at = models.DateTimeField(null=True)
    is_them = models.BooleanField(null=True)
    reviewed_by_id = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    contact = models.OneToOneField(
        "probation.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="checkins_checkin_number"),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state__in=(State.DUE, State.SENT)),
                name="checkins_checkin_one_is_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="checkins_checkin_state"
            ),
            models.CheckConstraint(
                condition=(Q(state=State.SENT) & Q(token_digest__isnull=False))
                | (~Q(state=State.SENT) & Q(token_digest=None)),
                name="checkins_checkin_link_while_it_is_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.SENT, State.SUBMITTED, State.MISSED))
                | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="checkins_checkin_sent_before_anything",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.SUBMITTED, State.REVIEWED))
                & Q(submitted_at__isnull=False, wants_contact__isnull=False, contact__isnull=False)
                & ~Q(wellbeing="")
                | (~Q(state__in=(State.SUBMITTED, State.REVIEWED)) & Q(submitted_at=None)),
                name="checkins_checkin_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REVIEWED, is_them__isnull=False)
                | (~Q(state=State.REVIEWED) & Q(is_them=None)),
                name="checkins_checkin_reviewed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.REVIEWED, State.SETTLED), reviewed_at__isnull=False)
                | (~Q(state__in=(State.REVIEWED, State.SETTLED)) & Q(reviewed_at=None)),
                name="checkins_checkin_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MISSED) | Q(contact__isnull=False),
                name="checkins_checkin_missed_is_in_the_log",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.UNSENT) & ~Q(unsent_because="")) | ~Q(state=State.UNSENT),
                name="checkins_checkin_unsent_because",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at", "id"],
                condition=Q(state=State.SENT),
                name="checkins_checkin_open",
            ),
            models.Index(
                fields=["id"], condition=Q(state=State.DUE), name="checkins_checkin_to_send"
            ),
            models.Index(
                fields=["case"],
                condition=Q(state__in=(State.SUBMITTED, State.MISSED, State.UNSENT, State.SENT)),
                name="checkins_checkin_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class HelpAsked(models.Model):
    """Something that the person would like help with, as they said in a check-in."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    checkin = models.ForeignKey(
        CheckIn, on_delete=models.PROTECT, related_name="helps", db_index=False
    )
    topic = models.CharField(max_length=15, choices=Help.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkin", "topic"], name="checkins_helpasked_once"),
            models.CheckConstraint(
                condition=Q(topic__in=Help.values), name="checkins_helpasked_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"help {self.pk}"


class Video(models.Model):
    """A video that was sent for a check-in, by the digest of its bytes; the newest counts. Its bytes are kept until `gone_at`."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    checkin = models.ForeignKey(
        CheckIn, on_delete=models.PROTECT, related_name="videos", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkin", "number"], name="checkins_video_number")
        ]
        indexes = [
            models.Index(
                fields=["kept_at", "id"], condition=Q(gone_at=None), name="checkins_video_kept"
            ),
            models.Index(fields=["digest"], name="checkins_video_digest"),
        ]

    def __str__(self) -> str:
        return f"video {self.pk}"
