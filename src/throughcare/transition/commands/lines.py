"""What becomes of the work, the tasks and the exceptions of accounts. Lists of tasks are those that rooms declare as in flight."""

from typing import Final

from throughcare.kernel.scripts import statements
from throughcare.restructure import queries as restructure
from throughcare.transition.queries import sql

_OURS: Final = (
    "in (select own.post_id from transition_now_seat own where own.account_id = s.account_id)"
)
_FATE: Final = f"""
case when a.item_id is null then 'stays' when a.standing <> 'answered' then 'waiting'
     when a.to_post_id {_OURS} then 'kept' else 'passed' end"""

_LINE: Final = (
    "insert into transition_line"
    " (preview_id, part, kind, fate, to_owner_id, to_holder_id, items, due_at)\n"
)

# The planner knows nothing of rows that this transaction has written; of these it does.
_LAY: Final = """
create temp table transition_now_preview on commit drop as
select p.id, p.account_id from transition_preview p where p.plan_id = %(plan)s and p.account_id = any (%(accounts)s);
create unique index on transition_now_preview (account_id);
analyze transition_now_preview;
create temp table transition_now_code on commit drop as
select c.unit_id, c.code from transition_moments(%(plan)s) m
cross join lateral organisation_codes_at(m.after_at, m.after_live) c;
create unique index on transition_now_code (unit_id);
analyze transition_now_code;
delete from transition_line l using transition_now_preview p where p.id = l.preview_id
"""

_WORK: Final = f"""
{_LINE}
select pv.id, 'work', a.kind, {_FATE}, a.to_owner_id, a.to_holder_id, count(*), null
from transition_now_seat s
join transition_now_preview pv on pv.account_id = s.account_id
join restructure_answer a on a.plan_id = %(plan)s and a.from_post_id = s.post_id
where not a.kind = any (%(tasks)s)
group by 1, 3, 4, 5, 6
"""
_GAINED: Final = f"""
{_LINE}
select pv.id, 'work', a.kind, 'gained', a.to_owner_id, a.to_holder_id, count(*), null
from transition_now_seat s
join transition_now_preview pv on pv.account_id = s.account_id
join restructure_answer a
  on a.plan_id = %(plan)s and a.to_post_id = s.post_id and a.to_post_id is not null
 and a.to_post_id is distinct from a.from_post_id and a.standing = 'answered'
where not a.kind = any (%(tasks)s) and (a.from_post_id is null or not a.from_post_id {_OURS})
group by 1, 3, 4, 5, 6
"""

# A task goes where its case goes, or where its own answer puts it. It is on the desk of the post that it names, or else of
# the officer of its case.
_TASK: Final = f"""
{_LINE}
select pv.id, 'task', %(kind)s, {_FATE}, a.to_owner_id, a.to_holder_id, count(*), min(t.due_at)
from transition_now_seat s
join transition_now_preview pv on pv.account_id = s.account_id
cross join lateral ({{desk}}) t
left join restructure_answer a on a.plan_id = %(plan)s and a.kind = %(followed)s and a.item_id = t.followed_id
group by 1, 3, 4, 5, 6
"""
_OF_OFFICER: Final = """
select ({due})::timestamptz as due_at, t.{key} as followed_id
from restructure_answer x join {table} t on t.{key} = x.item_id and {waits}
where x.plan_id = %(plan)s and x.kind = %(followed)s and x.from_post_id = s.post_id
"""
_OF_POST: Final = """
select ({due})::timestamptz as due_at, t.{key} as followed_id
from {table} t where t.post_id = s.post_id and {waits}
union all
"""

_GRANTS: Final = f"""
{_LINE}
select pv.id, 'grant', g.kind, case when g.ends_at <= m.after_at then 'ends' when n.id is null then 'lapses' else 'goes-on' end,
       null::bigint, null::bigint, count(*), min(g.ends_at)
from transition_moments(%(plan)s) m
cross join transition_now_preview pv
join access_grant g on g.account_id = pv.account_id and g.starts_at <= m.before_at and g.ends_at > m.before_at
left join transition_now_pair q on q.account_id = pv.account_id
left join transition_reach n on n.id = q.after_id and cardinality(n.actions) > 0
group by 1, 3, 4
"""

_TOTALS: Final = """
update transition_preview pv set
    cases_kept = l.kept, cases_passed = l.passed, cases_gained = l.gained, cases_waiting = l.waiting, tasks = l.tasks
from (
    select p.id,
        coalesce(sum(l.items) filter (where l.kind = 'case' and l.fate = 'kept' and l.part = 'work'), 0) as kept,
        coalesce(sum(l.items) filter (where l.kind = 'case' and l.fate = 'passed' and l.part = 'work'), 0) as passed,
        coalesce(sum(l.items) filter (where l.kind = 'case' and l.fate = 'gained' and l.part = 'work'), 0) as gained,
        coalesce(sum(l.items) filter (where l.kind = 'case' and l.fate = 'waiting' and l.part = 'work'), 0) as waiting,
        coalesce(sum(l.items) filter (where l.part = 'task'), 0) as tasks
    from transition_now_preview p left join transition_line l on l.preview_id = p.id group by p.id
) l
where pv.id = l.id
"""

# By codes, so that the same result has the same digest whenever it is worked out again.
_DIGESTS: Final = """
with bodies as materialized (
    select r.id, r.actions,
           (select string_agg(code, ',' order by code) from transition_now_code where unit_id = any (r.read_owners)) as read_owners,
           (select string_agg(code, ',' order by code) from transition_now_code where unit_id = any (r.read_units)) as read_units,
           (select string_agg(code, ',' order by code) from transition_now_code where unit_id = any (r.minimum_owners)) as minimum_owners
    from transition_reach r
    where r.id in (select unnest(array[before_id, after_id]) from transition_now_pair)
),
lines as (
    select l.preview_id,
           string_agg(concat_ws('|', l.part, l.kind, l.fate, o.code, h.code, l.items, extract(epoch from l.due_at)), E'\\n'
                      order by l.part, l.kind, l.fate, o.code, h.code) as words
    from transition_now_preview p
    join transition_line l on l.preview_id = p.id
    left join transition_now_code o on o.unit_id = l.to_owner_id
    left join transition_now_code h on h.unit_id = l.to_holder_id
    group by l.preview_id
)
update transition_preview pv set
  lasting_digest = encode(sha256(convert_to(concat_ws(E'\\n',
    x.account_id, x.post_id, x.standing, fo.code, fh.code, x.from_manager_id, '>', o.code, h.code, x.to_manager_id,
    b.read_owners, b.read_units, b.minimum_owners, b.actions, '>', a.read_owners, a.read_units, a.minimum_owners, a.actions
  ), 'UTF8')), 'hex'),
  digest = encode(sha256(convert_to(concat_ws(E'\\n',
    x.account_id, x.post_id, x.standing, fo.code, fh.code, x.from_manager_id, '>', o.code, h.code, x.to_manager_id,
    b.read_owners, b.read_units, b.minimum_owners, b.actions, '>', a.read_owners, a.read_units, a.minimum_owners, a.actions,
    x.opens_before, x.opens_after, x.opens_lost, x.opens_found, x.minimum_before, x.minimum_after, l.words), 'UTF8')), 'hex')
from transition_now_preview own
join transition_preview x on x.id = own.id
left join transition_now_code fo on fo.unit_id = x.from_owner_id
left join transition_now_code fh on fh.unit_id = x.from_holder_id
left join transition_now_code o on o.unit_id = x.to_owner_id
left join transition_now_code h on h.unit_id = x.to_holder_id
left join bodies b on b.id = x.before_id
left join bodies a on a.id = x.after_id
left join lines l on l.preview_id = x.id
where pv.id = x.id
"""


def write_lines(params: dict[str, object]) -> None:
    """Write the lines, totals and digests of the accounts whose previews were written in this transaction."""
    tasks = [restructure.answered_kind(each) for each in restructure.running()]
    for statement in statements(_LAY):
        sql.write(statement, params)
    leaving_out = params | {
        "tasks": ["account", *(kind for kind in tasks if kind != restructure.CASE)]
    }
    sql.write(_WORK, leaving_out)
    sql.write(_GAINED, leaving_out)
    for each in restructure.running():
        if each.hands is None:
            _write_tasks(each, params)
    for statement in (_GRANTS, _TOTALS, _DIGESTS):
        sql.write(statement, params)


def _write_tasks(each: restructure.Running, params: dict[str, object]) -> None:
    followed = restructure.answered_kind(each)
    values = params | {"kind": each.name, "followed": followed}
    words = {
        "table": each.table,
        "key": each.through if followed == restructure.CASE else "id",
        "due": each.due,
        "waits": each.waits,
    }
    desk = _OF_OFFICER.format(**words)
    if each.has_post:
        desk = f"{_OF_POST.format(**words)} {desk} and t.post_id is null"
    sql.write(_TASK.format(desk=desk), values)
