"""Enumerations of a transition."""

from django.db import models


class Part(models.TextChoices):
    """What a line of a preview is about."""

    WORK = "work", "Work held"
    TASK = "task", "Task under way"
    GRANT = "grant", "Exception"


class Fate(models.TextChoices):
    """What becomes of work, of a task or of an exception."""

    KEPT = "kept", "Stays with the same officer"
    PASSED = "passed", "Passes to somebody else"
    GAINED = "gained", "Comes from somebody else"
    WAITING = "waiting", "Not decided yet"
    STAYS = "stays", "Not part of the plan"
    ENDS = "ends", "Ends by its own date before the day"
    GOES_ON = "goes-on", "Goes on until its own date"
    LAPSES = "lapses", "Opens nothing more from the day on"


class CaseList(models.TextChoices):
    """Lists of cases behind the counts of a preview."""

    KEPT = "kept", "Cases that stay"
    PASSED = "passed", "Cases that pass to somebody else"
    GAINED = "gained", "Cases that come"
    WAITING = "waiting", "Cases that are not decided yet"
    LOST = "lost", "Cases that can be opened before the day and not after it"
    FOUND = "found", "Cases that can be opened after the day and not before it"


class RoundState(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


class Subject(models.TextChoices):
    """What somebody says is wrong."""

    ASSIGNMENT = "assignment", "Where I am to work"
    CASE = "case", "Where a case of mine goes"
    TASK = "task", "Where a task of mine goes"


class Grounds(models.TextChoices):
    """Why an assignment is appealed against. The published list decides, so the grounds are its terms."""

    POST = "post", "My post is not what the plan takes it for"
    WORK = "work", "The share of my work was counted wrongly"
    PREFERENCE = "preference", "My preference was not taken as I stated it"
    SCORE = "score", "My score is wrong"
    GRADE = "grade", "My grade is wrong"
    DISABILITY = "disability", "An adjustment for a disability was left out"
    CARING = "caring", "Caring duties or travel were left out"
    OTHER = "other", "Something else"


class ChallengeState(models.TextChoices):
    OPEN = "open", "Waiting for a recommendation"
    RECOMMENDED = "recommended", "Waiting for a decision"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Not upheld"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Trouble(models.TextChoices):
    """What a help desk hears of in the days after a reform."""

    LOG_IN = "log-in", "Signing in"
    ACCESS = "access", "Access"
    ASSIGNMENT = "assignment", "Wrong assignment"
    MISSING = "missing", "Missing record"


class Trait(models.TextChoices):
    """By what the result of a staff assignment is counted."""

    GRADE = "grade", "Grade"
    SEX = "sex", "Sex"
    AGE = "age", "Age on the day"
    DISABILITY = "disability", "Disability"
