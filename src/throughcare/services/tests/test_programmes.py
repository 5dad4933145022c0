"""Accredited programmes: from the order to the report, by groups, sessions and their registers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access.tests.small_nation import person_with_case
from throughcare.probation.models import (
    Appointment,
    Contact,
    Requirement,
    RequirementSubType,
)
from throughcare.services import commands, queries
from throughcare.services.models import (
    Attendance,
    GroupSession,
    ProgrammeGroup,
    ProgrammeReferral,
    ProgrammeStanding,
)
from throughcare.services.rules import programmes as rules
from throughcare.services.tests.conftest import NOW, acting, refused
from throughcare.services.tests.grouping import (
    NEXT,
    OVER,
    arranged,
    grouped,
    line,
    make_programme,
    ordered_for,
    placed,
    referred,
    registered,
    stood,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(nation, case) -> Requirement:
    return make_programme(case)


@pytest.fixture
def member(officer_here, case, programme, nation) -> ProgrammeReferral:
    """Somebody with a place in a group that has a session ahead."""
    made = referred(officer_here, case, programme)
    stood(officer_here, made, "awaiting-allocation")
    group = grouped(officer_here, nation)
    arranged(officer_here, group)
    return placed(officer_here, made, group)


def test_somebody_is_referred_once_to_the_programme_that_is_ordered(
    *, officer_here, case, programme
):
    made = referred(officer_here, case, programme)

    again = refused(referred, officer_here, case, programme)
    assert (made.state_id, made.requirement_id, made.reference[:2]) == (
        *("awaiting-assessment", programme.pk),
        "AP",
    )
    assert again == ("none-ordered",)
    assert ProgrammeReferral.objects.count() == 1


def test_a_stranger_refers_nobody_and_finds_nothing(
    *, officer_here, officer_elsewhere, case, programme
):
    made = referred(officer_here, case, programme)

    with pytest.raises(Http404):
        stood(officer_elsewhere, made, "withdrawn")
    with acting(officer_elsewhere):
        assert queries.on_programme(made.reference) is None
    with pytest.raises(Http404):
        stood(
            officer_here,
            ProgrammeReferral(case_id=made.case_id, reference="AP9"),
            "awaiting-allocation",
        )
    assert ProgrammeStanding.objects.count() == 1


def test_only_what_the_list_has_follows(officer_here, case, programme):
    made = referred(officer_here, case, programme)

    wrong = refused(stood, officer_here, made, "on-programme")
    silent = refused(stood, officer_here, made, "awaiting-allocation", note=" ")
    stood(officer_here, made, "awaiting-allocation")
    groupless = refused(stood, officer_here, made, "scheduled")

    assert (wrong, silent, groupless) == (("does-not-follow",), ("no-note",), ("no-group",))
    assert list(
        ProgrammeStanding.objects.order_by("number").values_list("status_id", flat=True)
    ) == [
        *("awaiting-assessment", "awaiting-allocation"),
    ]


def test_the_database_lets_nothing_follow_that_may_not(officer_here, case, programme):
    made = referred(officer_here, case, programme)

    with acting(officer_here), pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeReferral.objects.filter(id=made.pk).update(state_id="programme-complete")
    with acting(officer_here), pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeReferral.objects.filter(id=made.pk).update(closed_at=NOW)
    assert ProgrammeReferral.objects.get().state_id == "awaiting-assessment"


def test_a_place_in_a_group_is_a_time_in_each_of_its_sessions(*, officer_here, member, programme):
    slot = Appointment.objects.get(type_id="APAT")

    assert (slot.starts_at, slot.requirement_id, slot.sentence_id) == (
        *(NEXT, programme.pk),
        programme.sentence_id,
    )
    assert Attendance.objects.get().referral_id == member.pk


def test_a_place_is_refused_for_every_reason(*, officer_here, member, nation, programme):
    RequirementSubType.objects.create(code="7/2", type_id="7", description="Thinking skills")
    other = grouped(officer_here, nation, programme="7/2", places=1)
    ProgrammeGroup.objects.filter(id=other.pk).update(
        ends_on=NOW.date() + timedelta(days=1), starts_on=NOW.date()
    )

    again = refused(placed, officer_here, member, other, at=NOW + timedelta(days=2))

    assert again == ("not-now", "another-programme", "group-over")
    assert ProgrammeReferral.objects.get().group_id == member.group_id


def test_a_full_group_takes_nobody_more(*, officer_here, member, nation):
    ProgrammeGroup.objects.update(places=1)
    another = person_with_case("Y000001", owner=nation.units["C05"], holder=nation.units["C05T"])
    sentence = member.sentence
    sentence.pk, sentence.case = None, another
    sentence.save()
    second = referred(officer_here, another, ordered_for(another, sentence))
    stood(officer_here, second, "awaiting-allocation")
    group = ProgrammeGroup.objects.get()

    assert refused(placed, officer_here, second, group) == ("full",)
    assert Attendance.objects.count() == 1


def test_a_session_is_held_for_all_or_for_nobody(*, officer_here, member):
    group = ProgrammeGroup.objects.get()

    clash = refused(arranged, officer_here, group)
    past = refused(arranged, officer_here, group, on=NOW - timedelta(days=1))
    twice = refused(arranged, officer_here, group, on=NEXT + timedelta(days=1), second=True)

    assert (clash, past, twice) == (("clash",), ("in-the-past",), ("one-facilitator",))
    assert (GroupSession.objects.count(), Appointment.objects.count()) == (1, 1)


def test_a_group_of_others_is_not_arranged_or_registered(
    *, officer_here, officer_elsewhere, member
):
    group = ProgrammeGroup.objects.get()

    with pytest.raises(PermissionDenied):
        arranged(officer_elsewhere, group, on=NEXT + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        registered(officer_elsewhere, group, line(member))
    with pytest.raises(Http404):
        registered(officer_here, group, line(member), number=9)
    with pytest.raises(Http404):
        arranged(officer_here, ProgrammeGroup(code="APG9"))
    assert Contact.objects.filter(type_id="APAT").count() == 0


def test_the_register_is_the_log_and_counts_sessions(*, officer_here, member, programme):
    group = ProgrammeGroup.objects.get()
    arranged(officer_here, group, on=NEXT + timedelta(days=7))

    early = refused(registered, officer_here, group, line(member), at=NEXT - timedelta(hours=1))
    wrong = refused(registered, officer_here, group, line(member, "AAME"))
    written = registered(officer_here, group, line(member, notes="Spoke well"))
    again = refused(registered, officer_here, group, line(member, "UAAB"))
    later = NEXT + timedelta(days=7, hours=3)
    registered(officer_here, group, line(member, "UAAB"), number=2, at=later)

    assert (early, wrong, written, again) == (
        *(("not-yet",), ("no-such-outcome",)),
        *(1, ("nothing-recorded",)),
    )
    assert list(
        Contact.objects.filter(type_id="APAT")
        .order_by("starts_at")
        .values_list("outcome_id", "notes", "requirement_id")
    ) == [("ATTC", "Spoke well", programme.pk), ("UAAB", "", programme.pk)]
    assert Requirement.objects.get(id=programme.pk).done == 1


def test_it_goes_from_the_order_to_the_report(*, officer_here, member, case):
    stood(officer_here, member, "scheduled")
    stood(officer_here, member, "on-programme")
    untold = refused(stood, officer_here, member, "programme-complete", at=OVER)
    registered(officer_here, ProgrammeGroup.objects.get(), line(member))

    def reported(text: str) -> ProgrammeReferral:
        with acting(officer_here, OVER):
            return commands.write_programme_report(
                account_id=officer_here.pk,
                case_id=case.pk,
                reference=member.reference,
                words=text,
                now=OVER,
            )

    early = refused(reported, " ")
    stood(officer_here, member, "programme-complete", at=OVER)
    reported("Knows what sets them off")

    found = ProgrammeReferral.objects.get()
    assert (untold, early) == (("sessions-untold",), ("not-complete", "no-words"))
    assert (found.state_id, found.group_id, found.closed_at, found.report) == (
        *("programme-complete", None),
        *(None, "Knows what sets them off"),
    )


def test_whoever_leaves_gives_up_the_place_and_what_is_ahead(*, officer_here, member):
    stood(officer_here, member, "scheduled")
    stood(officer_here, member, "return-to-court")
    stood(officer_here, member, "withdrawn")

    found = ProgrammeReferral.objects.get()
    assert (found.group_id, found.closed_at) == (None, NOW)
    assert Appointment.objects.get().is_cancelled is True


def test_a_group_that_cannot_be_is_not_begun(*, officer_here, officer_elsewhere, nation, programme):
    assert refused(grouped, officer_here, nation, programme="7/9", places=21, name=" ") == (
        *("no-programme", "places"),
        "no-name",
    )
    with pytest.raises((PermissionDenied, Http404)):
        grouped(officer_elsewhere, nation)
    assert not ProgrammeGroup.objects.exists()


def test_statuses_follow_by_rows_of_their_day():
    def status(code: str, position: int) -> rules.Status:
        return rules.Status(
            code=code, position=position, description=code, is_closed=False, is_grouped=False
        )

    def follows(to: rules.Status, *, here: str = "a", **days: date) -> rules.Follows:
        return rules.Follows(
            here=here,
            to=to,
            starts_on=days.get("starts_on", date(2003, 1, 1)),
            ends_on=days.get("ends_on"),
        )

    today = date(2026, 6, 1)
    late, early = status("late", 9), status("early", 2)
    found = rules.next_statuses(
        [
            follows(late),
            follows(early),
            follows(status("over", 1), ends_on=today),
            follows(status("to-come", 1), starts_on=today + timedelta(days=1)),
            follows(status("elsewhere", 1), here="b"),
        ],
        here="a",
        on=today,
    )

    assert found == (early, late)
