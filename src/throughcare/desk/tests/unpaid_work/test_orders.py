"""The unpaid work of a case on its page: what is left, how it comes about, and what changes it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Requirement
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork.models import Adjustment, Allocation, Appointment, Completion, Order
from throughcare.unpaidwork.tests.conftest import days_ahead, recorded

pytestmark = pytest.mark.django_db

MESSAGE = UUID("10000000-0000-0000-0000-000000000001")


def day_of(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": "2014"}


def test_work_is_taken_on_given_a_place_and_the_page_says_how_much_is_left(
    browse, officer_here, crn, sentence, project
):
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work"
    before = words(client.get(here))

    client.post(f"{here}/1/taking-on", {"is_intensive": "on"})
    answer = client.post(
        f"{here}/1/places",
        {"project": " upw1", "weekday": "2"} | day_of("starts_on", NOW.date()),
        follow=True,
    )

    assert "The sentence orders unpaid work that is not taken on yet." in before
    assert answer.redirect_chain == [(here, 302)]
    assert Order.objects.get().is_intensive
    assert len(days_ahead()) == 15
    page = words(answer)
    assert "100 hours, the live requirements of the sentence" in page
    assert "Canal path" in page
    assert 'href="/unpaid-work/projects/UPW1/sessions/2014-06-03"' in page


def test_the_case_leads_to_its_unpaid_work(browse, officer_here, crn, order):
    assert f'href="/cases/{crn}/unpaid-work"' in words(browse(officer_here).get(f"/cases/{crn}"))


def test_a_place_that_cannot_be_is_refused_on_its_page(browse, officer_here, crn, order, project):
    sent = {"project": "UPW1", "weekday": "3"} | day_of("starts_on", NOW.date())
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work/1/places"

    refused = client.post(here, sent)
    empty = client.post(here, {})

    assert (refused.status_code, empty.status_code) == (422, 422)
    assert "The project does not run on a Wednesday." in words(refused)
    assert "Enter the code of the project" in words(empty)
    assert not Allocation.objects.exists()


def test_a_place_is_ended(browse, officer_here, crn, booked):
    here = f"/cases/{crn}/unpaid-work"

    answer = browse(officer_here).post(
        f"{here}/1/places/UPW1/2/end", day_of("ends_on", date(2014, 6, 17)), follow=True
    )

    assert answer.redirect_chain == [(here, 302)]
    assert days_ahead() == [date(2014, 6, 3), date(2014, 6, 10)]
    assert "Less than is left" in words(answer)
    assert browse(officer_here).get(f"{here}/1/places/UPW1/9/end").status_code == 404


def test_one_day_is_booked(browse, officer_here, crn, order, project):
    here = f"/cases/{crn}/unpaid-work"

    browse(officer_here).post(
        f"{here}/1/days", {"project": "UPW1"} | day_of("day", date(2014, 7, 1))
    )

    assert days_ahead() == [date(2014, 7, 1)]


def test_time_is_taken_off_and_added(browse, officer_here, crn, order):
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work"

    off = {"reason": "TTX", "way": "off", "hours": "2", "minutes": "30"}
    client.post(f"{here}/1/adjustments", off)
    client.post(f"{here}/1/adjustments", off | {"way": "added", "hours": "", "minutes": "15"})
    refused = client.post(f"{here}/1/adjustments", off | {"hours": "4"})
    unreal = client.post(f"{here}/1/adjustments", off | {"minutes": "61"})

    assert list(Adjustment.objects.order_by("id").values_list("minutes", flat=True)) == [-150, 15]
    assert "For this reason it may be 3 hours at most." in words(refused)
    assert "Minutes must be between 0 and 59" in words(unreal)
    page = words(client.get(here))
    assert "minus 2 hours 30 minutes" in page
    assert "plus 15 minutes" in page
    assert "minus 2 hours 15 minutes, the sum of the adjustments below" in page


def test_work_is_suspended_resumed_planned_and_completed(
    browse, officer_here, crn, booked, project
):
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work"
    client.post(f"{here}/1/suspension")
    suspended = days_ahead()
    client.post(f"{here}/1/resumption")
    Requirement.objects.update(length=420)
    client.post(f"{here}/1/plan")
    planned = days_ahead()

    refused = client.post(f"{here}/1/completion", follow=True)
    (ahead,) = Appointment.objects.filter(is_released=False)
    recorded(officer_here, project, ahead)
    client.post(f"{here}/1/completion")

    assert (suspended, planned) == ([], [date(2014, 6, 3)])
    assert "7 hours remain to be worked." in words(refused)
    assert Order.objects.get().status == "completed"
    assert "Give a place at a project" not in words(client.get(here))


def test_days_ahead_and_days_over_are_each_in_pages(browse, officer_here, crn, booked):
    Requirement.objects.update(length=30 * 420)
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work"
    client.post(f"{here}/1/plan")
    assert len(days_ahead()) == 30

    def shown(query: str = "") -> tuple[str, int]:
        page = words(client.get(f"{here}{query}"))
        return page, page.count(", Canal path: register")

    first, ahead = shown()
    further = first.partition('href="?after=')[2].partition("#ahead")[0]
    _, next_ahead = shown(f"?after={further}")
    change_clock.set_moment(moment=NOW + timedelta(weeks=60), now_real=clock.machine_now())
    third, over = shown()
    older = third.partition('href="?before=')[2].partition("#over")[0]
    last, left = shown(f"?before={older}")

    assert (ahead, next_ahead, over, left) == (5, 5, 25, 5)
    assert "Latest days" in last


def test_a_case_without_unpaid_work_says_so(browse, officer_here, crn):
    assert "No unpaid work" in words(browse(officer_here).get(f"/cases/{crn}/unpaid-work"))


def test_nobody_elsewhere_reads_or_changes_the_unpaid_work_of_a_case(
    browse, officer_elsewhere, crn, booked
):
    client, here = browse(officer_elsewhere), f"/cases/{crn}/unpaid-work"

    read = client.get(here)
    sent = [
        client.post(f"{here}/1/{name}", {})
        for name in ("suspension", "completion", "plan", "adjustments", "places", "days")
    ]

    assert leaks(read) == []
    assert [answer.status_code for answer in (read, *sent)] == [302] * 7
    assert Order.objects.get().status == "working"


@pytest.fixture
def course(order) -> Completion:
    return Completion.objects.create(
        reference=MESSAGE,
        case_id=order.case_id,
        course="Safety at work",
        minutes=60,
        completed_on=date(2014, 5, 27),
        recorded_at=LONG_AGO,
    )


def test_a_course_is_credited_on_its_page(browse, officer_here, crn, course, project):
    type(project).objects.update(type_id="ET1")
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work/courses/{MESSAGE}"
    listed = words(client.get(f"/cases/{crn}/unpaid-work"))

    empty = client.post(f"{here}/credit", {"sentence": "1"})
    wrong = client.post(f"{here}/credit", {"sentence": "1", "project": "NONE", "starts": "9am"})
    client.post(f"{here}/credit", {"sentence": "1", "project": "UPW1", "starts": "9am"})

    assert "Safety at work" in listed
    assert (empty.status_code, wrong.status_code) == (422, 409)
    assert "Enter the code of the project" in words(empty)
    assert "There is no project with this code." in words(wrong)
    course.refresh_from_db()
    assert (course.state, Order.objects.get().credited_minutes) == ("credited", 60)
    assert "Credit the course" not in words(client.get(here))


@pytest.mark.parametrize(("name", "state"), [("holding", "held"), ("rejection", "rejected")])
def test_a_course_is_held_or_rejected_on_its_page(
    *, browse, officer_here, crn, course, name, state
):
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work/courses/{MESSAGE}"

    silent = client.post(f"{here}/{name}", {"reason": ""})
    client.post(f"{here}/{name}", {"reason": "Done before"})
    again = client.post(f"{here}/{name}", {"reason": "Done before"})

    course.refresh_from_db()
    assert (silent.status_code, again.status_code) == (422, 409)
    assert (course.state, course.reason) == (state, "Done before")


def test_a_course_of_another_case_is_not_found(browse, officer_here, crn, course, nation):
    with change_access.as_engine(now=NOW):
        change_unpaidwork.receive_completion(
            reference=UUID("10000000-0000-0000-0000-000000000002"),
            crn=nation.cases["N02"].person.crn,
            course="Elsewhere",
            minutes=60,
            completed_on=date(2014, 5, 27),
            now=NOW,
        )

    answer = browse(officer_here).get(
        f"/cases/{crn}/unpaid-work/courses/10000000-0000-0000-0000-000000000002"
    )

    assert answer.status_code == 404


def test_what_is_late_and_what_the_law_has_otherwise_is_said(browse, officer_here, crn, order):
    Requirement.objects.update(length=30 * 60)
    client, here = browse(officer_here), f"/cases/{crn}/unpaid-work"
    before = words(client.get(here))
    client.post(f"{here}/1/adjustments", {"reason": "TTX", "way": "added", "minutes": "10"})
    change_clock.set_moment(moment=NOW + timedelta(days=365), now_real=clock.machine_now())

    after = words(client.get(here))

    assert "were to be worked by" not in before
    assert "30 hours are ordered, and the law has 40 hours to 300 hours in all." in after
    assert "were to be worked by 30 April 2015, and 30 hours 10 minutes are left." in after
