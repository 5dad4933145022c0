"""Letters and reports: drafted from the record, written by one at a time, finished, and written anew as another version."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import Http404
from docx import Document as Word

from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.documents import queries as documents
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import (
    Appointment,
    Contact,
    Document,
    DocumentLock,
    DocumentOrigin,
    DocumentText,
    Enforcement,
)
from throughcare.probation.tests.taking import acting, choose, opened, order_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def practitioner(nation):
    return nation.accounts["N02"]


@pytest.fixture
def colleague(nation):
    return officer("colleague-n02", owner=nation.units["N02"], holder=nation.units["N02T"])


@pytest.fixture
def manager(nation):
    return officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02"], role="manager"
    )


@pytest.fixture
def order(nation):
    return order_of(nation.cases["N02"])


@pytest.fixture
def breach(practitioner, order) -> Enforcement:
    found = opened(practitioner, order.case)
    choose(practitioner, found, 2, 3)
    return found


def draft(account, case, template: str = "APPT", *, about: str = "", **more: Any) -> Document:
    with acting(account):
        return commands.draft_document(
            account_id=account.pk,
            case_id=case.pk,
            template_code=template,
            enforcement=about,
            now=NOW,
            **more,
        )


def do(command, account, paper: Document, **more: Any) -> Any:
    with acting(account):
        return command(
            account_id=account.pk, case_id=paper.case_id, number=paper.number, now=NOW, **more
        )


def texts(paper: Document) -> dict[str, str]:
    found = DocumentText.objects.filter(document=paper).order_by("position")
    return dict(found.values_list("heading", "words"))


def appointed(case) -> None:
    Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW + timedelta(days=2),
        ends_at=NOW + timedelta(days=2, hours=1),
        recorded_at=LONG_AGO,
    )


def completed(account, paper: Document, words: str = "With Ann at Elmstead") -> None:
    """Everything that is marked to be completed, completed."""
    marked = {
        each.position: words
        for each in DocumentText.objects.filter(document=paper)
        if "[to be completed" in each.words or not each.words
    }
    do(commands.save_document, account, paper, words=marked)


def test_a_breach_notice_is_drafted_from_the_evidence_and_the_record(practitioner, breach):
    appointed(breach.case)

    made = draft(practitioner, breach.case, "BNL-FOW", about=breach.reference)

    written = texts(made)
    assert written["Why we write"] == (
        "This is a formal warning about your order. You have to keep to what the court ordered."
    )
    assert written["What we have recorded"] == (
        "20 May 2014, Office visit: Absent. Failed to comply.\n"
        "27 May 2014, Office visit: Absent. Failed to comply."
    )
    assert "tell us by 9 June 2014" in written["What you can do"]
    assert written["Your next appointment"] == "Office visit on Wednesday 4 June 2014 at 10:00."
    assert written["If you have questions"] == "Speak to [to be completed: officer] of N02T."
    assert (made.number, made.is_final, made.title) == (1, False, "Breach notice: formal warning")
    origin = DocumentOrigin.objects.get()
    assert (origin.enforcement_id, origin.respond_by) == (breach.pk, date(2014, 6, 9))


def test_a_letter_is_finished_as_a_pdf_and_for_a_word_processor_with_its_data_beside(
    practitioner, breach
):
    paper = draft(practitioner, breach.case, "BNL-FOW", about=breach.reference)
    assert refused(do, commands.finish_document, practitioner, paper) == (
        "to-complete",
        "to-complete",
    )
    assert not Contact.objects.filter(type="CLBR").exists()
    completed(practitioner, paper)

    done = do(commands.finish_document, practitioner, paper)

    origin = DocumentOrigin.objects.get()
    pdf, word = documents.content(done.digest), documents.content(origin.docx_digest)
    assert pdf.content.startswith(b"%PDF-")
    paragraphs = [each.text for each in Word(BytesIO(word.content or b"")).paragraphs]
    assert "20 May 2014, Office visit: Absent. Failed to comply." in paragraphs
    data = json.loads(documents.content(origin.data_digest).content or b"")
    assert (data["recipient"], data["subject"], data["on"]) == (
        ["Ann Other"],
        "Breach notice: formal warning",
        "2 June 2014",
    )
    assert Contact.objects.get(type="CLBR").pk == origin.contact_id
    assert [each.number for each in documents.versions([done.reference])[done.reference]] == [1]
    assert not DocumentLock.objects.exists()


def test_what_is_final_is_read_only_and_a_change_is_another_version(practitioner, order):
    paper = draft(practitioner, order.case)
    completed(practitioner, paper)
    first = do(commands.finish_document, practitioner, paper).digest
    for command, more in (
        (commands.save_document, {"words": {1: "Other"}}),
        (commands.finish_document, {}),
        (commands.open_document, {}),
    ):
        assert refused(do, command, practitioner, paper, **more) == ("is-final",)

    do(commands.revise_document, practitioner, paper)
    assert refused(do, commands.revise_document, practitioner, paper) == ("not-final",)
    do(commands.save_document, practitioner, paper, words={1: "On Thursday instead"})
    second = do(commands.finish_document, practitioner, paper)

    editions = documents.versions([second.reference])[second.reference]
    assert [(each.number, each.digest) for each in editions] == [(1, first), (2, second.digest)]
    assert first != second.digest


def test_one_at_a_time_writes_in_it_and_a_manager_takes_it_from_another(
    practitioner, colleague, manager, order
):
    paper = draft(practitioner, order.case)
    with acting(colleague), pytest.raises(Refused) as why:
        commands.open_document(account_id=colleague.pk, case_id=paper.case_id, number=1, now=NOW)
    assert str(why.value) == "Officer-N02 has it open since 2 June 2014 at 10:00."
    assert refused(do, commands.save_document, colleague, paper, words={1: "Mine"}) == (
        "open-to-another",
    )
    assert refused(do, commands.close_document, colleague, paper) == ("open-to-another",)

    do(commands.close_document, manager, paper)
    assert refused(do, commands.close_document, manager, paper) == ("not-open",)
    assert refused(do, commands.save_document, practitioner, paper, words={1: "Lost"}) == (
        "not-open",
    )
    do(commands.open_document, colleague, paper)
    do(commands.open_document, colleague, paper)
    do(commands.save_document, colleague, paper, words={1: "Mine\r\nnow"})

    assert texts(paper)["Your appointment"] == "Mine\nnow"
    do(commands.close_document, colleague, paper)
    assert not DocumentLock.objects.exists()


def test_the_database_takes_no_text_from_whoever_has_it_not_open(practitioner, colleague, order):
    paper = draft(practitioner, order.case)

    with acting(colleague), connection.cursor() as cursor:
        cursor.execute("update probation_documenttext set words = 'Mine'")
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("update probation_document set is_sensitive = false")
    assert "Mine" not in texts(paper).values()


@pytest.mark.parametrize(
    ("template", "codes"),
    [("ZZ", ("no-such-template",)), ("BNL-BW", ("about-nothing",)), ("DNTR", ("about-nothing",))],
)
def test_a_draft_of_nothing_is_refused(practitioner, order, template, codes):
    assert refused(draft, practitioner, order.case, template) == codes
    assert not Document.objects.exists()


def test_a_closed_case_gets_no_draft(practitioner, order):
    type(order.case).objects.filter(pk=order.case_id).update(closed_at=NOW)

    assert refused(draft, practitioner, order.case) == ("case-closed",)


def test_a_report_on_a_recall_has_its_answers_and_asks_for_the_rest(practitioner, order):
    recall = opened(practitioner, order.case, EnforcementKind.RECALL)
    with acting(practitioner):
        commands.answer_recall(
            account_id=practitioner.pk,
            crn=order.case.person.crn,
            reference=recall.reference,
            question="what-led",
            options=(),
            words="Did not come back",
            now=NOW,
        )
    paper = draft(practitioner, order.case, "PARTA", about=recall.reference)

    assert texts(paper)["What has led to this recall?"] == "Did not come back"
    assert texts(paper)["Type of recall"] == "Not decided."
    codes = refused(do, commands.finish_document, practitioner, paper)
    assert set(codes) == {"empty"}
    completed(practitioner, paper)
    done = do(commands.finish_document, practitioner, paper)

    with acting(practitioner):
        assert queries.has_final_document(recall.pk, codes=("PARTA",))
        assert queries.documents_about(order.case_id, enforcement_id=recall.pk) == [done]
    assert documents.content(done.digest).content.startswith(b"%PDF-")


def test_it_is_found_by_its_words_by_whoever_may_read_the_case(nation, practitioner, order):
    paper = draft(practitioner, order.case)
    do(commands.save_document, practitioner, paper, words={1: "Bring the tenancy agreement"})

    def found(account, words: str) -> list[Document]:
        with acting(account):
            return queries.matching_documents([order.case_id], words=words)

    assert found(practitioner, "tenancies") == [paper]
    assert found(practitioner, "appointment letter") == [paper]
    assert found(practitioner, "passport") == []
    assert found(nation.accounts["C05"], "tenancies") == []


def test_nobody_elsewhere_drafts_or_writes(nation, practitioner, order):
    paper = draft(practitioner, order.case, is_sensitive=True)
    stranger = nation.accounts["C05"]

    with pytest.raises(Http404):
        draft(stranger, order.case)
    for command, more in (
        (commands.open_document, {}),
        (commands.close_document, {}),
        (commands.save_document, {"words": {1: "Mine"}}),
        (commands.finish_document, {}),
        (commands.revise_document, {}),
    ):
        with pytest.raises(Http404):
            do(command, stranger, paper, **more)
    with acting(practitioner), pytest.raises(Http404):
        commands.open_document(account_id=practitioner.pk, case_id=order.case_id, number=9, now=NOW)
    assert (Document.objects.count(), Document.objects.get().is_sensitive) == (1, True)
