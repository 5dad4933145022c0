"""What comes up in sentences, on the first page of the officer: a licence to be made, and other days."""

import pytest

from throughcare.desk.tests.conftest import NAME, words
from throughcare.probation.tests import test_dates_ahead

pytestmark = pytest.mark.django_db
custody = test_dates_ahead.custody
ahead = test_dates_ahead.ahead


def test_a_release_without_a_licence_leads_to_the_licence(browse, officer_here, crn, custody):
    ahead(custody, "ACR", days=20)
    ahead(custody, "LED", days=400)
    ahead(custody, "POM1", days=2)

    home = words(browse(officer_here).get("/"))
    licences = words(browse(officer_here).get("/", {"show": "licence"}))

    assert "Conditional release, licence not started" in home
    assert f'href="/cases/{crn}/sentences/3/licence"' in home
    assert "Handover from prison: start" in home
    assert f'href="/cases/{crn}/sentences/3/custody"' in home
    assert "22 Jun 2014" in home
    assert "Showing licences to make alone." in licences
    assert NAME in licences
    assert "Handover from prison: start</" not in licences.partition('id="queue"')[2]
