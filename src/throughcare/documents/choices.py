from django.db.models import TextChoices


class Storage(TextChoices):
    INLINE = "inline", "kept in the database"
    REFERENCE = "reference", "kept elsewhere"
