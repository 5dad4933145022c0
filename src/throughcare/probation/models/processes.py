"""The steps of a warning, a breach or a recall: which there are, who may go from one to the next, and those that were taken."""

from django.db import models
from django.db.models import F, Q

from throughcare.probation.choices import EnforcementKind, EnforcementResult, EnforcementState


class ProcessStep(models.Model):
    """A place in a process. `acts` says in words who has to do something next.

    One that names a presenter gives the process to a unit, and one that releases it takes it back. `contact_type` is the
    entry that the log gets.
    """

    code = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=10, choices=EnforcementKind.choices)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=EnforcementState.choices)
    acts = models.CharField(max_length=80, blank=True)
    names_presenter = models.BooleanField(default=False)
    releases_presenter = models.BooleanField(default=False)
    contact_type = models.ForeignKey(
        "probation.ContactType", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "position"], name="probation_processstep_position"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProcessMove(models.Model):
    """That somebody may go from one step to another, from a day on and until another; from none, it is the beginning.

    One begins by the move that `begins_for` the kind of provider that has the case, or `all` others; the clock of the whole
    is its `clock_days`. The step that is reached is to be left within `due_days` of its own day, or of the opening where
    `due_from_opening`. `parties` are words parted by spaces: `officer` may write to the case, `presenter` presents it,
    `manager` allocates there, `head` heads the provider. `needs` are what has to be there first. Whoever took the step
    `other_than` may not take this one.
    """

    code = models.CharField(max_length=50, primary_key=True)
    from_step = models.ForeignKey(
        ProcessStep, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    parties = models.CharField(max_length=60)
    needs = models.CharField(max_length=80, blank=True)
    other_than = models.CharField(max_length=24, blank=True)
    begins_for = models.CharField(max_length=20, blank=True)
    clock_days = models.PositiveSmallIntegerField(null=True)
    due_days = models.PositiveSmallIntegerField(null=True)
    due_from_opening = models.BooleanField(default=False)
    is_in_business_days = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_step", "to_step", "starts_on"], name="probation_processmove_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="probation_processmove_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(from_step=None, begins_for__gt="", clock_days__isnull=False)
                | Q(from_step__isnull=False, begins_for="", clock_days=None),
                name="probation_processmove_begins_or_goes_on",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BreachReason(models.Model):
    """How somebody failed, as a breach notice says it."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class BreachOutcome(models.Model):
    """What a court can do about a breach (its outcomes of class 5), and what that makes of the order and of the intervention."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    result = models.CharField(max_length=12, choices=EnforcementResult.choices)
    ends_sentence = models.BooleanField(default=False)
    nsi_outcome = models.ForeignKey(
        "probation.NsiOutcome", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.code


class EnforcementStep(models.Model):
    """That enforcement came to a step. The latest counts; each is written once, with who took it and when the next is due."""

    enforcement = models.ForeignKey(
        "probation.Enforcement", on_delete=models.PROTECT, related_name="steps"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=1_000, blank=True)
    author_id = models.BigIntegerField(null=True)
    contact = models.OneToOneField(
        "probation.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enforcement", "number"], name="probation_enforcementstep_number"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("taken_on")),
                name="probation_enforcementstep_due_after_it",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="probation_enfstep_case")]

    def __str__(self) -> str:
        return f"step {self.number} of enforcement {self.enforcement_id}"


class EnforcementFailure(models.Model):
    """A recorded failure as evidence, of one requirement or, with none, of the whole sentence."""

    enforcement = models.ForeignKey(
        "probation.Enforcement", on_delete=models.PROTECT, related_name="failures"
    )
    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("probation.Contact", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(
        "probation.Requirement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.ForeignKey(BreachReason, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enforcement", "contact", "requirement"],
                nulls_distinct=False,
                name="probation_enforcementfailure_once",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="probation_enffailure_case")]

    def __str__(self) -> str:
        return f"failure {self.pk} of enforcement {self.enforcement_id}"
