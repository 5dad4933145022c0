"""A recall goes from the officer over two levels to the recall unit; what is known is filled in, and what is missing is asked."""

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import (
    Enforcement,
    FlagType,
    Nsi,
    RecallAnswer,
    Registration,
    RiskProfile,
    Sentence,
    SentenceType,
)
from throughcare.probation.recall_policy import policy
from throughcare.probation.tests.taking import (
    TODAY,
    acting,
    events,
    opened,
    order_of,
    refused,
    standing,
    step,
    steps,
)

pytestmark = pytest.mark.django_db

WORDS = {each.code for each in policy().questions if each.kind == "words"}
ANSWERS = {
    "group": "adult-determinate",
    "alternatives-tried": "NONE",
    "conditions-breached": "KEEP_IN_TOUCH",
    "vulnerabilities": "NONE",
    "custody-status": "NO",
    "rosh": "HIGH",
    "type": "standard",
}


@pytest.fixture
def sentence(nation) -> Sentence:
    """A custodial sentence of somebody whose date of birth is not known."""
    made = order_of(nation.cases["N02"])
    made.type = SentenceType.objects.create(
        code="301", description="Determinate", is_custodial=True
    )
    made.save()
    return made


@pytest.fixture
def practitioner(nation):
    return nation.accounts["N02"]


@pytest.fixture
def manager(nation):
    return officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="manager"
    )


@pytest.fixture
def head(nation):
    return officer(
        "head-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="executive"
    )


@pytest.fixture
def recall(practitioner, sentence) -> Enforcement:
    return opened(practitioner, sentence.case, EnforcementKind.RECALL)


def answer(account, found: Enforcement, question: str, *options: str, words: str = "") -> None:
    with acting(account):
        commands.answer_recall(
            account_id=account.pk,
            crn=found.case.person.crn,
            reference=found.reference,
            question=question,
            options=options,
            words=words,
            now=NOW,
        )


def answer_all(account, found: Enforcement) -> None:
    for question, option in ANSWERS.items():
        answer(account, found, question, option)
    for question in sorted(WORDS):
        answer(account, found, question, words="As it is")


def write(account, found: Enforcement, template: str) -> None:
    """Draft a document about it, complete it and finish it."""
    with acting(account):
        paper = commands.draft_document(
            account_id=account.pk,
            case_id=found.case_id,
            template_code=template,
            enforcement=found.reference,
            now=NOW,
        )
        known = queries.written_document(found.case_id, number=paper.number)
        assert known is not None
        commands.save_document(
            account_id=account.pk,
            case_id=found.case_id,
            number=paper.number,
            words={each.position: "As it is" for each in known.texts},
            now=NOW,
        )
        commands.finish_document(
            account_id=account.pk, case_id=found.case_id, number=paper.number, now=NOW
        )


def report(account, found: Enforcement) -> queries.RecallReport:
    with acting(account):
        found.refresh_from_db()
        return queries.recall_report(found, at=NOW)


def said(found: queries.RecallReport) -> dict[str, tuple[Any, ...]]:
    return {
        each.question.code: (each.answer.options, each.answer.words, each.answer.source)
        for each in found.sections
        if not each.is_missing
    }


def test_what_the_record_knows_is_filled_in_with_its_source(practitioner, recall, sentence):
    case = sentence.case
    RiskProfile.objects.filter(case=case).update(rosh="very high", mappa="2", mappa_level=2)
    FlagType.objects.create(code="ALSH", description="Self-harm")
    Registration.objects.create(
        case=case, type_id="ALSH", starts_on=date(2014, 5, 1), recorded_at=LONG_AGO
    )
    type(case.person).objects.filter(pk=case.person_id).update(born_on=date(1980, 2, 1))
    Sentence.objects.filter(pk=sentence.pk).update(ends_on=date(2014, 7, 5))
    opened(practitioner, case, EnforcementKind.WARNING)

    found = report(practitioner, recall)

    assert said(found) == {
        "group": (("adult-determinate",), "", "The sentence and the date of birth"),
        "mappa-4": (("no",), "", "The risk profile"),
        "rosh": (("VERY_HIGH",), "", "The risk profile"),
        "vulnerabilities": (("RISK_OF_SUICIDE_OR_SELF_HARM",), "", "The flags"),
        "alternatives-tried": (
            ("WARNINGS_LETTER",),
            "",
            "The warnings of the last 12 months",
        ),
    }
    assert (found.type.must, found.type.unanswered) == ("standard", ("terrorist-offence",))


@pytest.mark.parametrize(
    ("born_on", "code", "group"),
    [
        (date(1996, 1, 6), "301", "adult-determinate"),
        (date(1996, 1, 7), "301", "youth-determinate"),
        (date(1996, 1, 7), "324", "extended"),
        (date(1980, 1, 1), "308", "indeterminate"),
        (None, "301", ""),
    ],
)
def test_the_group_follows_from_the_sentence_and_the_age_on_the_day_it_was_imposed(
    *, practitioner, recall, sentence, born_on, code, group
):
    case = sentence.case
    type(case.person).objects.filter(pk=case.person_id).update(born_on=born_on)
    SentenceType.objects.get_or_create(
        code=code, defaults={"description": "Custody", "is_custodial": True}
    )
    Sentence.objects.filter(pk=sentence.pk).update(type_id=code)

    assert report(practitioner, recall).group == group


def test_an_answer_takes_the_place_of_what_was_said_before(practitioner, recall):
    answer(practitioner, recall, "vulnerabilities", "BEING_BULLIED_BY_OTHERS", words="On the wing")
    answer(practitioner, recall, "vulnerabilities", "NONE")

    assert said(report(practitioner, recall))["vulnerabilities"] == (
        ("NONE",),
        "",
        "Answered by an officer",
    )
    assert RecallAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("question", "options", "words", "codes"),
    [
        ("what-led", (), " ", ("says-nothing",)),
        ("rosh", ("HUGE",), "", ("no-such-option",)),
        ("rosh", ("LOW", "HIGH"), "", ("no-such-option",)),
        ("rosh", ("LOW",), "Quite low", ("no-words",)),
        ("what-led", (), "x" * 10_001, ("too-long",)),
        ("type", ("emergency",), "", ("no-such-option",)),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    *, practitioner, recall, question, options, words, codes
):
    assert refused(answer, practitioner, recall, question, *options, words=words) == codes
    assert not RecallAnswer.objects.exists()


def test_a_question_that_is_none_is_not_found(practitioner, recall):
    with pytest.raises(Http404):
        answer(practitioner, recall, "weather", words="Fine")


def test_a_recall_goes_over_two_levels_by_two_people_to_the_recall_unit_and_ends_with_the_return(
    practitioner, manager, head, recall
):
    assert refused(step, practitioner, recall, "consulted") == ("no-answers",)
    answer_all(practitioner, recall)
    step(practitioner, recall, "consulted")
    assert refused(step, practitioner, recall, "to-recall", note="Yes") == ("not-yours",)
    assert refused(step, manager, recall, "to-recall") == ("no-note",)
    step(manager, recall, "to-recall", note="The risk has grown")
    step(practitioner, recall, "reported")
    assert refused(answer, practitioner, recall, "victims", words="Two") == ("is-complete",)
    assert refused(step, practitioner, recall, "countersigned", note="Yes") == ("not-yours",)
    step(manager, recall, "countersigned", note="I agree")
    assert refused(step, manager, recall, "endorsed", note="I agree again") == (
        "same-person",
        "not-yours",
    )
    step(head, recall, "endorsed", note="Agreed")
    assert refused(step, practitioner, recall, "sent") == ("no-document",)
    write(practitioner, recall, "PARTA")
    for to in ("sent", "booked", "revoked", "arrested", "returned-to-custody"):
        step(practitioner, recall, to)

    assert standing(recall)[:3] == ("concluded", "returned", TODAY)
    assert [code for code, _ in steps(recall)] == [
        *("considered", "consulted", "to-recall", "reported", "countersigned", "endorsed"),
        *("sent", "booked", "revoked", "arrested", "returned-to-custody"),
    ]
    assert Nsi.objects.get().ended_on == TODAY
    told = [name for name in events() if "recall" in name]
    assert told == ["probation.recall-raised.v1", "probation.recall-concluded.v1"]
    changed = Event.objects.filter(name="probation.enforcement-changed.v1").order_by("id")
    assert [(each.payload["kind"], each.payload["step"]) for each in changed] == [
        ("recall", code) for code, _ in steps(recall)
    ]


def test_a_head_who_countersigned_below_does_not_countersign_above(
    nation, practitioner, head, recall
):
    manager_too = officer(
        "both-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="manager"
    )
    answer_all(practitioner, recall)
    step(practitioner, recall, "consulted")
    step(manager_too, recall, "to-recall", note="Yes")
    step(practitioner, recall, "reported")
    step(manager_too, recall, "countersigned", note="Yes")
    manager_too.posts.update(role="executive")

    assert refused(step, manager_too, recall, "endorsed", note="Yes") == ("same-person",)

    step(head, recall, "endorsed", note="Yes")
    assert steps(recall)[-1][0] == "endorsed"


def test_a_report_is_sent_back_and_written_again(practitioner, manager, recall):
    answer_all(practitioner, recall)
    step(practitioner, recall, "consulted")
    step(manager, recall, "considered", note="Say more about the address")
    answer(practitioner, recall, "address", words="With a friend")
    step(practitioner, recall, "consulted")
    step(manager, recall, "to-recall", note="Yes")
    RecallAnswer.objects.filter(question="victims").delete()

    assert refused(step, practitioner, recall, "reported") == ("no-report",)


def test_it_is_decided_not_to_recall(practitioner, manager, recall):
    answer_all(practitioner, recall)
    step(practitioner, recall, "consulted")
    step(manager, recall, "not-to-recall", note="Contact is back")
    assert refused(step, practitioner, recall, "not-recalled") == ("no-document",)
    write(practitioner, recall, "DNTR")
    step(practitioner, recall, "not-recalled")

    assert standing(recall)[:2] == ("concluded", "not-recalled")


def test_the_fixed_term_is_over_so_many_days_after_the_return(practitioner, recall):
    answer(practitioner, recall, "group", "adult-determinate")
    for question in ("mappa-4", "terrorist-offence"):
        answer(practitioner, recall, question, "no")
    answer(practitioner, recall, "type", "fixed-term")
    Enforcement.objects.filter(pk=recall.pk).update(
        state="concluded", result="returned", concluded_on=TODAY
    )

    found = report(practitioner, recall)

    assert (found.decided, found.days, found.ends_on) == ("fixed-term", 28, date(2014, 6, 30))


def test_nobody_elsewhere_answers_or_reads(nation, practitioner, recall):
    answer(practitioner, recall, "what-led", words="Told me of the lodger")
    stranger = nation.accounts["C05"]

    with pytest.raises(Http404):
        answer(stranger, recall, "what-led", words="Nothing")
    with acting(stranger):
        assert list(RecallAnswer.objects.all()) == []
