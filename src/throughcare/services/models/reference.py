"""Code lists. Codes are data: a historic one stays readable and is not offered."""

from django.db import models
from django.db.models import F, Q

from throughcare.services.choices import EndKind


class ServiceCategory(models.Model):
    """What a service helps with."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.code


class ContractType(models.Model):
    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.code


class ContractScope(models.Model):
    """That contracts of a type offer a category."""

    type = models.ForeignKey(ContractType, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "category"], name="services_contractscope_once")
        ]

    def __str__(self) -> str:
        return f"{self.category_id} in {self.type_id}"


class DesiredOutcome(models.Model):
    """What a service is to bring about, in its category."""

    code = models.CharField(max_length=8, primary_key=True)
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=300)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class EndReason(models.Model):
    """Why a referral was cancelled or somebody withdrawn. The two lists have codes in common, so `key` tells them apart."""

    key = models.CharField(max_length=20, primary_key=True)
    code = models.CharField(max_length=4)
    kind = models.CharField(max_length=12, choices=EndKind.choices)
    description = models.CharField(max_length=120)
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="services_endreason_once")
        ]

    def __str__(self) -> str:
        return self.key


class Step(models.Model):
    """Where a referral may stand. `acts` says in words who has to do something next.

    `allows` are words parted by spaces: what the supplier may do there, of `assessment`, `plan`, `sessions` and `report`.
    """

    code = models.CharField(max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    acts = models.CharField(max_length=40, blank=True)
    allows = models.CharField(max_length=40, blank=True)
    holds = models.BooleanField(default=False)
    """Whether the person is held by the supplier: sent, and not at an end."""

    def __str__(self) -> str:
        return self.code


class Move(models.Model):
    """That a referral may go from one step to another, from a day on and until another.

    `party` is who may take it: the `officer` writes to the case, the `supplier` has the contract. `needs` are words parted by
    spaces: what has to be there, or is to be said. `ends_as` is the list from which a reason is chosen.
    """

    code = models.CharField(max_length=40, primary_key=True)
    from_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    to_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    party = models.CharField(max_length=8)
    needs = models.CharField(max_length=60, blank=True)
    ends_as = models.CharField(max_length=12, choices=EndKind.choices, blank=True)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_step", "to_step", "starts_on"], name="services_move_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="services_move_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(party__in=("officer", "supplier")), name="services_move_party"
            ),
        ]

    def __str__(self) -> str:
        return self.code
