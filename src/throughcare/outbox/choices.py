from django.db.models import TextChoices


class DeliveryState(TextChoices):
    RETRYING = "retrying", "will be tried again"
    DONE = "done", "done"
    DEAD = "dead", "given up, waiting for a person"
    HELD = "held", "waiting behind one that was given up"
    DISMISSED = "dismissed", "dismissed by a person"


SETTLED = (DeliveryState.DONE, DeliveryState.DISMISSED)
IN_THE_WAY = (DeliveryState.RETRYING, DeliveryState.DEAD, DeliveryState.HELD)
