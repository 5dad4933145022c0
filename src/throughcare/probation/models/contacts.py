"""The log of a case, the diary that feeds it, and its papers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Contact(models.Model):
    """One dated entry in the log; known outside by its case's reference and `number`, counted from 1."""

    # The key of case and number finds the case; code lists lose nothing, and nobody asks a nation for one type.
    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    number = models.PositiveIntegerField()
    type = models.ForeignKey(
        "probation.ContactType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.ForeignKey(
        "probation.Outcome", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    notes = models.TextField(max_length=12_000, blank=True)
    is_sensitive = models.BooleanField(default=False)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_contact_number"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="probation_contact_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Appointment(models.Model):
    """Time held in the diaries for a contact that is to happen. Touching end to start is no clash."""

    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, related_name="appointment"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey("probation.ContactType", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    post_id = models.BigIntegerField(null=True)
    office = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=8, blank=True)
    is_cancelled = models.BooleanField(default=False)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="probation_appointment_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="probation_appointment_no_clash",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_cancelled=False),
            ),
        ]
        indexes = [
            models.Index(fields=["post_id", "starts_at"], name="probation_appointment_diary"),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class Document(models.Model):
    """A paper of a case. The bytes are with `documents` under their digest, or elsewhere by reference.

    `digest` is of the latest; those before it are versions that `documents` keeps under `reference`, where there were any.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    reference = models.UUIDField(null=True)
    is_final = models.BooleanField(default=True)
    is_sensitive = models.BooleanField(default=False)
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_document_number"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(reference__isnull=False),
                name="probation_document_reference",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(is_final=False), name="probation_document_draft"
            )
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"
