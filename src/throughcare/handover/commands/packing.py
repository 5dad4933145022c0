"""Writing packages: one for a body, or one for each, from one moment of the database."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as change_audit
from throughcare.audit import queries as audit
from throughcare.handover.commands import drafting, turns, writing, written
from throughcare.handover.commands.drafting import Say
from throughcare.handover.queries import owners, packages, papers
from throughcare.handover.queries.owners import Body
from throughcare.handover.queries.shapes import shapes
from throughcare.handover.rules import manifest as manifests
from throughcare.handover.rules.manifest import MANIFEST, SIGNATURE, Signature
from throughcare.handover.rules.stays import STAYS, Stay, Stays
from throughcare.handover.rules.written import Begun
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands as restructure

Tell = Callable[[int, int, str], None]
"""Told how many rows are written, of how many, and what is being written."""


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A package that was written."""

    body: str
    place: Path
    rows: int
    digest: str


def hand_over(
    *,
    username: str,
    code: str,
    place: Path,
    software: str,
    now: datetime,
    tell: Tell,
    say: Say,
) -> Packed:
    """Write a package of all that a body owns to a new directory, which appears when it is whole.

    Raises:
        PermissionDenied: the account may not hand over.
        Refused: there is no such body that is open, something is at the place, the disk is too full, or somebody else
            is handing the body over.
    """
    by, leaving = _who_and_what(username, lambda: [_body(code)], now=now)
    with _begun(by, leaving, place=place, software=software, now=now, say=say) as draft:
        with _one_moment(now=now):
            _work_out_owners()
            (body,) = leaving
            say(_require_room(leaving, draft=draft))
            packed = _sealed(body, draft=draft, place=place, software=software, now=now, tell=tell)
        _record([packed], by=by, now=now)
    return packed


def hand_over_all(
    *, username: str, place: Path, software: str, now: datetime, tell: Tell, say: Say
) -> tuple[Packed, ...]:
    """Write a package for each open body, and a list of digests of what stays, to a new directory.

    Raises:
        PermissionDenied: the account may not hand over.
        Refused: something is at the place, the disk is too full, or somebody else is handing one of them over.
    """
    by, leaving = _who_and_what(username, lambda: list(owners.bodies()), now=now)
    with _begun(by, leaving, place=place, software=software, now=now, say=say) as draft:
        with _one_moment(now=now):
            _work_out_owners()
            written.remove_other_bodies(draft, codes={body.code for body in leaving})
            say(_require_room(leaving, draft=draft))
            packed = tuple(
                _sealed(
                    body,
                    draft=draft / body.code,
                    place=place / body.code,
                    software=software,
                    now=now,
                    tell=tell,
                )
                for body in leaving
            )
            _write_stays(leaving, draft=draft, now=now, tell=tell)
        _record(packed, by=by, now=now)
    return packed


@dataclass(frozen=True, kw_only=True)
class _By:
    """Who hands over."""

    account_id: int
    username: str


def _who_and_what(
    username: str, bodies: Callable[[], list[Body]], *, now: datetime
) -> tuple[_By, list[Body]]:
    with change_access.as_engine(now=now):
        account_id = access.account_id(username=username) or 0
        access.require_of(account_id=account_id, action=Action.SWITCH)
        return _By(account_id=account_id, username=username), bodies()


@contextmanager
def _begun(
    by: _By, leaving: Sequence[Body], *, place: Path, software: str, now: datetime, say: Say
) -> Iterator[Path]:
    """A directory to write in, in which nobody else writes, and that somebody has begun to hand over these bodies, in the trail."""
    with drafting.drafted(place, say=say) as draft, turns.turn(leaving):
        with change_access.as_engine(now=now):
            token = _token(draft, say=say, software=software)
            drafting.begin(
                draft,
                Begun(username=by.username, at=now.isoformat(), token=token, software=software),
            )
            # From here on records can be read where they are written, whether it comes to an end or not.
            change_audit.record_many(
                account_id=by.account_id,
                action=turns.BEGIN,
                subject_kind="unit",
                subject_references=[*(body.code for body in leaving), token],
                now=now,
            )
        yield draft


def _token(draft: Path, *, software: str, say: Say) -> str:
    """The name of what an earlier hand-over left, to go on with it; a new one where there is nothing to go on with."""
    before = drafting.begun(draft)
    if before is None:
        if any(draft.iterdir()):
            say(f"Nobody can tell whose it is what is at {draft}. It is written again.")
            drafting.empty(draft)
        return secrets.token_hex(16)
    # Another database, or a copy that went its own way, may have the same versions of other rows.
    is_ours = audit.acts_about(subject_kind="unit", subject_reference=before.token, limit=1)
    if not is_ours or before.software != software:
        say(f"What is at {draft} is of another database or release. It is written again.")
        drafting.empty(draft)
        return secrets.token_hex(16)
    say(
        f"An earlier hand-over was stopped before it was done. What it wrote at {draft} is kept where the rows are as they were."
    )
    return before.token


@contextmanager
def _one_moment(*, now: datetime) -> Iterator[None]:
    """See the database as it is at one moment, however long it takes to read, as the engine, which reads all."""
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        if not is_inner:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        with change_access.as_engine(now=now):
            yield


def _work_out_owners() -> None:
    owners.prepare()
    papers.prepare()


def _body(code: str) -> Body:
    found = next((body for body in owners.bodies() if body.code == code), None)
    if found is None:
        listed = ", ".join(body.code for body in owners.bodies()) or "none"
        raise Refused.because(
            "no-such-body", f"{code} is no body that is open now. Open bodies are: {listed}."
        )
    return found


def _require_room(leaving: Sequence[Body], *, draft: Path) -> str:
    """A sentence that says how much room is needed at most.

    Raises:
        Refused: there is less.
    """
    bodies = {"bodies": [body.unit_id for body in leaving]}
    owned = sum(
        packages.bytes_needed(shape, owners.count(owners.owned(shape), bodies))
        for shape in shapes().owned
    )
    shared = sum(
        packages.bytes_needed(shapes()[label], owners.count(owners.everything(shapes()[label])))
        for label in shapes().reference
    )
    needed = owned + shared * len(leaving) + papers.bytes_for(leaving)
    packages.require_room(draft, needed=needed - packages.bytes_of(draft))
    return f"Needs {packages.in_words(needed)} of disk at most, at {draft.parent}."


def _sealed(
    body: Body, *, draft: Path, place: Path, software: str, now: datetime, tell: Tell
) -> Packed:
    """Write a package for a body, and sign it."""
    manifest = writing.write_package(body, place=draft, software=software, now=now, tell=tell)
    text = restructure.canonical(manifest.content)
    digest = _sign(draft, name=MANIFEST, text=text)
    return Packed(
        body=body.code,
        place=place,
        rows=sum(file.rows for file in manifest.files),
        digest=digest.hex(),
    )


def _write_stays(leaving: Sequence[Body], *, draft: Path, now: datetime, tell: Tell) -> None:
    """Write down, for each table, how many rows stay, with their digest; and sign it."""
    tables = shapes().owned
    found = []
    for number, shape in enumerate(tables):
        tell(number, len(tables), f"what stays of {shape.table}")
        records = owners.digest(shape, owners.staying(shape))
        found.append(Stay(table=shape.table, rows=records.rows, digest=records.text))
    records = owners.digest(papers.shape(), papers.staying())
    found.append(Stay(table=papers.shape().table, rows=records.rows, digest=records.text))
    stays = Stays(
        as_at=now.isoformat(),
        bodies=tuple(body.code for body in leaving),
        tables=tuple(found),
        left_out=shapes().left_out,
    )
    (draft / STAYS).mkdir(exist_ok=True)
    _sign(draft / STAYS, name=MANIFEST, text=restructure.canonical(asdict(stays)))


def _sign(place: Path, *, name: str, text: str) -> bytes:
    """Write a text, and its digest and signature beside it."""
    digest = manifests.digest_of(text)
    signature, public_key = restructure.sign(digest)
    sealed = Signature(digest=digest.hex(), signature=signature, public_key=public_key)
    (place / name).write_text(text, encoding="utf-8")
    (place / SIGNATURE).write_text(restructure.canonical(asdict(sealed)), encoding="utf-8")
    return digest


def _record(packed: Sequence[Packed], *, by: _By, now: datetime) -> None:
    """Say in the trail who was given what: every record of a package was read."""
    with change_access.as_engine(now=now):
        for each in packed:
            change_audit.record(
                account_id=by.account_id,
                action="handover.hand-over",
                subject_kind="unit",
                subject_reference=each.body,
                now=now,
                detail={"rows": each.rows, "digest": each.digest},
            )
