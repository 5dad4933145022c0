"""The register of codes: a code may come back to its unit, and never goes to another."""

import pytest
from django.db import IntegrityError, transaction

from throughcare.organisation.models import UnitCode
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db


def test_a_code_is_never_given_to_another_unit():
    trust = units.unit("SWM")
    other = units.unit("STW")

    with (
        pytest.raises(IntegrityError, match="organisation_unitcode_one_unit"),
        transaction.atomic(),
    ):
        units.give("SWM", other, starts_at=units.REFORM)

    assert list(UnitCode.objects.filter(code="SWM").values_list("unit_id", flat=True)) == [trust.pk]


def test_a_code_is_never_given_to_another_unit_by_a_change_that_is_only_staged():
    units.unit("SWM")
    other = units.unit("STW")
    reform = units.change("reform")

    with (
        pytest.raises(IntegrityError, match="organisation_unitcode_one_unit"),
        transaction.atomic(),
    ):
        units.give("SWM", other, starts_at=units.REFORM, change=reform)

    assert list(UnitCode.objects.filter(unit=other).values_list("code", flat=True)) == ["STW"]


def test_a_code_may_come_back_to_its_unit():
    team = units.unit("SWMT01")
    reform, reversal = units.change("reform"), units.change("reversal")
    units.give("N04T01", team, starts_at=units.REFORM, change=reform)

    units.give("SWMT01", team, starts_at=units.NOW, change=reversal)

    given = UnitCode.objects.filter(unit=team).order_by("pk")
    assert list(given.values_list("code", "change__reference")) == [
        ("SWMT01", None),
        ("N04T01", "reform"),
        ("SWMT01", "reversal"),
    ]


@pytest.mark.parametrize("in_change", [True, False])
def test_a_code_is_given_once_at_an_instant(in_change):
    team = units.unit("SWMT01")
    which = units.change("reform") if in_change else None
    units.give("SWMT01", team, starts_at=units.REFORM, change=which)

    with pytest.raises(IntegrityError, match="organisation_unitcode_once"), transaction.atomic():
        units.give("SWMT01", team, starts_at=units.REFORM, change=which)
