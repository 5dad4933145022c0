"""The board of a unit's work, an officer's cases with their points, and hours that are taken off."""

import pytest

from throughcare.allocation.models import Reduction, Tier
from throughcare.desk.tests.conftest import leaks, words
from throughcare.organisation import commands as change_organisation

pytestmark = pytest.mark.django_db
TYPED = {
    "reason": "court-duty",
    "hours": "1.8",
    "starts_on-day": "2",
    "starts_on-month": "6",
    "starts_on-year": "2014",
}


@pytest.fixture
def page(record, officer_here):
    change_organisation.load_code_lists()
    Tier.objects.create(
        case=record,
        framework="two-axis",
        level="B2",
        because="all",
        inputs={},
        calculated_at=record.recorded_at,
    )
    return f"/units/C05T/workload/{officer_here.posts.get().code}"


def test_each_figure_of_the_board_opens_to_its_cases(browse, manager_here, crn, page):
    client = browse(manager_here)
    shown = words(client.get("/units/C05T/workload"))
    assert [each in shown for each in (page, "5.3 percent", "115", "2176")] == [True] * 4
    assert "/units/C05/workload" in words(client.get("/units/C05"))

    client.post(f"{page}/reductions", TYPED)
    opened = words(client.get(page))

    wanted = (crn, "B2", "115 of 2070", "5.6 percent", "Court Duty", "Active")
    assert [each for each in wanted if each not in opened] == []
    client.post(f"{page}/reductions/1/deletion")
    assert Reduction.objects.get().deleted_at is not None
    assert client.post(f"{page}/reductions/1/deletion").status_code == 404


def test_the_effect_of_an_allocation_is_said_before_it_is_made(browse, manager_here, crn, page):
    shown = words(browse(manager_here).get(f"/cases/{crn}/allocations"))

    assert "5.3 percent full, 10.6 with this case" in shown


def test_what_is_wrong_with_a_reduction_is_said(browse, manager_here, page):
    client = browse(manager_here)

    empty = client.post(f"{page}/reductions", {})
    none = client.post(f"{page}/reductions", TYPED | {"hours": "0"})

    assert [empty.status_code, none.status_code] == [422, 422]
    assert "Enter the hours" in words(empty)
    assert "more than 0 and at most 60" in words(none)
    assert not Reduction.objects.exists()


def test_an_officer_and_a_stranger_see_no_board(browse, nation, officer_here, page):
    for account in (officer_here, nation.accounts["N04"]):
        client = browse(account)
        answers = [
            client.get("/units/C05T/workload"),
            client.get(page),
            client.post(f"{page}/reductions", TYPED),
        ]
        assert [each.status_code for each in answers] == [403] * 3
        assert [leaks(each) for each in answers] == [[], [], []]
    assert not Reduction.objects.exists()


@pytest.mark.parametrize("address", ["/units/NONE/workload", "/units/C05T/workload/P99999"])
def test_what_is_not_there_is_not_found(browse, manager_here, page, address):
    assert browse(manager_here).get(address).status_code == 404
