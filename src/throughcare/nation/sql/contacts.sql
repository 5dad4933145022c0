-- The logs of cases :first to :last: spread evenly from the first appointment to the day before the eve.

insert into probation_contact (id, case_id, number, type_id, outcome_id, starts_at, ends_at, notes, is_sensitive, author_id, recorded_at, version)
select c.first_contact + k, c.n, k, s.type, s.outcome, m.starts_at, m.starts_at + s.minutes * interval '1 minute', s.note, false,
       c.post_id, m.starts_at + (s.minutes + 25) * interval '1 minute', 1
from nation_stage_case c
cross join lateral generate_series(1, c.contacts) k
join nation_stage_contact s on s.is_custodial = c.is_custodial
    and s.slot = case k when 1 then 0 else 1 + nation_stage_chance(c.first_contact + k, 501)
        % case when c.is_custodial then :custody_slots else :order_slots end end
cross join lateral (
    select nation_stage_moment(
        nation_stage_weekday(c.opened_on + ((date '2014-05-31' - c.opened_on) * (k - 1) / c.contacts)),
        4 + (nation_stage_chance(c.first_contact + k, 502) % 30)::integer
    ) as starts_at
) m
where c.n between :first and :last;
