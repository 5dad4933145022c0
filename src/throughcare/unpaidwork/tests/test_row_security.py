"""The probe of access asks the tables of unpaid work too."""

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.unpaidwork.tests.conftest import allocated, change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["order", "allocation", "appointment", "adjustment"])
def test_a_hole_in_a_table_is_found_and_without_one_there_is_none(
    *, officer_here, case, order, project, table
):
    allocated(officer_here, case, project)
    change("adjust", officer_here, case, reason_code="TTX", minutes=-60)

    def differing() -> set[str]:
        probes = change_access.probe(count=300, seed=7, now=NOW)
        return {one.action for each in probes for one in each.disagreements}

    before = differing()
    with connection.cursor() as cursor:
        cursor.execute(
            f"create policy hole on unpaidwork_{table} for select to throughcare_app using (true)"
        )

    assert (before, differing()) == (set(), {f"read unpaidwork_{table}"})
