"""What each account will see and do, worked out before the day.

Units are held by number without a key: a plan that is tried again makes its new bodies afresh.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.transition.choices import Fate, Part, RoundState


class Round(models.Model):
    """One working out of the previews of a plan: what it rests on, how far it is. One that was stopped is gone on with.

    `answered_by` is the run of the plan whose answers it read. Cases were counted for everybody at `counted_at`; the first
    answer that came out otherwise since did so at `changed_at`.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    answered_by = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "-id"], name="transition_round_latest")]

    def __str__(self) -> str:
        return f"previews of plan {self.plan_id}"


class Movement(models.Model):
    """How many open cases go from one owner and holder to another, counted once for all accounts.

    Records that a restriction closes to all but those it names are counted apart, on either side of the day.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    from_owner_id = models.BigIntegerField(null=True)
    from_holder_id = models.BigIntegerField(null=True)
    to_owner_id = models.BigIntegerField(null=True)
    to_holder_id = models.BigIntegerField(null=True)
    is_closed_before = models.BooleanField()
    is_closed_after = models.BooleanField()
    cases = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"movement {self.pk}"


class Reach(models.Model):
    """How far somebody reaches, as `access_reach_of` says; one row for all accounts that reach the same."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    read_owners = ArrayField(models.BigIntegerField())
    read_units = ArrayField(models.BigIntegerField())
    minimum_owners = ArrayField(models.BigIntegerField())
    actions = ArrayField(models.CharField(max_length=30))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="transition_reach_once"),
        ]

    def __str__(self) -> str:
        return f"reach {self.pk}"


class Preview(models.Model):
    """What one version of a plan changes for one account. Counts of cases are of open ones.

    `cases_…` are of cases the account holds; `opens_…` of cases it can open in full, `minimum_…` of those whose minimum
    safe view it may open besides. `digest` is of all that is said here and in the lines, by codes; `lasting_digest` of where
    the account is to be and what it reaches, without what daily work changes. From `stale_since` on an answer about its own
    seat or work is another than it was made from: it is made anew, and null again.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    standing = models.CharField(max_length=12, blank=True)
    from_owner_id = models.BigIntegerField(null=True)
    from_holder_id = models.BigIntegerField(null=True)
    from_manager_id = models.BigIntegerField(null=True)
    to_owner_id = models.BigIntegerField(null=True)
    to_holder_id = models.BigIntegerField(null=True)
    to_manager_id = models.BigIntegerField(null=True)
    before = models.ForeignKey(Reach, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Reach, on_delete=models.PROTECT, null=True, related_name="+")
    cases_kept = models.PositiveIntegerField(default=0)
    cases_passed = models.PositiveIntegerField(default=0)
    cases_gained = models.PositiveIntegerField(default=0)
    cases_waiting = models.PositiveIntegerField(default=0)
    opens_before = models.PositiveIntegerField(default=0)
    opens_after = models.PositiveIntegerField(default=0)
    opens_lost = models.PositiveIntegerField(default=0)
    opens_found = models.PositiveIntegerField(default=0)
    minimum_before = models.PositiveIntegerField(default=0)
    minimum_after = models.PositiveIntegerField(default=0)
    tasks = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    lasting_digest = models.CharField(max_length=64, blank=True, db_default="")
    made_at = models.DateTimeField()
    stale_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "account"], name="transition_preview_once"),
        ]
        indexes = [
            models.Index(fields=["plan", "from_owner_id"], name="transition_preview_from"),
            models.Index(fields=["plan", "to_owner_id"], name="transition_preview_to"),
            models.Index(
                fields=["plan", "stale_since"],
                condition=models.Q(stale_since__isnull=False),
                name="transition_preview_stale",
            ),
        ]

    def __str__(self) -> str:
        return f"preview for account {self.account_id}"


class Line(models.Model):
    """Work, tasks or exceptions of one kind that share a fate. `due_at` is the earliest among them, where they have one."""

    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField(max_length=5, choices=Part.choices)
    kind = models.CharField(max_length=40)
    fate = models.CharField(max_length=8, choices=Fate.choices)
    to_owner_id = models.BigIntegerField(null=True)
    to_holder_id = models.BigIntegerField(null=True)
    items = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.part} {self.kind} {self.fate}"


class Review(models.Model):
    """A head of a provider looked through the previews of its accounts. `digest` is of what lasts of them, as they were then."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    accounts = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    reviewed_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "owner", "-id"], name="transition_review_latest")]

    def __str__(self) -> str:
        return f"review {self.pk}"
