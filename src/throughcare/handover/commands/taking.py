"""Reading a package into this database: all of it at once, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.handover.choices import OnCollision
from throughcare.handover.commands import asking, contents, fates, landing
from throughcare.handover.models import Book, HeldRow, TakeOver
from throughcare.handover.queries import arrivals, checking, sql
from throughcare.handover.queries.schema import schema
from throughcare.handover.queries.shapes import CONTENT, UNIT, shapes
from throughcare.handover.rules import manifest as manifests
from throughcare.handover.rules.manifest import Manifest
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.restructure import commands as restructure

Tell = Callable[[int, int, str], None]

MOST_NAMED: Final = 20


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of reading a package."""

    body: str
    books: tuple[Book, ...]
    held: tuple[HeldRow, ...]
    """The first of those that were not taken."""
    was_taken_before: bool = False


def take_over(
    *,
    place: Path,
    username: str,
    on_collision: OnCollision,
    public_key: str,
    now: datetime,
    tell: Tell,
) -> Taken:
    """Read a package of a body that joins. To be called as the owner of the tables; read twice, it is there once.

    Raises:
        PermissionDenied: the account may not switch.
        Refused: there is no such account, the package is not whole or not of this release, its body is here and closed, or
            something in it has a public name that is given here already.
    """
    account_id = asking.who_takes_over(username=username, now=now)
    checked = checking.check(place, public_key=public_key, tell=tell)
    if checked.faults:
        raise Refused([Reason("not-whole", f"{fault}.") for fault in checked.faults])
    manifest = checked.manifest
    _require_this_release(manifest)
    with transaction.atomic():
        _take_turn()
        digest = manifests.digest_of(restructure.canonical(manifest.content)).hex()
        before = TakeOver.objects.filter(digest=digest, undone_at=None).first()
        if before is not None:
            return _report(before, was_taken_before=True)
        made = TakeOver.objects.create(
            digest=digest,
            body=manifest.body,
            public_key=checked.public_key,
            as_at=datetime.fromisoformat(manifest.as_at),
            account_id=account_id,
            recorded_at=now,
        )
        _arrive(place, manifest, tell=tell)
        _require_open_body(manifest, now=now)
        _require_live_changes()
        if on_collision is OnCollision.REFUSE:
            _require_no_collision()
        _settle_down(made, place=place, tell=tell)
        taken = _report(made, was_taken_before=False)
        audit.record(
            account_id=account_id,
            action="handover.take-over",
            subject_kind="unit",
            subject_reference=manifest.body,
            now=now,
            detail={"digest": digest, "rows": sum(book.made for book in taken.books)},
        )
    return taken


def try_to_take_over(
    *,
    place: Path,
    username: str,
    on_collision: OnCollision,
    public_key: str,
    now: datetime,
    tell: Tell,
) -> Taken:
    """Do all of it and take it back: what would come of it.

    Raises:
        PermissionDenied, Refused: as `take_over`.
    """
    with transaction.atomic():
        taken = take_over(
            place=place,
            username=username,
            on_collision=on_collision,
            public_key=public_key,
            now=now,
            tell=tell,
        )
        transaction.set_rollback(True)
    return taken


def _require_this_release(manifest: Manifest) -> None:
    here = schema()
    if manifest.schema != here:
        differ = ", ".join(
            f"{room} (there {manifest.schema.get(room, 'none')}, here {here.get(room, 'none')})"
            for room in sorted({*here, *manifest.schema})
            if manifest.schema.get(room) != here.get(room)
        )
        raise Refused.because(
            "another-release",
            f"The package was written by {manifest.software}, with other tables: {differ}. Bring both to one release.",
        )


def _take_turn() -> None:
    if not sql.value("select pg_try_advisory_xact_lock(hashtext('handover'))"):
        raise Refused.because("busy", "Another package is being read now. Wait until it is done.")


def _arrive(place: Path, manifest: Manifest, *, tell: Tell) -> None:
    """Read all files, and give every row its fate."""
    tables = shapes().all
    for number, shape in enumerate(tables):
        tell(number, 3 * len(tables), f"reading {shape.table}")
        arrivals.take_in(shape, place=place, manifest=manifest)
    for number, shape in enumerate(tables):
        tell(len(tables) + number, 3 * len(tables), f"comparing {shape.table}")
        fates.settle(shape)
    contents.settle()


def _settle_down(made: TakeOver, *, place: Path, tell: Tell) -> None:
    tables = shapes().all
    for number, shape in enumerate(tables):
        tell(2 * len(tables) + number, 3 * len(tables), f"writing {shape.table}")
        if shape.label == CONTENT:
            contents.land(place)
        else:
            landing.land(shape)
    landing.hold_to_keys()
    for shape in tables:
        landing.require_same(shape)
        landing.write_down(shape, take_over_id=made.pk)
    contents.write_down(take_over_id=made.pk)


def _require_open_body(manifest: Manifest, *, now: datetime) -> None:
    """The body is made from the package, or is here and open."""
    units = arrivals.name(shapes()[UNIT])
    found = sql.rows(
        f"select in_here, in_fate from {units} where reference = %s", [manifest.reference]
    )
    if not found:
        raise Refused.because("no-body", f"{manifest.body} itself is not in the package.")
    here, fate = found[0]
    if fate != "matched":
        return
    (unit,) = organisation.named([here], moment=organisation.as_at(now))
    if not unit.is_open:
        raise Refused.because(
            "closed-body",
            f"{manifest.body} is here and is not open. Name a body that is, or open it first.",
        )


def _require_live_changes() -> None:
    """What came true there by a change that is here too came true here as well."""
    changes = arrivals.name(shapes()["organisation.Change"])
    switches = arrivals.name(shapes()["organisation.Switch"])
    found = sql.rows(
        f"""
        select c.reference from {changes} c
        where c.in_fate = 'matched' and not c.in_here = any (organisation_live('infinity'))
          and (select w.is_live from {switches} w where w.change_id = c.id order by w.id desc limit 1)
        order by 1
        """
    )
    if found:
        raise Refused(
            [
                Reason("not-live", f"The change {reference} is live there and is not here.")
                for (reference,) in found
            ]
        )


def _require_no_collision() -> None:
    reasons: list[Reason] = []
    for shape in shapes().all:
        public = next(iter(shape.alone), shape.key)
        found = sql.rows(
            f"select s.{shape.key}, s.in_why from {arrivals.name(shape)} s"
            f" where s.in_fate = 'held' and s.in_why not like 'its %% is held' order by 1 limit {MOST_NAMED}"
        )
        reasons.extend(
            Reason("collides", f"{shape.table} {key} of the package {reason} ({public}).")
            for key, reason in found
        )
    if reasons:
        raise Refused(
            [
                *reasons[:MOST_NAMED],
                Reason(
                    "may-be-held",
                    "Nothing was taken. Take the rest with --hold, which leaves these and all that hangs from them.",
                ),
            ]
        )


def _report(made: TakeOver, *, was_taken_before: bool) -> Taken:
    return Taken(
        body=made.body,
        books=tuple(Book.objects.filter(take_over=made).order_by("id")),
        held=tuple(HeldRow.objects.filter(take_over=made).order_by("id")[:MOST_NAMED]),
        was_taken_before=was_taken_before,
    )
