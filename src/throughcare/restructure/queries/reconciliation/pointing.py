"""Numbers without a key, as rooms name what lives in one above: whether what each names is there.

Of records they are asked while content is read, which of a nation is done once: contacts alone are 26 million.
"""

from collections.abc import Sequence
from typing import Final

from django.apps import apps

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import PointsAt
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kept
from throughcare.restructure.queries.reconciliation.differing import Found, counted

_ROOM: Final = """
create temp table restructure_unresolved (label text, col text, case_id bigint, records bigint) on commit drop
"""
_LAY: Final = """
insert into restructure_unresolved
select %s, %s, n.case_id, n.lost_{at} from restructure_now n where n.lost_{at} > 0
"""
_LOST: Final = """
select count(*) over (), t.id, t.{column} from {table} t
where t.{column} is not null and not exists (select from {to} p where p.id = t.{column}){where}
order by t.id limit %(most)s
"""
_OF_THOSE_LAID: Final = """
  and t.{through} in (select case_id from restructure_unresolved where label = %(label)s and col = %(column)s)
"""


def of(kept: Kept) -> tuple[PointsAt, ...]:
    return tuple(each for each in _declared() if each.table == kept.label)


def make_room() -> None:
    """For what `lay` finds, until the end of the transaction."""
    sql.write("drop table if exists restructure_unresolved")
    sql.write(_ROOM)


def columns(points: Sequence[PointsAt]) -> str:
    """For each, how many rows `t` of a group name what is not there, as SQL with the `params` of the same."""
    return "".join(
        f", count(*) filter (where t.{each.column} <> all (%(there_{at})s::bigint[])) as lost_{at}"
        for at, each in enumerate(points)
    )


class There:
    """What is there of what is named. Of each table it is read once."""

    def __init__(self) -> None:
        self._known: dict[str, list[int]] = {}

    def params(self, points: Sequence[PointsAt]) -> dict[str, list[int]]:
        """For `columns`. Given as one value, it is looked up in a table of hashes, which is made once for a nation."""
        for to in {each.to for each in points} - self._known.keys():
            self._known[to] = [number for (number,) in sql.rows(f"select id from {_table(to)}")]
        return {f"there_{at}": self._known[each.to] for at, each in enumerate(points)}


def lay(points: Sequence[PointsAt]) -> None:
    """Keep which cases have records that name what is not there, from `restructure_now`."""
    for at, each in enumerate(points):
        sql.write(_LAY.format(at=at), [each.table, each.column])


def lost(*, most: int) -> list[Found]:
    """What every number without a key names that is not there. Those of records must be laid."""
    records = {kept.label: kept for kept in kinds.kept()}
    return [_lost(each, records.get(each.table), most=most) for each in _declared()]


def _lost(each: PointsAt, kept: Kept | None, *, most: int) -> Found:
    where = _OF_THOSE_LAID.format(through=kept.through) if kept else ""
    statement = _LOST.format(
        table=_table(each.table), column=each.column, to=_table(each.to), where=where
    )
    named = {"label": each.table, "column": each.column} if kept else {}
    return counted(
        (total, f"{each.table} {number}", f"{each.column} names {absent}, which is not there")
        for total, number, absent in sql.rows(statement, named | {"most": most})
    )


def _declared() -> list[PointsAt]:
    return [each for each in REGISTER.holdings if isinstance(each, PointsAt)]


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)
