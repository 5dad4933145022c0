"""Enumerations of a restructure."""

from django.db import models


class Phase(models.TextChoices):
    """Where a plan stands (restructure rules, section 6)."""

    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    DRY_RUN = "dry-run", "Dry-run done"
    STAGED = "staged", "Staged"
    LIVE = "live", "Live"
    RECONCILED = "reconciled", "Reconciled"
    SIGNED_OFF = "signed-off", "Signed off"
    SETTLED = "settled", "Settled"
    REVERSED = "reversed", "Reversed"
    ABORTED = "aborted", "Aborted"


class Step(models.TextChoices):
    """What can be run on a plan."""

    CHECK = "check", "Check"
    PLAN = "plan", "Dry-run"
    STAGE = "stage", "Stage"
    UNSTAGE = "unstage", "Unstage"
    SWITCH = "switch", "Switch"
    RECONCILE = "reconcile", "Reconcile"
    ABORT = "abort", "Abort"
    EVIDENCE = "evidence", "Evidence"
    SETTLE = "settle", "Settle what was approved since"
    SMOKE = "smoke", "First checks after the switch"


class RunState(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Standing(models.TextChoices):
    """What a dry-run found for an item."""

    ANSWERED = "answered", "Answered"
    HELD = "held", "Held"
    UNDETERMINED = "undetermined", "Undetermined"


class Per(models.TextChoices):
    """Whose load is told."""

    TEAM = "team", "Teams"
    OFFICER = "officer", "Officers"


class Gate(models.TextChoices):
    """What somebody other than the maker must approve."""

    PLAN = "plan", "The plan"
    GO = "go", "Go"
    SIGN_OFF = "sign-off", "Sign-off"


class Outcome(models.TextChoices):
    """What came of an exception with which a provider accepted its list."""

    PUT_RIGHT = "put-right", "Put right"
    WITHDRAWN = "withdrawn", "Withdrawn: it was no mistake"


class OutsideSort(models.TextChoices):
    """How a body outside and this system differ about a reference."""

    MISSING_THERE = "missing-there", "Missing there"
    MISSING_HERE = "missing-here", "Missing here"
    ELSEWHERE = "elsewhere", "With another body here"


class Moment(models.TextChoices):
    """Which side of a switch a book or a digest belongs to."""

    BEFORE = "before", "Before"
    AFTER = "after", "After"


class FreezeKind(models.TextChoices):
    """What is locked (restructure rules, section 6). Writing records never stops."""

    STRUCTURE = "structure", "Structure: rules and units"
    PROCESS = "process", "Process: new allocations and transfers"
