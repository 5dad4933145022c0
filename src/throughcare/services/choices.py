"""Enumerations of services and programmes."""

from django.db import models


class Complexity(models.TextChoices):
    """How much somebody needs of a service, by category."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class EndKind(models.TextChoices):
    """Before a supplier has begun a referral is cancelled; afterwards the person is withdrawn."""

    CANCELLATION = "cancellation", "Cancelled"
    WITHDRAWAL = "withdrawal", "Withdrawn"


class SessionKind(models.TextChoices):
    ASSESSMENT = "assessment", "First meeting"
    SESSION = "session", "Session"


class Attendance(models.TextChoices):
    YES = "yes", "Yes"
    LATE = "late", "Yes, but late"
    NO = "no", "No"


class NotHeldFor(models.TextChoices):
    """Why a session did not take place although the person came."""

    LOGISTICS = "logistics", "Something at our end, such as no room or an ill worker"
    PERSON = "person", "How the person behaved"


class AskedBy(models.TextChoices):
    """Who asked for another time."""

    SERVICE = "service", "The supplier or the service"
    PERSON = "person", "The person"


class Achievement(models.TextChoices):
    """How far an outcome was reached."""

    YES = "yes", "Achieved"
    PARTLY = "partly", "Partly achieved"
    NO = "no", "Not achieved"


class OfferedTo(models.TextChoices):
    """Whom a contract is for, where it is not for everybody."""

    WOMEN = "F", "women"
    MEN = "M", "men"
