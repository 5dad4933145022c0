"""What the plan says of each item, and what changed since."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.restructure.choices import Standing


class Answer(models.Model):
    """The plan's answer for one item, with all that explains it (restructure rules, 4.10).

    `rule` is the rule or override that answered. `also` are the other rules that would have matched, first to last;
    `contradicted_by` those among them that would have answered otherwise, null where there is none.
    Units are taken from the table of units as answers are written, and neither they nor plans are deleted while an answer
    names them: keys to them would take half as long again as the answers of a nation.
    """

    plan = models.ForeignKey(
        "restructure.Plan",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    from_owner = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    from_holder = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    from_post_id = models.BigIntegerField(null=True)
    to_owner = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    to_holder = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    to_post_id = models.BigIntegerField(null=True)
    guest = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    """Who shares what goes to `to_owner`, as a building is shared."""
    rule = models.CharField(max_length=60)
    also = ArrayField(models.CharField(max_length=60), default=list)
    contradicted_by = ArrayField(models.CharField(max_length=60), null=True)
    looked_at = models.JSONField(
        default=dict
    )  # attribute name to value, as the rules of the plan name them

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "item_id"], name="restructure_answer_once"
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ANSWERED) | Q(to_owner__isnull=False),
                name="restructure_answer_names_an_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan", "from_post_id"],
                condition=Q(from_post_id__isnull=False),
                name="restructure_answer_from_post",
            ),
            models.Index(
                fields=["plan", "kind", "standing"],
                condition=~Q(standing=Standing.ANSWERED),
                name="restructure_answer_open",
            ),
            models.Index(
                fields=["plan", "kind", "rule"],
                condition=Q(contradicted_by__isnull=False),
                name="restructure_answer_contradict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Listed(models.Model):
    """Somebody on the list of staff of a plan, with what was known of their seat when they came onto it.

    The dry run publishes the list. Whoever comes after or leaves adds a row, in the order of their numbers; none is altered.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    item_id = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    unit = models.CharField(max_length=12)
    looked_at = models.JSONField(default=dict)  # as of an answer; empty where somebody left
    is_published = models.BooleanField()
    has_left = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "item_id"],
                condition=Q(is_published=True),
                name="restructure_listed_published_once",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(has_left=False),
                name="restructure_listed_came_before_leaving",
            ),
        ]
        indexes = [models.Index(fields=["plan", "unit"], name="restructure_listed_unit")]

    def __str__(self) -> str:
        return f"{self.reference} on the list of {self.unit}"


class Override(models.Model):
    """One item's answer set by hand. Lapses when the item no longer has the values it depended on."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="overrides")
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    unit_code = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    depends_on = models.JSONField(
        default=dict
    )  # attribute name to the value the override was made for
    made_by_id = models.BigIntegerField()
    approved_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)
    carried_from = models.PositiveIntegerField(null=True)  # the version under which it was made

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "item_id"],
                condition=Q(lapsed_at=None, approved_by_id__isnull=False),
                name="restructure_override_one_counts",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "item_id"],
                condition=Q(lapsed_at=None, approved_by_id=None),
                name="restructure_override_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(made_by_id=F("approved_by_id")),
                name="restructure_override_approved_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restructure_override_reason"),
        ]

    def __str__(self) -> str:
        return f"override {self.pk}"


class Hold(models.Model):
    """An item left for a decision, with who decides and by when. A hold without a day cannot be written.

    One made once the go decision was signed waits until another than its maker has approved it, and counts for nothing until then.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    decider_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    until = models.DateField()
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)
    made_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    carried_from = models.PositiveIntegerField(null=True)  # the version under which it was made

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "item_id"],
                condition=Q(settled_at=None),
                name="restructure_hold_one",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(made_by_id=F("approved_by_id")),
                name="restructure_hold_approved_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restructure_hold_reason"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Changed(models.Model):
    """An item that changed since a staged plan answered it. A plan has none left when it is switched."""

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["plan", "kind", "item_id"], name="restructure_changed_item")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
