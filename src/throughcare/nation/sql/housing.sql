-- Premises: one for men in each trust, some for women, some temporary accommodation; and an application for one case in forty,
-- at every step. Invented houses; drawn by chance. Whoever is in prison is at most booked to come.

create temp table nation_stage_house on commit drop as
select row_number() over (order by h.position) as n, 9100 + row_number() over (order by h.position) as unit_id,
       900100 + row_number() over (order by h.position) as account_id, h.*
from (
    select t.n as position, 'AP' || t.code as code, 'approved' as kind, 'M' as sex, t.n as trust_n, 20 as beds from nation_stage_trust t
    union all
    select 100 + t.n, 'APF' || t.code, 'approved', 'F', t.n, 16 from nation_stage_trust t where t.n <= 6
    union all
    select 200 + t.n, 'TA' || t.code, 'temporary', '', t.n, 12 from nation_stage_trust t where t.n <= 5
) h;

insert into organisation_unit (id, reference, recorded_at)
select unit_id, nation_stage_uuid('unit', unit_id), timestamptz '2010-03-31 23:00Z' from nation_stage_house;
insert into organisation_unitcode (id, code, unit_id, starts_at, recorded_at)
select m.highest + h.n, h.code, h.unit_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_house h cross join (select max(id) as highest from organisation_unitcode) m;
insert into organisation_unitfact (unit_id, fact, value, starts_at, recorded_at)
select h.unit_id, f.fact, f.value, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z'
from nation_stage_house h
cross join lateral (values
    ('name', (array['Alder', 'Birch', 'Cedar', 'Elm', 'Hazel', 'Holly', 'Juniper', 'Larch', 'Maple', 'Poplar', 'Rowan', 'Willow'])[1 + (h.n - 1) % 12]
             || (array[' House', ' Lodge', ' Court', ' Place'])[1 + (h.n - 1) / 12]),
    ('kind', 'premises'), ('operating', 'yes'), ('accepts-work', 'yes'), ('legal', 'yes')) f (fact, value)
order by 1, 2;

insert into access_account (id, reference, username, display_name, email, is_active, is_system, grade, recorded_at)
select account_id, nation_stage_uuid('account', account_id), case n when 1 then 'premises' else 'premises.' || lower(code) end,
       (array['Glenn', 'Meera', 'Owain', 'Petra', 'Sade', 'Tomasz', 'Una'])[1 + n % 7] || ' '
           || (array['Arkwright', 'Bellweather', 'Copperfield', 'Dunstan', 'Elphick'])[1 + n % 5],
       'premises' || n || '@probation.example', true, false, '', timestamptz '2010-03-31 23:00Z'
from nation_stage_house;
insert into access_post (id, reference, code, account_id, role, starts_at)
select account_id, nation_stage_uuid('post', account_id), code || '1', account_id, 'premises', timestamptz '2010-03-31 23:00Z'
from nation_stage_house;
insert into access_postassignment (id, item_id, owner_id, holder_id, starts_at, recorded_at, basis)
select account_id, account_id, unit_id, unit_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z', 'recorded'
from nation_stage_house;

insert into housing_premises (id, code, unit_id, kind, sex, lines, postcode, telephone, curfew_from, curfew_until, recorded_at)
select h.n, h.code, h.unit_id, h.kind, h.sex, 10 + nation_stage_chance(h.n, 810) % 80 || ' ' || s.name, 'X' || substr(h.code, 3, 1) || '1 1AA',
       '0300 000 0' || lpad(h.n::text, 3, '0'), case h.kind when 'approved' then time '23:00' end,
       case h.kind when 'approved' then time '06:00' end, timestamptz '2010-03-31 23:00Z'
from nation_stage_house h
cross join (select count(*) as streets from nation_stage_place where kind = 'street') m
join nation_stage_place s on s.kind = 'street' and s.slot = nation_stage_chance(h.n, 811) % m.streets
order by h.n;
insert into housing_bed (id, premises_id, number, is_step_free, is_single, opens_on)
select h.n * 100 + b, h.n, b, b <= 2, h.kind = 'approved' or b % 2 = 0, date '2010-04-01'
from nation_stage_house h cross join generate_series(1, h.beds) b order by 1;
insert into housing_bedtaken (bed_id, starts_on, ends_on, reason)
select h.n * 100 + h.beds, date '2014-05-20', date '2014-06-20', 'Broken window' from nation_stage_house h where h.n % 4 = 0 order by h.n;

-- Who applies, where it stands, and in which house. The last bed of each house, which may be closed, is given to nobody.
create temp table nation_stage_housed on commit drop as
with drawn as (
    select c.n, c.trust_n, c.opened_on, c.post_id, h.n as house, h.beds, h.kind,
           (array['submitted', 'information', 'accepted', 'placement-requested', 'booked', 'booked', 'arrived', 'arrived', 'arrived', 'arrived',
                  'arrived', 'arrived', 'arrived', 'arrived', 'not-arrived', 'departed', 'departed', 'departed', 'departed',
                  'refused'])[1 + nation_stage_chance(c.n, 803) % 20] as state,
           exists (select from probation_custody k where k.case_id = c.n and k.status in ('A', 'D', 'R', 'I', 'C')) as is_in_prison
    from nation_stage_case c
    join people_person p on p.id = c.n and p.sex in ('F', 'M')
    join nation_stage_house h on case when nation_stage_chance(c.n, 802) % 5 = 0 then h.kind = 'temporary' and h.trust_n = 1 + c.trust_n % 5
                                      when p.sex = 'F' then h.kind = 'approved' and h.sex = 'F' and h.trust_n = 1 + c.trust_n % 6
                                      else h.kind = 'approved' and h.sex = 'M' and h.trust_n = c.trust_n end
    where nation_stage_chance(c.n, 801) % 40 = 0
),
free as (
    select d.*, case when d.is_in_prison and d.state in ('arrived', 'departed', 'not-arrived') then 'placement-requested' else d.state end as wanted
    from drawn d
),
placed as (
    select f.*, row_number() over (partition by f.house, f.wanted in ('booked', 'arrived'), f.wanted = 'departed' order by f.n) as place from free f
)
select p.n, p.post_id, p.house, p.kind, p.opened_on, p.house * 100 + least(p.place, p.beds - 1) as bed_id,
       case when p.wanted in ('booked', 'arrived', 'departed') and p.place >= p.beds then 'placement-requested' else p.wanted end as state
from placed p;
alter table nation_stage_housed add submitted_on date, add starts_on date, add ends_on date, add assessor bigint, add main_id bigint;
update nation_stage_housed x
set submitted_on = case x.state
        when 'submitted' then date '2014-05-28' - r.days % 9 when 'information' then date '2014-05-20' - r.days % 8
        when 'accepted' then date '2014-05-10' - r.days % 10 when 'placement-requested' then date '2014-05-18' - r.days % 5
        when 'booked' then date '2014-05-12' - r.days % 5 when 'arrived' then date '2014-04-25' - r.days % 40
        when 'not-arrived' then date '2014-05-10' - r.days % 5 when 'departed' then date '2013-10-01' - r.days % 20
        else date '2014-04-10' - r.days % 30 end
from (select n, (nation_stage_chance(n, 804) % 1000)::integer as days from nation_stage_housed) r
where r.n = x.n;
delete from nation_stage_housed where opened_on > submitted_on;
update nation_stage_housed x
set starts_on = case x.state when 'booked' then date '2014-06-02' + (nation_stage_chance(x.n, 805) % 12)::integer else x.submitted_on + 14 end,
    assessor = coalesce((select min(p.id) from nation_stage_post p where p.role = 'approved-premises'), x.post_id),
    main_id = (select max(a.id) from people_address a) + o.position
from (select n, row_number() over (order by n) as position from nation_stage_housed) o
where o.n = x.n;
update nation_stage_housed
set ends_on = case state when 'departed' then starts_on + 40 + (nation_stage_chance(n, 806) % 40)::integer else starts_on + 84 end;
-- Every other refusal is appealed against, and waits for an answer. In half of the houses one of those who live there is to move into
-- the bed that is given to nobody else, once it is open again.
alter table nation_stage_housed add next_bed bigint;
update nation_stage_housed set state = 'appealed', submitted_on = date '2014-05-10' - (nation_stage_chance(n, 804) % 5)::integer,
    starts_on = date '2014-06-09', ends_on = date '2014-09-01'
where state = 'refused' and nation_stage_chance(n, 809) % 2 = 0;
update nation_stage_housed x set state = 'moving', next_bed = h.n * 100 + h.beds
from nation_stage_house h
join (select y.house, min(y.n) as n from nation_stage_housed y
      where y.state = 'arrived' and y.ends_on > date '2014-06-30' group by y.house) f on f.house = h.n
where x.n = f.n and nation_stage_chance(h.n, 812) % 2 = 0;
analyze nation_stage_housed;

insert into housing_application (id, case_id, reference, kind, state_id, is_urgent, arrives_on, nights, purpose, needs, risk, needs_step_free,
                                 needs_single, applied_by_id, submitted_at, stands_since, due_on, ended_at, end_reason_id, recorded_at)
select x.n, x.n, 'HA' || 2000000 + x.n, x.kind, x.state, false, x.starts_on, 84,
       (array['To settle after prison and find a home.', 'Cannot live at home while the risk is high.', 'Has nowhere to go.'])[1 + nation_stage_chance(x.n, 807) % 3],
       '', coalesce('Risk of serious harm: ' || k.rosh || '.', 'Risk is not assessed yet.'), false, false, x.post_id,
       x.submitted_on + time '10:00',
       case x.state when 'submitted' then x.submitted_on when 'information' then x.submitted_on + 4 when 'placement-requested' then x.submitted_on + 7
                    when 'booked' then x.submitted_on + 8 when 'arrived' then x.starts_on when 'not-arrived' then x.starts_on + 1
                    when 'departed' then x.ends_on when 'appealed' then x.submitted_on + 12 when 'moving' then date '2014-05-28'
                    else x.submitted_on + 6 end + time '11:00',
       case x.state when 'submitted' then x.submitted_on + 10 when 'information' then x.submitted_on + 32 when 'accepted' then x.submitted_on + 371
                    when 'placement-requested' then x.submitted_on + 12 when 'not-arrived' then x.starts_on + 2 when 'appealed' then x.submitted_on + 22 end,
       case x.state when 'departed' then x.ends_on + time '11:00' when 'refused' then x.submitted_on + 6 + time '11:00' end,
       case x.state when 'refused' then 'refusal.RISK' end, x.submitted_on + time '09:30'
from nation_stage_housed x left join probation_riskprofile k on k.case_id = x.n order by x.n;

insert into housing_steptaken (case_id, application_id, number, step_id, note, author_id, recorded_at)
select x.n, x.n, s.number, s.step, '', case s.who when 'officer' then x.post_id when 'assessor' then x.assessor else 900100 + x.house end,
       case s.step when 'arrived' then x.starts_on when 'not-arrived' then x.starts_on + 1 when 'departed' then x.ends_on
                   when 'moving' then date '2014-05-28' else x.submitted_on + s.days end + time '11:00'
from nation_stage_housed x
join (values
    ('submitted', 1, 0, 'officer', array['submitted', 'information', 'accepted', 'placement-requested', 'booked', 'arrived', 'moving', 'not-arrived', 'departed',
                                          'refused', 'appealed']),
    ('information', 2, 4, 'assessor', array['information']), ('refused', 2, 6, 'assessor', array['refused', 'appealed']),
    ('appealed', 3, 12, 'officer', array['appealed']),
    ('accepted', 2, 6, 'assessor', array['accepted', 'placement-requested', 'booked', 'arrived', 'moving', 'not-arrived', 'departed']),
    ('placement-requested', 3, 7, 'officer', array['placement-requested', 'booked', 'arrived', 'moving', 'not-arrived', 'departed']),
    ('booked', 4, 8, 'assessor', array['booked', 'arrived', 'moving', 'not-arrived', 'departed']),
    ('arrived', 5, 14, 'premises', array['arrived', 'moving', 'departed']), ('moving', 6, 0, 'assessor', array['moving']), ('not-arrived', 5, 15, 'premises', array['not-arrived']),
    ('departed', 6, 60, 'premises', array['departed'])) s (step, number, days, who, states) on x.state = any (s.states)
order by x.n, s.number;

-- Approved premises are of the type A02; what was the main address before ends on the day of arrival.
update people_address a set status = 'previous', ends_on = greatest(x.starts_on, a.starts_on)
from nation_stage_housed x where x.state in ('arrived', 'moving', 'departed') and a.person_id = x.n and a.status = 'main' and a.ends_on is null;
insert into people_address (id, key, person_id, status, type_id, is_type_verified, lines, postcode, is_no_fixed_abode, area, starts_on, ends_on,
                            recorded_at, recorded_by_id)
select x.main_id, nation_stage_uuid('house', x.n), x.n, case x.state when 'departed' then 'previous' else 'main' end,
       case x.kind when 'approved' then 'address-type:A02' end, true, f.value || ', ' || p.lines, p.postcode, false, '', x.starts_on,
       case x.state when 'departed' then x.ends_on end, x.starts_on + time '11:00', 900100 + x.house
from nation_stage_housed x
join housing_premises p on p.id = x.house
join organisation_unitfact f on f.unit_id = p.unit_id and f.fact = 'name'
where x.state in ('arrived', 'moving', 'departed') order by x.main_id;

insert into housing_stay (id, case_id, application_id, number, bed_id, state, starts_on, ends_on, keyworker, arrived_on, left_on, address_key, reason_id,
                          move_on_id, note, booked_by_id, recorded_at)
select x.n, x.n, x.n, 1, x.bed_id, case x.state when 'moving' then 'arrived' else x.state end, x.starts_on,
       case x.state when 'moving' then date '2014-06-23' else x.ends_on end,
       case when x.state in ('arrived', 'moving', 'departed') then a.display_name else '' end,
       case when x.state in ('arrived', 'moving', 'departed') then x.starts_on end,
       case x.state when 'departed' then x.ends_on end,
       case when x.state in ('arrived', 'moving', 'departed') then nation_stage_uuid('house', x.n) end,
       case x.state when 'departed' then (array['departure.PLANNED', 'departure.PLANNED', 'departure.RECALLED', 'departure.TRANSFER'])[1 + nation_stage_chance(x.n, 808) % 4] end,
       case x.state when 'departed' then (array['move-on.OWN', 'move-on.SUPPORTED', 'move-on.CUSTODY', 'move-on.PREMISES'])[1 + nation_stage_chance(x.n, 808) % 4] end,
       '', x.assessor, x.submitted_on + 8 + time '11:00'
from nation_stage_housed x join access_account a on a.id = 900100 + x.house
where x.state in ('booked', 'arrived', 'moving', 'not-arrived', 'departed') order by x.n;
insert into housing_stay (id, case_id, application_id, number, bed_id, state, starts_on, ends_on, keyworker, note, booked_by_id, recorded_at)
select m.highest + row_number() over (order by x.n), x.n, x.n, 2, x.next_bed, 'booked', date '2014-06-23', x.ends_on, '', '', x.assessor,
       date '2014-05-28' + time '11:00'
from nation_stage_housed x cross join (select max(id) as highest from housing_stay) m
where x.state = 'moving' order by x.n;

-- What the log tells of it; that somebody did not arrive is an alert.
create temp table nation_stage_told_of on commit drop as
select m.highest + row_number() over (order by x.n, s.number) as id, x.n, x.kind, x.post_id, x.house, s.step, t.recorded_at,
       c.contacts_made + row_number() over (partition by x.n order by s.number) as number
from nation_stage_housed x
join (values ('submitted', 1), ('arrived', 2), ('not-arrived', 3), ('departed', 4)) s (step, number) on true
join housing_steptaken t on t.application_id = x.n and t.step_id = s.step
join probation_case c on c.id = x.n
cross join (select coalesce(max(id), 0) as highest from probation_contact) m;
insert into probation_contact (id, case_id, number, type_id, starts_at, notes, is_sensitive, is_alert, author_id, recorded_at, version)
select o.id, o.n, o.number,
       case when o.kind = 'temporary' then 'ERFH' else case o.step when 'submitted' then 'EAPR' when 'arrived' then 'EAPA' when 'departed' then 'EAPD' else 'EAPX' end end,
       o.recorded_at, 'HA' || 2000000 + o.n || ': ' || p.title || '.', false, case o.step when 'not-arrived' then true end,
       case o.step when 'submitted' then o.post_id else 900100 + o.house end, o.recorded_at, 1
from nation_stage_told_of o join housing_step p on p.code = o.step order by o.id;
update probation_case c set contacts_made = e.last from (select n, max(number) as last from nation_stage_told_of group by n) e where c.id = e.n;
