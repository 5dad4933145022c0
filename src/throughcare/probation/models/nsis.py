"""Interventions outside the sentence (NSI): dated activities that no court ordered."""

from django.db import models
from django.db.models import F, Q


class NsiType(models.Model):
    """A kind of intervention; whether it belongs to the person or to one sentence, and whether two may run at once."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    purpose = models.CharField(max_length=60)
    is_for_sentence = models.BooleanField(default=False)
    is_for_person = models.BooleanField(default=False)
    may_be_several = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)
    """Those that a process makes, such as a breach, are not chosen from a list."""

    def __str__(self) -> str:
        return self.code


class NsiSubtype(models.Model):
    """No list of these is published: they are rows of whoever runs an installation."""

    code = models.CharField(max_length=8, primary_key=True)
    type = models.ForeignKey(NsiType, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class NsiStatus(models.Model):
    """Where an intervention stands; `contact_type` is the entry that the log gets when it comes to stand there."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    contact_type = models.ForeignKey(
        "probation.ContactType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class NsiOutcome(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    type = models.ForeignKey(NsiType, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=200)
    counts_in_tiering = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Nsi(models.Model):
    """One intervention of a case, known by its `number` within it. It is active until it has ended.

    A breach or a recall has one too (`enforcement`); how that stands is said by its steps, and not by statuses.
    """

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    type = models.ForeignKey(NsiType, on_delete=models.PROTECT, related_name="+")
    subtype = models.ForeignKey(NsiSubtype, on_delete=models.PROTECT, null=True, related_name="+")
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, null=True, related_name="+"
    )
    requirement = models.ForeignKey(
        "probation.Requirement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    enforcement = models.OneToOneField(
        "probation.Enforcement", on_delete=models.PROTECT, null=True, related_name="nsi"
    )
    is_single = models.BooleanField(default=False)
    """Whether no second of its type may be active beside it, as its type said when it was referred."""
    referred_on = models.DateField()
    expected_start_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    expected_end_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.ForeignKey(NsiOutcome, on_delete=models.PROTECT, null=True, related_name="+")
    intended_provider = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    external_reference = models.CharField(max_length=60, blank=True)
    notes = models.TextField(max_length=4_000, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="probation_nsi_number"),
            models.UniqueConstraint(
                fields=["case", "type", "sentence"],
                condition=Q(ended_on=None, is_single=True),
                nulls_distinct=False,
                name="probation_nsi_one_active",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__gte=F("referred_on")),
                name="probation_nsi_starts_after_referral",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(starts_on=None, ended_on__gte=F("referred_on"))
                | Q(ended_on__gte=F("starts_on")),
                name="probation_nsi_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(expected_end_on=None)
                | Q(expected_start_on=None)
                | Q(expected_end_on__gte=F("expected_start_on")),
                name="probation_nsi_expected_to_end_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"intervention {self.pk}"


class NsiStanding(models.Model):
    """That an intervention came to stand somewhere; the latest row counts. `contact` is the entry of the log about it."""

    nsi = models.ForeignKey(Nsi, on_delete=models.PROTECT, related_name="standings")
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    status = models.ForeignKey(NsiStatus, on_delete=models.PROTECT, related_name="+")
    stands_on = models.DateField()
    note = models.CharField(max_length=1_000, blank=True)
    contact = models.OneToOneField(
        "probation.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    author_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_nsistanding_case")]

    def __str__(self) -> str:
        return f"standing {self.pk} of intervention {self.nsi_id}"


class NsiManager(models.Model):
    """Who managed an intervention from a moment until the next row, as was kept before parts were held apart; nothing writes it."""

    nsi = models.ForeignKey(Nsi, on_delete=models.PROTECT, related_name="managers")
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    starts_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_nsimanager_case")]

    def __str__(self) -> str:
        return f"manager {self.pk} of intervention {self.nsi_id}"


class NsiAppointment(models.Model):
    """That an appointment is for an intervention; when that ends, those ahead are cancelled."""

    appointment = models.OneToOneField(
        "probation.Appointment", on_delete=models.PROTECT, related_name="+"
    )
    nsi = models.ForeignKey(Nsi, on_delete=models.PROTECT, related_name="appointments")
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case"], name="probation_nsiappointment_case")]

    def __str__(self) -> str:
        return f"appointment {self.appointment_id} of intervention {self.nsi_id}"
