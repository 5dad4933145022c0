"""Enumerations of sentences as records: what is typed, and where a calculation stands."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "Not approved"
    APPROVED = "approved", "Approved"


class Outcome(TextChoices):
    DATES = "dates", "Dates"
    WITHHELD = "withheld", "No dates: something has to be put right"


class Cause(TextChoices):
    """Why a calculation was made."""

    ORDER = "order", "Sentences of a court entered"
    SENTENCE = "sentence", "A sentence changed"
    ADJUSTMENT = "adjustment", "Time given or taken changed"
    RECALL = "recall", "A recall changed"
    MOVEMENT = "movement", "A movement changed"
    PERSON = "person", "What is known of the person changed"
    ASKED = "asked", "Worked out again"
    OVERRIDE = "override", "A date entered by hand"
    REVIEW = "review", "Everybody worked out again"


class AdjustmentKind(TextChoices):
    REMAND = "REMAND", "Remand in custody"
    TAGGED_BAIL = "TAGGED_BAIL", "Tagged bail"
    AT_LARGE = "UNLAWFULLY_AT_LARGE", "Unlawfully at large"
    AWARDED = "ADDITIONAL_DAYS_AWARDED", "Days added for a breach of discipline"
    RESTORED = "RESTORATION_OF_ADDITIONAL_DAYS_AWARDED", "Added days restored"
    LAWFULLY_AT_LARGE = "LAWFULLY_AT_LARGE", "Lawfully at large"
    SPECIAL_REMISSION = "SPECIAL_REMISSION", "Special remission"
    ABROAD = "TIME_SPENT_IN_CUSTODY_ABROAD", "Time in custody abroad"
    APPEAL = "TIME_SPENT_AS_AN_APPEAL_APPLICANT", "Time that does not count because of an appeal"


OF_A_SENTENCE = (AdjustmentKind.REMAND, AdjustmentKind.TAGGED_BAIL)


class AtLargeReason(TextChoices):
    ESCAPE = "ESCAPE", "Escape"
    RECALL = "RECALL", "Recall"
    RELEASE_IN_ERROR = "RELEASE_IN_ERROR", "Released in error"
    IN_ABSENCE = "SENTENCED_IN_ABSENCE", "Sentenced in absence"
    IMMIGRATION = "IMMIGRATION_DETENTION", "Immigration detention"


class RecallType(TextChoices):
    STANDARD = "STANDARD_RECALL", "Standard recall"
    FIXED_14 = "FIXED_TERM_RECALL_14", "Fixed term, 14 days"
    FIXED_28 = "FIXED_TERM_RECALL_28", "Fixed term, 28 days"
    FIXED_56 = "FIXED_TERM_RECALL_56", "Fixed term, 56 days"


class Direction(TextChoices):
    IN = "IN", "Came in"
    OUT = "OUT", "Went out"


class MovementReason(TextChoices):
    """Movements that matter to release dates (domain notes, section 15.5), by the way they go."""

    SENTENCE = "SENTENCE", "In: sentenced"
    REMAND = "REMAND", "In: remanded"
    RECALL_ADMISSION = "RECALL_ADMISSION", "In: recalled"
    HDC_RECALL = "HDC_RECALL", "In: recalled from curfew"
    ERS_BREACH = "ERS_BREACH", "In: came back after removal"
    FAILED_ERS_REMOVAL = "FAILED_ERS_REMOVAL", "In: removal failed"
    CRD = "CRD", "Out: released at the conditional or automatic date"
    ECSL = "ECSL", "Out: supervised licence"
    ERS = "ERS", "Out: early removal"
    HDC = "HDC", "Out: home detention curfew"
    PAROLE = "PAROLE", "Out: parole"
    IMMIGRATION = "IMMIGRATION", "Out: immigration bail"
    DTO = "DTO", "Out: end of training in custody"
    RECALL_RELEASE = "RECALL_RELEASE", "Out: released after recall"

    @property
    def direction(self) -> Direction:
        return Direction.IN if self.label.startswith("In:") else Direction.OUT


class SeriousList(TextChoices):
    """Lists of offences by which a long sentence is a violent or sexual one."""

    A = "A", "List A"
    B = "B", "List B"
    C = "C", "List C"
    D = "D", "List D"
