"""A decision is kept with what it saw, and the case goes where it says: one body answers for it at every instant."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.allocation import commands, queries
from throughcare.allocation.choices import CorrectionReason, RequestState
from throughcare.allocation.models import CaseDecision, PublicInterestRequest
from throughcare.allocation.tests.areas import SENTENCED_ON, divide, know, sentence
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.outbox.models import Event
from throughcare.people.models import Address
from throughcare.probation.models import (
    Case,
    CaseAssignment,
    Contact,
    RiskProfile,
    Transfer,
)
from throughcare.risk.models import Score

pytestmark = pytest.mark.django_db
SENT: dict[str, Any] = {
    "gap_reason": "The first appointment is on Friday",
    "gaps_mended_by": date(2014, 6, 9),
}


@pytest.fixture
def case(nation):
    """With the division, sentenced today."""
    change_organisation.load_code_lists()
    divide(nation)
    Case.objects.update(contacts_made=1)
    found = nation.cases["N02"]
    know(found)
    sentence(found)
    return found


@pytest.fixture
def court(nation):
    return nation.accounts["N02"]


def decide(account, case, *, at=NOW, **asked: Any) -> CaseDecision:  # Any: as the command has it
    with change_access.acting_as(account_id=account.pk, now=at):
        return commands.decide_case(
            account_id=account.pk, case_id=case.pk, asked=commands.Asked(**SENT | asked), now=at
        )


def codes(account, case, **asked: Any) -> tuple[str, ...]:  # Any: as above
    with pytest.raises(Refused) as refused:
        decide(account, case, **asked)
    return refused.value.codes


def owners(case) -> list[str]:
    found = CaseAssignment.objects.filter(item=case).order_by("id")
    return [code for (code,) in found.values_list("owner__codes__code")]


def test_a_case_for_the_company_is_with_it_from_the_instant_of_the_decision(case, court, nation):
    made = decide(court, case)

    assert (made.decided_for, made.deciding_rule, made.number, made.kind) == (
        "CRC",
        "otherwise",
        1,
        "sentence",
    )
    assert made.body_id == nation.units["C05"].pk
    assert (made.version, made.due_on) == (date(2014, 6, 1), date(2014, 6, 4))
    assert made.inputs["rsr"] == {
        "value": "1.1000",
        "source": "Risk and status",
        "on": "2010-01-01",
    }
    assert set(made.inputs) == {
        *("deferred", "other_active", "mappa", "rosh"),
        *("deportation_criteria", "rsr", "public_interest"),
    }
    assert owners(case) == ["N02", "C05"]
    assert CaseAssignment.objects.filter(item=case).latest("id").starts_at == NOW
    assert Transfer.objects.get(case=case).state == "accepted"
    told = Contact.objects.filter(case=case, author_id=court.pk).order_by("number")
    assert [each.type_id for each in told] == ["CALD", "ROC", "ETTA"]
    assert {each.name for each in Event.objects.all()} >= {"allocation.case-decided.v1"}
    acts = [act.action for act in audit.acts_by(account_id=court.pk, limit=5)]
    assert "allocation.decided" in acts
    assert "case.passed" in acts


def test_whoever_takes_it_on_reads_why_and_its_sender_reads_it_no_more(case, court, nation):
    made = decide(court, case)

    with change_access.acting_as(account_id=nation.accounts["C05"].pk, now=NOW):
        assert [each.number for each in queries.decisions(case.pk, limit=5)] == [made.number]
    with change_access.acting_as(account_id=court.pk, now=NOW):
        assert queries.decisions(case.pk, limit=5) == []


def test_a_case_for_the_public_service_stays_with_every_rule_that_is_true(case, court):
    know(case, rosh="high", rsr=Decimal("7.4"), mappa="2")

    made = decide(court, case)

    assert (made.decided_for, made.deciding_rule, made.also) == ("NPS", "mappa", ["rosh", "rsr"])
    assert owners(case) == ["N02"]


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("rsr", "rsr"),
        ("rosh", "rosh"),
        ("mappa", "mappa"),
        ("meets_deportation_criteria", "deportation"),
        ("other_sentence", "already_nps"),
    ],
)
def test_nothing_is_decided_from_an_unknown_and_the_case_stays_where_it_is(
    case, court, column, rule
):
    know(case, **{column: None})

    made = decide(court, case)

    assert (made.decided_for, made.deciding_rule, made.unknown, made.body_id) == (
        "",
        rule,
        [rule],
        None,
    )
    assert owners(case) == ["N02"]


def test_what_was_unknown_is_known_later_and_both_answers_stay(case, court):
    know(case, rsr=None)
    waited = decide(court, case)
    know(case, rsr=Decimal("2.0"))

    made = decide(court, case, at=NOW + timedelta(hours=1))

    waited.refresh_from_db()
    assert (made.kind, made.decided_for, made.number) == ("evidence", "CRC", 2)
    assert waited.superseded_at == NOW + timedelta(hours=1)


def test_a_sentence_is_decided_about_once_and_then_corrected_with_a_reason(case, court):
    know(case, rosh="high")
    first = decide(court, case)
    know(case)

    assert codes(court, case) == ("decided",)
    made = decide(court, case, correction=CorrectionReason.WRONG_FACT)

    assert (made.kind, made.corrects_id, made.correction_reason) == (
        "correction",
        first.pk,
        "wrong-fact",
    )
    assert owners(case) == ["N02", "C05"]


def test_another_sentence_is_another_decision(case, court):
    know(case, rosh="high")
    decide(court, case)
    sentence(case, number=2, imposed_on=date(2014, 6, 2))

    made = decide(court, case)

    assert (made.kind, made.sentence.number) == ("sentence", 2)
    assert codes(court, case, correction=None) == ("decided",)


def test_there_is_nothing_to_correct_before_a_decision_nor_to_decide_without_a_sentence(
    case, court, nation
):
    assert codes(court, case, correction=CorrectionReason.OTHER) == ("nothing-to-correct",)
    case_of_c05 = nation.cases["C05"]
    know(case_of_c05)
    assert codes(nation.accounts["C05"], case_of_c05) == ("no-sentence", "not-the-maker")


def test_a_record_with_gaps_goes_only_with_a_reason_and_a_day_and_says_what_lacks(case, court):
    refused = codes(court, case, gap_reason="")
    assert any(code.startswith("missing-") for code in refused)
    assert not CaseDecision.objects.exists()

    made = decide(court, case)

    assert "plan" in made.gaps
    assert (made.gap_reason, made.gaps_mended_by) == (SENT["gap_reason"], SENT["gaps_mended_by"])


def test_the_area_is_asked_where_no_address_says_it_and_several_bodies_could_be_meant(
    case, court, nation
):
    Address.objects.filter(person_id=case.person_id).update(area="")
    with change_access.acting_as(account_id=court.pk, now=NOW):
        found = queries.to_decide(case.pk, at=NOW)
    assert [each.code for each in found.bodies] == ["C05"]
    assert found.may_choose == ()

    Address.objects.filter(person_id=case.person_id).update(area="N04")
    with change_access.acting_as(account_id=court.pk, now=NOW):
        found = queries.to_decide(case.pk, at=NOW, area="SWM")
    assert [each.code for each in found.bodies] == ["C05"]


def test_what_lacks_is_said_and_written_into_the_record(case, court):
    know(case, mappa=None, meets_deportation_criteria=None)
    with change_access.acting_as(account_id=court.pk, now=NOW):
        assert queries.to_decide(case.pk, at=NOW).lacking == ("mappa", "deportation_criteria")
        commands.say_what_is_known(
            account_id=court.pk,
            case_id=case.pk,
            known={"mappa": "none", "deportation_criteria": "unknown"},
            now=NOW,
        )
        found = queries.to_decide(case.pk, at=NOW)

    assert found.lacking == ("deportation_criteria",)
    profile = RiskProfile.objects.get(case=case, superseded_at=None)
    assert (profile.mappa, profile.meets_deportation_criteria) == ("none", None)
    with pytest.raises(Refused), change_access.acting_as(account_id=court.pk, now=NOW):
        commands.say_what_is_known(
            account_id=court.pk, case_id=case.pk, known={"rsr": "1"}, now=NOW
        )


def test_the_score_that_decided_is_named_and_that_no_interview_went_into_it(case, court):
    score = Score.objects.create(
        case=case,
        number=1,
        tool="RSR",
        version="2014",
        variant="brief",
        basis="record",
        assessed_on=SENTENCED_ON,
        probability=Decimal("0.011"),
        percent=Decimal("1.10"),
        band="low",
        inputs={},
        parts=[],
        lacking=["temper_control"],
        made_at=NOW,
    )

    made = decide(court, case)

    assert (made.score_id, made.inputs["rsr"]["source"]) == (score.pk, "RSR (2014)")


def test_a_request_in_the_public_interest_is_answered_by_somebody_else(case, court, nation):
    boss = officer("boss", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager")
    with change_access.acting_as(account_id=court.pk, now=NOW):
        commands.ask_in_public_interest(
            account_id=court.pk, case_id=case.pk, reason="Press interest", now=NOW
        )
    waiting = decide(court, case)
    assert (waiting.decided_for, waiting.deciding_rule, waiting.body_id) == (
        "waiting",
        "approval-pending",
        nation.units["N02"].pk,
    )
    with pytest.raises(PermissionDenied), change_access.acting_as(account_id=court.pk, now=NOW):
        commands.answer_in_public_interest(
            account_id=court.pk,
            case_id=case.pk,
            answer=RequestState.APPROVED,
            words="Mine",
            now=NOW,
        )
    with change_access.acting_as(account_id=boss.pk, now=NOW):
        commands.answer_in_public_interest(
            account_id=boss.pk,
            case_id=case.pk,
            answer=RequestState.APPROVED,
            words="It is",
            now=NOW,
        )

    made = decide(court, case)

    assert (made.decided_for, made.deciding_rule, made.kind) == (
        "NPS",
        "public_interest",
        "evidence",
    )
    kept = PublicInterestRequest.objects.get()
    assert (kept.state, kept.answered_by_id, kept.due_on) == (
        "approved",
        boss.pk,
        date(2014, 6, 4),
    )


def test_a_transfer_that_waits_holds_the_case_back_and_nothing_is_kept(case, court, nation):
    Transfer.objects.create(
        case=case,
        number=1,
        from_unit=nation.units["N02"],
        to_unit=nation.units["N04"],
        state="pending",
        reason="Moved",
        asked_at=NOW,
        recorded_at=NOW,
    ).parts.create(case=case, state="pending", answer="", recorded_at=NOW)

    assert codes(court, case) == ("transfer-pending",)
    assert not CaseDecision.objects.exists()


def test_the_database_holds_that_one_decision_counts_and_has_a_body_and_a_reason(case, court):
    made = decide(court, case)

    for wrong in ({"decided_for": ""}, {"says": ""}, {"kind": "correction"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseDecision.objects.filter(id=made.pk).update(**wrong)
    made.pk = None
    made.number = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_stranger_neither_decides_nor_reads_nor_writes(case, court, nation):
    know(case, rosh="high")
    made = decide(court, case)
    stranger = nation.accounts["C11"]

    with pytest.raises((PermissionDenied, Http404)):
        decide(stranger, case)
    with change_access.acting_as(account_id=stranger.pk, now=NOW):
        assert queries.decisions(case.pk, limit=5) == []
        assert CaseDecision.objects.filter(id=made.pk).update(superseded_at=NOW) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            CaseDecision.objects.filter(id=made.pk).update(decided_for="CRC")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT allocation_pass_decided(%s, %s)", [made.pk, nation.units["N02T"].pk]
            )
            assert cursor.fetchone() == (None,)
        with pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(
                "SELECT probation_put_case(%s, %s, '', '', null)",
                [case.pk, nation.units["N04T"].pk],
            )
    assert owners(case) == ["N02"]


def test_the_database_passes_a_case_by_a_decision_of_the_moment_alone(case, court, nation):
    know(case, rosh="high")
    made = decide(court, case)
    place = nation.units["C05"].pk

    for wrong in (
        {"body_id": place, "decided_at": NOW - timedelta(hours=1)},
        {"body_id": nation.units["N02"].pk, "decided_at": NOW},
    ):
        CaseDecision.objects.filter(id=made.pk).update(**wrong)
        with (
            change_access.acting_as(account_id=court.pk, now=NOW),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT allocation_pass_decided(%s, %s)", [made.pk, place])
            assert cursor.fetchone() == (None,)
    assert owners(case) == ["N02"]


def test_there_is_no_decision_on_a_day_without_rules(case, court):
    later = NOW.replace(year=2022)

    with pytest.raises(Refused) as refused:
        decide(court, case, at=later)

    assert refused.value.codes == ("no-version",)
