"""Teams and offices: units that go on, under another body. A team follows its leader, an office its staff."""

from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql

TEAM: Final = "team"
OFFICE: Final = "office"

# The teams that are open now, with their provider.
_OPEN: Final = """
    select k.unit_id, code.code, top.unit_id as owner_id
    from organisation_facts_at(tc_now(), tc_live(), 'infinity') k
    join organisation_facts_at(tc_now(), tc_live(), 'infinity') o
      on o.unit_id = k.unit_id and o.fact = 'operating' and o.value = 'yes'
    join organisation_codes_at(tc_now(), tc_live()) code on code.unit_id = k.unit_id
    cross join lateral (
        select up.unit_id from organisation_above(k.unit_id, 'line', tc_now(), tc_live()) up
        where organisation_fact(up.unit_id, 'kind', tc_now(), tc_live())
              in ('trust', 'nps-division', 'crc', 'region')
        order by up.height limit 1
    ) top
    where k.fact = 'kind' and k.value = %(unit_kind)s
"""

# The leader is the manager with the lowest code; a team without one goes where most of its seats go.
_TEAMS: Final = f"""
insert into restructure_answer
    (plan_id, kind, item_id, reference, standing, from_owner_id, to_owner_id, rule, also, looked_at)
select %(plan)s, 'team', t.unit_id, t.code,
       case when l.to_owner_id is null then 'undetermined' else 'answered' end,
       t.owner_id, l.to_owner_id, '1', '{{}}', jsonb_build_object('leader', l.reference, 'body', l.code)
from ({_OPEN}) t
left join lateral (
    select a.to_owner_id, f.reference, c.code
    from access_post_facts f
    join restructure_answer a on a.plan_id = %(plan)s and a.kind = 'account' and a.item_id = f.item_id
    left join organisation_unitcode c on c.unit_id = a.to_owner_id
    where f.holder_id = t.unit_id and a.to_owner_id is not null
    order by f.post_kind = 'manager' desc,
             count(*) over (partition by a.to_owner_id) desc, f.reference
    limit 1
) l on true
where t.owner_id in (select from_owner_id from restructure_answer where plan_id = %(plan)s and kind = 'account')
"""

# An office serves the teams that hang beside it: all staff under the unit it hangs from.
_OFFICES: Final = f"""
insert into restructure_answer
    (plan_id, kind, item_id, reference, standing, from_owner_id, to_owner_id, rule, also, looked_at)
select %(plan)s, 'office', o.unit_id, o.code,
       case when s.to_owner_id is null then 'undetermined' else 'answered' end,
       o.owner_id, s.to_owner_id, '1', '{{}}', jsonb_build_object('staff', s.staff, 'of', s.everyone)
from ({_OPEN}) o
left join lateral (
    select a.to_owner_id, count(*) as staff, sum(count(*)) over () as everyone
    from organisation_under(
        organisation_parent(o.unit_id, 'line', tc_now(), tc_live()), 'line', tc_now(), tc_live()) u
    join access_post_facts f on f.holder_id = u.unit_id
    join restructure_answer a on a.plan_id = %(plan)s and a.kind = 'account' and a.item_id = f.item_id
    where a.to_owner_id is not null
    group by a.to_owner_id
    order by count(*) desc, a.to_owner_id
    limit 1
) s on true
where o.owner_id in (select from_owner_id from restructure_answer where plan_id = %(plan)s and kind = 'account')
"""


def answer_teams(*, plan: Plan) -> int:
    """Send every team to the body of its leader; how many. Seats must be answered."""
    return _answer(_TEAMS, plan, TEAM)


def answer_offices(*, plan: Plan) -> int:
    """Send every office to the body with the larger share of the staff it serves; how many."""
    return _answer(_OFFICES, plan, OFFICE)


def _answer(statement: str, plan: Plan, kind: str) -> int:
    sql.write("delete from restructure_answer where plan_id = %s and kind = %s", [plan.pk, kind])
    return sql.write(statement, {"plan": plan.pk, "unit_kind": kind})
