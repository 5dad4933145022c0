"""Code lists. Codes are data: a historic one stays readable and is not offered."""

from django.db import models

from throughcare.probation.choices import ContactKind


class ContactType(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    is_national_standard = models.BooleanField(default=False)
    is_system = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Outcome(models.Model):
    """What happened at an appointment; empty flags mean that the answer is not published."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    is_attended = models.BooleanField(null=True)
    is_complied = models.BooleanField(null=True)
    is_enforceable = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code

    @property
    def is_acceptable_absence(self) -> bool:
        """What alone can be recorded before an appointment starts."""
        return self.is_complied is True and self.is_attended is False


class SentenceType(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    is_custodial = models.BooleanField(default=False)
    failure_limit = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.code


class RequirementType(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    unit = models.CharField(max_length=10, blank=True)
    is_restrictive = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Offence(models.Model):
    """Home Office code: three digits for the class and two for the sub-class."""

    code = models.CharField(max_length=5, primary_key=True)
    description = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.code
