"""Double-entry books, digests of content, differences and the sealed evidence."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.restructure.choices import Moment


class Book(models.Model):
    """How many records of a kind and state an owner had, on one side of the switch."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    old_owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    new_owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "moment", "kind", "state", "old_owner", "new_owner"],
                nulls_distinct=False,
                name="restructure_book_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.moment}"


class Digest(models.Model):
    """Digests of one case's records of a kind: a node of the tree, with its leaves. No ownership is in them.

    `leaves` holds one number of 64 bits for each record, in no order (`queries.reconciliation.leaf_of`).
    `records` is how many there are, `digest` all leaves combined by exclusive or, so that order is no part of it.
    """

    # Two million rows are written at once, all of one plan, into parts of their own (migration 0033).
    pk = models.CompositePrimaryKey("plan_id", "kind", "case_id")
    plan = models.ForeignKey(
        "restructure.Plan",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    case_id = models.BigIntegerField()
    records = models.PositiveIntegerField()
    digest = models.BigIntegerField()
    leaves = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class Sheaf(models.Model):
    """Digests of up to 1,024 rows of a table that hangs from no case, as they were when a plan was staged.

    `part` is the number of a row without its last ten bits; `leaves`, `records` and `digest` are as those of `Digest`.
    """

    pk = models.CompositePrimaryKey("plan_id", "kind", "part")
    plan = models.ForeignKey(
        "restructure.Plan",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=60)
    part = models.BigIntegerField()
    records = models.PositiveIntegerField()
    digest = models.BigIntegerField()
    leaves = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"


class Clock(models.Model):
    """One piece of work under way when its plan was staged, and when it was due. No clock starts again."""

    pk = models.CompositePrimaryKey("plan_id", "kind", "item_id")
    plan = models.ForeignKey(
        "restructure.Plan",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Awaited(models.Model):
    """One entry of a list without clocks (a message, a job, an approval) when its plan was staged."""

    pk = models.CompositePrimaryKey("plan_id", "list_name", "item")
    plan = models.ForeignKey(
        "restructure.Plan",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    list_name = models.CharField(max_length=40)
    item = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.list_name} {self.item}"


class Difference(models.Model):
    """Something that did not agree. Closed by a fix, or explained by one person and approved by another."""

    plan = models.ForeignKey(
        "restructure.Plan", on_delete=models.PROTECT, related_name="differences"
    )
    check_name = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    found = models.CharField(max_length=300)
    explanation = models.CharField(max_length=300, blank=True)
    explained_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "check_name", "subject"], name="restructure_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(explained_by_id=F("approved_by_id")),
                name="restructure_difference_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.subject}"


class LapsedExplanation(models.Model):
    """What somebody said of a difference that was then found otherwise, and who had approved it. Kept as it stood."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    found = models.CharField(max_length=300)
    explanation = models.CharField(max_length=300)
    explained_by_id = models.BigIntegerField()
    approved_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.check_name} {self.subject}"


class Tally(models.Model):
    """How much a check found in all when it was last made, and how much of that is named as differences."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="tallies")
    check_name = models.CharField(max_length=40)
    found = models.PositiveBigIntegerField()
    named = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "check_name"], name="restructure_tally_once"),
            models.CheckConstraint(
                condition=Q(named__lte=F("found")), name="restructure_tally_names_what_it_found"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.found}"


class Evidence(models.Model):
    """A sealed pack: canonical JSON, its digest and an Ed25519 signature over the digest, both in hexadecimal.

    `body` is what was sealed. It has the number of its version last, and no words of people. What packs of the first version
    sealed had those, and no number: it is `body_with_words`. A pack has one of them.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="evidence")
    body = models.TextField(blank=True, default="")
    body_with_words = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(body="") & ~Q(body_with_words="")
                    | Q(body__regex=r',"version":[0-9]+[}]$', body_with_words="")
                ),
                name="restructure_evidence_body_without_words",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence of plan {self.plan_id}"

    @property
    def sealed_text(self) -> str:
        return self.body or self.body_with_words
