"""What is promised of the tables of release dates holds after every change, and a row that breaks it is found."""

import pytest

from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation
from throughcare.sentences.models import Booking, Calculation, CourtOrder
from throughcare.sentences.tests.entering import (
    NOW,
    add,
    approve,
    enter,
    only_sentence,
    remand_on,
)

pytestmark = pytest.mark.django_db
OURS = {each.name for each in organisation.promises() if each.table.startswith("sentences.")}


def broken() -> set[str]:
    return {
        each.check.name for each in probation.verify() if each.check.name in OURS and each.failed
    }


def test_promises_hold_after_every_change_and_what_breaks_them_is_found(
    officer_here, manager_here, booked
):
    approve(manager_here, enter(officer_here, booked))
    add(officer_here, booked, remand_on(only_sentence(officer_here, booked)))
    assert broken() == set()

    Booking.objects.update(releases_on=None)
    Calculation.objects.filter(state="approved").update(made_by_id=None)
    CourtOrder.objects.update(superseded_at=NOW, superseded_because="Gone")

    assert broken() == {"counts-what-counts", "sentence-of-an-order"}
