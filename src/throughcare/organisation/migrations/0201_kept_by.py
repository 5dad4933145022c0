from django.db import migrations

# The units that do not operate and whose archive a unit keeps: those under it, and those under one of them. Nothing leads past
# a unit that operates: it keeps its own. For a keeper of nothing it is one look into an index.
KEPT_BY = """
create function organisation_kept_by(keeper bigint, at timestamptz, live bigint[])
returns table (unit_id bigint) language sql stable parallel safe as $$
    with recursive kept (unit_id) as (
        select keeper
        union
        select p.unit_id
        from kept
        join organisation_placement p on p.parent_id = kept.unit_id and p.hierarchy = 'archive'
        where organisation_parent(p.unit_id, 'archive', at, live) = kept.unit_id
          and organisation_fact(p.unit_id, 'operating', at, live) = 'no'
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
    dependencies = [("organisation", "0200_archive")]

    operations = [
        migrations.RunSQL(
            KEPT_BY, "drop function organisation_keeper; drop function organisation_kept_by;"
        )
    ]
