-- How the people of cases :first to :last live and are reached: about nine facts each. Numbers are those kept for drama (Ofcom).

insert into people_contactpoint (id, person_id, key, kind, value, starts_on, recorded_at, recorded_by_id)
select c.n * 3 + k.place, c.n, nation_stage_uuid('contactpoint', c.n * 3 + k.place), k.kind, k.value, c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
cross join lateral (
    select 0 as place, 'mobile' as kind, '07700 900' || lpad((nation_stage_chance(c.n, 601) % 1000)::text, 3, '0') as value
    where nation_stage_chance(c.n, 602) % 100 < 78
    union all
    select 1, 'telephone', '01632 960' || lpad((nation_stage_chance(c.n, 603) % 1000)::text, 3, '0')
    where nation_stage_chance(c.n, 604) % 100 < 15
    union all
    select 2, 'email', 'person' || c.n || '@example.com' where nation_stage_chance(c.n, 605) % 100 < 34
) k
where c.n between :first and :last;

insert into people_contactpreference (id, person_id, key, may_be_texted, channel, text_language, starts_on, recorded_at, recorded_by_id)
select c.n, c.n, nation_stage_uuid('contactpreference', c.n), nation_stage_chance(c.n, 607) % 100 < 72,
       (array['text', 'text', 'call', 'call', 'letter', ''])[nation_stage_chance(c.n, 608) % 6 + 1],
       case when p.first_language = 'Welsh' then 'cy' else 'en' end, c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
join people_person p on p.id = c.n
where c.n between :first and :last and nation_stage_chance(c.n, 606) % 100 < 70;

with firsts as materialized (
    select name, row_number() over (order by name_group, kind, slot) - 1 as slot, count(*) over () as every
    from nation_stage_name where kind <> 'last'
)
insert into people_personalcontact (
    id, person_id, key, relationship_id, relationship_words, name, lines, postcode, telephone, starts_on, recorded_at, recorded_by_id)
select c.n * 2 + k.place, c.n, nation_stage_uuid('personalcontact', c.n * 2 + k.place), k.relationship, k.said, k.name, '', '',
       '07700 900' || lpad((nation_stage_chance(c.n, 611) % 1000)::text, 3, '0'), c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
join people_name n on n.id = c.n
join firsts f on f.slot = nation_stage_chance(c.n, 612) % f.every
cross join lateral (
    select 0 as place, 'relationship:NK' as relationship,
           (array['Mother', 'Father', 'Partner', 'Brother', 'Sister', 'Aunt'])[nation_stage_chance(c.n, 613) % 6 + 1] as said,
           f.name || ' ' || n.last as name
    where nation_stage_chance(c.n, 614) % 100 < 62
    union all
    select 1, 'relationship:RT02', '', 'Surgery ' || (1 + nation_stage_chance(c.n, 615) % 40)
    where nation_stage_chance(c.n, 616) % 100 < 40
) k
where c.n between :first and :last;

insert into people_circumstance (
    id, person_id, key, type_id, detail_id, is_single, is_evidenced, notes, starts_on, ends_on, recorded_at, recorded_by_id)
select c.n * 4 + k.place, c.n, nation_stage_uuid('circumstance', c.n * 4 + k.place), k.type, k.detail, t.is_single,
       nation_stage_chance(c.n, 621) % 3 = 0, '', c.opened_on - k.since, k.ends_on, c.opened_at, c.post_id
from nation_stage_case c
cross join lateral (
    select 0 as place, 'circumstance:A' as type,
           case when nation_stage_chance(c.n, 622) % 10 < 4 then 'circumstance-detail:A07B' end as detail, 200 as since, null::date as ends_on
    where nation_stage_chance(c.n, 623) % 100 < 55
    union all
    select 1, 'circumstance:B', 'circumstance-detail:CNP', 90,
           case when nation_stage_chance(c.n, 624) % 3 = 0 then c.opened_on + (date '2014-05-31' - c.opened_on) / 2 end
    where nation_stage_chance(c.n, 625) % 100 < 30
    union all
    select 2, 'circumstance:D', (array['circumstance-detail:D01', 'circumstance-detail:D01', 'circumstance-detail:D03'])
               [nation_stage_chance(c.n, 626) % 3 + 1], 400, null
    where nation_stage_chance(c.n, 627) % 100 < 28
    union all
    select 3, 'circumstance:I', 'circumstance-detail:I01', 600, null where nation_stage_chance(c.n, 628) % 100 < 33
) k
join people_code t on t.key = k.type
where c.n between :first and :last;

insert into people_disability (id, person_id, key, type_id, condition, impact, starts_on, recorded_at, recorded_by_id)
select c.n, c.n, nation_stage_uuid('disability', c.n),
       (array['disability:MI', 'disability:LD', 'disability:RM', 'disability:LDI', 'disability:MHR'])[nation_stage_chance(c.n, 632) % 5 + 1],
       '', '', c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
where c.n between :first and :last and nation_stage_chance(c.n, 631) % 100 < 21;

insert into people_adjustment (id, person_id, key, category_id, notes, review_on, starts_on, recorded_at, recorded_by_id)
select c.n, c.n, nation_stage_uuid('adjustment', c.n),
       (array['adjustment:EASY', 'adjustment:TIME', 'adjustment:STEPS', 'adjustment:REMIND'])[nation_stage_chance(c.n, 634) % 4 + 1],
       '', case when nation_stage_chance(c.n, 635) % 2 = 0 then date '2014-06-01' + (nation_stage_chance(c.n, 636) % 300)::integer end,
       c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
where c.n between :first and :last and nation_stage_chance(c.n, 631) % 100 < 21 and nation_stage_chance(c.n, 633) % 2 = 0;

insert into people_equalityfact (id, person_id, key, kind, answer, value_id, starts_on, recorded_at, recorded_by_id)
select c.n * 3 + k.place, c.n, nation_stage_uuid('equalityfact', c.n * 3 + k.place), k.kind,
       case when k.chance % 100 < 6 then 'refused' else 'told' end, case when k.chance % 100 >= 6 then k.value end,
       c.opened_on, c.opened_at, c.post_id
from nation_stage_case c
join people_person p on p.id = c.n
cross join lateral (
    select 0 as place, 'ethnicity' as kind, nation_stage_chance(c.n, 641) as chance,
           (array['ethnicity:W1', 'ethnicity:W1', 'ethnicity:W1', 'ethnicity:W1', 'ethnicity:W1', 'ethnicity:W1', 'ethnicity:W9',
                  'ethnicity:B1', 'ethnicity:B2', 'ethnicity:A1', 'ethnicity:A2', 'ethnicity:M1'])
               [nation_stage_chance(c.n, 642) % 12 + 1] as value
    union all
    select 1, 'nationality', nation_stage_chance(c.n, 643),
           case when p.first_language = 'Polish' then 'nationality:POLE' else 'nationality:BRIT' end
    where nation_stage_chance(c.n, 644) % 100 < 85
    union all
    select 2, 'religion', nation_stage_chance(c.n, 645),
           (array['religion:NIL', 'religion:NIL', 'religion:COFE', 'religion:RC', 'religion:MOS'])[nation_stage_chance(c.n, 646) % 5 + 1]
    where nation_stage_chance(c.n, 647) % 100 < 60
) k
where c.n between :first and :last;

-- A few numbers were mistyped once and put right.
insert into people_former (person_id, about, key, said, reason, recorded_at, recorded_by_id, superseded_at, superseded_by_id, is_removed)
select c.n, 'contactpoint', nation_stage_uuid('contactpoint', c.n * 3),
       jsonb_build_object('kind', 'mobile', 'value', '07700 900' || lpad((nation_stage_chance(c.n, 651) % 1000)::text, 3, '0'),
                          'starts_on', c.opened_on, 'ends_on', null),
       'Mistyped', c.opened_at, c.post_id, c.opened_at + interval '9 days', c.post_id, false
from nation_stage_case c
where c.n between :first and :last and nation_stage_chance(c.n, 602) % 100 < 78 and nation_stage_chance(c.n, 652) % 25 = 0
  and c.opened_at + interval '9 days' < timestamptz '2014-05-31 08:00Z';
