from django.db import models
from django.db.models import Q


class Setting(models.Model):
    """One row, or none: how far a demonstration's clock runs ahead of the machine's.

    Negative when it runs behind.
    """

    id = models.SmallAutoField(primary_key=True)
    ahead_by = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="clock_setting_is_single", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"ahead by {self.ahead_by}"
