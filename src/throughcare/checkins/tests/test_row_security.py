"""The probe of access asks the tables of check-ins too."""

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.checkins.tests.conftest import HELP, NOW, submitted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["registration", "checkin", "helpasked", "video"])
def test_a_hole_in_a_table_is_found_and_without_one_there_is_none(*, officer_here, person, table):
    submitted(officer_here, person, helps=HELP)

    def differing() -> set[str]:
        probes = change_access.probe(count=400, seed=7, now=NOW)
        return {one.action for each in probes for one in each.disagreements}

    before = differing()
    with connection.cursor() as cursor:
        cursor.execute(
            f"create policy hole on checkins_{table} for select to throughcare_app using (true)"
        )

    assert (before, differing()) == (set(), {f"read checkins_{table}"})
