"""Interventions on the pages of a case: referred, begun, given on, ended, and by whom."""

import pytest

from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Appointment, Nsi, Requirement
from throughcare.probation.tests.taking import order_of

pytestmark = pytest.mark.django_db

DAY = {"day": "2", "month": "6", "year": "2014"}


def on(name: str, **changed: str) -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in (DAY | changed).items()}


@pytest.fixture
def order(record):
    return order_of(record)


def typed(**changed: str) -> dict[str, str]:
    return {"type": "CRS01", "part": "1", **on("referred_on")} | changed


def refer(client, crn: str, **changed: str):
    return client.post(f"/cases/{crn}/nsis/new", typed(**changed), follow=True)


def test_somebody_is_referred_and_what_becomes_of_it_is_on_its_page(
    browse, officer_here, crn, order
):
    client = browse(officer_here)
    assert "No interventions" in words(client.get(f"/cases/{crn}/nsis"))
    assert f'href="/cases/{crn}/nsis"' in words(client.get(f"/cases/{crn}"))
    requirement = Requirement.objects.get()

    answer = refer(client, crn, part=f"1/{requirement.pk}", notes="Needs a flat")

    page = f"/cases/{crn}/nsis/1"
    assert answer.redirect_chain == [(page, 302)]
    assert "Needs a flat" in words(answer)
    assert Nsi.objects.get().requirement_id == requirement.pk
    client.post(f"{page}/start", on("starts_on"))
    client.post(f"{page}/standings", {"status": "INPROG", "note": "Settled", **on("on")})
    client.post(
        f"{page}/appointments",
        {"type": "COAP", "start": "10am", "minutes": "30", **on("day", day="9")},
    )
    shown = words(client.get(page))
    assert ("In progress" in shown, "Settled" in shown, "Office visit" in shown) == (True,) * 3
    client.post(f"{page}/end", on("ended_on"))

    assert Appointment.objects.get().is_cancelled
    ended = words(client.get(page))
    assert f"{page}/end" not in ended
    assert "Cancelled" in ended
    assert "Accommodation" in words(client.get(f"/cases/{crn}/nsis"))


def test_another_officer_is_given_it(browse, officer_here, crn, order):
    client = browse(officer_here)
    refer(client, crn)
    page, post = f"/cases/{crn}/nsis/1", officer_here.posts.get()

    same = client.post(f"{page}/managers", {"post": post.code})
    nobody = client.post(f"{page}/managers", {"post": ""})

    assert (same.status_code, nobody.status_code) == (409, 422)
    assert "This officer has it already." in words(same)
    assert "Select an officer" in words(nobody)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"type": ""}, "Select a type of intervention"),
        ({"part": ""}, "Select the sentence that Accommodation belongs with."),
        ({"referred_on-day": "31"}, "Enter a real date"),
        (on("referred_on", day="3"), "The day of referral must be today or in the past."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    *, browse, officer_here, crn, order, changed, says
):
    answer = browse(officer_here).post(
        f"/cases/{crn}/nsis/new", typed(notes="Kept as typed") | changed
    )

    assert answer.status_code == 422
    assert says in words(answer)
    assert "Kept as typed" in words(answer)
    assert not Nsi.objects.exists()


def test_a_day_ahead_is_refused_on_the_page(browse, officer_here, crn, order):
    client = browse(officer_here)
    refer(client, crn)

    ahead = client.post(f"/cases/{crn}/nsis/1/start", on("starts_on", day="3"))
    empty = client.post(f"/cases/{crn}/nsis/1/standings", {})

    assert (ahead.status_code, empty.status_code) == (409, 422)
    assert "The day it began must be today or in the past." in words(ahead)
    assert "Select where it stands" in words(empty)


def test_an_intervention_that_is_not_there_is_not_found(browse, officer_here, crn, order):
    assert browse(officer_here).get(f"/cases/{crn}/nsis/7").status_code == 404


def test_elsewhere_nobody_sees_it_or_refers(
    *, browse, officer_here, officer_elsewhere, planner, crn, order
):
    refer(browse(officer_here), crn, notes="Told me of the lodger")

    for account in (officer_elsewhere, planner):
        client = browse(account)
        answers = [client.get(f"/cases/{crn}/nsis"), client.get(f"/cases/{crn}/nsis/1")]
        client.post(f"/cases/{crn}/nsis/new", typed())
        client.post(f"/cases/{crn}/nsis/1/end", on("ended_on"))

        assert [answer.status_code for answer in answers] in ([302, 302], [403, 403])
        assert [leaks(answer) for answer in answers] == [[], []]
    assert (Nsi.objects.count(), Nsi.objects.get().ended_on) == (1, None)


def test_a_breach_is_shown_among_them_and_goes_on_by_its_own_steps(
    browse, officer_here, crn, order
):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/enforcements", {"action": "breach"})
    nsi = Nsi.objects.select_related("enforcement").get()

    shown = words(client.get(f"/cases/{crn}/nsis"))
    refused = client.post(f"/cases/{crn}/nsis/1/end", on("ended_on"))

    assert nsi.enforcement.reference in shown
    assert refused.status_code == 409
    assert "Nothing can be changed here now." in words(refused)
