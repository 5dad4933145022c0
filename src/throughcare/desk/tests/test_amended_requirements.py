"""What a court ordered of a requirement instead, on its page."""

from datetime import date

import pytest

from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import leaks, words
from throughcare.desk.tests.test_sentences import IN_2026, day
from throughcare.probation.models import Requirement, RequirementAmendment, Sentence
from throughcare.probation.tests.sentencing import load_codes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db, _at_the_moment) -> None:
    load_codes()
    change_clock.set_moment(moment=IN_2026, now_real=clock.machine_now())


@pytest.fixture
def work(record) -> Requirement:
    """A hundred hours of an order of 9 March 2026, of which ten are done."""
    facts = {"case": record, "number": 1, "recorded_at": LONG_AGO}
    imposed_on = date(2026, 3, 9)
    order = Sentence.objects.create(
        type_id="340", offence_id="04600", imposed_on=imposed_on, **facts
    )
    made: Requirement = Requirement.objects.create(
        sentence=order, type_id="W", length=6000, done=600, starts_on=imposed_on, **facts
    )
    return made


AMENDMENT = "/cases/{}/sentences/1/requirements/1/amendment"
ORDERED = {
    "length": "120",
    **day("starts_on", date(2026, 3, 9)),
    **day("amended_on", date(2026, 3, 10)),
    "reason": "More hours",
}


def test_a_requirement_is_changed_as_the_court_orders_and_what_it_was_stays(
    browse, officer_here, crn, work
):
    client = browse(officer_here)
    asked = words(client.get(AMENDMENT.format(crn)))

    page = words(client.post(AMENDMENT.format(crn), ORDERED, follow=True))

    work.refresh_from_db()
    assert 'value="100"' in asked
    assert work.length == 7200
    assert "120 hours" in page
    assert "until the court's order of 10 March 2026: 100 hours, from 9 March 2026" in page
    assert "More hours" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"length": "9"}, "More than that is done already"),
        ({"length": "100"}, "Change what the court ordered otherwise"),
        (day("amended_on", date(2026, 7, 1)), "must be today or in the past"),
        ({"length": "x"}, "Enter a whole number"),
    ],
)
def test_what_no_court_can_have_ordered_is_refused_and_nothing_changes(
    *, browse, officer_here, crn, work, typed, said
):
    answer = browse(officer_here).post(AMENDMENT.format(crn), ORDERED | typed)

    work.refresh_from_db()
    assert answer.status_code == 422
    assert said in words(answer)
    assert (work.length, RequirementAmendment.objects.count()) == (6000, 0)


def test_whoever_may_not_write_to_the_case_changes_no_requirement(
    browse, officer_elsewhere, crn, work
):
    answer = browse(officer_elsewhere).post(AMENDMENT.format(crn), ORDERED)

    work.refresh_from_db()
    assert answer.status_code in {302, 403}
    assert leaks(answer) == []
    assert work.length == 6000
