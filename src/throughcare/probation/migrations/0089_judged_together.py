from importlib import import_module

from django.db import migrations

CARDS = import_module("throughcare.probation.migrations.0018_judged_once")
TASKS = import_module("throughcare.probation.migrations.0069_alerts_and_answers").TASKS
LATE = import_module("throughcare.probation.migrations.0073_late_reviews").LATE

# What `access_refused`, `probation_view_of` and `probation_may_write` say of one case, of all the cases of a list at once: each
# table is read once for the list, and not once for each case of it. A test holds it to those three.
JUDGED = """
create function probation_judged(asked bigint[])
returns table (case_id bigint, person_id bigint, is_refused boolean, view text, is_writable boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with pinned as materialized (
        select tc_account() as account, tc_now() as now, tc_live() as live,
               tc_ids('read_owners') as read_owners, tc_ids('read_units') as read_units,
               tc_ids('minimum_owners') as minimum_owners,
               tc_ids('write_owners') as write_owners, tc_ids('write_units') as write_units,
               coalesce(cardinality(tc_words('actions')), 0) > 0 as may_act
    ),
    wanted as materialized (
        select c.id, c.person_id from probation_case c where c.id = any (asked)
    ),
    closed as materialized (
        select r.person_id from access_restriction r, pinned
        where r.person_id = any (array(select w.person_id from wanted w))
          and r.starts_at <= pinned.now and (r.ends_at is null or r.ends_at > pinned.now)
        group by r.person_id
        having bool_or(r.kind = 'exclusion' and r.account_id = (select account from pinned))
            or bool_or(r.kind = 'restriction')
               and not bool_or(r.kind = 'restriction' and r.account_id = (select account from pinned))
    ),
    granted as materialized (
        select g.case_id, case when bool_or(g.kind <> 'minimum') then 'full' else 'minimum' end as says
        from access_grant g, pinned
        where pinned.may_act and g.account_id = pinned.account and g.case_id = any (asked)
          and g.starts_at <= pinned.now and g.ends_at > pinned.now
        group by g.case_id
    ),
    held as materialized (
        select w.id, w.person_id, a.owner_id, a.holder_id,
               pinned.account is null or w.person_id in (select c.person_id from closed c) as is_refused
        from wanted w
        cross join pinned
        left join lateral (
            select x.owner_id, x.holder_id from probation_caseassignment x
            where x.item_id = w.id and x.starts_at <= pinned.now and x.superseded_at is null
              and (x.change_id is null or x.change_id = any (pinned.live))
            order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
        ) a on true
    )
    select h.id, h.person_id, h.is_refused,
           case when not h.is_refused then access_view(
               pinned.read_owners, pinned.read_units, pinned.minimum_owners, g.says, h.owner_id, h.holder_id) end,
           not h.is_refused and (coalesce(h.owner_id = any (pinned.write_owners), false)
                                 or coalesce(h.holder_id = any (pinned.write_units), false))
    from held h
    cross join pinned
    left join granted g on g.case_id = h.id
$$;
revoke execute on function probation_judged(bigint[]) from public;
alter function probation_judged(bigint[]) set plan_cache_mode = force_generic_plan;
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """A function as it was, but for some of its lines.

    Raises:
        ValueError: it has no such line.
    """
    for old, new in changes:
        if old not in text:
            raise ValueError(old)
        text = text.replace(old, new)
    return CARDS.again(text)


ONE_BY_ONE = """, r.refused,
               case when r.refused then null else probation_view_of(c.id) end as seen
        from unnest(asked) as wanted (id)
        join probation_case c on c.id = wanted.id
        join people_person p on p.id = c.person_id
        cross join lateral (select access_refused(c.person_id) as refused) r
"""
TOGETHER = """, v.is_refused as refused, v.view as seen, v.is_writable
        from probation_judged(asked) v
        join probation_case c on c.id = v.case_id
        join people_person p on p.id = c.person_id
"""
CARDS_BEFORE = CARDS.again(CARDS.FIRST.CARDS.replace(CARDS.JUDGED, CARDS.ONCE)) + CARDS.PLANNED
CARDS_NOW = (
    changed(
        CARDS.FIRST.CARDS,
        (CARDS.JUDGED, CARDS.ONCE),
        (ONE_BY_ONE, TOGETHER),
        ("probation_may_write(j.id)", "j.is_writable"),
    )
    + CARDS.PLANNED
)

EACH_TIME = """with judged as (
        select p.*, c.person_id, m.crn, coalesce(probation_view_of(p.case_id) = 'full', false) as is_open
        from probation_appointment p
        join probation_case c on c.id = p.case_id
        join people_person m on m.id = c.person_id
        where (p.post_id = any (posts) or p.office_id = office)
          and p.starts_at >= begins and p.starts_at < ends and not p.is_cancelled
          and 'case.read' = any (tc_words('actions'))
    )
"""
EACH_CASE = """with taken as materialized (
        select p.* from probation_appointment p
        where (p.post_id = any (posts) or p.office_id = office)
          and p.starts_at >= begins and p.starts_at < ends and not p.is_cancelled
          and 'case.read' = any (tc_words('actions'))
    ),
    judged as materialized (
        select p.*, v.person_id, m.crn, coalesce(v.view = 'full', false) as is_open
        from taken p
        join probation_judged(array(select distinct t.case_id from taken t)) v on v.case_id = p.case_id
        join people_person m on m.id = v.person_id
    )
"""
DIARY_BEFORE = CARDS.again(CARDS.FIRST.DIARY.replace(CARDS.JUDGED, CARDS.ONCE))
DIARY_NOW = changed(CARDS.FIRST.DIARY, (EACH_TIME, EACH_CASE))

WHO = "select c.id, c.person_id, probation_view_of(c.id) as seen"
WHO_OF_ALL = "select c.id, c.person_id, v.view as seen"
TASKS_NOW = changed(
    TASKS,
    (WHO, WHO_OF_ALL),
    (
        "from (select case_id from held union select case_id from waiting) w",
        "from probation_judged(array(select case_id from held union select case_id from waiting)) v",
    ),
    ("join probation_case c on c.id = w.case_id", "join probation_case c on c.id = v.case_id"),
)
LATE_NOW = changed(
    LATE,
    (WHO, WHO_OF_ALL),
    (
        "from (select distinct l.case_id from late l) w",
        "from probation_judged(array(select distinct l.case_id from late l)) v",
    ),
    ("join probation_case c on c.id = w.case_id", "join probation_case c on c.id = v.case_id"),
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0088_reminders_closed"), ("access", "0031_keepers_of_victims")]

    operations = [
        migrations.RunSQL(JUDGED, "drop function probation_judged(bigint[]);"),
        migrations.RunSQL(CARDS_NOW, CARDS_BEFORE),
        migrations.RunSQL(DIARY_NOW, DIARY_BEFORE),
        migrations.RunSQL(TASKS_NOW, TASKS),
        migrations.RunSQL(LATE_NOW, CARDS.again(LATE)),
    ]
