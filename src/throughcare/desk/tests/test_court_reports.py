"""A court report on its page: found from the home page of a court officer, delivered, or needed no longer."""

import pytest

from throughcare.access.tests.small_nation import officer
from throughcare.desk.tests.conftest import SECRET, words

pytestmark = pytest.mark.django_db

PAGE = "/court-reports/R0000001"


@pytest.fixture
def court_officer(nation):
    return officer(
        "court-n02", owner=nation.units["N02"], holder=nation.units["N02T"], role="court"
    )


@pytest.mark.parametrize(("door", "state"), [("delivery", "done"), ("withdrawal", "cancelled")])
def test_it_is_ended_from_its_page_once(*, browse, court_officer, record, report, door, state):
    client = browse(court_officer)
    assert f'href="{PAGE}"' in words(client.get("/"))
    page = words(client.get(PAGE))
    assert f'action="{PAGE}/{door}"' in page
    assert record.person.crn in page
    assert SECRET not in page

    client.post(f"{PAGE}/{door}")
    again = client.post(f"{PAGE}/delivery")

    report.refresh_from_db()
    assert report.state == state
    assert again.status_code == 409
    assert "R0000001 was delivered or withdrawn already." in words(again)
    assert f'href="{PAGE}"' not in words(client.get("/"))


def test_a_stranger_finds_nothing_and_ends_nothing(browse, officer_here, record, report):
    client = browse(officer_here)

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}/delivery").status_code == 404
    assert client.post(f"{PAGE}/withdrawal").status_code == 404

    report.refresh_from_db()
    assert report.state == "asked"
    assert record.pk == report.case_id
