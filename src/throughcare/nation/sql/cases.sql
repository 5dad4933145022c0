-- Cases :first to :last, with who answers for them, what is known of their risk, what the court ordered, and flags.

with planned as materialized (
    select c.*, date '2014-05-31' - c.opened_on as days, c.opened_on - (nation_stage_chance(c.n, 401) % 5)::integer as imposed_on,
           nation_stage_chance(c.n, 402) % 100 as roll
    from nation_stage_case c where c.n between :first and :last
),
cases as (
    insert into probation_case (id, person_id, opened_at, contacts_made, documents_made, recorded_at)
    select n, n, opened_at, contacts, documents, opened_at from planned
),
owners as (
    insert into probation_caseassignment (id, item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
    select n, n, 1 + trust_n, unit_id, post_id, opened_at, opened_at, 'recorded' from planned
),
risks as (
    insert into probation_riskprofile (id, case_id, rsr, rosh, mappa, mappa_level, meets_deportation_criteria, public_interest,
                                       other_sentence, starts_at, recorded_at, recorded_by_id)
    select n, n,
           case
               when reason = 'rsr' then 6.89 + nation_stage_chance(n, 411) % 120000 / 10000.0
               -- A score may be due still where an earlier rule decides; it is known everywhere else.
               when reason in ('mappa', 'rosh', 'deportation', 'deferred', 'already-nps') and roll < 20 then null
               when reason in ('mappa', 'rosh') then 0.3 + nation_stage_chance(n, 411) % 180000 / 10000.0
               else 0.2 + nation_stage_chance(n, 411) % 66700 / 10000.0
           end,
           case
               when reason = 'rosh' then case when roll % 10 = 0 then 'very high' else 'high' end
               when reason = 'mappa' and roll % 2 = 0 then 'high'
               when reason = 'deferred' and roll % 3 = 0 then null
               when reason in ('mappa', 'rsr') or roll % 5 < 3 then 'medium'
               else 'low'
           end,
           case when reason = 'mappa' then case when roll < 45 then '1' when roll < 92 then '2' else '3' end
                else 'none' end,
           case when reason = 'mappa' then case when roll % 10 < 8 then 1 when roll % 10 = 8 then 2 else 3 end end,
           reason = 'deportation',
           case when reason = 'public-interest' then 'approved'
                when reason = 'otherwise' and nation_stage_chance(n, 412) % 400 = 0 then 'refused' else 'none' end,
           case when reason = 'already-nps' then 'NPS'
                when reason = 'otherwise' and nation_stage_chance(n, 413) % 25 = 0 then 'CRC' else 'none' end,
           opened_at, opened_at, post_id
    from planned
),
sentenced as (
    select p.*, l.months,
           case when p.is_to_nps and p.roll % 3 > 0 then v.code else o.code end as offence
    from planned p
    cross join lateral (
        select min(m) as months
        from unnest(case p.sentence_type
            when '201' then array[12, 18, 24, 36]
            when '203' then array[12, 18, 24]
            when '202' then array[6]
            else array[24, 36, 48, 60, 84, 120] end) m
        where p.sentence_type not in ('303', '308')
          and p.imposed_on + m * interval '1 month' > date '2014-06-14' + (p.roll % 7)::integer
    ) l
    cross join lateral (
        select (array['00801', '00806', '03400', '02000', '08610', '05600', '00501', '01908', '09270', '10501'])[1 + p.roll % 10]
            as code
    ) v
    cross join lateral (
        select (array['04600', '04900', '10501', '80701', '80301', '09261', '12500', '02800', '03000', '05300', '05800', '03900',
                      '04800', '03700', '04600', '10501'])[1 + nation_stage_chance(p.n, 421) % 16] as code
    ) o
),
sentences as (
    insert into probation_sentence (id, case_id, number, type_id, offence_id, offence_on, court, referred_on, convicted_on, imposed_on,
                                    length, length_unit, second_length, second_unit, notional_ends_on, entered_ends_on, ends_on,
                                    verdict, is_deferred, recorded_at)
    select n * 2, n, 1, sentence_type,
           case when sentence_type = '308' then '00101' when reason = 'deportation' and roll % 2 = 0 then '07800' else offence end,
           imposed_on - (40 + roll)::integer,
           '',
           imposed_on - 21, imposed_on - 21, imposed_on,
           months, case when months is null then '' else 'months' end,
           case when sentence_type = '203' then 3 + roll % 7 end, case when sentence_type = '203' then 'months' else '' end,
           m.ends_on, null, m.ends_on, 'G', sentence_type = '202', opened_at
    from sentenced
    cross join lateral (select (imposed_on + months * interval '1 month')::date - 1 as ends_on) m
    union all
    -- A second live sentence, managed by the body that the risk profile names, or ordered later by the same court.
    select n * 2 + 1, n, 2, '201', offence, opened_on - (40 + roll)::integer, '', opened_on - 21, opened_on - 21, opened_on,
           null, '', null, '', null, e.ends_on, e.ends_on, 'G', false, opened_at
    from sentenced
    cross join lateral (select date '2014-06-30' + (roll * 3)::integer as ends_on) e
    where reason = 'already-nps' or reason = 'otherwise' and nation_stage_chance(n, 413) % 25 = 0
),
duties as (
    select s.n, s.opened_on, s.opened_at, s.days, s.roll, d.type,
           case d.type
               when 'Y' then s.months
               when 'W' then (40 + nation_stage_chance(s.n, 431) % 27 * 10) * 60
               when '7' then 20 + (nation_stage_chance(s.n, 431) % 4)::integer * 5
               when 'M' then 3
               when 'Q' then 20
               else 6
           end as length
    from sentenced s
    cross join lateral (values
        ('Y', nation_stage_chance(s.n, 432) % 10 < 7), ('W', nation_stage_chance(s.n, 432) % 10 >= 6),
        ('7', nation_stage_chance(s.n, 433) % 6 = 0), ('G', nation_stage_chance(s.n, 434) % 12 = 0),
        ('H', nation_stage_chance(s.n, 435) % 20 = 0), ('M', nation_stage_chance(s.n, 436) % 10 = 0),
        ('Q', nation_stage_chance(s.n, 437) % 9 = 0), ('X', nation_stage_chance(s.n, 438) % 60 = 0)
    ) d (type, is_ordered)
    where d.is_ordered and not s.is_custodial and s.sentence_type <> '202'
),
requirements as (
    insert into probation_requirement (id, case_id, sentence_id, number, type_id, length, done, starts_on, recorded_at)
    select n * 8 + row_number() over (partition by n order by type) - 1, n, n * 2, row_number() over (partition by n order by type), type, length,
           case when type = 'W' then least(length, length * days * (60 + roll % 60) / 100 / 365 / 30 * 30)
                else least(length, length * days / 500) end,
           opened_on, opened_at
    from duties
),
flagged as (
    select p.n, p.opened_on, p.opened_at, f.type, f.level, f.category
    from planned p
    cross join lateral (values
        ('MAPP', p.reason = 'mappa', case when p.roll % 10 < 8 then 'M1' when p.roll % 10 = 8 then 'M2' else 'M3' end,
         case when p.roll < 45 then 'M1' when p.roll < 92 then 'M2' else 'M3' end),
        ('ARSO', p.reason = 'mappa' and p.roll < 45, '', ''),
        -- As the risk profile has it.
        ('RHRH', p.reason = 'rosh' and p.roll % 10 > 0 or p.reason = 'mappa' and p.roll % 2 = 0, '', ''),
        ('RVHR', p.reason = 'rosh' and p.roll % 10 = 0, '', ''),
        ('RMRH', p.reason = 'mappa' and p.roll % 2 = 1 or p.reason = 'rsr'
                 or p.reason not in ('mappa', 'rosh', 'rsr') and (p.reason <> 'deferred' or p.roll % 3 > 0) and p.roll % 5 < 3, '', ''),
        ('RLRH', p.reason not in ('mappa', 'rosh', 'rsr') and (p.reason <> 'deferred' or p.roll % 3 > 0) and p.roll % 5 >= 3, '', ''),
        ('INLL', p.sentence_type in ('303', '308'), '', ''),
        ('RCHD', nation_stage_chance(p.n, 441) % 100 < case when p.is_to_nps then 18 else 5 end, 'M', ''),
        ('RCCO', nation_stage_chance(p.n, 442) % 100 < 6, '', ''),
        ('ADVP', nation_stage_chance(p.n, 443) % 100 < 14, '', ''),
        ('REG15', nation_stage_chance(p.n, 444) % 100 < 10, 'M', ''),
        ('REG17', nation_stage_chance(p.n, 445) % 100 < case when p.is_to_nps then 30 else 4 end, case when p.roll % 3 = 0 then 'H' else 'M' end, ''),
        ('AV2S', nation_stage_chance(p.n, 446) % 100 < case when p.is_to_nps then 5 else 1 end, 'M', ''),
        ('WEAP', nation_stage_chance(p.n, 447) % 100 < 3, '', ''),
        ('ALSH', nation_stage_chance(p.n, 448) % 100 < 12, '', ''),
        ('AMHL', nation_stage_chance(p.n, 449) % 100 < 15, '', ''),
        ('RVLN', nation_stage_chance(p.n, 450) % 100 < 4, '', ''),
        ('IIOM', nation_stage_chance(p.n, 451) % 100 < 4, '', '')
    ) f (type, is_raised, level, category)
    where f.is_raised
)
insert into probation_registration (id, case_id, type_id, level, category, starts_on, review_on, recorded_at)
select n * 20 + row_number() over (partition by n order by type) - 1, n, type, level, category, opened_on,
       case when y.review_months > 0 then
           -- One in fourteen was due before the eve and has not been done.
           case when nation_stage_chance(n, 452) % 14 = 0 and opened_on < date '2014-03-01'
                then date '2014-05-30' - (nation_stage_chance(n, 453) % 40)::integer
                else date '2014-06-02' + (nation_stage_chance(n * 16 + ascii(right(type, 1)), 454) % (y.review_months * 30))::integer
           end
       end,
       opened_at
from flagged join probation_flagtype y on y.code = type;
