"""What a person is matched by when somebody comes to the door: made of the other tables, and made again from them at any time."""

from django.db import models

from throughcare.people.models.identity import Person


class MatchRecord(models.Model):
    """A person in the standard form of `linkage`, made by its version `made_by`."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    standard = models.JSONField()
    made_by = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"match record {self.pk}"


class MatchKey(models.Model):
    """What a person must have in common with somebody to be compared with them at all."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    shared = models.CharField(max_length=250)

    class Meta:
        indexes = [models.Index(fields=["shared", "person"], name="people_matchkey_shared")]

    def __str__(self) -> str:
        return f"match key {self.pk}"


class MatchDue(models.Model):
    """A person who changed since their match record was made."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"match due {self.pk}"


class MatchTerm(models.Model):
    """How many people have a name, a house or a postcode: what is frequent tells little."""

    term = models.CharField(max_length=12)
    value = models.CharField(max_length=250)
    held = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "value"], name="people_matchterm_once")
        ]

    def __str__(self) -> str:
        return f"match term {self.pk}"


class MatchCount(models.Model):
    """How many people there were when terms were counted, and how many of them had each: `held` by term."""

    version = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    held = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"match count {self.pk}"
