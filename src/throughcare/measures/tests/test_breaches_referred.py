"""Breaches that companies refer: by the company in time, and presented in time by whoever they were referred to."""

from datetime import date

import pytest

from throughcare.measures.tests.conftest import june, noon
from throughcare.measures.tests.test_figures import figure, outcomes
from throughcare.probation.models import Enforcement, EnforcementStep

pytestmark = pytest.mark.django_db


def breach(case, *taken: tuple[str, date], presenter=None, state: str = "open") -> Enforcement:
    """One that a company became aware of on 2 June, with steps and their days."""
    made: Enforcement = Enforcement.objects.create(
        case=case,
        reference=f"B{case.pk}",
        kind="breach",
        state=state,
        opened_on=june(2),
        due_on=june(12),
        concluded_on=june(11) if state == "withdrawn" else None,
        result="error" if state == "withdrawn" else "",
        presenter=presenter,
        recorded_at=noon(june(2)),
    )
    for number, (step, day) in enumerate(taken, start=1):
        EnforcementStep.objects.create(
            enforcement=made,
            case=case,
            number=number,
            step_id=step,
            taken_on=day,
            recorded_at=noon(day),
        )
    return made


def test_a_company_refers_a_breach_within_eight_business_days(town, head_here):
    in_time, late, not_yet, otherwise, withdrawn = (town.case() for _ in range(5))
    breach(
        in_time,
        ("to-refer", june(2)),
        ("referred", june(12)),
        ("returned", june(13)),
        ("referred", june(20)),
    )
    breach(late, ("to-refer", june(2)), ("referred", june(13)))
    breach(not_yet, ("to-refer", june(2)))
    breach(otherwise, state="presented")
    breach(withdrawn, ("to-refer", june(2)), state="withdrawn")

    assert outcomes(figure(head_here, "SCH9-AE", of="C05")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        not_yet.pk: ("missed", "Not done by the last day"),
        otherwise.pk: ("waiting", "It was done, and the record does not say when"),
        withdrawn.pk: ("excluded", "It ended, or was withdrawn"),
    }


def test_what_a_company_referred_is_presented_within_two_business_days(
    town, nation, head_elsewhere, head_here
):
    team = nation.units["N02T"]
    in_time, late, waits, returned, of_another, withdrawn = (town.case() for _ in range(6))
    referred = ("referred", june(6))
    breach(
        in_time,
        referred,
        ("accepted", june(9)),
        ("information-laid", june(10)),
        presenter=team,
        state="presented",
    )
    breach(
        late,
        referred,
        ("information-laid", june(11)),
        presenter=nation.units["N02"],
        state="presented",
    )
    breach(waits, referred, presenter=team)
    breach(returned, referred, ("returned", june(9)))
    breach(of_another, referred, presenter=nation.units["N04"])
    breach(withdrawn, referred, presenter=team, state="withdrawn")

    found = figure(head_elsewhere, "SL015", of="N02")

    assert outcomes(found) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        waits.pk: ("missed", "Not done by the last day"),
        withdrawn.pk: ("missed", "Not done by the last day"),
    }
    assert {each.facts.started_on for each in found.judged} == {june(6)}
    assert outcomes(figure(head_here, "SL015", of="N02")) == {}


def test_one_that_was_referred_again_starts_the_clock_again(town, nation, head_elsewhere):
    again = town.case()
    breach(
        again,
        ("referred", june(3)),
        ("returned", june(4)),
        ("referred", june(18)),
        ("information-laid", june(20)),
        presenter=nation.units["N02"],
        state="presented",
    )

    (judged,) = figure(head_elsewhere, "SL015", of="N02").judged

    assert (judged.facts.started_on, judged.due_on, judged.outcome) == (june(18), june(20), "met")
