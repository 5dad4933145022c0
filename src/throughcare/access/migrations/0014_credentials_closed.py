from django.db import migrations

TABLES = ["password", "codekey", "recoverycode", "passkey", "invitation", "providerlink"]

# On a sign-in page nobody acts. Once it is known whose proof is tried, that account is named, and its credentials can be read.
PROVING = """
create function tc_is_signing_in() returns boolean language sql stable parallel safe
    return coalesce(current_setting('tc.signing_in', true), '') <> '';

create function tc_proving() returns bigint language sql stable parallel safe
    return case when current_setting('tc.signing_in', true) ~ '^[0-9]+$'
                then current_setting('tc.signing_in', true)::bigint end;

create function access_prove(account bigint) returns void language plpgsql as $$
begin
    if not tc_is_signing_in() then
        raise exception 'only a sign-in page tries a proof' using errcode = 'insufficient_privilege';
    end if;
    perform set_config('tc.signing_in', account::text, true);
end;
$$;

-- Whose an invitation, a passkey or a subject of a provider is: asked before anybody is known.
create function access_account_invited(asked text, at timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select i.account_id from access_invitation i join access_account u on u.id = i.account_id
    where i.digest = asked and i.used_at is null and i.made_at <= at and i.ends_at > at and u.is_active and tc_is_signing_in()
$$;

create function access_account_with_passkey(asked bytea) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select k.account_id from access_passkey k join access_account u on u.id = k.account_id
    where k.credential = asked and k.ended_at is null and u.is_active and tc_is_signing_in()
$$;

create function access_account_linked(from_issuer text, asked text, at timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select l.account_id from access_providerlink l join access_account u on u.id = l.account_id
    where l.issuer = from_issuer and l.subject = asked and l.starts_at <= at and (l.ends_at is null or l.ends_at > at)
      and u.is_active and tc_is_signing_in()
$$;
"""

OPEN = """
drop policy staff_see_staff on access_account;
drop policy own_account on access_account;
create policy staff_see_staff on access_account for select to throughcare_app
    using (tc_account() is not null or tc_is_signing_in());
create policy own_account on access_account for update to throughcare_app
    using (id = coalesce(tc_account(), tc_proving()));
grant update (signed_out_at) on access_account to throughcare_app;
"""

OWN = "".join(
    f"""
alter table access_{table} enable row level security;
revoke all on access_{table} from throughcare_app, throughcare_engine;
create policy own on access_{table} for all to throughcare_app
    using (account_id = coalesce(tc_account(), tc_proving())) with check (account_id = coalesce(tc_account(), tc_proving()));
"""
    for table in TABLES
)

# Failures are counted while nobody is known yet, under digests that say nothing of whom they are about.
GRANTS = """
alter table access_attempts enable row level security;
revoke all on access_attempts from throughcare_app, throughcare_engine;
create policy while_signing_in on access_attempts for all to throughcare_app
    using (tc_is_signing_in()) with check (tc_is_signing_in());
grant select, insert, update (failures, since, locked_until), delete on access_attempts to throughcare_app;
grant select, insert, update (digest, set_at) on access_password to throughcare_app;
grant select, insert, update (sealed, set_at, last_step) on access_codekey to throughcare_app;
grant select, insert, update (ended_at) on access_recoverycode to throughcare_app;
grant select, insert, update (uses, used_at, ended_at) on access_passkey to throughcare_app;
grant select, update (used_at) on access_invitation to throughcare_app;
grant select on access_providerlink to throughcare_app;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""

BACK = (
    "".join(
        f"drop policy own on access_{table}; alter table access_{table} disable row level security;\n"
        for table in TABLES
    )
    + """
drop policy while_signing_in on access_attempts;
alter table access_attempts disable row level security;
drop policy own_account on access_account;
drop policy staff_see_staff on access_account;
create policy staff_see_staff on access_account for select to throughcare_app
    using (tc_account() is not null or current_setting('tc.signing_in', true) = 'on');
create policy own_account on access_account for update to throughcare_app
    using (id = tc_account() or current_setting('tc.signing_in', true) = 'on');
drop function access_account_linked; drop function access_account_with_passkey; drop function access_account_invited;
drop function access_prove; drop function tc_proving; drop function tc_is_signing_in;
"""
)


class Migration(migrations.Migration):
    dependencies = [("access", "0013_credentials")]

    operations = [migrations.RunSQL(PROVING + OPEN + OWN + GRANTS, BACK)]
