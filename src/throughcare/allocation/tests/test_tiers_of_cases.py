"""Tiers that are kept: worked out when something changes, told when they differ, shown with their working."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.allocation import commands, queries, reactions
from throughcare.allocation.models import Tier
from throughcare.allocation.queries.facts import facts_of
from throughcare.assessments import commands as change_assessments
from throughcare.assessments import queries as assessments
from throughcare.assessments.choices import Group
from throughcare.assessments.events import AssessmentCompleted, ScoreSet
from throughcare.assessments.models import Score
from throughcare.audit import queries as audit
from throughcare.outbox import subscriptions
from throughcare.outbox.models import Event
from throughcare.people.models import Person
from throughcare.probation.events import (
    CaseOpened,
    EnforcementChanged,
    EnforcementOpened,
    FlagChanged,
    RiskChanged,
)
from throughcare.probation.models import (
    Contact,
    Enforcement,
    Registration,
    Requirement,
    RiskProfile,
    Sentence,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 6, 2)


@pytest.fixture
def case(coded_case):
    """On an order with a programme, and of RSR 5."""
    order = Sentence.objects.create(
        case=coded_case,
        number=1,
        type_id="201",
        offence_id="04600",
        imposed_on=TODAY,
        recorded_at=NOW,
    )
    Requirement.objects.create(
        number=1, case=coded_case, sentence=order, type_id="7", starts_on=TODAY, recorded_at=NOW
    )
    RiskProfile.objects.filter(case=coded_case).update(rsr=Decimal("5.0"))
    return coded_case


def flag(case, code, *, level=""):
    return Registration.objects.create(
        case=case,
        type_id=code,
        level=level,
        starts_on=TODAY,
        review_on=date(2014, 12, 2),
        recorded_at=NOW,
    )


def calculate(case, *, now=NOW, because="flag"):
    with change_access.as_engine(now=now):
        return commands.calculate_tiers(case_ids=[case.pk], because=because, now=now)


def history(case):
    return list(
        Tier.objects.filter(case=case)
        .order_by("id")
        .values_list("framework", "level", "because", "superseded_at")
    )


def told():
    return [each.name.split(".")[1] for each in Event.objects.order_by("id")]


def test_a_tier_is_kept_told_and_written_into_the_log(case):
    changed = calculate(case)

    assert changed == 1
    assert history(case) == [("two-axis", "C2", "flag", None)]
    assert told() == ["tier-calculated", "tier-changed"]
    entry = Contact.objects.get(case=case, type_id="ETCH20")
    assert (entry.number, entry.notes, entry.author_id) == (2, "Tier changed to C2.", None)


def test_one_that_does_not_differ_is_told_as_calculated_alone(case):
    calculate(case)

    changed = calculate(case, now=NOW + timedelta(days=1))

    assert changed == 0
    assert len(history(case)) == 1
    assert told() == ["tier-calculated", "tier-changed", "tier-calculated"]
    assert Contact.objects.filter(type_id="ETCH20").count() == 1


def test_other_facts_of_the_same_tier_are_kept_and_change_nothing(case):
    calculate(case)
    RiskProfile.objects.filter(case=case).update(rsr=Decimal("5.5"))
    later = NOW + timedelta(days=1)

    calculate(case, now=later, because="risk")

    assert history(case) == [("two-axis", "C2", "flag", later), ("two-axis", "C2", "risk", None)]
    assert told().count("tier-changed") == 1


def test_a_graver_flag_raises_the_tier_and_the_one_before_is_kept(case):
    calculate(case)
    flag(case, "RVHR")
    later = NOW + timedelta(hours=1)

    calculate(case, now=later)

    assert history(case) == [("two-axis", "C2", "flag", later), ("two-axis", "A2", "flag", None)]
    assert Contact.objects.latest("number").notes == "Tier changed from C2 to A2."


def test_acceptance_registration_has_the_tier_worked_out_again(case, officer_here):
    """Every event of the example leads to the tier."""
    heard = (
        FlagChanged.name,
        RiskChanged.name,
        CaseOpened.name,
        EnforcementOpened.name,
        EnforcementChanged.name,
        ScoreSet.name,
        AssessmentCompleted.name,
    )
    for event in heard:
        rooms = {name.partition(".")[0] for name in subscriptions.reactions_to(event)}
        assert "allocation" in rooms
    calculate(case)
    flag(case, "RHRH")

    with change_access.as_engine(now=NOW):
        reactions.on_flag(FlagChanged(crn=case.person.crn, case_id=case.pk, type="RHRH"), now=NOW)

    assert [code for _, code, _, _ in history(case)] == ["C2", "B2"]


def test_every_fact_of_a_case_is_read_for_its_tier(case, officer_here):
    Person.objects.filter(id=case.person_id).update(sex="F")
    for code, level in (("RHRH", ""), ("MAPP", "M1"), ("RCHD", "M")):
        flag(case, code, level=level)
    Enforcement.objects.create(
        case=case,
        reference="E1",
        kind="breach",
        state="concluded",
        opened_on=TODAY - timedelta(days=100),
        due_on=TODAY,
        recorded_at=NOW,
    )
    for measure, value in (("RSR", "6.995"), ("OGRS", "46")):
        Score.objects.create(
            case=case, measure=measure, value=value, scored_on=TODAY, recorded_at=NOW
        )
    act = {"account_id": officer_here.pk, "case_id": case.pk, "now": NOW}
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        change_assessments.begin_assessment(tool_code="OASYS1", **act)
        for section, asked in queries_of(case).items():
            answers = dict.fromkeys(asked, "missing") | {
                code: answer
                for code, answer in {"6.9": "yes", "8.5": "significant", "11.2": "some"}.items()
                if code in asked
            }
            change_assessments.answer_section(number=1, section=section, answers=answers, **act)
        risks = {(group.value, "community"): "low" for group in Group}
        change_assessments.set_risks(number=1, risks=risks, **act)
        change_assessments.sign_assessment(number=1, **act)

    calculate(case)

    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        (shown,) = queries.worked(case.pk)
    # The assessment found the risk low, and so there is no flag of high risk any more.
    assert shown.tier.level == "B1"
    assert [(term.item, term.value, term.gives) for term in shown.answer.terms] == [
        ("Risk of serious recidivism", "6.9950 percent", 10),
        ("Risk of serious harm", "RLRH", 0),
        ("MAPPA level", "M1", 5),
        ("Parenting responsibilities (6.9)", "yes", 2),
        ("Impulsivity (11.2) or temper control (11.4)", "yes", 2),
        ("Breach or recall in the last 365 days", "yes", 2),
        ("Need: drug misuse", "standard", 1),
        ("Likelihood of reoffending (OGRS, two years)", "46.0000 percent", 4),
    ]


def queries_of(case):
    """The codes of the questions of each section of its first assessment."""
    found = assessments.assessment(case.pk, number=1)
    return {section: [each.code for each in asked] for section, asked in found.questions.items()}


def test_both_frameworks_are_kept_once_both_are_in_force(case):
    when = datetime(2026, 6, 15, 9, tzinfo=UTC)
    for measure, value, is_static in (("ARP", "62", True), ("CSRP", "1.4", False)):
        Score.objects.create(
            case=case,
            measure=measure,
            value=value,
            is_static=is_static,
            scored_on=TODAY,
            recorded_at=NOW,
        )
    flag(case, "RHRH")

    calculate(case, now=when)

    assert sorted((framework, code) for framework, code, *_ in history(case)) == [
        ("single-letter", "D"),
        ("two-axis", "B2"),
    ]
    assert Tier.objects.get(framework="single-letter").is_provisional


def test_a_past_sexual_offence_and_its_score_are_read_for_the_letter(case):
    when = datetime(2026, 6, 15, 9, tzinfo=UTC)
    for measure, band in (("ARP", ""), ("CSRP", ""), ("DC-SRP", "medium")):
        Score.objects.create(
            case=case, measure=measure, value=1, band=band, scored_on=TODAY, recorded_at=NOW
        )
    ended = flag(case, "ARSO")
    Registration.objects.filter(pk=ended.pk).update(ended_on=TODAY)

    calculate(case, now=when)

    with change_access.as_engine(now=when):
        (facts,) = facts_of([case.pk], at=when)
    letter = queries.answers(facts.inputs, on=when.date())[1]
    assert [(term.part, term.gives) for term in letter.terms] == [
        ("reoffending", "E"),
        ("sexual_reoffending", "D"),
        ("ever_sexual_offence", "E"),
    ]


def test_all_tiers_are_worked_out_in_few_statements(case, nation, django_assert_max_num_queries):
    with change_access.as_engine(now=NOW), django_assert_max_num_queries(60):
        first = commands.calculate_all(now=NOW)
    with change_access.as_engine(now=NOW):
        again = commands.calculate_all(now=NOW)

    assert (first, again) == (5, 0)
    assert set(Tier.objects.values_list("because", flat=True)) == {"all"}


def test_a_nation_is_given_its_tiers_without_telling_anybody(case):
    commands.fill_tiers(first=1, last=case.pk, now=NOW)

    assert ("two-axis", "C2", "all", None) in history(case)
    assert told() == []
    assert not Contact.objects.filter(type_id="ETCH20").exists()


def test_an_officer_has_it_worked_out_again(case, officer_here):
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        commands.recalculate_case(account_id=officer_here.pk, case_id=case.pk, now=NOW)
        found = queries.current_tiers(case.pk)

    assert [(tier.level, tier.because, tier.calculated_by_id) for tier in found] == [
        ("C2", "asked", officer_here.pk)
    ]
    assert Contact.objects.get(type_id="ETCH20").author_id == officer_here.pk
    acts = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert "tier.recalculated" in [act.action for act in acts]


def test_a_case_that_is_closed_has_no_new_tier(case):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW - timedelta(days=1))

    assert calculate(case) == 0
    assert history(case) == []


def test_a_stranger_neither_works_it_out_nor_reads_it(case, officer_here, officer_elsewhere):
    calculate(case)

    with (
        pytest.raises((PermissionDenied, Http404)),
        change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW),
    ):
        commands.recalculate_case(account_id=officer_elsewhere.pk, case_id=case.pk, now=NOW)
    with change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW):
        assert queries.worked(case.pk) == []
        assert queries.tiers_before(case.pk, limit=9) == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            Tier.objects.create(
                case=case,
                framework="single-letter",
                level="A",
                because="all",
                inputs={},
                calculated_at=NOW,
            )
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        latest = queries.tiers_before(case.pk, limit=9)
        assert [tier.level for tier in latest] == ["C2"]
        last = (latest[0].calculated_at, latest[0].pk)
        assert queries.tiers_before(case.pk, limit=9, before=last) == []


def test_the_database_holds_that_one_counts_for_each_framework(case):
    calculate(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Tier.objects.create(
            case=case,
            framework="two-axis",
            level="A3",
            because="all",
            inputs={},
            calculated_at=NOW,
        )
