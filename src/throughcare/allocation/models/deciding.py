"""Who manages a person, as it was decided: from which facts, by which version of the rules, and what was asked in between."""

from django.db import models
from django.db.models import F, Q

from throughcare.allocation.choices import (
    CorrectionReason,
    DecisionKind,
    EscalationState,
    RequestState,
)
from throughcare.kernel.days import local_day

WORDS = 2000
_OPEN = (EscalationState.REFERRED, EscalationState.SECOND_OPINION)


class CaseDecision(models.Model):
    """One answer of the rules for a case, known by its number there. A `decided_for` of nothing says that something was unknown.

    `version` is the day from which the rules hold, `also` and `unknown` name rules, `inputs` are by name: `value`, `source`, and `on`
    (the day of the record, or nothing). `gaps` are the codes of what was missing of the record as it went to another body.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    correction_reason = models.CharField(
        max_length=12, choices=CorrectionReason.choices, blank=True
    )
    sentence = models.ForeignKey(
        "probation.Sentence", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField()
    decision = models.CharField(max_length=20)
    version = models.DateField()
    decided_for = models.CharField(max_length=10, blank=True)
    deciding_rule = models.CharField(max_length=30)
    says = models.CharField(max_length=300)
    also = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    inputs = models.JSONField()
    score = models.ForeignKey(
        "risk.Score", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    area = models.CharField(max_length=12, blank=True)
    body = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    gaps = models.JSONField(default=list)
    gap_reason = models.CharField(max_length=300, blank=True)
    gaps_mended_by = models.DateField(null=True)
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="allocation_casedecision_number"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(superseded_at=None),
                name="allocation_casedecision_one_counts",
            ),
            models.CheckConstraint(
                condition=Q(decided_for="", body=None)
                | (~Q(decided_for="") & Q(body__isnull=False)),
                name="allocation_casedecision_outcome_is_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(deciding_rule="") & ~Q(says=""),
                name="allocation_casedecision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=DecisionKind.CORRECTION, corrects__isnull=False)
                    & ~Q(correction_reason="")
                )
                | (~Q(kind=DecisionKind.CORRECTION) & Q(corrects=None, correction_reason="")),
                name="allocation_casedecision_correction_says_of_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "case"],
                condition=Q(superseded_at=None, decided_for=""),
                name="allocation_casedecision_open",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of case {self.case_id}"

    @property
    def is_in_time(self) -> bool:
        return local_day(self.decided_at) <= self.due_on


class PublicInterestRequest(models.Model):
    """That somebody asked for a person to be managed in the public interest; answered by somebody else."""

    case = models.ForeignKey("probation.Case", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=WORDS)
    state = models.CharField(max_length=10, choices=RequestState.choices)
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=WORDS, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=RequestState.ASKED),
                name="allocation_publicinterest_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, answered_by_id=None, answered_at=None)
                | (
                    ~Q(state=RequestState.ASKED)
                    & Q(answered_by_id__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="allocation_publicinterest_answered_with_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("asked_by_id")),
                name="allocation_publicinterest_answered_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="allocation_publicinterest_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} about case {self.case_id}"


class Escalation(models.Model):
    """A referral of somebody whose risk has risen, from the body that has the case to the one that may take it on.

    Whoever refers answers for the person until it is accepted. `due_on` is by when whose turn it is has to act. Both views stay.
    """

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    from_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=EscalationState.choices)
    is_imminent = models.BooleanField()
    rosh = models.CharField(max_length=10)
    reviewed_on = models.DateField()
    facts = models.CharField(max_length=WORDS)
    acted = models.CharField(max_length=WORDS)
    referred_by_id = models.BigIntegerField()
    referred_at = models.DateTimeField()
    due_on = models.DateField()
    received_by_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=WORDS, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    objection = models.CharField(max_length=WORDS, blank=True)
    objected_by_id = models.BigIntegerField(null=True)
    objected_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=WORDS, blank=True)
    opinion_by_id = models.BigIntegerField(null=True)
    opinion_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    meeting_by = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="allocation_escalation_number"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=_OPEN),
                name="allocation_escalation_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(facts="") & ~Q(acted=""), name="allocation_escalation_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(EscalationState.REFERRED, EscalationState.WITHDRAWN))
                | (
                    Q(answered_by_id__isnull=False, answered_at__isnull=False)
                    & (Q(state=EscalationState.ACCEPTED) | ~Q(answer=""))
                ),
                name="allocation_escalation_answered_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(opinion_by_id=None) | ~Q(opinion_by_id=F("answered_by_id")),
                name="allocation_escalation_second_opinion_of_another",
            ),
            models.CheckConstraint(
                condition=Q(state=EscalationState.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=EscalationState.ACCEPTED) & Q(accepted_at=None)),
                name="allocation_escalation_accepted_at_an_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit"],
                condition=Q(state__in=_OPEN),
                name="allocation_escalation_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"escalation {self.number} of case {self.case_id}"
