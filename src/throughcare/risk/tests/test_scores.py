"""Scores of cases: made from the record, kept with all they were made of, and never changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.assessments.models import Answer, Assessment
from throughcare.assessments.models import Score as ScoreOfCase
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.people.models import Person
from throughcare.probation.models import RiskProfile, Sentence
from throughcare.risk import commands, queries
from throughcare.risk.choices import Source
from throughcare.risk.commands import Given
from throughcare.risk.models import Score
from throughcare.risk.tests.people import KNOWN, THIEF, tool

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SENTENCED_ON = date(2014, 3, 3)


@pytest.fixture
def case(coded_case):
    return coded_case


@pytest.fixture
def sentenced(case):
    """A man of 24, sentenced in March to an order in the community."""
    Person.objects.filter(id=case.person_id).update(born_on=date(1990, 2, 1), sex="M")
    Sentence.objects.create(
        case=case,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=SENTENCED_ON,
        convicted_on=SENTENCED_ON,
        recorded_at=NOW,
    )
    return case


def given(facts):
    return {name: Given(value=value, source=Source.SAID) for name, value in facts.items()}


def make(account, case, facts, *, of="RSR", on=TODAY, now=NOW):
    with change_access.acting_as(account_id=account.pk, now=now):
        return commands.record_score(
            account_id=account.pk,
            case_id=case.pk,
            tool=of,
            given=given(facts),
            assessed_on=on,
            now=now,
        )


def test_a_score_is_kept_with_its_version_every_input_and_every_term(case, officer_here):
    made = make(officer_here, case, THIEF)

    kept = Score.objects.get()
    assert kept == made
    assert (kept.number, kept.label, kept.variant, kept.basis) == (
        1,
        "RSR (2014)",
        "brief",
        "record",
    )
    assert (kept.probability, kept.percent, kept.band) == (
        Decimal("0.0466873934"),
        Decimal("4.67"),
        "medium",
    )
    assert (kept.assessed_on, kept.made_by_id, kept.made_at) == (TODAY, officer_here.pk, NOW)
    assert kept.inputs["sexual_history"] == {"value": "no", "source": "said", "on": None}
    assert set(kept.inputs) == {name for name in THIEF if name in tool("RSR").inputs("brief")}
    terms = {each["name"]: each["value"] for each in kept.parts[0]["terms"]}
    assert terms["age_sex"] == "-6.1647804395"
    assert kept.parts[1]["says"] == "No offence was sexual"
    assert "temper_control" in kept.lacking
    again = queries.made_again(kept)
    assert again.probabilities[2] == kept.probability


def test_the_case_has_what_people_were_shown_and_hears_of_it(case, officer_here):
    make(officer_here, case, THIEF)

    of_case = ScoreOfCase.objects.get()
    assert (of_case.measure, of_case.value, of_case.band) == ("RSR", Decimal("4.67"), "medium")
    assert of_case.is_static
    assert RiskProfile.objects.get(case=case, superseded_at=None).rsr == Decimal("4.67")
    assert Event.objects.filter(name="assessments.score-set.v1").count() == 1
    acts = [act.action for act in audit.acts_by(account_id=officer_here.pk, limit=5)]
    assert {"score.made", "score.set"} <= set(acts)


def test_a_score_with_an_interview_is_dynamic_and_another_version_stands_beside_it(
    case, officer_here
):
    make(officer_here, case, KNOWN)

    kept = Score.objects.get()
    assert (kept.variant, kept.basis, kept.lacking) == ("extended", "interview", [])
    assert not ScoreOfCase.objects.get().is_static
    assert queries.by_other_versions(kept) == {"RSR (2021), extended": kept.percent}
    assert queries.reach(kept) is None
    assert queries.changes(kept)[0].percent > kept.percent


def test_what_an_interview_could_come_to_is_known_of_one_that_lacks_it(case, officer_here):
    kept = make(officer_here, case, THIEF)

    found = queries.reach(kept)

    assert found.least.percents[2] < kept.percent < found.most.percents[2]
    assert queries.changes(kept) == ()


def test_scores_are_numbered_and_read_latest_first(case, officer_here):
    for of in ("OGRS3", "RSR", "OVP"):
        make(officer_here, case, KNOWN, of=of)

    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        first = queries.scores(case.pk, limit=2)
        rest = queries.scores(case.pk, limit=2, before=first[-1].number)
        one = queries.score_of(case.pk, number=1)

    assert [(each.number, each.tool) for each in first] == [(3, "OVP"), (2, "RSR")]
    assert [(each.number, each.shown) for each in rest] == [(1, "88")]
    assert one == rest[0]


def test_what_counts_nowhere_is_kept_and_told_to_nobody(case, officer_here):
    made = make(
        officer_here,
        case,
        KNOWN,
        of="DC-SRP",
        on=TODAY.replace(year=2021),
        now=NOW.replace(year=2021),
    )

    assert (made.tool, made.band) == ("DC-SRP", "")
    assert not ScoreOfCase.objects.exists()


@pytest.mark.parametrize(
    ("facts", "asked", "code"),
    [
        (THIEF | {"sexual_history": None}, ("RSR", TODAY), "unknown:sexual_history"),
        (THIEF | {"age_at_first_sanction": 30}, ("OGRS3", TODAY), "first-after-current"),
        (KNOWN, ("ARP", TODAY), "no-version"),
        (KNOWN, ("OGRS5", TODAY), "no-version"),
        (KNOWN, ("RSR", TODAY + timedelta(days=1)), "not-yet"),
    ],
)
def test_a_refusal_keeps_nothing(case, officer_here, facts, asked, code):
    with pytest.raises(Refused) as refused:
        make(officer_here, case, facts, of=asked[0], on=asked[1])

    assert code in refused.value.codes
    assert not Score.objects.exists()
    assert not ScoreOfCase.objects.exists()


def test_nobody_elsewhere_makes_a_score_or_reads_one(case, officer_here, officer_elsewhere):
    make(officer_here, case, THIEF)

    with pytest.raises(Http404):
        make(officer_elsewhere, case, THIEF)
    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert queries.scores(case.pk, limit=5) == []
    assert Score.objects.count() == 1


@pytest.mark.parametrize(
    "statement", ["update risk_score set percent = 1", "delete from risk_score"]
)
def test_nobody_changes_a_score_or_removes_it(case, officer_here, statement):
    make(officer_here, case, THIEF)

    with (
        change_access.acting_as(account_id=officer_here.pk, now=NOW),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Score.objects.get().percent == Decimal("4.67")


def known(account, case, *, of="RSR", on=TODAY):
    born_on = Person.objects.get(id=case.person_id).born_on
    with change_access.acting_as(account_id=account.pk, now=NOW):
        return queries.known_of(
            case_id=case.pk, person_id=case.person_id, born_on=born_on, tool=tool(of), on=on
        )


def values(found):
    return {name: (each.value, each.source.value, each.on) for name, each in found.items()}


def test_ages_and_months_are_taken_from_the_record_with_their_days(sentenced, officer_here):
    assert values(known(officer_here, sentenced)) == {
        "sex": ("M", "record", None),
        "age_at_current_conviction": (24, "record", SENTENCED_ON),
        "age_at_follow_up": (24, "record", SENTENCED_ON),
        "offence_free_months": (2, "record", SENTENCED_ON),
    }


def test_of_somebody_who_is_not_released_the_start_of_follow_up_is_asked(sentenced, officer_here):
    Sentence.objects.filter(case=sentenced).update(type_id="308", first_released_on=None)
    assert set(known(officer_here, sentenced)) == {"sex", "age_at_current_conviction"}

    Sentence.objects.filter(case=sentenced).update(first_released_on=date(2014, 5, 2))

    assert values(known(officer_here, sentenced))["offence_free_months"] == (
        1,
        "record",
        date(2014, 5, 2),
    )


def test_a_record_that_says_nothing_answers_nothing(sentenced, officer_here):
    Person.objects.filter(id=sentenced.person_id).update(born_on=None, sex="N")
    assert set(known(officer_here, sentenced)) == {"offence_free_months"}

    Sentence.objects.filter(case=sentenced).update(terminated_on=TODAY)

    assert known(officer_here, sentenced) == {}


def test_answers_are_taken_from_the_last_assessment_and_what_is_missing_there_is_not(
    sentenced, officer_here
):
    signed_at = NOW - timedelta(days=10)
    assessment = Assessment.objects.create(
        case=sentenced,
        number=1,
        tool_id="OASYS3",
        state="completed",
        begun_at=signed_at,
        saved_at=signed_at,
        signed_at=signed_at,
        ended_at=signed_at,
    )
    for question, answer in {
        "3.4": "some",
        "4.2": "yes",
        "11.4": "significant",
        "12.1": "missing",
    }.items():
        Answer.objects.create(
            case=sentenced, assessment=assessment, question_id=question, answer=answer
        )

    found = values(known(officer_here, sentenced))

    on = signed_at.date()
    assert {name: each for name, each in found.items() if each[1] == "assessment"} == {
        "accommodation": (1, "assessment", on),
        "unemployed": ("yes", "assessment", on),
        "temper_control": (2, "assessment", on),
    }


def test_what_does_not_change_is_taken_from_the_score_before(sentenced, officer_here):
    make(officer_here, sentenced, KNOWN, of="OGRS3")

    assert values(known(officer_here, sentenced))["age_at_first_sanction"] == (14, "score", TODAY)
    assert values(known(officer_here, sentenced, of="OGP"))["ogrs3_percent"] == (88, "score", TODAY)
