"""Enumerations of assessments."""

from django.db import models


class State(models.TextChoices):
    """Read-only once completed or locked."""

    OPEN = "open", "Being written"
    SIGNED = "signed", "Waits for a countersignature"
    COMPLETED = "completed", "Completed"
    LOCKED = "locked", "Locked incomplete"


class PlanKind(models.TextChoices):
    INITIAL = "initial", "Initial sentence plan"
    REVIEW = "review", "Review of the sentence plan"


class Section(models.TextChoices):
    """Sections of needs, by the words that tiering has for them, and the screening of risk of serious harm."""

    ACCOMMODATION = "accommodation", "3. Accommodation"
    WORK = "education_training_employability", "4. Education, training and work"
    MONEY = "financial_management", "5. Money"
    RELATIONSHIPS = "relationships", "6. Relationships"
    LIFESTYLE = "lifestyle_and_associates", "7. Lifestyle and associates"
    DRUGS = "drug_misuse", "8. Drugs"
    ALCOHOL = "alcohol_misuse", "9. Alcohol"
    WELLBEING = "emotional_wellbeing", "10. Emotional wellbeing"
    THINKING = "thinking_and_behaviour", "11. Thinking and behaviour"
    ATTITUDES = "attitudes", "12. Attitudes"
    SCREENING = "rosh_screening", "R1 to R5. Screening for risk of serious harm"


class Passage(models.TextChoices):
    """What is written in words about risk of serious harm."""

    CURRENT = "current", "R6. What was done, and how"
    BEFORE = "before", "R7. What was done before"
    OTHER = "other", "R8. What else is to be thought of"
    WHO = "who", "R10.1 Who is at risk"
    NATURE = "nature", "R10.2 What the risk is"
    WHEN = "when", "R10.3 When it is greatest"
    RAISES = "raises", "R10.4 What makes it greater"
    LOWERS = "lowers", "R10.5 What makes it smaller"
    PLAN = "plan", "R11. How it is managed"


class Group(models.TextChoices):
    """Who is at risk, in the words of the rules of registration."""

    CHILDREN = "children", "Children"
    PUBLIC = "public", "The public"
    KNOWN_ADULT = "known adult", "A known adult"
    STAFF = "staff", "Staff"
    PRISONERS = "prisoners", "Prisoners"


class Setting(models.TextChoices):
    COMMUNITY = "community", "In the community"
    CUSTODY = "custody", "In custody"


class Level(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very high", "Very high"


class AnswerKind(models.TextChoices):
    PROBLEM = "problem", "No problem, some, significant"
    YES_NO = "yes-no", "Yes or no"
    FREQUENCY = "frequency", "Never, previously, now"


ANSWERS_OF = {
    AnswerKind.PROBLEM: (
        ("none", "No problems"),
        ("some", "Some problems"),
        ("significant", "Significant problems"),
        ("missing", "Not known"),
    ),
    AnswerKind.YES_NO: (("yes", "Yes"), ("no", "No"), ("missing", "Not known")),
    AnswerKind.FREQUENCY: (
        ("never", "Never"),
        ("previous", "In the past"),
        ("current", "Now"),
        ("missing", "Not known"),
    ),
}


class Measure(models.TextChoices):
    """Scores of predictors, each a percentage."""

    OGRS = "OGRS", "OGRS: reoffending in two years"
    OVP = "OVP", "OVP: violent reoffending"
    OGP = "OGP", "OGP: other reoffending"
    RSR = "RSR", "RSR: serious recidivism"
    ARP = "ARP", "ARP: all reoffending"
    VRP = "VRP", "VRP: violent reoffending (new)"
    SVRP = "SVRP", "SVRP: serious violent reoffending"
    CSRP = "CSRP", "CSRP: combined serious reoffending"
    DC_SRP = "DC-SRP", "DC-SRP: sexual contact reoffending"
    IIC_SRP = "IIC-SRP", "IIC-SRP: indecent images"


class Band(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"
