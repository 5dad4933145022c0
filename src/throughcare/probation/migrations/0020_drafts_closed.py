from django.db import migrations

# Whether somebody may no longer write to the case that they were writing about: they left, the case is with others, or its
# record was closed to them. Asked of their reach as `probation_may` asks of the visitor's own.
LEFT = """
create function probation_draft_is_left(author bigint, asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select access_refused_to(author, (select c.person_id from probation_case c where c.id = asked), tc_now())
        or not exists (
            select
            from access_reach(author, tc_now(), tc_live()) r
            cross join lateral probation_held_by(asked, tc_now(), tc_live()) h
            where r.action = 'case.write' and (r.provider_id = h.owner_id or r.unit_id = h.holder_id)
        )
$$;
"""

# A draft is its author's alone while they may write to the case. After that whoever may is offered it, so that words about
# somebody are not lost with the one who wrote them.
POLICIES = """
alter table probation_draft enable row level security;
create policy engine on probation_draft for select to throughcare_engine using (true);
create policy own on probation_draft for select to throughcare_app
    using (author_id = tc_account() and probation_view_of(case_id) = 'full');
create policy left_behind on probation_draft for select to throughcare_app
    using (state = 'open' and probation_may_write(case_id) and probation_draft_is_left(author_id, case_id));
create policy begins on probation_draft for insert to throughcare_app
    with check (author_id = tc_account() and begun_by_id = tc_account() and state = 'open' and probation_may_write(case_id));
create policy goes_on on probation_draft for update to throughcare_app
    using (state = 'open' and probation_may_write(case_id)
           and (author_id = tc_account() or probation_draft_is_left(author_id, case_id)))
    with check (author_id = tc_account() and probation_may_write(case_id));
grant select, insert on probation_draft to throughcare_app;
grant update (author_id, state, type_code, outcome_code, day, start, minutes, notes, is_sensitive, saved_at, ended_at, contact_id)
    on probation_draft to throughcare_app;
grant select on probation_draft to throughcare_engine;
grant usage on sequence probation_draft_id_seq to throughcare_app;
"""

BACK = """
drop policy goes_on on probation_draft; drop policy begins on probation_draft; drop policy left_behind on probation_draft;
drop policy own on probation_draft; drop policy engine on probation_draft;
alter table probation_draft disable row level security;
drop function probation_draft_is_left;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0019_drafts")]

    operations = [migrations.RunSQL(LEFT + POLICIES, BACK)]
