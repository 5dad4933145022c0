"""What tests of the reform compare with: volumes that the nation was made by, answers, and owners."""

from throughcare.nation import queries as nation
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import f1

OWNERS = """
select t.code, o.code, count(*) from restructure_answer a
join organisation_unitcode t on t.unit_id = a.from_owner_id
join organisation_unitcode o on o.unit_id = a.to_owner_id
where a.kind = 'case' group by 1, 2
"""
OWNED = """
select o.code, count(*) from probation_case_facts f
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id group by 1
"""
HELD = """
select 'case', item_id, owner_id, holder_id, post_id from probation_caseassignment_at(tc_now(), tc_live(), 'infinity')
union all
select 'account', item_id, owner_id, holder_id, null from access_postassignment_at(tc_now(), tc_live(), 'infinity')
union all
select 'report', item_id, owner_id, holder_id, post_id
from probation_courtreportassignment_at(tc_now(), tc_live(), 'infinity')
union all
select 'victim contact', item_id, owner_id, holder_id, post_id
from probation_victimcontactassignment_at(tc_now(), tc_live(), 'infinity')
order by 1, 2
"""
CODES = """
select c.unit_id, c.code, p.parent_id
from organisation_codes_at(tc_now(), tc_live()) c
left join organisation_placements_at('line', tc_now(), tc_live(), 'infinity') p on p.unit_id = c.unit_id
where organisation_fact(c.unit_id, 'operating', tc_now(), tc_live()) = 'yes' order by 1
"""


def expected() -> dict[tuple[str, str], int]:
    """Cases by trust and successor, from the volumes that the nation was made by and the tables of the plan."""
    tables = f1().tables
    found = {}
    for volume in nation.volumes("tiny"):
        found[volume.code, tables["division of the trust"].rows[volume.code]] = volume.cases_to_nps
        found[volume.code, tables["company of the trust"].rows[volume.code]] = volume.cases_to_crc
    return {pair: count for pair, count in found.items() if count}


def answers() -> str:
    """A digest of every answer, by codes: a dry run makes the new units afresh."""
    return str(
        sql.value(
            "with named as (select distinct on (unit_id) unit_id, code from organisation_unitcode"
            "               order by unit_id, starts_at desc)"
            " select md5(string_agg(concat_ws('|', a.kind, a.reference, a.standing, o.code, t.code, a.to_post_id, a.rule,"
            " a.also::text, a.looked_at::text), ' ' order by a.kind, a.item_id)) from restructure_answer a"
            " left join named o on o.unit_id = a.to_owner_id left join named t on t.unit_id = a.to_holder_id"
        )
    )
