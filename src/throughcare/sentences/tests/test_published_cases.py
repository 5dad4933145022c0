"""Agreement with the published cases, where they are beside this repository. They are never copied into it."""

import json

import pytest

from throughcare.kernel.tests.published import SHARED
from throughcare.sentences import statute_book
from throughcare.sentences.queries.agreement import compared
from throughcare.sentences.queries.answers import answer
from throughcare.sentences.queries.layout import read
from throughcare.sentences.rules import calculate
from throughcare.sentences.rules.explaining import explain
from throughcare.sentences.rules.single import NoReturnDate

PLACE = SHARED / "conformance" / "release-dates"
ABSENT = "The published release-date cases are not beside this repository."
FILES = sorted((PLACE / "cases").rglob("*.json"))


def published():
    if not FILES:
        return [pytest.param(None, id=ABSENT)]
    return [pytest.param(path, id=str(path.relative_to(PLACE / "cases"))) for path in FILES]


@pytest.mark.parametrize("path", published())
def test_a_published_case_has_the_published_answer(path):
    if path is None:
        pytest.skip(ABSENT)
    case = json.loads(path.read_text())

    found = compared(case, answer(case))

    assert found.first == {}
    assert {key: differs for key, differs in found.second.items() if differs} == {}


@pytest.mark.parametrize("path", published())
def test_each_date_of_a_published_case_is_led_to_by_its_explanation(path):
    if path is None:
        pytest.skip(ABSENT)
    given = read(json.loads(path.read_text()))
    try:
        found = calculate(given.booking, law=given.law, switches=given.switches)
    except NoReturnDate:
        pytest.skip("This case has no dates.")

    explained = explain(given.booking, found)

    dates = {each.kind: each.on for each in explained.dates}
    own = [each for sentence in explained.sentences for each in sentence.dates]
    assert dates == found.together.dates
    assert [
        each
        for each in [*explained.dates, *explained.withheld, *own]
        if each.steps[-1].to != each.on
    ] == []


@pytest.mark.skipif(not PLACE.exists(), reason=ABSENT)
@pytest.mark.parametrize("name", ["calculation-params", "sds-50", "sds-progression-model-october"])
def test_the_law_has_the_published_figures(name):
    written = json.loads((PLACE / "configurations.json").read_text())[name]
    law = statute_book.law(name)

    assert sorted(map(str, law.holidays or ())) == written["bankHolidays"]
    assert {each.name: as_published(each) for each in law.releases} == {
        each["name"]: figures(each) for each in written["sdsLegislation"]
    }
    assert as_published(law.recall_56) == figures(written["fixedTermRecall56"])
    hdced = written["hdced"]
    assert {
        "minimumCustodialPeriodDays": law.curfew.least_custody,
        "minimumDaysOnHdc": law.curfew.least_curfew,
        "minimumDeductionDays": law.curfew.least_served,
        "before365": scheme(law.curfew.before),
        "from365": {"commencement": str(law.curfew.extended_on), **scheme(law.curfew.after)},
        "adultEndDate": str(law.curfew.ends_for_adults_on),
    } == hdced
    assert written["ersed"] == {
        "ers50": {"maximumPeriod": {"DAYS": 544}, "multiplier": law.removal.before.fraction},
        "ers30": {
            "commencement": str(law.removal.changed_on),
            "maximumPeriod": {"YEARS": law.removal.after.longest.years},
            "multiplier": law.removal.after.fraction,
        },
    }


def scheme(found):
    return {"midPointDays": found.midpoint, "deductionDaysAboveMidPoint": found.deduction}


def as_published(law):
    """What of a law is published: its day and its tranches; of an amendment's fractions we have those that it can reach."""
    tranches = [(each.name, str(each.on), each.limit) for each in law.tranches]
    return str(law.commences_on), tranches


def figures(written):
    tranches = [
        (each["name"], each["date"], each.get("duration")) for each in written.get("tranches", ())
    ]
    return str(written["commencement"]), tranches
