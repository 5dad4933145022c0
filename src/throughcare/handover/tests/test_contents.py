"""What is in documents goes along with the body that owns them, is proved, and opens where the package is read."""

import hashlib
import shutil
import stat
from pathlib import Path
from uuid import UUID

import duckdb
import pytest
from django.test import Client

from throughcare.access.models import Account
from throughcare.access.tests.small_nation import NOW, officer, person_with_case, unit_of
from throughcare.access.tests.undoing import undone
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.documents.models import Blob, Version
from throughcare.handover import commands, queries
from throughcare.handover.choices import OnCollision
from throughcare.handover.commands import landing
from throughcare.handover.models import TakenContent
from throughcare.handover.queries import packages as on_disk
from throughcare.handover.queries import parquet
from throughcare.handover.tests.conftest import (
    give_director,
    hand_over,
    hand_over_all,
    prove,
    silent,
    stop_at,
)
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.people.models import Person
from throughcare.probation.models import Case, Document

FIRST, SECOND, SHARED = (b"%PDF-1.7 as it was", b"%PDF-1.7 " + bytes(3_000_000), b"Both have it")
OF_C11, OF_NOBODY = b"Of C11 alone", b"Of nobody"
LETTER = UUID(int=7)
ELSEWHERE, NOWHERE = "1" * 64, "0" * 64
DOCUMENTS = "documents"


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes) -> str:
    media_type = "application/pdf" if content.startswith(b"%PDF") else "text/plain"
    return change_documents.keep(content=content, media_type=media_type, now=NOW)


def write(case: Case, *, number: int, digest: str, reference: UUID | None = None) -> Document:
    return Document.objects.create(
        case=case,
        number=number,
        title=f"Paper {number}",
        media_type="application/pdf",
        size=1,
        digest=digest,
        reference=reference,
        recorded_at=NOW,
    )


def make_cases() -> dict[str, Case]:
    """Two companies with a case each; a letter of the first in two versions, and a paper that both have."""
    units = {code: unit_of(code, kind="crc") for code in ("C05", "C11")}
    officer("director", owner=units["C05"], holder=units["C05"], role="director")
    cases = {}
    for number, (code, unit) in enumerate(units.items()):
        team = unit_of(f"{code}T", kind="team", parent=unit)
        officer(f"officer-{code.lower()}", owner=unit, holder=team)
        cases[code] = person_with_case(f"X00000{number}", owner=unit, holder=team)
    for content in (FIRST, SECOND):
        change_documents.add_version(
            document_id=LETTER, digest=keep(content), account_id=None, now=NOW
        )
    write(cases["C05"], number=1, digest=digest_of(SECOND), reference=LETTER)
    write(cases["C05"], number=2, digest=keep(SHARED))
    write(cases["C11"], number=1, digest=digest_of(SHARED))
    write(cases["C11"], number=2, digest=keep(OF_C11))
    write(cases["C11"], number=3, digest=NOWHERE)
    write(cases["C11"], number=4, digest=ELSEWHERE)
    change_documents.refer_to(
        digest=ELSEWHERE, size=9, media_type="application/pdf", place="archive/7", now=NOW
    )
    keep(OF_NOBODY)
    return cases


@pytest.fixture(scope="module")
def handed_once(a_database, tmp_path_factory):
    """The packages of both, and what stays, from a database that is gone."""
    place = tmp_path_factory.mktemp("handed") / "all"
    with a_database():
        make_cases()
        hand_over_all(place, now=NOW, tell=silent)
    return place


@pytest.fixture
def handed(handed_once, tmp_path):
    """The same, to spoil."""
    return shutil.copytree(handed_once, tmp_path / "all")


def contents(package: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in (package / DOCUMENTS).iterdir()
        if path.suffix != ".parquet"
    }


def faults_of(package: Path) -> tuple[str, ...]:
    return queries.check(package, tell=silent).faults


def by_digest(*found: bytes) -> dict[str, bytes]:
    return {digest_of(content): content for content in found}


def test_every_content_of_a_body_is_a_file_under_its_digest_and_no_other_is(handed):
    assert contents(handed / "C05") == by_digest(FIRST, SECOND, SHARED)
    assert contents(handed / "C11") == by_digest(SHARED, OF_C11)
    assert faults_of(handed / "C05") == faults_of(handed / "C11") == ()


def test_the_list_and_the_manifest_say_what_there_is(handed):
    manifest, _ = on_disk.read(handed / "C05")
    file = manifest.file(table="documents_blob", part=DOCUMENTS)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select digest, size from {parquet.source(handed / 'C05' / file.path)} order by 1"
        ).fetchall()
        versions = connection.execute(
            f"select number, blob_id from {parquet.source(handed / 'C05' / 'owned' / 'documents_version.parquet')} order by 1"
        ).fetchall()

    papers = (FIRST, SECOND, SHARED)
    assert found == sorted((digest_of(each), len(each)) for each in papers)
    assert (manifest.papers.files, manifest.papers.bytes) == (3, sum(map(len, papers)))
    assert versions == [(1, digest_of(FIRST)), (2, digest_of(SECOND))]
    page = (handed / "C05" / "dictionary.md").read_text()
    assert f"`documents/` has 3 files of {manifest.papers.bytes:,} bytes in all." in page


def test_nobody_but_the_owner_may_look_into_a_package(handed_once):
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in (handed_once, *handed_once.rglob("*"))
    }

    assert modes == {(True, 0o700), (False, 0o600)}


@pytest.mark.parametrize("at", [0, 1_500_000, -1])
def test_an_altered_byte_of_a_content_is_found_and_the_file_named(handed, at):
    path = handed / "C05" / DOCUMENTS / digest_of(SECOND)
    spoilt = bytearray(SECOND)
    spoilt[at] ^= 1
    path.write_bytes(spoilt)

    assert faults_of(handed / "C05") == (
        f"documents/{path.name}: altered; its SHA-256 is not its name",
    )


def test_a_content_that_is_missing_or_added_is_found(handed):
    place = handed / "C05" / DOCUMENTS
    (place / digest_of(FIRST)).unlink()
    (place / digest_of(OF_C11)).write_bytes(OF_C11)
    (place / "letter.pdf").write_bytes(FIRST)

    assert faults_of(handed / "C05") == (
        "documents/letter.pdf: not in the manifest",
        f"documents/{digest_of(FIRST)}: not there",
        f"documents/{digest_of(OF_C11)}: not in the list of contents",
    )


@pytest.fixture
def cases(db) -> dict[str, Case]:
    return make_cases()


@pytest.fixture
def all_handed_over(cases, tmp_path):
    hand_over_all(tmp_path / "here", now=NOW, tell=silent)
    return tmp_path / "here"


def line_of(proof: queries.Proof) -> queries.Line:
    return next(line for line in proof.lines if line.table == "documents_blob")


def test_a_content_that_two_bodies_have_is_in_both_packages_and_counted_once(all_handed_over):
    proof = prove(all_handed_over, now=NOW)

    line = line_of(proof)
    assert proof.holds
    assert (line.packed.rows, line.shared, line.stays.rows, line.whole.rows) == (5, 1, 1, 6)


def test_contents_that_are_in_a_wrong_package_or_in_none_are_named(all_handed_over, cases):
    Document.objects.filter(case=cases["C05"], number=2).update(case=cases["C11"], number=9)
    write(cases["C05"], number=3, digest=keep(b"Written since"))
    Document.objects.filter(case=cases["C11"], number=2).update(digest=digest_of(OF_NOBODY))

    line = line_of(prove(all_handed_over, now=NOW))

    shared, since, of_c11, of_nobody = map(digest_of, (SHARED, b"Written since", OF_C11, OF_NOBODY))
    wrong = sorted([(shared, "C05"), (of_c11, "C11")])
    missing = sorted([(since, "C05"), (of_nobody, "C11")])
    assert line.faults[:4] == (
        *(
            f"content {key} is in the package of {code}, which has no document with it"
            for key, code in wrong
        ),
        *(
            f"content {key} is of a document of {code}, and not in its package"
            for key, code in missing
        ),
    )
    assert line.faults[4].startswith("1 contents stayed, with the digest ")


def test_a_stopped_hand_over_goes_on_and_writes_again_what_was_cut_off(cases, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        hand_over("C05", place=tmp_path / "C05", tell=stop_at("C05: done"))
    place = tmp_path / "C05.begun" / DOCUMENTS
    (place / digest_of(SECOND)).write_bytes(SECOND[:1_000_000])
    (place / digest_of(OF_C11)).write_bytes(OF_C11)
    before = times(place)

    package = hand_over("C05", place=tmp_path / "C05")

    after = times(package / DOCUMENTS)
    assert contents(package) == by_digest(FIRST, SECOND, SHARED)
    assert faults_of(package) == ()
    assert [name for name in after if after[name] != before[name]] == [digest_of(SECOND)]


def times(place: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in place.iterdir()}


@pytest.fixture(scope="module")
def another_database(handed_once, a_database):
    with a_database():
        change_organisation.load_code_lists()
        yield


@pytest.fixture
def elsewhere(another_database):
    """A database with code lists and somebody who may switch; what a test does there is taken back."""
    with undone():
        give_director("programme")
        yield


def take(package: Path, *, on_collision: OnCollision = OnCollision.REFUSE) -> commands.Taken:
    return commands.take_over(
        place=package,
        username="programme",
        on_collision=on_collision,
        public_key="",
        now=NOW,
        tell=silent,
    )


def undo(package: Path) -> int:
    return commands.undo(place=package, username="programme", now=NOW)


def kept_here() -> dict[str, bytes]:
    return {blob.digest: bytes(blob.content or b"") for blob in Blob.objects.exclude(content=None)}


def browser_of(username: str) -> Client:
    client = Client()
    now = clock.machine_now().isoformat()
    session = client.session
    account_id = Account.objects.get(username=username).pk
    session.update({"account": account_id, "signed_in_at": now, "seen_at": now})
    session.save()
    return client


def test_a_document_that_came_opens_on_its_page_there(elsewhere, handed_once, settings):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())
    take(handed_once / "C05")
    client = browser_of("officer-c05")

    listed = client.get("/cases/X000000/documents")
    opened = client.get("/cases/X000000/documents/1")

    assert '"/cases/X000000/documents/1"' in listed.content.decode()
    assert opened.status_code == 200
    assert opened.content == SECOND


def test_all_versions_and_contents_come_and_each_once(elsewhere, handed_once):
    take(handed_once / "C05")
    books = take(handed_once / "C11").books

    (book,) = [book for book in books if book.table == "documents_blob"]
    assert kept_here() == by_digest(FIRST, SECOND, SHARED, OF_C11)
    assert documents.content(ELSEWHERE).place == "archive/7"
    assert [edition.digest for edition in documents.versions([LETTER])[LETTER]] == [
        digest_of(FIRST),
        digest_of(SECOND),
    ]
    assert (book.part, book.rows, book.made, book.matched) == (DOCUMENTS, 3, 2, 1)


def test_a_package_with_an_altered_content_is_not_taken(elsewhere, handed):
    path = handed / "C05" / DOCUMENTS / digest_of(FIRST)
    path.write_bytes(FIRST[:-1] + b"!")

    with pytest.raises(Refused) as refused:
        take(handed / "C05")

    assert str(refused.value) == f"documents/{path.name}: altered; its SHA-256 is not its name."
    assert not Blob.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.nightly
def test_contents_are_taken_back_once_nobody_else_uses_them(elsewhere, handed_once):
    take(handed_once / "C05")
    take(handed_once / "C11")

    undo(handed_once / "C05")
    after_one = kept_here()
    undo(handed_once / "C11")

    assert after_one == by_digest(SHARED, OF_C11)
    assert not Blob.objects.exists()
    assert not Version.objects.exists()
    assert not TakenContent.objects.exists()


def test_what_was_here_before_and_what_is_used_since_stays(elsewhere, handed_once):
    keep(SHARED)
    take(handed_once / "C05")
    change_documents.add_version(
        document_id=UUID(int=9), digest=keep(FIRST), account_id=None, now=NOW
    )
    landing.hold_to_keys()  # as the end of a transaction does

    undo(handed_once / "C05")

    assert kept_here() == by_digest(SHARED, FIRST)


@pytest.mark.nightly
def test_nothing_is_taken_back_once_a_document_has_another_version(elsewhere, handed_once):
    take(handed_once / "C05")
    change_documents.add_version(
        document_id=LETTER, digest=keep(b"Written since"), account_id=None, now=NOW
    )
    before = kept_here()

    with pytest.raises(Refused) as refused:
        undo(handed_once / "C05")

    assert refused.value.codes == ("written-since",)
    assert kept_here() == before


def test_the_contents_of_a_record_that_is_held_are_held_with_it(elsewhere, handed_once):
    Person.objects.create(id=1_000_000, crn="X000000", recorded_at=NOW)

    taken = take(handed_once / "C05", on_collision=OnCollision.HOLD)

    held = {book.table: book.held for book in taken.books if book.held}
    assert (held["probation_document"], held["documents_version"], held["documents_blob"]) == (
        2,
        2,
        3,
    )
    assert not Blob.objects.exists()
    assert not Version.objects.exists()
