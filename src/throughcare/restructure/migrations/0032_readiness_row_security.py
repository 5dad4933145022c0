from django.db import migrations

TABLES = ("statement", "acceptance", "publication", "freeze")

SECURED = "".join(
    f"alter table restructure_{table} enable row level security;\n"
    f"create policy engine on restructure_{table} for all to throughcare_engine using (true) with check (true);\n"
    f"grant select, insert, update, delete on restructure_{table} to throughcare_engine;\n"
    f"grant select on restructure_{table} to throughcare_app;\n"
    f"create policy seen on restructure_{table} for select to throughcare_app"
    f" using ('restructure.see' = any (tc_words('actions')));\n"
    for table in TABLES
)

WRITES = """
create policy states on restructure_statement for insert to throughcare_app
    with check (tc_words('actions') && array['restructure.plan', 'restructure.approve']
                and made_by_id = tc_account() and approved_by_id is null);
create policy agrees on restructure_statement for update to throughcare_app
    using (tc_words('actions') && array['restructure.plan', 'restructure.approve'])
    with check (approved_by_id is null or 'restructure.approve' = any (tc_words('actions')));
grant insert, update (approved_by_id, approved_at, withdrawn_at) on restructure_statement to throughcare_app;

create policy accepts on restructure_acceptance for insert to throughcare_app
    with check ('restructure.approve' = any (tc_words('actions')) and accepted_by_id = tc_account());
grant insert on restructure_acceptance to throughcare_app;

create policy publishes on restructure_publication for insert to throughcare_app
    with check ('restructure.switch' = any (tc_words('actions')) and published_by_id = tc_account() and ended_at is null);
create policy ends on restructure_publication for update to throughcare_app
    using ('restructure.switch' = any (tc_words('actions')));
grant insert, update (ended_by_id, ended_at) on restructure_publication to throughcare_app;

-- Everybody who works here may know what is frozen, why and until when.
create policy known on restructure_freeze for select to throughcare_app
    using (tc_account() is not null and approved_by_id is not null);
create policy asks on restructure_freeze for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) and made_by_id = tc_account() and approved_by_id is null);
create policy decides on restructure_freeze for update to throughcare_app
    using ('restructure.approve' = any (tc_words('actions')));
grant insert, update (approved_by_id, approved_at, ended_by_id, ended_at) on restructure_freeze to throughcare_app;

grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""

WRITES_BACK = """
revoke insert, update (approved_by_id, approved_at, ended_by_id, ended_at) on restructure_freeze from throughcare_app;
revoke insert, update (ended_by_id, ended_at) on restructure_publication from throughcare_app;
revoke insert on restructure_acceptance from throughcare_app;
revoke insert, update (approved_by_id, approved_at, withdrawn_at) on restructure_statement from throughcare_app;
drop policy decides on restructure_freeze;
drop policy asks on restructure_freeze;
drop policy known on restructure_freeze;
drop policy ends on restructure_publication;
drop policy publishes on restructure_publication;
drop policy accepts on restructure_acceptance;
drop policy agrees on restructure_statement;
drop policy states on restructure_statement;
"""
SECURED_BACK = "".join(
    f"drop policy seen on restructure_{table};\n"
    f"revoke select on restructure_{table} from throughcare_app;\n"
    f"revoke select, insert, update, delete on restructure_{table} from throughcare_engine;\n"
    f"drop policy engine on restructure_{table};\n"
    f"alter table restructure_{table} disable row level security;\n"
    for table in TABLES
)

# What a director told the public, for whoever asks, signed in or not; nothing else of a plan.
PUBLISHED = """
create function restructure_published(asked text)
returns table (title text, effective_at timestamptz, published_at timestamptz, lines jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.title::text, p.effective_at, b.published_at, b.lines
    from restructure_publication b join restructure_plan p on p.id = b.plan_id
    where b.reference = asked and b.ended_at is null
$$;
grant execute on function restructure_published(text) to throughcare_app, throughcare_engine;
"""

# The freeze of process that an item stands under at a moment: that of a plan which is to move it and is not live yet.
FROZEN = """
create function restructure_frozen_item(asked_kind text, asked_item bigint, at timestamptz)
returns table (title text, reason text, until timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.title::text, f.reason::text, f.until
    from restructure_freeze f
    join restructure_plan p on p.id = f.plan_id and p.phase in ('dry-run', 'staged')
    where f.kind = 'process' and f.approved_at <= at and f.starts_at <= at and at < f.until
      and (f.ended_at is null or at < f.ended_at)
      and exists (select from restructure_answer a
                  where a.plan_id = f.plan_id and a.kind = asked_kind and a.item_id = asked_item
                    and a.to_owner_id is distinct from a.from_owner_id)
    order by f.until desc, f.id limit 1
$$;
grant execute on function restructure_frozen_item(text, bigint, timestamptz) to throughcare_app, throughcare_engine;
"""

# How many messages were given up or wait behind one that was, for whoever reads the gates.
STUCK = """
create function restructure_messages_stuck() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from outbox_delivery where state in ('dead', 'held')
$$;
grant execute on function restructure_messages_stuck() to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0031_readiness"),
        ("access", "0003_row_security"),
        ("outbox", "0001_events"),
    ]

    operations = [
        migrations.RunSQL(SECURED, SECURED_BACK),
        migrations.RunSQL(WRITES, WRITES_BACK),
        migrations.RunSQL(PUBLISHED, "drop function restructure_published;"),
        migrations.RunSQL(STUCK, "drop function restructure_messages_stuck;"),
        migrations.RunSQL(FROZEN, "drop function restructure_frozen_item;"),
    ]
