from django.db import migrations

# What whoever knows a link may do with the one check-in that it opens, and with nothing else. Nobody is pinned then, so that no
# policy shows a row. A link is told by its digest; of who somebody is no more is told than whether all of it is right.
LINKS = """
-- The check-in that a link opens now, locked with its case; none where it ended, was locked, or whoever asks has not said who they are.
create function checkins_opened(asked text, held text, minutes integer) returns checkins_checkin
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_one checkins_checkin;
begin
    perform from probation_case c where c.id = (select x.case_id from checkins_checkin x where x.token_digest = asked) for no key update;
    select * into found_one from checkins_checkin x
    where x.token_digest = asked and x.state = 'sent' and x.expires_at > tc_now() and held <> '' and x.proof_digest = held
      and x.proven_at > tc_now() - make_interval(mins => minutes)
    for no key update;
    return found_one;
end;
$$;

-- How a link stands, for whoever knows it: `gone`, `locked`, `open`, or `proven` for who said who they are.
create function checkins_link(asked text, held text, minutes integer, tries_allowed integer) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select case when x.proof_digest = held and held <> '' and x.proven_at > tc_now() - make_interval(mins => minutes) then 'proven'
                    when x.tries >= tries_allowed then 'locked'
                    else 'open' end
        from checkins_checkin x
        where x.token_digest = asked and x.state = 'sent' and x.expires_at > tc_now()), 'gone')
$$;

-- Whether somebody is who was asked: `first` and `last` are standardised names. A wrong answer is counted, and never says which part
-- of it was wrong; the last one that is allowed locks the link. What is right makes `proof` what later steps have to hold.
create function checkins_prove(
    asked text, first_name text, last_name text, born date, digits text, proof text, tries_allowed integer)
returns table (answer text, crn text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    found_one checkins_checkin;
    person people_person;
    is_right boolean;
begin
    select * into found_one from checkins_checkin x
    where x.token_digest = asked and x.state = 'sent' and x.expires_at > tc_now() for no key update;
    if found_one.id is null then
        return query select 'gone', null::text;
        return;
    end if;
    select p.* into person from people_person p join probation_case c on c.person_id = p.id where c.id = found_one.case_id;
    if found_one.tries >= tries_allowed then
        return query select 'locked', person.crn::text;
        return;
    end if;
    is_right := coalesce(person.born_on = born, false) and digits <> '' and right(person.crn, length(digits)) = digits
        and first_name <> '' and last_name <> '' and exists (
            select from people_name n
            where n.person_id = person.id
              and (' ' || n.search_text || ' ') like '% ' || last_name || ' %'
              and (' ' || n.search_text || ' ') like '% ' || first_name || ' %');
    update checkins_checkin x
    set tries = case when is_right then x.tries else x.tries + 1 end,
        proof_digest = case when is_right then proof else x.proof_digest end,
        proven_at = case when is_right then tc_now() else x.proven_at end
    where x.id = found_one.id;
    return query select case when is_right then 'proven' when found_one.tries + 1 >= tries_allowed then 'locked' else 'wrong' end,
                        person.crn::text;
end;
$$;

-- What somebody answered so far.
create function checkins_draft(asked text, held text, minutes integer)
returns table (wellbeing text, wellbeing_words text, helps text[], help_words text, wants_contact boolean, contact_words text,
               is_answered boolean, videos integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    x checkins_checkin := checkins_opened(asked, held, minutes);
begin
    if x.id is null then
        return;
    end if;
    return query select x.wellbeing::text, x.wellbeing_words, array(select h.topic::text from checkins_helpasked h where h.checkin_id = x.id
                                                                    order by h.id),
        x.help_words, x.wants_contact, x.contact_words, x.answered_at is not null,
        (select count(*) from checkins_video v where v.checkin_id = x.id)::integer;
end;
$$;

create function checkins_keep_video(
    asked text, held text, minutes integer, film text, kind text, length bigint, most integer) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    x checkins_checkin := checkins_opened(asked, held, minutes);
    taken integer;
begin
    if x.id is null then
        return 'gone';
    end if;
    select count(*) into taken from checkins_video v where v.checkin_id = x.id;
    if taken >= most then
        return 'too-many';
    end if;
    insert into checkins_video (case_id, checkin_id, number, digest, media_type, size, kept_at)
    values (x.case_id, x.id, taken + 1, film, kind, length, tc_now());
    return '';
end;
$$;

create function checkins_answer(
    asked text, held text, minutes integer, feels text, feels_words text, helps text[], helps_words text,
    contact boolean, because text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    x checkins_checkin := checkins_opened(asked, held, minutes);
begin
    if x.id is null then
        return false;
    end if;
    update checkins_checkin c
    set wellbeing = feels, wellbeing_words = feels_words, help_words = helps_words, wants_contact = contact, contact_words = because,
        answered_at = tc_now()
    where c.id = x.id;
    delete from checkins_helpasked h where h.checkin_id = x.id;
    insert into checkins_helpasked (case_id, checkin_id, topic) select x.case_id, x.id, k from unnest(helps) k;
    return true;
end;
$$;

-- Hands a check-in in: once, with a video and answers. It is an entry of the log from then on, and the link opens nothing any more.
create function checkins_submit(
    asked text, held text, minutes integer, type text, words text, compared text)
returns table (checkin_id bigint, case_id bigint, crn text, checkin integer, entry integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    x checkins_checkin := checkins_opened(asked, held, minutes);
    made bigint;
    taken integer;
begin
    if x.id is null or x.answered_at is null or not exists (select from checkins_video v where v.checkin_id = x.id) then
        return;
    end if;
    select t.contact_id, t.number into made, taken
    from checkins_registration r
    cross join lateral probation_tell_about(
        x.case_id, r.sentence_id, type, words, tc_now(), tc_now(), true, null) t
    where r.id = x.registration_id;
    update checkins_checkin c
    set state = 'submitted', submitted_at = tc_now(), contact_id = made, comparison = compared, token_digest = null, proof_digest = ''
    where c.id = x.id;
    return query select x.id, x.case_id, p.crn::text, x.number::integer, taken
                 from probation_case c join people_person p on p.id = c.person_id where c.id = x.case_id;
end;
$$;
-- Locks cases for the house, in the order in which everybody locks: a case before what hangs from it.
create function checkins_hold_cases(asked bigint[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform from probation_case c where c.id = any (asked) order by c.id for no key update;
end;
$$;

-- What was begun and never handed in goes with the end of the link; of nothing else.
create function checkins_forget_answers(asked bigint[]) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    delete from checkins_helpasked h using checkins_checkin x
    where h.checkin_id = x.id and x.id = any (asked) and x.state = 'sent' and x.expires_at <= tc_now();
    update checkins_checkin x
    set wellbeing = '', wellbeing_words = '', help_words = '', wants_contact = null, contact_words = '', answered_at = null
    where x.id = any (asked) and x.state = 'sent' and x.expires_at <= tc_now();
$$;
revoke all on function checkins_forget_answers, checkins_hold_cases from public;
grant execute on function checkins_forget_answers, checkins_hold_cases to throughcare_engine;
revoke all on function checkins_opened, checkins_link, checkins_prove, checkins_draft, checkins_keep_video, checkins_answer,
    checkins_submit from public;
grant execute on function checkins_link, checkins_prove, checkins_draft, checkins_keep_video, checkins_answer, checkins_submit
    to throughcare_app;
"""

BACK = "".join(
    f"drop function checkins_{name};\n"
    for name in (
        *("hold_cases", "forget_answers", "submit", "answer", "keep_video"),
        *("draft", "prove", "link", "opened"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0002_closed")]

    operations = [migrations.RunSQL(LINKS, BACK)]
