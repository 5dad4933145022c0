from django.db import migrations

# Where every seat was, in the shape that all tables of assignments are read by.
OWNERS = """
create function access_postassignment_at(at timestamptz, live bigint[], known timestamptz)
returns table (item_id bigint, owner_id bigint, holder_id bigint, post_id bigint, starts_at timestamptz, basis text,
               change_id bigint)
language sql stable parallel safe as $$
    select distinct on (a.item_id) a.item_id, a.owner_id, a.holder_id, a.post_id, a.starts_at, a.basis::text, a.change_id
    from access_postassignment a
    where a.starts_at <= at
      and a.recorded_at <= known and (a.superseded_at is null or a.superseded_at > known)
      and (a.change_id is null or a.change_id = any (live))
    order by a.item_id, a.starts_at desc, a.change_id desc nulls last, a.id desc
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0009_ends")]

    operations = [migrations.RunSQL(OWNERS, "drop function access_postassignment_at;")]
