from django.db import models
from django.db.models import Q

from throughcare.documents.choices import Storage


class Blob(models.Model):
    """Bytes, known by the SHA-256 of what they are.

    Kept here, or, for the synthetic ones of a demonstration, only referred to by `place`.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.TextField()
    storage = models.TextField(choices=Storage)
    content = models.BinaryField(null=True)
    place = models.TextField(blank=True, default="")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_blob_storage",
                condition=Q(storage=Storage.INLINE, content__isnull=False, place="")
                | (Q(storage=Storage.REFERENCE, content__isnull=True) & ~Q(place="")),
            ),
            models.CheckConstraint(name="documents_blob_size", condition=Q(size__gte=0)),
        ]

    def __str__(self) -> str:
        return f"blob {self.digest[:12]}"


class Version(models.Model):
    """One state of a document. The document itself is the number that its holder keeps."""

    id = models.BigAutoField(primary_key=True)
    document_id = models.UUIDField()
    number = models.SmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("document_id", "number", name="documents_version_is_one"),
            models.CheckConstraint(name="documents_version_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"document {self.document_id} version {self.number}"
