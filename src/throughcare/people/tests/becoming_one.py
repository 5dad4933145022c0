"""Two records of one man with a case each, that become one and two again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer, person_with_case
from throughcare.checkins import queries as checkins
from throughcare.housing import queries as housing
from throughcare.organisation import queries as organisation
from throughcare.people import commands, queries
from throughcare.people.models import Merge, Person
from throughcare.probation.models import Case

LATER = NOW + timedelta(days=10)


@pytest.fixture
def colleague(nation) -> Account:
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


@pytest.fixture
def twin(nation, case) -> Case:
    """The case of another record of whoever the case is about."""
    units = nation.units
    made: Case = person_with_case("Y000777", owner=units["C05"], holder=units["C05T"])
    Case.objects.update(contacts_made=1)
    Person.objects.filter(pk__in=[case.person_id, made.person_id]).update(sex="M")
    return made


def merged(proposer, approver, kept: Case, gone: Case, *, at=NOW) -> Merge:
    with change_access.acting_as(account_id=proposer.pk, now=at):
        made = commands.propose_merge(
            account_id=proposer.pk,
            survivor_crn=kept.person.crn,
            merged_crn=gone.person.crn,
            reason="One passport",
            now=at,
        )
    with change_access.acting_as(account_id=approver.pk, now=at):
        found = queries.merge(made.key)
        assert found is not None
        commands.approve_merge(account_id=approver.pk, merge=found, now=at)
    return made


def parted(account, made: Merge, *, at=LATER) -> None:
    with change_access.acting_as(account_id=account.pk, now=at):
        found = queries.merge(made.key)
        assert found is not None
        commands.take_back_merge(account_id=account.pk, merge=found, reason="Two", now=at)


def broken() -> list[organisation.Broken]:
    """What does not hold, also of what is asked as a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    return [*housing.broken(), *checkins.broken()]


def rows(*tables: Any) -> list[dict[str, Any]]:  # Any: models, and what their columns hold
    return [row for table in tables for row in table.objects.order_by("pk").values()]


def since(moment=LONG_AGO) -> dict[str, Any]:  # Any: columns
    return {"starts_on": moment.date(), "recorded_at": moment}
