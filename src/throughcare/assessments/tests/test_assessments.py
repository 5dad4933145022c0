"""An assessment from its first answer to what it sets in its case, and everything that is refused on the way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.assessments import commands, queries
from throughcare.assessments.choices import Group, Passage
from throughcare.assessments.models import (
    Answer,
    Assessment,
    Goal,
    GoalStep,
    Paragraph,
    Risk,
    Score,
)
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation.models import Contact, Registration, RiskProfile

pytestmark = pytest.mark.django_db
FIRST = {"number": 1}
LOW = {(group.value, "community"): "low" for group in Group}


@pytest.fixture
def case(coded_case):
    return coded_case


@pytest.fixture
def manager_here(nation):
    units = nation.units
    return officer("manager", owner=units["C05"], holder=units["C05"], role="manager")


def do(account, case, command, *, now=NOW, **said: Any):  # Any: what each command takes
    with change_access.acting_as(account_id=account.pk, now=now):
        return command(account_id=account.pk, case_id=case.pk, now=now, **said)


def begin(account, case, tool="OASYS1"):
    return do(account, case, commands.begin_assessment, tool_code=tool)


def read(account, case, number=1):
    with change_access.acting_as(account_id=account.pk, now=NOW):
        return queries.assessment(case.pk, number=number)


def fill(account, case, *, risks):
    """Answer everything that the first assessment of a case asks."""
    found = read(account, case)
    for section, asked in found.questions.items():
        answers = {each.code: "missing" for each in asked}
        do(account, case, commands.answer_section, section=section, answers=answers, **FIRST)
    do(account, case, commands.set_risks, risks=risks, **FIRST)


def states():
    return list(Assessment.objects.order_by("number").values_list("number", "tool_id", "state"))


def refused_with(account, case, command, **said: Any):  # Any: as above
    with pytest.raises(Refused) as refused:
        do(account, case, command, **said)
    return refused.value.codes


def test_what_is_written_is_kept_whole_or_not_and_may_be_taken_back(case, officer_here):
    begin(officer_here, case)
    said = {"section": "accommodation", **FIRST}
    answers = {"3.3": "yes", "3.4": "some", "3.5": "", "3.6": "missing"}
    do(officer_here, case, commands.answer_section, answers=answers, **said)
    do(officer_here, case, commands.answer_section, answers={"3.4": "significant"}, **said)
    do(officer_here, case, commands.answer_section, answers={"3.6": ""}, **said)

    found = read(officer_here, case)

    assert dict(found.answers) == {"3.3": "yes", "3.4": "significant"}
    assert found.answered("accommodation") == (2, 4)
    assert found.counted("accommodation") == ["yes", "significant", "missing", "missing"]
    acts = audit.acts_by(account_id=officer_here.pk, limit=9)
    assert [act.action for act in acts] == ["assessment.written"] * 3 + ["assessment.begun"]


def test_a_short_assessment_of_low_risk_is_complete_when_it_is_signed(case, officer_here):
    begin(officer_here, case)
    fill(officer_here, case, risks=LOW)
    do(officer_here, case, commands.sign_assessment, **FIRST)

    assert states() == [(1, "OASYS1", "completed")]
    assert [flag.type_id for flag in Registration.objects.filter(ended_on=None)] == ["RLRH"]
    assert RiskProfile.objects.get(case=case, superseded_at=None).rosh == "low"
    told = Contact.objects.filter(case=case, type__is_system=True).order_by("number")
    assert [entry.type_id for entry in told] == ["ERGN", "ERGR", "EOAS"]
    assert [each.name for each in Event.objects.order_by("id")][-1] == (
        "assessments.assessment-completed.v1"
    )


def test_acceptance_registration_from_an_assessment(case, officer_here, manager_here):
    """RMRH from 1 February; an assessment that gives high ends it and starts RHRH on the day it was signed."""
    Registration.objects.create(
        case=case,
        type_id="RMRH",
        starts_on=date(2014, 2, 1),
        review_on=date(2014, 8, 1),
        recorded_at=NOW,
    )
    begin(officer_here, case)
    fill(officer_here, case, risks=LOW | {("public", "community"): "high"})
    do(officer_here, case, commands.sign_assessment, **FIRST)
    assert states() == [(1, "OASYS1", "signed")]
    assert [flag.type_id for flag in Registration.objects.filter(ended_on=None)] == ["RMRH"]

    later = NOW + timedelta(days=2)
    do(manager_here, case, commands.countersign_assessment, now=later, **FIRST)

    flags = Registration.objects.order_by("id").values_list(
        "type_id", "level", "starts_on", "review_on", "ended_on"
    )
    signed = date(2014, 6, 2)
    assert list(flags) == [
        ("RMRH", "", date(2014, 2, 1), date(2014, 8, 1), signed),
        ("RHRH", "", signed, date(2014, 12, 2), None),
        ("REG17", "H", signed, date(2014, 12, 2), None),
    ]
    assert Assessment.objects.get().countersigned_by_id == manager_here.pk


def test_everything_that_is_missing_is_said_before_signing_and_nothing_is_signed(
    case, officer_here
):
    begin(officer_here, case, "OASYS3")
    do(officer_here, case, commands.add_goal, words="Find work", section="", **FIRST)

    codes = refused_with(officer_here, case, commands.sign_assessment, **FIRST)

    assert codes == ("unanswered", "no-risk", "no-words", "no-step")
    assert states() == [(1, "OASYS3", "open")]
    assert not Contact.objects.filter(type_id="EOAS").exists()


def test_a_full_assessment_with_analysis_and_plan_is_read_as_it_was_written(case, officer_here):
    begin(officer_here, case, "OASYS3")
    fill(officer_here, case, risks=LOW)
    words = {each.value: f"About {each.value}" for each in Passage}
    do(officer_here, case, commands.write_passages, words=words, **FIRST)
    for goal in ("Find work", "Find a home"):
        do(officer_here, case, commands.add_goal, words=goal, section="", **FIRST)
    do(officer_here, case, commands.remove_goal, goal=1, **FIRST)
    step = {"words": "Apply", "who": "Both of us", "due_on": date(2014, 9, 1)}
    do(officer_here, case, commands.add_step, goal=2, **step, **FIRST)
    do(officer_here, case, commands.sign_assessment, **FIRST)

    found = read(officer_here, case)

    assert (found.assessment.state, found.assessment.plan_kind) == ("completed", "initial")
    assert dict(found.words) == words
    assert [(plan.goal.words, [each.who for each in plan.steps]) for plan in found.plan] == [
        ("Find a home", ["Both of us"])
    ]
    assert begin(officer_here, case, "PLAN").plan_kind == "review"
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        latest = queries.latest_completed(case.pk)
    assert latest.assessment.number == 1


def test_nobody_countersigns_their_own_assessment_nor_without_managing(
    case, nation, officer_here, manager_here
):
    high = LOW | {("staff", "community"): "very high"}
    begin(manager_here, case)
    fill(manager_here, case, risks=high)
    do(manager_here, case, commands.sign_assessment, **FIRST)

    codes = refused_with(manager_here, case, commands.countersign_assessment, **FIRST)
    with pytest.raises(PermissionDenied):
        do(officer_here, case, commands.countersign_assessment, **FIRST)

    assert codes == ("same-person",)
    assert states() == [(1, "OASYS1", "signed")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.update(countersigned_by_id=manager_here.pk)


def test_one_that_is_not_finished_is_locked_with_a_reason_and_sets_nothing(case, officer_here):
    begin(officer_here, case)
    assert refused_with(officer_here, case, commands.lock_assessment, reason=" ", **FIRST) == (
        "no-reason",
    )
    do(officer_here, case, commands.lock_assessment, reason="Moved away", **FIRST)

    codes = refused_with(officer_here, case, commands.sign_assessment, **FIRST)

    assert codes == ("elsewhere",)
    assert states() == [(1, "OASYS1", "locked")]
    assert not Registration.objects.exists()


def test_on_pages_one_that_has_ended_cannot_be_altered_by_any_way(case, officer_here):
    begin(officer_here, case)
    fill(officer_here, case, risks=LOW)
    do(officer_here, case, commands.sign_assessment, **FIRST)
    before = sorted(Answer.objects.values_list("question_id", "answer"))

    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        for change in (
            lambda: Answer.objects.update(answer="yes"),
            lambda: Risk.objects.all().delete(),
            lambda: Assessment.objects.update(state="open", ended_at=None),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    assert sorted(Answer.objects.values_list("question_id", "answer")) == before
    assert Risk.objects.count() == len(LOW)


@pytest.mark.parametrize(
    ("command", "said", "codes"),
    [
        (
            commands.answer_section,
            {"section": "attitudes", "answers": {"3.3": "yes"}},
            "no-such-answer",
        ),
        (
            commands.answer_section,
            {"section": "attitudes", "answers": {"12.1": "yes"}},
            "no-such-answer",
        ),
        (commands.answer_section, {"section": "shoes", "answers": {}}, "no-such-answer"),
        (commands.set_risks, {"risks": {("pets", "community"): "low"}}, "no-such-risk"),
        (commands.set_risks, {"risks": {("public", "community"): "grave"}}, "no-such-risk"),
        (commands.write_passages, {"words": {"who": "x"}}, "no-part"),
        (commands.add_goal, {"words": "Work", "section": ""}, "no-part"),
        (commands.remove_goal, {"goal": 9}, "no-goal"),
        (
            commands.add_step,
            {"goal": 9, "words": "a", "who": "b", "due_on": date(2014, 9, 1)},
            "no-goal",
        ),
    ],
)
def test_what_does_not_belong_in_it_is_refused(case, officer_here, command, said, codes):
    begin(officer_here, case)

    assert refused_with(officer_here, case, command, **said, **FIRST) == (codes,)
    assert not any(each.objects.exists() for each in (Answer, Risk, Paragraph, Goal, GoalStep))


@pytest.mark.parametrize(
    ("command", "said", "codes"),
    [
        (commands.set_risks, {"risks": {}}, "no-part"),
        (commands.add_goal, {"words": "", "section": ""}, "no-words"),
        (
            commands.add_step,
            {"goal": 1, "words": " ", "who": "b", "due_on": date(2014, 9, 1)},
            "no-words",
        ),
    ],
)
def test_a_plan_alone_has_no_risk_and_its_goals_say_something(
    case, officer_here, command, said, codes
):
    begin(officer_here, case, "PLAN")
    do(officer_here, case, commands.add_goal, words="Work", section="", **FIRST)

    assert refused_with(officer_here, case, command, **said, **FIRST) == (codes,)
    assert (Goal.objects.count(), GoalStep.objects.count()) == (1, 0)


def test_words_that_are_too_long_are_refused_and_empty_ones_taken_back(case, officer_here):
    begin(officer_here, case, "ROSH")
    do(officer_here, case, commands.write_passages, words={"who": "Her", "when": "Now"}, **FIRST)
    long = {"who": "x" * 8_001}

    codes = refused_with(officer_here, case, commands.write_passages, words=long, **FIRST)
    do(officer_here, case, commands.write_passages, words={"when": " "}, **FIRST)

    assert codes == ("too-long",)
    assert list(Paragraph.objects.values_list("passage", "words")) == [("who", "Her")]


def test_one_of_a_kind_is_written_at_a_time_and_not_of_a_closed_case(case, officer_here):
    begin(officer_here, case)
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    assert refused_with(officer_here, case, commands.begin_assessment, tool_code="OASYS1") == (
        "case-closed",
        "begun-already",
    )
    assert refused_with(officer_here, case, commands.begin_assessment, tool_code="ARMS") == (
        "no-such-tool",
        "case-closed",
    )
    assert states() == [(1, "OASYS1", "open")]
    assert refused_with(officer_here, case, commands.sign_assessment, number=9) == (
        "no-assessment",
    )


def test_one_that_was_made_elsewhere_is_recorded_with_its_score(case, officer_here):
    said = {"tool_code": "ARMS", "score": Decimal("12.5"), "assessed_at": NOW}
    do(officer_here, case, commands.record_assessment, **said)

    codes = refused_with(
        officer_here,
        case,
        commands.record_assessment,
        tool_code="OASYS1",
        score=Decimal(1001),
        assessed_at=NOW + timedelta(days=1),
    )

    assert codes == ("no-such-tool", "no-score", "not-yet")
    assert states() == [(1, "ARMS", "completed")]
    assert Contact.objects.get(type_id="EOAS").notes == "ARMS: completed."


def test_a_score_is_kept_with_those_before_and_an_rsr_is_known_as_a_risk(case, officer_here):
    said = {"measure": "RSR", "scored_on": date(2014, 6, 1)}
    do(officer_here, case, commands.set_score, value=Decimal("7.25"), **said)
    older = {"measure": "RSR", "scored_on": date(2014, 5, 1)}
    do(officer_here, case, commands.set_score, value=Decimal("1.5"), **older)

    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        latest = queries.scores(case.pk)
        before = queries.scores_before(case.pk, measure="RSR", limit=9)

    assert {name: each.value for name, each in latest.items()} == {"RSR": Decimal("7.25")}
    assert [each.value for each in before] == [Decimal("7.25"), Decimal("1.5")]
    assert RiskProfile.objects.get(case=case, superseded_at=None).rsr == Decimal("7.25")


def test_a_score_that_is_none_is_refused_with_every_reason(case, officer_here):
    codes = refused_with(
        officer_here,
        case,
        commands.set_score,
        measure="X",
        value=Decimal("100.1"),
        scored_on=date(2014, 6, 3),
        band="huge",
    )
    without = refused_with(
        officer_here,
        case,
        commands.set_score,
        measure="DC-SRP",
        value=Decimal(1),
        scored_on=date(2014, 6, 1),
    )

    assert codes == ("no-such-measure", "no-percentage", "not-yet", "no-such-band")
    assert without == ("no-band",)
    assert not Score.objects.exists()


def test_a_stranger_neither_writes_nor_reads(case, officer_here, officer_elsewhere):
    begin(officer_here, case)
    fill(officer_here, case, risks=LOW)

    with pytest.raises((PermissionDenied, Http404)):
        do(officer_elsewhere, case, commands.sign_assessment, **FIRST)
    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert queries.assessments(case.pk, limit=9) == []
        assert queries.scores(case.pk) == {}
        assert not Answer.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Score.objects.create(
                case=case, measure="RSR", value=1, scored_on=date(2014, 6, 1), recorded_at=NOW
            )
    assert states() == [(1, "OASYS1", "open")]
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        assert [each.number for each in queries.assessments(case.pk, limit=9)] == [1]
        assert queries.assessments(case.pk, limit=9, before=1) == []
