from django.db import migrations, models

# Asked and withdrawn by whoever may write to the case, as before; answered through the functions below alone.
POLICIES = """
drop policy writes on probation_transfer;
drop policy changes on probation_transfer;
create policy asks on probation_transfer for insert to throughcare_app
    with check (state = 'pending' and asked_by_id = tc_account() and probation_may_write(case_id));
create policy withdraws on probation_transfer for update to throughcare_app
    using (state = 'pending' and probation_may_write(case_id))
    with check (state = 'withdrawn' and answered_by_id = tc_account() and probation_may_write(case_id));
revoke update on probation_transfer from throughcare_app;
grant update (state, answered_by_id, answered_at) on probation_transfer to throughcare_app;
"""
POLICIES_BACK = """
revoke update (state, answered_by_id, answered_at) on probation_transfer from throughcare_app;
grant update on probation_transfer to throughcare_app;
drop policy withdraws on probation_transfer;
drop policy asks on probation_transfer;
create policy writes on probation_transfer for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on probation_transfer for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
"""

# The transfers that an account may know of though it may not open the case: those that wait for its units or for what follows
# them ('to-answer'); those that it asked for or answered, with all that wait about cases that it may write to ('asked'); and
# with all about cases that it reads in full ('known').
KNOWN = """
create function probation_transfers_known(part text)
returns table (id bigint, case_id bigint, crn text, person_id bigint, from_unit_id bigint, to_unit_id bigint, state text, reason text,
               asked_by_id bigint, asked_at timestamptz, answer text, answered_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    with mine as materialized (
        select t.unit from (select distinct x.to_unit_id as unit from probation_transfer x where x.state = 'pending') t
        where part = 'to-answer' and exists (
            select from organisation_successors(t.unit, tc_now(), tc_live(), 'infinity') s
            where access_may('case.write', s.unit_id))
    )
    select t.id, t.case_id, p.crn::text, p.id, t.from_unit_id, t.to_unit_id, t.state::text, t.reason::text,
           t.asked_by_id, t.asked_at, t.answer::text, t.answered_at
    from probation_transfer t
    join probation_case c on c.id = t.case_id
    join people_person p on p.id = c.person_id
    where tc_account() is not null and coalesce(tc_words('actions') && array['case.read', 'case.write'], false)
      and case part
          when 'to-answer' then t.state = 'pending' and c.closed_at is null and t.to_unit_id in (select m.unit from mine m)
          when 'asked' then t.asked_by_id = tc_account() or t.answered_by_id = tc_account()
              or t.state = 'pending' and probation_may_write(t.case_id)
          when 'known' then t.asked_by_id = tc_account() or t.answered_by_id = tc_account()
              or coalesce(probation_view_of(t.case_id) = 'full', false)
          end
      and not access_refused(c.person_id)
$$;

-- Where whoever answers may take a case: to a post of theirs at or under the unit that is asked, or to that unit itself where
-- it is no provider. Of a unit that is closed its successors are meant.
create function probation_transfer_places(asked bigint)
returns table (unit_id bigint, owner_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with seat as (
        select distinct s.owner_id, s.holder_id from access_seats(tc_account(), tc_now(), tc_live()) s
    ), wanted as (
        select s.unit_id from probation_transfer t
        cross join lateral organisation_successors(t.to_unit_id, tc_now(), tc_live(), 'infinity') s
        where t.id = asked
    )
    select distinct on (place.unit_id) place.unit_id, place.owner_id
    from (
        select seat.holder_id as unit_id, seat.owner_id from seat cross join wanted
        where wanted.unit_id in (select a.unit_id from organisation_above(seat.holder_id, 'line', tc_now(), tc_live()) a)
        union all
        select wanted.unit_id, seat.owner_id from seat cross join wanted
        where wanted.unit_id <> seat.owner_id
          and seat.owner_id in (select a.unit_id from organisation_above(wanted.unit_id, 'line', tc_now(), tc_live()) a)
    ) place
    where access_may('case.write', place.unit_id)
      and asked in (select k.id from probation_transfers_known('to-answer') k)
    order by place.unit_id, place.owner_id
$$;

-- The answer of those who were asked. False where there is nothing that they may answer, or not in this unit.
create function probation_answer_transfer(asked bigint, said text, words text, holder bigint)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint;
    owner bigint;
begin
    select t.case_id into of_case from probation_transfer t where t.id = asked;
    perform from probation_case c where c.id = of_case for no key update;
    perform from probation_transfer t where t.id = asked and t.state = 'pending' for no key update;
    if not found or not exists (select from probation_transfers_known('to-answer') k where k.id = asked) then
        return false;
    end if;
    if said = 'accepted' then
        select p.owner_id into owner from probation_transfer_places(asked) p where p.unit_id = holder;
        if owner is null then
            return false;
        end if;
        insert into probation_caseassignment (item_id, owner_id, holder_id, starts_at, recorded_at, basis)
        values (of_case, owner, holder, tc_now(), tc_now(), 'recorded');
    elsif said <> 'rejected' then
        return false;
    end if;
    update probation_transfer
    set state = said, answer = words, answered_by_id = tc_account(), answered_at = tc_now() where id = asked;
    return true;
end;
$$;
"""
KNOWN_BACK = """
drop function probation_answer_transfer; drop function probation_transfer_places; drop function probation_transfers_known;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0039_ties_closed"),
        ("access", "0016_reach_of_seats"),
        ("organisation", "0005_both_clocks"),
    ]

    operations = [
        migrations.AddField("transfer", "asked_by_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "transfer", "answer", models.CharField(blank=True, db_default="", max_length=300)
        ),
        migrations.AddField("transfer", "answered_by_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "transfer",
            models.CheckConstraint(
                condition=models.Q(("state", "rejected"), _negated=True)
                | models.Q(("answer", ""), _negated=True),
                name="probation_transfer_refused_with_a_reason",
            ),
        ),
        migrations.RunSQL(POLICIES + KNOWN, KNOWN_BACK + POLICIES_BACK),
    ]
