from django.db import migrations

# Figures of a period in two shapes, as cells of a bridge between them. A case counts in the old shape under whoever has it, and from
# the first change on under whoever had it then; in the new shape under whoever has it, and before the last change under whoever
# had it as that came true. So each case has one provider in each shape at any time, none where it was not yet open or is no longer,
# and the cells of a row or a column add up to that shape's figure. What goes between two providers of one shape is told apart.
FIGURES = """
create function probation_period_figures(
    begins timestamptz, ends timestamptz, first_change timestamptz, last_change timestamptz)
returns table (measure text, old_id bigint, new_id bigint, number bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with owned as materialized (
        select a.item_id, a.owner_id, a.starts_at,
               lead(a.starts_at) over w as ends_at, lag(a.owner_id) over w as came_from
        from (
            select distinct on (x.item_id, x.starts_at) x.item_id, x.owner_id, x.starts_at
            from probation_caseassignment x
            where x.superseded_at is null and x.starts_at < ends and (x.change_id is null or x.change_id = any (tc_live()))
              and 'restructure.see' = any (tc_words('actions'))
            order by x.item_id, x.starts_at, x.change_id desc nulls last, x.id desc
        ) a
        window w as (partition by a.item_id order by a.starts_at)
    ),
    cases as (
        select c.id, c.opened_at < begins as was_open, coalesce(c.closed_at < ends, false) as is_closed,
               greatest(c.opened_at, begins) as begin_at,
               case when c.closed_at < ends then c.closed_at else ends - interval '1 microsecond' end as finish_at
        from probation_case c
        where c.opened_at < ends and (c.closed_at is null or c.closed_at >= begins)
    ),
    placed as materialized (
        select c.id, c.was_open, c.is_closed, c.begin_at, c.finish_at,
               max(o.owner_id) filter (where o.starts_at <= c.begin_at and (o.ends_at is null or o.ends_at > c.begin_at)) as at_begin,
               max(o.owner_id) filter (where o.starts_at <= c.finish_at and (o.ends_at is null or o.ends_at > c.finish_at)) as at_finish,
               max(o.owner_id) filter (where o.starts_at < first_change and (o.ends_at is null or o.ends_at >= first_change)) as at_first,
               max(o.owner_id) filter (where o.starts_at <= last_change and (o.ends_at is null or o.ends_at > last_change)) as at_last
        from cases c left join owned o on o.item_id = c.id
        group by c.id, c.was_open, c.is_closed, c.begin_at, c.finish_at
    ),
    shaped as (
        select p.id, p.was_open, p.is_closed,
               case when p.begin_at < first_change then p.at_begin else p.at_first end as old_begin,
               case when p.begin_at >= last_change then p.at_begin else p.at_last end as new_begin,
               case when p.finish_at < first_change then p.at_finish else p.at_first end as old_finish,
               case when p.finish_at >= last_change then p.at_finish else p.at_last end as new_finish
        from placed p
    ),
    moves as (
        select o.came_from, o.owner_id, o.starts_at < first_change as is_old,
               o.starts_at > last_change as is_new
        from owned o join placed p on p.id = o.item_id
        where o.owner_id is distinct from o.came_from and o.starts_at > p.begin_at and o.starts_at <= p.finish_at
    ),
    cells as (
        select case when was_open then 'start' else 'opened' end as measure, old_begin as old_id, new_begin as new_id, count(*) as number
        from shaped group by 1, 2, 3
        union all
        select case when is_closed then 'closed' else 'end' end, old_finish, new_finish, count(*) from shaped group by 1, 2, 3
        union all
        select 'out-old', came_from, null, count(*) from moves where is_old group by 2
        union all
        select 'in-old', owner_id, null, count(*) from moves where is_old group by 2
        union all
        select 'out-new', null, came_from, count(*) from moves where is_new group by 3
        union all
        select 'in-new', null, owner_id, count(*) from moves where is_new group by 3
    )
    select c.measure, c.old_id, c.new_id, c.number from cells c where access_reaches('restructure.see', c.new_id, null)
$$;

-- Contacts by when they were recorded, under whoever had the case then in each shape; one from before it was given to anybody, under
-- whoever had it first.
create function probation_period_contacts(
    begins timestamptz, ends timestamptz, first_change timestamptz, last_change timestamptz)
returns table (old_id bigint, new_id bigint, number bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with written as materialized (
        select t.case_id, t.recorded_at, count(*) as number from probation_contact t
        where t.recorded_at >= begins and t.recorded_at < ends and 'restructure.see' = any (tc_words('actions'))
        group by t.case_id, t.recorded_at
    ),
    owned as materialized (
        select a.item_id, a.owner_id, a.starts_at, lag(a.starts_at) over w is null as is_first, lead(a.starts_at) over w as ends_at
        from (
            select distinct on (x.item_id, x.starts_at) x.item_id, x.owner_id, x.starts_at
            from probation_caseassignment x
            where x.superseded_at is null and x.starts_at < ends and (x.change_id is null or x.change_id = any (tc_live()))
              and 'restructure.see' = any (tc_words('actions'))
            order by x.item_id, x.starts_at, x.change_id desc nulls last, x.id desc
        ) a
        window w as (partition by a.item_id order by a.starts_at)
    ),
    held as (
        select o.item_id,
               max(o.owner_id) filter (where o.starts_at < first_change and (o.ends_at is null or o.ends_at >= first_change)) as at_first,
               max(o.owner_id) filter (where o.starts_at <= last_change and (o.ends_at is null or o.ends_at > last_change)) as at_last
        from owned o group by o.item_id
    ),
    cells as (
        select case when w.recorded_at >= first_change then h.at_first when o.starts_at < first_change then o.owner_id end as old_id,
               case when w.recorded_at >= last_change then o.owner_id else h.at_last end as new_id, sum(w.number)::bigint as number
        from written w
        left join held h on h.item_id = w.case_id
        left join owned o
            on o.item_id = w.case_id and (o.starts_at <= w.recorded_at or o.is_first) and (o.ends_at is null or o.ends_at > w.recorded_at)
        group by 1, 2
    )
    select c.old_id, c.new_id, c.number from cells c where access_reaches('restructure.see', c.new_id, null)
$$;
"""
BACK = "drop function probation_period_contacts; drop function probation_period_figures;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0027_owners_of_people"), ("access", "0012_pinned_reach")]

    operations = [migrations.RunSQL(FIGURES, BACK)]
