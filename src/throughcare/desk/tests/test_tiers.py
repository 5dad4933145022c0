"""The tier of a case on its pages: shown with its working, worked out again by whoever has the case."""

from decimal import Decimal

import pytest

from throughcare.allocation.models import Tier
from throughcare.desk.tests.conftest import leaks, words
from throughcare.organisation import commands as change_organisation
from throughcare.probation.models import RiskProfile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _codes(record) -> None:
    change_organisation.load_code_lists()
    RiskProfile.objects.filter(case=record).update(rsr=Decimal("8.1"))


def test_a_tier_is_worked_out_and_shown_with_all_that_it_is_made_from(browse, officer_here, crn):
    client, page = browse(officer_here), f"/cases/{crn}/tier"
    assert "Not worked out yet" in words(client.get(page))

    shown = words(client.post(page, follow=True))

    wanted = (
        *("Protect and change: B0", "Risk of serious recidivism", "8.1000 percent"),
        *("Protect is A from 150 points: 130 more.", "Somebody asked for it"),
    )
    assert [each for each in wanted if each not in shown] == []
    assert page in words(client.get(f"/cases/{crn}"))
    assert "B0" in words(client.get(f"/cases/{crn}"))
    assert "Tier changed to B0." in words(client.get(f"/cases/{crn}"))


def test_a_stranger_reads_no_tier_and_works_none_out(browse, nation, officer_here, crn):
    browse(officer_here).post(f"/cases/{crn}/tier")
    client = browse(nation.accounts["N04"])

    answers = [client.get(f"/cases/{crn}/tier"), client.post(f"/cases/{crn}/tier")]

    assert all(each.status_code in {302, 403, 404} for each in answers)
    assert [leaks(each) for each in answers] == [[], []]
    assert ["B0" in words(each) for each in answers] == [False, False]
    assert Tier.objects.count() == 1
