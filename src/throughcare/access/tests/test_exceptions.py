"""The dated exceptions: who may make, read and end them, by the commands and by row-level security beneath."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import ProgrammingError

from throughcare.access import commands
from throughcare.access.choices import GrantKind, RestrictionKind
from throughcare.access.models import Grant, Restriction
from throughcare.access.rules.exceptions import Refusal
from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit.models import Entry
from throughcare.kernel.refusals import Refused

WHY = "a relative of the person"


@pytest.fixture
def person(nation):
    """Somebody under supervision of company C05."""
    return nation.cases["C05"].person_id


@pytest.fixture
def exclusion(person, officer_here) -> Restriction:
    return Restriction.objects.create(
        person_id=person, account=officer_here, kind="exclusion", reason=WHY, starts_at=LONG_AGO
    )


def restrict(
    by, *, person, account, kind=RestrictionKind.EXCLUSION, reason=WHY, message="", ends_at=None
) -> Restriction:
    with commands.acting_as(account_id=by.pk, now=NOW):
        return commands.restrict(
            person_id=person,
            account_id=account.pk,
            kind=kind,
            reason=reason,
            message=message,
            ends_at=ends_at,
            made_by_id=by.pk,
            now=NOW,
        )


def end(restriction, *, by, now: datetime = NOW) -> None:
    with commands.acting_as(account_id=by.pk, now=now):
        commands.end_restriction(restriction_id=restriction.pk, account_id=by.pk, now=now)


def noted() -> list[str]:
    return list(Entry.objects.order_by("at", "pk").values_list("action", flat=True))


def test_a_manager_of_the_owner_restricts_reads_and_ends(manager_here, officer_here, person):
    made = restrict(manager_here, person=person, account=officer_here, message="Ask your manager")
    with commands.acting_as(account_id=manager_here.pk, now=NOW):
        read = list(Restriction.objects.values_list("pk", flat=True))

    end(made, by=manager_here, now=NOW + timedelta(hours=1))

    made.refresh_from_db()
    assert read == [made.pk]
    assert (made.message, made.ends_at) == ("Ask your manager", NOW + timedelta(hours=1))
    assert noted() == ["person.exclusion-made", "person.exclusion-ended"]


def test_a_manager_elsewhere_is_refused_by_every_command(
    manager_elsewhere, officer_here, person, exclusion
):
    with pytest.raises(PermissionDenied):
        restrict(manager_elsewhere, person=person, account=officer_here)
    with pytest.raises(PermissionDenied):
        end(exclusion, by=manager_elsewhere)

    exclusion.refresh_from_db()
    assert exclusion.ends_at is None
    assert list(Restriction.objects.all()) == [exclusion]
    assert noted() == []


def test_row_security_hides_a_restriction_from_a_manager_elsewhere_and_lets_none_be_ended(
    manager_elsewhere, exclusion
):
    with commands.acting_as(account_id=manager_elsewhere.pk, now=NOW):
        seen = list(Restriction.objects.all())
        ended = Restriction.objects.filter(pk=exclusion.pk).update(ends_at=NOW)

    exclusion.refresh_from_db()
    assert (seen, ended, exclusion.ends_at) == ([], 0, None)


def test_row_security_refuses_a_restriction_by_a_manager_elsewhere(
    manager_elsewhere, officer_here, person
):
    with (
        commands.acting_as(account_id=manager_elsewhere.pk, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Restriction.objects.create(
            person_id=person,
            account=officer_here,
            kind="exclusion",
            reason=WHY,
            starts_at=NOW,
            made_by_id=manager_elsewhere.pk,
        )

    assert not Restriction.objects.exists()


def test_a_person_is_restricted_by_who_has_the_open_case_and_not_by_who_had_the_last(
    nation, manager_here, manager_elsewhere, officer_here, person
):
    earlier = nation.cases["C05"]
    earlier.closed_at = NOW - timedelta(days=1)
    earlier.save(update_fields=["closed_at"])
    now = type(earlier).objects.create(person_id=person, opened_at=NOW, recorded_at=NOW)
    small_nation.give(now, owner=nation.units["N02"], holder=nation.units["N02T"])

    with pytest.raises(PermissionDenied):
        restrict(manager_here, person=person, account=officer_here)
    made = restrict(manager_elsewhere, person=person, account=officer_here)

    assert list(Restriction.objects.all()) == [made]


def test_an_account_knows_of_its_own_exclusion_and_cannot_end_it(
    nation, manager_here, person, exclusion
):
    exclusion.account = manager_here
    exclusion.save(update_fields=["account"])

    with commands.acting_as(account_id=manager_here.pk, now=NOW):
        seen = list(Restriction.objects.all())
        ended = Restriction.objects.filter(pk=exclusion.pk).update(ends_at=NOW)
    with pytest.raises(PermissionDenied):
        end(exclusion, by=manager_here)

    assert (seen, ended) == ([exclusion], 0)


def test_who_is_let_in_is_changed_by_those_let_in_alone_so_its_maker_comes_first(
    nation, manager_here, officer_here, person
):
    only = RestrictionKind.RESTRICTION
    with pytest.raises(Refused) as refused:
        restrict(manager_here, person=person, account=officer_here, kind=only)
    restrict(manager_here, person=person, account=manager_here, kind=only)
    restrict(manager_here, person=person, account=officer_here, kind=only)
    other = small_nation.officer(
        "second-c05", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )

    with pytest.raises(PermissionDenied):
        restrict(other, person=person, account=other, kind=only)

    assert refused.value.reasons == (Refusal.KEEPS_ITS_MAKER_OUT,)
    named = Restriction.objects.order_by("pk").values_list("account__username", flat=True)
    assert list(named) == ["manager-c05", "officer-c05"]


def test_a_restriction_that_is_wanting_is_refused_with_every_reason_and_not_written(
    manager_here, officer_here, person, exclusion
):
    with pytest.raises(Refused) as refused:
        restrict(manager_here, person=person, account=officer_here, reason=" kin ", ends_at=NOW)

    assert refused.value.reasons == (
        Refusal.NO_REASON,
        Refusal.ENDS_BEFORE_IT_STARTS,
        Refusal.STANDS_ALREADY,
    )
    assert list(Restriction.objects.all()) == [exclusion]


def test_a_restriction_with_an_end_ahead_is_ended_before_it_and_never_again(
    manager_here, exclusion
):
    exclusion.ends_at = NOW + timedelta(days=9)
    exclusion.save(update_fields=["ends_at"])
    end(exclusion, by=manager_here)

    with pytest.raises(PermissionDenied):
        end(exclusion, by=manager_here, now=NOW + timedelta(hours=1))
    with commands.acting_as(account_id=manager_here.pk, now=NOW + timedelta(hours=1)):
        assert Restriction.objects.update(ends_at=NOW) == 0

    exclusion.refresh_from_db()
    assert exclusion.ends_at == NOW


def test_an_emergency_opens_a_case_for_hours_and_is_told_to_the_manager(
    nation, officer_here, manager_here
):
    case = nation.cases["N02"]
    with commands.acting_as(account_id=officer_here.pk, now=NOW):
        made = commands.open_in_emergency(
            account_id=officer_here.pk,
            case_id=case.pk,
            reason="came in distress",
            hours=24,
            now=NOW,
        )
    later = NOW + timedelta(hours=1)
    with commands.acting_as(account_id=manager_here.pk, now=later):
        commands.end_grant(grant_id=made.pk, account_id=manager_here.pk, now=later)

    made.refresh_from_db()
    assert (made.told_account_id, made.ends_at) == (manager_here.pk, later)
    assert noted() == ["grant.emergency-opened", "grant.ended"]


@pytest.mark.parametrize(
    "changed",
    [
        {"ends_at": NOW + timedelta(hours=24, seconds=1)},
        {"starts_at": NOW - timedelta(hours=1)},
        {"kind": GrantKind.EXPLICIT},
        {"kind": GrantKind.MINIMUM, "case": "SWM"},
        {"account": "C11"},
        {"made_by": "C11"},
    ],
    ids=[
        "too long",
        "backdated",
        "no kind of its own",
        "out of reach",
        "for another",
        "by another",
    ],
)
def test_row_security_refuses_an_exception_that_no_command_would_make(
    nation, officer_here, changed
):
    given = {
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=24),
        "kind": GrantKind.EMERGENCY,
        "account": "C05",
        "made_by": "C05",
        "case": "C05",
    } | changed
    # Trusts have a protocol with companies: without it, their cases are out of reach of one.
    small_nation.end_protocol(reader="crc", owner="trust", ends_at=NOW)

    with (
        commands.acting_as(account_id=officer_here.pk, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Grant.objects.create(
            account=nation.accounts[given["account"]],
            case_id=nation.cases[given["case"]].pk,
            kind=given["kind"],
            reason="came in distress",
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            made_by_id=nation.accounts[given["made_by"]].pk,
        )

    assert not Grant.objects.exists()


def test_the_minimum_view_lasts_until_midnight_also_on_the_longest_day(nation, officer_elsewhere):
    now = datetime(2014, 10, 25, 23, 0, tzinfo=UTC)  # midnight in London, the clocks go back
    with commands.acting_as(account_id=officer_elsewhere.pk, now=now):
        made = commands.open_minimum_view(
            account_id=officer_elsewhere.pk,
            case_id=nation.cases["C05"].pk,
            reason="covering at court",
            now=now,
        )

    assert made.ends_at == datetime(2014, 10, 27, 0, 0, tzinfo=UTC)


def open_minimum(account, case, *, reason="covering at court"):
    with commands.acting_as(account_id=account.pk, now=NOW):
        return commands.open_minimum_view(
            account_id=account.pk, case_id=case.pk, reason=reason, now=NOW
        )


def open_in_emergency(account, case, *, reason="came in distress", hours=4):
    with commands.acting_as(account_id=account.pk, now=NOW):
        return commands.open_in_emergency(
            account_id=account.pk, case_id=case.pk, reason=reason, hours=hours, now=NOW
        )


def test_an_exception_needs_a_reason_an_end_and_a_need(nation, officer_here):
    own, other = nation.cases["C05"], nation.cases["C11"]

    for act, refusals in (
        (lambda: open_minimum(officer_here, own, reason=" "), ("NO_REASON", "SEEN_ALREADY")),
        (lambda: open_in_emergency(officer_here, other, hours=25), ("TOO_LONG",)),
        (
            lambda: open_in_emergency(officer_here, own, reason="", hours=0),
            ("NO_REASON", "TOO_LONG", "SEEN_ALREADY"),
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reasons == tuple(Refusal[name] for name in refusals)

    assert not Grant.objects.exists()
    assert noted() == []


def test_no_exception_is_for_a_role_without_it_nor_for_a_record_that_is_closed(
    nation, officer_here, exclusion
):
    head = small_nation.officer(
        "head-c05", owner=nation.units["C05"], holder=nation.units["C05"], role="executive"
    )
    small_nation.end_protocol(reader="crc", owner="trust", ends_at=NOW)

    for act in (
        lambda: open_in_emergency(head, nation.cases["C11"]),
        lambda: open_in_emergency(officer_here, nation.cases["C05"]),
        lambda: open_minimum(officer_here, nation.cases["SWM"]),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert not Grant.objects.exists()


def test_an_exception_is_ended_once_by_those_it_concerns(nation, officer_here, officer_elsewhere):
    made = open_in_emergency(officer_here, nation.cases["C11"])

    def end_it(account, *, now: datetime) -> None:
        with commands.acting_as(account_id=account.pk, now=now):
            commands.end_grant(grant_id=made.pk, account_id=account.pk, now=now)

    later = NOW + timedelta(hours=1)
    with pytest.raises(PermissionDenied):
        end_it(officer_elsewhere, now=later)
    end_it(officer_here, now=later)
    with pytest.raises(Refused) as refused:
        end_it(officer_here, now=later)

    made.refresh_from_db()
    assert refused.value.codes == ("grant-ended",)
    assert made.ends_at == later
