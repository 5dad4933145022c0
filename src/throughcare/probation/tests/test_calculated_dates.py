"""Dates that were worked out and approved become the dates ahead of the custody that they are about."""

from datetime import date

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import officer
from throughcare.people.models import Person
from throughcare.probation import commands
from throughcare.probation.models import Custody, KeyDate
from throughcare.probation.reactions import take_release_dates
from throughcare.probation.tests.sentencing import IMPOSED, NOW, load_codes, sentenced
from throughcare.sentences import commands as change_sentences
from throughcare.sentences.events import ReleaseDatesChanged
from throughcare.sentences.tests.entering import approve, count, do, enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture
def manager_here(nation):
    units = nation.units
    return officer("manager", owner=units["C05"], holder=units["C05"], role="manager")


@pytest.fixture
def booking(officer_here, case):
    Person.objects.filter(pk=case.person_id).update(born_on=date(1981, 3, 4))
    return do(officer_here, change_sentences.open_booking, person_id=case.person_id, number="")


@pytest.fixture
def custody(officer_here, case) -> Custody:
    sentenced(officer_here, case, type_code="301", length=36)
    return Custody.objects.get()


def heard(made):
    event = ReleaseDatesChanged(
        crn=made.person.crn, person_id=made.person_id, calculation_id=made.pk, types=("CRD",)
    )
    with change_access.as_engine(now=NOW):
        take_release_dates(event, now=NOW)


def dates(custody):
    found = KeyDate.objects.filter(custody=custody, superseded_at=None, source="prison")
    return dict(found.values_list("type", "day"))


def test_approved_dates_are_those_ahead_and_a_second_telling_changes_nothing(
    officer_here, manager_here, booking, custody
):
    made = approve(manager_here, enter(officer_here, booking, count(36), on=IMPOSED))

    heard(made)
    heard(made)

    worked = made.in_force
    assert dates(custody) == {
        "ACR": worked["CRD"],
        "SED": worked["SLED"],
        "LED": worked["SLED"],
        "EXP": worked["CRD"],
        **({"HDE": worked["HDCED"]} if "HDCED" in worked else {}),
    }
    assert not KeyDate.objects.exclude(superseded_at=None).exists()


def test_a_date_that_goes_is_taken_away_and_kept_beside(
    officer_here, manager_here, booking, custody
):
    heard(approve(manager_here, enter(officer_here, booking, count(36), on=IMPOSED)))
    made = do(
        officer_here,
        change_sentences.describe_person,
        booking_key=booking.key,
        is_registered=True,
        wants_removal=False,
        has_power_to_detain=False,
    )

    heard(approve(manager_here, made))

    assert "HDE" not in dates(custody)


def test_dates_that_fit_no_custody_change_nothing(
    officer_here, manager_here, case, booking, custody
):
    sentenced(officer_here, case, type_code="301", length=12)
    made = approve(manager_here, enter(officer_here, booking, count(12), on=date(2025, 2, 14)))

    with change_access.as_engine(now=NOW):
        placed = commands.take_calculated_dates(calculation_id=made.pk, now=NOW)

    assert placed == 0
    assert not KeyDate.objects.filter(source="prison").exists()


def test_dates_that_nobody_approved_are_none_of_ours(officer_here, booking, custody):
    made = enter(officer_here, booking, count(36), on=IMPOSED)

    with change_access.as_engine(now=NOW):
        assert commands.take_calculated_dates(calculation_id=made.pk, now=NOW) == 0
    assert dates(custody) == {}
