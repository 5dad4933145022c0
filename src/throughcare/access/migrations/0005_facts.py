from django.db import migrations

# One row for each seat that somebody holds. Shares of high-risk work, preferences and scores are set beside it by the
# restructure, which is told them; this view knows the seat alone.
FACTS = """
create view access_post_facts with (security_invoker = true) as
select p.id as item_id, p.code as reference, 'open'::text as state, a.owner_id, a.holder_id, p.account_id,
       p.role::text as post_kind, u.grade::text as grade
from access_post p
join access_account u on u.id = p.account_id
cross join lateral (
    select x.owner_id, x.holder_id from access_postassignment x
    where x.item_id = p.id and x.starts_at <= tc_now() and x.superseded_at is null
      and (x.change_id is null or x.change_id = any (tc_live()))
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
) a
where p.starts_at <= tc_now() and (p.ends_at is null or p.ends_at > tc_now());

grant select on access_post_facts to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_policy")]

    operations = [migrations.RunSQL(FACTS, "drop view access_post_facts;")]
