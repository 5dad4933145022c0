from django.db import migrations

# Read with the whole record, and by the supplier that a referral was sent to: of the case, that supplier reads nothing else.
CLOSED = [
    "referralcategory",
    "referraloutcome",
    "steptaken",
    "plan",
    "activity",
    "report",
    "finding",
    "session",
]
PLACES = ["contract", "contractarea"]
REFERENCE = [
    *("servicecategory", "contracttype", "contractscope", "desiredoutcome"),
    *("endreason", "step", "move"),
]


def on_each(tables, text):
    return "".join(text.format(table=f"services_{table}") for table in tables)


MINE = """
-- Whether the account in the seat works for the supplier of a referral that was sent.
create function services_supplies(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce('referral.supply' = any (tc_words('actions')), false) and exists (
        select from services_referral r
        join services_contract k on k.id = r.contract_id
        join probation_case c on c.id = r.case_id
        where r.id = asked and r.sent_at is not null and access_may('referral.supply', k.supplier_id)
          and not access_refused(c.person_id))
$$;

-- All of them, worked out once for a statement; of an account that is no supplier's there are none.
create function services_mine() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not coalesce('referral.supply' = any (tc_words('actions')), false) then
        return '{}';
    end if;
    return (
        with held as materialized (select k.id from services_contract k where access_may('referral.supply', k.supplier_id))
        select coalesce(array_agg(r.id), '{}') from services_referral r
        join probation_case c on c.id = r.case_id
        where r.contract_id in (select h.id from held h) and r.sent_at is not null and not access_refused(c.person_id)
    );
end;
$$;

-- Whether the supplier may do something where a referral of this case stands: `plan`, `report`, `sessions` or `assessment`.
create function services_may_supply(asked bigint, of_case bigint, what text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select services_supplies(asked) and exists (
        select from services_referral r join services_step s on s.code = r.state_id
        where r.id = asked and r.case_id = of_case and what = any (string_to_array(s.allows, ' ')))
$$;

create function services_may_draft(asked bigint, of_case bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select probation_may_write(of_case) and exists (
        select from services_referral r where r.id = asked and r.case_id = of_case and r.state_id = 'draft')
$$;
revoke execute on function services_supplies, services_mine, services_may_supply, services_may_draft from public;
grant execute on function services_supplies, services_mine, services_may_supply, services_may_draft to throughcare_app;
"""

# Policies are asked in the order of their names: the list of a supplier's own costs less than the view of a case.
POLICIES = (
    on_each(
        ["referral", *CLOSED],
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + "create policy by_supplier on services_referral for select to throughcare_app"
    " using (id = any ((select services_mine())::bigint[]));\n"
    + on_each(
        CLOSED,
        "create policy by_supplier on {table} for select to throughcare_app"
        " using (referral_id = any ((select services_mine())::bigint[]));\n",
    )
    + """
create policy drafts on services_referral for insert to throughcare_app
    with check (probation_may_write(case_id) and state_id = 'draft' and sent_at is null and ended_at is null and worker = '');
create policy changes on services_referral for update to throughcare_app
    using (probation_may_write(case_id) and state_id = 'draft') with check (probation_may_write(case_id) and state_id = 'draft');
grant insert, update (most_days, complete_by, needs, accessibility, interpreter, risk) on services_referral to throughcare_app;
"""
    + on_each(
        ["referralcategory", "referraloutcome"],
        "create policy drafts on {table} for insert to throughcare_app with check (services_may_draft(referral_id, case_id));\n"
        "create policy drops on {table} for delete to throughcare_app using (services_may_draft(referral_id, case_id));\n"
        "grant insert, delete on {table} to throughcare_app;\n",
    )
    + """
create policy confirms on services_referralcategory for update to throughcare_app
    using (services_may_draft(referral_id, case_id)) with check (services_may_draft(referral_id, case_id));
grant update (confirmed_by_id, confirmed_at) on services_referralcategory to throughcare_app;
"""
    + "".join(
        f"create policy writes on services_{table} for insert to throughcare_app"
        f" with check (services_may_supply(referral_id, case_id, '{what}'));\n"
        f"create policy changes on services_{table} for update to throughcare_app"
        f" using (services_may_supply(referral_id, case_id, '{what}'))"
        f" with check (services_may_supply(referral_id, case_id, '{what}'));\n"
        f"create policy drops on services_{table} for delete to throughcare_app"
        f" using (services_may_supply(referral_id, case_id, '{what}'));\n"
        f"grant insert, delete, update ({columns}) on services_{table} to throughcare_app;\n"
        for table, what, columns in (
            ("plan", "plan", "sessions, changed_at"),
            ("activity", "plan", "words"),
            ("report", "report", "words, author_id, recorded_at"),
            ("finding", "report", "achieved"),
        )
    )
    # Who supplies what is no secret among those who work here.
    + on_each(
        PLACES,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy known on {table} for select to throughcare_app using (tc_account() is not null);\n"
        "create policy adds on {table} for insert to throughcare_engine with check (true);\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n"
        "grant insert on {table} to throughcare_engine;\n",
    )
    + on_each(REFERENCE, "revoke all on {table} from throughcare_app;\n")
    + on_each(REFERENCE, "grant select on {table} to throughcare_app, throughcare_engine;\n")
    + """
create sequence services_reference as bigint start 1000001;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
)

BACK = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'services\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
drop sequence services_reference;
drop function services_may_draft; drop function services_may_supply; drop function services_mine; drop function services_supplies;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0001_tables"),
        ("access", "0034_suppliers"),
        ("organisation", "0012_suppliers"),
        ("probation", "0101_times_of_others"),
    ]

    operations = [migrations.RunSQL(MINE + POLICIES, BACK)]
