from django.db import migrations

TABLES = ["trial", "trialscore", "trialanswer"]
POLICIES = "".join(
    f"""
alter table allocation_{table} enable row level security;
create policy engine on allocation_{table} to throughcare_engine using (true) with check (true);
grant select, insert, delete on allocation_{table} to throughcare_engine;
grant usage on sequence allocation_{table}_id_seq to throughcare_engine;
grant select on allocation_{table} to throughcare_app;
"""
    for table in TABLES
)
READS = """
grant update (cases) on allocation_trial to throughcare_engine;
create policy sees on allocation_trial for select to throughcare_app
    using ('restructure.see' = any (coalesce(tc_words('everywhere'), '{}')));
create policy in_full on allocation_trialscore for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy in_full on allocation_trialanswer for select to throughcare_app using (probation_view_of(case_id) = 'full');

-- How many people each answer has, by group: in numbers alone, for whoever sees plans everywhere, and for the engine. Age is that of today.
create function allocation_trial_groups(asked bigint)
returns table (kind text, grp text, before text, outcome text, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with people as materialized (
        select a.before::text, a.decided_for::text as outcome, p.sex::text as sex,
               case when p.born_on is null then '' else
                   case when age_years < 21 then '18-20' when age_years < 25 then '21-24' when age_years < 35 then '25-34'
                        when age_years < 50 then '35-49' else '50+' end end as age,
               coalesce(left(split_part(e.value_id, ':', 2), 1), '') as ethnicity
        from allocation_trialanswer a
        join probation_case c on c.id = a.case_id
        join people_person p on p.id = c.person_id
        cross join lateral (select extract(year from age(tc_now()::date, p.born_on)) as age_years) y
        left join lateral (
            select f.value_id::text from people_equalityfact f
            where f.person_id = p.id and f.kind = 'ethnicity' and f.ends_on is null and f.value_id is not null limit 1
        ) e on true
        where a.trial_id = asked
          and (current_setting('role', true) = 'throughcare_engine'
               or 'restructure.see' = any (coalesce(tc_words('everywhere'), '{}')))
    )
    select g.kind, g.grp, p.before, p.outcome, count(*)
    from people p
    cross join lateral (values ('all', ''), ('sex', p.sex), ('age', p.age), ('ethnicity', p.ethnicity)) g (kind, grp)
    group by 1, 2, 3, 4
$$;

-- How scores of at least two years ago did: by predictor and group, how many, their mean probability, and how many were convicted
-- within two years of the score, as far as the record has convictions.
create function allocation_calibration(asked text)
returns table (kind text, grp text, band text, cases bigint, expected numeric, happened bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with scores as materialized (
        select distinct on (s.case_id) s.case_id, s.probability, s.band::text as band, c.person_id, s.assessed_on
        from risk_score s join probation_case c on c.id = s.case_id
        where s.tool = asked and s.assessed_on <= (tc_now() - interval '2 years')::date
          and (current_setting('role', true) = 'throughcare_engine'
               or 'restructure.see' = any (coalesce(tc_words('everywhere'), '{}')))
        order by s.case_id, s.assessed_on desc, s.number desc
    ), people as materialized (
        select s.band, s.probability, p.sex::text as sex,
               case when p.born_on is null then '' else
                   case when age_years < 21 then '18-20' when age_years < 25 then '21-24' when age_years < 35 then '25-34'
                        when age_years < 50 then '35-49' else '50+' end end as age,
               coalesce(left(split_part(e.value_id, ':', 2), 1), '') as ethnicity,
               exists (select from probation_sentence x join probation_case k on k.id = x.case_id
                       where k.person_id = s.person_id and x.convicted_on > s.assessed_on
                         and x.convicted_on <= s.assessed_on + interval '2 years') as has_happened
        from scores s
        join people_person p on p.id = s.person_id
        cross join lateral (select extract(year from age(s.assessed_on, p.born_on)) as age_years) y
        left join lateral (
            select f.value_id::text from people_equalityfact f
            where f.person_id = p.id and f.kind = 'ethnicity' and f.ends_on is null and f.value_id is not null limit 1
        ) e on true
    )
    select g.kind, g.grp, p.band, count(*), round(avg(p.probability), 4), count(*) filter (where p.has_happened)
    from people p
    cross join lateral (values ('all', ''), ('sex', p.sex), ('age', p.age), ('ethnicity', p.ethnicity)) g (kind, grp)
    group by 1, 2, 3
$$;
revoke all on function allocation_trial_groups, allocation_calibration from public;
grant execute on function allocation_trial_groups, allocation_calibration to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
BACK = """
drop function allocation_calibration; drop function allocation_trial_groups;
drop policy in_full on allocation_trialanswer; drop policy in_full on allocation_trialscore; drop policy sees on allocation_trial;
""" + "".join(
    f"""
drop policy engine on allocation_{table};
revoke all on allocation_{table} from throughcare_app, throughcare_engine;
alter table allocation_{table} disable row level security;
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("allocation", "0009_trials"), ("people", "0023_shown_last")]

    operations = [migrations.RunSQL(POLICIES + READS, BACK)]
