from django.db import migrations

# What happened is of whoever had the case at the end of that day or, before anybody had it, was given it first.
# The caseload on the last day of a period, and what started, ended and was recalled in it: one row for each, so that every figure
# opens to its cases. Somebody may be in several types; whoever counts takes each person once for a type, and once for a total.
STATISTICS = """
create function measures_statistics(units bigint[], since date, until date)
returns table (heading text, code text, case_id bigint, person_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with seen as materialized (select measures_seen(units) as units),
    held as materialized (
        select h.case_id, c.person_id
        from probation_held('{}', (select units from seen), (select units from seen), measures_begins(until + 1), tc_live()) h
        join probation_case c on c.id = h.case_id and c.opened_at < measures_begins(until + 1)
             and (c.closed_at is null or c.closed_at >= measures_begins(until + 1))
    ),
    live as (
        select h.case_id, h.person_id, y.family, y.is_custodial, u.id as custody_id
        from held h
        join probation_sentence s on s.case_id = h.case_id and s.imposed_on <= until
             and (s.terminated_on is null or s.terminated_on > until)
        join probation_sentencetype y on y.code = s.type_id and y.family not in ('not-supervised', 'unsupervised')
        left join probation_custody u on u.sentence_id = s.id
    ),
    typed as (
        select v.case_id, v.person_id,
               case when not v.is_custodial then v.family
                    when r.id is null then 'before-release'
                    when b.id is not null then 'recalled' else 'after-release' end as code
        from live v
        left join lateral (
            select x.id from probation_release x
            where x.custody_id = v.custody_id and x.released_on <= until and x.kind <> 'rotl'
            order by x.released_on desc, x.number desc limit 1
        ) r on true
        left join probation_recall b on b.release_id = r.id and b.recalled_on <= until
    ),
    happened as (
        select 'starts' as heading, y.family::text as code, s.case_id, s.imposed_on as day
        from probation_sentence s
        join probation_sentencetype y on y.code = s.type_id and y.family not in ('not-supervised', 'unsupervised')
        where s.imposed_on between since and until
        union all
        select 'ends', s.ended_for, s.case_id, s.terminated_on from probation_sentence s
        join probation_sentencetype y on y.code = s.type_id and y.family not in ('not-supervised', 'unsupervised')
        where s.terminated_on between since and until and s.ended_for <> 'error'
        union all
        select 'recalls', b.reason, b.case_id, b.recalled_on from probation_recall b where b.recalled_on between since and until
    )
    select 'caseload', t.code::text, t.case_id, t.person_id from typed t
    union all
    select p.heading, p.code, p.case_id, c.person_id
    from happened p
    join probation_case c on c.id = p.case_id
    left join lateral measures_with(p.case_id, measures_begins(p.day + 1)) h on true
    left join lateral measures_first_with(p.case_id, measures_begins(p.day + 1)) f on h.owner_id is null
    cross join lateral (select coalesce(h.owner_id, f.owner_id) as owner_id, coalesce(h.holder_id, f.holder_id) as holder_id) w
    cross join seen e
    where w.owner_id = any (e.units) or w.holder_id = any (e.units)
$$;
revoke all on function measures_statistics from public;
grant execute on function measures_statistics to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_clocks")]

    operations = [migrations.RunSQL(STATISTICS, "drop function measures_statistics;")]
