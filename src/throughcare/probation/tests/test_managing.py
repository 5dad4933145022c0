"""A part of a case may be with somebody else than the case: who has it, what they see of the case, and what they write."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.models import (
    Case,
    Contact,
    HeldApart,
    HeldApartAssignment,
    RiskProfile,
)
from throughcare.probation.queries import managing
from throughcare.probation.tests.parting import (
    ACTIVITY,
    EVENT,
    UNPAID,
    acting,
    an_order,
    hold_apart,
    places,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def manager(nation):
    return officer(
        "manager", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )


@pytest.fixture
def colleague(nation):
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


@pytest.fixture
def order(coded_case):
    return an_order(coded_case)


@pytest.fixture
def apart(nation, order):
    """Unpaid work of a case of C05, with N02."""
    return hold_apart(order[1], owner=nation.units["N02"], holder=nation.units["N02T"])


def give(account, case, *, key=UNPAID, post_id, reason="CAI", at=NOW):
    with acting(account, at):
        return commands.give_component(
            account_id=account.pk,
            case_id=case.pk,
            key=key,
            post_id=post_id,
            reason_code=reason,
            now=at,
        )


def rejoin(account, case, *, key=UNPAID, at=NOW):
    with acting(account, at):
        return commands.rejoin_component(account_id=account.pk, case_id=case.pk, key=key, now=at)


def seen_by(account, case):
    with acting(account):
        return access.view_of(case.pk)


def post_of(account) -> int:
    return int(account.posts.get().pk)


def test_every_part_goes_with_the_case_until_one_is_given_to_somebody_else(
    coded_case, order, officer_here, manager, colleague
):
    with_case = dict.fromkeys((EVENT, UNPAID, ACTIVITY), ("C05", "", False))
    assert places(officer_here, coded_case) == with_case
    assert not HeldApart.objects.exists()

    assert give(manager, coded_case, post_id=post_of(colleague))

    assert places(officer_here, coded_case) == with_case | {UNPAID: ("C05", "Colleague", True)}
    assert list(Event.objects.values_list("name", flat=True)) == [
        "probation.component-allocated.v1"
    ]
    told = Contact.objects.filter(case=coded_case, type_id="ETRC").get()
    assert (told.requirement_id, told.author_id) == (order[1].pk, manager.pk)
    (act,) = [
        each
        for each in audit.acts_by(account_id=manager.pk, limit=9)
        if each.action == "component.allocated"
    ]
    assert act.detail == {"component": UNPAID, "post": post_of(colleague)}


def test_the_same_officer_again_changes_nothing(coded_case, order, manager, colleague):
    give(manager, coded_case, post_id=post_of(colleague))

    assert not give(manager, coded_case, post_id=post_of(colleague), at=LATER)
    assert HeldApartAssignment.objects.count() == 1


def test_a_change_closes_and_opens_at_one_instant_and_leaves_neither_gap_nor_overlap(
    coded_case, order, officer_here, manager, colleague
):
    give(manager, coded_case, post_id=post_of(colleague))
    give(manager, coded_case, post_id=post_of(officer_here), at=LATER)

    with acting(officer_here, LATER):
        rows = managing.managers_of(coded_case.pk, at=LATER, limit=9)
    assert [(row.officer, row.starts_at, row.ended_at) for row in rows] == [
        ("Officer-C05", LATER, None),
        ("Colleague", NOW, LATER),
        ("", LONG_AGO, None),
    ]
    assert rows[0].words == "Requirement 1.1: Unpaid work"
    assert rows[0].reason == "Caseload adjustment"
    with pytest.raises(IntegrityError, match="one_requirement"), transaction.atomic():
        hold_apart(order[1], owner=rows_owner(coded_case), holder=rows_owner(coded_case))


def rows_owner(case):
    return case.assignments.get().owner


def test_a_part_that_is_put_back_goes_with_the_case(
    coded_case, order, officer_here, manager, colleague
):
    give(manager, coded_case, post_id=post_of(colleague))

    assert rejoin(manager, coded_case, at=LATER)
    assert not rejoin(manager, coded_case, at=LATER)

    assert places(officer_here, coded_case, at=LATER)[UNPAID] == ("C05", "", False)
    assert places(officer_here, coded_case)[UNPAID] == ("C05", "Colleague", True)
    assert HeldApart.objects.get().ended_at == LATER


def test_a_part_that_ends_is_held_by_nobody_any_more(coded_case, order, apart):
    order[1].ended_on = date(2014, 6, 2)
    order[1].save(update_fields=["ended_on"])

    apart.refresh_from_db()
    assert apart.ended_at is not None


def test_a_part_is_not_given_past_the_rules(coded_case, order, officer_here, manager, nation):
    elsewhere = post_of(nation.accounts["N02"])
    nowhere = officer("gone", owner=nation.units["C05"], holder=nation.units["C05T"])
    type(nowhere.posts.get()).objects.filter(account=nowhere).update(ends_at=NOW)

    with pytest.raises(Refused) as refused:
        give(manager, coded_case, post_id=post_of(nowhere), reason="NONE")
    with pytest.raises(PermissionDenied):
        give(manager, coded_case, post_id=elsewhere)
    with pytest.raises(PermissionDenied):
        give(officer_here, coded_case, post_id=post_of(manager))
    with pytest.raises(Http404):
        give(manager, coded_case, key="requirement-1-9", post_id=post_of(manager))

    assert refused.value.codes == ("no-such-reason", "post-empty")
    assert not HeldApart.objects.exists()
    assert not Event.objects.exists()


def test_a_part_is_not_given_to_an_officer_who_would_be_kept_out(
    coded_case, order, manager, colleague
):
    Restriction.objects.create(
        person_id=coded_case.person_id,
        account=colleague,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    with pytest.raises(Refused) as refused:
        give(manager, coded_case, post_id=post_of(colleague))

    assert refused.value.codes == ("limited-access",)


def test_who_has_a_part_sees_the_minimum_of_the_case_and_nothing_else(
    nation, coded_case, order, officer_elsewhere
):
    assert seen_by(officer_elsewhere, coded_case) is None

    hold_apart(order[1], owner=nation.units["N02"], holder=nation.units["N02T"])

    assert seen_by(officer_elsewhere, coded_case) == "minimum"
    assert seen_by(nation.accounts["N04"], coded_case) is None
    with acting(officer_elsewhere):
        assert Case.objects.filter(id=coded_case.pk).exists()
        assert RiskProfile.objects.filter(case=coded_case).exists()
        assert not Contact.objects.filter(case=coded_case).exists()
        assert not access.may_write(coded_case.pk)
        (line,) = managing.apart_with(holder_ids=[nation.units["N02T"].pk], at=NOW, limit=9)
    assert (line.crn, line.key, line.case_owner) == (coded_case.person.crn, UNPAID, "C05")


def test_who_has_a_part_that_was_put_back_sees_nothing_any_more(
    coded_case, apart, officer_elsewhere
):
    assert seen_by(officer_elsewhere, coded_case) == "minimum"

    HeldApart.objects.filter(id=apart.pk).update(ended_at=NOW)

    assert seen_by(officer_elsewhere, coded_case) is None


def test_a_record_closed_to_who_has_a_part_stays_closed(coded_case, apart, officer_elsewhere):
    Restriction.objects.create(
        person_id=coded_case.person_id,
        account=officer_elsewhere,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    assert seen_by(officer_elsewhere, coded_case) is None
    with acting(officer_elsewhere):
        assert (
            managing.apart_with(holder_ids=[apart.assignments.get().holder_id], at=NOW, limit=9)
            == ()
        )
    with pytest.raises((PermissionDenied, Http404)):
        refer(officer_elsewhere, coded_case)


def refer(account, case, *, key=UNPAID, notes="Did not come"):
    with acting(account):
        return commands.refer_to_officer(
            account_id=account.pk, case_id=case.pk, key=key, notes=notes, now=NOW
        )


def test_who_has_a_part_tells_the_officer_of_a_failure_in_the_log(
    coded_case, order, apart, officer_elsewhere, officer_here
):
    number = refer(officer_elsewhere, coded_case)

    entry = Contact.objects.get(case=coded_case, number=number)
    assert (entry.type_id, entry.is_alert, entry.author_id, entry.notes) == (
        "AROM",
        True,
        officer_elsewhere.pk,
        "Did not come",
    )
    assert (entry.requirement_id, entry.sentence_id) == (order[1].pk, order[0].pk)
    with acting(officer_here):
        assert Contact.objects.filter(case=coded_case, number=number).exists()
    assert [each.name for each in Event.objects.all()] == ["probation.contact-recorded.v1"]


@pytest.mark.parametrize(
    ("type_code", "notes", "codes"),
    [
        ("C002", "", ("nothing-said",)),
        ("COAP", "Came", ("type-not-offered",)),
        ("AROM", "x" * 12_001, ("type-not-offered", "notes-too-long")),
    ],
)
def test_an_entry_about_a_part_is_not_written_past_the_rules(
    *, coded_case, apart, officer_elsewhere, type_code, notes, codes
):
    before = Contact.objects.count()

    with acting(officer_elsewhere), pytest.raises(Refused) as refused:
        commands.write_about_component(
            account_id=officer_elsewhere.pk,
            case_id=coded_case.pk,
            key=UNPAID,
            type_code=type_code,
            notes=notes,
            now=NOW,
        )

    assert refused.value.codes == codes
    assert Contact.objects.count() == before


def test_who_has_one_part_writes_of_no_other_and_a_stranger_of_none(
    nation, coded_case, apart, officer_elsewhere, officer_here
):
    with pytest.raises(Http404):
        refer(officer_elsewhere, coded_case, key=ACTIVITY)
    with pytest.raises((PermissionDenied, Http404)):
        refer(nation.accounts["N04"], coded_case)
    with pytest.raises(Http404):
        refer(officer_here, coded_case)  # has the case, and not the part
    with acting(officer_elsewhere), connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_write_about_part(%s, 'AROM', now(), 'x', false)", [apart.pk]
        )
        assert cursor.fetchone() != (None,)
    with acting(nation.accounts["N04"]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_write_about_part(%s, 'AROM', now(), 'x', false)", [apart.pk]
        )
        assert cursor.fetchone() == (None,)


def test_who_has_a_part_gives_it_to_their_own_officers_and_to_nobody_elses(
    *, nation, coded_case, apart, officer_elsewhere, officer_here, manager
):
    boss = officer("boss", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager")

    assert give(boss, coded_case, post_id=post_of(officer_elsewhere))
    with pytest.raises(Refused) as refused:
        give(manager, coded_case, post_id=post_of(officer_here), at=LATER)
    with pytest.raises(Refused) as back:
        rejoin(manager, coded_case, at=LATER)

    assert refused.value.codes == back.value.codes == ("another-provider",)
    assert places(officer_here, coded_case)[UNPAID] == ("N02", "Officer-N02", True)
    assert Contact.objects.filter(case=coded_case, type_id="ETRC").count() == 1


def test_an_assignment_of_a_part_is_written_by_its_manager_alone(
    nation, coded_case, apart, officer_here
):
    with acting(officer_here), pytest.raises(ProgrammingError, match="row-level security"):
        HeldApartAssignment.objects.create(
            item=apart,
            owner=nation.units["C05"],
            holder=nation.units["C05T"],
            starts_at=NOW,
            recorded_at=NOW,
            basis="recorded",
        )
