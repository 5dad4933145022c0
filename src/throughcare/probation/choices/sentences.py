"""Enumerations of sentences, custody and licences."""

from django.db import models


class LengthUnit(models.TextChoices):
    DAYS = "days", "Days"
    WEEKS = "weeks", "Weeks"
    MONTHS = "months", "Months"
    YEARS = "years", "Years"


class SentenceFamily(models.TextChoices):
    COMMUNITY = "community", "Community order"
    SUSPENDED = "suspended", "Suspended sentence order"
    UNSUPERVISED = "unsupervised", "Suspended sentence, not supervised"
    YOUTH = "youth", "Youth order"
    OTHER_COMMUNITY = "other-community", "Another order in the community"
    DEFERRED = "deferred", "Deferred sentence"
    DETERMINATE = "determinate", "Determinate custody"
    EXTENDED = "extended", "Extended custody"
    INDETERMINATE = "indeterminate", "Life or indeterminate"
    COMMITTAL = "committal", "Committal for a breach of supervision"
    OTHER_CUSTODY = "other-custody", "Another custodial sentence"
    NOT_SUPERVISED = "not-supervised", "Not supervised"


class SentenceKind(models.TextChoices):
    STATUTORY_CUSTODY = "SC", "Statutory custody"
    OTHER_CUSTODY = "NC", "Other custody"
    COMMUNITY = "SP", "Community"
    NOT_SUPERVISED = "NS", "Not supervised"


class Statute(models.TextChoices):
    """The law that an order was made under; all are live at once."""

    BEFORE_2003 = "pre-2003", "Before the Criminal Justice Act 2003"
    ACT_2003 = "2003", "Criminal Justice Act 2003"
    ACT_2014 = "2014", "Offender Rehabilitation Act 2014"
    ACT_2020 = "2020", "Sentencing Act 2020"


class CourtOutcomeKind(models.TextChoices):
    ADJOURNED = "adjourned", "Adjourned"
    SENTENCE = "sentence", "Sentenced"
    NOT_SENTENCED = "not-sentenced", "Ended without a sentence"
    BREACH = "breach", "Outcome of a breach"
    APPLICATION = "application", "Outcome of an application"
    APPEAL = "appeal", "Outcome of an appeal"
    COURT_MARTIAL = "court-martial", "Court martial"
    OLDER = "older", "From an older system"


class Plea(models.TextChoices):
    GUILTY = "guilty", "Guilty"
    NOT_GUILTY = "not-guilty", "Not guilty"
    NONE = "none", "None entered"


class Verdict(models.TextChoices):
    GUILTY = "G", "Guilty"
    NOT_GUILTY = "N", "Not guilty"
    MIXED = "M", "Mixed or other"


class Remand(models.TextChoices):
    CUSTODY = "custody", "In custody"
    CONDITIONAL_BAIL = "conditional-bail", "On bail with conditions"
    BAIL = "bail", "On bail"
    NONE = "none", "Not remanded"


class AlsoOrdered(models.TextChoices):
    """Additional sentences: recorded, not supervised."""

    FINE = "fine", "Fine"
    COMPENSATION = "compensation", "Compensation"
    DISQUALIFICATION = "disqualification", "Disqualification from driving"
    RESTRAINING = "restraining", "Restraining order"
    FORFEITURE = "forfeiture", "Forfeiture or confiscation"
    PREVENTION = "prevention", "Harm prevention order"
    COSTS = "costs", "Costs or surcharge"
    OTHER = "other", "Another order"


class EndReason(models.TextChoices):
    """Why a sentence, a requirement or a condition ended."""

    EXPIRED = "expired", "Expired"
    AUTOMATIC = "automatic", "Ended by itself on its last day"
    COMPLETED = "completed", "Completed"
    COMPLETED_EARLY = "completed-early", "Completed early"
    GOOD_PROGRESS = "good-progress", "Revoked for good progress"
    RESENTENCED = "resentenced", "Revoked and sentenced again"
    REVOKED = "revoked", "Revoked"
    RECALLED = "recalled", "Recalled"
    ACTIVATED = "activated", "Suspended term activated"
    APPEAL = "appeal", "Replaced or quashed on appeal"
    DIED = "died", "The person died"
    TRANSFERRED_OUT = "transferred-out", "Transferred out of England and Wales"
    NOT_SENTENCED = "not-sentenced", "The court made no sentence"
    REPEALED = "repealed", "Post-sentence supervision was repealed"
    REPLACED = "replaced", "No longer on the licence"
    ERROR = "error", "Recorded in error"


class CustodyStatus(models.TextChoices):
    SENTENCED = "A", "Sentenced, in custody"
    IN_CUSTODY = "D", "In custody"
    ON_ROTL = "R", "In custody, out on temporary licence"
    SECURE_UNIT = "I", "In an immigration centre or secure hospital"
    LICENCE = "B", "Released on licence"
    RECALLED = "C", "Recalled"
    SUPERVISION = "P", "Post-sentence supervision"
    ENDED = "T", "Ended"
    ENDED_ITSELF = "AT", "Ended by itself"


class CustodyChangeKind(models.TextChoices):
    BEGUN = "begun", "Custody recorded"
    ADMISSION = "admission", "Admitted to prison"
    TRANSFER = "transfer", "Moved to another prison"
    OUT = "out", "Out for a time"
    BACK = "back", "Back from being out"
    RELEASE = "release", "Released"
    HOSPITAL = "hospital", "Released to hospital"
    RECALL = "recall", "Recalled"
    SUPERVISION = "supervision", "Post-sentence supervision began"
    END = "end", "Ended"


class Source(models.TextChoices):
    PRISON = "prison", "The prison"
    PROBATION = "probation", "Probation staff"


class KeyDateType(models.TextChoices):
    LICENCE_EXPIRY = "LED", "Licence expiry"
    CONDITIONAL_RELEASE = "ACR", "Conditional release"
    PAROLE_ELIGIBILITY = "PED", "Parole eligibility"
    SENTENCE_EXPIRY = "SED", "Sentence expiry"
    EXPECTED_RELEASE = "EXP", "Expected release"
    HOME_DETENTION_CURFEW = "HDE", "Home detention curfew eligibility"
    SUPERVISION_END = "PSSED", "Post-sentence supervision end"
    PAROLE_REVIEW = "PR1", "Parole review"
    HANDOVER_START = "POM1", "Handover from prison: start"
    RESPONSIBILITY = "POM2", "Handover from prison: community responsible"


class ReleaseKind(models.TextChoices):
    ADULT_LICENCE = "adult-licence", "Adult licence"
    HOME_DETENTION_CURFEW = "hdc", "Home detention curfew"
    PAROLE = "parole", "Parole"
    END_OF_CUSTODY = "end-of-custody", "End of custody"
    TEMPORARY = "rotl", "Temporary licence (ROTL)"
    COMPASSIONATE = "compassionate", "Compassionate release"


class RecallReason(models.TextChoices):
    NEW_CHARGE = "new-charge", "Charged with an offence"
    MISSED = "missed", "Failed to keep in touch"
    RESIDENCE = "residence", "Failed to live as directed"
    BEHAVIOUR = "behaviour", "Poor behaviour"
    CURFEW = "curfew", "Broke the home detention curfew"
    RETURNED = "returned", "Prison reported a return"
    OTHER = "other", "Another breach of the licence"


class DoubtState(models.TextChoices):
    OPEN = "open", "To be looked at"
    ANSWERED = "answered", "Answered"


class LicenceState(models.TextChoices):
    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    ACTIVE = "active", "Active"
    VARIATION_IN_PROGRESS = "variation-in-progress", "Variation in progress"
    VARIATION_SUBMITTED = "variation-submitted", "Variation submitted"
    VARIATION_APPROVED = "variation-approved", "Variation approved"
    INACTIVE = "inactive", "Inactive"
    RECALLED = "recalled", "Recalled"
    TIMED_OUT = "timed-out", "Timed out"


class ConditionKind(models.TextChoices):
    STANDARD = "standard", "Standard"
    ADDITIONAL = "additional", "Additional"


class SupervisionDuty(models.TextChoices):
    """What post-sentence supervision may require (Criminal Justice Act 2003, s 256AB)."""

    GOOD_BEHAVIOUR = "good-behaviour", "Be of good behaviour"
    KEEP_IN_TOUCH = "keep-in-touch", "Keep in touch, and receive visits"
    APPOINTMENTS = "appointments", "Keep appointments as instructed"
    RESIDENCE = "residence", "Live at an approved address"
    WORK = "work", "Undertake only approved work"
    TRAVEL = "travel", "Not travel abroad without permission"
    PROGRAMME = "programme", "Take part in activities"
    DRUG_TESTING = "drug-testing", "Drug testing"
    DRUG_APPOINTMENTS = "drug-appointments", "Drug appointments"
