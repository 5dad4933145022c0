"""Making two records one on the pages: asked, answered by somebody else, taken back, and by whom."""

import pytest

from throughcare.access.tests.small_nation import officer, person_with_case
from throughcare.desk.tests.conftest import NAME, words
from throughcare.people.models import Merge, Name

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(nation) -> str:
    case = person_with_case("Y000777", owner=nation.units["C05"], holder=nation.units["C05T"])
    Name.objects.filter(person=case.person_id).update(last="Twinfeather")
    return "Y000777"


@pytest.fixture
def colleague(nation):
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


ASKED = {"other": "y000777", "keeps": "this", "reason": "One passport"}


def test_a_merge_is_asked_approved_by_another_and_taken_back(
    *, browse, officer_here, colleague, crn, twin, acts
):
    client, other = browse(officer_here), browse(colleague)

    asked = client.post(f"/people/{crn}/merges/new", ASKED, follow=True)
    page = f"/people/{crn}/merges/{Merge.objects.get().key}"
    own = words(client.get(page))
    shown = words(other.get(page))
    nothing = other.post(page, {})
    approved = other.post(page, {"verdict": "yes"}, follow=True)
    old = client.get(f"/people/{twin}")
    case = client.get(f"/people/{crn}")
    unsaid = other.post(page, {"reason": ""})
    parted = other.post(page, {"reason": "Two passports"}, follow=True)

    assert "Waits for an answer" in words(asked)
    assert "waits for an answer of somebody other" in own
    assert (NAME in shown, "Twinfeather" in shown) == (True, True)
    assert (nothing.status_code, unsaid.status_code) == (422, 422)
    assert "Merged on" in words(approved)
    assert old.headers["Location"] == f"/people/{crn}"
    assert "Twinfeather" in words(case)
    assert "Taken back on" in words(parted)
    assert "Twinfeather" in words(client.get(f"/people/{twin}"))
    assert ("person.merged", (crn, twin)) in acts(colleague)


def test_a_merge_is_declined_with_the_reason(browse, officer_here, colleague, crn, twin):
    browse(officer_here).post(f"/people/{crn}/merges/new", ASKED | {"keeps": "other"})
    made = Merge.objects.get()
    client = browse(colleague)
    page = f"/people/{crn}/merges/{made.key}"

    unsaid = client.post(page, {"verdict": "no", "answer": ""})
    said = client.post(page, {"verdict": "no", "answer": "Two passports"}, follow=True)

    assert made.survivor.crn == twin
    assert "Say why they are not made one record." in words(unsaid)
    assert "Left apart on" in words(said)
    assert "Two passports" in words(client.get(page))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"other": ""}, "Enter the CRN of the other record"),
        ({"other": "Z999999"}, "There is no record under this CRN"),
        ({"other": "X000003"}, "Enter the CRN of another record"),
        ({"keeps": ""}, "Select which record goes on"),
        ({"reason": ""}, "Enter how you know"),
        ({"other": "X000004"}, "Their cases are with two providers"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_reason(
    *, browse, officer_here, crn, twin, changed, says
):
    answer = browse(officer_here).post(f"/people/{crn}/merges/new", ASKED | changed)

    assert answer.status_code == 422
    assert says in words(answer)
    assert not Merge.objects.exists()


def test_elsewhere_nobody_sees_or_asks_for_a_merge(
    browse, officer_here, officer_elsewhere, crn, twin
):
    browse(officer_here).post(f"/people/{crn}/merges/new", ASKED)
    made = Merge.objects.get()
    client = browse(officer_elsewhere)
    pages = [f"/people/{crn}/merges", f"/people/{crn}/merges/{made.key}"]

    shown = [words(client.get(page, follow=True)) for page in pages]
    client.post(pages[1], {"verdict": "yes"})
    client.post(f"/people/{crn}/merges/new", ASKED)

    assert ["One passport" in page for page in shown] == [False, False]
    assert "One passport" in words(browse(officer_here).get(pages[1]))
    assert (Merge.objects.count(), Merge.objects.get().is_approved) == (1, None)
