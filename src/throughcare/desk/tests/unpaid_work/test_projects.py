"""Projects of unpaid work on the pages."""

import pytest

from throughcare.access.tests.small_nation import officer
from throughcare.desk.tests.conftest import words
from throughcare.unpaidwork.models import Opening, Project

pytestmark = pytest.mark.django_db

LIST = "/unpaid-work/projects"


def typed(officer, **changed: str) -> dict[str, str]:
    whole = {
        "name": "Church yard",
        "unit": officer.posts.get().code,
        "type": "NP1",
        "places": "8",
        "starts_on-day": "2",
        "starts_on-month": "6",
        "starts_on-year": "2014",
        "starts_6": "9am",
        "ends_6": "4pm",
    }
    return whole | changed


def test_a_project_is_added_and_stands_in_the_list(browse, officer_here, codes):
    client = browse(officer_here)

    answer = client.post(f"{LIST}/new", typed(officer_here), follow=True)

    (made,) = Project.objects.all()
    assert answer.redirect_chain == [(f"{LIST}/{made.code}", 302)]
    assert f"<title>Project {made.code} " in words(answer)
    assert "Saturday" in words(answer)
    listed = words(client.get(LIST))
    assert f'href="{LIST}/{made.code}"' in listed
    assert "Sat" in listed
    assert list(Opening.objects.values_list("weekday", flat=True)) == [6]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Enter the name of the project"),
        ({"ends_6": ""}, "Enter until when it runs on a Saturday"),
        ({"starts_6": ""}, "Enter from when it runs on a Saturday"),
        ({"starts_6": "", "ends_6": ""}, "Enter the hours of at least one day of the week."),
        ({"places": "0"}, "The number of places must be between 1 and 100."),
        ({"starts_6": "25:00"}, "Enter a real time"),
    ],
)
def test_a_project_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    *, browse, officer_here, codes, changed, says
):
    answer = browse(officer_here).post(f"{LIST}/new", typed(officer_here, **changed))

    assert answer.status_code == 422
    assert says in words(answer).partition('class="govuk-error-summary"')[2]
    assert f'value="{changed.get("places", "8")}"' in words(answer)
    assert not Project.objects.exists()


def test_a_project_is_ended_and_goes_to_the_list_of_those(browse, officer_here, project):
    client = browse(officer_here)
    day = {"ends_on-day": "2", "ends_on-month": "6", "ends_on-year": "2014"}

    empty = client.post(f"{LIST}/UPW1/end", {})
    early = client.post(f"{LIST}/UPW1/end", day | {"ends_on-day": "1"})
    client.post(f"{LIST}/UPW1/end", day)

    assert (empty.status_code, early.status_code) == (422, 409)
    assert "The project can end today or later" in words(early)
    assert "Canal path" not in words(client.get(LIST))
    assert "Canal path" in words(client.get(f"{LIST}?show=ended"))


def test_a_project_of_another_body_is_read_and_not_kept(browse, officer_elsewhere, project):
    client = browse(officer_elsewhere)
    day = {"ends_on-day": "2", "ends_on-month": "6", "ends_on-year": "2014"}

    page = client.get(f"{LIST}/UPW1")
    sent = client.post(f"{LIST}/UPW1/end", day)

    assert "End this project" not in words(page)
    assert sent.status_code == 403
    assert "Canal path" not in words(client.get(LIST))
    assert Project.objects.get().ends_on is None


def test_there_is_no_page_of_a_project_that_is_not_there(browse, officer_here):
    assert browse(officer_here).get(f"{LIST}/UPW9").status_code == 404


def test_the_list_is_in_pages(browse, officer_here, nation, project):
    Project.objects.bulk_create(
        Project(
            code=f"UPX{number}",
            name=f"Project {number:02}",
            type_id="NP1",
            unit=nation.units["C05T"],
            places=2,
            starts_on=project.starts_on,
            recorded_at=project.recorded_at,
        )
        for number in range(30)
    )

    page = words(browse(officer_here).get(f"{LIST}?page=2"))

    assert "Showing 26 to 31 of 31 projects" in page


def test_a_supervisor_comes_to_projects_from_every_page_and_others_from_a_case(
    browse, officer_here, nation
):
    supervisor = officer(
        "supervisor", owner=nation.units["C05"], holder=nation.units["C05T"], role="unpaid-work"
    )
    link = f'href="{LIST}"'

    assert link in words(browse(supervisor).get("/"))
    assert link not in words(browse(officer_here).get("/"))
