from copy import deepcopy
from datetime import date, timedelta

import pytest

from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.access.tests.undoing import undone
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import (
    Appointment,
    ContactType,
    CourtReport,
    CourtReportAssignment,
    FlagType,
    Outcome,
    Registration,
)
from throughcare.probation.tests.lists import load_processes


@pytest.fixture(scope="module")
def nation_once(django_db_setup, django_db_blocker):
    """A small nation with the codes of its log, for all tests of a module."""
    with django_db_blocker.unblock(), undone():
        yield _nation()


@pytest.fixture
def nation(nation_once: small_nation.Nation, db: None) -> small_nation.Nation:
    return deepcopy(nation_once)


def _nation() -> small_nation.Nation:
    made = small_nation.make()
    load_processes()
    ContactType.objects.bulk_create(
        [
            ContactType(
                code="COAP", description="Office visit", kind="appointment", is_offered=True
            ),
            ContactType(code="CTOA", description="Call in", kind="event", is_offered=True),
            *(
                ContactType(code=code, description=code, kind="notice", is_system=True)
                for code in ("ERGN", "ERGR", "DRGN")
            ),
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("description", "kind", "is_offered", "is_system", "is_national_standard"),
            *("needs_outcome", "needs_location", "may_be_ahead", "is_sensitive"),
            *("counts_as_rar", "alerts_officer", "is_allowed_after_end"),
        ],
    )
    Outcome.objects.bulk_create(
        [
            Outcome(
                code="ATTC",
                description="Attended",
                is_attended=True,
                is_complied=True,
                is_offered=True,
            ),
            Outcome(
                code="AAME", description="Ill", is_attended=False, is_complied=True, is_offered=True
            ),
            Outcome(
                code="UAAB",
                description="Absent",
                is_attended=False,
                is_complied=False,
                is_enforceable=True,
                is_offered=True,
            ),
            Outcome(code="RSSR", description="Rescheduled", is_attended=False, is_complied=True),
        ]
    )
    FlagType.objects.create(code="RCCO", description="Child concerns", review_months=3)
    return made


@pytest.fixture
def officer_here(nation):
    return nation.accounts["C05"]


@pytest.fixture
def officer_elsewhere(nation):
    return nation.accounts["N02"]


@pytest.fixture
def case(nation):
    return nation.cases["C05"]


@pytest.fixture
def coded_case(nation):
    """A case, with all code lists loaded; the log of every case has one entry."""
    change_organisation.load_code_lists()
    found = nation.cases["C05"]
    type(found).objects.update(contacts_made=1)
    return found


@pytest.fixture
def slot(case, officer_here) -> Appointment:
    """An appointment of an hour ago, in the officer's diary."""
    return Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW - timedelta(hours=1),
        ends_at=NOW - timedelta(minutes=30),
        post_id=officer_here.posts.get().pk,
        recorded_at=NOW,
    )


@pytest.fixture
def flag(case) -> Registration:
    return Registration.objects.create(
        case=case,
        type_id="RCCO",
        starts_on=date(2014, 3, 1),
        review_on=date(2014, 6, 1),
        recorded_at=NOW,
    )


@pytest.fixture
def report(nation, case) -> CourtReport:
    """Of a case of C05, written by N02."""
    made = CourtReport.objects.create(
        case=case,
        reference="R0000001",
        court="Elmstead",
        asked_on=NOW.date(),
        due_on=NOW.date(),
        state="asked",
        recorded_at=LONG_AGO,
    )
    CourtReportAssignment.objects.create(
        item=made,
        owner=nation.units["N02"],
        holder=nation.units["N02T"],
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return made
