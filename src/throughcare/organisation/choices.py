"""Enumerations of the organisation: facts about units, kinds of unit, hierarchies, kinds of succession."""

from django.db import models


class Fact(models.TextChoices):
    """What is known about a unit, each fact with its own time line."""

    NAME = "name"
    KIND = "kind"
    OPERATING = "operating", "operating (yes or no)"
    LEGAL = "legal", "exists in law (yes or no)"
    ACCEPTS_WORK = "accepts-work", "accepts new work (yes or no)"
    ADDRESS = "address"
    EMAIL = "email"
    TELEPHONE = "telephone"
    AREA = "area", "code of the trust area that the unit's place lies in"


class UnitKind(models.TextChoices):
    TRUST = "trust", "Probation trust"
    NPS_DIVISION = "nps-division", "NPS division"
    CRC = "crc", "Community rehabilitation company"
    REGION = "region", "Probation region"
    OWNER = "owner", "Owner of companies"
    NATIONAL = "national", "National body"
    CLUSTER = "cluster", "Cluster"
    DELIVERY_UNIT = "delivery-unit", "Local delivery unit"
    TEAM = "team", "Team"
    OFFICE = "office", "Office"


PROVIDER_KINDS = frozenset({UnitKind.TRUST, UnitKind.NPS_DIVISION, UnitKind.CRC, UnitKind.REGION})
"""Kinds of unit that can answer in law for a case."""


class Hierarchy(models.TextChoices):
    """Several hierarchies may stand over the same units; cases hang from the line."""

    LINE = "line", "Line management"
    REPORTING = "reporting", "Reporting"
    CONTRACT = "contract", "Contract"
    GEOGRAPHY = "geography", "Geography"


class SuccessionKind(models.TextChoices):
    """How duties pass; the table in section 2 of the restructure rules."""

    CONTINUES = "continues"
    REPLACE = "replace"
    MERGE = "merge"
    SPLIT = "split"
    SPLIT_MERGE = "split-merge"
    TRANSFER = "transfer"
    CLOSE = "close"


YES, NO = "yes", "no"
