"""Code lists. Codes are data: a historic one stays readable and is not offered."""

from django.db import models

from throughcare.unpaidwork.choices import Group, Scope


class ProjectType(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Group.choices)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class AdjustmentReason(models.Model):
    """Why time is added or taken off; `most_minutes` is a limit to one adjustment, empty for none."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=120)
    most_minutes = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.code


class CreditScope(models.Model):
    """Whether time can be earned under a type of sentence or a sub-type of requirement; what is not listed cannot."""

    kind = models.CharField(max_length=11, choices=Scope.choices)
    code = models.CharField(max_length=8)
    description = models.CharField(max_length=120)
    is_eligible = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="unpaidwork_creditscope_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
