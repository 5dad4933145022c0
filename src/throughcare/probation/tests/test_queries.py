from datetime import datetime, time, timedelta

import pytest

from throughcare.access import commands as access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give, person_with_case
from throughcare.kernel.days import HERE
from throughcare.probation import commands, queries
from throughcare.probation.models import Appointment, Case, CaseAssignment, Contact, RiskProfile

TODAY = datetime.combine(NOW.date(), time(), tzinfo=HERE)


def acting(account):
    return access.acting_as(account_id=account.pk, now=NOW)


def hold(case, account):
    CaseAssignment.objects.filter(item=case).update(post_id=account.posts.get().pk)


def tasks(account):
    return queries.tasks(
        post_ids=[account.posts.get().pk],
        now=NOW,
        today=TODAY,
        tomorrow=TODAY + timedelta(days=1),
        since=TODAY - timedelta(days=60),
        soon=NOW.date() + timedelta(days=14),
        release_soon=NOW.date() + timedelta(days=28),
    )


def test_a_card_says_who_it_is_and_what_is_known_to_who_may_read_it(case, officer_here):
    RiskProfile.objects.filter(case=case).update(rosh="high")

    with acting(officer_here):
        card = queries.card_of(case.person.crn, at=NOW)

    assert (card.name, card.view, card.is_writable, card.rosh, card.owner) == (
        "Other, Ann",
        "full",
        True,
        "high",
        "C05",
    )


def test_elsewhere_a_card_says_who_answers_and_nothing_of_the_case(case, officer_elsewhere):
    RiskProfile.objects.filter(case=case).update(rosh="high")

    with acting(officer_elsewhere):
        card = queries.card_of(case.person.crn, at=NOW)

    assert (card.name, card.view, card.owner, card.rosh, card.flags, card.last_at) == (
        "Other, Ann",
        None,
        "C05",
        None,
        None,
        None,
    )


def test_of_an_excluded_record_only_the_number_is_given(case, officer_here):
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    with acting(officer_here):
        card = queries.card_of(case.person.crn, at=NOW)

    assert (card.crn, card.is_refused, card.view, card.name, card.owner) == (
        case.person.crn,
        True,
        None,
        "",
        None,
    )


def test_a_caseload_as_at_a_day_is_the_one_held_then(nation, case, officer_here):
    hold(case, officer_here)
    give(case, owner=nation.units["N02"], holder=nation.units["N02T"], starts_at=NOW)
    post = [officer_here.posts.get().pk]

    with acting(officer_here):
        now = queries.caseload(at=NOW, post_ids=post)
        before = queries.caseload(at=NOW - timedelta(days=1), post_ids=post)

    assert [card.crn for card in now.cards] == []
    assert [(card.crn, card.view, card.owner) for card in before.cards] == [
        (case.person.crn, None, "C05")
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_a_caseload_is_two_queries_however_long(
    nation, case, officer_here, number, django_assert_num_queries
):
    hold(case, officer_here)
    for extra in range(1, number):
        hold(
            person_with_case(
                f"Y{extra:06}", owner=nation.units["C05"], holder=nation.units["C05T"]
            ),
            officer_here,
        )

    post = [officer_here.posts.get().pk]

    with acting(officer_here), django_assert_num_queries(2):
        held = queries.caseload(at=NOW, post_ids=post)

    assert held.total == number


@pytest.mark.usefixtures("slot", "flag")
def test_the_queue_is_ranked_by_risk_and_then_by_time(nation, case, officer_here):
    hold(case, officer_here)
    other = person_with_case("Y000009", owner=nation.units["C05"], holder=nation.units["C05T"])
    hold(other, officer_here)
    RiskProfile.objects.filter(case=other).update(rosh="very high")

    with acting(officer_here):
        queue = tasks(officer_here)

    assert [(task.crn, task.kind) for task in queue] == [
        ("Y000009", "no-appointment"),
        (case.person.crn, "review"),
        (case.person.crn, "today"),
    ]


def test_the_log_comes_in_pages_latest_first(case, officer_here):
    for number in range(2, 5):
        Contact.objects.create(
            case=case,
            number=number,
            type_id="CTOA",
            starts_at=NOW - timedelta(days=number),
            recorded_at=NOW,
        )

    with acting(officer_here):
        first = queries.timeline(case.id, at=NOW, limit=2)
        last = first[-1]
        second = queries.timeline(case.id, at=NOW, limit=2, after=(last.starts_at, last.number))

    assert [entry.number for entry in (*first, *second)] == [2, 3, 4, 1]


@pytest.mark.usefixtures("slot")
def test_a_diary_says_that_time_is_taken_and_no_more_of_a_closed_record(case, officer_here):
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    with acting(officer_here):
        (shown,) = queries.diary(
            starts_at=NOW - timedelta(days=1),
            ends_at=NOW,
            post_ids=[officer_here.posts.get().pk],
        )

    assert (shown.crn, shown.is_limited, shown.last, shown.description, shown.outcome) == (
        case.person.crn,
        True,
        None,
        None,
        None,
    )


def test_what_waits_in_a_case_is_what_had_no_outcome_then(slot, officer_here):
    Appointment.objects.filter(pk=slot.pk).update(recorded_at=NOW - timedelta(days=2))
    Case.objects.filter(id=slot.case_id).update(contacts_made=1)

    with acting(officer_here):
        before = queries.open_slots(slot.case_id, at=NOW, limit=10)
        commands.record_outcome(
            account_id=officer_here.pk, appointment_id=slot.pk, outcome_code="ATTC", now=NOW
        )
        after = queries.open_slots(slot.case_id, at=NOW, limit=10)
        the_day_before = queries.open_slots(slot.case_id, at=NOW - timedelta(days=1), limit=10)

    assert [waiting.key for waiting in before] == [queries.key_of(slot.starts_at)]
    assert after == ()
    assert the_day_before == before
