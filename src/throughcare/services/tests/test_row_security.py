"""The probe of access asks the tables of services too."""

from datetime import timedelta

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.services import commands
from throughcare.services.choices import Achievement
from throughcare.services.tests.conftest import FIRST, LATER, acting, approved, booked

pytestmark = pytest.mark.django_db

TABLES = (
    *("referral", "referralcategory", "referraloutcome", "steptaken", "plan", "activity"),
    *("report", "finding", "session"),
)


@pytest.mark.parametrize("table", TABLES)
def test_a_hole_in_a_table_is_found_and_without_one_there_is_none(
    *, officer_here, worker, case, duty, table
):
    made = approved(officer_here, worker, case, duty)
    booked(worker, made, on=FIRST + timedelta(days=1), at=LATER)
    with acting(worker, LATER):
        commands.write_report(
            account_id=worker.pk,
            reference=made.reference,
            words="A room",
            findings={"ACC02": Achievement.YES},
            now=LATER,
        )

    def differing() -> set[str]:
        probes = change_access.probe(count=400, seed=7, now=LATER)
        return {one.action for each in probes for one in each.disagreements}

    before = differing()
    with connection.cursor() as cursor:
        cursor.execute(
            f"create policy hole on services_{table} for select to throughcare_app using (true)"
        )

    assert (before, differing()) == (set(), {f"read services_{table}"})
