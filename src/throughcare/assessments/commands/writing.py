"""Beginning an assessment and writing in it. What is written is kept at once; nothing has to be whole before it is signed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from throughcare.assessments.choices import (
    ANSWERS_OF,
    AnswerKind,
    Group,
    Level,
    Passage,
    PlanKind,
    Section,
    Setting,
    State,
)
from throughcare.assessments.commands.holding import TOLD_AS, hold, saved, write_trail
from throughcare.assessments.events import AssessmentCompleted
from throughcare.assessments.models import (
    Answer,
    Assessment,
    Goal,
    GoalStep,
    Paragraph,
    Question,
    Risk,
    Tool,
)
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation

LONGEST_WORDS = 8_000
LONGEST_LINE = 300
LARGEST_SCORE = 1_000


@transaction.atomic
def begin_assessment(
    *, account_id: int, case_id: int, tool_code: str, now: datetime, is_digital: bool = False
) -> Assessment:
    """Begin to write an assessment of a person.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    tool = Tool.objects.filter(code=tool_code, is_offered=True, is_score=False).first()
    reasons = _reasons_against_tool(tool, is_closed=case.closed_at is not None)
    if Assessment.objects.filter(
        case_id=case_id, tool_id=tool_code, state__in=(State.OPEN, State.SIGNED)
    ).exists():
        reasons.append(Reason("begun-already", "One of this kind is being written already."))
    if reasons or tool is None:
        raise Refused(reasons)
    had_plan = Assessment.objects.filter(
        case_id=case_id, tool__has_plan=True, state=State.COMPLETED
    ).exists()
    plan_kind = (PlanKind.REVIEW if had_plan else PlanKind.INITIAL) if tool.has_plan else ""
    made = Assessment.objects.create(
        case_id=case_id,
        number=_next_number(case_id),
        tool=tool,
        is_digital=is_digital,
        plan_kind=plan_kind,
        begun_by_id=account_id,
        begun_at=now,
        saved_at=now,
    )
    write_trail(
        made, crn=case.person.crn, account_id=account_id, action="assessment.begun", now=now
    )
    return made


@transaction.atomic
def record_assessment(
    *,
    account_id: int,
    case_id: int,
    tool_code: str,
    score: Decimal,
    assessed_at: datetime,
    now: datetime,
) -> Assessment:
    """Record an assessment that was made elsewhere, with its score and its day; it is complete at once.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    tool = Tool.objects.filter(code=tool_code, is_offered=True, is_score=True).first()
    reasons = _reasons_against_tool(tool, is_closed=case.closed_at is not None)
    if not 0 <= score <= LARGEST_SCORE:
        reasons.append(Reason("no-score", "A score is a number from 0 to 1,000."))
    if assessed_at > now:
        reasons.append(Reason("not-yet", "The day cannot be in the future."))
    if reasons or tool is None:
        raise Refused(reasons)
    made = Assessment.objects.create(
        case_id=case_id,
        number=_next_number(case_id),
        tool=tool,
        state=State.COMPLETED,
        score=score,
        begun_by_id=account_id,
        begun_at=assessed_at,
        saved_at=now,
        signed_by_id=account_id,
        signed_at=assessed_at,
        ended_at=now,
    )
    change_probation.tell_in_log(
        account_id=account_id,
        case_id=case_id,
        type_code=TOLD_AS,
        notes=f"{tool.description}: completed.",
        now=now,
    )
    outbox.publish(
        AssessmentCompleted(
            crn=case.person.crn, case_id=case_id, number=made.number, tool=tool_code
        ),
        now=now,
    )
    write_trail(
        made, crn=case.person.crn, account_id=account_id, action="assessment.recorded", now=now
    )
    return made


@transaction.atomic
def answer_section(
    *,
    account_id: int,
    case_id: int,
    number: int,
    section: str,
    answers: Mapping[str, str],
    now: datetime,
) -> Assessment:
    """Keep the answers of a section as far as they are given; an empty one takes back what was answered.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, or there is no such question or answer.
    """
    found = hold(case_id=case_id, number=number)
    asked = {each.code: each for each in Question.objects.filter(section=section)}
    strange = [
        code
        for code, answer in answers.items()
        if code not in asked
        or (answer and answer not in dict(ANSWERS_OF[AnswerKind(asked[code].kind)]))
    ]
    if strange or section not in Section.values:
        raise Refused.because("no-such-answer", "Select an answer from the list.")
    Answer.objects.filter(
        assessment=found, question_id__in=[code for code, answer in answers.items() if not answer]
    ).delete()
    Answer.objects.bulk_create(
        [
            Answer(case_id=case_id, assessment=found, question_id=code, answer=answer)
            for code, answer in answers.items()
            if answer
        ],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["answer"],
    )
    _wrote(found, account_id=account_id, now=now, part=section)
    return found


@transaction.atomic
def set_risks(
    *,
    account_id: int,
    case_id: int,
    number: int,
    risks: Mapping[tuple[str, str], str],
    now: datetime,
) -> Assessment:
    """Keep how high the risk to each group is, by group and setting; an empty one takes back what was said.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, has no such part, or there is no such group or level.
    """
    found = hold(case_id=case_id, number=number)
    if not found.tool.has_rosh:
        raise Refused.because("no-part", "This kind of assessment does not look at risk.")
    if any(
        group not in Group.values
        or setting not in Setting.values
        or (level and level not in Level.values)
        for (group, setting), level in risks.items()
    ):
        raise Refused.because("no-such-risk", "Select a level of risk from the list.")
    for (group, setting), level in risks.items():
        if not level:
            Risk.objects.filter(assessment=found, whom=group, setting=setting).delete()
    Risk.objects.bulk_create(
        [
            Risk(case_id=case_id, assessment=found, whom=group, setting=setting, level=level)
            for (group, setting), level in risks.items()
            if level
        ],
        update_conflicts=True,
        unique_fields=["assessment", "whom", "setting"],
        update_fields=["level"],
    )
    _wrote(found, account_id=account_id, now=now, part="risks")
    return found


@transaction.atomic
def write_passages(
    *, account_id: int, case_id: int, number: int, words: Mapping[str, str], now: datetime
) -> Assessment:
    """Keep what is written about risk as far as it goes; an empty one takes back what was written.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, has no such part, or the words are too long.
    """
    found = hold(case_id=case_id, number=number)
    if not found.tool.has_analysis:
        raise Refused.because("no-part", "This kind of assessment has no analysis of risk.")
    if set(words) - set(Passage.values) or any(
        len(each) > LONGEST_WORDS for each in words.values()
    ):
        raise Refused.because("too-long", "Each part can be 8,000 characters at most.")
    empty = [passage for passage, text in words.items() if not text.strip()]
    Paragraph.objects.filter(assessment=found, passage__in=empty).delete()
    Paragraph.objects.bulk_create(
        [
            Paragraph(case_id=case_id, assessment=found, passage=passage, words=text)
            for passage, text in words.items()
            if passage not in empty
        ],
        update_conflicts=True,
        unique_fields=["assessment", "passage"],
        update_fields=["words"],
    )
    _wrote(found, account_id=account_id, now=now, part="analysis")
    return found


@transaction.atomic
def add_goal(
    *, account_id: int, case_id: int, number: int, words: str, section: str, now: datetime
) -> Goal:
    """Add a goal to the sentence plan.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, has no plan, or the goal says nothing.
    """
    found = hold(case_id=case_id, number=number)
    if not found.tool.has_plan:
        raise Refused.because("no-part", "This kind of assessment has no plan.")
    if not 0 < len(words.strip()) <= LONGEST_LINE:
        raise Refused.because("no-words", "Say what the goal is, in 300 characters at most.")
    last = Goal.objects.filter(assessment=found).aggregate(Max("number"))["number__max"] or 0
    made = Goal.objects.create(
        case_id=case_id, assessment=found, number=last + 1, section=section, words=words.strip()
    )
    _wrote(found, account_id=account_id, now=now, part="plan")
    return made


@transaction.atomic
def add_step(
    *,
    account_id: int,
    case_id: int,
    number: int,
    goal: int,
    words: str,
    who: str,
    due_on: date,
    now: datetime,
) -> GoalStep:
    """Add a step to a goal: what, who and by when.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, there is no such goal, or the step says too little.
    """
    found = hold(case_id=case_id, number=number)
    of = Goal.objects.filter(assessment=found, number=goal).first()
    if of is None:
        raise Refused.because("no-goal", "There is no such goal.")
    if not words.strip() or not who.strip() or len(words) > LONGEST_LINE:
        raise Refused.because("no-words", "Say what is done and who does it.")
    last = GoalStep.objects.filter(goal=of).aggregate(Max("number"))["number__max"] or 0
    made = GoalStep.objects.create(
        case_id=case_id,
        assessment=found,
        goal=of,
        number=last + 1,
        words=words.strip(),
        who=who.strip(),
        due_on=due_on,
    )
    _wrote(found, account_id=account_id, now=now, part="plan")
    return made


@transaction.atomic
def remove_goal(*, account_id: int, case_id: int, number: int, goal: int, now: datetime) -> None:
    """Take a goal and its steps out of a plan that is being written.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not being written, or there is no such goal.
    """
    found = hold(case_id=case_id, number=number)
    of = Goal.objects.filter(assessment=found, number=goal).first()
    if of is None:
        raise Refused.because("no-goal", "There is no such goal.")
    GoalStep.objects.filter(goal=of).delete()
    of.delete()
    _wrote(found, account_id=account_id, now=now, part="plan")


def _reasons_against_tool(tool: Tool | None, *, is_closed: bool) -> list[Reason]:
    reasons = []
    if tool is None:
        reasons.append(Reason("no-such-tool", "Select a kind of assessment."))
    if is_closed:
        reasons.append(Reason("case-closed", "The case is closed."))
    return reasons


def _next_number(case_id: int) -> int:
    last = Assessment.objects.filter(case_id=case_id).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def _wrote(found: Assessment, *, account_id: int, now: datetime, part: str) -> None:
    saved(found, now=now)
    write_trail(
        found,
        crn=found.case.person.crn,
        account_id=account_id,
        action="assessment.written",
        now=now,
        part=part,
    )
