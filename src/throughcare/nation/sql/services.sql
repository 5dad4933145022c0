-- Suppliers of services with contracts for all trusts, and a referral for one case in six: some just sent, most with sessions that
-- go on, some over. Meetings are in the evening, when nothing else is. Invented suppliers; drawn by chance.

create temp table nation_stage_supplier on commit drop as
select s.n, 9000 + s.n as unit_id, 900010 + s.n as account_id, s.code, s.name, s.type, s.category, s.offer
from (values
    (1, 'SUPHOM', 'Hearthstone Homes', 'ACC', 'ACC', 'Help with a home'),
    (2, 'SUPWRK', 'Worksteps', 'ETE', 'ETE', 'Help with training and work'),
    (3, 'SUPWEL', 'Brighter Days', 'PWB', 'EWB', 'Help with wellbeing')
) s (n, code, name, type, category, offer);

insert into organisation_unit (id, reference, recorded_at)
select unit_id, nation_stage_uuid('unit', unit_id), timestamptz '2010-03-31 23:00Z' from nation_stage_supplier;
insert into organisation_unitcode (id, code, unit_id, starts_at, recorded_at)
select m.highest + s.n, s.code, s.unit_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_supplier s cross join (select max(id) as highest from organisation_unitcode) m;
insert into organisation_unitfact (unit_id, fact, value, starts_at, recorded_at)
select s.unit_id, f.fact, f.value, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_supplier s
cross join lateral (values ('name', s.name), ('kind', 'supplier'), ('operating', 'yes'), ('accepts-work', 'yes'), ('legal', 'yes')) f (fact, value)
order by 1, 2;

insert into access_account (id, reference, username, display_name, email, is_active, is_system, grade, recorded_at)
select account_id, nation_stage_uuid('account', account_id), case n when 1 then 'supplier' else 'supplier.' || n end,
       (array['Morgan Tilbrook', 'Asha Penhale', 'Rhys Underhay'])[n], 'worker' || n || '@supplier.example', true, false, '',
       timestamptz '2010-03-31 23:00Z'
from nation_stage_supplier;
insert into access_post (id, reference, code, account_id, role, starts_at)
select account_id, nation_stage_uuid('post', account_id), code || '1', account_id, 'supplier', timestamptz '2010-03-31 23:00Z'
from nation_stage_supplier;
insert into access_postassignment (id, item_id, owner_id, holder_id, starts_at, recorded_at, basis)
select account_id, account_id, unit_id, unit_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z', 'recorded'
from nation_stage_supplier;

insert into services_contract (id, code, name, type_id, supplier_id, starts_on, recorded_at)
select n, code, offer, type, unit_id, date '2010-04-01', timestamptz '2010-03-31 23:00Z' from nation_stage_supplier;
insert into services_contractarea (contract_id, unit_id)
select s.n, t.n + 1 from nation_stage_supplier s cross join nation_stage_trust t order by 1, 2;

-- `stands` is the position of the step that a referral has come to; each took eight days, and all are over by the eve.
create temp table nation_stage_referral on commit drop as
select c.n, e.id as sentence_id, 1 + nation_stage_chance(c.n, 701) % 3 as supplier, s.stands, c.post_id,
       date '2014-05-29' - (s.stands * 12 + nation_stage_chance(c.n, 702) % 10)::integer as sent_on
from nation_stage_case c
join (
    select case_id, min(id) as id from probation_sentence where imposed_on is not null and terminated_on is null group by case_id
) e on e.case_id = c.n
cross join lateral (select (array[2, 3, 4, 5, 6, 6, 7, 7, 7, 7, 7, 7, 8, 9, 9])[1 + nation_stage_chance(c.n, 703) % 15] as stands) s
where nation_stage_chance(c.n, 700) % 6 = 0;
delete from nation_stage_referral r using nation_stage_case c where c.n = r.n and c.opened_on > r.sent_on;
analyze nation_stage_referral;

insert into services_referral (id, case_id, reference, contract_id, sentence_id, state_id, complete_by, needs, accessibility, interpreter,
                               risk, referred_by_id, worker, sent_at, ended_at, recorded_at)
select r.n, r.n, 'CS' || 2000000 + r.n, r.supplier, r.sentence_id, t.code, r.sent_on + 182,
       (array['Sleeps on friends'' sofas.', 'Out of work for two years; wants to drive for a living.', 'Lonely since the move, and drinks when alone.'])[r.supplier],
       '', '', coalesce('Risk of serious harm: ' || k.rosh || '.', 'Risk is not assessed yet.'), r.post_id,
       case when r.stands > 2 then (array['Morgan Tilbrook', 'Asha Penhale', 'Rhys Underhay'])[r.supplier] else '' end,
       r.sent_on + time '10:00', case when r.stands = 9 then r.sent_on + 56 + time '10:00' end, r.sent_on + time '09:30'
from nation_stage_referral r
join services_step t on t.position = r.stands
left join probation_riskprofile k on k.case_id = r.n
order by r.n;

insert into services_steptaken (case_id, referral_id, number, step_id, note, author_id, recorded_at)
select r.n, r.n, t.position - 1, t.code, '',
       case when t.code in ('sent', 'plan-approved', 'concluded') then r.post_id else 900010 + r.supplier end,
       r.sent_on + 8 * (t.position - 2) + time '10:00'
from nation_stage_referral r join services_step t on t.position between 2 and r.stands
order by r.n, t.position;

insert into services_referralcategory (case_id, referral_id, sentence_id, category_id, complexity, is_live, is_beside)
select r.n, r.n, r.sentence_id, s.category, (array['low', 'medium', 'medium', 'high'])[1 + nation_stage_chance(r.n, 704) % 4], r.stands < 9, false
from nation_stage_referral r join nation_stage_supplier s on s.n = r.supplier order by r.n;

insert into services_referraloutcome (case_id, referral_id, outcome_id)
select r.n, r.n, s.category || '0' || o from nation_stage_referral r
join nation_stage_supplier s on s.n = r.supplier cross join generate_series(1, 2) o order by r.n, o;

insert into services_plan (case_id, referral_id, sessions, recorded_at, changed_at)
select n, n, 4 + nation_stage_chance(n, 705) % 5, sent_on + 23 + time '10:00', sent_on + 23 + time '10:00'
from nation_stage_referral where stands > 4 order by n;
insert into services_activity (case_id, referral_id, outcome_id, words)
select o.case_id, o.referral_id, o.outcome_id, 'Meet each week, and agree the next step each time.'
from services_referraloutcome o join nation_stage_referral r on r.n = o.referral_id and r.stands > 4 order by o.id;
insert into services_report (case_id, referral_id, words, author_id, recorded_at)
select n, n, 'Came to most meetings and did what was agreed.', 900010 + supplier, sent_on + 48 + time '09:30'
from nation_stage_referral where stands > 7 order by n;
insert into services_finding (case_id, referral_id, outcome_id, achieved)
select o.case_id, o.referral_id, o.outcome_id, (array['yes', 'partly', 'partly', 'no'])[1 + nation_stage_chance(o.id, 706) % 4]
from services_referraloutcome o join nation_stage_referral r on r.n = o.referral_id and r.stands > 7 order by o.id;

-- A first meeting, two sessions that are over and, while they go on, one ahead. Somebody in six was ill, and one in eight failed once: stayed
-- away, or came and behaved so that the officer was told.
create temp table nation_stage_meeting on commit drop as
select m.highest + row_number() over (order by d.n, d.number) as id, d.*,
       case when not d.is_over then ''
            when d.number > 1 and nation_stage_chance(d.n * 8 + d.number, 707) % 6 = 0 then 'AAME'
            when d.number = 2 and nation_stage_chance(d.n, 708) % 8 = 0
                then case when nation_stage_chance(d.n, 709) % 3 = 0 then 'AFTC' else 'AFTA' end
            else 'ATTC' end as outcome
from (
    select r.n, r.supplier, r.sentence_id, 1 as number, 'assessment' as kind, r.stands > 4 as is_over,
           case when r.stands > 4 then r.sent_on + 20 else date '2014-06-05' end as day
    from nation_stage_referral r where r.stands > 3
    union all
    select r.n, r.supplier, r.sentence_id, 1 + i, 'session', i < 3,
           case when i < 3 then r.sent_on + 41 + 3 * i else date '2014-06-06' end
    from nation_stage_referral r cross join generate_series(1, 3) i
    where r.stands > 6 and (i < 3 or r.stands = 7)
) d
cross join (select coalesce(max(id), 0) as highest from probation_appointment) m;

create temp table nation_stage_told on commit drop as
select m.highest + row_number() over (order by t.id) as id, t.id as slot_id, t.n,
       c.contacts_made + row_number() over (partition by t.n order by t.day, t.number) as number
from nation_stage_meeting t
join probation_case c on c.id = t.n
cross join (select coalesce(max(id), 0) as highest from probation_contact) m
where t.is_over;

-- What suppliers say of each, and what of it worries them.
create temp table nation_stage_word (outcome text primary key, attendance text, is_held boolean, said text, worry text) on commit drop;
insert into nation_stage_word values
    ('', '', null, '', ''),
    ('ATTC', 'yes', true, 'Came, and did what was agreed.', ''),
    ('AAME', 'no', false, 'Rang to say they were ill.', ''),
    ('AFTA', 'no', false, 'Nobody came, and nobody rang. The telephone is switched off.', ''),
    ('AFTC', 'yes', true, 'Came, and left after ten minutes.', 'Shouted at the worker, and would not sit down.');

insert into probation_contact (id, case_id, number, type_id, outcome_id, sentence_id, starts_at, ends_at, notes, is_sensitive, is_alert,
                               author_id, hours_credited, recorded_at, version)
select e.id, e.n, e.number, 'CRSAPT', t.outcome, t.sentence_id, t.day + time '18:30', t.day + time '19:30',
       concat_ws(E'\n', w.said, nullif(w.worry, '')), false, case when t.outcome in ('AFTA', 'AFTC') then true end, 900010 + t.supplier,
       case t.outcome when 'ATTC' then 1 end, t.day + time '19:45', 1
from nation_stage_told e
join nation_stage_meeting t on t.id = e.slot_id
join nation_stage_word w on w.outcome = t.outcome
order by e.id;
update probation_case c set contacts_made = e.last from (select n, max(number) as last from nation_stage_told group by n) e where c.id = e.n;

insert into probation_appointment (id, case_id, contact_id, type_id, sentence_id, starts_at, ends_at, outcome, is_cancelled, made_by_id, recorded_at)
select t.id, t.n, e.id, 'CRSAPT', t.sentence_id, t.day + time '18:30', t.day + time '19:30', t.outcome, false, 900010 + t.supplier,
       t.day - 10 + time '10:00'
from nation_stage_meeting t left join nation_stage_told e on e.slot_id = t.id order by t.id;

insert into services_session (case_id, referral_id, number, kind, slot_id, is_released, attendance, is_held, not_held_for, feedback, concern,
                              is_notified, told_by_id, told_at, recorded_at)
select t.n, t.n, t.number, t.kind, t.id, false, w.attendance, w.is_held, '', w.said, w.worry, w.worry <> '',
       case when t.is_over then 900010 + t.supplier end, case when t.is_over then t.day + time '19:45' end, t.day - 10 + time '10:00'
from nation_stage_meeting t join nation_stage_word w on w.outcome = t.outcome
order by t.id;

-- A failure counts from the day on which the last breach of its sentence ended, as any other.
-- Contacts of a case have keys in a row.
create temp table nation_stage_failed on commit drop as
select t.n, t.sentence_id, count(distinct t.day) as failures, max(t.day) as day
from nation_stage_meeting t
join nation_stage_case c on c.n = t.n
join probation_sentence s on s.id = t.sentence_id
left join probation_compliance k on k.id = t.n and k.sentence_id = t.sentence_id
where t.outcome in ('AFTA', 'AFTC') and t.day >= greatest(s.imposed_on, k.breach_ended_on)
  and not exists (
      select from probation_contact x join probation_outcome o on o.code = x.outcome_id and o.is_complied is false
      where x.id between c.first_contact and c.first_contact + c.contacts and x.case_id = t.n and x.sentence_id = t.sentence_id
        and (x.starts_at at time zone 'Europe/London')::date = t.day)
group by t.n, t.sentence_id;
update probation_compliance k
set failures = k.failures + f.failures, counted_at = greatest(k.counted_at, f.day + time '19:45')
from nation_stage_failed f where k.id = f.n and k.sentence_id = f.sentence_id;
insert into probation_compliance (id, case_id, sentence_id, failures, breach_ended_on, counted_at)
select f.n, f.n, f.sentence_id, f.failures, null, f.day + time '19:45'
from nation_stage_failed f where not exists (select from probation_compliance k where k.id = f.n) order by f.n;
