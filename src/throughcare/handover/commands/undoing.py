"""Taking back what was read from a package, while nothing was written since."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction

from throughcare.audit import commands as audit
from throughcare.handover.commands import asking, contents, landing
from throughcare.handover.models import Book, HeldRow, Renumbered, TakenContent, TakeOver
from throughcare.handover.queries import packages, sql
from throughcare.handover.queries.shapes import named_by, shapes
from throughcare.handover.rules.digests import Asked, Digest, summing, total
from throughcare.handover.rules.shapes import Shape
from throughcare.kernel.refusals import Reason, Refused

_MADE: Final = (
    "select from handover_renumbered r where r.take_over_id = %(take_over)s and r.fate = 'made'"
    " and r.table = '{table}' and r.here_id = {number}"
)
# What the database deletes with a row of another table: the column that leads there, and the table.
_GOES_ALONG: Final = """
select a.attname, c.confrelid::regclass::text
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confdeltype = 'c' and c.conrelid = %s::regclass
"""


def undo(*, place: Path, username: str, now: datetime) -> int:
    """Delete what was made from a package, and tell what it completed as before; how many rows. To be called as the owner.

    Codes that all share stay. The books stay too, with the moment of the undoing.

    Raises:
        PermissionDenied: the account may not switch.
        Refused: there is no such account, the package was not taken, or something was written since.
    """
    account_id = asking.who_takes_over(username=username, now=now)
    digest = packages.read(place)[1].digest
    with transaction.atomic():
        made = (
            TakeOver.objects.select_for_update(no_key=True)
            .filter(digest=digest, undone_at=None)
            .first()
        )
        if made is None:
            raise Refused.because("not-taken", "This package was not taken, or was taken back.")
        reasons = list(_written_since(made))
        if reasons:
            raise Refused(reasons)
        try:
            count = _take_back(made)
        except IntegrityError:
            raise Refused.because(
                "written-since",
                "Something that was written since belongs to what was taken. It cannot be taken back.",
            ) from None  # the fault quotes the row
        made.undone_at = now
        made.save(update_fields=["undone_at"])
        Renumbered.objects.filter(take_over=made).delete()
        HeldRow.objects.filter(take_over=made).delete()
        TakenContent.objects.filter(take_over=made).delete()
        audit.record(
            account_id=account_id,
            action="handover.take-back",
            subject_kind="unit",
            subject_reference=made.body,
            now=now,
            detail={"digest": digest, "rows": count},
        )
    return count


def _numbered() -> Iterator[Shape]:
    return (
        shape
        for shape in shapes().all
        if shape.is_numbered and shape.label not in shapes().reference
    )


def _written_since(made: TakeOver) -> Iterator[Reason]:
    """What was altered of the rows that were made, and what else points at them."""
    params = {"take_over": made.pk}
    for shape in _numbered():
        kept = total(
            Digest.read(rows=book.made, text=book.digest)
            for book in Book.objects.filter(take_over=made, table=shape.table)
        )
        here = _as_it_stands(shape, params)
        if here != kept:
            yield Reason(
                "altered",
                f"Rows of {shape.table} were altered since they were taken. It cannot be taken back.",
            )
        yield from _named_from(shape, params)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            yield from _pointing(model, field, params)


def _named_from(shape: Shape, params: sql.Params) -> Iterator[Reason]:
    """What came to a row of the package by a name that is no key: a version of a document."""
    naming = named_by(shape.label)
    if naming is None or naming.known_by == shape.key:
        return
    to = shapes()[naming.to]
    taken = _MADE.format(table=to.table, number=f"o.{to.key}")
    own = _MADE.format(table=shape.table, number=f"t.{shape.key}")
    count = int(
        sql.value(
            f"select count(*) from {shape.table} t join {to.table} o on o.{naming.column} = t.{naming.known_by}"
            f" where exists ({taken}) and not exists ({own})",
            params,
        )
    )
    if count:
        yield _since(shape.table, count)


def _since(table: str, count: int) -> Reason:
    return Reason(
        "written-since",
        f"{count:,} rows of {table}, written since, belong to what was taken. It cannot be taken back.",
    )


def _as_it_stands(shape: Shape, params: sql.Params) -> Digest:
    made = _MADE.format(table=shape.table, number=f"t.{shape.key}")
    rows = f"from {shape.table} t where exists ({made})"
    return Digest.summed(*sql.rows(summing(rows, shape.columns, asked=Asked.DATABASE), params)[0])


def _pointing(
    model: type[models.Model],
    field: "models.Field[Any, Any]",  # Any: values of any type
    params: sql.Params,
) -> Iterator[Reason]:
    to = field.related_model._meta.label if isinstance(field, models.ForeignKey) else ""
    if to not in {shape.label for shape in _numbered()}:
        return
    table, key = model._meta.db_table, model._meta.pk.column
    taken = _MADE.format(table=shapes()[to].table, number=f"t.{field.column}")
    own = _MADE.replace("= 'made'", "in ('made', 'completed')").format(
        table=table, number=f"t.{key}"
    )
    is_of_package = f" and not exists ({own})" if model._meta.label in shapes() else ""
    goes_along = "".join(
        f" and not exists ({_MADE.format(table=of, number=f't.{column}')})"
        for column, of in sql.rows(_GOES_ALONG, [table])
    )
    count = int(
        sql.value(
            f"select count(*) from {table} t where exists ({taken}){is_of_package}{goes_along}",
            params,
        )
    )
    if count:
        yield _since(table, count)


def _take_back(made: TakeOver) -> int:
    """Delete in one go: keys are asked at the end. What guards rows that were in force is put aside meanwhile."""
    params = {"take_over": made.pk}
    tables = [shape.table for shape in _numbered()]
    for table in tables:
        sql.write(f"alter table {table} disable trigger user")
    count = 0
    for shape in reversed([*_numbered()]):
        _tell_as_before(shape, params)
        there = _MADE.format(table=shape.table, number=f"t.{shape.key}")
        count += sql.write(f"delete from {shape.table} t where exists ({there})", params)
    count += contents.take_away(take_over_id=made.pk)
    landing.hold_to_keys()
    for table in tables:
        sql.write(f"alter table {table} enable trigger user")
    return count


def _tell_as_before(shape: Shape, params: sql.Params) -> None:
    """What the package completed stands here again as another package told it."""
    if shape.quoting is None or not shape.quoting.told_as:
        return
    told = ", ".join(f"{column} = {value}" for column, value in shape.quoting.told_as.items())
    completed = _MADE.replace("'made'", "'completed'").format(
        table=shape.table, number=f"t.{shape.key}"
    )
    sql.write(f"update {shape.table} t set {told} where exists ({completed})", params)
