"""Contents of documents that arrive: which are new here, how they are kept, and how they are taken away again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.handover.choices import Part
from throughcare.handover.queries import arrivals, papers, sql
from throughcare.handover.queries.shapes import leading_to_content, shapes
from throughcare.kernel.refusals import Reason, Refused

_AT_ONCE: Final = 1000
_BROUGHT: Final = (
    "select from handover_takencontent n where n.take_over_id = %(take_over)s and n.fate = 'made'"
)


def settle() -> None:
    """Give each content its fate, once all rows have theirs: one that only rows lead to that are held is held with them."""
    arrived, here = arrivals.name(papers.shape()), papers.shape().table
    led = " or ".join(
        f"exists (select from {arrivals.name(shapes()[label])} o where o.{column} = s.digest and o.in_fate <> 'held')"
        for label, column in leading_to_content()
    )
    sql.write(
        f"update {arrived} s set in_fate = 'held', in_why = 'its document is held' where not ({led})"
    )
    sql.write(
        f"update {arrived} s set in_fate = 'matched' from {here} x where x.digest = s.digest and s.in_fate <> 'held'"
    )


def land(place: Path) -> None:
    """Keep those that are new here.

    Raises:
        Refused: one is too large, of no known type, or refused by a scanner.
    """
    shape = papers.shape()
    arrived, names = arrivals.name(shape), ", ".join(shape.names)
    sql.write(
        f"insert into {shape.table} ({names}) select {names} from {arrived}"
        " where in_fate = 'made' and storage = 'reference'"
    )
    last = ""
    while found := sql.rows(
        f"select digest, size, media_type, kept_at from {arrived}"
        f" where in_fate = 'made' and storage = 'inline' and digest > %s order by digest limit {_AT_ONCE}",
        [last],
    ):
        for digest, size, media_type, kept_at in found:
            try:
                change_documents.keep_pieces(
                    pieces=_pieces(place / Part.DOCUMENTS.value / digest),
                    digest=digest,
                    size=size,
                    media_type=media_type,
                    kept_at=kept_at,
                )
            except Refused as refused:
                raise Refused(
                    [
                        Reason(each.code, f"{Part.DOCUMENTS.value}/{digest}: {each.sentence}")
                        for each in refused.reasons
                    ]
                ) from None
        last = found[-1][0]


def write_down(*, take_over_id: int) -> None:
    """Note which contents came, so that those that were new can be taken away."""
    sql.write(
        "insert into handover_takencontent (take_over_id, digest, fate)"
        f" select %s, digest, in_fate from {arrivals.name(papers.shape())} where in_fate in ('made', 'matched')",
        [take_over_id],
    )


def take_away(*, take_over_id: int) -> int:
    """Delete the contents that came with a package and that nothing here leads to; how many. Its rows are gone already.

    One that another package had as well, and that stays for it, is from now on noted as having come with that one.
    """
    params = {"take_over": take_over_id}
    count = sql.write(
        f"delete from {papers.shape().table} b"
        f" where exists ({_BROUGHT} and n.digest = b.digest) and not ({papers.is_used('b.digest')})",
        params,
    )
    sql.write(
        f"""
        update handover_takencontent t set fate = 'made'
        from (select distinct on (o.digest) o.id
              from handover_takencontent o join handover_takeover u on u.id = o.take_over_id and u.undone_at is null
              where o.take_over_id <> %(take_over)s and o.fate = 'matched'
                and exists ({_BROUGHT} and n.digest = o.digest)
              order by o.digest, o.id) heir
        where t.id = heir.id
        """,
        params,
    )
    return count


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(documents.PIECE):
            yield piece
