"""Units as a plan knows them: by code."""

from collections.abc import Collection, Iterable
from datetime import datetime

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.organisation import queries as organisation
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.targets import Standing


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """The units that codes were given to, staged ones included."""
    return dict(
        sql.rows(
            "select code, unit_id from organisation_unitcode where code = any (%s)", [sorted(codes)]
        )
    )


def made_before(plan: Plan) -> dict[str, int]:
    """Units by the codes that versions of a plan gave them which were live, and were given up or reversed since."""
    return dict(
        sql.rows(
            "select distinct c.code, c.unit_id from organisation_unitcode c"
            " join restructure_plan p on p.change_id = c.change_id"
            " where p.reference = %s and p.version < %s and p.phase in ('aborted', 'reversed')",
            [plan.reference, plan.version],
        )
    )


def opened_elsewhere(codes: Collection[str], *, but: int) -> list[tuple[str, str]]:
    """Codes that a change other than `but` has given to a unit, whether it is live yet or not, with its title."""
    return [
        (code, title)
        for code, title in sql.rows(
            "select c.code, coalesce(g.title, '') from organisation_unitcode c"
            " left join organisation_change g on g.id = c.change_id"
            " where c.code = any (%s) and c.change_id is distinct from %s order by 1, 2",
            [sorted(codes), but],
        )
    ]


def origins(ids: Collection[int]) -> dict[int, int]:
    """For each unit that follows exactly one other, that one: what it was before."""
    return dict(
        sql.rows(
            "select s.successor_id, min(s.predecessor_id)"
            " from organisation_edges_at(tc_now(), tc_live(), 'infinity') s"
            " where s.successor_id = any (%s) and s.predecessor_id <> s.successor_id and not s.is_reversal"
            " group by 1 having count(distinct s.predecessor_id) = 1",
            [sorted(ids)],
        )
    )


def places_under(ids: Collection[int]) -> list[tuple[int, int, str]]:
    """Every open unit that hangs in the line under one of some bodies now: body, unit and kind, by unit."""
    return [
        (body_id, unit_id, kind)
        for body_id, unit_id, kind in sql.rows(
            """
            select b.body_id, u.unit_id, organisation_fact(u.unit_id, 'kind', tc_now(), tc_live())
            from unnest(%s::bigint[]) b (body_id)
            cross join lateral organisation_under(b.body_id, 'line', tc_now(), tc_live()) u
            where u.unit_id <> b.body_id
              and organisation_fact(u.unit_id, 'operating', tc_now(), tc_live()) = 'yes'
            order by u.unit_id
            """,
            [sorted(ids)],
        )
    ]


def begun_with(*, change_id: int) -> set[int]:
    """The units that a change makes."""
    found = sql.rows(
        "select unit_id from organisation_unitfact"
        " where change_id = %s and fact = 'operating' and value = 'yes'",
        [change_id],
    )
    return {unit_id for (unit_id,) in found}


def codes_by_id(ids: Iterable[int]) -> dict[int, str]:
    """The newest code of each unit, staged ones included."""
    return dict(
        sql.rows(
            "select distinct on (unit_id) unit_id, code from organisation_unitcode"
            " where unit_id = any (%s) order by unit_id, starts_at desc",
            [sorted(ids)],
        )
    )


def code_now(unit_id: int) -> str | None:
    """The code of a unit at the pinned moment, as rules know it; None for one that has none then."""
    rows = sql.rows(
        "select code from organisation_codes_at(tc_now(), tc_live()) where unit_id = %s", [unit_id]
    )
    return str(rows[0][0]) if rows else None


def kinds_by_code(codes: Collection[str], *, at: datetime) -> dict[str, str]:
    """What kind of unit each code belonged to at a moment."""
    return dict(
        sql.rows(
            "select distinct c.code, f.value from organisation_unitcode c"
            " join organisation_facts_at(%s, tc_live(), 'infinity') f on f.unit_id = c.unit_id and f.fact = 'kind'"
            " where c.code = any (%s)",
            [at, sorted(codes)],
        )
    )


def areas() -> list[str]:
    """The codes of the areas that places lie in."""
    return [
        area
        for (area,) in sql.rows(
            "select distinct value from organisation_facts_at(tc_now(), tc_live(), 'infinity')"
            " where fact = 'area' order by 1"
        )
    ]


def kinds() -> dict[str, bool]:
    """Every kind of unit, and whether one can answer for something."""
    return {code: kind.is_provider for code, kind in organisation.kinds().items()}


def standings(*, at: datetime) -> dict[str, Standing]:
    """Every unit that there is, as it will stand at a moment without any plan that is not live."""
    return {
        code: Standing(
            kind=kind,
            name=name,
            operates=operates,
            accepts_work=accepts,
            is_withdrawn=is_withdrawn,
        )
        for code, kind, name, operates, accepts, is_withdrawn in sql.rows(
            """
            select c.code,
                   coalesce(max(f.value) filter (where f.fact = 'kind'), ''),
                   coalesce(max(f.value) filter (where f.fact = 'name'), ''),
                   coalesce(bool_or(f.value = 'yes') filter (where f.fact = 'operating'), false),
                   coalesce(bool_or(f.value = 'yes') filter (where f.fact = 'accepts-work'), false),
                   bool_and(c.withdrawn_at is not null)
            from organisation_unitcode c
            left join organisation_facts_at(%s, tc_live(), 'infinity') f on f.unit_id = c.unit_id
            where c.change_id is null or c.change_id = any (tc_live())
            group by c.code
            """,
            [at],
        )
    }


def beneath() -> Beneath:
    """For each unit, the codes of all units under it in the line now, itself included."""
    return _beneath("tc_now()", "tc_live()", {})


def beneath_after(plan: Plan) -> Beneath:
    """The same, as it will be once a plan is live."""
    return _beneath(
        "%(at)s",
        "tc_live() || %(change)s::bigint",
        {"at": plan.effective_at, "change": plan.change_id},
    )


def beneath_before(plan: Plan) -> Beneath:
    """The same, as it was just before the instant of a plan."""
    return _beneath(
        "%(at)s",
        "array_remove(tc_live(), %(change)s::bigint)",
        {"at": plan.before, "change": plan.change_id},
    )


def _beneath(at: str, live: str, params: sql.Params) -> Beneath:
    codes = dict(sql.rows(f"select unit_id, code from organisation_codes_at({at}, {live})", params))
    parents = dict(
        sql.rows(
            f"select unit_id, parent_id from organisation_placements_at('line', {at}, {live}, 'infinity')",
            params,
        )
    )
    found: dict[str, set[str]] = {}
    for unit_id, code in codes.items():
        above: int | None = unit_id
        while above in codes:
            found.setdefault(codes[above], set()).add(code)
            above = parents.get(above)
    return found


def names_of_bodies(read: ReadPlan) -> dict[str, str]:
    """The names of kinds of body, and of the bodies that the plan names, by code."""
    named = {unit.code: unit.name for unit in read.new_units}
    named |= {unit.code: unit.name for unit in read.continuing}
    kinds = {code: kind.name for code, kind in organisation.kinds().items()}
    return kinds | {code: f"{code} {name}" for code, name in named.items()}
