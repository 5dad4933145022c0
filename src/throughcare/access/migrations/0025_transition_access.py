from django.db import migrations

# Who speaks for the provider that has a case: whoever sees plans for the whole of it, and is nothing in a programme.
ANSWERS = """
create function access_answers_for(item bigint) returns boolean
language sql stable as $$
    select access_may_with('restructure.see', item)
       and not coalesce('restructure.see' = any (tc_words('everywhere')), false)
$$;
"""

# Whether the pinned account may let another go on reading a case until a moment. Asked of the room that keeps what was asked
# for: until it says otherwise, nobody may.
LETS = """
create function access_may_let_read(reader bigint, item bigint, until timestamptz) returns boolean
language sql stable as $$ select false $$;
"""

# The reading of a case that was handed over is shown to whoever has the case, and made and ended by whoever speaks for them.
GRANTS = """
create policy shown_to_owner on access_grant for select to throughcare_app
    using (case when kind = 'transition'
           then access_may_with('case.read', case_id) or access_answers_for(case_id) else false end);
create policy lets_read on access_grant for insert to throughcare_app
    with check (kind = 'transition' and made_by_id = tc_account() and account_id <> tc_account() and starts_at = tc_now()
                and access_answers_for(case_id) and access_may_let_read(account_id, case_id, ends_at));
create policy owner_ends_early on access_grant for update to throughcare_app
    using (case when kind = 'transition' then access_answers_for(case_id) else false end)
    with check (ends_at <= tc_now());
"""
BACK = """
drop policy owner_ends_early on access_grant;
drop policy lets_read on access_grant;
drop policy shown_to_owner on access_grant;
drop function access_may_let_read;
drop function access_answers_for;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0024_transition_index")]

    operations = [migrations.RunSQL(ANSWERS + LETS + GRANTS, BACK)]
