-- Every case on one line: whose it is, why the reform will send it where it does, when it began, how much hangs on it.

analyze nation_stage_slot, nation_stage_post, nation_stage_unit, nation_stage_name, nation_stage_group, nation_stage_contact,
    nation_stage_place, nation_stage_trust;

insert into nation_stage_case (n, trust_n, is_to_nps, rank, reason, post_id, unit_id, opened_on, opened_at, sentence_type, is_custodial)
with planned as (
    select t.n as trust_n, t.code, s.is_to_nps, r as rank, r * 17 % 40 as turn
    from nation_stage_trust t
    cross join lateral (values (true, t.cases_to_nps), (false, t.cases_to_crc)) s (is_to_nps, cases)
    cross join lateral generate_series(1, s.cases) r
),
numbered as (
    select row_number() over (
               order by nation_stage_chance((p.trust_n * 2 + p.is_to_nps::integer)::bigint * 1000000 + p.rank, 201)
           ) as n, p.*,
           case
               when not p.is_to_nps then 'otherwise'
               when p.turn < 10 then 'mappa'
               when p.turn < 19 then 'rosh'
               when p.turn < 21 then 'deportation'
               when p.turn = 21 then 'deferred'
               when p.turn < 24 then 'already-nps'
               when p.turn = 39 and p.rank % 5 = 0 then 'public-interest'
               else 'rsr'
           end as reason
    from planned p
),
dated as (
    select c.*, k.post_id, o.unit_id, d.opened_on, date '2014-05-31' - d.opened_on as days,
           nation_stage_chance(c.n, 203) % 100 as roll
    from numbered c
    join (select trust_n, is_to_nps, count(*)::integer as size from nation_stage_slot group by trust_n, is_to_nps) z
        on z.trust_n = c.trust_n and z.is_to_nps = c.is_to_nps
    join nation_stage_slot k on k.trust_n = c.trust_n and k.is_to_nps = c.is_to_nps and k.slot = c.rank % z.size
    join nation_stage_post o on o.id = k.post_id
    cross join lateral (
        select nation_stage_weekday(date '2014-05-30' - (nation_stage_chance(c.n, 202)
                   % case when c.reason = 'deferred' then 150 else 1090 end)::integer) as opened_on
    ) d
),
sentenced as (
    select d.*,
           case
               when d.reason = 'deferred' then '202'
               when d.is_to_nps and d.roll < 3 then '308'
               when d.is_to_nps and d.roll < 5 then '303'
               when d.is_to_nps and d.roll < 45 or d.roll < 20 or d.days > 1000 then '301'
               when d.is_to_nps and d.roll < 52 then '324'
               when d.roll between 52 and 75 and d.days < 700 then '203'
               else '201'
           end as type
    from dated d
)
select n, trust_n, is_to_nps, rank, reason, post_id, unit_id, opened_on,
       nation_stage_moment(opened_on, 4 + (nation_stage_chance(n, 204) % 28)::integer), type, type::integer >= 300
from sentenced;

-- Contacts and documents by weight, whole numbers that add up exactly in each trust.
update nation_stage_case c
set contacts = w.contacts, documents = w.documents
from (
    select n,
           3 + before_and * (:contacts - 3) * cases / whole - (before_and - weight) * (:contacts - 3) * cases / whole as contacts,
           1 + papers_and * (:documents - 1) * cases / papers - (papers_and - paper) * (:documents - 1) * cases / papers
               as documents
    from (
        select n, weight, paper, count(*) over trust as cases,
               (sum(weight) over trust)::bigint as whole, (sum(weight) over up_to)::bigint as before_and,
               (sum(paper) over trust)::bigint as papers, (sum(paper) over up_to)::bigint as papers_and
        from (
            select n, trust_n,
                   (20 + (date '2014-05-31' - opened_on))::bigint
                       * (30 + (power(nation_stage_chance(n, 205) % 1000 / 1000.0::float8, 3) * 400)::bigint) as weight,
                   5 + nation_stage_chance(n, 206) % 20 as paper
            from nation_stage_case
        ) drawn
        window trust as (partition by trust_n), up_to as (partition by trust_n order by n rows unbounded preceding)
    ) summed
) w
where w.n = c.n;

update nation_stage_case c
set first_contact = f.contacts, first_document = f.documents
from (
    select n, sum(contacts) over up_to - contacts as contacts, sum(documents) over up_to - documents as documents
    from nation_stage_case window up_to as (order by n rows unbounded preceding)
) f
where f.n = c.n;

analyze nation_stage_case;
