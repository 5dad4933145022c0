"""Code lists. Codes are data: a historic one stays readable and is not offered."""

from django.db import models

from throughcare.probation.choices import (
    ActionKind,
    ConditionKind,
    ContactKind,
    CourtOutcomeKind,
    LengthUnit,
    Need,
    OutcomeCategory,
    Proceedings,
    SentenceFamily,
    SentenceKind,
    Statute,
)


class ContactType(models.Model):
    """What an entry of the log is of. An empty flag is one of which nobody has published the answer.

    An appointment `needs_outcome` once its day is over. One that `counts_as_rar` is a day of a rehabilitation activity
    requirement, and where that is false it cannot be made one.
    """

    code = models.CharField(max_length=14, primary_key=True)
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ContactKind.choices, blank=True)
    is_national_standard = models.BooleanField(default=False)
    is_system = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)
    needs_outcome = models.CharField(max_length=8, choices=Need.choices, blank=True)
    needs_location = models.CharField(max_length=8, choices=Need.choices, blank=True)
    may_be_ahead = models.BooleanField(null=True)
    is_sensitive = models.BooleanField(null=True)
    counts_as_rar = models.BooleanField(null=True)
    alerts_officer = models.BooleanField(null=True)
    is_allowed_after_end = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.code

    @property
    def waits_for_outcome(self) -> bool:
        """Whether it stands as overdue once its day is over. Of an appointment it is so unless somebody has said otherwise."""
        if self.needs_outcome:
            return self.needs_outcome == Need.YES
        return self.kind == ContactKind.APPOINTMENT


class ContactGroup(models.Model):
    """A heading under which types of contact are found in a log."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.code


class ContactTypeGroup(models.Model):
    """That a type is found under a heading; it may be under several."""

    type = models.ForeignKey(ContactType, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(ContactGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "group"], name="probation_contacttypegroup_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type_id} under {self.group_id}"


class Outcome(models.Model):
    """What happened at an appointment; empty flags mean that the answer is not published."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    is_attended = models.BooleanField(null=True)
    is_complied = models.BooleanField(null=True)
    is_enforceable = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=False)
    category = models.CharField(max_length=12, choices=OutcomeCategory.choices, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def is_acceptable_absence(self) -> bool:
        """What alone can be recorded before an appointment starts."""
        return self.is_complied is True and self.is_attended is False


class AllowedOutcome(models.Model):
    """That a type allows an outcome. A type without any such row allows every outcome that is offered."""

    type = models.ForeignKey(ContactType, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["type", "outcome"], name="probation_allowedoutcome_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id} for {self.type_id}"


class EnforcementAction(models.Model):
    """What may be done about a failure to comply.

    `response_days` is how long the person, or the officer that it is referred to, has to answer; none where it is closed as
    it is taken. `opens` says which proceedings it begins, and `entry_type` what is written into the log of it.
    """

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ActionKind.choices)
    opens = models.CharField(max_length=8, choices=Proceedings.choices, blank=True)
    needs_response = models.BooleanField(default=False)
    response_days = models.PositiveSmallIntegerField(null=True)
    entry_type = models.ForeignKey(
        ContactType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_offered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(needs_response=False) | models.Q(response_days__isnull=False),
                name="probation_enforcementaction_days_to_answer",
            )
        ]

    def __str__(self) -> str:
        return self.code


class SentenceType(models.Model):
    """What a court may order. `shortest` and `longest` are usual, in `length_unit`: what lies outside is warned of, not refused."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    family = models.CharField(
        max_length=16, choices=SentenceFamily.choices, db_default=SentenceFamily.NOT_SUPERVISED
    )
    kind = models.CharField(
        max_length=2, choices=SentenceKind.choices, db_default=SentenceKind.NOT_SUPERVISED
    )
    statute = models.CharField(max_length=8, choices=Statute.choices, blank=True, db_default="")
    is_custodial = models.BooleanField(default=False)
    ends_itself = models.BooleanField(default=False, db_default=False)
    failure_limit = models.PositiveSmallIntegerField(null=True)
    has_pss = models.BooleanField(default=False, db_default=False)
    shortest = models.PositiveSmallIntegerField(null=True)
    longest = models.PositiveSmallIntegerField(null=True)
    length_unit = models.CharField(
        max_length=6, choices=LengthUnit.choices, blank=True, db_default=""
    )
    is_offered = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.code


class RequirementType(models.Model):
    """A main category, or an additional one of older orders: never both. `is_restrictive` only limits a person."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    unit = models.CharField(max_length=10, blank=True)
    is_restrictive = models.BooleanField(default=False)
    is_additional = models.BooleanField(default=False, db_default=False)
    is_local = models.BooleanField(default=False, db_default=False)
    is_offered = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.code


class RequirementSubType(models.Model):
    """A sub-category of a main one; its code is that of both, such as `W/W01`."""

    code = models.CharField(max_length=17, primary_key=True)
    type = models.ForeignKey(RequirementType, on_delete=models.PROTECT, related_name="sub_types")
    description = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class CourtOutcome(models.Model):
    """What a court decided at an appearance; a sentencing one is also a type of sentence."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=CourtOutcomeKind.choices)
    remands = models.BooleanField(default=False)
    issues_warrant = models.BooleanField(default=False)
    asks_for_report = models.BooleanField(default=False)
    sentence_type = models.ForeignKey(
        SentenceType, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class CourtType(models.Model):
    code = models.CharField(max_length=4, primary_key=True)
    description = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.code


class Institution(models.Model):
    """A prison, by its code. One that closed stays readable and is not offered."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=120)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class ConditionType(models.Model):
    """A category of licence condition."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=200)
    is_offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class ConditionSubType(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=600)

    def __str__(self) -> str:
        return self.code


class PolicyCondition(models.Model):
    """The wording of a condition in one version of the policy; what is to be filled in stands in square brackets."""

    code = models.CharField(max_length=36, primary_key=True)
    policy = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=ConditionKind.choices)
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=120, blank=True)
    wording = models.CharField(max_length=600)
    needs_input = models.BooleanField(default=False)
    is_monitoring = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "kind", "position"], name="probation_policycondition_position"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Commencement(models.Model):
    """A change of law that this house carries out by itself, and the day on which it takes effect; empty until that is known."""

    code = models.CharField(max_length=24, primary_key=True)
    description = models.CharField(max_length=200)
    instrument = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Offence(models.Model):
    """Home Office code: three digits for the class and two for the sub-class."""

    code = models.CharField(max_length=5, primary_key=True)
    description = models.CharField(max_length=300)
    offence_group = models.CharField(max_length=40, blank=True, db_default="")
    is_violent_or_sexual = models.BooleanField(default=False, db_default=False)
    is_offered = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.code


class SeriousOffence(models.Model):
    """A charge, by the court's code of it (CJS), that starts the check for a serious further offence."""

    code = models.CharField(max_length=8, primary_key=True)

    def __str__(self) -> str:
        return self.code
