-- Check-ins by a link: one case in nine whose person agreed to texts, every two or four weeks, beside a drawn photograph that is the
-- same for all. What was sent weeks ago was reviewed; of the last one some wait, some were missed and some are out. Drawn by chance.
-- Nobody was filmed either: the video is drawn, and the same for all; those that were reviewed were let go, as they are after a month.

create temp table nation_stage_checking_face on commit drop as
select f.content, encode(sha256(f.content), 'hex') as digest from (select decode(
'iVBORw0KGgoAAAANSUhEUgAAADwAAABQAQMAAAB/BIQQAAAABlBMVEXY3uJaa3XW9PO/AAAAhElEQVR42sXQuw2AMAwE0IQUlIzAKBktjMYoGYGSAuXAObAQP4mPRBq/wp'
'Z9MeanVyzwcQZ6VouBcEhECWxQAU1GDbQn8EC8jwB0L8Yv7tGb93E0qWbX3zCh+xa6QrfvsluATW5CmnvZXQkaxmIwL4ic5rxCquSwGcMRXEZaIa+SZY8wApND3suN91ef'
'AAAAAElFTkSuQmCC'
, 'base64') as content) f;
insert into documents_blob (digest, size, media_type, storage, content, place, kept_at)
select digest, octet_length(content), 'image/png', 'inline', content, '', timestamptz '2014-03-01 09:00Z' from nation_stage_checking_face
on conflict do nothing;

create temp table nation_stage_checking_film on commit drop as
select f.content, encode(sha256(f.content), 'hex') as digest from (select decode(
'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQJChYECGFOAZ0k6FUmpZqIq17GDD0JARImIQKdwAAAAAABNgIVkcmF3bldBhWRyYXduFlSua5uumdeBAXPFgQGDgQ'
'GGhVZfVlA44IawgXi6gaAfQ7Z1SO3ngQCjQXaBAACAEBIAnQEqeACgAD8RiLtTrCqmoqs5KCmAIglpbt1eNnYAqtsXifs21bMbC/auJtCAGiT5LKExdKaCtUpey3iAgPl8'
'k+MzHI96cPBO9q/rYfzA6BRJOUfP/1sBG2jUg69ymt3OvesUVKwtfLyu3IRdu6oL+EXsDrYfVxiOwXIyh96YEXeo+aTWmr6bP7IeUnQh5CTCeLJrP2EAAP7tb+INInFblp'
'2cOYfVFtZtJ13C0rcdOsKvUOl++lBjR+SqFUrzqD6AJuiKoJJ+ibi83y+AfXJkfRpYqxZelxbyuas0uFBck6ZTcjZ+sTg8zlCnBp09ZlieWyUkwyq0f61sUn5Fg1HjaqAz'
'gsuZgpKj5gOIprVa4AtBr33pBEJyCahfcS42zEPhonFhx62iFlv8SKpqtR861euX4Bp87K2ZKUa8dmhf3ZrR2uaiKo5wo8jM07N6MAvqBSeN1qLW8eYCyiXUvRx+UJXoAa'
'kjcJqNIQB38AAAAKNBfIEB9IDwEQCdASp4AKAAPxGIvFOsKqaiqzv4KYAiCWlu3V3nBmUl5HsnJ2tHQbvGbVw5DcUXzd1nItYxzX4vPxaQ7RsRTVJQt9vN1172bOaVr/04'
'2qRW2kVp5a16KZmmuZ8nqzBS66leE4po1yWA98TK6yOJng1EsUs+Tgoj9z7HS13SKFm71HzsBTXRGaBv/9OYmI/AN3ZeqRuyAAD+7W+9cSSKBj0dMZ1fuLenNlfa/L8B24'
'4jZ07GgXyiUSkiNaOoc0DGYy7D7dEA6foXfPWy1qi+VpdqyFWxe+TZPr3LuGCzOjpxKTtKg6CDFBcHYV3SVMNM8gag0ALn+Pxkh0GwTtiCXfvjQpbMjcVl+1k/P79Ehz74'
'WKfmuKXShiMG4sK1afjcQOy32OWrjUIVZCxy3v8N+HU5b+/5jrWQxVdBeftIIWOSGrkJfA9DDaB5+/drP38Zb2s8iuT2DrErkVpTh4ZLqef7wNlbOdCtTsJnofR8WWHlrK'
'3zbQAAo0F8gQPogPARAJ0BKngAoAA/EYi8U6wqpqKrO/gpgCIJaW7dXecGZSXkeycna0dBu8ZtXDkNxRfN3Wci1jHNfi8/FpDtGxFNUlC3283XXvZs5pWv/TjapFbaRWnl'
'rXopmaa5nyerMFLrqV4TimjXJYD3xMrrI4meDUSxSz5OCiP3PsdLXdIoWbvUfOwFNdEZoG//05iYj8A3dl6pG7IAAP7tb71xJIoGPR0xnV+4t6c2V9r8vwHbjiNnTsaBfK'
'JRKSI1o6hzQMZjLsPt0QDp+hd89bLWqL5Wl2rIVbF75Nk+vcu4YLM6OnEpO0qDoIMUFwdhXdJUw0zyBqDQAuf4/GSHQbBO2IJd++NClsyNxWX7WT8/v0SHPvhYp+a4pdKG'
'IwbiwrVp+NxA7LfY5auNQhVkLHLe/w34dTlv7/mOtZDFV0F5+0ghY5IauQl8D0MNoHn792s/fxlvazyK5PYOsSuRWlOHhkup5/vA2Vs50K1Owmeh9HxZYeWsrfNtAACjQX'
'aBBdyAEBIAnQEqeACgAD8RiLtTrCqmoqs5KCmAIglpbt1eNnYAqtsXifs21bMbC/auJtCAGiT5LKExdKaCtUpey3iAgPl8k+MzHI96cPBO9q/rYfzA6BRJOUfP/1sBG2jU'
'g69ymt3OvesUVKwtfLyu3IRdu6oL+EXsDrYfVxiOwXIyh96YEXeo+aTWmr6bP7IeUnQh5CTCeLJrP2EAAP7tb+INInFblp2cOYfVFtZtJ13C0rcdOsKvUOl++lBjR+SqFU'
'rzqD6AJuiKoJJ+ibi83y+AfXJkfRpYqxZelxbyuas0uFBck6ZTcjZ+sTg8zlCnBp09ZlieWyUkwyq0f61sUn5Fg1HjaqAzgsuZgpKj5gOIprVa4AtBr33pBEJyCahfcS42'
'zEPhonFhx62iFlv8SKpqtR861euX4Bp87K2ZKUa8dmhf3ZrR2uaiKo5wo8jM07N6MAvqBSeN1qLW8eYCyiXUvRx+UJXoAakjcJqNIQB38AAAAKNBeoEH0IAwEgCdASp4AK'
'AAPxGIt1OsKqWirBb4KYAiCWlu3V4cAKCx3IOU+zjVrBtvEY+UCGa7sDcJPUnL78mkypFgq98l2bQE4hLdJwlgzgGWcbzEg2qp3UCcs9D2jpIR4K/YQREp/WG2n/0nYcZ9'
'YgddmpNAYHNBqJYpT93B1wXgNN31ZK1WAAvZb5qudPAm+uT1fd2JlQsyZdBtKuuAAP7tb9h33mdZ06bh7RZGIZpt4dBqXspcRFadntPM4F7FiAwAJcJhQbH2Q2Z8w5WhmG'
'TmXqRhKUIy07eDTqABmnpkxrFvt1G5UONwvB1R1JQesKpwF5KFGPf67qnjWGoGHUvcuz/KhVzQC8aGeRPhdipYw+0lLrgiGMhCDhtASVaNkoWrWL4gI36oQ33oV6pxpNRG'
'7qct/fPU1MenJGXiQeZuG2y6W/NDz6MpJnZjyiPWkPlro6pDLmnh5QwgMTJQ0NawvXYRZSIozwGgQI4f36W//HUyvBAKgAAAAKNBeoEJxIAwEgCdASp4AKAAPxGIt1OsKq'
'WirBb4KYAiCWlu3V4cAKCx3IOU+zjVrBtvEY+UCGa7sDcJPUnL78mkypFgq98l2bQE4hLdJwlgzgGWcbzEg2qp3UCcs9D2jpIR4K/YQREp/WG2n/0nYcZ9YgddmpNAYHNB'
'qJYpT93B1wXgNN31ZK1WAAvZb5qudPAm+uT1fd2JlQsyZdBtKuuAAP7tb9h33mdZ06bh7RZGIZpt4dBqXspcRFadntPM4F7FiAwAJcJhQbH2Q2Z8w5WhmGTmXqRhKUIy07'
'eDTqABmnpkxrFvt1G5UONwvB1R1JQesKpwF5KFGPf67qnjWGoGHUvcuz/KhVzQC8aGeRPhdipYw+0lLrgiGMhCDhtASVaNkoWrWL4gI36oQ33oV6pxpNRG7qct/fPU1Men'
'JGXiQeZuG2y6W/NDz6MpJnZjyiPWkPlro6pDLmnh5QwgMTJQ0NawvXYRZSIozwGgQI4f36W//HUyvBAKgAAAAA=='
, 'base64') as content) f;
insert into documents_blob (digest, size, media_type, storage, content, place, kept_at)
select digest, octet_length(content), 'video/webm', 'inline', content, '', timestamptz '2014-05-28 09:00Z' from nation_stage_checking_film
on conflict do nothing;

create temp table nation_stage_checking on commit drop as
select row_number() over (order by c.n) as id, c.n, c.post_id, e.id as sentence_id,
       case when nation_stage_chance(c.n, 721) % 2 = 0 then 'fortnightly' else 'four-weekly' end as frequency,
       (array['submitted', 'submitted', 'submitted', 'missed', 'sent', 'sent'])[1 + nation_stage_chance(c.n, 722) % 6] as stands,
       (date '2014-05-28' + (nation_stage_chance(c.n, 723) % 3)::integer) as due_on
from nation_stage_case c
join people_person p on p.id = c.n and p.born_on is not null
join people_contactpreference w on w.person_id = c.n and w.may_be_texted
join (select x.case_id, min(x.id) as id from probation_sentence x
      where x.imposed_on is not null and x.terminated_on is null group by 1) e on e.case_id = c.n
where nation_stage_chance(c.n, 720) % 9 = 0 and c.opened_on < date '2014-03-15'
  and exists (select from people_contactpoint k where k.person_id = c.n and k.kind = 'mobile')
  and not exists (select from access_restriction r where r.person_id = c.n);
-- What was missed was sent so long ago that its link is over.
update nation_stage_checking set due_on = date '2014-05-26' where stands = 'missed';
analyze nation_stage_checking;

insert into people_paper (person_id, key, kind, media_type, size, digest, starts_on, recorded_at, recorded_by_id)
select a.n, nation_stage_uuid('paper', a.n), 'photograph', 'image/png', octet_length(f.content), f.digest, date '2014-03-20',
       timestamptz '2014-03-20 10:00Z', a.post_id
from nation_stage_checking a cross join nation_stage_checking_face f order by a.n;

insert into checkins_registration (id, case_id, sentence_id, frequency, channel, photograph, first_due_on, next_due_on, standing, reason,
                                   agreed_at, registered_by_id, recorded_at, changed_at)
select a.id, a.n, a.sentence_id, a.frequency, 'text', nation_stage_uuid('paper', a.n), a.due_on - 56,
       a.due_on + case a.frequency when 'fortnightly' then 14 else 28 end, 'active', '', timestamptz '2014-03-20 10:00Z', a.post_id,
       timestamptz '2014-03-20 10:00Z', timestamptz '2014-03-20 10:00Z'
from nation_stage_checking a order by a.id;

create temp table nation_stage_checkin on commit drop as
select row_number() over (order by d.n, d.due_on) as id, d.*, row_number() over (partition by d.n order by d.due_on) as number
from (
    select a.id as registration_id, a.n, a.post_id, a.sentence_id, a.due_on - 28 as due_on, 'reviewed' as stands from nation_stage_checking a
    union all
    select a.id, a.n, a.post_id, a.sentence_id, a.due_on, a.stands from nation_stage_checking a
) d;

create temp table nation_stage_checked on commit drop as
select m.highest + row_number() over (order by k.id) as id, k.id as checkin_id,
       c.contacts_made + row_number() over (partition by k.n order by k.due_on) as number,
       case k.stands when 'missed' then k.due_on + 3 else k.due_on end + time '11:00' as at
from nation_stage_checkin k
join probation_case c on c.id = k.n
cross join (select coalesce(max(id), 0) as highest from probation_contact) m
where k.stands <> 'sent';

insert into probation_contact (id, case_id, number, type_id, outcome_id, sentence_id, starts_at, notes, is_sensitive, is_alert, recorded_at, version)
select t.id, k.n, t.number, 'COVC', case k.stands when 'reviewed' then 'ATTC' end, k.sentence_id, t.at,
       case k.stands when 'missed' then 'A check-in was not answered. It counts as a failure only if you say so.'
                     else 'A check-in was answered. It waits to be reviewed.' end,
       false, k.stands <> 'reviewed', t.at, 1
from nation_stage_checked t join nation_stage_checkin k on k.id = t.checkin_id order by t.id;
update probation_case c set contacts_made = e.last
from (select k.n, max(t.number) as last from nation_stage_checked t join nation_stage_checkin k on k.id = t.checkin_id group by k.n) e
where c.id = e.n;

-- A link that is out is known by its digest as any other; the links of a nation are made anew where they are shown.
insert into checkins_checkin (id, case_id, registration_id, reference, number, due_on, state, unsent_because, channel, links, token_digest,
                              sent_at, expires_at, tries, proof_digest, wellbeing, wellbeing_words, help_words, wants_contact, contact_words,
                              answered_at, submitted_at, comparison, is_them, reviewed_by_id, reviewed_at, contact_id, recorded_at)
select k.id, k.n, k.registration_id, nation_stage_uuid('checkin', k.id), k.number, k.due_on, x.state, x.because, x.channel, x.links, null,
       x.sent_at, x.sent_at::date + 3 - interval '1 hour', 0, '',
       case when x.is_answered then (array['very-well', 'well', 'well', 'okay', 'okay', 'not-great', 'struggling'])
           [1 + nation_stage_chance(k.id, 724) % 7] else '' end,
       case when x.is_answered and nation_stage_chance(k.id, 725) % 3 = 0 then 'Work has been busy, and I sleep better.' else '' end,
       case when x.is_answered and nation_stage_chance(k.id, 726) % 4 = 0 then 'Somebody to look through letters with me.' else '' end,
       case when x.is_answered then nation_stage_chance(k.id, 727) % 5 = 0 end, '',
       case when x.is_answered then t.at end, case when x.is_answered then t.at end, case when x.is_answered then 'not-compared' else '' end,
       case k.stands when 'reviewed' then true end, case k.stands when 'reviewed' then k.post_id end,
       case k.stands when 'reviewed' then t.at + interval '1 day' end, t.id, k.due_on + time '07:00'
from nation_stage_checkin k
left join nation_stage_checked t on t.checkin_id = k.id
cross join lateral (
    select case k.stands when 'sent' then 'due' else k.stands end as state, '' as because,
           case k.stands when 'sent' then '' else 'text' end as channel, case k.stands when 'sent' then 0 else 1 end as links,
           case k.stands when 'sent' then null::timestamptz else k.due_on + time '08:00' end as sent_at,
           k.stands in ('reviewed', 'submitted') as is_answered
) x
order by k.id;

insert into checkins_helpasked (case_id, checkin_id, topic)
select k.n, k.id, (array['money', 'housing', 'mental-health', 'work', 'alcohol'])[1 + nation_stage_chance(k.id, 728) % 5]
from nation_stage_checkin k where k.stands in ('reviewed', 'submitted') and nation_stage_chance(k.id, 726) % 4 = 0 order by k.id;

insert into checkins_video (case_id, checkin_id, number, digest, media_type, size, kept_at, gone_at)
select k.n, k.id, 1, case k.stands when 'submitted' then f.digest else encode(sha256(convert_to('film ' || k.id, 'UTF8')), 'hex') end,
       'video/webm', octet_length(f.content), t.at, case k.stands when 'reviewed' then timestamptz '2014-05-31 02:20Z' end
from nation_stage_checkin k
join nation_stage_checked t on t.checkin_id = k.id
cross join nation_stage_checking_film f
where k.stands in ('reviewed', 'submitted') order by k.id;
