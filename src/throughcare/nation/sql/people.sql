-- People :first to :last: those with a case have its number; the rest are known from before.

with drawn as materialized (
    select i.n, c.trust_n, c.post_id, t.code as trust_code, g.name_group, s.sex, g.in_wales, c.is_custodial, c.opened_at,
           f.name as first, f.standard as first_standard,
           case when nation_stage_chance(i.n, 306) % 10 < 4 then m.name else '' end as middle,
           case when nation_stage_chance(i.n, 306) % 10 < 4 then m.standard else '' end as middle_standard,
           l.name as last, l.standard as last_standard,
           a.name as other, a.standard as other_standard,
           date '2014-05-31' - (365.25 * (18 + 50 * power(nation_stage_chance(i.n, 307) % 100000 / 100000.0::float8, 1.7)))::integer
               as born_on,
           coalesce(c.opened_at, timestamptz '2010-04-01 08:00Z' + nation_stage_chance(i.n, 308) % 1500 * interval '1 day')
               as recorded_at
    from generate_series(:first::bigint, :last::bigint) i (n)
    left join nation_stage_case c on c.n = i.n
    left join nation_stage_trust t on t.n = c.trust_n
    join nation_stage_group g on g.slot = nation_stage_chance(i.n, 302) % 1000
        and g.in_wales = case when t.code is null then nation_stage_chance(i.n, 300) % 18 = 0 else t.code = 'WPT' end
    cross join lateral (
        select case when nation_stage_chance(i.n, 301) % 10 = 0 then 'F' else 'M' end as sex,
               case when nation_stage_chance(i.n, 301) % 10 = 0 then 'female' else 'male' end as kind,
               case when nation_stage_chance(i.n, 301) % 10 = 0 then g.females else g.males end as firsts, g.lasts
    ) s
    join nation_stage_name f on f.name_group = g.name_group and f.kind = s.kind
        and f.slot = nation_stage_chance(i.n, 303) % s.firsts
    join nation_stage_name m on m.name_group = g.name_group and m.kind = s.kind
        and m.slot = nation_stage_chance(i.n, 304) % s.firsts
    join nation_stage_name a on a.name_group = g.name_group and a.kind = s.kind
        and a.slot = nation_stage_chance(i.n, 309) % s.firsts
    join nation_stage_name l on l.name_group = g.name_group and l.kind = 'last'
        and l.slot = nation_stage_chance(i.n, 305) % s.lasts
),
persons as (
    insert into people_person (id, crn, born_on, sex, died_on, first_language, needs_interpreter, recorded_at)
    select n,
           chr(65 + ((n * 7368787 + :seed % 26000000 + 26000000) % 26000000 / 1000000)::integer)
               || lpad(((n * 7368787 + :seed % 26000000 + 26000000) % 1000000)::text, 6, '0'),
           born_on, sex, null,
           case when name_group = 'polish' and nation_stage_chance(n, 311) % 2 = 0 then 'Polish'
                when name_group = 'welsh' and in_wales and nation_stage_chance(n, 311) % 4 = 0 then 'Welsh'
                else '' end,
           case when name_group = 'polish' and nation_stage_chance(n, 311) % 2 = 0
                then nation_stage_chance(n, 312) % 4 = 0 end,
           recorded_at
    from drawn
),
names as (
    insert into people_name (id, key, person_id, kind, title, first, middle, last, born_on, search_text, recorded_at)
    select n, nation_stage_uuid('name', n), n, 'legal', case sex when 'F' then 'Ms' else 'Mr' end, first, middle, last, null,
           first_standard || ' ' || case middle_standard when '' then '' else middle_standard || ' ' end || last_standard,
           recorded_at
    from drawn
    union all
    select :people + n, nation_stage_uuid('name', :people + n), n, 'alias', '', other, '', last,
           case when nation_stage_chance(n, 314) % 3 = 0 then born_on + (nation_stage_chance(n, 315) % 700)::integer - 350 end,
           other_standard || ' ' || last_standard, recorded_at
    from drawn where nation_stage_chance(n, 313) % 10 = 0 and other <> first
),
numbered as (
    select n, is_custodial, trust_n, recorded_at,
           least(2013, extract(year from born_on)::integer + 15 + (nation_stage_chance(n, 321) % 20)::integer) as pnc_year,
           1 + n * 7654323 % 9999999 as pnc_serial,
           1980 + (nation_stage_chance(n, 322) % 11 * 3 + n / 999999 % 3)::integer as cro_year,
           1 + n * 654323 % 999999 as cro_serial
    from drawn
),
identifiers as (
    insert into people_identifier (id, key, person_id, kind, supplied, canonical, source, recorded_at)
    select n * 4, nation_stage_uuid('identifier', n * 4), n, 'pnc',
           case when nation_stage_chance(n, 324) % 10 < 7 then pnc_year || '/' || lpad(pnc_serial::text, 7, '0')
                else lpad((pnc_year % 100)::text, 2, '0') || '/' || pnc_serial end || letter,
           pnc_year || '/' || lpad(pnc_serial::text, 7, '0') || letter, 'Police National Computer', recorded_at
    from numbered
    cross join lateral (
        select substr('ZABCDEFGHJKLMNPQRTUVWXY', ((pnc_year % 100 * 10000000 + pnc_serial) % 23)::integer + 1, 1) as letter
    ) x
    where nation_stage_chance(n, 323) % 100 < case when trust_n is null then 30 else 75 end
    union all
    select n * 4 + 1, nation_stage_uuid('identifier', n * 4 + 1), n, 'cro', written, written, 'Criminal Records Office', recorded_at
    from numbered
    cross join lateral (
        select lpad(cro_serial::text, 6, '0') || '/' || lpad((cro_year % 100)::text, 2, '0')
            || substr('ZABCDEFGHJKLMNPQRTUVWXY', ((cro_year % 100 * 1000000 + cro_serial) % 23)::integer + 1, 1) as written
    ) x
    where nation_stage_chance(n, 325) % 100 < case when trust_n is null then 10 else 30 end
    union all
    select n * 4 + 2, nation_stage_uuid('identifier', n * 4 + 2), n, 'noms', written, written, 'Prison', recorded_at
    from numbered
    cross join lateral (
        select chr(65 + (n / 6760000 % 26)::integer) || lpad((n % 10000)::text, 4, '0')
            || chr(65 + (n / 10000 % 26)::integer) || chr(65 + (n / 260000 % 26)::integer) as written
    ) x
    where is_custodial or nation_stage_chance(n, 326) % 100 < 12
)
insert into people_address (
    id, key, person_id, status, type_id, is_type_verified, lines, postcode, is_no_fixed_abode, area, starts_on,
    verified_at, verified_by_id, recorded_at)
select d.n, nation_stage_uuid('address', d.n), d.n, 'main',
       case when z.is_homeless then 'address-type:HL' when nation_stage_chance(d.n, 340) % 3 = 0 then 'address-type:HO'
            else 'address-type:A07B' end,
       nation_stage_chance(d.n, 341) % 3 = 0,
       case when z.is_homeless then '' else
           (1 + nation_stage_chance(d.n, 332) % 140) || ' ' || s.name || ', ' || p.name end,
       case when z.is_homeless then '' else
           'X' || substr(d.trust_code, 1, 1) || (1 + nation_stage_chance(d.n, 333) % 40) || ' '
               || (nation_stage_chance(d.n, 334) % 10)
               || substr('CIKMOV', (nation_stage_chance(d.n, 335) % 6)::integer + 1, 1)
               || substr('ABDEFGHJLN', (nation_stage_chance(d.n, 336) % 10)::integer + 1, 1) end,
       z.is_homeless, d.trust_code, (d.recorded_at - interval '1 day' * (nation_stage_chance(d.n, 337) % 900))::date,
       case when v.is_verified then d.recorded_at end, case when v.is_verified then d.post_id end, d.recorded_at
from drawn d
cross join lateral (select nation_stage_chance(d.n, 331) % 50 = 0 as is_homeless) z
cross join lateral (select not z.is_homeless and nation_stage_chance(d.n, 342) % 5 < 3 as is_verified) v
join nation_stage_place p on p.kind = 'place' and p.slot = (nation_stage_chance(d.trust_n, 101) + nation_stage_chance(d.n, 338) % 9 * 7) % :places
join nation_stage_place s on s.kind = 'street' and s.slot = nation_stage_chance(d.n, 339) % :streets
where d.trust_n is not null;
