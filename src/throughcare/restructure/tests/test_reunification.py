"""The reunification of 2021 after the split of 2014 and the sale of 2015: the second reform stands on what the first made."""

from collections import Counter

from throughcare.kernel.tests.published import rows as published
from throughcare.nation import queries as nation
from throughcare.restructure.tests.nation_before import OWNED

REGION_OF_THE_TRUST = """
select f.item_id, t.code, o.code from probation_case_facts f
join probation_caseassignment first on first.item_id = f.item_id and first.change_id is null
join organisation_unitcode t on t.unit_id = first.owner_id
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
"""


def regions() -> dict[str, str]:
    return {row["trust_code"]: row["region_code_2021"] for row in published("tr/trusts.csv")}


def test_each_region_has_the_cases_of_the_trusts_of_its_place(reunited):
    wanted: Counter[str] = Counter()
    for volume in nation.volumes("tiny"):
        wanted[regions()[volume.code]] += volume.cases_to_nps + volume.cases_to_crc

    assert dict(reunited.rows(OWNED)) == wanted
    assert reunited.broken() == {}
