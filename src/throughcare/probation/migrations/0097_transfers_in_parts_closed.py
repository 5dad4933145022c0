from importlib import import_module

from django.db import migrations

ANSWERED = import_module("throughcare.probation.migrations.0040_transfers_answered")
ENDING = import_module("throughcare.probation.migrations.0094_held_apart_closed").ENDING

# What is asked and what came of it is written by the functions below alone.
POLICIES = """
revoke all on probation_rejectionreason from throughcare_app;
grant select on probation_rejectionreason to throughcare_app, throughcare_engine;
drop policy asks on probation_transfer;
drop policy withdraws on probation_transfer;
revoke insert, update on probation_transfer from throughcare_app;
revoke update (state, answered_by_id, answered_at) on probation_transfer from throughcare_app;

alter table probation_transferpart enable row level security;
create policy engine on probation_transferpart for select to throughcare_engine using (true);
create policy in_full on probation_transferpart for select to throughcare_app using (probation_view_of(case_id) = 'full');
grant select on probation_transferpart to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
POLICIES_BACK = """
drop policy in_full on probation_transferpart;
drop policy engine on probation_transferpart;
alter table probation_transferpart disable row level security;
grant insert on probation_transfer to throughcare_app;
grant update (state, answered_by_id, answered_at) on probation_transfer to throughcare_app;
create policy asks on probation_transfer for insert to throughcare_app
    with check (state = 'pending' and asked_by_id = tc_account() and probation_may_write(case_id));
create policy withdraws on probation_transfer for update to throughcare_app
    using (state = 'pending' and probation_may_write(case_id))
    with check (state = 'withdrawn' and answered_by_id = tc_account() and probation_may_write(case_id));
"""

# How a transfer stands follows from its parts: it waits while one does. What was withdrawn counts for nothing beside an answer.
FOLLOWS = """
create function probation_follow_parts() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update probation_transfer t
    set state = p.state, answer = left(p.said, 300), answered_by_id = p.answered_by, answered_at = p.answered_at
    from (
        select case
                   when bool_or(x.state = 'pending') then 'pending'
                   when bool_and(x.state = 'accepted') then 'accepted'
                   when bool_or(x.state = 'accepted') then 'partly'
                   when bool_or(x.state = 'rejected') then 'rejected'
                   else 'withdrawn'
               end as state,
               coalesce(string_agg(distinct concat_ws('. ', r.description, nullif(x.answer, '')), '; ')
                        filter (where x.state = 'rejected'), '') as said,
               (array_agg(x.answered_by_id order by x.answered_at desc nulls last, x.id))[1] as answered_by,
               max(x.answered_at) as answered_at
        from probation_transferpart x left join probation_rejectionreason r on r.code = x.reason_id
        where x.transfer_id = new.transfer_id
    ) p
    where t.id = new.transfer_id;
    return null;
end;
$$;
create trigger followed after update of state on probation_transferpart
    for each row when (old.state is distinct from new.state) execute function probation_follow_parts();
"""
FOLLOWS_BACK = """
drop trigger followed on probation_transferpart;
drop function probation_follow_parts;
"""

# As before, with the number; and whoever has a part knows what was asked of it.
KNOWN = (
    ANSWERED.KNOWN.partition("-- Where whoever answers may take a case")[0]
    .replace(
        "returns table (id bigint, case_id", "returns table (id bigint, number smallint, case_id"
    )
    .replace("    select t.id, t.case_id, p.crn", "    select t.id, t.number, t.case_id, p.crn")
    .replace(
        "answered_at timestamptz)", "answered_at timestamptz, gap_reason text, gaps_mended_by date)"
    )
    .replace(
        "t.answer::text, t.answered_at",
        "t.answer::text, t.answered_at, t.gap_reason::text, t.gaps_mended_by",
    )
    .replace(
        "or t.state = 'pending' and probation_may_write(t.case_id)",
        "or t.state = 'pending' and (probation_may_write(t.case_id) or exists (select from probation_heldapart h"
        " where h.case_id = t.case_id) and probation_works_on(t.case_id))",
    )
)
KNOWN_BACK = ANSWERED.KNOWN.partition("-- Where whoever answers may take a case")[0]

_KEY = """case
        when x.sentence_id is not null then 'event-' || (select s.number from probation_sentence s where s.id = x.sentence_id)
        when x.requirement_id is not null then 'requirement-' || (
            select s.number || '-' || q.number from probation_requirement q join probation_sentence s on s.id = q.sentence_id
            where q.id = x.requirement_id)
        when x.condition_id is not null then 'condition-' || (
            select s.number || '-' || q.number from probation_licencecondition q join probation_sentence s on s.id = q.sentence_id
            where q.id = x.condition_id)
        when x.supervision_id is not null then 'supervision-' || (
            select s.number || '-' || q.number from probation_supervisionrequirement q join probation_sentence s on s.id = q.sentence_id
            where q.id = x.supervision_id)
        when x.nsi_id is not null then 'intervention-' || (select n.number from probation_nsi n where n.id = x.nsi_id)
        else 'person' end"""

# The parts of transfers that the account knows of, for both sides alike; and which parts of a case wait, for whoever writes to it or
# has one.
PARTS = f"""
create function probation_transfer_parts(asked bigint)
returns table (id bigint, key text, words text, state text, reason text, answer text, unit_id bigint, post_id bigint,
               answered_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select x.id, {_KEY},
           case when num_nonnulls(x.sentence_id, x.requirement_id, x.condition_id, x.supervision_id, x.nsi_id) = 0 then 'The person'
                else probation_part_words(x.sentence_id, x.requirement_id, x.condition_id, x.supervision_id, x.nsi_id) end,
           x.state::text, coalesce(r.description, '')::text, x.answer::text, x.unit_id, x.post_id, x.answered_at
    from probation_transferpart x left join probation_rejectionreason r on r.code = x.reason_id
    where x.transfer_id = asked
      and asked in (select k.id from probation_transfers_known('to-answer') k
                    union all select k.id from probation_transfers_known('asked') k
                    union all select k.id from probation_transfers_known('known') k)
    order by x.id
$$;

create function probation_parts_waiting(of_case bigint) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg({_KEY}), '{{}}') from probation_transferpart x
    where x.case_id = of_case and x.state = 'pending'
      and (probation_may_write(of_case) or probation_works_on(of_case) or coalesce(probation_view_of(of_case) = 'full', false))
$$;

-- Whether the account may ask for a part of a case to be moved, or take that back: what is held apart is of whoever has it.
create function probation_may_move(of_case bigint, asked_key text, at timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select case asked_key
        when 'person' then (select w.owner_id from probation_held_by(of_case, at, tc_live()) w where probation_may_write(of_case))
        else (select c.owner_id from probation_components(of_case, at, tc_live()) c
              where c.key = asked_key and case when c.apart_id is null then probation_may_write(of_case)
                                               else probation_may_write_apart(c.apart_id) end)
    end
$$;
"""
PARTS_BACK = """
drop function probation_may_move; drop function probation_parts_waiting; drop function probation_transfer_parts;
"""

# The types of entry by which the log tells of a part: asked, accepted, rejected, withdrawn.
ASKING = """
create function probation_tell_of_part(of_case bigint, x probation_transferpart, said text, words text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken integer;
    spoken text[];
begin
    spoken := case
        when x.sentence_id is not null then array['ETOR', 'ETOA', 'ETOX', 'ETORW']
        when x.requirement_id is not null or x.condition_id is not null then array['ETCR', 'ETCA', 'ETCX', 'ETCW']
        when x.supervision_id is not null then array['ETPR', 'ETPA', 'ETPX', 'ETPW']
        when x.nsi_id is not null then array['NSIR', 'NSIA', 'NSIX', 'ETNW']
        else array['ETTR', 'ETTA', 'ETTX', 'ETOW'] end;
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = of_case returning c.contacts_made into taken;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version,
                                   sentence_id, requirement_id)
    select of_case, taken, spoken[array_position(array['pending', 'accepted', 'rejected', 'withdrawn'], said)], tc_now(), words, false,
           tc_account(), tc_now(), 1,
           coalesce(x.sentence_id, (select q.sentence_id from probation_requirement q where q.id = x.requirement_id)), x.requirement_id;
end;
$$;
revoke execute on function probation_tell_of_part from public;

-- Null where the account may not ask for one of the parts, or they are not with one provider; else the number of the request.
create function probation_ask_transfer(
    of_case bigint, to_unit bigint, words text, keys text[], gaps text, mended_by date
) returns smallint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    owners bigint[];
    made bigint;
    taken smallint;
    part probation_transferpart;
begin
    perform from probation_case c where c.id = of_case for no key update;
    select array_agg(distinct coalesce(probation_may_move(of_case, k.key, tc_now()), 0)) into owners from unnest(keys) as k (key);
    if cardinality(owners) is distinct from 1 or owners[1] = 0 then
        return null;
    end if;
    select coalesce(max(t.number), 0) + 1 into taken from probation_transfer t where t.case_id = of_case;
    insert into probation_transfer (case_id, number, from_unit_id, to_unit_id, state, reason, gap_reason, gaps_mended_by, asked_by_id,
                                    asked_at, answer, recorded_at)
    values (of_case, taken, owners[1], to_unit, 'pending', words, gaps, mended_by, tc_account(), tc_now(), '', tc_now())
    returning id into made;
    for part in
        insert into probation_transferpart (transfer_id, case_id, sentence_id, requirement_id, condition_id, supervision_id, nsi_id,
                                            state, answer, recorded_at)
        select made, of_case, c.sentence_id, c.requirement_id, c.condition_id, c.supervision_id, c.nsi_id, 'pending', '', tc_now()
        from (select distinct k.key from unnest(keys) as k (key)) k
        left join probation_components(of_case, tc_now(), tc_live()) c on c.key = k.key
        order by k.key <> 'person', c.key
        returning *
    loop
        perform probation_tell_of_part(of_case, part, 'pending', words);
    end loop;
    return taken;
end;
$$;

-- How many parts were taken back: those that wait, of what the account may move.
create function probation_withdraw_transfer(of_case bigint, of_number smallint) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    part probation_transferpart;
    done integer := 0;
begin
    if not (probation_may_write(of_case) or probation_works_on(of_case)) then
        return 0;
    end if;
    perform from probation_case c where c.id = of_case for no key update;
    for part in
        update probation_transferpart x set state = 'withdrawn', answered_by_id = tc_account(), answered_at = tc_now()
        from probation_transfer t
        where t.id = x.transfer_id and t.case_id = of_case and t.number = of_number and x.state = 'pending'
          and probation_may_move(of_case, :key, tc_now()) = t.from_unit_id
        returning x.*
    loop
        perform probation_tell_of_part(of_case, part, 'withdrawn', '');
        done := done + 1;
    end loop;
    return done;
end;
$$;
""".replace(":key", _KEY)
ASKING_BACK = """
drop function probation_withdraw_transfer; drop function probation_ask_transfer; drop function probation_tell_of_part;
"""

# The answer of those who were asked, for some parts of what waits. What is accepted is with the new unit from that moment; what
# went with the case and is not accepted stays where it was, as something held apart once the case itself has gone.
# What began after the request goes with the case. False where there is nothing that they may answer, or not in this unit.
ANSWER = """
drop function probation_answer_transfer;

create function probation_take_parts(
    of_case bigint, asked_at timestamptz, chosen bigint[], owner bigint, holder bigint, post bigint
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    c record;
    whole record;
    takes_person boolean;
    is_taken boolean;
    item bigint;
    taken integer;
begin
    select w.* into whole from probation_held_by(of_case, tc_now(), tc_live()) w;
    select coalesce(bool_or(num_nonnulls(x.sentence_id, x.requirement_id, x.condition_id, x.supervision_id, x.nsi_id) = 0), false)
    into takes_person from probation_transferpart x where x.id = any (chosen);
    for c in select p.* from probation_components(of_case, tc_now(), tc_live()) p loop
        is_taken := exists (
            select from probation_transferpart x where x.id = any (chosen) and (x.sentence_id = c.sentence_id
                or x.requirement_id = c.requirement_id or x.condition_id = c.condition_id or x.supervision_id = c.supervision_id
                or x.nsi_id = c.nsi_id));
        if is_taken and (takes_person or owner = whole.owner_id
                         and (post is null or (holder, post) is not distinct from (whole.holder_id, whole.post_id))) then
            -- It goes with the case, which goes to the same place or is with that provider already.
            update probation_heldapart h set ended_at = tc_now() where h.id = c.apart_id and h.ended_at is null;
        elsif is_taken or takes_person and c.apart_id is null and c.recorded_at <= asked_at then
            item := c.apart_id;
            if item is null then
                insert into probation_heldapart (case_id, number, sentence_id, requirement_id, condition_id, supervision_id, nsi_id,
                                                 starts_at, recorded_at)
                select of_case, coalesce(max(h.number), 0) + 1, c.sentence_id, c.requirement_id, c.condition_id, c.supervision_id,
                       c.nsi_id, tc_now(), tc_now()
                from probation_heldapart h where h.case_id = of_case
                returning id into item;
            end if;
            insert into probation_heldapartassignment (item_id, owner_id, holder_id, post_id, reason_id, starts_at, recorded_at, basis)
            values (item, case when is_taken then owner else whole.owner_id end, case when is_taken then holder else whole.holder_id end,
                    case when is_taken then post else whole.post_id end, case when is_taken then 'TIN' end, tc_now(), tc_now(), 'recorded');
        end if;
    end loop;
    if not takes_person then
        return;
    end if;
    insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, reason_id, starts_at, recorded_at, basis)
    values (of_case, owner, holder, post, 'TIN', tc_now(), tc_now(), 'recorded');
    if not exists (select from probation_prisonmanager m where m.case_id = of_case and m.is_responsible and m.starts_at <= tc_now()
                   and (m.ended_at is null or m.ended_at > tc_now())) then
        update probation_case k set contacts_made = k.contacts_made + 1 where k.id = of_case returning k.contacts_made into taken;
        insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version)
        values (of_case, taken, 'ROC', tc_now(),
                'Responsible from now on: '
                || coalesce((select u.display_name from access_post q join access_account u on u.id = q.account_id where q.id = post),
                            'no officer yet')
                || ' of ' || coalesce(organisation_fact(holder, 'name', tc_now(), tc_live()), '') || '.',
                false, tc_account(), tc_now(), 1);
    end if;
end;
$$;
revoke execute on function probation_take_parts from public;

create function probation_answer_transfer(
    asked bigint, chosen bigint[], said text, why text, words text, holder bigint, officer bigint
) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    waiting record;
    owner bigint;
    part probation_transferpart;
begin
    select t.case_id, t.asked_at into waiting from probation_transfer t where t.id = asked;
    perform from probation_case c where c.id = waiting.case_id for no key update;
    perform from probation_transfer t where t.id = asked and t.state = 'pending' for no key update;
    if not found or not exists (select from probation_transfers_known('to-answer') k where k.id = asked)
       or coalesce(cardinality(chosen), 0) = 0
       or exists (select from unnest(chosen) as k (id) where not exists (
           select from probation_transferpart x where x.id = k.id and x.transfer_id = asked and x.state = 'pending')) then
        return false;
    end if;
    if said = 'accepted' then
        select p.owner_id into owner from probation_transfer_places(asked) p where p.unit_id = holder;
        if owner is null or officer is not null and not exists (
            select from access_post q
            cross join lateral (
                select s.holder_id from access_postassignment s
                where s.item_id = q.id and s.starts_at <= tc_now() and s.superseded_at is null
                  and (s.change_id is null or s.change_id = any (tc_live()))
                order by s.starts_at desc, s.change_id desc nulls last, s.id desc limit 1
            ) s
            where q.id = officer and s.holder_id = holder and q.account_id is not null and (q.ends_at is null or q.ends_at > tc_now())
              and not access_refused_to(q.account_id, (select c.person_id from probation_case c where c.id = waiting.case_id), tc_now())
        ) then
            return false;
        end if;
        perform probation_take_parts(waiting.case_id, waiting.asked_at, chosen, owner, holder, officer);
    elsif said <> 'rejected' then
        return false;
    end if;
    for part in
        update probation_transferpart x
        set state = said, reason_id = case when said = 'rejected' then why end, answer = words,
            unit_id = case when said = 'accepted' then holder end, post_id = case when said = 'accepted' then officer end,
            answered_by_id = tc_account(), answered_at = tc_now()
        where x.id = any (chosen) returning x.*
    loop
        perform probation_tell_of_part(waiting.case_id, part, said, words);
    end loop;
    return true;
end;
$$;
"""
ANSWER_BACK = """
drop function probation_answer_transfer; drop function probation_take_parts;
create function probation_answer_transfer""" + ANSWERED.KNOWN.partition(
    "create function probation_answer_transfer"
)[2]

# What ends while it waits is asked for no more.
ENDS = (
    """
create or replace function probation_end_apart() returns trigger"""
    + ENDING.partition("create function probation_end_apart() returns trigger")[2].partition(
        "    return null;"
    )[0]
    + """    update probation_transferpart x
    set state = 'withdrawn', answered_at = coalesce(tc_now(), clock_timestamp())
    where x.state = 'pending' and x.case_id = (to_jsonb(new) ->> tg_argv[1])::bigint and case tg_argv[0]
        when 'case' then true
        when 'sentence' then x.sentence_id = new.id
        when 'requirement' then x.requirement_id = new.id
        when 'condition' then x.condition_id = new.id
        when 'supervision' then x.supervision_id = new.id
        else x.nsi_id = new.id end;
    return null;
end;
$$;
"""
)
ENDS_BACK = "create or replace function probation_end_apart() returns trigger" + (
    ENDING.partition("create function probation_end_apart() returns trigger")[2].partition("$$;")[0]
    + "$$;"
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0096_parts_of_transfers")]

    operations = [
        migrations.RunSQL(POLICIES, POLICIES_BACK),
        migrations.RunSQL(FOLLOWS, FOLLOWS_BACK),
        migrations.RunSQL("drop function probation_transfers_known", KNOWN_BACK),
        migrations.RunSQL(KNOWN, "drop function probation_transfers_known"),
        migrations.RunSQL(PARTS, PARTS_BACK),
        migrations.RunSQL(ASKING, ASKING_BACK),
        migrations.RunSQL(ANSWER, ANSWER_BACK),
        migrations.RunSQL(ENDS, ENDS_BACK),
    ]
