"""The probe of access asks the tables of housing too, and where those live who are housed."""

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.housing.tests.conftest import NOW, arrived, booked, wanted

pytestmark = pytest.mark.django_db

TABLES = ("housing_application", "housing_steptaken", "housing_stay", "people_address")


def differing() -> set[str]:
    probes = change_access.probe(count=400, seed=7, now=NOW)
    return {one.action for each in probes for one in each.disagreements}


def test_a_hole_in_a_table_is_found_and_without_one_there_is_none(
    *, officer_here, assessor, worker, man
):
    made = wanted(officer_here, assessor, man)
    booked(assessor, made)
    arrived(worker, made)

    before = differing()
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"create policy hole on {table} for select to throughcare_app using (true)"
            )
            found.append(differing())
            cursor.execute(f"drop policy hole on {table}")

    assert before == set()
    assert found == [{f"read {table.removeprefix('people_')}"} for table in TABLES]
