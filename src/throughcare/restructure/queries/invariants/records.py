"""What is recorded is there, unaltered, due when it was, and told to whom it should (I3, I4, I11, I12, I20)."""

from django.apps import apps

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import WrittenByTheHouse
from throughcare.restructure.choices import Phase
from throughcare.restructure.queries import kinds, reconciliation, sql
from throughcare.restructure.queries.invariants.asking import differing, lines


def same_count() -> list[str]:
    """I3: items before equal items after, per kind and state, for every plan that has both books."""
    return differing(reconciliation.count, Phase.RECONCILED, Phase.SIGNED_OFF, Phase.SETTLED)


def same_content() -> list[str]:
    """I4: content digests before equal those after, for every plan that is live and has kept them."""
    return differing(reconciliation.content_anew, Phase.LIVE, Phase.RECONCILED)


def clocks_stay() -> list[str]:
    """I11: what was under way when a plan was staged is due when it was."""
    return differing(reconciliation.clocks, Phase.STAGED, Phase.LIVE, Phase.RECONCILED)


def messages_arrive() -> list[str]:
    """I12: messages accepted are delivered, listed as undelivered with an owner that operates, or on their way."""
    return [f"{each.subject} {each.found}" for each in reconciliation.forgotten().named] + lines(
        """
        select 'message', m.id, 'is undelivered, and its owner', m.owner, 'leads to no open unit'
        from notify_message m
        where m.state = 'undelivered' and not exists (
            select from organisation_unitcode c
            where c.code = m.owner and (
                organisation_fact(c.unit_id, 'operating', tc_now(), tc_live()) = 'yes'
                or exists (select from organisation_successionedge e where e.predecessor_id = c.unit_id)
            )
        )
        order by m.id limit 20
        """
    )


def engine_only_reads() -> list[str]:
    """I20: whoever runs a step can write no record, but for what a room declares the house to write by the clock."""
    by_the_house = {
        apps.get_model(each.table)._meta.db_table: each
        for each in REGISTER.holdings
        if isinstance(each, WrittenByTheHouse)
    }
    written = _written([kept.table for kept in kinds.kept()])
    return [
        f"throughcare_engine may {right} {kept.table}"
        for kept in kinds.kept()
        for right in written[kept.table]
        if not _is_declared(right, by_the_house.get(kept.table))
    ]


def _written(tables: list[str]) -> dict[str, list[str]]:
    """What the engine may write of each table: `insert`, `delete`, `truncate`, and `update` with each column."""
    found: dict[str, list[str]] = {table: [] for table in tables}
    for table, right in sql.rows(
        """
        select t.name, w.may from unnest(%(tables)s::text[]) t (name) cross join lateral (
            select r.name from unnest(array['delete', 'truncate']) r (name)
            where has_table_privilege('throughcare_engine', t.name, r.name)
            union all
            select 'insert' where has_any_column_privilege('throughcare_engine', t.name, 'insert')
            union all
            select 'update ' || a.attname from pg_attribute a
            where a.attrelid = t.name::regclass and a.attnum > 0 and not a.attisdropped
              and has_column_privilege('throughcare_engine', a.attrelid, a.attnum, 'update')
        ) w (may)
        """,
        {"tables": tables},
    ):
        found[table].append(right)
    return found


def _is_declared(right: str, house: WrittenByTheHouse | None) -> bool:
    if house is None:
        return False
    act, _, column = right.partition(" ")
    return (act == "insert" and house.adds) or (act == "update" and column in house.changes)
