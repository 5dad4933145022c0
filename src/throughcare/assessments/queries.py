"""What may be asked of assessments. Row security decides what is found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.assessments.choices import Group, Passage, Section, Setting, State
from throughcare.assessments.models import (
    Answer,
    Assessment,
    Goal,
    GoalStep,
    Paragraph,
    Question,
    Risk,
    Score,
    Tool,
)
from throughcare.assessments.rules import Written


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A goal and its steps."""

    goal: Goal
    steps: tuple[GoalStep, ...]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """An assessment with everything in it."""

    assessment: Assessment
    questions: Mapping[str, tuple[Question, ...]]
    answers: Mapping[str, str]
    risks: Mapping[tuple[str, str], str]
    words: Mapping[str, str]
    plan: tuple[Plan, ...]

    def answered(self, section: str) -> tuple[int, int]:
        """How many questions of a section are answered, and how many it has."""
        asked = self.questions.get(section, ())
        return sum(question.code in self.answers for question in asked), len(asked)

    def counted(self, section: str) -> list[str]:
        """The answers that make up how severe a need is."""
        return [
            self.answers.get(question.code, "missing")
            for question in self.questions.get(section, ())
            if question.is_counted
        ]

    @property
    def written(self) -> Written:
        asked = [each.code for section in self.questions.values() for each in section]
        return Written(
            unanswered=[code for code in asked if code not in self.answers],
            groups_without_risk=[
                group.value
                for group in Group
                if (group.value, Setting.COMMUNITY.value) not in self.risks
            ],
            passages_without_words=[each.value for each in Passage if each not in self.words],
            goals=len(self.plan),
            goals_without_step=sum(not each.steps for each in self.plan),
        )

    @property
    def in_community(self) -> dict[str, str]:
        """The risk to each group in the community, where it was assessed."""
        return {
            group: level
            for (group, setting), level in self.risks.items()
            if setting == Setting.COMMUNITY
        }


def tools() -> list[Tool]:
    """The kinds of assessment that are offered, by what they are called."""
    return list(Tool.objects.filter(is_offered=True).order_by("description", "code"))


def assessments(case_id: int, *, limit: int, before: int | None = None) -> list[Assessment]:
    """The assessments of a case, latest first; `before` is the number of the last that was seen; one query."""
    found = Assessment.objects.filter(case_id=case_id)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.select_related("tool").order_by("-number")[:limit])


def unfinished(case_id: int) -> Assessment | None:
    """The latest assessment of a case that is being written; one query."""
    return (
        Assessment.objects.filter(case_id=case_id, state=State.OPEN)
        .select_related("tool")
        .order_by("-number")
        .first()
    )


def being_written(case_ids: Collection[int]) -> frozenset[int]:
    """Among some cases, those of which an assessment is being written; one query."""
    found = Assessment.objects.filter(case_id__in=case_ids, state=State.OPEN)
    return frozenset(found.values_list("case_id", flat=True))


def assessment(case_id: int, *, number: int) -> Whole | None:
    """One assessment of a case with all that is in it; seven queries."""
    found = Assessment.objects.filter(case_id=case_id, number=number).select_related("tool").first()
    return None if found is None else whole(found)


def latest_completed(case_id: int) -> Whole | None:
    """The last assessment of needs that was completed; seven queries."""
    found = (
        Assessment.objects.filter(case_id=case_id, state=State.COMPLETED, tool__has_needs=True)
        .select_related("tool")
        .order_by("-signed_at", "-id")
        .first()
    )
    return None if found is None else whole(found)


def whole(found: Assessment) -> Whole:
    steps = list(GoalStep.objects.filter(assessment=found).order_by("goal_id", "number"))
    return Whole(
        assessment=found,
        questions=_questions(found.tool),
        answers=dict(Answer.objects.filter(assessment=found).values_list("question_id", "answer")),
        risks={
            (group, setting): level
            for group, setting, level in Risk.objects.filter(assessment=found).values_list(
                "whom", "setting", "level"
            )
        },
        words=dict(Paragraph.objects.filter(assessment=found).values_list("passage", "words")),
        plan=tuple(
            Plan(goal=goal, steps=tuple(each for each in steps if each.goal_id == goal.pk))
            for goal in Goal.objects.filter(assessment=found).order_by("number")
        ),
    )


def scores(case_id: int) -> dict[str, Score]:
    """The latest score of each measure; one query."""
    found = Score.objects.filter(case_id=case_id).order_by("measure", "-scored_on", "-id")
    return {each.measure: each for each in found.distinct("measure")}


def scores_before(case_id: int, *, measure: str, limit: int) -> list[Score]:
    """What a measure was, latest first; one query."""
    return list(
        Score.objects.filter(case_id=case_id, measure=measure).order_by("-scored_on", "-id")[:limit]
    )


def completed_on(found: Assessment) -> date | None:
    return found.signed_at.date() if found.signed_at else None


def _questions(tool: Tool) -> dict[str, tuple[Question, ...]]:
    made: dict[str, list[Question]] = {}
    for question in Question.objects.order_by("section", "place"):
        is_screening = question.section == Section.SCREENING
        if tool.has_rosh if is_screening else tool.has_needs:
            made.setdefault(question.section, []).append(question)
    return {section: tuple(of) for section, of in made.items()}
