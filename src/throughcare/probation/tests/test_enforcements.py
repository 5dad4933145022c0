"""A failure that was taken further goes on by steps that are allowed on the day, by whoever they are for, once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import (
    Contact,
    Enforcement,
    EnforcementFailure,
    Nsi,
    ProcessMove,
    Requirement,
    Sentence,
)
from throughcare.probation.tests.taking import (
    CRN,
    TODAY,
    acting,
    choose,
    events,
    opened,
    order_of,
    refused,
    standing,
    step,
    steps,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(nation):
    """Of the public service."""
    return nation.accounts["N02"]


@pytest.fixture
def order(nation) -> Sentence:
    return order_of(nation.cases["N02"])


def test_a_breach_goes_to_the_court_which_decides_and_its_clock_stays(officer, order):
    breach = opened(officer, order.case)
    assert refused(step, officer, breach, "information-laid") == ("no-failures",)
    assert refused(step, officer, breach, "breach-concluded", result="continues") == (
        "does-not-follow",
    )
    assert standing(breach) == ("open", "", None, date(2014, 6, 16))
    choose(officer, breach, 2, 3)

    step(officer, breach, "instigated")
    step(officer, breach, "information-laid")
    assert standing(breach) == ("presented", "", None, date(2014, 6, 16))
    step(officer, breach, "summons")
    step(officer, breach, "breach-concluded", result="continues", court_outcome="504")

    assert standing(breach) == ("concluded", "continues", TODAY, date(2014, 6, 16))
    assert (breach.presented_on, breach.court_outcome_id) == (TODAY, "504")
    assert steps(breach) == [
        ("requested", date(2014, 6, 16)),
        ("instigated", date(2014, 6, 16)),
        ("information-laid", None),
        ("summons", None),
        ("breach-concluded", None),
    ]
    acts = [
        act.action
        for act in audit.acts_by(account_id=officer.pk, limit=9)
        if act.detail.get("altered") == f"probation.Enforcement/{breach.pk}"
    ]
    assert sorted(acts) == [
        "enforcement.breach-concluded",
        "enforcement.evidence",
        "enforcement.information-laid",
        "enforcement.instigated",
        "enforcement.summons",
    ]


def test_raised_and_concluded_are_told_once_and_the_log_and_the_intervention_follow(officer, order):
    breach = opened(officer, order.case)
    choose(officer, breach, 2)
    step(officer, breach, "information-laid")
    step(officer, breach, "breach-concluded", result="continues", court_outcome="503")

    told = events()
    assert [name for name in told if "breach" in name] == [
        "probation.breach-raised.v1",
        "probation.breach-concluded.v1",
    ]
    assert told.count("probation.enforcement-changed.v1") == 2
    nsi = Nsi.objects.get(enforcement=breach)
    assert (nsi.type_id, nsi.sentence_id, nsi.referred_on, nsi.ended_on, nsi.outcome_id) == (
        "BRE",
        order.pk,
        TODAY,
        TODAY,
        "BRE08",
    )
    log = Contact.objects.filter(case=order.case, number__gt=3).order_by("number")
    assert list(log.values_list("number", "type")) == [
        (4, "NREF"),
        (5, "ABRQ"),
        (6, "BSRQ"),
        (7, "BREC"),
        (8, "NTER"),
    ]


def test_while_it_goes_on_the_order_is_in_breach_and_failures_count_anew_from_its_end(
    officer, order
):
    breach = opened(officer, order.case)
    choose(officer, breach, 2)
    with acting(officer):
        assert queries.is_in_breach(order.pk)
        assert queries.counted_since(breach) == date(2014, 1, 6)
        assert [each.number for each in queries.candidates(order.case_id, since=TODAY)] == []
        before = queries.candidates(order.case_id, since=queries.counted_since(breach))
        assert [each.number for each in before] == [3, 2]
    step(officer, breach, "information-laid")
    step(officer, breach, "breach-concluded", result="not-proven")

    again = opened(officer, order.case)

    with acting(officer):
        assert queries.breach_ended_on(order.pk) == TODAY
        assert queries.counted_since(again) == TODAY
        assert queries.candidates(order.case_id, since=queries.counted_since(again)) == ()


@pytest.mark.parametrize(
    ("outcome", "result"), [("501", "resentenced"), ("502", "revoked"), ("507", "committed")]
)
def test_a_court_that_ends_the_order_ends_its_requirements_with_it(officer, order, outcome, result):
    breach = opened(officer, order.case)
    choose(officer, breach, 2)
    step(officer, breach, "information-laid")
    assert refused(
        step, officer, breach, "breach-concluded", result="continues", court_outcome=outcome
    ) == ("no-result",)

    step(officer, breach, "breach-concluded", result=result, court_outcome=outcome)

    order.refresh_from_db()
    assert order.terminated_on == TODAY
    assert Requirement.objects.get().ended_on == TODAY


def test_evidence_is_recorded_failures_each_of_requirements_or_of_the_whole_sentence(
    officer, order
):
    breach = opened(officer, order.case)
    duty = Requirement.objects.get()

    assert refused(choose, officer, breach) == ("no-failures",)
    assert refused(choose, officer, breach, 1) == ("no-failures",)
    assert refused(choose, officer, breach, 2, of=(0,)) == ("no-such-requirement",)
    assert not EnforcementFailure.objects.exists()
    assert choose(officer, breach, 2) == 1
    assert choose(officer, breach, 2, 3, of=(duty.pk,)) == 2

    with acting(officer):
        failures = queries.process(breach, at=NOW).failures
    assert [(each.contact, each.requirement, each.reason) for each in failures] == [
        (2, "Activity", "Failed to comply"),
        (3, "Activity", "Failed to comply"),
    ]
    step(officer, breach, "information-laid")
    assert refused(choose, officer, breach, 2) == ("too-late",)
    assert EnforcementFailure.objects.count() == 2


def test_nobody_writes_how_it_stands_but_by_a_step(officer, order):
    breach = opened(officer, order.case)

    with (
        acting(officer),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update probation_enforcement set state = 'concluded' where id = %s", [breach.pk]
        )


@pytest.mark.parametrize("move", ["requested:summons", ":requested", "referred:accepted"])
def test_the_database_takes_no_step_that_does_not_follow(officer, order, move):
    breach = opened(officer, order.case)

    with acting(officer), connection.cursor() as cursor:
        cursor.execute(
            "select probation_take_step(%s, %s, current_date, null, '', null, '', '')",
            [breach.pk, move],
        )
        assert cursor.fetchone() == (None,)
    assert standing(breach)[0] == "open"


def test_a_move_counts_from_its_day_until_it_ends(officer, order):
    breach = opened(officer, order.case)
    choose(officer, breach, 2)
    ProcessMove.objects.filter(code="requested:instigated").update(ends_on=TODAY)

    assert refused(step, officer, breach, "instigated") == ("does-not-follow",)

    ProcessMove.objects.filter(code="requested:instigated").update(ends_on=date(2014, 6, 3))
    step(officer, breach, "instigated")
    assert steps(breach)[-1][0] == "instigated"


def test_it_is_withdrawn_with_a_reason_and_nothing_follows(officer, order):
    breach = opened(officer, order.case)
    assert refused(step, officer, breach, "breach-withdrawn", reason="revoked") == ("no-reason",)

    with acting(officer):
        commands.withdraw_enforcement(
            account_id=officer.pk, crn=CRN, reference=breach.reference, reason="excused", now=NOW
        )

    assert standing(breach) == ("withdrawn", "excused", None, date(2014, 6, 16))
    assert Nsi.objects.get(enforcement=breach).outcome_id == "BRE09"
    assert refused(step, officer, breach, "information-laid") == ("does-not-follow",)
    assert refused(step, officer, breach, "breach-withdrawn", reason="error") == (
        "does-not-follow",
    )


def test_a_warning_is_answered_and_presented_to_nobody(officer, order):
    warning = opened(officer, order.case, EnforcementKind.WARNING)
    assert warning.due_on == date(2014, 6, 4)
    assert refused(step, officer, warning, "information-laid") == ("does-not-follow",)

    step(officer, warning, "warning-answered")

    assert standing(warning)[:2] == ("concluded", "answered")
    assert not Nsi.objects.exists()


@pytest.mark.parametrize("day", [date(2014, 6, 1), date(2014, 6, 3)])
def test_a_step_is_of_a_day_between_the_opening_and_today(officer, order, day):
    warning = opened(officer, order.case, EnforcementKind.WARNING)

    assert refused(step, officer, warning, "warning-answered", on=day) == ("not-a-day-of-it",)
    assert standing(warning)[0] == "open"


def test_what_was_begun_before_steps_were_kept_goes_on_from_where_its_state_says(officer, order):
    old = Enforcement.objects.create(
        case=order.case,
        reference="E0000099",
        kind="breach",
        state="presented",
        opened_on=date(2014, 5, 20),
        due_on=date(2014, 6, 4),
        recorded_at=LONG_AGO,
    )
    with acting(officer):
        assert queries.process(old, at=NOW).title == "Information laid"

    step(officer, old, "breach-concluded", result="continues")

    assert standing(old)[:2] == ("concluded", "continues")
    assert queries.counted_since(old) == date(2013, 5, 20)


def test_a_sentence_is_named_where_the_case_has_several(officer, order):
    other = order_of_second(order)
    with acting(officer):
        with pytest.raises(Refused) as why:
            commands.open_enforcement(
                account_id=officer.pk,
                case_id=order.case_id,
                kind=EnforcementKind.BREACH,
                sentence=9,
                now=NOW,
            )
        made = commands.open_enforcement(
            account_id=officer.pk,
            case_id=order.case_id,
            kind=EnforcementKind.BREACH,
            sentence=other.number,
            now=NOW,
        )
        unsaid = commands.open_enforcement(
            account_id=officer.pk, case_id=order.case_id, kind=EnforcementKind.RECALL, now=NOW
        )

    assert why.value.codes == ("no-such-sentence",)
    assert (made.sentence_id, unsaid.sentence_id) == (other.pk, None)


def order_of_second(order: Sentence) -> Sentence:
    return Sentence.objects.create(
        case=order.case,
        number=2,
        type=order.type,
        offence=order.offence,
        imposed_on=date(2014, 2, 3),
        recorded_at=LONG_AGO,
    )


def test_nobody_elsewhere_takes_a_step_or_chooses_evidence(nation, officer, order):
    breach = opened(officer, order.case)
    stranger = nation.accounts["N04"]

    with pytest.raises((PermissionDenied, Http404)):
        step(stranger, breach, "breach-withdrawn", reason="error")
    with pytest.raises((PermissionDenied, Http404)):
        choose(stranger, breach, 2)

    assert standing(breach)[0] == "open"
    assert not EnforcementFailure.objects.exists()
