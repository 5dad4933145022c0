"""Other rules over the whole caseload: the same answers as one by one, nobody moved, and numbers by group alone."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.allocation import commands, queries, rules
from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.allocation.models import Trial, TrialAnswer, TrialScore
from throughcare.allocation.rules import altering, in_sql
from throughcare.allocation.tests.areas import know, sentence
from throughcare.kernel.decisions import Decision
from throughcare.kernel.refusals import Refused
from throughcare.people.models import Person
from throughcare.probation.models import Case, CaseAssignment, RiskProfile, Sentence
from throughcare.risk.models import Score
from throughcare.risk.tests.people import THIEF

pytestmark = pytest.mark.django_db
DECISION = in_force(NPS_OR_CRC, on=date(2014, 6, 2))
COLUMNS = {
    "deferred": "boolean",
    "other_active": "text",
    "mappa": "text",
    "rosh": "text",
    "deportation_criteria": "boolean",
    "rsr": "numeric",
    "public_interest": "text",
}
VALUES: dict[str, list[Any]] = {  # Any: facts
    "deferred": [True, False, None],
    "other_active": ["NPS", "CRC", "none", None],
    "mappa": ["none", "1", "3", None],
    "rosh": ["low", "medium", "high", "very high", None],
    "deportation_criteria": [True, False, None],
    "rsr": [Decimal("6.8849"), Decimal("6.885"), Decimal("6.89"), Decimal("0.1"), None],
    "public_interest": ["none", "requested", "approved", "refused"],
}


def trying(whens=None, *, is_scored=False, at=NOW) -> Trial:
    with change_access.as_engine(now=at):
        return commands.try_rules(title="Trial", whens=whens or {}, is_scored=is_scored, now=at)


@pytest.fixture
def cases(nation, coded_case):
    """Five cases; all is known, and says the company."""
    for case in nation.cases.values():
        know(case)
        sentence(case)
    return nation.cases


def test_many_rows_are_answered_as_they_are_one_by_one():
    random = Random(7)  # noqa: S311  a drawing, and no secret
    drawn = [{name: random.choice(values) for name, values in VALUES.items()} for _ in range(400)]
    for decision in (
        DECISION,
        altering.altered(DECISION, {"rsr": "rsr >= 6.9", "rosh": "never"}),
    ):
        expected = []
        for facts in drawn:
            one = rules.decide_by_version(facts, decision=decision)
            expected.append((one.outcome or "", one.rule, list(one.also), list(one.unknown)))

        assert _in_sql(decision, drawn) == expected


def _in_sql(
    decision: Decision, drawn: list[dict[str, Any]]
) -> list[tuple[Any, ...]]:  # Any: facts and rows
    truths = in_sql.truths(decision, lambda name: f"f.{name}")
    parts = [each(decision) for each in (in_sql.outcome, in_sql.rule, in_sql.also, in_sql.unknown)]
    listed = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
    statement = f"""
        SELECT {", ".join(part.text for part in parts)}
        FROM (SELECT t.*, {in_sql.position(decision)} AS deciding
              FROM (SELECT f.n, {truths.text}
                    FROM unnest({listed}) WITH ORDINALITY f ({", ".join(COLUMNS)}, n)) t) p
        ORDER BY n"""  # noqa: S608  made of constants and a decision's own text
    values: list[Any] = [value for part in parts for value in part.params]  # Any: kinds differ
    columns = [[facts[name] for facts in drawn] for name in COLUMNS]
    values += [*truths.params, *columns]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def test_a_trial_says_who_would_change_body_and_moves_nobody(cases):
    know(cases["C05"], rsr=Decimal("6.00"))
    owned = list(CaseAssignment.objects.order_by("id").values_list("item", "owner"))

    made = trying({"rsr": "rounded(rsr, 2) >= 6"})

    assert (made.number, made.cases, made.whens) == (1, 5, {"rsr": "rounded(rsr, 2) >= 6"})
    (moved,) = TrialAnswer.objects.filter(decided_for="NPS")
    assert (moved.case_id, moved.deciding_rule, moved.before, moved.before_rule, moved.also) == (
        cases["C05"].pk,
        "rsr",
        "CRC",
        "otherwise",
        [],
    )
    assert list(CaseAssignment.objects.order_by("id").values_list("item", "owner")) == owned


def test_an_unknown_is_no_answer_in_a_trial_either(cases):
    know(cases["C05"], rosh=None)

    trying()

    found = TrialAnswer.objects.get(case=cases["C05"])
    assert (found.decided_for, found.deciding_rule, found.unknown) == ("", "rosh", ["rosh"])


def test_a_rule_that_is_not_there_is_refused_and_nothing_is_kept(cases):
    with pytest.raises(Refused):
        trying({"rossh": "never"})

    assert not Trial.objects.exists()


def test_only_the_last_ten_trials_are_kept(cases):
    for _ in range(11):
        trying()

    assert sorted(Trial.objects.values_list("number", flat=True)) == list(range(2, 12))
    assert TrialAnswer.objects.count() == 50


def test_scores_are_made_anew_from_the_inputs_that_are_kept_and_decide(cases):
    for name, tool in (("C05", "RSR"), ("C05", "OGRS3")):
        _kept(cases[name], tool)
    RiskProfile.objects.filter(case=cases["C05"]).update(rsr=Decimal("1.0"))

    trying(is_scored=True)

    score = TrialScore.objects.get()
    assert (score.case_id, score.refused) == (cases["C05"].pk, "")
    assert score.ogrs3 is not None
    assert score.variant == "brief"
    found = TrialAnswer.objects.get(case=cases["C05"])
    assert found.rsr == score.rsr
    others = TrialAnswer.objects.exclude(case=cases["C05"])
    assert {(each.decided_for, each.deciding_rule) for each in others} == {("", "rsr")}


def _kept(case: Case, tool: str, **more: Any) -> Score:  # Any: columns
    return Score.objects.create(
        **{
            "case": case,
            "number": Score.objects.filter(case=case).count() + 1,
            "tool": tool,
            "version": "2014",
            "variant": "brief",
            "basis": "record",
            "assessed_on": NOW.date(),
            "probability": Decimal("0.5"),
            "percent": Decimal(50),
            "band": "medium",
            "inputs": {
                name: {"value": value, "source": "said", "on": None}
                for name, value in THIEF.items()
            },
            "parts": [],
            "made_at": NOW,
        }
        | more
    )


def test_groups_are_numbers_for_whoever_sees_plans_and_a_small_one_has_no_share(cases, nation):
    Person.objects.filter(id=cases["C05"].person_id).update(sex="F", born_on=date(1990, 1, 1))
    know(cases["C05"], rosh="high")
    made = trying({"rosh": "never"})
    planner = officer(
        "planner", owner=nation.units["SWM"], holder=nation.units["SWM"], role="planner"
    )

    with change_access.acting_as(account_id=planner.pk, now=NOW):
        groups = {(each.kind, each.group): each for each in queries.groups_of(made)}
        assert queries.would_move(made, limit=5) == []
    with change_access.acting_as(account_id=nation.accounts["C05"].pk, now=NOW):
        assert queries.groups_of(made) == []
        assert [each.case_id for each in queries.would_move(made, limit=5)] == [cases["C05"].pk]
        with pytest.raises(ProgrammingError), transaction.atomic():
            TrialAnswer.objects.all().delete()

    women = groups["sex", "F"]
    assert (women.cases, women.changed, women.before, women.after) == (
        1,
        1,
        {"NPS": 1},
        {"CRC": 1},
    )
    assert (women.words, women.is_small, women.share_changed()) == ("Women", True, None)
    assert groups["all", ""].cases == 5
    assert groups["age", "21-24"].cases == 1


def test_scores_are_held_against_what_happened_within_two_years(cases, monkeypatch):
    monkeypatch.setattr("throughcare.allocation.queries.trials.FEWEST", 1)
    long_ago = NOW.date() - timedelta(days=800)
    for name in ("C05", "N02", "N04"):
        _kept(cases[name], "OGRS3", assessed_on=long_ago)
    Sentence.objects.filter(case=cases["C05"]).update(convicted_on=long_ago + timedelta(days=300))
    _kept(cases["C11"], "OGRS3")

    with change_access.as_engine(now=NOW):
        found = {(each.kind, each.group, each.band): each for each in queries.calibration("OGRS3")}

    everybody = found["all", "", "medium"]
    assert (everybody.cases, everybody.happened, everybody.expected, everybody.observed) == (
        3,
        1,
        Decimal("50.0"),
        Decimal("33.3"),
    )
    low, high = everybody.interval
    assert low < everybody.observed < high
    assert not everybody.is_off
