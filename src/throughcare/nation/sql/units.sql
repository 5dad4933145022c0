-- 35 trusts with clusters, local delivery units, teams and offices, as they stood on 1 April 2010.

insert into nation_stage_unit (id, kind, trust_n, ordinal, code, name)
select 1, 'national', 0, 1, 'NOMS', 'National Offender Management Service'
union all
select 1 + n, 'trust', n, 1, code, name from nation_stage_trust;

insert into nation_stage_unit (id, kind, trust_n, ordinal, code, name, parent_id)
select 1000 + row_number() over (order by t.n, o), 'cluster', t.n, o, t.code || 'C' || lpad(o::text, 2, '0'),
       replace(replace(t.name, ' Probation Trust', ''), ' Probation', '')
           || case when t.clusters = 1 then ' Cluster' else ' Cluster ' || o end,
       1 + t.n
from nation_stage_trust t cross join lateral generate_series(1, t.clusters) o;

insert into nation_stage_unit (id, kind, trust_n, ordinal, code, name, parent_id)
select 2000 + row_number() over (order by t.n, o), 'delivery-unit', t.n, o, t.code || 'L' || lpad(o::text, 2, '0'),
       p.name, c.id
from nation_stage_trust t cross join lateral generate_series(1, t.delivery_units) o
join nation_stage_unit c on c.kind = 'cluster' and c.trust_n = t.n
    and c.ordinal = (o - 1) * t.clusters / t.delivery_units + 1
join nation_stage_place p on p.kind = 'place' and p.slot = (nation_stage_chance(t.n, 101) + o * 7) % :places;

insert into nation_stage_unit (id, kind, trust_n, ordinal, code, name, parent_id, is_to_nps)
select 4000 + row_number() over (order by t.n, o), 'team', t.n, o,
       t.code || chr(84 + o / 100) || lpad((o % 100)::text, 2, '0'),
       d.name || case when s.is_to_nps then ' Public Protection Team ' else ' Case Management Team ' end || o,
       d.id, s.is_to_nps
from nation_stage_trust t cross join lateral generate_series(1, t.teams) o
cross join lateral (select o * t.leaders_to_nps / t.teams > (o - 1) * t.leaders_to_nps / t.teams as is_to_nps) s
join nation_stage_unit d on d.kind = 'delivery-unit' and d.trust_n = t.n
    and d.ordinal = (o - 1) * t.delivery_units / t.teams + 1;

insert into nation_stage_unit (id, kind, trust_n, ordinal, code, name, parent_id)
select 8000 + row_number() over (order by t.n, o), 'office', t.n, o, t.code || 'OF' || lpad(o::text, 2, '0'),
       d.name || case (o - 1) % 3 when 0 then ' Probation Office' when 1 then ' Probation Centre' else ' Community Hub' end,
       d.id
from nation_stage_trust t cross join lateral generate_series(1, t.offices) o
join nation_stage_unit d on d.kind = 'delivery-unit' and d.trust_n = t.n
    and d.ordinal = (o - 1) * t.delivery_units / t.offices + 1;

update nation_stage_unit u set side_rank = r.side_rank
from (
    select id, row_number() over (partition by trust_n, is_to_nps order by ordinal) - 1 as side_rank
    from nation_stage_unit where kind = 'team'
) r
where r.id = u.id;

insert into organisation_unit (id, reference, recorded_at)
select id, nation_stage_uuid('unit', id), timestamptz '2010-03-31 23:00Z' from nation_stage_unit;

insert into organisation_unitcode (id, code, unit_id, starts_at, recorded_at)
select row_number() over (order by id), code, id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z' from nation_stage_unit;

insert into organisation_unitfact (unit_id, fact, value, starts_at, recorded_at)
select u.id, f.fact, f.value, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_unit u
left join nation_stage_trust t on t.n = u.trust_n
cross join lateral (values
    ('name', u.name),
    ('kind', u.kind),
    ('operating', 'yes'),
    ('accepts-work', case when u.kind = 'national' then 'no' else 'yes' end),
    ('legal', case when u.kind in ('trust', 'national') then 'yes' end),
    ('area', t.code),
    ('email', case when u.kind = 'trust' then lower(u.code) || '@probation.example' end),
    ('address', case when u.kind = 'office' then (
        select (1 + nation_stage_chance(u.id, 103) % 90) || ' ' || s.name from nation_stage_place s
        where s.kind = 'street' and s.slot = nation_stage_chance(u.id, 104) % :streets) end)
) f (fact, value)
where f.value is not null
order by u.id, f.fact;

insert into organisation_placement (unit_id, hierarchy, parent_id, starts_at, recorded_at)
select u.id, h.hierarchy, u.parent_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_unit u
cross join lateral (values ('line'), ('geography')) h (hierarchy)
where u.parent_id is not null and (h.hierarchy = 'line' or u.kind in ('cluster', 'delivery-unit', 'office'))
union all
select u.id, 'reporting', 1, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_unit u where u.kind = 'trust'
order by 1, 2;
