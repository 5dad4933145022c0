"""The pages of likely duplicates: the list, one pair, and settling it; what the programme and a stranger see."""

from datetime import date

import pytest

from throughcare.access.tests.small_nation import NOW
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.people import commands as change_people
from throughcare.people.models import Distinction, Name, Person

PAGE = "/people/duplicates"


@pytest.fixture
def pair(nation) -> tuple[str, str]:
    """The people of two cases, whose names sound alike and who share a date of birth."""
    people = [nation.cases[code].person for code in ("C05", "N02")]
    for made, first, last in zip(
        people, ("Stephen", "Steven"), ("Philips", "Phillips"), strict=True
    ):
        Person.objects.filter(pk=made.pk).update(born_on=date(1980, 2, 1))
        Name.objects.filter(person=made).update(first=first, last=last)
    change_people.compare_people(now=NOW, machine_now=clock.machine_now)
    one, other = sorted(str(each.crn) for each in people)
    return one, other


def test_a_pair_is_compared_and_settled_and_the_trail_has_both(pair, officer_here, browse, acts):
    browser, address = browse(officer_here), f"{PAGE}/{pair[0]}/{pair[1]}"
    listed = words(browser.get(PAGE))
    opened = words(browser.get(address))
    empty = browser.post(address, {"reason": ""})

    settled = words(browser.post(address, {"reason": "Both were in court."}, follow=True))

    assert f'href="{address}"' in listed
    assert "Names that sound alike and the same date of birth" in listed
    assert "Are they one person?" in opened
    assert empty.status_code == 422
    assert f"{pair[0]} and {pair[1]} are settled as two people." in settled
    assert "No likely duplicates" in settled
    assert Distinction.objects.get().decided_by_id == officer_here.pk
    assert {("person.told-apart", pair), ("person.duplicates-read", pair)} <= set(
        acts(officer_here)
    )
    assert browser.get(address).status_code == 404


def test_the_programme_sees_how_many_there_are_and_nobody_of_them(pair, planner, browse):
    browser = browse(planner)

    page = words(browser.get(PAGE))

    assert "Your posts show you how many there are." in page
    assert pair[0] not in page
    assert browser.get(f"{PAGE}/{pair[0]}/{pair[1]}").status_code == 403
    assert browser.__class__().get(PAGE).status_code == 302
    assert not Distinction.objects.exists()
