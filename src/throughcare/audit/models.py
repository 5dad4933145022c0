from django.contrib.postgres.fields import ArrayField
from django.db import models

# Django manages none of these tables: they are made by SQL, written by functions of the database
# alone, and left alone when a test empties the rest.


class Chain(models.Model):
    """Where each chain stands: the number and digest of its last entry."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"chain {self.id} at {self.number}"


class Entry(models.Model):
    """One act: who, what, on which records, when.

    `at` is the moment of the act as the house saw it, `written_at` the database server's own
    clock; they differ when a demonstration has moved its clock. No account: the house itself.
    `digest` is the SHA-256 of `previous`, the digest of the entry before it in the chain, and
    the content.
    """

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.SmallIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    action = models.TextField()
    subject_kind = models.TextField()
    subject_references = ArrayField(models.TextField())
    detail = models.JSONField()
    request_id = models.UUIDField(null=True)
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"entry {self.chain}/{self.number}"


class Seal(models.Model):
    """All chains' heads at one moment, linked to the seal before.

    Kept elsewhere (on paper, with another body), its digest proves that nothing up to it was
    rewritten even by someone who could recompute every chain.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    heads = models.JSONField()
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"seal {self.number}"
