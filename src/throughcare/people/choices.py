"""Enumerations of people."""

from django.db import models


class NameKind(models.TextChoices):
    LEGAL = "legal", "Name"
    ALIAS = "alias", "Alias"
    PREVIOUS = "previous", "Previous name"


class IdentifierKind(models.TextChoices):
    """CRN stands on the person; these are the others (probation rules, 2.1)."""

    PNC = "pnc", "PNC number"
    CRO = "cro", "CRO number"
    NOMS = "noms", "NOMS number"
    NINO = "nino", "National Insurance number"
    FORMER_CRN = "former-crn", "Former CRN"


class AddressStatus(models.TextChoices):
    MAIN = "main", "Main"
    PREVIOUS = "previous", "Previous"
    SECONDARY = "secondary", "Secondary"
    BAIL = "bail", "Bail"
    POSTAL = "postal", "Postal"
    PROPOSED = "proposed", "Proposed"


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"
    OTHER = "O", "Another way"
    NOT_KNOWN = "U", "Not known"
