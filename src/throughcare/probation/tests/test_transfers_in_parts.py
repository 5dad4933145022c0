"""Transfers part by part: what is accepted moves, what is not stays, and nothing has two managers at any moment."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access.tests.small_nation import NOW, officer, unit_of
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    Contact,
    HeldApart,
    Requirement,
    Transfer,
    TransferPart,
)
from throughcare.probation.tests.parting import (
    ACTIVITY,
    EVENT,
    UNPAID,
    acting,
    an_order,
    hold_apart,
    places,
)
from throughcare.probation.tests.test_transfers import accept, ask, refuse, states, to_answer

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def order(coded_case):
    return an_order(coded_case)


def parts(number=1) -> list[tuple[str, str]]:
    """Each part of a request in words, and how it stands."""
    found = TransferPart.objects.filter(transfer__number=number).order_by("id")
    return [
        (
            "person"
            if not each.requirement_id and not each.sentence_id
            else str(each.requirement_id),
            each.state,
        )
        for each in found
    ]


def test_person_and_order_move_and_unpaid_work_that_is_not_taken_stays(
    *, nation, coded_case, order, officer_here, officer_elsewhere
):
    """The acceptance example of transfers (domain rules, 31)."""
    here = {EVENT: ("C05", "", False), UNPAID: ("C05", "", False), ACTIVITY: ("C05", "", False)}
    assert places(officer_here, coded_case) == here
    ask(officer_here, coded_case, keys=("person", EVENT, UNPAID))

    accept(officer_elsewhere, coded_case, unit="N02T", keys=("person", EVENT), at=LATER)
    assert states() == ["pending"]
    refuse(officer_elsewhere, coded_case, keys=(UNPAID,))

    week = NOW + timedelta(days=7)
    assert places(officer_elsewhere, coded_case, at=week) == {
        EVENT: ("N02", "", False),
        UNPAID: ("C05", "", True),
        ACTIVITY: ("C05", "", True),
    }
    with acting(officer_here):
        (listed,) = queries.transfers_asked(part=slice(0, 9))
        assert (listed.state, listed.answer) == ("partly", "Wrong area")
        rejected = [
            each.key for each in queries.transfer_parts(listed.id) if each.state == "rejected"
        ]
    assert rejected == [UNPAID]
    for requirement in order[1:]:
        assert HeldApart.objects.filter(requirement=requirement).count() == 1


def test_a_requirement_that_is_accepted_does_not_move_the_order(
    *, nation, coded_case, order, officer_here, officer_elsewhere
):
    ask(officer_here, coded_case, keys=(UNPAID,))
    before = list(coded_case.assignments.values_list("id", flat=True))

    accept(officer_elsewhere, coded_case, unit="N02T", keys=(UNPAID,))

    assert list(coded_case.assignments.values_list("id", flat=True)) == before
    assert places(officer_here, coded_case) == {
        EVENT: ("C05", "", False),
        UNPAID: ("N02", "", True),
        ACTIVITY: ("C05", "", False),
    }
    assert states() == ["accepted"]
    told = Contact.objects.filter(case=coded_case, type_id__in=("ETCR", "ETCA")).order_by("number")
    assert list(told.values_list("type_id", "requirement_id", "author_id")) == [
        ("ETCR", order[1].pk, officer_here.pk),
        ("ETCA", order[1].pk, officer_elsewhere.pk),
    ]


def test_an_officer_is_named_with_the_answer(
    *, nation, coded_case, order, officer_here, officer_elsewhere
):
    post = officer_elsewhere.posts.get()
    ask(officer_here, coded_case, keys=("person", EVENT, UNPAID, ACTIVITY))

    with pytest.raises(Refused) as refused:
        accept(
            officer_elsewhere,
            coded_case,
            unit="N02T",
            keys=("person",),
            post=officer_here.posts.get().code,
        )
    accept(
        officer_elsewhere,
        coded_case,
        unit="N02T",
        keys=("person", EVENT, UNPAID, ACTIVITY),
        post=post.code,
    )

    assert refused.value.codes == ("no-such-post",)
    assert places(officer_elsewhere, coded_case) == dict.fromkeys(
        (EVENT, UNPAID, ACTIVITY), ("N02", "Officer-N02", False)
    )
    assert not HeldApart.objects.exists()
    notes = Contact.objects.get(case=coded_case, type_id="ROC").notes
    assert notes == "Responsible from now on: Officer-N02 of N02T."


def test_what_began_after_the_request_goes_with_the_person(
    *, coded_case, order, officer_here, officer_elsewhere
):
    ask(officer_here, coded_case, keys=("person", EVENT, UNPAID, ACTIVITY))
    Requirement.objects.create(
        case=coded_case,
        sentence=order[0],
        number=3,
        type_id="M",
        starts_on=date(2014, 6, 3),
        recorded_at=NOW + timedelta(hours=1),
    )

    accept(
        officer_elsewhere,
        coded_case,
        unit="N02T",
        keys=("person", EVENT, UNPAID, ACTIVITY),
        at=LATER,
    )

    found = places(officer_elsewhere, coded_case, at=LATER)
    assert found["requirement-1-3"] == ("N02", "", False)


def test_no_part_waits_twice_and_another_part_may_be_asked_for_beside_it(
    *, coded_case, order, officer_here
):
    first = ask(officer_here, coded_case, keys=(UNPAID,))
    with pytest.raises(Refused) as refused:
        ask(officer_here, coded_case, keys=(UNPAID, ACTIVITY), code="N04T")
    ask(officer_here, coded_case, keys=(ACTIVITY,), code="N04T")

    assert refused.value.codes == ("transfer-pending",)
    assert states() == ["pending", "pending"]
    with pytest.raises(IntegrityError, match="waits_once"), transaction.atomic():
        TransferPart.objects.create(
            transfer=Transfer.objects.exclude(id=first.pk).get(),
            case=coded_case,
            requirement=order[1],
            state="pending",
            recorded_at=NOW,
        )


def test_a_part_that_waits_is_given_to_nobody(*, nation, coded_case, order, officer_here):
    manager = officer(
        "manager", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )
    ask(officer_here, coded_case, keys=(UNPAID,))

    with acting(manager), pytest.raises(Refused) as refused:
        commands.give_component(
            account_id=manager.pk,
            case_id=coded_case.pk,
            key=UNPAID,
            post_id=officer_here.posts.get().pk,
            reason_code="CAI",
            now=NOW,
        )

    assert refused.value.codes == ("transfer-pending",)
    assert not HeldApart.objects.exists()


def test_who_has_a_part_asks_for_it_to_be_taken_back_and_whoever_has_the_case_does_not(
    *, nation, coded_case, order, officer_here, officer_elsewhere
):
    hold_apart(order[1], owner=nation.units["N02"], holder=nation.units["N02T"])
    with pytest.raises(Refused) as refused:
        ask(officer_here, coded_case, keys=(UNPAID,), code="N04T")
    assert refused.value.codes == ("not-yours",)
    with pytest.raises(Refused) as person:
        ask(officer_elsewhere, coded_case, keys=("person",), code="N04T")
    assert person.value.codes == ("not-yours",)
    assert states() == []

    ask(officer_elsewhere, coded_case, keys=(UNPAID,), code="C05T")
    assert to_answer(officer_here) == [coded_case.person.crn]
    accept(officer_here, coded_case, unit="C05T", keys=(UNPAID,))

    assert places(officer_here, coded_case)[UNPAID] == ("C05", "", False)
    assert HeldApart.objects.get().ended_at == NOW


@pytest.mark.parametrize(
    ("keys", "codes"),
    [((), ("nothing-asked",)), (("requirement-9-9",), ("no-such-part",))],
)
def test_what_is_no_part_is_not_asked_for(*, coded_case, order, officer_here, keys, codes):
    with pytest.raises(Refused) as refused:
        ask(officer_here, coded_case, keys=keys)

    assert refused.value.codes == codes
    assert states() == []


def test_an_answer_is_of_parts_that_wait(*, coded_case, order, officer_here, officer_elsewhere):
    ask(officer_here, coded_case, keys=(UNPAID, ACTIVITY))
    refuse(officer_elsewhere, coded_case, keys=(UNPAID,))

    for keys in ((), (UNPAID,), ("person",)):
        with pytest.raises(Refused) as refused:
            accept(officer_elsewhere, coded_case, unit="N02T", keys=keys)
        assert refused.value.codes == ("no-such-part",)
        with pytest.raises(Refused) as again:
            refuse(officer_elsewhere, coded_case, keys=keys, reason="NONE")
        assert again.value.codes == ("no-such-part", "no-reason")
    assert not HeldApart.objects.exists()


def test_withdrawing_takes_back_what_waits_and_leaves_what_was_answered(
    *, coded_case, order, officer_here, officer_elsewhere
):
    ask(officer_here, coded_case, keys=(UNPAID, ACTIVITY))
    accept(officer_elsewhere, coded_case, unit="N02T", keys=(UNPAID,))

    with acting(officer_here):
        commands.withdraw_transfer(
            account_id=officer_here.pk, case_id=coded_case.pk, number=1, now=NOW
        )

    assert sorted(state for _, state in parts()) == ["accepted", "withdrawn"]
    assert states() == ["partly"]


def test_a_requirement_that_ends_while_it_waits_is_asked_for_no_more(
    *, coded_case, order, officer_here
):
    ask(officer_here, coded_case, keys=(UNPAID,))

    Requirement.objects.filter(id=order[1].pk).update(ended_on=date(2014, 6, 2))

    assert states() == ["withdrawn"]


def test_who_does_not_know_the_team_asks_the_provider_and_its_default_team_is_asked(
    *, nation, coded_case, order, officer_here
):
    team = unit_of("N02DTX", kind="team", parent=nation.units["N02"])

    made = ask(officer_here, coded_case, code="N02")

    assert made.to_unit_id == team.pk


def test_a_stranger_asks_for_no_part(*, nation, coded_case, order):
    with pytest.raises((PermissionDenied, Http404)):
        ask(nation.accounts["N04"], coded_case, keys=(UNPAID,))

    assert states() == []


def test_a_record_with_gaps_is_not_sent_unless_it_cannot_wait(
    *, coded_case, order, officer_here, officer_elsewhere
):
    def send(**more: Any) -> int:  # Any: as the command has it
        with acting(officer_here):
            return commands.ask_for_transfer(
                account_id=officer_here.pk,
                case_id=coded_case.pk,
                code="N02T",
                reason="Moved",
                keys=("person",),
                now=NOW,
                **more,
            )

    with pytest.raises(Refused) as refused:
        send()
    with pytest.raises(Refused) as undated:
        send(gap_reason="He is there already", gaps_mended_by=date(2014, 6, 1))
    assert {"missing-plan", "missing-rosh", "missing-next-appointment"} < set(refused.value.codes)
    assert undated.value.codes == ("no-day",)
    assert states() == []

    send(gap_reason="He is there already", gaps_mended_by=date(2014, 6, 9))

    with acting(officer_elsewhere):
        asked = queries.transfer_to_answer(coded_case.person.crn, number=1)
        checked = queries.handing_over.handover_items_asked(asked.id)
    assert (asked.gap_reason, asked.gaps_mended_by) == ("He is there already", date(2014, 6, 9))
    assert "plan" in [each.code for each in checked if each.is_missing]


def test_what_is_missing_is_told_to_nobody_else(*, nation, coded_case, order, officer_here):
    made = ask(officer_here, coded_case)

    with acting(officer_here):
        assert queries.handing_over.handover_items(coded_case.pk)
    with acting(nation.accounts["N04"]):
        assert queries.handing_over.handover_items(coded_case.pk) == ()
        assert queries.handing_over.handover_items_asked(made.pk) == ()
        assert queries.transfer_parts(made.pk) == ()
        assert queries.transferring.keys_waiting(coded_case.pk) == frozenset()


def test_the_database_as_the_commands_leave_it_verifies(
    *, coded_case, order, officer_here, officer_elsewhere
):
    ask(officer_here, coded_case, keys=("person", EVENT, UNPAID))
    accept(officer_elsewhere, coded_case, unit="N02T", keys=("person",))
    refuse(officer_elsewhere, coded_case, keys=(UNPAID,))
    names = {"a-manager-at-every-moment", "parts-of-their-case", "transfers-follow-their-parts"}

    def failed() -> dict[str, int]:
        return {
            each.check.name: each.failed for each in queries.verify() if each.check.name in names
        }

    assert failed() == dict.fromkeys(names, 0)
    Transfer.objects.update(state="accepted")
    HeldApart.objects.update(starts_at=NOW - timedelta(days=1))
    assert failed()["transfers-follow-their-parts"] == 1
    assert failed()["a-manager-at-every-moment"] == HeldApart.objects.count()
