from django.db import migrations

TABLES = ("providerlist", "signoff", "listedexception")

SECURED = "".join(
    f"alter table restructure_{table} enable row level security;\n"
    f"create policy engine on restructure_{table} for all to throughcare_engine using (true) with check (true);\n"
    f"grant select, insert, update on restructure_{table} to throughcare_engine;\n"
    f"grant select on restructure_{table} to throughcare_app;\n"
    for table in TABLES
)
SECURED_BACK = "".join(
    f"revoke select on restructure_{table} from throughcare_app;\n"
    f"revoke select, insert, update on restructure_{table} from throughcare_engine;\n"
    f"drop policy engine on restructure_{table};\n"
    f"alter table restructure_{table} disable row level security;\n"
    for table in TABLES
)

# A list, who accepted it and what was listed against it are for the programme, and for the head of that provider. Only
# such a head, who is nothing in the programme, lists and accepts; an approver may close what was listed as well.
OWN = """
create policy seen on restructure_providerlist for select to throughcare_app
    using (access_reaches('restructure.see', owner_id, null));

create policy seen on restructure_signoff for select to throughcare_app
    using (exists (select from restructure_providerlist l
                   where l.id = provider_list_id and access_reaches('restructure.see', l.owner_id, null)));
create policy accepts on restructure_signoff for insert to throughcare_app
    with check (signed_by_id = tc_account() and not 'restructure.see' = any (tc_words('everywhere'))
                and exists (select from restructure_providerlist l
                            where l.id = provider_list_id and l.superseded_at is null
                              and access_reaches('restructure.see', l.owner_id, null)));
grant insert on restructure_signoff to throughcare_app;

create policy seen on restructure_listedexception for select to throughcare_app
    using (access_reaches('restructure.see', owner_id, null) or owed_by_id = tc_account());
create policy lists on restructure_listedexception for insert to throughcare_app
    with check (made_by_id = tc_account() and sign_off_id is null and closed_at is null
                and not 'restructure.see' = any (tc_words('everywhere'))
                and access_reaches('restructure.see', owner_id, null));
create policy closes on restructure_listedexception for update to throughcare_app
    using (closed_at is null and access_reaches('restructure.see', owner_id, null)
           and ('restructure.approve' = any (tc_words('actions')) or not 'restructure.see' = any (tc_words('everywhere'))))
    with check (closed_by_id is null or closed_by_id = tc_account());
grant insert, update (sign_off_id, outcome, outcome_says, closed_by_id, closed_at) on restructure_listedexception to throughcare_app;

grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
OWN_BACK = """
revoke insert, update (sign_off_id, outcome, outcome_says, closed_by_id, closed_at) on restructure_listedexception from throughcare_app;
revoke insert on restructure_signoff from throughcare_app;
drop policy closes on restructure_listedexception;
drop policy lists on restructure_listedexception;
drop policy seen on restructure_listedexception;
drop policy accepts on restructure_signoff;
drop policy seen on restructure_signoff;
drop policy seen on restructure_providerlist;
"""

# How many go on reading cases that a plan moved, and until when at the latest; for whoever sees plans. Whose they are is not told.
TRANSITION = """
create function restructure_transition_access(asked_plan bigint)
returns table (grants bigint, until timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), max(g.ends_at)
    from access_grant g
    join restructure_plan p on p.id = asked_plan and g.ends_at > p.effective_at
    where g.kind = 'transition'
      and ('restructure.see' = any (tc_words('actions')) or current_setting('role', true) = 'throughcare_engine')
      and exists (select from restructure_answer a
                  where a.plan_id = p.id and a.kind = 'case' and a.item_id = g.case_id
                    and a.to_owner_id is distinct from a.from_owner_id)
$$;
grant execute on function restructure_transition_access(bigint) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0037_sign_offs"),
        ("access", "0012_pinned_reach"),
    ]

    operations = [
        migrations.RunSQL(SECURED, SECURED_BACK),
        migrations.RunSQL(OWN, OWN_BACK),
        migrations.RunSQL(TRANSITION, "drop function restructure_transition_access;"),
    ]
