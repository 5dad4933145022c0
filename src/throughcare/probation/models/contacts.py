"""The log of a case, the diary that feeds it, and its papers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Contact(models.Model):
    """One dated entry in the log; known outside by its case's reference and `number`, counted from 1.

    It is about the person alone, or about one sentence, or about one requirement and then about the sentence of that too:
    keys of two columns in the database hold that each is of the case. `rar` says that it was an activity of a rehabilitation
    requirement. One that `is_alert` stays on the officer's list until it is cleared. One that was deleted is
    hidden from every account by row-level security.
    """

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
    # The keys below are of two columns, so that none leads to another case; see the migration that makes them.
    sentence = models.ForeignKey(
        "probation.Sentence",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    requirement = models.ForeignKey(
        "probation.Requirement",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    is_rar = models.BooleanField(null=True)
    office = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    post_id = models.BigIntegerField(null=True)
    hours_credited = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    is_alert = models.BooleanField(null=True)
    linked = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)
    changed_by_id = models.BigIntegerField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_contact_number"),
            models.CheckConstraint(
                condition=Q(requirement=None) | Q(sentence__isnull=False),
                name="probation_contact_requirement_of_a_sentence",
            ),
            models.CheckConstraint(
                condition=Q(hours_credited=None) | Q(ends_at__isnull=False),
                name="probation_contact_hours_of_a_length",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="probation_contact_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(is_alert=True), name="probation_contact_alert"
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class ContactNote(models.Model):
    """What was added to the notes of an entry after it was recorded. Nothing that was written is ever changed."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="later_notes")
    text = models.TextField(max_length=12_000)
    author_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class ContactDeletion(models.Model):
    """That an entry was taken out of the log, by whom and why: what remains of it for those who look after the record."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    deleted_by_id = models.BigIntegerField()
    deleted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"deletion of contact {self.contact_id}"


class Appointment(models.Model):
    """Time held in the diaries for a contact that is to happen. Touching end to start is no clash.

    What it is about is told as of a contact. Those of a `series` recur; those of a `party` are of one group at one time.
    """

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
    sentence = models.ForeignKey(
        "probation.Sentence",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    requirement = models.ForeignKey(
        "probation.Requirement",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    is_rar = models.BooleanField(null=True)
    series = models.UUIDField(null=True)
    party = models.UUIDField(null=True)
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(requirement=None) | Q(sentence__isnull=False),
                name="probation_appointment_requirement_of_a_sentence",
            ),
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
            models.Index(
                fields=["party"],
                condition=Q(party__isnull=False),
                name="probation_appointment_party",
            ),
            models.Index(
                fields=["starts_at", "id"],
                condition=Q(is_cancelled=False, outcome=""),
                name="probation_appointment_ahead",
            ),
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
