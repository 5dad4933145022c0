"""What the constraints of a staged plan were found to be since its last dry run."""

from django.db import models


class ConstraintsAsked(models.Model):
    """The constraints of a plan, asked again after what changed: what was found, and whether anything changed since."""

    plan = models.OneToOneField("restructure.Plan", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_stale = models.BooleanField(default=False)
    found = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"constraints of plan {self.plan_id}"
