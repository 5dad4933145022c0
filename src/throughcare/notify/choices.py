from django.db.models import TextChoices


class Channel(TextChoices):
    IN_APP = "in-app", "in the house"
    EMAIL = "email", "e-mail"
    TEXT = "text", "text message"
    LETTER = "letter", "letter"


class RecipientKind(TextChoices):
    UNIT = "unit", "a unit's mailbox, by the unit's code"
    ACCOUNT = "account", "an account, by its number"
    PERSON = "person", "a person, by case reference"


class MessageState(TextChoices):
    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    UNDELIVERED = "undelivered", "undelivered"
