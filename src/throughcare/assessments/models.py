"""Assessments, what is in them, and scores. Each row is of a case, and is read with its whole record."""

from django.db import models
from django.db.models import F, Q

from throughcare.assessments.choices import (
    AnswerKind,
    Band,
    Group,
    Level,
    Measure,
    Passage,
    PlanKind,
    Section,
    Setting,
    State,
)


class Tool(models.Model):
    """A kind of assessment and what it is made of. One that `is_score` is recorded with a score and a day, and no more."""

    code = models.CharField(max_length=8, primary_key=True)
    description = models.CharField(max_length=120)
    has_needs = models.BooleanField(default=False)
    has_rosh = models.BooleanField(default=False)
    has_analysis = models.BooleanField(default=False)
    has_plan = models.BooleanField(default=False)
    is_score = models.BooleanField(default=False)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Question(models.Model):
    """A question of a section; those that `is_counted` make up how severe the need is."""

    code = models.CharField(max_length=8, primary_key=True)
    section = models.CharField(max_length=40, choices=Section.choices)
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    is_counted = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Assessment(models.Model):
    """One assessment of a person; known outside by its case's reference and `number`, counted from 1."""

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    is_digital = models.BooleanField(default=False)
    plan_kind = models.CharField(max_length=8, choices=PlanKind.choices, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    rosh = models.CharField(max_length=10, choices=Level.choices, null=True)
    begun_by_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    signed_by_id = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    countersigned_by_id = models.BigIntegerField(null=True)
    countersigned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lock_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="assessments_assessment_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.OPEN, State.SIGNED), ended_at=None)
                | Q(state__in=(State.COMPLETED, State.LOCKED), ended_at__isnull=False),
                name="assessments_assessment_ends_when_it_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.SIGNED, State.COMPLETED))
                | Q(signed_at__isnull=False),
                name="assessments_assessment_signed_before_it_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by_id=None) | ~Q(countersigned_by_id=F("signed_by_id")),
                name="assessments_assessment_signed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.LOCKED) | ~Q(lock_reason=""),
                name="assessments_assessment_locked_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class OfAssessment(models.Model):
    """What stands in an assessment, and changes only while that is being written."""

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Answer(OfAssessment):
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="assessments_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Risk(OfAssessment):
    """How high the risk of serious harm to a group is, where."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="risks", db_index=False
    )
    whom = models.CharField(max_length=12, choices=Group.choices)
    setting = models.CharField(max_length=10, choices=Setting.choices)
    level = models.CharField(max_length=10, choices=Level.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "whom", "setting"], name="assessments_risk_once"
            ),
        ]

    def __str__(self) -> str:
        return f"risk {self.pk}"


class Paragraph(OfAssessment):
    """What is written in words in one part."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="paragraphs", db_index=False
    )
    passage = models.CharField(max_length=10, choices=Passage.choices)
    words = models.TextField(max_length=8_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "passage"], name="assessments_paragraph_once"
            ),
        ]

    def __str__(self) -> str:
        return f"paragraph {self.pk}"


class Goal(OfAssessment):
    """A goal of the sentence plan, and the need that it is about."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="goals", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=40, choices=Section.choices, blank=True)
    words = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="assessments_goal_number"
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class GoalStep(OfAssessment):
    """Who does what by when."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    who = models.CharField(max_length=100)
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="assessments_goalstep_number"),
        ]
        indexes = [models.Index(fields=["assessment"], name="assessments_goalstep_of")]

    def __str__(self) -> str:
        return f"step {self.pk}"


class Score(models.Model):
    """What a predictor said of a person on a day, in percent; the latest counts."""

    case = models.ForeignKey(
        "probation.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    measure = models.CharField(max_length=8, choices=Measure.choices)
    value = models.DecimalField(max_digits=7, decimal_places=4)
    is_static = models.BooleanField(default=False)
    band = models.CharField(max_length=10, choices=Band.choices, blank=True)
    scored_on = models.DateField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__range=(0, 100)), name="assessments_score_percent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "measure", "-scored_on", "-id"], name="assessments_score_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"
