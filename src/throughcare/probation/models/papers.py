"""Documents that are written here: their templates, their text, what they belong to, and who has one open."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from throughcare.probation.choices import DocumentLevel, DocumentSubject


class DocumentTemplate(models.Model):
    """What a letter or a report is drafted from. `contact_type` is the entry that the log gets once it is finished."""

    code = models.CharField(max_length=10, primary_key=True)
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=24, choices=DocumentLevel.choices)
    subject = models.CharField(max_length=12, choices=DocumentSubject.choices)
    is_report = models.BooleanField(default=False)
    respond_in_days = models.PositiveSmallIntegerField(null=True)
    contact_type = models.ForeignKey(
        "probation.ContactType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class TemplateSection(models.Model):
    """A part of a template. `words` have names in braces where the record fills something in."""

    code = models.CharField(max_length=40, primary_key=True)
    template = models.ForeignKey(
        DocumentTemplate, on_delete=models.PROTECT, related_name="sections"
    )
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    is_needed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="probation_templatesection_position"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DocumentOrigin(models.Model):
    """Where a document comes from, and what it belongs to beside its case. Those that came from elsewhere have none.

    Of one that was made here the data that it was made of are kept (`data_digest`), and the same in a word processor's
    form (`docx_digest`).
    """

    document = models.OneToOneField(
        "probation.Document", on_delete=models.PROTECT, related_name="origin"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=24, choices=DocumentLevel.choices)
    template = models.ForeignKey(
        DocumentTemplate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    enforcement = models.ForeignKey(
        "probation.Enforcement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    nsi = models.ForeignKey("probation.Nsi", on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(
        "probation.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    respond_by = models.DateField(null=True)
    data_digest = models.CharField(max_length=64, blank=True)
    docx_digest = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_docorigin_case")]

    def __str__(self) -> str:
        return f"origin of document {self.document_id}"


class DocumentText(models.Model):
    """A part of the text of a document, as it stands. It can be searched for by its words."""

    document = models.ForeignKey(
        "probation.Document", on_delete=models.PROTECT, related_name="texts"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=100_000, blank=True)
    is_needed = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"], name="probation_documenttext_position"
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="probation_doctext_case"),
            GinIndex(
                SearchVector("words", config="english"),
                condition=~Q(words=""),
                name="probation_doctext_search",
            ),
        ]

    def __str__(self) -> str:
        return f"text {self.position} of document {self.document_id}"


class DocumentLock(models.Model):
    """Who has a document open to write in it, since when; one at a time."""

    document = models.OneToOneField(
        "probation.Document", on_delete=models.PROTECT, related_name="lock"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_doclock_case")]

    def __str__(self) -> str:
        return f"lock of document {self.document_id}"
