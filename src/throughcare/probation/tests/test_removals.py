"""Taking an entry out of a log (domain rules, 13.2, 9): who may, what goes with it, and what remains."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection
from django.http import Http404

from throughcare.access import commands as access
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    Appointment,
    Contact,
    ContactDeletion,
    ContactNote,
    Enforcement,
)
from throughcare.probation.tests.logs import Log, begin, moment, names

NOW = moment(2014, 6, 2, 9)


@pytest.fixture
def log(case, officer_here) -> Log:
    return begin(case, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


def record(log: Log, **more: Any) -> Contact:
    starts_at = more.pop("starts_at", NOW - timedelta(hours=2))
    with log.acting():
        return commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code=more.pop("type_code", "COAP"),
            starts_at=starts_at,
            ends_at=more.pop("ends_at", starts_at + timedelta(minutes=45)),
            outcome_code=more.pop("outcome_code", "ATTC"),
            now=more.pop("now", log.at),
            **more,
        )


def test_a_manager_deletes_an_entry_which_is_hidden_kept_and_no_failure_any_more(log):
    failure = record(
        log, outcome_code="UAAB", subject=commands.Subject(sentence_id=log.sentence.pk)
    )
    counted = log.count()

    def delete(reason: str) -> None:
        with log.acting():
            commands.delete_contact(
                account_id=log.account.pk,
                crn=log.crn,
                number=failure.number,
                reason=reason,
                now=NOW,
            )

    with pytest.raises(PermissionDenied):
        delete("Of somebody else")
    log.account.posts.update(role="manager")
    with pytest.raises(Refused) as refusal:
        delete(" ")
    before = Contact.objects.get(id=failure.pk).deleted_at
    delete("Of somebody else")

    assert refusal.value.codes == ("no-reason",)
    assert (counted, before, log.count()) == (1, None, 0)
    assert ContactDeletion.objects.values_list("contact_id", "reason", "deleted_by_id").get() == (
        failure.pk,
        "Of somebody else",
        log.account.pk,
    )
    with log.acting():
        assert not Contact.objects.filter(id=failure.pk).exists()
        assert queries.contact(log.case.pk, number=failure.number, at=NOW) is None
    with pytest.raises(Http404):
        delete("Twice")


def test_an_entry_that_enforcement_depends_on_or_the_system_made_is_not_deleted(log):
    log.account.posts.update(role="manager")
    about = commands.Subject(sentence_id=log.sentence.pk)
    failure = record(log, outcome_code="UAAB", subject=about)
    record(log, outcome_code="UAAB", starts_at=NOW - timedelta(days=1), subject=about)
    with log.acting():
        commands.act_on_failure(
            account_id=log.account.pk,
            crn=log.crn,
            number=failure.number,
            action_code="NFA",
            now=NOW,
        )
    (review,) = log.entries("ARWS")

    for number, code in ((failure.number, "enforced"), (review.number, "made-by-system")):
        with log.acting(), pytest.raises(Refused) as refusal:
            commands.delete_contact(
                account_id=log.account.pk, crn=log.crn, number=number, reason="Wrong", now=NOW
            )
        assert refusal.value.codes == (code,)
    assert not ContactDeletion.objects.exists()


def test_what_was_recorded_is_undone_within_a_minute_and_its_appointment_waits_again(log, slot):
    Appointment.objects.update(sentence=log.sentence)
    with log.acting():
        failure = commands.record_outcome(
            account_id=log.account.pk,
            appointment_id=slot.pk,
            outcome_code="UAAB",
            action_code="EA02",
            now=NOW,
        ).contact
    recorded = (log.count(), len(log.entries("AWLI")))

    log.at = NOW + timedelta(seconds=60)
    with log.acting():
        commands.undo_contact(
            account_id=log.account.pk, crn=log.crn, number=failure.number, now=log.at
        )

    slot.refresh_from_db()
    assert recorded == (1, 1)
    assert (slot.outcome, slot.contact_id) == ("", None)
    assert (log.count(), log.entries("AWLI"), log.entries("COAP")) == (0, [], [])
    assert list(Enforcement.objects.values_list("kind", "state", "result")) == [
        ("warning", "withdrawn", "error")
    ]


def test_after_a_minute_or_by_another_or_once_changed_nothing_is_undone(log):
    made = record(log)
    log.at = NOW + timedelta(seconds=61)

    with log.acting(), pytest.raises(Refused) as late:
        commands.undo_contact(
            account_id=log.account.pk, crn=log.crn, number=made.number, now=log.at
        )
    Contact.objects.filter(id=made.pk).update(version=2)
    with log.acting(), pytest.raises(Refused) as changed:
        commands.undo_contact(account_id=log.account.pk, crn=log.crn, number=made.number, now=NOW)

    assert (late.value.codes, changed.value.codes) == (("too-late",), ("changed-since",))
    assert Contact.objects.get(id=made.pk).deleted_at is None


@pytest.mark.parametrize(
    "act",
    [
        lambda crn, by: commands.append_note(
            account_id=by, crn=crn, number=1, text="Mine", now=NOW
        ),
        lambda crn, by: commands.clear_alert(account_id=by, crn=crn, number=1, now=NOW),
        lambda crn, by: commands.undo_contact(account_id=by, crn=crn, number=1, now=NOW),
        lambda crn, by: commands.delete_contact(
            account_id=by, crn=crn, number=1, reason="Mine", now=NOW
        ),
        lambda crn, by: commands.change_outcome(
            account_id=by, crn=crn, number=1, outcome_code="ATTC", version=1, now=NOW
        ),
        lambda crn, by: commands.act_on_failure(
            account_id=by, crn=crn, number=1, action_code="NFA", now=NOW
        ),
        lambda crn, by: commands.answer_failure(
            account_id=by, crn=crn, number=1, response="none", now=NOW
        ),
    ],
)
def test_a_stranger_changes_no_entry_and_is_not_told_that_there_is_one(log, officer_elsewhere, act):
    before = list(Contact.objects.order_by("id").values())

    with (
        access.acting_as(account_id=officer_elsewhere.pk, now=NOW),
        pytest.raises(Http404),
    ):
        act(log.crn, officer_elsewhere.pk)

    assert list(Contact.objects.order_by("id").values()) == before
    assert not ContactNote.objects.exists()
    assert names() == []


def test_the_database_takes_nothing_out_for_somebody_who_may_not_write(log, officer_elsewhere):
    made = record(log)

    def take_out() -> None:
        with (
            access.acting_as(account_id=officer_elsewhere.pk, now=NOW),
            connection.cursor() as cursor,
        ):
            cursor.execute("select probation_take_out_contact(%s, %s)", [made.pk, NOW])

    with pytest.raises(ProgrammingError, match="cannot be taken out"):
        take_out()

    assert Contact.objects.get(id=made.pk).deleted_at is None
