"""Enumerations of access: roles, actions, reaches, views, kinds of exception."""

from django.db import models


class Role(models.TextChoices):
    """What a post is for. What a role may do is data (`access.Permission`)."""

    OFFICER = "officer", "Probation officer"
    MANAGER = "manager", "Senior probation officer"
    COURT = "court", "Court officer"
    VICTIM_LIAISON = "victim-liaison", "Victim liaison officer"
    UNPAID_WORK = "unpaid-work", "Unpaid work supervisor"
    PROGRAMMES = "programmes", "Programme facilitator"
    PSYCHOLOGY = "psychology", "Psychologist"
    APPROVED_PREMISES = "approved-premises", "Approved premises officer"
    ADMINISTRATOR = "administrator", "Case administrator"
    DUTY = "duty", "Duty officer"
    EXECUTIVE = "executive", "Head of a provider"
    CONTRACT = "contract", "Contract manager of an owner"
    PLANNER = "planner", "Restructure planner"
    APPROVER = "approver", "Restructure approver"
    DIRECTOR = "director", "Programme director"
    AUDITOR = "auditor", "Auditor"
    SUPPLIER = "supplier", "Worker of a supplier"
    DISCLOSURE = "disclosure", "Disclosure officer"
    PREMISES = "premises", "Worker at premises"


class Action(models.TextChoices):
    READ_CASE = "case.read", "Open a case in full"
    MINIMUM = "case.minimum", "Open the minimum safe view of a case"
    WRITE_CASE = "case.write", "Write to a case"
    ALLOCATE = "case.allocate", "Give a case to an officer"
    SEARCH = "person.search", "Search for a person"
    EMERGENCY = "case.emergency", "Open a case in an emergency"
    RESTRICT = "person.restrict", "Restrict or exclude"
    PLAN = "restructure.plan", "Make and run a plan"
    APPROVE = "restructure.approve", "Approve what another made"
    SWITCH = "restructure.switch", "Switch, abort and reverse"
    SEE_PLAN = "restructure.see", "See plans, results and evidence"
    AUDIT = "audit.read", "Read the audit trail"
    KEEP_VICTIMS = "victim.keep", "Keep the files of victims"
    SUPPLY = "referral.supply", "Work on what is referred to a supplier"
    DISCLOSE = "person.disclose", "Prepare what people may read of their own record"
    REMOVE = "person.remove", "Decide whether a record is kept or removed"
    ASSESS_HOUSING = "housing.assess", "Answer applications for housing and book beds"
    KEEP_BEDS = "bed.keep", "Keep the beds of premises and who stays in them"


class Reach(models.TextChoices):
    """How far an action of a post goes from the unit it is in."""

    UNIT = "unit", "The unit and all under it"
    PROVIDER = "provider", "The whole provider"
    NATION = "nation", "Everywhere"


class View(models.TextChoices):
    FULL = "full", "The whole record"
    MINIMUM = "minimum", "The minimum safe view"


class RestrictionKind(models.TextChoices):
    EXCLUSION = "exclusion", "May not open the record"
    RESTRICTION = "restriction", "Only those named may open the record"


class GrantKind(models.TextChoices):
    """The dated exceptions: nothing else opens a record beside posts, roles, units and ownership (I8)."""

    MINIMUM = "minimum", "Minimum safe view"
    EMERGENCY = "emergency", "Emergency"
    TRANSITION = "transition", "Transition"
    EXPLICIT = "explicit", "Explicit"


class AttemptKind(models.TextChoices):
    NAME = "name", "For one user name"
    ADDRESS = "address", "From one network address"
    VISIT = "visit", "Public pages asked for from one network address"
