"""Figures of a provider and a month, from the records of other rooms and for those who may see them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.assessments.models import Assessment, Tool
from throughcare.measures import queries as measures
from throughcare.measures.tests.conftest import AUGUST, JUNE, june, noon, scoped
from throughcare.people.models import Person
from throughcare.probation.models import (
    Appointment,
    CourtReport,
    CourtReportAssignment,
    Enforcement,
)
from throughcare.unpaidwork.choices import Status
from throughcare.unpaidwork.models import Appointment as Slot
from throughcare.unpaidwork.models import Order, Session
from throughcare.unpaidwork.tests.conftest import make_codes, make_project

pytestmark = pytest.mark.django_db


def figure(
    by, code: str, *, of: str, month: tuple[date, date] = JUNE, now=AUGUST
) -> measures.Figure:
    with change_access.acting_as(account_id=by.pk, now=now):
        found = measures.figure(
            code, of=scoped(of), since=month[0], until=month[1], today=now.date()
        )
    assert found is not None
    return found


def outcomes(found: measures.Figure) -> dict[int, tuple[str, str]]:
    return {each.facts.case_id: (each.outcome.value, each.why) for each in found.judged}


def test_allocation_is_counted_from_the_day_of_sentence(division, head_elsewhere):
    in_time = division.order(june(6), given_on=june(10))
    late = division.order(june(6), given_on=june(11))
    known_before = division.order(june(6), given_on=june(2))
    division.order(date(2014, 7, 1), given_on=date(2014, 7, 1))
    fine = division.case(given_on=june(6))
    division.sentence(fine, june(6), type_code="999")

    found = figure(head_elsewhere, "SL002", of="N02")

    assert outcomes(found) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        known_before.pk: (
            "excluded",
            "The case was with a provider before the sentence, so none was due",
        ),
    }
    assert found.tally.share == Decimal("50.0")
    assert found.recorded_at == noon(june(6))


def test_a_first_appointment_is_for_a_day_within_five_business_days_of_allocation(town, head_here):
    in_time, late, by_telephone, died = (town.order(june(5), given_on=june(6)) for _ in range(4))
    town.book(in_time, june(13))
    town.book(late, june(16))
    town.book(by_telephone, june(9), type_code="COPT")
    Person.objects.filter(pk=died.person_id).update(died_on=june(13))

    found = figure(head_here, "SL001R", of="C05")

    assert outcomes(found) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        by_telephone.pk: ("missed", "Not done by the last day"),
        died.pk: ("excluded", "The person died"),
    }


def test_sentences_of_one_day_start_one_clock_and_a_deferred_one_none(division, head_elsewhere):
    twice = division.order(june(6), given_on=june(10))
    division.sentence(twice, june(6), type_code="203")
    deferred = division.case(given_on=june(10))
    division.sentence(deferred, june(6), type_code="202")

    found = figure(head_elsewhere, "SL002", of="N02")

    assert [(each.facts.case_id, each.outcome.value) for each in found.judged] == [
        (twice.pk, "met")
    ]


def test_an_appointment_that_was_cancelled_does_not_count(town, head_here):
    case = town.order(june(5), given_on=june(6))
    town.book(case, june(13))
    Appointment.objects.filter(case=case).update(is_cancelled=True)

    assert outcomes(figure(head_here, "SL001R", of="C05")) == {
        case.pk: ("missed", "Not done by the last day")
    }


def test_a_case_that_went_elsewhere_before_the_limit_is_excluded_and_one_after_is_not(
    town, head_here
):
    before, after = (town.order(june(5), given_on=june(6)) for _ in range(2))
    town.goes(before, "N02", on=june(13))
    town.goes(after, "N02", on=june(16))

    assert outcomes(figure(head_here, "SL001R", of="C05")) == {
        before.pk: ("excluded", "The case went to another provider"),
        after.pk: ("missed", "Not done by the last day"),
    }


def test_a_case_that_a_provider_had_is_allocated_with_the_sentence_or_within_two_weeks(
    town, division, head_here
):
    stays, handed_on, moved_later = (division.case() for _ in range(3))
    for case in (stays, handed_on, moved_later):
        division.sentence(case, june(5))
    division.goes(handed_on, "C05", on=june(9))
    division.goes(moved_later, "C05", on=june(25))
    town.book(handed_on, june(16))

    assert outcomes(figure(head_here, "SL001R", of="C05")) == {handed_on.pk: ("met", "In time")}


def test_somebody_who_is_released_is_seen_within_a_business_day(town, head_here):
    in_time, late, recalled = (
        town.release(june(6)),
        town.release(june(6)),
        town.release(june(6), recalled_on=june(9)),
    )
    town.book(in_time, june(9))
    town.book(late, june(10))

    assert outcomes(figure(head_here, "SL002R", of="C05")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        recalled.pk: ("excluded", "The person was in custody"),
    }


def test_a_plan_is_completed_within_fifteen_business_days_of_the_first_attendance(town, head_here):
    in_time, late, absent = (town.order(june(2), given_on=june(2)) for _ in range(3))
    Tool.objects.create(code="LAYER3", description="Full", has_plan=True)
    for case, done_on in ((in_time, june(23)), (late, june(24))):
        town.book(case, june(2), outcome="ATTC")
        town.book(case, june(9), outcome="ATTC")
        Assessment.objects.create(
            case=case,
            number=1,
            tool_id="LAYER3",
            state="completed",
            plan_kind="initial",
            begun_at=noon(june(2)),
            saved_at=noon(done_on),
            signed_at=noon(done_on),
            ended_at=noon(done_on),
        )
    town.book(absent, june(2), outcome="UAAB")

    assert outcomes(figure(head_here, "CRC-PLAN", of="C05")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
    }


def test_unpaid_work_is_arranged_within_seven_business_days(town, nation, head_here):
    in_time, late = (town.order(june(5), given_on=june(6)) for _ in range(2))
    make_codes()
    project = make_project(nation.units["C05T"])
    for case, day in ((in_time, june(17)), (late, june(18))):
        order = Order.objects.create(
            case=case,
            sentence=case.sentences.get(),
            ordered_minutes=6000,
            recorded_at=LONG_AGO,
        )
        town.book(case, day, type_code="CUPA")
        Slot.objects.create(
            case=case,
            order=order,
            session=Session.objects.create(
                project=project,
                day=day,
                starts_at=noon(day),
                ends_at=noon(day) + timedelta(hours=7),
                places=8,
                recorded_at=LONG_AGO,
            ),
            slot=Appointment.objects.get(case=case),
            offered_minutes=30,
            recorded_at=LONG_AGO,
        )

    assert outcomes(figure(head_here, "SL006R", of="C05")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
    }


def test_a_breach_is_presented_within_ten_business_days(division, head_elsewhere):
    def breach(case, *, state: str, presented_on: date | None) -> None:
        Enforcement.objects.create(
            case=case,
            reference=f"B{case.pk}",
            kind="breach",
            state=state,
            opened_on=june(2),
            due_on=june(16),
            presented_on=presented_on,
            concluded_on=june(10) if state == "withdrawn" else None,
            result="error" if state == "withdrawn" else "",
            recorded_at=noon(june(2)),
        )

    in_time, late, unknown, withdrawn = (division.case() for _ in range(4))
    breach(in_time, state="presented", presented_on=june(16))
    breach(late, state="presented", presented_on=june(17))
    breach(unknown, state="presented", presented_on=None)
    breach(withdrawn, state="withdrawn", presented_on=None)

    assert outcomes(figure(head_elsewhere, "SL014", of="N02")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        unknown.pk: ("waiting", "It was done, and the record does not say when"),
        withdrawn.pk: ("excluded", "It ended, or was withdrawn"),
    }


def test_a_report_is_done_by_the_day_that_the_court_set(division, nation, head_elsewhere):
    def report(case, *, state: str, ended_on: date | None) -> None:
        made = CourtReport.objects.create(
            case=case,
            reference=f"R{case.pk}",
            court="Leeds",
            state=state,
            asked_on=june(2),
            due_on=june(16),
            ended_on=ended_on,
            recorded_at=noon(june(2)),
        )
        CourtReportAssignment.objects.create(
            item=made,
            owner=nation.units["N02"],
            holder=nation.units["N02T"],
            starts_at=noon(june(2)),
            recorded_at=noon(june(2)),
            basis="recorded",
        )

    in_time, late, unneeded = (division.case() for _ in range(3))
    report(in_time, state="done", ended_on=june(16))
    report(late, state="done", ended_on=june(17))
    report(unneeded, state="cancelled", ended_on=june(12))

    assert outcomes(figure(head_elsewhere, "SL001", of="N02")) == {
        in_time.pk: ("met", "In time"),
        late.pk: ("missed", "Too late"),
        unneeded.pk: ("excluded", "It ended, or was withdrawn"),
    }


def test_an_appointment_is_offered_in_each_full_month(town, head_here):
    seen, unseen, came_in_june = (
        town.case(),
        town.case(),
        town.case(given_on=june(10)),
    )
    inside = town.release(date(2014, 7, 20))
    for case in (seen, unseen, came_in_june):
        town.sentence(case, date(2014, 3, 3))
    town.book(seen, june(30))
    town.book(unseen, date(2014, 7, 1))

    assert outcomes(figure(head_here, "SCH9-AK", of="C05")) == {
        seen.pk: ("met", "In time"),
        unseen.pk: ("missed", "Not done by the last day"),
        inside.pk: ("excluded", "The person was in custody"),
    }


def test_unpaid_work_is_done_within_a_year_of_the_sentence(town, nation, head_here):
    done, late, other_month = (town.case() for _ in range(3))
    for case, imposed_on, completed_on in (
        (done, date(2013, 6, 10), june(10)),
        (late, date(2013, 6, 10), june(11)),
        (other_month, date(2013, 7, 1), None),
    ):
        sentence = town.sentence(case, imposed_on)
        Order.objects.create(
            case=case,
            sentence=sentence,
            ordered_minutes=6000,
            status=Status.COMPLETED if completed_on else Status.TO_ALLOCATE,
            completed_on=completed_on,
            recorded_at=LONG_AGO,
        )

    with (
        change_access.acting_as(account_id=head_here.pk, now=AUGUST),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT case_id, due_on, done_on FROM measures_by_unpaid_work_ordered(%s, %s, %s, '{}', 12)",
            [[nation.units["C05"].pk], *JUNE],
        )
        rows = sorted(cursor.fetchall())

    assert rows == [
        (done.pk, june(10), june(10)),
        (late.pk, june(10), june(11)),
    ]


def test_what_no_record_shows_says_so_and_has_no_figure(town, head_here):
    found = figure(head_here, "RECONVICTED", of="C05")

    assert (found.judged, found.recorded_at, found.tally.share) == ((), None, None)
    assert found.definition.unrecorded.startswith("Later convictions come from")


def test_a_team_has_the_figures_of_its_own_cases(town, nation, team_manager):
    mine = town.order(june(5), given_on=june(6))
    theirs = town.order(june(5), given_on=june(6))
    theirs.assignments.update(holder=nation.units["C05"])

    assert set(outcomes(figure(team_manager, "SL001R", of="C05T"))) == {mine.pk}
    assert figure(team_manager, "SL001R", of="C05").judged == ()


def test_nobody_is_given_the_figures_of_a_provider_that_is_not_theirs(
    town, head_elsewhere, officer_here, head_here
):
    case = town.order(june(5), given_on=june(6))

    assert set(outcomes(figure(head_here, "SL001R", of="C05"))) == {case.pk}
    assert figure(head_elsewhere, "SL001R", of="C05").judged == ()
    assert figure(officer_here, "SL001R", of="C05").judged == ()


def test_it_takes_as_many_queries_for_many_cases_as_for_few(town, head_here):
    def counted() -> int:
        with (
            change_access.acting_as(account_id=head_here.pk, now=AUGUST),
            CaptureQueriesContext(connection) as asked,
        ):
            measures.figures(of=scoped("C05"), since=JUNE[0], until=JUNE[1], today=AUGUST.date())
        return len(asked)

    few = counted()
    for _ in range(5):
        town.order(june(5), given_on=june(6))

    assert counted() == few
