"""A company refers a breach to the public service, which accepts or returns it and presents it."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404

from throughcare.access.tests.small_nation import NOW
from throughcare.probation import queries
from throughcare.probation.models import Sentence
from throughcare.probation.tests.taking import (
    TODAY,
    acting,
    choose,
    events,
    opened,
    order_of,
    present,
    refused,
    standing,
    step,
    steps,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(nation):
    """Of the public service."""
    return nation.accounts["N02"]


@pytest.fixture
def company(nation):
    return nation.accounts["C05"]


@pytest.fixture
def order_of_company(nation) -> Sentence:
    return order_of(nation.cases["C05"])


def test_a_company_refers_to_the_public_service_which_presents_within_two_business_days(
    nation, company, officer, order_of_company
):
    breach = opened(company, order_of_company.case)
    assert steps(breach) == [("to-refer", date(2014, 6, 12))]
    assert breach.due_on == date(2014, 6, 16)
    assert refused(step, company, breach, "information-laid") == ("does-not-follow",)
    assert refused(step, company, breach, "referred", unit="N02") == ("no-failures",)
    choose(company, breach, 2)
    assert refused(step, company, breach, "referred", unit="") == ("no-presenter",)
    assert refused(step, company, breach, "referred", unit="C11") == (
        "presents-nothing",
        "no-presenter",
    )
    with acting(officer):
        assert queries.processes_to_present(part=slice(0, 9)) == ()

    step(company, breach, "referred", unit="N02")

    with acting(officer):
        (waiting,) = queries.processes_to_present(part=slice(0, 9))
        known = queries.process_presented(waiting, at=NOW)
    assert (waiting.reference, waiting.owner, waiting.due_on) == (
        breach.reference,
        "C05",
        date(2014, 6, 4),
    )
    assert [each.contact for each in known.failures] == [2]
    assert [move.to.code for move in known.next] == ["returned", "accepted"]
    assert refused(choose, company, breach, 3) == ("too-late",)


def test_what_is_incomplete_is_returned_and_referred_again_and_then_presented(
    company, officer, order_of_company
):
    breach = opened(company, order_of_company.case)
    choose(company, breach, 2)
    step(company, breach, "referred", unit="N02")
    assert refused(present, officer, breach, "returned") == ("no-note",)
    present(officer, breach, "returned", note="The second failure is missing")
    with acting(officer):
        assert queries.process_to_present(breach.reference) is None
    choose(company, breach, 2, 3)
    step(company, breach, "referred", unit="N02T")
    assert refused(step, company, breach, "accepted") == ("not-yours",)

    present(officer, breach, "accepted")
    present(officer, breach, "information-laid")
    present(officer, breach, "breach-concluded", result="revoked", court_outcome="510")

    assert standing(breach)[:3] == ("concluded", "revoked", TODAY)
    assert [code for code, _ in steps(breach)] == [
        *("to-refer", "referred", "returned", "referred", "accepted"),
        *("information-laid", "breach-concluded"),
    ]
    order_of_company.refresh_from_db()
    assert order_of_company.terminated_on == TODAY
    assert "probation.breach-concluded.v1" in events()


def test_who_presents_it_not_and_is_not_asked_knows_nothing_of_it(
    nation, company, officer, order_of_company
):
    breach = opened(company, order_of_company.case)
    choose(company, breach, 2)
    step(company, breach, "referred", unit="N02")
    stranger = nation.accounts["N04"]

    with pytest.raises(Http404):
        present(stranger, breach, "accepted")
    with acting(stranger), connection.cursor() as cursor:
        cursor.execute("select * from probation_steps_known(%s)", [breach.pk])
        assert cursor.fetchall() == []
        cursor.execute("select * from probation_failures_known(%s)", [breach.pk])
        assert cursor.fetchall() == []
        assert queries.processes_to_present(part=slice(0, 9)) == ()
