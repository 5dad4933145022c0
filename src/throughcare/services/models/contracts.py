"""Who supplies what, and where. Nothing here is about a person under supervision."""

from django.db import models
from django.db.models import F, Q

from throughcare.services.choices import OfferedTo


class Contract(models.Model):
    """That a supplier, which is a unit of its own, offers the categories of a type. It runs until before `ends_on`.

    One with a `sex` is for people of that sex alone.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    type = models.ForeignKey(
        "services.ContractType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=1, choices=OfferedTo.choices, blank=True, db_default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="services_contract_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.code


class ContractArea(models.Model):
    """A unit whose cases, and those of the units under it and of what follows it, may be referred under a contract."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="areas")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "unit"], name="services_contractarea_once")
        ]

    def __str__(self) -> str:
        return f"area {self.pk}"
