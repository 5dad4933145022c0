-- Some cases belong with the next: defendants in one court case, or a household that is to be kept together. Drawn by chance.

insert into probation_tie (case_id, kind, shared_number, starts_on, recorded_at)
select m.n, t.kind, t.shared_number, m.opened_on, m.opened_at
from nation_stage_case c
cross join lateral (
    select 'co-defendants' as kind, '14' || lpad(c.n::text, 8, '0') as shared_number where nation_stage_chance(c.n, 581) % 1000 < 8
    union all
    select 'household', p.crn::text from people_person p where p.id = c.n and nation_stage_chance(c.n, 582) % 1000 < 3
) t
join nation_stage_case m on m.n in (c.n, c.n + 1) and m.trust_n = c.trust_n
where exists (select from nation_stage_case o where o.n = c.n + 1 and o.trust_n = c.trust_n)
order by c.n, t.kind, m.n;
