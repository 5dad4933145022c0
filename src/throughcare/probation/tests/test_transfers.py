"""A case moves to another provider when somebody there takes it on, and not before; who asks, answers, and withdraws."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.models import CaseAssignment, Transfer, TransferPart
from throughcare.probation.tests.divided import REFORM, divide

pytestmark = pytest.mark.django_db


def acting(account, at=NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def ask(
    account, case, *, code="N02T", reason="Moved to live there", keys=("person",), at=NOW
) -> Transfer:
    with acting(account, at):
        number = commands.ask_for_transfer(
            account_id=account.pk,
            case_id=case.pk,
            code=code,
            reason=reason,
            keys=keys,
            now=at,
            gap_reason="Lives there already",
            gaps_mended_by=date(2014, 7, 1),
        )
    return Transfer.objects.get(case=case, number=number)


def accept(account, case, *, unit: str, number=1, keys=("person",), post="", at=NOW):
    with acting(account, at):
        commands.accept_transfer(
            account_id=account.pk,
            crn=case.person.crn,
            number=number,
            keys=keys,
            unit_code=unit,
            post_code=post,
            now=at,
        )


def refuse(account, case, *, reason="AREA", number=1, keys=("person",), words=""):
    with acting(account):
        commands.refuse_transfer(
            account_id=account.pk,
            crn=case.person.crn,
            number=number,
            keys=keys,
            reason_code=reason,
            words=words,
            now=NOW,
        )


def to_answer(account, at=NOW) -> list[str]:
    with acting(account, at):
        return [each.crn for each in queries.transfers_to_answer(part=slice(0, 9))]


def rows_of(case) -> list[tuple[int, int, int | None]]:
    found = CaseAssignment.objects.filter(item=case).order_by("id")
    return list(found.values_list("owner_id", "holder_id", "post_id"))


def states() -> list[str]:
    return list(Transfer.objects.order_by("id").values_list("state", flat=True))


def test_those_who_are_asked_see_it_and_nobody_else_and_the_case_stays(
    nation, case, officer_here, officer_elsewhere
):
    before = rows_of(case)

    made = ask(officer_here, case)

    assert (made.state, made.asked_by_id) == ("pending", officer_here.pk)
    assert to_answer(officer_elsewhere) == [case.person.crn]
    assert to_answer(officer_here) == to_answer(nation.accounts["N04"]) == []
    with acting(officer_here):
        (asked,) = queries.transfers_asked(part=slice(0, 9))
    assert (asked.from_unit, asked.to_unit, asked.asker) == ("C05", "N02T", "Officer-C05")
    reader = officer(
        "head", owner=nation.units["C05"], holder=nation.units["C05"], role="executive"
    )
    with acting(reader):
        assert queries.transfers_asked(part=slice(0, 9)) == ()
        assert queries.transfer_known(case.person.crn, number=1).state == "pending"
    with acting(nation.accounts["N04"]):
        assert queries.transfers_asked(part=slice(0, 9)) == ()
        assert queries.transfer_known(case.person.crn, number=1) is None
    with acting(officer_elsewhere):
        assert queries.transfers_asked(part=slice(0, 9)) == ()
        assert not Transfer.objects.exists()
        assert queries.record(case.pk, at=NOW).flags == ()
    assert rows_of(case) == before


def test_who_takes_it_on_has_it_from_then_and_both_are_on_the_trail(
    nation, case, officer_here, officer_elsewhere
):
    before = rows_of(case)
    made = ask(officer_here, case)

    accept(officer_elsewhere, case, unit="N02T")
    with pytest.raises(Http404):
        accept(officer_elsewhere, case, unit="N02T")

    made.refresh_from_db()
    units = nation.units
    assert rows_of(case) == [*before, (units["N02"].pk, units["N02T"].pk, None)]
    assert (made.state, made.answered_by_id, made.answered_at) == (
        "accepted",
        officer_elsewhere.pk,
        NOW,
    )
    (act,) = [
        each
        for each in audit.acts_by(account_id=officer_elsewhere.pk, limit=9)
        if each.action == "transfer.accepted"
    ]
    assert act.detail["altered"] == f"probation.Transfer/{made.pk}"
    assert act.subject_references == (case.person.crn,)
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "probation.transfer-asked.v1",
        "probation.transfer-answered.v1",
    ]
    with acting(officer_here):
        (asked,) = queries.transfers_asked(part=slice(0, 9))
        assert asked.state == "accepted"
        assert not Transfer.objects.exists()


def test_a_provider_that_is_asked_takes_it_to_a_unit_of_whoever_answers(
    nation, case, officer_here, officer_elsewhere
):
    made = ask(officer_here, case, code="N02")
    with acting(officer_elsewhere):
        assert [place.code for place in queries.places_for(made.pk)] == ["N02T"]

    for unit in ("N04T", "C05T", "N02"):
        with pytest.raises(Refused) as refused:
            accept(officer_elsewhere, case, unit=unit)
        assert refused.value.codes == ("no-such-place",)
    assert states() == ["pending"]

    accept(officer_elsewhere, case, unit="N02T")

    assert rows_of(case)[-1] == (nation.units["N02"].pk, nation.units["N02T"].pk, None)


def test_it_is_refused_with_a_reason_that_the_asker_reads_and_may_be_asked_again(
    case, officer_here, officer_elsewhere
):
    before = rows_of(case)
    ask(officer_here, case)
    with pytest.raises(Refused) as refused:
        refuse(officer_elsewhere, case, reason=" ")
    assert refused.value.codes == ("no-reason",)
    assert states() == ["pending"]

    refuse(officer_elsewhere, case)

    with acting(officer_here):
        (asked,) = queries.transfers_asked(part=slice(0, 9))
    assert (asked.state, asked.answer) == ("rejected", "Wrong area")
    assert rows_of(case) == before
    ask(officer_here, case)
    assert states() == ["rejected", "pending"]


def test_it_is_withdrawn_by_those_who_have_the_case_while_it_waits(
    case, officer_here, officer_elsewhere
):
    def withdraw(account) -> None:
        with acting(account):
            commands.withdraw_transfer(account_id=account.pk, case_id=case.pk, number=1, now=NOW)

    made = ask(officer_here, case)
    with pytest.raises((PermissionDenied, Http404)):
        withdraw(officer_elsewhere)

    withdraw(officer_here)
    with pytest.raises(Refused) as again:
        withdraw(officer_here)

    made.refresh_from_db()
    assert (made.state, made.answered_by_id) == ("withdrawn", officer_here.pk)
    assert again.value.codes == ("none-waits",)
    assert to_answer(officer_elsewhere) == []
    with pytest.raises(Http404):
        accept(officer_elsewhere, case, unit="N02T")


@pytest.mark.parametrize(
    ("code", "reason", "codes"),
    [
        ("C05T", "Nearer", ("same-provider",)),
        ("NOWHERE", "Nearer", ("unknown-code",)),
        ("SWM", "Nearer", ("closed-code",)),
        ("NOWHERE", " ", ("unknown-code", "no-reason")),
    ],
)
def test_what_cannot_be_asked_is_refused_with_every_reason(
    *, nation, case, officer_here, code, reason, codes
):
    divide(nation)

    with pytest.raises(Refused) as refused:
        ask(officer_here, case, code=code, reason=reason)

    assert refused.value.codes == codes
    assert not Transfer.objects.exists()
    assert not Event.objects.exists()


def test_while_it_waits_none_is_asked_beside_it_and_the_case_is_given_to_nobody(case, officer_here):
    ask(officer_here, case)
    with pytest.raises(Refused) as again:
        ask(officer_here, case, code="N04")
    officer_here.posts.update(role="manager")
    with acting(officer_here), pytest.raises(Refused) as given:
        commands.give_case(
            account_id=officer_here.pk,
            case_id=case.pk,
            post_id=officer_here.posts.get().pk,
            decision=commands.Decision(reason_code="IN1", justification="New"),
            now=NOW,
        )

    assert (again.value.codes, given.value.codes) == (("transfer-pending",), ("transfer-pending",))
    assert states() == ["pending"]


def test_a_stranger_neither_asks_nor_answers_and_nobody_forges_an_answer(
    nation, case, officer_here
):
    stranger = nation.accounts["N04"]
    with pytest.raises((PermissionDenied, Http404)):
        ask(stranger, case)
    made = ask(officer_here, case)
    planner = officer(
        "planner", owner=nation.units["N02"], holder=nation.units["N02"], role="planner"
    )

    part = made.parts.get().pk
    for account in (stranger, planner):
        with pytest.raises(Http404):
            accept(account, case, unit="N02T")
        with pytest.raises(Http404):
            refuse(account, case)
        with acting(account), connection.cursor() as cursor:
            cursor.execute(
                "SELECT probation_answer_transfer(%s, %s, 'rejected', 'AREA', 'x', null, null)",
                [made.pk, [part]],
            )
            assert cursor.fetchone() == (False,)
    with acting(officer_here), pytest.raises(ProgrammingError), transaction.atomic():
        Transfer.objects.filter(pk=made.pk).update(state="accepted", answered_by_id=officer_here.pk)
    with acting(officer_here), pytest.raises(ProgrammingError), transaction.atomic():
        TransferPart.objects.filter(transfer=made).update(state="accepted")

    assert states() == ["pending"]


def test_of_a_record_closed_to_who_is_asked_nothing_is_told(case, officer_here, officer_elsewhere):
    ask(officer_here, case)
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_elsewhere,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    assert to_answer(officer_elsewhere) == []
    with pytest.raises(Http404):
        accept(officer_elsewhere, case, unit="N02T")
    assert states() == ["pending"]


def test_one_that_waits_over_a_reform_is_answered_by_either_body_that_follows(
    nation, case, officer_here
):
    ask(officer_here, case, code="SWM", at=REFORM - timedelta(days=1))
    divide(nation)

    assert to_answer(nation.accounts["N04"]) == to_answer(nation.accounts["C11"])
    assert to_answer(nation.accounts["C11"]) == [case.person.crn]
    assert to_answer(nation.accounts["SWM"]) == []
    accept(nation.accounts["C11"], case, unit="C11T")

    assert rows_of(case)[-1] == (nation.units["C11"].pk, nation.units["C11T"].pk, None)
    assert to_answer(nation.accounts["N04"]) == []
