"""A breach on its page: presented, ended with a result, withdrawn, and by whom."""

import pytest

from throughcare.desk.tests.conftest import words
from throughcare.probation.models import Case, Enforcement

pytestmark = pytest.mark.django_db


@pytest.fixture
def breach(browse, officer_here, crn) -> Enforcement:
    browse(officer_here).post(f"/cases/{crn}/enforcements", {"action": "breach"})
    return Enforcement.objects.get()


def test_a_breach_is_presented_and_its_result_recorded(browse, officer_here, crn, breach):
    client, page = browse(officer_here), f"/cases/{crn}/enforcements/{breach.reference}"
    assert f'href="{page}"' in words(client.get(f"/cases/{crn}"))
    assert "What came of it?" not in words(client.get(page))

    shown = words(client.post(f"{page}/presentation", follow=True))
    assert "Presented to the court" in shown
    assert "What came of it?" in shown
    empty = client.post(f"{page}/result", {})
    of_another = client.post(f"{page}/result", {"result": "answered"})
    assert (empty.status_code, of_another.status_code) == (422, 409)
    client.post(f"{page}/result", {"result": "continues"})

    breach.refresh_from_db()
    assert (breach.state, breach.result) == ("concluded", "continues")
    assert "The order continues" in words(client.get(page))
    assert f"{page}/withdrawal" not in words(client.get(page))


def test_it_is_withdrawn_with_a_reason(browse, officer_here, crn, breach):
    client, page = browse(officer_here), f"/cases/{crn}/enforcements/{breach.reference}"
    empty = client.post(f"{page}/withdrawal", {})
    assert empty.status_code == 422
    assert "Select why it is withdrawn" in words(empty)

    client.post(f"{page}/withdrawal", {"reason": "excused"})

    breach.refresh_from_db()
    assert (breach.state, breach.result) == ("withdrawn", "excused")
    again = client.post(f"{page}/presentation")
    assert again.status_code == 409
    assert f"{breach.reference} is withdrawn already." in words(again)


def test_it_is_found_under_the_number_of_its_own_case_alone(browse, officer_here, breach):
    other = (
        Case.objects.exclude(pk=breach.case_id).exclude(person__crn=breach.case.person.crn).first()
    )
    assert other is not None

    answer = browse(officer_here).post(
        f"/cases/{other.person.crn}/enforcements/{breach.reference}/presentation"
    )

    assert answer.status_code == 404
    breach.refresh_from_db()
    assert breach.state == "open"


def test_a_stranger_does_nothing(browse, nation, crn, breach):
    client = browse(nation.accounts["N04"])
    page = f"/cases/{crn}/enforcements/{breach.reference}"

    for door, typed in (("presentation", {}), ("withdrawal", {"reason": "error"})):
        assert client.post(f"{page}/{door}", typed).status_code in {403, 404}

    breach.refresh_from_db()
    assert breach.state == "open"
