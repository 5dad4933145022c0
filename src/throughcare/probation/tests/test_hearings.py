"""Hearings are listed, come to something, and keep the chain where they are adjourned."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import HearingKind, HearingState
from throughcare.probation.models import CaseAssignment, Court, Hearing

pytestmark = pytest.mark.django_db

IN_A_WEEK = NOW + timedelta(days=7)
IN_A_MONTH = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def courts(db) -> None:
    Court.objects.create(code="ABGVMC", name="Abergavenny Magistrates' Court", kind="magistrates")
    Court.objects.create(code="BRGHCC", name="Brighton Crown Court", kind="crown")


def acting(account, at=NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def listed(account, case, *, starts_at=IN_A_WEEK, court="ABGVMC", at=NOW) -> Hearing:
    with acting(account, at):
        return commands.list_hearing(
            account_id=account.pk,
            case_id=case.pk,
            court_code=court,
            kind=HearingKind.BREACH,
            starts_at=starts_at,
            now=at,
        )


def adjourned(account, hearing, *, starts_at=IN_A_MONTH, reason="Ill", at=NOW) -> Hearing:
    with acting(account, at):
        return commands.adjourn_hearing(
            account_id=account.pk,
            reference=hearing.reference,
            reason=reason,
            court_code="BRGHCC",
            starts_at=starts_at,
            now=at,
        )


def as_told(account, case, at=NOW) -> list[tuple[str, str, str, str]]:
    with acting(account, at):
        found = queries.hearings(case.pk, at=at, limit=9)
    return [(each.reference, each.state, each.follows, each.followed_by) for each in found]


def test_a_hearing_is_listed_and_the_trail_and_an_event_say_so(officer_here, case):
    made = listed(officer_here, case)

    assert (made.state, made.court_id, made.starts_at) == ("listed", "ABGVMC", IN_A_WEEK)
    assert as_told(officer_here, case) == [(made.reference, "listed", "", "")]
    (act,) = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert (act.action, act.detail) == ("hearing.listed", {"reference": made.reference})
    with connection.cursor() as cursor:
        cursor.execute("select name, subject from outbox_event")
        assert cursor.fetchall() == [("probation.hearing-listed.v1", "crn:X000003")]


def test_every_reason_against_a_hearing_is_given_at_once_and_nothing_is_written(officer_here, case):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    with pytest.raises(Refused) as refused:
        listed(officer_here, case, court="NOWHERE", starts_at=NOW - timedelta(days=1))

    assert refused.value.codes == ("no-such-court", "in-the-past", "case-closed")
    assert not Hearing.objects.exists()


def test_one_of_this_morning_can_still_be_added_and_the_same_one_not_twice(officer_here, case):
    this_morning = NOW - timedelta(hours=1)
    listed(officer_here, case, starts_at=this_morning)

    with pytest.raises(Refused) as refused:
        listed(officer_here, case, starts_at=this_morning)

    assert refused.value.codes == ("listed-already",)
    assert "2 June 2014 at 09:00" in str(refused.value)


def test_a_result_is_recorded_once_the_hearing_has_begun_and_not_before(officer_here, case):
    made = listed(officer_here, case)
    with acting(officer_here), pytest.raises(Refused) as early:
        commands.record_hearing(
            account_id=officer_here.pk, reference=made.reference, result=" ", now=NOW
        )

    with acting(officer_here, IN_A_WEEK):
        commands.record_hearing(
            account_id=officer_here.pk,
            reference=made.reference,
            result=" Order to go on ",
            now=IN_A_WEEK,
        )
        with pytest.raises(Refused) as again:
            commands.record_hearing(
                account_id=officer_here.pk, reference=made.reference, result="x", now=IN_A_WEEK
            )

    made.refresh_from_db()
    assert early.value.codes == ("no-result", "not-yet")
    assert again.value.codes == ("is-over",)
    assert (made.state, made.result, made.ended_at) == ("held", "Order to go on", IN_A_WEEK)


def test_an_adjournment_keeps_the_chain_and_the_trail_names_what_it_altered(officer_here, case):
    first = listed(officer_here, case)

    second = adjourned(officer_here, first)
    third = adjourned(officer_here, second, starts_at=IN_A_MONTH + timedelta(days=1))

    assert as_told(officer_here, case) == [
        (third.reference, "listed", second.reference, ""),
        (second.reference, "adjourned", first.reference, third.reference),
        (first.reference, "adjourned", "", second.reference),
    ]
    assert (third.court_id, third.kind) == ("BRGHCC", "breach")
    altered = [
        act.detail["altered"]
        for act in audit.acts_by(account_id=officer_here.pk, limit=9)
        if act.action == "hearing.adjourned"
    ]
    assert altered == [f"probation.Hearing/{second.pk}", f"probation.Hearing/{first.pk}"]


def test_an_adjournment_to_an_earlier_time_or_for_no_reason_leaves_the_hearing_listed(
    officer_here, case
):
    first = listed(officer_here, case)

    with pytest.raises(Refused) as refused:
        adjourned(officer_here, first, starts_at=IN_A_WEEK - timedelta(hours=1), reason=" ")

    assert refused.value.codes == ("no-result", "not-later")
    assert as_told(officer_here, case) == [(first.reference, "listed", "", "")]


def test_a_vacated_hearing_is_over_with_its_reason_and_another_can_be_listed_then(
    officer_here, case
):
    first = listed(officer_here, case)

    with acting(officer_here):
        commands.vacate_hearing(
            account_id=officer_here.pk, reference=first.reference, reason="Withdrawn", now=NOW
        )
    again = listed(officer_here, case)

    first.refresh_from_db()
    assert (first.state, first.result) == ("vacated", "Withdrawn")
    assert again.follows is None


def test_hearings_are_told_as_they_stood_on_another_day(officer_here, case):
    first = listed(officer_here, case)
    adjourned(officer_here, first, at=NOW + timedelta(days=1))

    with acting(officer_here, IN_A_WEEK):
        (before,) = queries.hearings(case.pk, at=NOW + timedelta(hours=1), limit=9)
        none = queries.hearings(case.pk, at=NOW - timedelta(hours=1), limit=9)

    assert (before.state, before.result, before.followed_by) == ("listed", "", "")
    assert none == ()


def test_nobody_elsewhere_reads_or_changes_a_hearing(officer_here, officer_elsewhere, case):
    made = listed(officer_here, case)

    with pytest.raises((PermissionDenied, Http404)):
        listed(officer_elsewhere, case)
    with pytest.raises(Http404):
        adjourned(officer_elsewhere, made)
    with acting(officer_elsewhere):
        assert not Hearing.objects.exists()
        assert Hearing.objects.filter(id=made.pk).update(result="x") == 0
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into probation_hearing (case_id, reference, court_id, kind, starts_at, state, result, recorded_at)"
                " values (%s, 'H1', 'ABGVMC', 'trial', %s, 'listed', '', %s)",
                [case.pk, IN_A_MONTH, NOW],
            )

    assert as_told(officer_here, case) == [(made.reference, "listed", "", "")]


def test_what_is_over_is_not_rewritten_and_no_hearing_ends_without_a_result(officer_here, case):
    made = listed(officer_here, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.filter(id=made.pk).update(state=HearingState.HELD, ended_at=NOW)
    adjourned(officer_here, made)

    with acting(officer_here):
        changed = Hearing.objects.filter(id=made.pk).update(result="Other words")

    assert changed == 0


def test_a_diary_has_the_hearings_of_the_cases_of_its_posts_and_hides_what_is_closed(
    officer_here, case
):
    made = listed(officer_here, case, starts_at=datetime(2014, 6, 9, 9, tzinfo=UTC))
    post_id = officer_here.posts.get().pk
    CaseAssignment.objects.filter(item=case).update(post_id=post_id)

    def week() -> tuple[queries.ListedHearing, ...]:
        with acting(officer_here):
            return queries.hearings_of_posts(starts_at=NOW, ends_at=IN_A_MONTH, post_ids=[post_id])

    (shown,) = week()
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    (closed,) = week()

    assert (shown.reference, shown.crn, shown.name, shown.court) == (
        made.reference,
        "X000003",
        "Other, Ann",
        "Abergavenny Magistrates' Court",
    )
    assert closed == queries.ListedHearing(
        reference=None,
        crn="X000003",
        is_limited=True,
        first=None,
        last=None,
        starts_at=made.starts_at,
        kind=None,
        state=None,
        court=None,
        rosh=None,
    )
