"""Accredited programmes: from the order to the report, by groups, sessions and their registers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access.tests.small_nation import LONG_AGO, person_with_case
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.probation.models import (
    Appointment,
    Contact,
    ContactType,
    Outcome,
    Requirement,
    RequirementSubType,
    RequirementType,
)
from throughcare.probation.tests.lists import load
from throughcare.services import commands, queries
from throughcare.services.models import (
    Attendance,
    GroupSession,
    ProgrammeGroup,
    ProgrammeReferral,
    ProgrammeStanding,
)
from throughcare.services.rules import programmes as rules
from throughcare.services.tests.conftest import NOW, acting, make_duty, refused

pytestmark = pytest.mark.django_db

NEXT = datetime(2014, 6, 10, 9, tzinfo=UTC)
OVER = NEXT + timedelta(hours=3)


def ordered_for(case, sentence) -> Requirement:
    return Requirement.objects.create(
        number=2,
        case=case,
        sentence=sentence,
        type=RequirementType.objects.get_or_create(
            code="7", defaults={"description": "Accredited programme", "unit": "sessions"}
        )[0],
        sub_type=RequirementSubType.objects.get_or_create(
            code="7/1", defaults={"type_id": "7", "description": "Think First"}
        )[0],
        length=20,
        starts_on=date(2014, 5, 1),
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def programme(nation, case) -> Requirement:
    """The order of a programme, with the lists that it needs."""
    load("services.ProgrammeStatus", "services.ProgrammeMove")
    ContactType.objects.filter(code="APAT").update(is_offered=True)
    Outcome.objects.bulk_create(
        [
            Outcome(
                code="AFTC",
                description="Failed to comply",
                is_attended=True,
                is_complied=False,
                is_enforceable=True,
                is_offered=True,
            )
        ]
    )
    return ordered_for(case, make_duty(case).sentence)


def referred(account, case, programme) -> ProgrammeReferral:
    with acting(account):
        return commands.refer_to_programme(
            account_id=account.pk, case_id=case.pk, requirement_id=programme.pk, now=NOW
        )


def stood(account, referral, status, *, note="Because", at=NOW) -> ProgrammeReferral:
    with acting(account, at):
        return commands.change_programme_status(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            status=status,
            note=note,
            now=at,
        )


def grouped(account, nation, **parts: Any) -> ProgrammeGroup:  # Any: as the command has them
    known: dict[str, Any] = {  # Any: as above
        "unit_id": nation.units["C05T"].pk,
        "office_id": nation.units["C05T"].pk,
        "name": "Tuesdays",
        "programme": "7/1",
        "places": 2,
        "starts_on": NOW.date(),
    }
    with acting(account):
        return commands.add_group(account_id=account.pk, now=NOW, **known | parts)


def placed(account, referral, group, *, at=NOW) -> ProgrammeReferral:
    with acting(account, at):
        return commands.place_in_group(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            group_code=group.code,
            now=at,
        )


def arranged(account, group, *, on=NEXT, second=None, at=NOW) -> GroupSession:
    post = account.posts.get().pk
    with acting(account, at):
        return commands.arrange_group_session(
            account_id=account.pk,
            group_code=group.code,
            starts_at=on,
            ends_at=on + timedelta(hours=2),
            facilitator_post_id=post,
            second_post_id=second and post,
            now=at,
        )


def registered(account, group, *lines: commands.Line, number=1, at=OVER) -> int:
    with acting(account, at):
        return commands.record_register(
            account_id=account.pk, group_code=group.code, number=number, lines=lines, now=at
        )


def line(referral, outcome="ATTC", **more: str) -> commands.Line:
    return commands.Line(referral_id=referral.pk, outcome_code=outcome, **more)


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


def test_pages_lead_from_the_order_to_the_report(
    *, browse, officer_here, officer_elsewhere, case, programme, nation, settings
):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())
    client, here = browse(officer_here), f"/cases/{case.person.crn}/programmes"
    listed = words(client.get(here))
    none = client.post(f"{here}/new", {"requirement": "x"})
    begun = client.post(f"{here}/new", {"requirement": programme.pk})
    address = begun["Location"]
    silent = client.post(f"{address}/status", {"status": "awaiting-allocation"})
    unsaid = client.post(f"{address}/status", {})
    client.post(f"{address}/status", {"status": "awaiting-allocation", "note": "Suitable"})
    empty = client.post("/programme-groups/new", {})
    group = grouped(officer_here, nation)
    desk = f"/programme-groups/{group.code}"
    client.post(f"{address}/place", {"group": group.code})
    time = {
        "day-day": "10",
        "day-month": "6",
        "day-year": "2014",
        "start": "10am",
        "minutes": "120",
    }
    post = officer_here.posts.get().code
    arranged_now = client.post(f"{desk}/sessions", time | {"facilitator": post})
    again = client.post(f"{desk}/sessions", time | {"facilitator": post})
    client.post(f"{address}/status", {"status": "scheduled"})
    client.post(f"{address}/status", {"status": "on-programme"})
    change_clock.set_moment(moment=OVER, now_real=clock.machine_now())
    later = browse(officer_here)
    crn = case.person.crn
    page = words(later.get(f"{desk}/sessions/1"))
    blank = later.post(f"{desk}/sessions/1", {f"{crn}-outcome": "none"})
    saved = later.post(f"{desk}/sessions/1", {f"{crn}-outcome": "ATTC", f"{crn}-notes": "Well"})
    later.post(f"{address}/status", {"status": "programme-complete", "note": "Done"})
    report = later.post(f"{address}/report", {"words": "Learned a lot"})
    end = words(later.get(address))

    assert "Think First" in listed
    assert [each.status_code for each in (none, silent, unsaid, empty)] == [409, 409, 422, 422]
    assert [each.status_code for each in (arranged_now, again, blank, saved, report)] == [
        *(302, 422, 422, 302, 302),
    ]
    assert f"{crn}: There is another appointment then" in words(again)
    assert "What happened?" in page
    assert [
        each for each in ("Programme complete", "Learned a lot", "1 of 20") if each not in end
    ] == []
    assert [
        later.get(path).status_code
        for path in ("/programme-groups", "/programme-groups/new", desk, f"{desk}/sessions")
    ] == [200] * 4
    assert [
        later.get(path).status_code
        for path in (f"{here}/AP9", "/programme-groups/APG9", f"{desk}/sessions/9")
    ] == [404] * 3
    stranger = browse(officer_elsewhere)
    assert stranger.get(address).status_code == 302
    assert "Ann Other" not in words(stranger.get(desk))
