-- How far warnings, breaches and recalls have come, on what evidence, and interventions outside the sentence.

update probation_enforcement e set sentence_id = s.id
from probation_sentence s
where s.case_id = e.case_id and s.number = 1 and e.sentence_id is null;

create temp table nation_stage_taken on commit drop as
with ways as (
    select e.id, e.case_id, e.opened_on, e.due_on, c.post_id, w.steps
    from probation_enforcement e
    join nation_stage_case c on c.n = e.case_id
    cross join lateral (
        select case
            when e.kind = 'warning' then array['warning-open']
            when e.kind = 'breach' and e.state = 'presented' then
                (array['requested', 'instigated', 'information-laid', 'summons'])
                    [1:3 + (nation_stage_chance(e.case_id, 591) % 2)::integer]
            when e.kind = 'breach' then (array['requested', 'instigated'])[1:1 + (nation_stage_chance(e.case_id, 592) % 2)::integer]
            when e.state = 'presented' then
                (array['considered', 'consulted', 'to-recall', 'reported', 'countersigned', 'endorsed', 'sent', 'booked', 'revoked'])
                    [1:7 + (nation_stage_chance(e.case_id, 593) % 3)::integer]
            else (array['considered', 'consulted', 'to-recall', 'reported', 'countersigned'])
                    [1:1 + (nation_stage_chance(e.case_id, 594) % 5)::integer]
            end as steps
    ) w
)
select w.id, w.case_id, w.opened_on, w.due_on, w.post_id, t.step, t.number::smallint as number,
       least(nation_stage_weekday(w.opened_on + ((t.number - 1) / 2)::integer), greatest(w.opened_on, date '2014-05-30')) as taken_on,
       nation_stage_chance(w.case_id, 595) % 8 as minute
from ways w
cross join lateral unnest(w.steps) with ordinality t (step, number);

insert into probation_enforcementstep (enforcement_id, case_id, number, step_id, taken_on, due_on, note, author_id, recorded_at)
select t.id, t.case_id, t.number, t.step, t.taken_on,
       case when t.step in ('requested', 'instigated') then greatest(t.due_on, t.taken_on)
            when s.kind = 'recall' and s.state = 'open' then t.taken_on + 1 end,
       case t.step when 'to-recall' then 'The risk cannot be managed in the community.'
                   when 'countersigned' then 'I agree with the officer.'
                   when 'endorsed' then 'Agreed.' else '' end,
       t.post_id, nation_stage_moment(t.taken_on, 16 + 2 * t.number)
from nation_stage_taken t
join probation_processstep s on s.code = t.step
order by t.id, t.number;

-- The evidence of a breach: the last failures of the log before it was opened. Contacts of a case have keys in a row.
insert into probation_enforcementfailure (enforcement_id, case_id, contact_id, requirement_id, reason_id, recorded_at)
select e.id, e.case_id, f.id, null, case when f.outcome_id in ('UAAB', 'AFTA') then null else 'BR04' end,
       nation_stage_moment(e.opened_on, 30)
from probation_enforcement e
join nation_stage_case c on c.n = e.case_id
cross join lateral (
    select k.id, k.outcome_id from probation_contact k
    join probation_outcome o on o.code = k.outcome_id and o.is_complied is false
    where k.id between c.first_contact and c.first_contact + c.contacts and k.case_id = c.n and k.starts_at < e.opened_on
    order by k.starts_at desc, k.id desc limit 2
) f
where e.kind = 'breach'
order by e.id, f.id;

insert into probation_recallanswer (enforcement_id, case_id, question, option, words, author_id, recorded_at)
select t.id, t.case_id, a.question, a.option, a.words, t.post_id, nation_stage_moment(t.opened_on, 18)
from nation_stage_taken t
cross join lateral (values
    ('what-led', '', (array['Has not been seen since the last appointment and is not at the address.',
                            'Was arrested on a new charge.', 'Left the approved address without permission.'])
                         [1 + nation_stage_chance(t.case_id, 596) % 3]),
    ('alternatives-tried', 'WARNINGS_LETTER', ''),
    ('conditions-breached', (array['KEEP_IN_TOUCH', 'NO_OFFENCE', 'ADDRESS_APPROVED'])[1 + nation_stage_chance(t.case_id, 596) % 3], '')
) a (question, option, words)
where t.step = 'consulted'
order by t.id, a.question;

-- A breach and a recall are interventions too.
insert into probation_nsi (case_id, number, type_id, sentence_id, enforcement_id, is_single, referred_on, starts_on, outcome_id,
                           external_reference, notes, recorded_at)
select e.case_id, 1, case e.kind when 'breach' then 'BRE' else 'REC' end, e.sentence_id, e.id, false, e.opened_on, e.opened_on,
       case e.kind when 'breach' then 'BRE01' end, '', '', e.recorded_at
from probation_enforcement e where e.kind in ('breach', 'recall')
order by e.id;

-- One case in twelve was referred to a service; of those most have begun, and some are done.
create temp table nation_stage_referred on commit drop as
select c.n, c.unit_id, c.post_id, s.id as sentence_id, 'CRS0' || 1 + nation_stage_chance(c.n, 601) % 7 as type, r.referred_on,
       case when nation_stage_chance(c.n, 603) % 10 < 7 then nation_stage_weekday(r.referred_on + 7) end as starts_on,
       case when nation_stage_chance(c.n, 603) % 10 < 3 then nation_stage_weekday(r.referred_on + 63) end as ended_on
from nation_stage_case c
join probation_sentence s on s.case_id = c.n and s.number = 1
cross join lateral (
    select nation_stage_weekday(greatest(c.opened_on, date '2014-05-30' - (nation_stage_chance(c.n, 602) % 120)::integer)) as referred_on
) r
where nation_stage_chance(c.n, 600) % 12 = 0 and c.opened_on < date '2014-05-20';

update nation_stage_referred set ended_on = null where ended_on > date '2014-05-30';
update nation_stage_referred set starts_on = null where starts_on > date '2014-05-30';

insert into probation_nsi (case_id, number, type_id, sentence_id, is_single, referred_on, expected_start_on, starts_on,
                           expected_end_on, ended_on, external_reference, notes, recorded_at)
select r.n, 1 + (exists (select from probation_nsi n where n.case_id = r.n))::integer, r.type, r.sentence_id, false, r.referred_on,
       r.referred_on + 7, r.starts_on, r.referred_on + 63, r.ended_on, '', '', nation_stage_moment(r.referred_on, 20)
from nation_stage_referred r
order by r.n;

insert into probation_nsistanding (nsi_id, case_id, status_id, stands_on, note, author_id, recorded_at)
select n.id, n.case_id, t.status, t."on", '', r.post_id, nation_stage_moment(t."on", 22)
from nation_stage_referred r
join probation_nsi n on n.case_id = r.n and n.enforcement_id is null
cross join lateral (values ('REFD', r.referred_on), ('INPROG', r.starts_on), ('COMP', r.ended_on)) t (status, "on")
where t."on" is not null
order by n.id, t."on";
