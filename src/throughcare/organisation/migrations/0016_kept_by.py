from django.db import migrations

# The units that do not operate and whose archive a unit keeps: those under it, and those under one of them. Nothing leads past
# a unit that operates: it keeps its own. For a keeper of nothing it is one look into an index. Parents and facts are read as
# `organisation_parent` and `organisation_fact` read them; it is asked at the start of each request, and a call of either for each
# unit took longer than all the rest.
KEPT_BY = """
create function organisation_kept_by(keeper bigint, at timestamptz, live bigint[])
returns table (unit_id bigint) language sql stable parallel safe as $$
    with recursive kept (unit_id) as (
        select keeper
        union
        select p.unit_id
        from kept
        join organisation_placement p on p.parent_id = kept.unit_id and p.hierarchy = 'archive'
        where p.parent_id = (
            select l.parent_id from organisation_placement l
            where l.unit_id = p.unit_id and l.hierarchy = 'archive' and l.starts_at <= at and l.superseded_at is null
              and (l.change_id is null or l.change_id = any (live))
            order by l.starts_at desc, l.change_id desc nulls last, l.id desc limit 1)
          and 'no' = (
            select f.value from organisation_unitfact f
            where f.unit_id = p.unit_id and f.fact = 'operating' and f.starts_at <= at and f.superseded_at is null
              and (f.change_id is null or f.change_id = any (live))
            order by f.starts_at desc, f.change_id desc nulls last, f.id desc limit 1)
    )
    select kept.unit_id from kept where kept.unit_id <> keeper
$$;

-- Who keeps the archive of a unit: the first above it that operates, or null where it operates itself or nobody does.
create function organisation_keeper(unit bigint, at timestamptz, live bigint[])
returns bigint language sql stable parallel safe as $$
    with recursive up (unit_id, operates, height) as (
        select unit, organisation_fact(unit, 'operating', at, live), 0
        union all
        select p.parent_id, organisation_fact(p.parent_id, 'operating', at, live), up.height + 1
        from up cross join lateral (select organisation_parent(up.unit_id, 'archive', at, live) as parent_id) p
        where up.operates = 'no' and p.parent_id is not null and up.height < 60
    )
    select up.unit_id from up where up.height > 0 and up.operates = 'yes' limit 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0015_archive")]

    operations = [
        migrations.RunSQL(
            KEPT_BY, "drop function organisation_keeper; drop function organisation_kept_by;"
        )
    ]
