"""Every case of the nation of 2014, and no more of it: 240,000 open cases in the teams and with the officers of the tiny nation.

Each trust has the cases that were published for it, of which as many are for the NPS and for the company. What hangs from cases
and is not asked by rules (contacts, documents) is the tiny nation's own.
"""

from datetime import UTC, datetime
from typing import Final

from throughcare.nation import queries as nation
from throughcare.restructure.queries import sql

OPENED: Final = datetime(2014, 1, 6, tzinfo=UTC)

_MORE: Final = """
create temp table more_cases on commit drop as
with seats as (
    select o.code, array_agg(f.holder_id order by f.item_id) as teams, array_agg(f.item_id order by f.item_id) as posts,
           min(f.owner_id) as owner_id
    from access_post_facts f join organisation_unitcode o on o.unit_id = f.owner_id
    where f.post_kind = 'officer' group by 1
),
wanted as (select * from unnest(%s::text[], %s::boolean[], %s::bigint[]) w (code, is_high, cases)),
each as (
    select w.code, w.is_high, row_number() over (order by w.code, w.is_high, n) as number
    from wanted w cross join lateral generate_series(1, w.cases) n
),
free as (
    select crn, row_number() over (order by crn) as number
    from (select 'Q' || lpad(n::text, 6, '0') as crn from generate_series(1, 300000) n) q
    where not exists (select from people_person p where p.crn = q.crn)
)
select e.number, free.crn, e.code, e.is_high, s.owner_id,
       s.teams[1 + (e.number %% cardinality(s.teams))::int] as team_id, s.posts[1 + (e.number %% cardinality(s.posts))::int] as post_id
from each e join free on free.number = e.number join seats s on s.code = e.code
"""
_WRITTEN: Final = (
    """
    insert into people_person (crn, born_on, sex, first_language, recorded_at)
    select m.crn, p.born_on, p.sex, p.first_language, %(at)s
    from more_cases m cross join (select * from people_person order by id limit 1) p
    """,
    """
    insert into probation_case (person_id, opened_at, contacts_made, documents_made, recorded_at)
    select p.id, %(at)s, 0, 0, %(at)s from more_cases m join people_person p on p.crn = m.crn
    """,
    """
    create temp table new_cases on commit drop as
    select m.*, p.id as person_id, c.id as case_id
    from more_cases m join people_person p on p.crn = m.crn join probation_case c on c.person_id = p.id
    """,
    """
    insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
    select case_id, owner_id, team_id, post_id, %(at)s, %(at)s, 'recorded' from new_cases
    """,
    """
    insert into people_address (person_id, status, lines, postcode, is_no_fixed_abode, area, starts_on, recorded_at)
    select person_id, 'main', '', '', true, code, '2014-01-06', %(at)s from new_cases
    """,
    """
    insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest, other_sentence,
                                       starts_at, recorded_at)
    select case_id, 2.5, case when is_high then 'high' else 'low' end, 'none', false, 'none', 'none', %(at)s, %(at)s from new_cases
    """,
    """
    insert into probation_sentence (case_id, number, type_id, offence_id, court, imposed_on, is_deferred, recorded_at)
    select n.case_id, 1, s.type_id, s.offence_id, s.court, '2014-01-06', false, %(at)s
    from new_cases n cross join (select * from probation_sentence where not is_deferred order by id limit 1) s
    """,
    "analyze people_person, people_address, probation_case, probation_caseassignment, probation_riskprofile, probation_sentence",
)


def make_national(*, now: datetime) -> None:
    """Add to the tiny nation, in whose database this runs, the cases that the whole nation has more."""
    sql.rows("select access_work_at(%s, %s)", [now, now])  # views ask for the pinned moment
    sql.write("reset role")
    there = {volume.code: volume for volume in nation.volumes("tiny")}
    wanted = [
        (volume.code, is_high, whole - part)
        for volume in nation.volumes("national")
        for is_high, whole, part in (
            (True, volume.cases_to_nps, there[volume.code].cases_to_nps),
            (False, volume.cases_to_crc, there[volume.code].cases_to_crc),
        )
    ]
    sql.write(_MORE, [list(column) for column in zip(*wanted, strict=True)])
    for statement in _WRITTEN:
        sql.write(statement, {"at": OPENED})
