-- Records closed to a named account, or open only to the officer and the team leader.

insert into access_restriction (person_id, account_id, kind, reason, message, starts_at, made_by_id)
select c.n, a.account_id, a.kind, a.reason, 'Ask the team leader of the case.', c.opened_at, l.id
from nation_stage_case c
join nation_stage_post l on l.unit_id = c.unit_id and l.role = 'manager'
cross join lateral (
    select c.post_id as account_id, 'restriction' as kind, 'Known to members of staff' as reason
    where nation_stage_chance(c.n, 572) % 2 = 0
    union all
    select l.id, 'restriction', 'Known to members of staff' where nation_stage_chance(c.n, 572) % 2 = 0 and l.id <> c.post_id
    union all
    select o.id, 'exclusion', 'Related to this person'
    from nation_stage_post o
    where nation_stage_chance(c.n, 572) % 2 = 1 and o.trust_n = c.trust_n
      and o.ordinal = 1 + nation_stage_chance(c.n, 573) % (select t.staff from nation_stage_trust t where t.n = c.trust_n)
      and o.id <> c.post_id
) a
where nation_stage_chance(c.n, 571) % 1000 < 3
order by c.n, a.account_id;
