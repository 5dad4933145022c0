"""Interventions outside the sentence: referred, begun, given on, ended, and by whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW, seat
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    Appointment,
    Contact,
    HeldApartAssignment,
    Nsi,
    NsiStanding,
    NsiType,
    Offence,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)

pytestmark = pytest.mark.django_db

TODAY = date(2014, 6, 2)


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


@pytest.fixture
def sentence(case) -> Sentence:
    return Sentence.objects.create(
        case=case,
        number=1,
        type=SentenceType.objects.create(code="201", description="Community order"),
        offence=Offence.objects.create(code="00801", description="Wounding"),
        imposed_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )


@pytest.fixture
def requirement(sentence) -> Requirement:
    return Requirement.objects.create(
        case=sentence.case,
        sentence=sentence,
        number=1,
        type=RequirementType.objects.create(code="F", description="Rehabilitation activity"),
        starts_on=date(2014, 1, 6),
        recorded_at=LONG_AGO,
    )


def said(**changed: Any) -> commands.NsiReferral:
    facts: dict[str, Any] = {"type_code": "CRS01", "referred_on": TODAY, "sentence": 1}
    return commands.NsiReferral(**(facts | changed))


def refer(account, case, **changed: Any) -> Nsi:
    with acting(account):
        return commands.refer_nsi(
            account_id=account.pk, case_id=case.pk, said=said(**changed), now=NOW
        )


def do(command, account, nsi: Nsi, **more: Any):
    with acting(account):
        return command(
            account_id=account.pk, case_id=nsi.case_id, number=nsi.number, now=NOW, **more
        )


def refused(command, account, nsi: Nsi, **more: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        do(command, account, nsi, **more)
    return why.value.codes


def entries(case) -> list[str]:
    return list(
        Contact.objects.filter(case=case, number__gt=1)
        .order_by("number")
        .values_list("type", flat=True)
    )


@pytest.fixture
def written(case):
    """The first entry of the case is counted, as it is where commands wrote it."""
    type(case).objects.filter(pk=case.pk).update(contacts_made=1)


def test_a_referral_goes_into_the_log_and_is_managed_as_the_case_is(
    officer_here, case, requirement, written
):
    made = refer(officer_here, case, requirement_id=requirement.pk, notes=" Needs a flat ")

    with acting(officer_here):
        found = queries.nsi(case.pk, number=made.number, at=NOW)
    assert found is not None
    assert (found.requirement, found.notes) == ("Rehabilitation activity", "Needs a flat")
    assert (found.intervention.type, found.intervention.sentence, found.intervention.status) == (
        "Accommodation",
        1,
        "Referred",
    )
    assert [each.unit for each in found.managers] == ["C05T"]
    assert entries(case) == ["NREF"]
    assert [each.contact for each in found.standings] == [2]
    (act,) = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert (act.action, act.detail["altered"]) == ("nsi.referred", "probation.Nsi/1")
    assert Event.objects.filter(name="probation.nsi-changed.v1").count() == 1


def test_it_begins_stands_somewhere_and_ends_and_its_appointments_ahead_go(
    officer_here, case, sentence, written
):
    made = refer(officer_here, case, referred_on=date(2014, 5, 1))
    do(commands.start_nsi, officer_here, made, on=date(2014, 5, 6))
    do(
        commands.change_nsi_status,
        officer_here,
        made,
        status_code="INPROG",
        on=TODAY,
        note="First session went well",
    )
    ahead = do(
        commands.appoint_for_nsi,
        officer_here,
        made,
        type_code="COAP",
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=1),
    )
    other = Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW + timedelta(days=2),
        ends_at=NOW + timedelta(days=2, hours=1),
        recorded_at=NOW,
    )

    ended = do(commands.end_nsi, officer_here, made, on=TODAY, outcome_code="")

    assert (ended.starts_on, ended.ended_on) == (date(2014, 5, 6), TODAY)
    assert entries(case) == ["NREF", "NCOM", "C091", "NTER"]
    kept = dict(Appointment.objects.values_list("id", "is_cancelled"))
    assert kept == {ahead.pk: True, other.pk: False}
    assert Event.objects.filter(name="probation.appointment-cancelled.v1").count() == 1
    assert refused(commands.end_nsi, officer_here, made, on=TODAY, outcome_code="") == (
        "has-ended",
    )
    assert refused(commands.start_nsi, officer_here, made, on=TODAY) == ("has-ended",)
    assert refused(
        commands.change_nsi_status, officer_here, made, status_code="COMP", on=TODAY, note=""
    ) == ("has-ended",)
    assert refused(
        commands.appoint_for_nsi,
        officer_here,
        made,
        type_code="COAP",
        starts_at=NOW + timedelta(days=3),
        ends_at=NOW + timedelta(days=3, hours=1),
    ) == ("has-ended",)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"type_code": "ZZ"}, ("no-such-type",)),
        ({"type_code": "BRE"}, ("no-such-type",)),
        ({"sentence": None}, ("no-sentence",)),
        ({"sentence": 7}, ("no-such-sentence",)),
        ({"requirement_id": 0}, ("no-such-requirement",)),
        ({"subtype_code": "X1"}, ("no-such-subtype",)),
        ({"referred_on": date(2014, 6, 3)}, ("referred-ahead",)),
        ({"expected_start_on": date(2014, 6, 1)}, ("starts-before-referral",)),
        ({"expected_end_on": date(2014, 6, 1)}, ("ends-before-start",)),
        ({"provider": "NOWHERE"}, ("unknown-code",)),
    ],
)
def test_a_referral_that_cannot_be_is_refused_and_leaves_no_trace(
    officer_here, case, sentence, changed, codes
):
    with pytest.raises(Refused) as why:
        refer(officer_here, case, **changed)

    assert why.value.codes == codes
    assert not Nsi.objects.exists()
    assert not NsiStanding.objects.exists()
    assert Contact.objects.filter(case=case).count() == 1


def test_a_type_says_whether_two_may_be_active_and_the_database_holds_to_it(
    officer_here, case, sentence, written
):
    first, second = refer(officer_here, case), refer(officer_here, case)
    assert [first.number, second.number] == [1, 2]
    NsiType.objects.filter(code="CRS02").update(may_be_several=False)
    refer(officer_here, case, type_code="CRS02")

    with pytest.raises(Refused) as why:
        refer(officer_here, case, type_code="CRS02")

    assert why.value.codes == ("active-already",)
    with pytest.raises(IntegrityError):
        Nsi.objects.create(
            case=case,
            number=9,
            type_id="CRS02",
            sentence=sentence,
            is_single=True,
            referred_on=TODAY,
            recorded_at=NOW,
        )


def test_it_is_of_the_person_where_its_type_says_so(officer_here, case, sentence, written):
    NsiType.objects.filter(code="CRS05").update(is_for_person=True, is_for_sentence=False)

    assert refer(officer_here, case, type_code="CRS05", sentence=None).sentence_id is None
    with pytest.raises(Refused) as why:
        refer(officer_here, case, type_code="CRS05")
    assert why.value.codes == ("not-for-sentence",)


def test_another_officer_manages_it_from_now_on(nation, officer_here, case, sentence, written):
    made = refer(officer_here, case)
    post = seat(
        officer_here, owner=nation.units["C05"], holder=nation.units["C05T"], role="officer"
    )

    do(commands.give_nsi, officer_here, made, post_code=post.code)

    apart = HeldApartAssignment.objects.filter(item__nsi=made)
    assert list(apart.values_list("post_id", flat=True)) == [post.pk]
    assert refused(commands.give_nsi, officer_here, made, post_code=post.code) == (
        "has-it-already",
    )
    assert refused(commands.give_nsi, officer_here, made, post_code="NONE") == ("no-such-post",)
    elsewhere = nation.accounts["N02"].posts.get().code
    assert refused(commands.give_nsi, officer_here, made, post_code=elsewhere) == (
        "another-provider",
    )
    do(commands.end_nsi, officer_here, made, on=TODAY, outcome_code="")
    assert refused(commands.give_nsi, officer_here, made, post_code=post.code) == ("has-ended",)


@pytest.mark.parametrize(
    ("command", "more", "codes"),
    [
        (commands.start_nsi, {"on": date(2014, 6, 3)}, ("begins-ahead",)),
        (commands.start_nsi, {"on": date(2014, 6, 1)}, ("begins-before-referral",)),
        (commands.end_nsi, {"on": date(2014, 6, 3), "outcome_code": ""}, ("ends-ahead",)),
        (commands.end_nsi, {"on": date(2014, 6, 1), "outcome_code": ""}, ("ends-before-start",)),
        (commands.end_nsi, {"on": TODAY, "outcome_code": "BRE08"}, ("no-such-outcome",)),
        (
            commands.change_nsi_status,
            {"status_code": "REFD", "on": date(2014, 6, 3), "note": ""},
            ("no-such-status", "not-a-day-of-it"),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_every_reason(
    *, officer_here, case, sentence, written, command, more, codes
):
    made = refer(officer_here, case)

    assert refused(command, officer_here, made, **more) == codes

    made.refresh_from_db()
    assert (made.starts_on, made.ended_on) == (None, None)
    assert NsiStanding.objects.count() == 1


def test_it_begins_once(officer_here, case, sentence, written):
    made = refer(officer_here, case)
    do(commands.start_nsi, officer_here, made, on=TODAY)

    assert refused(commands.start_nsi, officer_here, made, on=TODAY) == ("has-begun",)


def test_a_closed_case_is_referred_to_nothing(officer_here, case, sentence):
    type(case).objects.filter(pk=case.pk).update(closed_at=NOW)

    with pytest.raises(Refused) as why:
        refer(officer_here, case)

    assert why.value.codes == ("case-closed",)


def test_an_intervention_that_is_not_there_is_not_found(officer_here, case, sentence):
    with acting(officer_here), pytest.raises(Http404):
        commands.start_nsi(account_id=officer_here.pk, case_id=case.pk, number=4, on=TODAY, now=NOW)


def test_nobody_elsewhere_refers_or_reads(officer_here, officer_elsewhere, case, sentence, written):
    made = refer(officer_here, case, notes="Needs a flat")

    with pytest.raises(Http404):
        refer(officer_elsewhere, case)
    with acting(officer_elsewhere):
        assert queries.nsis(case.pk, at=NOW, part=slice(0, 9)) == ()
        assert queries.nsi(case.pk, number=made.number, at=NOW) is None
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into probation_nsi (case_id, number, type_id, is_single, referred_on, external_reference, notes,"
                " recorded_at) values (%s, 9, 'CRS01', false, '2014-06-02', '', '', now())",
                [case.pk],
            )
