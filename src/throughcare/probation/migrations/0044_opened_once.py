from django.db import migrations

# A case that the pinned account was let into in full is known for the rest of the transaction: row security asks for every row of
# a log, and to work out the answer takes as long as to read fifty rows. It holds for the account, moment and live changes that it was
# worked out for, and is forgotten when whose cases are, who is kept out or who is let in is written.
OPENED = """
create function probation_pins() returns text language sql stable
return concat_ws('|', current_setting('tc.account', true), current_setting('tc.now', true), current_setting('tc.live', true));

create function probation_opened() returns bigint[] language sql stable
return case when current_setting('tc.opened_for', true) = probation_pins() then tc_ids('opened') end;

create function probation_open(asked bigint) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    seen text := probation_view_of(asked);
begin
    if seen = 'full' then
        perform set_config('tc.opened', (coalesce(probation_opened(), '{}') || asked)::text, true),
                set_config('tc.opened_for', probation_pins(), true);
    end if;
    return seen;
end;
$$;
grant execute on function probation_open(bigint) to throughcare_app;

create function probation_forget_opened() returns trigger language plpgsql as $$
begin
    perform set_config('tc.opened', '', true), set_config('tc.opened_for', '', true);
    return null;
end;
$$;
"""

BACK = """
drop function probation_forget_opened();
drop function probation_open(bigint);
drop function probation_opened();
drop function probation_pins();
"""

DECIDES = ("probation_caseassignment", "access_restriction", "access_grant")

TRIGGERS = "".join(
    f"create trigger forgets_opened after insert or update or delete on {table}"
    " for each statement execute function probation_forget_opened();"
    for table in DECIDES
)
NO_TRIGGERS = "".join(f"drop trigger forgets_opened on {table};" for table in DECIDES)

# Every policy that asks for the view of a case, whatever the table: `(select …)` is worked out once for a statement.
POLICIES = """
do $$
declare
    one record;
begin
    for one in
        select p.polname, p.polrelid::regclass as relation, pg_get_expr(p.polqual, p.polrelid) as says
        from pg_policy p
        where pg_get_expr(p.polqual, p.polrelid) in (
            '(probation_view_of(case_id) = ''full''::text)', '(probation_view_of(case_id) IS NOT NULL)')
    loop
        execute format(
            'alter policy %I on %s using (case_id = any ((select probation_opened())::bigint[]) or %s)',
            one.polname, one.relation, one.says);
    end loop;
end $$;
"""

NO_POLICIES = """
do $$
declare
    one record;
begin
    for one in
        select p.polname, p.polrelid::regclass as relation,
               case when pg_get_expr(p.polqual, p.polrelid) like '%IS NOT NULL%' then 'probation_view_of(case_id) is not null'
                    else 'probation_view_of(case_id) = ''full''' end as says
        from pg_policy p
        where pg_get_expr(p.polqual, p.polrelid) like '%probation_opened()%'
    loop
        execute format('alter policy %I on %s using (%s)', one.polname, one.relation, one.says);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0043_presented_on"), ("access", "0027_invitations_counted")]

    operations = [
        migrations.RunSQL(OPENED, BACK),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
