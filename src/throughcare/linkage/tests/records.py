"""Records for tests: one that is whole, and invented ones of 43 systems."""

from datetime import date
from functools import cache

from throughcare.linkage import reading
from throughcare.linkage.rules.standardising import standardise
from throughcare.nation import queries as nation

TODAY = date(2026, 11, 28)
WHOLE = {
    "record_id": "1",
    "source_system": "A",
    "first_name": "Daniel",
    "middle_names": "Mark",
    "last_name": "Thorpe",
    "date_of_birth": "1984-03-17",
    "sex": "M",
    "address_lines": "12 Mill Lane",
    "postcodes": "LS1 4AB",
}


def standard(**cells: str):
    return standardise(WHOLE | cells, tables=reading.tables(), today=TODAY)


@cache
def invented(records, seed):
    """Records, and whom each is of."""
    made = list(nation.legacy_records(records=records, seed=seed))
    return [each.cells for each in made], {
        each.cells["record_id"]: str(each.life.number) for each in made
    }
