"""What becomes of each row of a package: found here, in the way of something here, held with another, or new."""

from throughcare.handover.queries import arrivals, sql
from throughcare.handover.queries.shapes import UNIT, named_by, shapes
from throughcare.handover.rules.shapes import Shape

# Rows that stand here only as an earlier package told them, and that no package has completed.
_STAND_IN = """
exists (
    select from handover_renumbered r join handover_takeover o on o.id = r.take_over_id and o.undone_at is null
    where r.table = '{table}' and r.here_id = x.{key} and r.part = 'quoted' and r.fate = 'made'
) and not exists (
    select from handover_renumbered r join handover_takeover o on o.id = r.take_over_id and o.undone_at is null
    where r.table = '{table}' and r.here_id = x.{key} and r.fate = 'completed'
)
"""


def settle(shape: Shape) -> None:
    """Give every row of a table its fate. The tables that it leads to have theirs."""
    if shape.label in shapes().reference:
        _match_codes(shape)
    if shape.quoting is not None:
        _match_quotable(shape)
    _hold_with_others(shape)
    _hold_with_what_names_it(shape)
    _hold_collisions(shape)
    _match_told_before(shape)
    _number(shape)


def _match_codes(shape: Shape) -> None:
    """What all share is matched by its code, or made."""
    by = shape.alone[0] if shape.is_numbered else shape.key
    here = f"x.{shape.key}" if shape.is_numbered else "null::bigint"
    sql.write(
        f"update {arrivals.name(shape)} s set in_fate = 'matched', in_here = {here} from {shape.table} x where x.{by} = s.{by}"
    )


def _match_quotable(shape: Shape) -> None:
    """By what names it in any system; a unit by its code as well, which no two units ever have."""
    mapped = arrivals.mapped(shape)
    same = " and ".join(f"x.{by} = {mapped.columns[by]}" for by in shape.told.by)
    found = [
        f"select s.{shape.key} as key, x.{shape.key} as here from {mapped.tables} join {shape.table} x on {same}"
    ]
    if shape.label == UNIT:
        codes = shapes()["organisation.UnitCode"]
        found.append(
            f"select s.unit_id as key, x.unit_id as here from {arrivals.name(codes)} s"
            f" join {codes.table} x on x.code = s.code"
        )
    stand_in = _STAND_IN.format(table=shape.table, key=shape.key)
    for statement in found:
        sql.write(
            f"""
            update {arrivals.name(shape)} s
            set in_here = f.here,
                in_fate = case when s.in_part = 'quoted' then 'matched' when f.is_stand_in then 'completed'
                            when {str(shape.label == UNIT).lower()} then 'matched' else 'held' end,
                in_why = case when s.in_part = 'owned' and not f.is_stand_in and not {str(shape.label == UNIT).lower()}
                              then 'is here already' end
            from (select distinct on (f.key) f.key, f.here, {stand_in} as is_stand_in
                  from ({statement}) f join {shape.table} x on x.{shape.key} = f.here order by f.key) f
            where f.key = s.{shape.key} and s.in_fate is null
            """
        )
    sql.write(f"update {arrivals.name(shape)} set in_here = null where in_fate = 'held'")


def _hold_with_others(shape: Shape) -> None:
    """What cannot be without a row that is held is held with it."""
    for link in arrivals.numbered_links(shape):
        if link.to != shape.label and (link.is_key or not shape.column(link.column).is_nullable):
            other = shapes()[link.to]
            sql.write(
                f"update {arrivals.name(shape)} s"
                f" set in_fate = 'held', in_here = null, in_why = 'its {other.table} is held'"
                f" from {arrivals.name(other)} o"
                f" where o.{other.key} = s.{link.column} and o.in_fate = 'held' and s.in_fate is null"
            )


def _hold_with_what_names_it(shape: Shape) -> None:
    """What is known by a column that others name is held where those that do are: versions with their document."""
    naming = named_by(shape.label)
    if naming is None or naming.known_by == shape.key:
        return
    to = shapes()[naming.to]
    sql.write(
        f"update {arrivals.name(shape)} s set in_fate = 'held', in_here = null, in_why = 'its {to.table} is held'"
        f" where s.in_fate is null and not exists (select from {arrivals.name(to)} o"
        f" where o.{naming.column} = s.{naming.known_by} and o.in_fate <> 'held')"
    )


def _hold_collisions(shape: Shape) -> None:
    """What has a public name that something else here has already."""
    for column in shape.alone:
        sql.write(
            f"update {arrivals.name(shape)} s set in_fate = 'held', in_here = null, in_why = 'its {column} is given here already'"
            f" from {shape.table} x where x.{column} = s.{column} and s.in_fate is null"
        )


def _match_told_before(shape: Shape) -> None:
    """What comes with a row that is here already: an equal row is the one here; with a row that stands here, it stays out."""
    mapped = arrivals.mapped(shape)
    others = [column for column in shape.names if column != shape.key]
    equal = (
        f"({', '.join(f'x.{each}' for each in others)})"
        f" is not distinct from ({', '.join(mapped.columns[each] for each in others)})"
    )
    for link in arrivals.parents(shape):
        parent = arrivals.name(shapes()[link.to])
        key = shapes()[link.to].key
        known = f"join {parent} p on p.{key} = s.{link.column} and p.in_fate in ('matched', 'completed')"
        sql.write(
            f"""
            update {arrivals.name(shape)} s set in_fate = 'matched', in_here = f.here
            from (select s.{shape.key} as key, min(x.{shape.key}) as here from {mapped.tables} {known}
                  join {shape.table} x on x.{link.column} = p.in_here and {equal} group by 1) f
            where f.key = s.{shape.key} and s.in_fate is null
            """
        )
        sql.write(
            f"update {arrivals.name(shape)} s set in_fate = 'matched' from {parent} p"
            f" where p.{key} = s.{link.column} and p.in_fate = 'matched' and s.in_fate is null"
        )


def _number(shape: Shape) -> None:
    """All others are made, under the number that they had, or a new one where that is taken."""
    arrived, key = arrivals.name(shape), shape.key
    if not shape.is_numbered:
        sql.write(f"update {arrived} set in_fate = 'made' where in_fate is null")
        return
    sql.write(
        f"update {arrived} s set in_fate = 'made', in_here = s.{key}"
        f" where s.in_fate is null and not exists (select from {shape.table} x where x.{key} = s.{key})"
    )
    sql.write(
        f"""
        update {arrived} s set in_fate = 'made', in_here = f.here
        from (select {key} as key, row_number() over (order by {key})
                     + greatest((select max({key}) from {shape.table}), (select max({key}) from {arrived})) as here
              from {arrived} where in_fate is null) f
        where f.key = s.{key}
        """
    )
    # The planner takes rows that were just written for none, and reads them once for each other.
    sql.analyze(arrived)
