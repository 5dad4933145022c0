from django.db import migrations

# A pair is known to whoever may know both people; that they are two, to them as well. It is decided by whoever may change
# one of them. The engine compares.
SECURED = """
alter table people_comparison enable row level security;
alter table people_likeness enable row level security;
alter table people_distinction enable row level security;

create policy known on people_comparison for select to throughcare_app
    using (tc_words('actions') && array['person.search', 'case.read', 'restructure.see']);
create policy both_known on people_likeness for select to throughcare_app
    using (exists (select from people_person p where p.id = first_id) and exists (select from people_person p where p.id = second_id));
create policy both_known on people_distinction for select to throughcare_app
    using (exists (select from people_person p where p.id = first_id) and exists (select from people_person p where p.id = second_id));
create policy decides on people_distinction for insert to throughcare_app
    with check (decided_by_id = tc_account()
                and exists (select from people_person p where p.id = first_id)
                and exists (select from people_person p where p.id = second_id)
                and (people_may_change(first_id) or people_may_change(second_id)));
create policy engine on people_comparison for all to throughcare_engine using (true) with check (true);
create policy engine on people_likeness for all to throughcare_engine using (true) with check (true);
create policy engine on people_distinction for select to throughcare_engine using (true);

grant select on people_comparison, people_likeness, people_distinction to throughcare_app, throughcare_engine;
grant insert on people_distinction to throughcare_app;
grant insert on people_comparison to throughcare_engine;
grant insert, delete on people_likeness to throughcare_engine;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
SECURED_BACK = """
revoke all on people_comparison, people_likeness, people_distinction from throughcare_app, throughcare_engine;
drop policy engine on people_distinction; drop policy engine on people_likeness; drop policy engine on people_comparison;
drop policy decides on people_distinction; drop policy both_known on people_distinction;
drop policy both_known on people_likeness; drop policy known on people_comparison;
alter table people_distinction disable row level security;
alter table people_likeness disable row level security;
alter table people_comparison disable row level security;
"""

# How many likely pairs there are and how many of them are settled: figures alone, for whoever reads the gates of a plan.
COUNTED = """
create function people_likely_duplicates() returns table (found bigint, settled bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), count(d.id)
    from people_likeness l
    left join people_distinction d on d.first_id = l.first_id and d.second_id = l.second_id
    where 'restructure.see' = any (tc_words('actions')) or current_setting('role', true) = 'throughcare_engine'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_likenesses"), ("access", "0012_pinned_reach")]

    operations = [
        migrations.RunSQL(SECURED, SECURED_BACK),
        migrations.RunSQL(COUNTED, "drop function people_likely_duplicates;"),
    ]
