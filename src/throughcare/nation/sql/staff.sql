-- One account and one post for each member of staff: team leaders first, then posts of a fixed kind, then the others.

insert into nation_stage_post (id, trust_n, ordinal, code, role, unit_id, is_to_nps)
with numbered as (
    select t.*, o as ordinal, o - t.teams as i,
           o - t.teams - t.fixed_to_nps as j,
           o - t.teams - t.fixed_to_nps - t.fixed_to_crc as k
    from nation_stage_trust t cross join lateral generate_series(1, t.staff) o
),
roles as (
    select p.*,
           case
               when p.i <= 0 then 'manager'
               when p.i <= p.fixed_to_nps
                   then (array['court', 'victim-liaison', 'approved-premises', 'court', 'psychology'])[1 + (p.i - 1) % 5]
               when p.j <= p.fixed_to_crc then (array['unpaid-work', 'programmes'])[1 + (p.j - 1) % 2]
               when p.k <= p.officers then 'officer'
               when p.k <= p.officers + p.administrators then 'administrator'
               else 'executive'
           end as role,
           case when p.i between 1 and p.fixed_to_nps then true
                when p.i > 0 and p.j between 1 and p.fixed_to_crc then false end as fixed
    from numbered p
)
select row_number() over (order by r.n, r.ordinal), r.n, r.ordinal, r.code || lpad(r.ordinal::text, 4, '0'), r.role,
       coalesce(u.id, 1 + r.n), u.is_to_nps
from roles r
left join nation_stage_unit u on u.kind = 'team' and u.trust_n = r.n and r.role <> 'executive' and case
    when r.i <= 0 then u.ordinal = r.ordinal
    when r.fixed then u.is_to_nps and u.side_rank = (r.i - 1) % r.leaders_to_nps
    when not r.fixed then not u.is_to_nps and u.side_rank = (r.j - 1) % (r.teams - r.leaders_to_nps)
    else u.ordinal = 1 + (r.k - 1) % r.teams
end;

-- How much of the high-risk work, and of the other, comes to each: a spread, with one officer of each kind at its end.
update nation_stage_post p
set high_weight = w.high, other_weight = w.other
from (
    select id, role, is_to_nps,
           row_number() over (partition by trust_n, role, is_to_nps order by ordinal) as place
    from nation_stage_post
) o
cross join lateral (
    select
        case when o.role = 'manager' then o.is_to_nps::integer
             when o.role <> 'officer' then 0
             when o.place = 1 then case when o.is_to_nps then 10 else 0 end
             when o.is_to_nps then 4 + nation_stage_chance(o.id, 111) % 7
             else 1 + nation_stage_chance(o.id, 111) % 3 end as high,
        case when o.role = 'manager' then (not o.is_to_nps)::integer
             when o.role <> 'officer' then 0
             when o.place = 1 then case when o.is_to_nps then 0 else 10 end
             when o.is_to_nps then 2 + nation_stage_chance(o.id, 112) % 4
             else 4 + nation_stage_chance(o.id, 112) % 7 end as other
) w
where o.id = p.id;

insert into nation_stage_slot (trust_n, is_to_nps, slot, post_id)
select p.trust_n, s.is_to_nps,
       row_number() over (partition by p.trust_n, s.is_to_nps order by nation_stage_chance(p.id * 100 + i, 113)) - 1,
       p.id
from nation_stage_post p
cross join lateral (values (true, p.high_weight), (false, p.other_weight)) s (is_to_nps, weight)
cross join lateral generate_series(1, s.weight) i;

create index on nation_stage_slot (trust_n, is_to_nps, slot);

-- Those whom a newcomer signs in as work in the first trust; the rest are named after their posts.
update nation_stage_post p set username = coalesce(d.username, lower(p.code))
from nation_stage_post o
left join (
    select distinct on (username) username, id
    from (
        select case
                   when role = 'officer' then case when is_to_nps then 'officer.future-nps' else 'officer.future-crc' end
                   when role = 'manager' then case when is_to_nps then 'manager.future-nps' else 'manager.future-crc' end
                   when role = 'court' then 'court.officer'
                   when role = 'victim-liaison' then 'victim.liaison'
                   when role = 'approved-premises' then 'approved.premises'
                   when role = 'unpaid-work' then 'unpaid.work'
                   when role = 'administrator' then 'administrator'
                   when role = 'executive' then 'executive'
               end as username, id, trust_n, ordinal
        -- Few trusts of a small nation have somebody who answers for approved premises.
        from nation_stage_post where trust_n = 1 or role = 'approved-premises'
    ) first where username is not null order by username, trust_n, ordinal
) d on d.id = o.id
where o.id = p.id;

insert into nation_stage_post (id, trust_n, ordinal, code, role, unit_id, username)
select 900000 + i, 0, i, 'NOMS' || lpad(i::text, 3, '0'), role, 1, role
from unnest(array['planner', 'approver', 'director', 'auditor']) with ordinality as national (role, i);

-- Whoever looks after copies and the ends of records: one prepares and another approves, so that each trust has two for either side.
insert into nation_stage_post (id, trust_n, ordinal, code, role, unit_id, is_to_nps, username)
select 910000 + 4 * (n - 1) + i, n, staff + i, code || lpad((staff + i)::text, 4, '0'), 'disclosure', 1 + n, i <= 2,
       case when n = 1 and i = 1 then 'disclosure' else lower(code) || lpad((staff + i)::text, 4, '0') end
from nation_stage_trust cross join generate_series(1, 4) i;

insert into access_account (id, reference, username, display_name, email, is_active, is_system, grade, recorded_at)
select p.id, nation_stage_uuid('account', p.id), p.username, f.name || ' ' || l.name,
       p.username || '@probation.example', true, false,
       case p.role when 'manager' then 'SPO' when 'officer' then case when p.ordinal % 3 = 0 then 'PSO' else 'PO' end
                   when 'executive' then 'CEO' when 'psychology' then 'PSY' when 'administrator' then 'AO' when 'disclosure' then 'AO'
                   else case when p.trust_n = 0 then 'HQ' else 'PSO' end end,
       timestamptz '2010-03-31 23:00Z'
from nation_stage_post p
left join nation_stage_trust t on t.n = p.trust_n
join nation_stage_group g on g.in_wales = coalesce(t.code = 'WPT', false) and g.slot = nation_stage_chance(p.id, 121) % 1000
join nation_stage_name f on f.name_group = g.name_group
    and f.kind = case when nation_stage_chance(p.id, 122) % 10 < 7 then 'female' else 'male' end
    and f.slot = nation_stage_chance(p.id, 123)
        % case when nation_stage_chance(p.id, 122) % 10 < 7 then g.females else g.males end
join nation_stage_name l on l.name_group = g.name_group and l.kind = 'last'
    and l.slot = nation_stage_chance(p.id, 124) % g.lasts;

insert into access_equality (id, account_id, sex, born_on, is_disabled)
select p.id, p.id, case when nation_stage_chance(p.id, 122) % 10 < 7 then 'F' else 'M' end,
       date '1990-01-01' - (nation_stage_chance(p.id, 125) % 14000)::integer,
       case nation_stage_chance(p.id, 126) % 20 when 0 then true when 1 then null else false end
from nation_stage_post p;

insert into access_post (id, reference, code, account_id, role, starts_at)
select id, nation_stage_uuid('post', id), code, id, role, timestamptz '2010-03-31 23:00Z' from nation_stage_post;

insert into access_postassignment (id, item_id, owner_id, holder_id, starts_at, recorded_at, basis)
select id, id, 1 + trust_n, unit_id, timestamptz '2010-03-31 23:00Z', timestamptz '2010-03-31 23:00Z', 'recorded'
from nation_stage_post;

insert into access_staffchoice (id, post_id, preference, score, stated_on)
select p.id, p.id,
       case when p.role in ('officer', 'manager') and p.username <> lower(p.code) or p.role = 'disclosure' or c.roll < 14 then s.leaning
            when c.roll < 16 then case s.leaning when 'NPS' then 'CRC' else 'NPS' end
            else 'none' end,
       round(case when p.username <> lower(p.code) then 97
                  else 40 + nation_stage_chance(p.id, 132) % 5500 / 100.0 end, 2),
       date '2014-02-03' + (nation_stage_chance(p.id, 133) % 40)::integer
from nation_stage_post p
cross join lateral (select nation_stage_chance(p.id, 131) % 20 as roll) c
cross join lateral (
    select case when coalesce(p.is_to_nps, nation_stage_chance(p.id, 134) % 2 = 0) then 'NPS' else 'CRC' end as leaning
) s
where p.trust_n > 0;
