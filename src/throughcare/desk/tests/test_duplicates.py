"""The pages of likely duplicates: the list, one pair, and settling it; what the programme and a stranger see."""

from datetime import UTC, date, datetime

import pytest

from throughcare.access.tests.small_nation import NOW, give, officer
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import words
from throughcare.organisation.models import Change, SuccessionEdge, SuccessionEvent, Switch
from throughcare.people import commands as change_people
from throughcare.people.models import Distinction, Name, Person, Recognition

PAGE = "/people/duplicates"
INSTANT = datetime(2014, 6, 1, tzinfo=UTC)


@pytest.fixture
def pair(nation) -> tuple[str, str]:
    """The people of two cases, whose names sound alike and who share a date of birth."""
    people = [nation.cases[code].person for code in ("C05", "N02")]
    for made, first, last in zip(
        people, ("Stephen", "Steven"), ("Philips", "Phillips"), strict=True
    ):
        Person.objects.filter(pk=made.pk).update(born_on=date(1980, 2, 1))
        Name.objects.filter(person=made).update(first=first, last=last)
    change_people.compare_people(now=NOW, machine_now=clock.machine_now)
    one, other = sorted(str(each.crn) for each in people)
    return one, other


def test_a_pair_is_compared_and_settled_and_the_trail_has_both(pair, officer_here, browse, acts):
    browser, address = browse(officer_here), f"{PAGE}/{pair[0]}/{pair[1]}"
    listed = words(browser.get(PAGE))
    opened = words(browser.get(address))
    empty = browser.post(address, {"verdict": "two", "reason": ""})

    settled = words(
        browser.post(address, {"verdict": "two", "reason": "Both were in court."}, follow=True)
    )

    assert f'href="{address}"' in listed
    assert "Names that sound alike and the same date of birth" in listed
    assert "Are they one person?" in opened
    assert empty.status_code == 422
    assert f"{pair[0]} and {pair[1]} are settled as two people." in settled
    assert "No likely duplicates" in settled
    assert Distinction.objects.get().decided_by_id == officer_here.pk
    assert {("person.told-apart", pair), ("person.duplicates-read", pair)} <= set(
        acts(officer_here)
    )
    assert browser.get(address).status_code == 404


def test_a_pair_is_shown_with_what_speaks_for_one_person_and_against(pair, officer_here, browse):
    change_people.make_ready(now=NOW)
    change_people.count_terms(now=NOW)

    page = words(browse(officer_here).get(f"{PAGE}/{pair[0]}/{pair[1]}"))

    assert "How likely it is" in page
    assert "the same date of birth" in page
    assert "All in all" in page


def test_the_programme_sees_how_many_there_are_and_nobody_of_them(pair, planner, browse):
    browser = browse(planner)

    page = words(browser.get(PAGE))

    assert "Your posts show you how many there are." in page
    assert pair[0] not in page
    assert browser.get(f"{PAGE}/{pair[0]}/{pair[1]}").status_code == 403
    assert browser.__class__().get(PAGE).status_code == 302
    assert not Distinction.objects.exists()


@pytest.fixture
def reform(nation) -> str:
    """A reform that gave the cases of C05 and N02 to C11, and was live an hour later."""
    change = Change.objects.create(
        reference="to-one", title="To one", effective_at=INSTANT, recorded_at=INSTANT
    )
    event = SuccessionEvent.objects.create(
        reference="to-one",
        effective_at=INSTANT,
        legal_basis="None",
        change=change,
        recorded_at=INSTANT,
    )
    for code in ("C05", "N02"):
        SuccessionEdge.objects.create(
            event=event,
            predecessor=nation.units[code],
            successor=nation.units["C11"],
            kind="transfer",
        )
        give(
            nation.cases[code],
            owner=nation.units["C11"],
            holder=nation.units["C11T"],
            starts_at=INSTANT,
            change=change,
        )
    Switch.objects.create(change=change, is_live=True, recorded_at=INSTANT)
    return f"{PAGE}?reform=to-one"


def test_one_person_is_proposed_and_approved_by_another_and_each_record_names_the_other(
    pair, reform, nation, browse
):
    one = nation.accounts["C11"]
    other = officer("second-c11", owner=nation.units["C11"], holder=nation.units["C11T"])
    address = f"{PAGE}/{pair[0]}/{pair[1]}"
    proposed = browse(one).post(address, {"verdict": "one", "reason": "One face."}, follow=True)
    own = browse(one).post(f"{address}/recognition", {"decision": "yes"})
    unsaid = browse(other).post(f"{address}/recognition", {"decision": "no", "answer": ""})
    waiting = words(browse(other).get(address))

    answered = browse(other).post(f"{address}/recognition", {"decision": "yes"}, follow=True)

    assert "are proposed as one person." in words(proposed)
    assert "Proposed as one" in words(proposed)
    assert own.status_code == 422
    assert "Somebody other than you approves" in words(own)
    assert "Enter why they are not one person" in words(unsaid)
    assert "One face." in waiting
    assert "are recognised as one person. Nothing is merged." in words(answered)
    assert Recognition.objects.get().answered_by_id == other.pk
    for crn, linked in (pair, reversed(pair)):
        assert f'href="/people/{linked}"' in words(browse(one).get(f"/people/{crn}"))


def test_pairs_that_a_reform_brought_together_are_shown_apart_and_say_from_whom(
    pair, reform, nation, browse
):
    page = words(browse(nation.accounts["C11"]).get(reform))

    assert "Brought together by To one" in page
    assert pair[0] in page
    assert "N02 and C05; now C11" in page
    assert browse(nation.accounts["C11"]).get(f"{PAGE}?reform=none").status_code == 404


def test_pairs_that_were_with_one_provider_or_are_with_two_were_not_brought_together(
    pair, reform, nation, planner, browse
):
    browser = browse(nation.accounts["C11"])
    assert "Brought together by this reform" in words(browse(planner).get(reform))
    give(nation.cases["N02"], owner=nation.units["C05"], holder=nation.units["C05T"], starts_at=NOW)

    page = words(browser.get(reform))

    assert "No likely duplicates were brought together" in page
    assert pair[0] not in page
    assert pair[0] in words(browser.get(PAGE))


def test_before_any_reform_there_is_no_list_of_it(pair, officer_here, browse):
    assert "Brought together" not in words(browse(officer_here).get(PAGE))
