"""What is kept about the making of a nation, so that a killed load goes on where it stopped."""

from django.db import models

from throughcare.nation.choices import Size


class Load(models.Model):
    """The one nation of this database."""

    size = models.CharField(max_length=10, choices=Size.choices)
    seed = models.BigIntegerField()
    is_complete = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), name="nation_load_one"),
        ]

    def __str__(self) -> str:
        return f"{self.size} nation, seed {self.seed}"


class Checkpoint(models.Model):
    """One chunk of one step is done: written in the transaction that did it."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="checkpoints")
    step = models.CharField(max_length=40)
    chunk = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["load", "step", "chunk"], name="nation_checkpoint_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.chunk}"


class SetAside(models.Model):
    """A constraint or index dropped for the load, with the statement that makes it again."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.PositiveSmallIntegerField()
    statement = models.TextField()

    def __str__(self) -> str:
        return self.name
