"""All cases of a list are judged as each of them is alone."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection

from throughcare.access import commands as access
from throughcare.access.models import Grant, Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import Case
from throughcare.probation.tests.parting import an_order, hold_apart

TOGETHER = """
select case_id, person_id, is_refused, coalesce(view, ''), is_writable
from probation_judged(%(ids)s::bigint[]) order by 1
"""
ONE_BY_ONE = """
select c.id, c.person_id, access_refused(c.person_id), coalesce(probation_view_of(c.id), ''),
       coalesce(probation_may_write(c.id), false)
from probation_case c where c.id = any (%(ids)s::bigint[]) order by 1
"""


def judged(statement: str) -> list[tuple[object, ...]]:
    """As the owner of the tables asks it for whoever acts: no account may ask it itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        cursor.execute(statement, {"ids": [0, *Case.objects.values_list("pk", flat=True)]})
        rows = list(cursor.fetchall())
        cursor.execute("SELECT set_config('role', %s, true)", [role])
    return rows


@pytest.fixture
def mixed(nation):
    """Records closed to some and open to some, exceptions that hold and that ended, a case that will move, a part apart."""
    here, there, elsewhere = (nation.cases[code] for code in ("C05", "N02", "C11"))
    officers = nation.accounts
    for case, kind, code, ends_at in (
        (here, "exclusion", "C05", None),
        (there, "restriction", "N02", None),
        (elsewhere, "restriction", "C05", NOW - timedelta(days=1)),
        (elsewhere, "exclusion", "C11", NOW + timedelta(days=1)),
    ):
        Restriction.objects.create(
            person_id=case.person_id,
            kind=kind,
            account=officers[code],
            starts_at=LONG_AGO,
            ends_at=ends_at,
            reason="Known to each other.",
        )
    for case, kind, code in (
        (there, "minimum", "C05"),
        (elsewhere, "emergency", "N02"),
        (here, "minimum", "N04"),
    ):
        Grant.objects.create(
            case_id=case.pk,
            kind=kind,
            account=officers[code],
            starts_at=NOW - timedelta(hours=1),
            ends_at=NOW + timedelta(hours=1),
            reason="Asked for by telephone.",
        )
    give(
        nation.cases["SWM"],
        owner=nation.units["N04"],
        holder=nation.units["N04T"],
        starts_at=NOW + timedelta(hours=2),
    )
    change_organisation.load_code_lists()
    _, requirement, _ = an_order(nation.cases["N04"])
    hold_apart(requirement, owner=nation.units["C11"], holder=nation.units["C11T"])
    return nation


def test_everybody_sees_of_each_case_together_what_they_see_of_it_alone(mixed):
    seen = set()
    for code, later in product(mixed.accounts, (0, 1.5, 3, 30)):
        at = NOW + timedelta(hours=later)
        with access.acting_as(account_id=mixed.accounts[code].pk, now=at):
            alone = judged(ONE_BY_ONE)

            assert judged(TOGETHER) == alone, (code, later)
            seen |= {row[2:] for row in alone}
    assert seen == {
        (True, "", False),
        (False, "", False),
        (False, "minimum", False),
        (False, "full", False),
        (False, "full", True),
    }


def test_nobody_sees_anything_of_any_case(mixed):
    together = judged(TOGETHER)

    assert together == judged(ONE_BY_ONE)
    assert {row[2:] for row in together} == {(True, "", False)}
