"""Who has seen what a plan does to them."""

from django.db import models


class Opening(models.Model):
    """The holder of an account opened its own preview, of whichever version of a plan.

    `place` is where it said that they would be, by codes: somebody who is to be elsewhere since was not told of that.
    """

    reference = models.SlugField(max_length=60)
    account = models.ForeignKey("access.Account", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=60)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "account", "place"], name="transition_opening_once"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"
