from django.db import migrations

# What was set by hand on a page depended on everything that rules had looked at, a place on a list and answers of others with it.
# What stands in a file declares what it depends on, and names neither.
LESS = """
update restructure_override o
set depends_on = (
    select coalesce(jsonb_object_agg(each.key, each.value), '{}') from jsonb_each(o.depends_on) each
    where case when o.kind = 'account' then each.key in ('provider', 'post_kind')
               when o.kind in ('team', 'office') then each.key = 'provider'
               else not starts_with(each.key, 'answer_') end)
where o.lapsed_at is null
  and (o.depends_on ? 'place' or exists (select from jsonb_object_keys(o.depends_on) k where starts_with(k, 'answer_')));
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0060_overrides_given_up")]

    operations = [migrations.RunSQL(LESS, migrations.RunSQL.noop)]
