"""An old code leads to whoever has the person, and a referral that bears one reaches them."""

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
from throughcare.notify import commands as notify
from throughcare.notify.models import Message
from throughcare.probation import commands, queries
from throughcare.probation.models import Referral
from throughcare.probation.tests.divided import REFORM, close_empty, divide

pytestmark = pytest.mark.django_db

CRN = "X000000"
"""Of SWM before it was divided, and of C11 since."""


@pytest.fixture
def divided(nation):
    divide(nation)
    return nation


@pytest.fixture
def sender(divided):
    return divided.accounts["N02"]


def acting(account, at=NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def send(account, *, code: str, crn: str = CRN, reason: str = "Hostel place", at=NOW) -> Referral:
    with acting(account, at):
        made, _ = commands.send_referral(
            account_id=account.pk, code=code, crn=crn, reason=reason, now=at
        )
    return made


def test_a_referral_to_a_divided_trust_reaches_the_body_that_has_the_person(divided, sender):
    made = send(sender, code="SWM")

    assert (made.addressed_to, made.routed_to_id, made.due_on) == (
        "SWM",
        divided.units["C11"].pk,
        date(2014, 6, 9),
    )
    with acting(divided.accounts["C11"]):
        assert [each.reference for each in queries.waiting_referrals(limit=9, offset=0)] == [
            made.reference
        ]
    with acting(divided.accounts["N04"]):
        assert queries.waiting_referrals(limit=9, offset=0) == ()
        assert queries.referral(made.reference) is None


def test_the_old_code_of_a_team_leads_to_where_the_person_went_and_not_the_team(divided, sender):
    with acting(sender):
        alone = queries.route("SWMT", crn=None)
        of_person = queries.route("SWMT", crn=CRN)
        of_another = queries.route("SWMT", crn="X000001")

    assert [each.to.code for each in (alone, of_person, of_another)] == ["N04T2", "C11", "N04T2"]


def test_no_old_code_is_a_target_where_nobody_known_decides(divided, sender):
    for crn, reasons in (("X000001", ("depends-on-item",)), ("X999999", ("nobody-supervised",))):
        with pytest.raises(Refused) as refused:
            send(sender, code="SWM", crn=crn)
        assert refused.value.codes == reasons

    assert not Referral.objects.exists()
    assert not Message.objects.exists()


def test_a_unit_that_does_not_have_the_person_is_no_target_and_who_has_them_is_said(
    divided, sender
):
    with pytest.raises(Refused) as refused:
        send(sender, code="N04")

    assert str(refused.value) == "N04 does not have X000000. X000000 is with C11 (C11)."
    assert not Referral.objects.exists()


def test_after_twelve_months_an_old_code_is_refused_and_what_follows_is_named(divided, sender):
    with pytest.raises(Refused) as refused:
        send(sender, code="SWM", at=NOW.replace(year=2015))

    assert refused.value.codes == ("old-code",)
    assert "Use N04 and C11." in str(refused.value)


def test_a_code_that_nothing_follows_is_refused(divided, sender):
    close_empty(divided, "OLD")

    with pytest.raises(Refused) as refused:
        send(sender, code="OLD")

    assert str(refused.value) == "OLD ended on 1 June 2014 and nothing follows."


def test_of_a_record_closed_to_the_sender_nothing_is_told(divided, sender):
    Restriction.objects.create(
        person_id=divided.cases["SWM"].person_id,
        account=sender,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    with acting(sender):
        found = queries.route("SWM", crn=CRN)
    with pytest.raises(Refused) as refused:
        send(sender, code="SWM")

    assert (found.standing.value, found.to) == ("divided", None)
    assert refused.value.codes == ("limited-access",)


def test_who_may_not_search_refers_nobody(divided):
    planner = officer(
        "planner", owner=divided.units["N02"], holder=divided.units["N02"], role="planner"
    )
    with pytest.raises(PermissionDenied):
        send(planner, code="SWM")
    with acting(planner):
        assert queries.went(CRN, unit_id=divided.units["SWM"].pk) is None

    assert not Referral.objects.exists()


def test_the_message_of_a_referral_reaches_the_successor_and_its_sender_hears_the_new_code(
    divided, sender
):
    made = send(sender, code="SWM")
    letter = Message.objects.get(template="referral")

    notify.deliver(message_id=letter.id, now=NOW)

    letter.refresh_from_db()
    reply = Message.objects.get(template="new-code")
    assert (letter.state, letter.routed_to, letter.parameters) == (
        "delivered",
        "C11",
        {"reference": made.reference},
    )
    assert (reply.recipient_kind, reply.recipient_reference, reply.parameters) == (
        "account",
        str(sender.pk),
        {"old_code": "SWM", "code": "C11"},
    )


def test_the_receiver_takes_it_on_once_and_the_trail_says_so(divided, sender):
    receiver = divided.accounts["C11"]
    made = send(sender, code="SWM")

    with acting(receiver):
        commands.accept_referral(account_id=receiver.pk, reference=made.reference, now=NOW)
        with pytest.raises(Refused) as refused:
            commands.send_back_referral(
                account_id=receiver.pk, reference=made.reference, answer="Late", now=NOW
            )

    made.refresh_from_db()
    assert (made.state, made.answered_by_id, made.answered_at) == ("accepted", receiver.pk, NOW)
    assert refused.value.codes == ("answered",)
    (act,) = [
        each
        for each in audit.acts_by(account_id=receiver.pk, limit=5)
        if each.action == "referral.accepted"
    ]
    assert act.detail["altered"] == f"probation.Referral/{made.pk}"


def test_a_referral_is_sent_back_with_a_reason_and_the_sender_sees_it(divided, sender):
    receiver = divided.accounts["C11"]
    made = send(sender, code="SWM")
    with acting(receiver), pytest.raises(Refused) as refused:
        commands.send_back_referral(
            account_id=receiver.pk, reference=made.reference, answer=" ", now=NOW
        )
    assert refused.value.codes == ("no-answer",)

    with acting(receiver):
        commands.send_back_referral(
            account_id=receiver.pk, reference=made.reference, answer="No place", now=NOW
        )

    with acting(sender):
        (sent,) = queries.sent_referrals(account_id=sender.pk, limit=9, offset=0)
    assert (sent.state, sent.answer) == ("declined", "No place")


def test_nobody_elsewhere_reads_answers_or_forges_a_referral(divided, sender):
    made = send(sender, code="SWM")
    stranger = divided.accounts["C05"]

    with acting(stranger):
        assert not Referral.objects.exists()
        with pytest.raises(Http404):
            commands.accept_referral(account_id=stranger.pk, reference=made.reference, now=NOW)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO probation_referral (case_id, reference, addressed_to, routed_to_id, reason, state, sent_by_id,"
                " sent_at, due_on, answer) VALUES (%s, 'R1', 'SWM', %s, 'x', 'waiting', %s, %s, %s, '')",
                [made.case_id, made.routed_to_id, sender.pk, NOW, date(2014, 6, 9)],
            )
    with acting(sender), pytest.raises(Http404):
        commands.accept_referral(account_id=sender.pk, reference=made.reference, now=NOW)

    made.refresh_from_db()
    assert made.state == "waiting"


def test_people_are_found_by_the_old_unit_and_by_the_new(divided, sender):
    with acting(sender):
        found = {
            code: queries.people_with(
                queries.unit_and_under(queries.route(code, crn=None)), limit=9, offset=0
            )
            for code in ("SWM", "C11", "N04", "SWMT")
        }

    assert {code: with_it.crns for code, with_it in found.items()} == {
        "SWM": ("X000000",),
        "C11": ("X000000", "X000004"),
        "N04": ("X000000", "X000002"),
        "SWMT": ("X000000",),
    }
    assert found["C11"].total == 2


def test_before_the_reform_the_code_is_in_use(divided, sender):
    with acting(sender, REFORM - timedelta(seconds=1)):
        assert queries.route("SWM", crn=CRN).to.code == "SWM"
