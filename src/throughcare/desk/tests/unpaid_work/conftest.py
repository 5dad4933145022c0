import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork.models import Appointment
from throughcare.unpaidwork.tests.conftest import (
    acting,
    allocated,
    codes,
    first_ahead,
    project,
    sentence,
)

__all__ = ["booked", "codes", "order", "project", "sentence"]


@pytest.fixture
def order(record, sentence, officer_here):
    """The unpaid work of the case with things in it that could leak."""
    with acting(officer_here):
        return change_unpaidwork.take_order(
            account_id=officer_here.pk,
            case_id=record.pk,
            sentence_number=1,
            is_intensive=False,
            now=NOW,
        )


@pytest.fixture
def booked(officer_here, record, order, project) -> Appointment:
    """The first of the days that a place on Tuesdays books."""
    allocated(officer_here, record, project)
    return first_ahead()
