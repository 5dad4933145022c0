"""Code lists of housing. They tell nothing about anybody."""

from django.db import models

from throughcare.housing.choices import ReasonKind


class Step(models.Model):
    """Where an application may stand; `acts` is who has to do something then, and empty at an end."""

    code = models.CharField(max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=80)
    acts = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.code


class Move(models.Model):
    """That a party may take an application from one step to another, on days from `starts_on` until before `ends_on`.

    `needs` are words for what has to be there first; `ends_as` is the kind of reason that is given.
    """

    code = models.CharField(max_length=44, primary_key=True)
    from_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.CharField(max_length=80)
    party = models.CharField(max_length=10)
    needs = models.CharField(max_length=40, blank=True)
    ends_as = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Reason(models.Model):
    """Why something ended, or where somebody went."""

    key = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=12, choices=ReasonKind.choices)
    description = models.CharField(max_length=120)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.key
