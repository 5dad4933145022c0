"""Two who book at once: the second waits for the first, and nobody has a place that is taken."""

import pytest
from django.db import transaction

from throughcare.access.tests import small_nation
from throughcare.kernel.refusals import Refused
from throughcare.organisation.tests.races import Second
from throughcare.unpaidwork.models import Allocation, Project, Session
from throughcare.unpaidwork.tests.conftest import (
    allocated,
    make_codes,
    make_project,
    make_sentence,
    taken_on,
)


@pytest.mark.usefixtures("own_database")
def test_of_two_who_take_the_last_place_the_second_waits_and_is_refused():
    nation = small_nation.make()
    officer = nation.accounts["C05"]
    cases = [
        nation.cases["C05"],
        small_nation.person_with_case(
            "Y000001", owner=nation.units["C05"], holder=nation.units["C05T"]
        ),
    ]
    make_codes()
    project = make_project(nation.units["C05T"])
    Project.objects.update(places=1)
    for case in cases:
        make_sentence(case)
        taken_on(officer, case)
    second = Second(lambda: allocated(officer, cases[1], project))

    with transaction.atomic():
        allocated(officer, cases[0], project)
        second.begins_and_waits()

    refused = second.outcome()
    assert isinstance(refused, Refused)
    assert refused.codes == ("full",)
    assert Allocation.objects.count() == 1
    assert max(Session.objects.values_list("booked", flat=True)) == 1
