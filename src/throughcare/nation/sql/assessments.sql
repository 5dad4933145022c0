-- What was found out about cases :first to :last: scores of nearly all, and a completed assessment of three in ten.

with planned as materialized (
    select c.n, c.opened_at, c.opened_on, c.is_to_nps, c.is_custodial, c.post_id, r.rsr, r.rosh,
           c.opened_at + (5 + nation_stage_chance(c.n, 461) % 20) * interval '1 day' as assessed_at,
           nation_stage_chance(c.n, 462) % 10 < 3 and c.opened_on < date '2014-04-30' and r.rosh is not null as is_assessed,
           -- How much there is to be found: most people have some needs, and a few have many.
           20 + nation_stage_chance(c.n, 463) % 70 as need
    from nation_stage_case c join probation_riskprofile r on r.id = c.n
    where c.n between :first and :last
),
scored as (
    insert into assessments_score (case_id, measure, value, is_static, band, scored_on, recorded_at)
    select n, 'RSR', rsr, false, '', opened_on, opened_at from planned where rsr is not null
    union all
    select n, 'OGRS', 4 + nation_stage_chance(n, 464) % 88, true, '', opened_on, opened_at from planned
),
assessed as (
    insert into assessments_assessment (id, case_id, number, tool_id, state, is_digital, plan_kind, rosh, begun_by_id, begun_at, saved_at,
                                        signed_by_id, signed_at, ended_at, lock_reason)
    select n, n, 1, case when is_to_nps then 'OASYS3' else 'OASYS1' end, 'completed', false,
           case when is_to_nps then 'initial' else '' end, rosh, p.account_id, opened_at, assessed_at, p.account_id, assessed_at,
           assessed_at, ''
    from planned left join access_post p on p.id = planned.post_id where is_assessed
),
answered as (
    insert into assessments_answer (case_id, assessment_id, question_id, answer)
    select w.n, w.n, q.code,
           case q.kind
               when 'problem' then case when w.roll < w.need / 3 then 'significant' when w.roll < w.need then 'some' else 'none' end
               when 'frequency' then case when w.roll < w.need / 3 then 'current' when w.roll < w.need then 'previous' else 'never' end
               else case when w.roll < w.need / 2 then 'yes' else 'no' end
           end
    from (
        select p.n, p.need, q.code, nation_stage_chance(p.n * 64 + q.at, 465) % 100 as roll
        from planned p
        cross join (select code, row_number() over (order by code) as at from assessments_question) q
        where p.is_assessed
    ) w join assessments_question q on q.code = w.code
),
risks as (
    insert into assessments_risk (case_id, assessment_id, whom, setting, level)
    select n, n, g.name, 'community', case when g.at = 1 + nation_stage_chance(n, 466) % 2 then rosh else 'low' end
    from planned
    cross join (values (1, 'public'), (2, 'known adult'), (3, 'children'), (4, 'staff'), (5, 'prisoners')) g (at, name)
    where is_assessed
),
worded as (
    insert into assessments_paragraph (case_id, assessment_id, passage, words)
    select n, n, w.passage, w.words
    from planned
    cross join (values ('who', 'People known to them, and those they meet when they have been drinking.'),
                       ('plan', 'Weekly reporting. Police told of any change of address.')) w (passage, words)
    where is_assessed and is_to_nps
),
goals as (
    insert into assessments_goal (id, case_id, assessment_id, number, section, words)
    select n, n, n, 1, 'accommodation', 'A settled home' from planned where is_assessed and is_to_nps
)
insert into assessments_goalstep (id, case_id, assessment_id, goal_id, number, words, who, due_on)
select n, n, n, n, 1, 'Apply for housing with the council', 'The person, with the officer', opened_on + 90
from planned where is_assessed and is_to_nps;
