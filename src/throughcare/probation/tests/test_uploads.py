"""Files that are taken into a case: what they belong to, what they are, and who may."""

from typing import Any

import pytest
from django.http import Http404

from throughcare.access.tests.small_nation import NOW
from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.documents.models import Blob
from throughcare.kernel.refusals import Reason
from throughcare.probation import commands
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import Contact, Document, DocumentOrigin, DocumentText, Nsi
from throughcare.probation.tests.taking import acting, opened, order_of, refused

pytestmark = pytest.mark.django_db

NOTE = b"Was in hospital"
INFECTED = Reason("infected", "The file holds what looks like a virus.")


@pytest.fixture
def practitioner(nation):
    return nation.accounts["N02"]


@pytest.fixture
def case(nation):
    return order_of(nation.cases["N02"]).case


def upload(account, case, content: bytes = NOTE, **changed: Any) -> Document:
    facts: dict[str, Any] = {
        "title": " Note of the doctor ",
        "attached": commands.Attached(),
        "is_sensitive": False,
    }
    with acting(account):
        return commands.upload_document(
            account_id=account.pk, case_id=case.pk, content=content, now=NOW, **(facts | changed)
        )


def test_a_file_is_final_known_by_what_is_in_it_and_found_by_its_words(practitioner, case):
    made = upload(practitioner, case, is_sensitive=True)

    assert (made.number, made.title, made.media_type, made.is_final, made.is_sensitive) == (
        1,
        "Note of the doctor",
        "text/plain",
        True,
        True,
    )
    assert documents.content(made.digest).content == NOTE
    assert DocumentOrigin.objects.get().level == "PERSON"
    assert DocumentText.objects.get().words == "Was in hospital"


def test_it_belongs_to_a_process_an_intervention_or_an_entry_of_the_log(practitioner, case):
    breach = opened(practitioner, case, EnforcementKind.BREACH)
    nsi, entry = Nsi.objects.get(), Contact.objects.filter(case=case).earliest("number")
    for attached, level in (
        (commands.Attached(enforcement=breach.reference), "EVENT"),
        (commands.Attached(nsi=nsi.number), "NSI"),
        (commands.Attached(contact=entry.number), "CONTACT"),
    ):
        made = upload(practitioner, case, attached=attached)

        assert DocumentOrigin.objects.get(document=made).level == level
    kept = DocumentOrigin.objects.order_by("id").values_list("enforcement", "nsi", "contact")
    assert list(kept) == [(breach.pk, None, None), (None, nsi.pk, None), (None, None, entry.pk)]


@pytest.mark.parametrize(
    ("content", "changed", "codes"),
    [
        (NOTE, {"title": " "}, ("no-title",)),
        (NOTE, {"title": "x" * 201}, ("no-title",)),
        (NOTE, {"attached": commands.Attached(enforcement="E1")}, ("belongs-to-nothing",)),
        (NOTE, {"attached": commands.Attached(nsi=7)}, ("belongs-to-nothing",)),
        (NOTE, {"attached": commands.Attached(contact=99)}, ("belongs-to-nothing",)),
        (b"", {}, ("empty", "unknown-type")),
        (b"MZ\x00", {"title": ""}, ("no-title", "unknown-type")),
    ],
)
def test_what_is_not_taken_in_is_refused_with_every_reason_and_leaves_no_trace(
    *, practitioner, case, content, changed, codes
):
    assert refused(upload, practitioner, case, content, **changed) == codes
    assert not Document.objects.exists()
    assert not DocumentText.objects.exists()


def test_what_a_scanner_finds_is_not_kept(practitioner, case, monkeypatch):
    monkeypatch.setattr(change_documents, "_scanners", [lambda _content, _kind: INFECTED])

    assert refused(upload, practitioner, case) == ("infected",)
    assert not Document.objects.exists()
    assert not Blob.objects.exists()


def test_a_closed_case_takes_nothing_in(practitioner, case):
    type(case).objects.filter(pk=case.pk).update(closed_at=NOW)

    assert refused(upload, practitioner, case) == ("case-closed",)


def test_what_was_not_drafted_here_is_not_written_anew(practitioner, case):
    made = upload(practitioner, case)

    with acting(practitioner):
        assert refused(
            commands.revise_document,
            account_id=practitioner.pk,
            case_id=case.pk,
            number=made.number,
            now=NOW,
        ) == ("not-drafted",)


def test_nobody_elsewhere_takes_a_file_in(nation, case):
    with pytest.raises(Http404):
        upload(nation.accounts["C05"], case)

    assert not Document.objects.exists()
