"""The pages of accredited programmes."""

import pytest

from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.probation.models import Requirement
from throughcare.services.tests.conftest import NOW
from throughcare.services.tests.grouping import OVER, grouped, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(nation, case) -> Requirement:
    return make_programme(case)


def test_pages_lead_from_the_order_to_the_report(
    *, browse, officer_here, officer_elsewhere, case, programme, nation, settings
):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=NOW, now_real=clock.machine_now())
    client, here = browse(officer_here), f"/cases/{case.person.crn}/programmes"
    listed = words(client.get(here))
    none = client.post(f"{here}/new", {"requirement": "x"})
    begun = client.post(f"{here}/new", {"requirement": programme.pk})
    address = begun["Location"]
    silent = client.post(f"{address}/status", {"status": "awaiting-allocation"})
    unsaid = client.post(f"{address}/status", {})
    client.post(f"{address}/status", {"status": "awaiting-allocation", "note": "Suitable"})
    empty = client.post("/programme-groups/new", {})
    group = grouped(officer_here, nation)
    desk = f"/programme-groups/{group.code}"
    client.post(f"{address}/place", {"group": group.code})
    time = {
        "day-day": "10",
        "day-month": "6",
        "day-year": "2014",
        "start": "10am",
        "minutes": "120",
    }
    post = officer_here.posts.get().code
    arranged_now = client.post(f"{desk}/sessions", time | {"facilitator": post})
    again = client.post(f"{desk}/sessions", time | {"facilitator": post})
    client.post(f"{address}/status", {"status": "scheduled"})
    client.post(f"{address}/status", {"status": "on-programme"})
    change_clock.set_moment(moment=OVER, now_real=clock.machine_now())
    later = browse(officer_here)
    crn = case.person.crn
    page = words(later.get(f"{desk}/sessions/1"))
    blank = later.post(f"{desk}/sessions/1", {f"{crn}-outcome": "none"})
    saved = later.post(f"{desk}/sessions/1", {f"{crn}-outcome": "ATTC", f"{crn}-notes": "Well"})
    later.post(f"{address}/status", {"status": "programme-complete", "note": "Done"})
    report = later.post(f"{address}/report", {"words": "Learned a lot"})
    end = words(later.get(address))

    assert "Think First" in listed
    assert [each.status_code for each in (none, silent, unsaid, empty)] == [409, 409, 422, 422]
    assert [each.status_code for each in (arranged_now, again, blank, saved, report)] == [
        *(302, 422, 422, 302, 302),
    ]
    assert f"{crn}: There is another appointment then" in words(again)
    assert "What happened?" in page
    assert [
        each for each in ("Programme complete", "Learned a lot", "1 of 20") if each not in end
    ] == []
    assert [
        later.get(path).status_code
        for path in ("/programme-groups", "/programme-groups/new", desk, f"{desk}/sessions")
    ] == [200] * 4
    assert [
        later.get(path).status_code
        for path in (f"{here}/AP9", "/programme-groups/APG9", f"{desk}/sessions/9")
    ] == [404] * 3
    stranger = browse(officer_elsewhere)
    assert stranger.get(address).status_code == 302
    assert "Ann Other" not in words(stranger.get(desk))
