"""How much work a plan leaves each team and officer with."""

from django.db import models
from django.db.models import Q

from throughcare.restructure.choices import Per


class Load(models.Model):
    """Items of a kind with one team or one officer, now and once the plan is live, against what it may have.

    `from_owner` is the provider that most of it is with now, `owner` the one after; `holder` the team, `post_id` the
    officer's post where it is of an officer.
    """

    plan = models.ForeignKey("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    per = models.CharField(max_length=12, choices=Per.choices)
    from_owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    post_id = models.BigIntegerField(null=True)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    at_most = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per=Per.TEAM, holder__isnull=False, post_id=None)
                | Q(per=Per.OFFICER, holder=None, post_id__isnull=False),
                name="restructure_load_of_one",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "per", "holder", "post_id"],
                nulls_distinct=False,
                name="restructure_load_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} per {self.per}"
