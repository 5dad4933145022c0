-- A file for each contact with a victim: invented people, and for some of them what they wish, said, asked for and were told.

insert into victims_victim (id, contact_id, reference, first, last, telephone, email, address, safely, reads_welsh, recorded_at, changed_at)
select v.id, v.id, v.reference,
       (array['Alex', 'Beth', 'Carys', 'Dean', 'Esme', 'Farah', 'Gwen', 'Harun', 'Ines', 'Joel'])[1 + nation_stage_chance(v.id, 571) % 10],
       (array['Ashdown', 'Birchall', 'Cawthorne', 'Dunmore', 'Eastlake', 'Fenwright', 'Garrow', 'Hallworth'])[1 + nation_stage_chance(v.id, 572) % 8],
       '07700 900' || lpad((nation_stage_chance(v.id, 573) % 1000)::text, 3, '0'), '', '',
       case nation_stage_chance(v.id, 574) % 4 when 0 then 'Ring after 6pm' when 1 then 'Letters only, no headed paper' else '' end,
       false, v.opened_at, v.opened_at
from probation_victimcontact v;

-- The record of the person says that there is contact, and no more.
insert into probation_registration (id, case_id, type_id, level, category, starts_on, review_on, recorded_at)
select v.case_id * 20 + 19, v.case_id, y.code, '', '', v.opened_at::date,
       date '2014-06-02' + (nation_stage_chance(v.case_id, 455) % (y.review_months * 30))::integer, v.opened_at
from probation_victimcontact v
join probation_flagtype y on y.code = 'INVI'
where not exists (select from probation_registration r where r.case_id = v.case_id and r.type_id = 'INVI');

insert into victims_wish (victim_id, wish, said_on, notes, recorded_at)
select v.id, case when nation_stage_chance(v.id, 575) % 100 < 70 then 'in' when nation_stage_chance(v.id, 575) % 100 < 85 then 'out' else 'undecided' end,
       v.recorded_at::date, '', v.recorded_at
from victims_victim v;

insert into victims_logentry (victim_id, number, way, happened_on, notes, recorded_at)
select v.id, 1, case nation_stage_chance(v.id, 576) % 3 when 0 then 'letter' when 1 then 'call' else 'meeting' end,
       v.recorded_at::date, 'Explained the scheme and what may be asked for.', v.recorded_at
from victims_victim v;

insert into victims_conditionrequest (victim_id, number, kind, wording, asked_on, state, answer, answered_on, recorded_at)
select w.victim_id, 1, k.kind,
       case k.kind when 'exclusion' then 'Not to enter the town where I live.' else 'Not to contact me or my family.' end,
       w.said_on, k.state, case k.state when 'asked' then '' else 'Put into the licence as asked.' end,
       case k.state when 'asked' then null else w.said_on end, w.recorded_at
from victims_wish w
cross join lateral (select case nation_stage_chance(w.victim_id, 577) % 2 when 0 then 'exclusion' else 'no-contact' end as kind,
                           case nation_stage_chance(w.victim_id, 578) % 3 when 0 then 'asked' else 'agreed' end as state) k
where w.wish = 'in' and nation_stage_chance(w.victim_id, 579) % 2 = 0;

insert into victims_task (victim_id, because, arose_at, what_was_done)
select w.victim_id, (array['key-dates', 'licence', 'release'])[1 + nation_stage_chance(w.victim_id, 580) % 3],
       timestamptz '2014-05-30 09:00+01', ''
from victims_wish w where w.wish = 'in' and nation_stage_chance(w.victim_id, 581) % 5 = 0;
