import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from throughcare.documents import commands, queries, rules
from throughcare.documents.models import Blob, Version
from throughcare.kernel.refusals import Reason, Refused

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)
LETTER = b"%PDF-1.7 a letter"
DIGEST = hashlib.sha256(LETTER).hexdigest()
DOCUMENT = UUID(int=1)
INFECTED = Reason("infected", "The file holds what looks like a virus.")


@pytest.fixture(autouse=True)
def _no_scanners(monkeypatch) -> None:
    monkeypatch.setattr(commands, "_scanners", [])


def keep(content: bytes = LETTER) -> str:
    return commands.keep(content=content, media_type="application/pdf", now=NOON)


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


@pytest.mark.django_db
def test_bytes_are_known_by_their_digest_and_kept_once():
    digests = [keep(), keep()]

    assert digests == [DIGEST, DIGEST]
    assert Blob.objects.count() == 1
    assert queries.content(DIGEST) == queries.Content(
        digest=DIGEST,
        size=len(LETTER),
        media_type="application/pdf",
        place="",
        content=LETTER,
    )


@pytest.mark.django_db
def test_bytes_kept_elsewhere_are_known_without_being_here():
    commands.refer_to(
        digest=DIGEST, size=9, media_type="application/pdf", place="synthetic/letter", now=NOON
    )

    assert queries.content(DIGEST) == queries.Content(
        digest=DIGEST,
        size=9,
        media_type="application/pdf",
        place="synthetic/letter",
        content=None,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "media_type", "codes"),
    [
        (b"", "application/pdf", ["empty"]),
        (b"MZ\x90", "application/pdf", ["not-its-type"]),
        (b"MZ\x90", "application/x-msdownload", ["unknown-type"]),
        (b"\xff\xfe", "text/plain", ["not-its-type"]),
        (b"a\x00b", "text/plain", ["not-its-type"]),
        (b"a" * (rules.LARGEST_BYTES + 1), "image/png", ["too-large", "not-its-type"]),
    ],
)
def test_what_is_not_fit_to_keep_is_refused_with_every_reason(content, media_type, codes):
    with pytest.raises(Refused) as refused:
        commands.keep(content=content, media_type=media_type, now=NOON)

    assert [reason.code for reason in refused.value.reasons] == codes
    assert not Blob.objects.exists()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Llythyr â llais".encode(), "text/plain"),
        (b"PK\x03\x04\x00", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_files_of_the_known_types_are_taken(content, media_type):
    assert rules.reasons_to_refuse(content=content, media_type=media_type) == ()


@pytest.mark.django_db
def test_a_scanner_sees_bytes_and_type_and_may_refuse():
    seen: list[tuple[bytes, str]] = []

    def scan(content: bytes, media_type: str) -> Reason | None:
        seen.append((content, media_type))
        return INFECTED

    commands.scan_with(scan)

    with pytest.raises(Refused) as refused:
        keep()

    assert refused.value.reasons == (INFECTED,)
    assert seen == [(LETTER, "application/pdf")]
    assert not Blob.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"content": b"%PDF-1.7 another"},
        {"size": 3},
        {"digest": "0" * 63},
        {"storage": "reference"},
        {"content": None},
        {"place": "elsewhere"},
    ],
)
def test_the_database_refuses_bytes_that_are_not_what_their_digest_says(wrong):
    right = {
        "digest": DIGEST,
        "size": len(LETTER),
        "media_type": "application/pdf",
        "storage": "inline",
        "content": LETTER,
        "kept_at": NOON,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Blob.objects.create(**{**right, **wrong})

    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_versions_are_numbered_and_the_old_ones_stay():
    other = UUID(int=2)
    second = keep(LETTER + b", corrected")
    numbers = [
        commands.add_version(document_id=DOCUMENT, digest=digest, account_id=5, now=NOON)
        for digest in (keep(), second)
    ]

    assert numbers == [1, 2]
    found = queries.versions([DOCUMENT, other])
    assert [(edition.number, edition.digest) for edition in found[DOCUMENT]] == [
        (1, DIGEST),
        (2, second),
    ]
    assert found[other] == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            document_id=DOCUMENT, number=2, blob_id=second, written_at=NOON, account_id=5
        )


@pytest.mark.django_db
def test_the_application_opens_the_blob_it_names_and_can_list_none():
    keep()
    become("throughcare_app")

    listed = Blob.objects.count()
    opened = queries.content(DIGEST)
    listed_after = Blob.objects.count()

    assert (listed, opened.content, listed_after) == (0, LETTER, 0)


@pytest.mark.django_db
def test_the_application_keeps_what_is_there_already_and_changes_nothing():
    keep()
    become("throughcare_app")

    assert keep() == DIGEST
    assert keep(LETTER + b"!") != DIGEST
    commands.add_version(document_id=DOCUMENT, digest=DIGEST, account_id=5, now=NOON)
    changes: list[Callable[[], int]] = [
        lambda: Blob.objects.filter(digest=DIGEST).update(media_type="text/plain"),
        lambda: Version.objects.filter(document_id=DOCUMENT).update(number=9),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()

    become("throughcare_engine")
    assert Blob.objects.count() == 2


LONG = b"%PDF-1.7 " + bytes(range(256)) * 10_000


def keep_pieces(pieces: list[bytes], given: dict[str, object] | None = None) -> None:
    said: dict[str, Any] = {  # Any: keyword arguments of a command
        "digest": hashlib.sha256(LONG).hexdigest(),
        "size": len(LONG),
        "media_type": "application/pdf",
        "kept_at": NOON.replace(microsecond=345_678),
    }
    with transaction.atomic():
        commands.keep_pieces(pieces=pieces, **said | (given or {}))


@pytest.mark.django_db
def test_bytes_are_read_a_piece_at_a_time():
    digest = keep(LONG)
    become("throughcare_engine")

    found = [*queries.pieces(digest)]

    assert b"".join(found) == LONG
    assert [len(piece) for piece in found] == [
        queries.PIECE,
        queries.PIECE,
        len(LONG) % queries.PIECE,
    ]
    assert [*queries.pieces("0" * 64)] == []


@pytest.mark.django_db
def test_bytes_that_come_in_pieces_are_kept_as_those_that_come_at_once():
    kept_at = NOON.replace(microsecond=345_678)
    keep(LONG)
    at_once = Blob.objects.get()
    Blob.objects.all().delete()

    keep_pieces([LONG[:7], LONG[7:2_000_000], LONG[2_000_000:]])

    in_pieces = Blob.objects.get()
    assert in_pieces.content == at_once.content == LONG
    for blob in (at_once, in_pieces):
        blob.content = None
    at_once.kept_at = kept_at
    assert model_to_dict(in_pieces) == model_to_dict(at_once)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pieces", "given", "fault"),
    [
        ([LONG[:-1], b"!"], {}, ValueError),
        ([LONG[:-1]], {}, ValueError),
        ([LONG, b"!"], {}, ValueError),
        ([LONG], {"media_type": "text/html"}, Refused),
        ([LONG], {"size": rules.LARGEST_BYTES + 1}, Refused),
    ],
)
def test_pieces_that_are_not_what_was_said_of_them_are_not_kept(pieces, given, fault):
    with pytest.raises(fault):
        keep_pieces(pieces, given)

    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_a_scanner_sees_all_pieces_together():
    seen: list[bytes] = []

    def scan(content: bytes, media_type: str) -> Reason | None:
        seen.append(content)
        return INFECTED

    commands.scan_with(scan)

    with pytest.raises(Refused) as refused:
        keep_pieces([LONG[:7], LONG[7:]])

    assert refused.value.reasons == (INFECTED,)
    assert seen == [LONG]
    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_the_application_is_told_which_of_some_digests_can_be_opened():
    elsewhere, nowhere = "1" * 64, "0" * 64
    commands.refer_to(
        digest=elsewhere, size=9, media_type="application/pdf", place="synthetic", now=NOON
    )
    keep()
    become("throughcare_app")

    assert queries.kept([DIGEST, elsewhere, nowhere]) == {DIGEST}


LETTER_DATA = {
    "sender": ["Throughcare"],
    "recipient": ["The addressee"],
    "on": "1 June 2014",
    "subject": "Your new officer",
    "paragraphs": ["From today another office answers for you.", "*Nothing* #else changes."],
    "closing": ["Yours faithfully"],
}
REPORT_DATA = {
    "title": "Books",
    "subtitle": "As at 1 June 2014",
    "sections": [
        {
            "heading": "Cases",
            "paragraphs": ["Nothing was lost."],
            "table": {"columns": ["From", "Cases"], "rows": [["LTV", "12"], ["MER", "30"]]},
        }
    ],
}


@pytest.mark.parametrize(
    ("template_key", "data", "tags"),
    [
        ("documents.letter", LETTER_DATA, [b"/H1", b"/P"]),
        ("documents.report", REPORT_DATA, [b"/H1", b"/H2", b"/TH", b"/TD"]),
    ],
)
def test_letters_and_reports_are_tagged_and_the_same_each_time(template_key, data, tags):
    made = [queries.render_pdf(template_key=template_key, data=data, now=NOON) for _ in range(2)]

    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-1.7")
    assert b"/Marked true" in made[0]
    assert b"/Lang(en-GB)" in made[0]
    assert [tag for tag in tags if b"/S" + tag not in made[0]] == []


def test_the_moment_of_a_letter_may_be_any():
    late = NOON.replace(microsecond=345_678)

    made = [
        queries.render_pdf(template_key="documents.letter", data=LETTER_DATA, now=moment)
        for moment in (NOON, late)
    ]

    assert made[0] == made[1]


@pytest.mark.parametrize(
    "template_key", ["documents.nothing", "letter", "documents.../letter", "..documents.letter"]
)
def test_a_template_that_is_not_there_is_not_looked_for_elsewhere(template_key):
    with pytest.raises(LookupError):
        queries.render_pdf(template_key=template_key, data=LETTER_DATA, now=NOON)
