"""Two people put the same thing right: the second is shown what the first wrote beside their own words, and loses nothing."""

import pytest

from throughcare.desk.person_groups import GROUPS
from throughcare.desk.tests.conftest import words
from throughcare.desk.tests.person_typing import TYPED, make_codes, newest
from throughcare.people.models import Former, Person

pytestmark = pytest.mark.django_db

DETAILS = {
    "born_on-day": "3",
    "born_on-month": "4",
    "born_on-year": "1981",
    "sex": "F",
    "needs_interpreter": "no",
}


@pytest.fixture(autouse=True)
def _codes(db) -> None:
    make_codes()


@pytest.mark.parametrize("group", list(GROUPS))
def test_what_somebody_put_right_meanwhile_is_shown_and_not_saved_over(
    *, browse, officer_here, crn, group
):
    client = browse(officer_here)
    typed, changed = TYPED[group]
    page = f"/people/{crn}/facts/{group}"
    added = client.post(f"{page}/new", typed, follow=True)
    one = f"{newest(added, crn=crn, group=group)}/change"
    read = words(client.get(one))

    first = client.post(one, typed | changed | {"reason": "First", "version": "1"})
    second = client.post(one, typed | changed | {"reason": "Second", "version": "1"})
    kept = Former.objects.filter(reason="Second").count()
    again = client.post(one, typed | changed | {"reason": "Second", "version": "2"})

    assert 'name="version" value="1"' in read
    assert (first.status_code, second.status_code, kept) == (302, 422, 0)
    assert "Somebody changed this while you had it open" in words(second)
    assert "What it says now" in words(second)
    assert 'name="version" value="2"' in words(second)
    assert ">Second</textarea>" in words(second) or 'value="Second"' in words(second)
    assert (again.status_code, Former.objects.filter(reason="Second").count()) == (302, 1)


def test_so_are_the_details_of_a_person(browse, officer_here, crn):
    client = browse(officer_here)
    page = f"/people/{crn}/details"
    read = words(client.get(page))

    first = client.post(page, DETAILS | {"reason": "First", "version": "1"})
    late = DETAILS | {"sex": "M", "reason": "Second", "version": "1"}
    second = client.post(page, late)
    kept = Person.objects.get(crn=crn).sex

    assert 'name="version" value="1"' in read
    assert (first.status_code, second.status_code, kept) == (302, 422, "F")
    assert "3 April 1981" in words(second)
    assert client.post(page, late | {"version": "2"}).status_code == 302
    assert Person.objects.get(crn=crn).sex == "M"
