from django.db import migrations

# Asked of cases by the room that has them (probation): until then nobody reaches any.
REACH = """
create function access_may_with(which text, item bigint) returns boolean
language sql stable as $$ select false $$;

create function access_may_restrict(person bigint) returns boolean
language sql stable as $$ select false $$;
"""

# A restriction is read, made and ended by whoever reaches the person's case, and an account knows of its own. One that has
# ended stays as it is.
RESTRICTIONS = """
drop policy own_or_restrictor on access_restriction;
drop policy restrictor_adds on access_restriction;
drop policy restrictor_ends on access_restriction;
create policy own_or_in_reach on access_restriction for select to throughcare_app
    using (account_id = tc_account() or access_may_restrict(person_id));
create policy adds_in_reach on access_restriction for insert to throughcare_app
    with check (made_by_id = tc_account() and access_may_restrict(person_id));
create policy ends_in_reach on access_restriction for update to throughcare_app
    using ((ends_at is null or ends_at > tc_now()) and access_may_restrict(person_id))
    with check (ends_at <= tc_now());
"""

# An account opens for itself only, from now on, for as long as the kind lasts, and a case that the action reaches.
GRANTS = """
drop policy own_or_told on access_grant;
drop policy own_grant on access_grant;
create policy own_or_told on access_grant for select to throughcare_app
    using (account_id = tc_account() or told_account_id = tc_account() or made_by_id = tc_account()
           or 'audit.read' = any (tc_words('everywhere')));
create policy own_in_reach on access_grant for insert to throughcare_app
    with check (account_id = tc_account() and made_by_id = tc_account() and starts_at = tc_now() and (
        kind = 'minimum' and ends_at <= tc_now() + interval '25 hours' and access_may_with('case.minimum', case_id)
        or kind = 'emergency' and ends_at <= tc_now() + interval '24 hours' and access_may_with('case.emergency', case_id)));
"""

BACK = """
drop policy own_in_reach on access_grant;
drop policy own_or_told on access_grant;
create policy own_or_told on access_grant for select to throughcare_app
    using (account_id = tc_account() or told_account_id = tc_account() or made_by_id = tc_account()
           or 'audit.read' = any (tc_words('actions')));
create policy own_grant on access_grant for insert to throughcare_app
    with check (account_id = tc_account() and (
        kind = 'minimum' and 'case.minimum' = any (tc_words('actions'))
        or kind = 'emergency' and 'case.emergency' = any (tc_words('actions'))));
drop policy ends_in_reach on access_restriction;
drop policy adds_in_reach on access_restriction;
drop policy own_or_in_reach on access_restriction;
create policy own_or_restrictor on access_restriction for select to throughcare_app
    using (account_id = tc_account() or 'person.restrict' = any (tc_words('actions')));
create policy restrictor_adds on access_restriction for insert to throughcare_app
    with check ('person.restrict' = any (tc_words('actions')) and made_by_id = tc_account());
create policy restrictor_ends on access_restriction for update to throughcare_app
    using ('person.restrict' = any (tc_words('actions')));
drop function access_may_restrict; drop function access_may_with;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_seats_in_time")]

    operations = [migrations.RunSQL(REACH + RESTRICTIONS + GRANTS, BACK)]
