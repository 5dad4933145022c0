from django.db import migrations

# Whether the account gives the cases of the unit that has a case to officers; and whether it is of the side that a referral asks,
# or of what follows it, for a person whose record is not closed to it; and whether it gives cases to officers somewhere in that side.
MAY = """
create function allocation_may_allocate(of_case bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select access_may('case.allocate', w.holder_id) from probation_held_by(of_case, tc_now(), tc_live()) w), false)
$$;
create function allocation_is_asked(of_case bigint, unit bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select tc_account() is not null
       and exists (select from organisation_successors(unit, tc_now(), tc_live(), 'infinity') s where access_may('case.write', s.unit_id))
       and not access_refused((select c.person_id from probation_case c where c.id = of_case))
$$;
create function allocation_leads_at(unit bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from access_seats(tc_account(), tc_now(), tc_live()) x
        where x.owner_id in (select s.unit_id from organisation_successors(unit, tc_now(), tc_live(), 'infinity') s)
          and access_may('case.allocate', x.holder_id))
$$;
"""
MAY_BACK = "drop function allocation_leads_at; drop function allocation_is_asked; drop function allocation_may_allocate;"

DECISIONS = """
alter table allocation_casedecision enable row level security;
create policy engine on allocation_casedecision for select to throughcare_engine using (true);
create policy in_full on allocation_casedecision for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy decides on allocation_casedecision for insert to throughcare_app
    with check (decided_by_id = tc_account() and superseded_at is null and probation_may_write(case_id));
create policy supersedes on allocation_casedecision for update to throughcare_app
    using (superseded_at is null and probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert on allocation_casedecision to throughcare_app;
grant update (superseded_at) on allocation_casedecision to throughcare_app;
grant select on allocation_casedecision to throughcare_engine;
grant usage on sequence allocation_casedecision_id_seq to throughcare_app;

-- The case of a decision that the account makes in this moment, put where it says. Null where there is no such decision, or the place
-- is not of its body; else the number of the transfer that it is written as.
create function allocation_pass_decided(asked bigint, place bigint) returns smallint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    d allocation_casedecision;
begin
    select * into d from allocation_casedecision x
    where x.id = asked and x.superseded_at is null and x.decided_by_id = tc_account() and x.decided_at = tc_now();
    if not found or not probation_may_write(d.case_id)
       or d.body_id not in (select a.unit_id from organisation_above(place, 'line', tc_now(), tc_live()) a) then
        return null;
    end if;
    return probation_put_case(d.case_id, place, d.says, d.gap_reason, d.gaps_mended_by);
end;
$$;
revoke all on function allocation_pass_decided from public;
grant execute on function allocation_pass_decided to throughcare_app;

alter table allocation_publicinterestrequest enable row level security;
create policy engine on allocation_publicinterestrequest for select to throughcare_engine using (true);
create policy in_full on allocation_publicinterestrequest for select to throughcare_app
    using (probation_view_of(case_id) = 'full');
create policy asks on allocation_publicinterestrequest for insert to throughcare_app
    with check (asked_by_id = tc_account() and state = 'asked' and probation_may_write(case_id));
create policy answers on allocation_publicinterestrequest for update to throughcare_app
    using (state = 'asked' and asked_by_id <> tc_account() and probation_may_write(case_id) and allocation_may_allocate(case_id))
    with check (answered_by_id = tc_account());
grant select, insert on allocation_publicinterestrequest to throughcare_app;
grant update (state, answer, answered_by_id, answered_at) on allocation_publicinterestrequest to throughcare_app;
grant select on allocation_publicinterestrequest to throughcare_engine;
grant usage on sequence allocation_publicinterestrequest_id_seq to throughcare_app;
"""
DECISIONS_BACK = "drop function allocation_pass_decided;" + "".join(
    f"""
revoke all on allocation_{table} from throughcare_app, throughcare_engine;
{" ".join(f"drop policy {policy} on allocation_{table};" for policy in policies)}
alter table allocation_{table} disable row level security;
"""
    for table, policies in (
        ("publicinterestrequest", ("answers", "asks", "in_full", "engine")),
        ("casedecision", ("supersedes", "decides", "in_full", "engine")),
    )
)

# A referral is read with the whole record, and by the side that is asked, though it may not open the case. Whoever may write to the
# case refers, objects and withdraws; the side that is asked acts through the functions below alone.
ESCALATIONS = """
alter table allocation_escalation enable row level security;
create policy engine on allocation_escalation for select to throughcare_engine using (true);
create policy in_full on allocation_escalation for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy asked on allocation_escalation for select to throughcare_app
    using (allocation_is_asked(case_id, to_unit_id));
create policy refers on allocation_escalation for insert to throughcare_app
    with check (referred_by_id = tc_account() and state = 'referred' and probation_may_write(case_id));
create policy goes_on on allocation_escalation for update to throughcare_app
    using (state in ('referred', 'not-accepted') and probation_may_write(case_id))
    with check (state in ('withdrawn', 'second-opinion') and probation_may_write(case_id));
grant select, insert on allocation_escalation to throughcare_app;
grant update (state, objection, objected_by_id, objected_at, due_on) on allocation_escalation to throughcare_app;
grant select on allocation_escalation to throughcare_engine;
grant usage on sequence allocation_escalation_id_seq to throughcare_app;

-- Whom a referral is about, and whether it is for the account to answer it now; nothing where it may not know of it.
create function allocation_escalation_known(asked bigint)
returns table (crn text, person_id bigint, may_answer boolean, may_lead boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.crn::text, p.id,
           e.state in ('referred', 'second-opinion') and w.is_asked
               and (e.state = 'referred' or w.leads and e.answered_by_id <> tc_account()),
           w.leads
    from allocation_escalation e
    join probation_case c on c.id = e.case_id
    join people_person p on p.id = c.person_id
    cross join lateral (
        select allocation_is_asked(e.case_id, e.to_unit_id) as is_asked, allocation_leads_at(e.to_unit_id) as leads
    ) w
    where e.id = asked and (w.is_asked or coalesce(probation_view_of(e.case_id) = 'full', false))
$$;

create function allocation_receive_escalation(asked bigint) returns void
language sql security definer set search_path = public, pg_temp as $$
    update allocation_escalation e set received_by_id = tc_account(), received_at = tc_now()
    where e.id = asked and e.received_at is null and e.state in ('referred', 'second-opinion')
      and allocation_is_asked(e.case_id, e.to_unit_id)
$$;

-- The answer of the side that is asked. Accepted, the case is with that side from this instant, with all that goes with it. False
-- where nothing waits for the account, a second opinion is for somebody else, or the case cannot go there.
create function allocation_answer_escalation(asked bigint, said text, words text, place bigint, met_by date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e allocation_escalation;
    is_second boolean;
    taken integer;
begin
    perform from probation_case c where c.id = (select x.case_id from allocation_escalation x where x.id = asked) for no key update;
    select * into e from allocation_escalation x where x.id = asked and x.state in ('referred', 'second-opinion') for no key update;
    if not found or said not in ('accepted', 'not-accepted')
       or not coalesce((select k.may_answer from allocation_escalation_known(asked) k), false) then
        return false;
    end if;
    is_second := e.state = 'second-opinion';
    if said = 'accepted' then
        if not exists (
            select from organisation_above(place, 'line', tc_now(), tc_live()) a
            join organisation_successors(e.to_unit_id, tc_now(), tc_live(), 'infinity') s on s.unit_id = a.unit_id)
           or probation_put_case(e.case_id, place, 'Accepted because risk has risen.', '', null) is null then
            return false;
        end if;
    end if;
    update allocation_escalation x
    set state = case when said = 'accepted' then 'accepted' when is_second then 'upheld' else 'not-accepted' end,
        answer = case when is_second then x.answer else words end,
        answered_by_id = case when is_second then x.answered_by_id else tc_account() end,
        answered_at = case when is_second then x.answered_at else tc_now() end,
        opinion = case when is_second then words else '' end,
        opinion_by_id = case when is_second then tc_account() end,
        opinion_at = case when is_second then tc_now() end,
        accepted_at = case when said = 'accepted' then tc_now() end,
        meeting_by = case when said = 'accepted' then met_by end
    where x.id = asked;
    update probation_case k set contacts_made = k.contacts_made + 1 where k.id = e.case_id returning k.contacts_made into taken;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version)
    values (e.case_id, taken, 'CESA', tc_now(), case when said = 'accepted' then 'Accepted.' else 'Not accepted.' end, false,
            tc_account(), tc_now(), 1);
    return true;
end;
$$;
revoke all on function allocation_escalation_known, allocation_receive_escalation, allocation_answer_escalation from public;
grant execute on function allocation_escalation_known, allocation_receive_escalation, allocation_answer_escalation to throughcare_app;
"""
ESCALATIONS_BACK = """
drop function allocation_answer_escalation; drop function allocation_receive_escalation; drop function allocation_escalation_known;
revoke all on allocation_escalation from throughcare_app, throughcare_engine;
drop policy goes_on on allocation_escalation; drop policy refers on allocation_escalation; drop policy asked on allocation_escalation;
drop policy in_full on allocation_escalation; drop policy engine on allocation_escalation;
alter table allocation_escalation disable row level security;
"""

SKILLS = """
alter table allocation_postskill enable row level security;
create policy engine on allocation_postskill for select to throughcare_engine using (true);
create policy in_view on allocation_postskill for select to throughcare_app using (allocation_sees_post(post_id));
create policy writes on allocation_postskill for insert to throughcare_app with check (allocation_manages_post(post_id));
create policy ends on allocation_postskill for update to throughcare_app using (allocation_manages_post(post_id));
grant select, insert on allocation_postskill to throughcare_app;
grant update (ends_on) on allocation_postskill to throughcare_app;
grant select on allocation_postskill to throughcare_engine;
grant usage on sequence allocation_postskill_id_seq to throughcare_app;
"""
SKILLS_BACK = """
revoke all on allocation_postskill from throughcare_app, throughcare_engine;
drop policy ends on allocation_postskill; drop policy writes on allocation_postskill; drop policy in_view on allocation_postskill;
drop policy engine on allocation_postskill;
alter table allocation_postskill disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0007_decisions"),
        ("probation", "0116_passed_whole"),
        ("risk", "0002_scores_closed"),
    ]

    operations = [
        migrations.RunSQL(
            MAY + DECISIONS + ESCALATIONS + SKILLS + "select probation_ask_once();",
            SKILLS_BACK + ESCALATIONS_BACK + DECISIONS_BACK + MAY_BACK,
        )
    ]
