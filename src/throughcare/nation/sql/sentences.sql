-- What hangs on the sentences of cases :first to :last: the appearance at which each was made, other offences and fines, and
-- of custodial ones the custody with its history, the dates ahead, release, recall and licence.

create temp table nation_stage_court on commit drop as
select code, kind, row_number() over (partition by kind order by code) - 1 as place, count(*) over (partition by kind) as among
from probation_court where kind in ('crown', 'magistrates');

create temp table nation_stage_prison on commit drop as
select code, row_number() over (order by code) - 1 as place, count(*) over () as among from probation_institution where is_offered;

insert into probation_appearance (id, case_id, sentence_id, court_id, held_on, kind, plea, outcome_id, remand, bail_conditions, recorded_at)
select s.id, s.case_id, s.id, q.code, s.imposed_on, 'sentence',
       case when nation_stage_chance(s.id, 601) % 10 < 8 then 'guilty' else 'not-guilty' end, s.type_id, '', '', s.recorded_at
from probation_sentence s
join nation_stage_case c on c.n = s.case_id
join nation_stage_court q on q.kind = case when c.is_custodial and s.number = 1 then 'crown' else 'magistrates' end
 and q.place = (nation_stage_chance(c.trust_n, 572)) % q.among
where s.case_id between :first and :last;

update probation_sentence s set court = q.name
from probation_appearance a join probation_court q on q.code = a.court_id
where a.sentence_id = s.id and s.case_id between :first and :last and a.id between :first * 2 and :last * 2 + 1;

insert into probation_additionaloffence (id, case_id, sentence_id, offence_id, offence_on, offence_count, verdict, recorded_at)
select s.id, s.case_id, s.id,
       (array['04600', '04900', '10501', '12500', '05800', '80701', '09261'])[1 + nation_stage_chance(s.id, 602) % 7],
       s.offence_on, 1 + (nation_stage_chance(s.id, 603) % 8 / 6)::integer, 'G', s.recorded_at
from probation_sentence s
where s.case_id between :first and :last and nation_stage_chance(s.id, 604) % 4 = 0;

insert into probation_additionalsentence (id, case_id, sentence_id, kind, amount, length, length_unit, notes, recorded_at)
select s.id, s.case_id, s.id, k.kind,
       case when k.kind in ('fine', 'compensation', 'costs') then 50 + nation_stage_chance(s.id, 605) % 30 * 10 end,
       case when k.kind in ('disqualification', 'restraining') then 12 end,
       case when k.kind in ('disqualification', 'restraining') then 'months' else '' end, '', s.recorded_at
from probation_sentence s
cross join lateral (
    select (array['costs', 'costs', 'compensation', 'fine', 'disqualification', 'restraining'])[1 + nation_stage_chance(s.id, 606) % 6] as kind
) k
where s.case_id between :first and :last and nation_stage_chance(s.id, 607) % 4 = 0;

-- Half of a determinate term is served in prison; of whoever serves an indeterminate one, one in three is out.
create temp table nation_stage_custody on commit drop as
select s.id, s.case_id, s.imposed_on, s.ends_on, s.recorded_at, h.half_on, o.is_out,
       o.is_out and nation_stage_chance(s.id, 611) % 12 = 0 as is_recalled,
       p.code as prison, r.released_on
from probation_sentence s
join probation_sentencetype y on y.code = s.type_id and y.is_custodial
cross join lateral (select s.imposed_on + (s.ends_on - s.imposed_on) / 2 as half_on) h
cross join lateral (
    select coalesce(h.half_on < date '2014-05-28', nation_stage_chance(s.id, 612) % 3 = 0 and s.imposed_on < date '2013-05-01') as is_out
) o
cross join lateral (
    select case when o.is_out then coalesce(h.half_on, s.imposed_on + 365) end as released_on
) r
join nation_stage_prison p on p.place = nation_stage_chance(s.id, 613) % p.among
where s.case_id between :first and :last;

insert into probation_custody (id, case_id, sentence_id, status, status_on, institution_id, located_on, book_number, parole_number,
                               last_moved_at, recorded_at)
select id, case_id, id, case when is_recalled then 'C' when is_out then 'B' else 'A' end,
       case when is_recalled then date '2014-05-30' when is_out then released_on else imposed_on end,
       case when is_recalled or not is_out then prison end,
       case when is_recalled then date '2014-05-30' when is_out then released_on else imposed_on end,
       lpad((10000 + id % 89999)::text, 5, '0') || chr(65 + (nation_stage_chance(id, 614) % 26)::integer), '',
       nation_stage_moment(case when is_recalled then date '2014-05-30' when is_out then released_on else imposed_on end, 8), recorded_at
from nation_stage_custody;

insert into probation_custodychange (id, case_id, custody_id, number, kind, status, institution_id, happened_at, source, message,
                                     has_counted, recorded_at)
select c.id * 4 + e.number, c.case_id, c.id, e.number, e.kind, e.status, case when e.kind = 'release' then null else c.prison end,
       nation_stage_moment(e.happened_on, 8 + e.number), e.source, case when e.source = 'prison' then 'N' || (c.id * 4 + e.number) else '' end,
       true, nation_stage_moment(e.happened_on, 12 + e.number)
from nation_stage_custody c
cross join lateral (values
    (1, 'begun', 'A', c.imposed_on, 'probation', true), (2, 'release', 'B', c.released_on, 'prison', c.is_out),
    (3, 'admission', 'C', date '2014-05-30', 'prison', c.is_recalled)
) e (number, kind, status, happened_on, source, happened)
where e.happened;

insert into probation_keydate (id, case_id, custody_id, type, day, source, recorded_at)
select c.id * 4 + d.place, c.case_id, c.id, d.type, d.day, 'prison', c.recorded_at
from nation_stage_custody c
cross join lateral (values
    (0, 'ACR', case when c.ends_on is not null then c.half_on end), (1, 'SED', c.ends_on), (2, 'LED', c.ends_on),
    (3, 'PED', case when c.ends_on is null then c.imposed_on + 1460 end)
) d (place, type, day)
where d.day is not null;

insert into probation_release (id, case_id, custody_id, number, released_on, kind, institution_id, recorded_at)
select id, case_id, id, 1, released_on, case when ends_on is null then 'parole' else 'adult-licence' end, prison, nation_stage_moment(released_on, 12)
from nation_stage_custody where is_out;

insert into probation_recall (id, case_id, release_id, recalled_on, reason, recorded_at)
select id, case_id, id, greatest(released_on, date '2014-05-29'), (array['new-charge', 'missed', 'residence', 'behaviour'])[1 + nation_stage_chance(id, 615) % 4],
       nation_stage_moment(greatest(released_on, date '2014-05-29'), 20)
from nation_stage_custody where is_recalled;

update probation_sentence s set first_released_on = c.released_on from nation_stage_custody c where c.id = s.id and c.is_out;

insert into probation_licence (id, case_id, sentence_id, number, state, policy, state_at, recorded_at)
select id, case_id, id, 1, case when is_recalled then 'recalled' else 'active' end, '4.0', nation_stage_moment(released_on, 12),
       nation_stage_moment(released_on - 14, 12)
from nation_stage_custody where is_out;

insert into probation_licencecondition (id, case_id, sentence_id, number, type_id, wording, starts_on, ended_for, recorded_at)
select c.id * 2 + d.place, c.case_id, c.id, d.place + 1, d.type, d.wording, c.released_on, '', nation_stage_moment(c.released_on, 12)
from nation_stage_custody c
cross join lateral (values
    (0, '101', 'Live at the address that your supervising officer has approved.', nation_stage_chance(c.id, 616) % 2 = 0),
    (1, '110', 'Attend to be seen about your use of alcohol as you are directed.', nation_stage_chance(c.id, 617) % 3 = 0)
) d (place, type, wording, is_there)
where c.is_out and not c.is_recalled and d.is_there;
