"""What is done about a failure, and how it is answered (domain rules, 14.2)."""

from datetime import date, timedelta

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands
from throughcare.probation.models import Contact, Enforcement, FailureAction, SentenceType
from throughcare.probation.tests.logs import Log, begin, moment, names

NOW = moment(2014, 6, 2, 9)


@pytest.fixture
def log(case, officer_here) -> Log:
    return begin(case, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


@pytest.fixture
def failure(log) -> Contact:
    with log.acting():
        return commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=NOW - timedelta(hours=2),
            ends_at=NOW - timedelta(hours=1),
            outcome_code="UAAB",
            subject=commands.Subject(sentence_id=log.sentence.pk),
            now=NOW,
        )


def act(log: Log, failure: Contact, code: str) -> FailureAction:
    with log.acting():
        return commands.act_on_failure(
            account_id=log.account.pk,
            crn=log.crn,
            number=failure.number,
            action_code=code,
            now=log.at,
        )


def answer(log: Log, failure: Contact, response: str, outcome: str = "") -> None:
    with log.acting():
        commands.answer_failure(
            account_id=log.account.pk,
            crn=log.crn,
            number=failure.number,
            response=response,
            outcome_code=outcome,
            now=log.at,
        )


def enforcements() -> list[tuple[str, ...]]:
    return list(Enforcement.objects.order_by("id").values_list("kind", "state", "result"))


def test_a_warning_is_answered_by_a_day_and_written_into_the_log(log, failure):
    made = act(log, failure, "EA02")

    assert (made.state, made.taken_on, made.respond_by) == (
        "waiting",
        date(2014, 6, 2),
        date(2014, 6, 9),
    )
    assert (made.enforcement.due_on, made.enforcement.sentence_id) == (
        date(2014, 6, 9),
        log.sentence.pk,
    )
    assert [entry.linked_id for entry in log.entries("AWLI")] == [failure.pk]
    assert names()[-2:] == ["probation.enforcement-opened.v1", "probation.failure-acted-on.v1"]


def test_an_outcome_that_is_enforceable_is_acted_on_in_the_same_step(log, slot):
    with log.acting():
        result = commands.record_outcome(
            account_id=log.account.pk,
            appointment_id=slot.pk,
            outcome_code="UAAB",
            action_code="EA02",
            now=NOW,
        )

    assert result.prompts_enforcement is False
    assert FailureAction.objects.get(contact=result.contact).action_id == "EA02"


@pytest.mark.parametrize(
    ("outcome", "action", "code"),
    [("ATTC", "EA02", "no-failure"), ("UAAB", "EA06", "no-such-action")],
)
def test_an_outcome_is_refused_with_an_action_that_does_not_go_with_it(
    *, log, slot, outcome, action, code
):
    with log.acting(), pytest.raises(Refused) as refused:
        commands.record_outcome(
            account_id=log.account.pk,
            appointment_id=slot.pk,
            outcome_code=outcome,
            action_code=action,
            notes="x" * 12_001,
            now=NOW,
        )

    slot.refresh_from_db()
    assert refused.value.codes == (code, "notes-too-long")
    assert (slot.outcome, names(), FailureAction.objects.count()) == ("", [], 0)


def test_a_failure_that_somebody_else_recorded_is_referred_to_the_officer_with_an_alert(
    log, failure
):
    made = act(log, failure, "ROM")

    assert (made.state, made.enforcement_id) == ("waiting", None)
    assert [(entry.is_alert, entry.linked_id) for entry in log.entries("AROM")] == [
        (True, failure.pk)
    ]


def test_an_answer_takes_a_referral_off_the_officers_list(log, failure):
    act(log, failure, "ROM")

    answer(log, failure, "rejected")

    assert [entry.is_alert for entry in log.entries("AROM")] == [False]
    assert Contact.objects.get(id=failure.pk).outcome_id == "UAAB"


def test_evidence_accepted_changes_the_outcome_lowers_the_count_and_takes_back_the_letter(
    log, failure
):
    act(log, failure, "EA02")
    counted = log.count()

    answer(log, failure, "accepted", "AAME")

    failure.refresh_from_db()
    assert (counted, log.count(), failure.outcome_id) == (1, 0, "AAME")
    assert list(
        FailureAction.objects.order_by("id").values_list("action_id", "state", "response")
    ) == [("EA02", "closed", "accepted"), ("EA06", "taken", "")]
    assert [entry.linked_id for entry in log.entries("C040")] == [failure.pk]
    assert enforcements() == [("warning", "withdrawn", "excused")]
    assert names()[-1] == "probation.failure-answered.v1"


@pytest.mark.parametrize("response", ["rejected", "none"])
def test_a_warning_that_stands_is_over_once_it_is_answered(log, failure, response):
    act(log, failure, "EA02")

    answer(log, failure, response)

    assert enforcements() == [("warning", "concluded", "answered")]
    assert log.count() == 1


def test_a_warning_of_two_failures_goes_on_until_both_are_answered(log, failure):
    with log.acting():
        second = commands.record_contact(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=NOW - timedelta(days=1),
            outcome_code="UAAB",
            subject=commands.Subject(sentence_id=log.sentence.pk),
            now=NOW,
        )
    act(log, failure, "EA02")
    act(log, second, "EA02")

    answer(log, failure, "none")
    after_one = enforcements()
    answer(log, second, "none")

    assert after_one == [("warning", "open", "")]
    assert enforcements() == [("warning", "concluded", "answered")]


@pytest.mark.parametrize(("is_custodial", "kind"), [(False, "breach"), (True, "recall")])
def test_proceedings_are_breach_of_an_order_and_recall_from_a_licence(
    log, failure, is_custodial, kind
):
    SentenceType.objects.update(is_custodial=is_custodial)

    made = act(log, failure, "IBR")

    assert (made.state, made.enforcement.kind) == ("taken", kind)


def test_a_failure_is_not_acted_on_while_an_answer_is_awaited(log, failure):
    act(log, failure, "EA02")

    with pytest.raises(Refused) as refused:
        act(log, failure, "EA06")

    assert refused.value.codes == ("no-such-action", "waits")
    assert FailureAction.objects.count() == 1


def test_what_is_no_failure_is_not_acted_on(log):
    first = Contact.objects.get(case=log.case)

    with pytest.raises(Refused) as refused:
        act(log, first, "NFA")

    assert refused.value.codes == ("no-failure",)
    assert not FailureAction.objects.exists()


@pytest.mark.parametrize(
    ("response", "outcome", "codes"),
    [
        ("maybe", "", ("nothing-waits", "no-answer")),
        ("accepted", "UAAB", ("nothing-waits", "no-outcome")),
    ],
)
def test_an_answer_to_nothing_or_in_no_words_of_the_list_is_refused(
    *, log, failure, response, outcome, codes
):
    with pytest.raises(Refused) as refused:
        answer(log, failure, response, outcome)

    assert refused.value.codes == codes
    assert log.count() == 1


def test_a_breach_that_names_no_sentence_begins_the_count_of_the_only_one_anew(log, failure):
    breach = Enforcement.objects.create(
        case=log.case,
        reference="E1",
        kind="breach",
        state="presented",
        opened_on=NOW.date(),
        due_on=NOW.date(),
        recorded_at=NOW,
    )
    log.at = NOW + timedelta(days=3)
    with log.acting():
        commands.take_step(
            account_id=log.account.pk,
            crn=log.crn,
            reference=breach.reference,
            step="breach-concluded",
            words=commands.Words(result="continues"),
            now=log.at,
        )

    assert log.count() == 0
