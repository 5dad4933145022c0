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
    PRISON_BOOK = "prison-book", "Prison book number"
    HOME_OFFICE = "home-office", "Home Office reference"
    SERVICE = "service", "Military service number"
    PASSPORT = "passport", "Passport number"

    @property
    def has_check(self) -> bool:
        """Whether there is a rule that says which of them may be a key. Of others, none is."""
        return self in (
            IdentifierKind.PNC,
            IdentifierKind.CRO,
            IdentifierKind.NOMS,
            IdentifierKind.NINO,
            IdentifierKind.FORMER_CRN,
        )


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


class ContactKind(models.TextChoices):
    TELEPHONE = "telephone", "Telephone"
    MOBILE = "mobile", "Mobile"
    EMAIL = "email", "Email"


class Channel(models.TextChoices):
    """How somebody would rather be reached."""

    CALL = "call", "Telephone call"
    TEXT = "text", "Text message"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"


class TextLanguage(models.TextChoices):
    ENGLISH = "en", "English"
    WELSH = "cy", "Welsh"


class Answer(models.TextChoices):
    TOLD = "told", "They said"
    REFUSED = "refused", "Asked, and did not say"
    NOT_ASKED = "not-asked", "Not asked"


class EqualityKind(models.TextChoices):
    """The facts of equality besides sex, which stands on the person."""

    GENDER_IDENTITY = "gender-identity", "Gender identity"
    ETHNICITY = "ethnicity", "Ethnicity"
    NATIONALITY = "nationality", "Nationality"
    SECOND_NATIONALITY = "second-nationality", "Second nationality"
    RELIGION = "religion", "Religion or belief"
    SEXUAL_ORIENTATION = "sexual-orientation", "Sexual orientation"
    IMMIGRATION_STATUS = "immigration-status", "Immigration status"


class PaperKind(models.TextChoices):
    PHOTOGRAPH = "photograph", "Photograph"
    CONVICTIONS = "convictions", "Previous convictions"


class FormerKind(models.TextChoices):
    """What a former fact is of. Names and numbers may be known by whoever may search; the rest is part of the case."""

    PERSON = "person", "Person"
    NAME = "name", "Name"
    IDENTIFIER = "identifier", "Number"
    ADDRESS = "address", "Address"
    CONTACT_POINT = "contactpoint", "Telephone or email"
    CONTACT_PREFERENCE = "contactpreference", "How to reach them"
    PERSONAL_CONTACT = "personalcontact", "Personal contact"
    CIRCUMSTANCE = "circumstance", "Circumstance"
    DISABILITY = "disability", "Disability"
    ADJUSTMENT = "adjustment", "Adjustment"
    EQUALITY_FACT = "equalityfact", "Equality"
    PAPER = "paper", "Photograph or document"
