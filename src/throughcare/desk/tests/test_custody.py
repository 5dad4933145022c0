"""Custody and licence on the pages: places, dates, releases, recalls, doubts, conditions."""

from datetime import UTC, date, datetime

import pytest

from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import (
    Custody,
    CustodyChange,
    CustodyDoubt,
    Licence,
    LicenceCondition,
    Release,
    Sentence,
)
from throughcare.probation.tests.sentencing import load_codes

pytestmark = pytest.mark.django_db

IN_2026 = datetime(2026, 6, 1, 9, tzinfo=UTC)
AT = "/cases/{crn}/sentences/1"


@pytest.fixture(autouse=True)
def codes(db, _at_the_moment) -> None:
    load_codes()
    change_clock.set_moment(moment=IN_2026, now_real=clock.machine_now())


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


@pytest.fixture
def custody(record) -> Custody:
    sentence = Sentence.objects.create(
        case=record,
        number=1,
        type_id="325",
        offence_id="04600",
        imposed_on=date(2026, 3, 9),
        recorded_at=IN_2026,
    )
    made = Custody.objects.create(
        case=record,
        sentence=sentence,
        status="A",
        status_on=date(2026, 3, 9),
        recorded_at=IN_2026,
    )
    CustodyChange.objects.create(
        case=record,
        custody=made,
        number=1,
        kind="begun",
        status="A",
        happened_at=IN_2026,
        source="probation",
        recorded_at=IN_2026,
    )
    return made


def test_somebody_is_placed_dated_released_recalled_and_supervised(
    browse, officer_here, crn, custody
):
    client = browse(officer_here)
    at = f"{AT.format(crn=crn)}/custody"

    placed = client.post(
        f"{at}/placement", {"institution": "LEI", "book_number": "38339A"}, follow=True
    )
    dated = client.post(
        f"{at}/key-dates", {"type": "ACR", **day("day", date(2027, 3, 9))}, follow=True
    )
    changed = client.post(
        f"{at}/key-dates", {"type": "ACR", **day("day", date(2027, 4, 9))}, follow=True
    )
    freed = client.post(
        f"{at}/release",
        {"kind": "adult-licence", **day("released_on", date(2026, 5, 1))},
        follow=True,
    )
    twice = client.post(
        f"{at}/release", {"kind": "adult-licence", **day("released_on", date(2026, 5, 2))}
    )
    back = client.post(
        f"{at}/recall", {"reason": "missed", **day("recalled_on", date(2026, 5, 20))}, follow=True
    )
    supervised = client.post(f"{at}/supervision", day("day", date(2026, 5, 21)), follow=True)

    assert "38339A" in words(placed)
    assert "25 June 2026" in words(dated)
    assert "What these dates were before" in words(changed)
    assert "Released on licence" in words(freed)
    assert "Record a recall" in words(freed)
    assert twice.status_code == 422
    assert "This person is released already." in words(twice)
    assert "Recalled on 20 May 2026: failed to keep in touch" in words(back)
    assert "Post-sentence supervision" in words(supervised)


def test_two_releases_are_shown_and_do_not_crash_the_page(browse, officer_here, crn, custody):
    """Trap: a person released twice in the data."""
    for number in (1, 2):
        Release.objects.create(
            case=custody.case,
            custody=custody,
            number=number,
            released_on=date(2026, 5, number),
            kind="adult-licence",
            recorded_at=IN_2026,
        )

    page = browse(officer_here).get(f"{AT.format(crn=crn)}/custody")

    assert page.status_code == 200
    assert "Two releases stand with no recall between them." in words(page)


def test_a_report_in_doubt_is_shown_and_answered(browse, officer_here, crn, custody):
    CustodyDoubt.objects.create(
        case=custody.case,
        message="M 1/7",
        kind="release",
        happened_at=IN_2026,
        why="This person is released already.",
        recorded_at=IN_2026,
    )
    client = browse(officer_here)
    at = f"/cases/{crn}/custody-doubts"

    queue = client.get("/?show=custody")
    shown = client.get(f"{AT.format(crn=crn)}/custody")
    asked = client.get(f"{at}/answers?message=M%201/7")
    empty = client.post(f"{at}/answers", {"message": "M 1/7", "answer": ""})
    done = client.post(
        f"{at}/answers", {"message": "M 1/7", "answer": "Rang the prison"}, follow=True
    )

    assert f'href="{at}"' in words(queue)
    assert "Prison report: This person is released already." in words(queue)
    assert f'href="{at}"' in words(shown)
    assert 'value="M 1/7"' in words(asked)
    assert empty.status_code == 422
    assert "Rang the prison" in words(done)
    assert f'href="{at}"' not in words(client.get("/?show=custody"))


def test_a_report_in_doubt_is_in_nobody_elses_queue_and_on_no_page_of_a_stranger(
    browse, officer_elsewhere, crn, custody
):
    CustodyDoubt.objects.create(
        case=custody.case,
        message="1",
        kind="release",
        happened_at=IN_2026,
        why="This person is released already.",
        recorded_at=IN_2026,
    )
    client = browse(officer_elsewhere)

    queue = client.get("/?show=custody")
    page = client.get(f"/cases/{crn}/custody-doubts")

    assert "released already" not in words(queue)
    assert page.status_code in {302, 403}
    assert leaks(page) == []


def test_a_licence_is_begun_activated_and_its_conditions_added_and_ended(
    browse, officer_here, crn, custody
):
    client = browse(officer_here)
    at = AT.format(crn=crn)

    begun = client.post(f"{at}/licences", follow=True)
    twice = client.post(f"{at}/licences", follow=True)
    for state in ("in-progress", "submitted", "approved"):
        client.post(f"{at}/licence/state", {"state": state})
    early = client.post(f"{at}/licence/state", {"state": "active"})
    client.post(
        f"{at}/custody/release",
        {"kind": "adult-licence", **day("released_on", date(2026, 5, 1))},
    )
    active = client.post(f"{at}/licence/state", {"state": "active"}, follow=True)
    added = client.post(
        f"{at}/licence/conditions", {"type": "101", "wording": "Live at the hostel"}, follow=True
    )
    ended = client.post(f"{at}/licence/conditions/1/end", follow=True)
    again = client.post(f"{at}/licence/conditions/1/end", follow=True)
    required = client.post(
        f"{at}/licence/supervision",
        {"kind": "travel", **day("starts_on", date(2026, 6, 1))},
        follow=True,
    )

    assert "Not started" in words(begun)
    assert "goes on already" in words(twice)
    assert early.status_code == 422
    assert "A licence is active once the person is released." in words(early)
    assert "Add a condition" in words(active)
    assert "Live at the hostel" in words(added)
    assert "no longer on the licence" in words(ended)
    assert "This condition has ended." in words(again)
    assert "Not travel abroad without permission" in words(required)


@pytest.fixture
def licence(custody) -> Licence:
    """An active licence; of the case's two conditions one is about a hostel."""
    for number, (type_code, words_of_it) in enumerate(
        (("101", "Live at the hostel"), ("107", "Stay in from 7pm")), start=1
    ):
        LicenceCondition.objects.create(
            case=custody.case,
            sentence=custody.sentence,
            number=number,
            type_id=type_code,
            wording=words_of_it,
            starts_on=date(2026, 5, 1),
            recorded_at=IN_2026,
        )
    made: Licence = Licence.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        state="active",
        policy="4.0",
        state_at=IN_2026,
        recorded_at=IN_2026,
    )
    return made


def in_force() -> list[tuple[int, str]]:
    found = LicenceCondition.objects.filter(ended_on=None).order_by("number")
    return [(each.number, each.wording) for each in found]


MATCHING = "/cases/{crn}/sentences/1/licence/matching"


def test_conditions_are_matched_to_the_licence(browse, officer_here, crn, licence):
    client = browse(officer_here)
    at = MATCHING.format(crn=crn)

    asked = words(client.get(at))
    page = words(
        client.post(
            at,
            {
                "shown": "1,2",
                "still": ["2"],
                "type_1": "110",
                "wording_1": "Drink no alcohol",
            },
            follow=True,
        )
    )

    assert asked.count("checked") == 2
    assert in_force() == [(2, "Stay in from 7pm"), (3, "Drink no alcohol")]
    assert "1 ended, 1 began, 1 stay as they were." in page
    assert "no longer on the licence" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wording_2": "Drink no alcohol"}, "Select a category"),
        ({"type_2": "110"}, "Enter what the licence says"),
        ({"still": ["7"]}, "Select a valid choice"),
    ],
)
def test_what_is_half_typed_matches_nothing(*, browse, officer_here, crn, licence, typed, said):
    answer = browse(officer_here).post(MATCHING.format(crn=crn), typed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert [number for number, _ in in_force()] == [1, 2]


def test_a_condition_that_was_added_meanwhile_stays(browse, officer_here, crn, licence):
    browse(officer_here).post(MATCHING.format(crn=crn), {"shown": "1", "still": []})

    assert in_force() == [(2, "Stay in from 7pm")]


def test_where_no_licence_is_active_nothing_is_matched(browse, officer_here, crn, licence):
    Licence.objects.update(state="inactive")

    answer = browse(officer_here).post(MATCHING.format(crn=crn), {"still": ["1"]})

    assert answer.status_code == 422
    assert "No licence of this sentence is active." in words(answer)
    assert [number for number, _ in in_force()] == [1, 2]


def test_a_stranger_matches_nothing(browse, officer_elsewhere, crn, licence):
    answer = browse(officer_elsewhere).post(MATCHING.format(crn=crn), {})

    assert answer.status_code in {302, 403}
    assert [number for number, _ in in_force()] == [1, 2]


PAGES = (
    "/custody",
    "/custody/placement",
    "/custody/release",
    "/custody/recall",
    "/custody/key-dates",
    "/custody/supervision",
    "/licence",
    "/licence/state",
    "/licence/conditions",
    "/licence/matching",
    "/licence/supervision",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_custody_is_shown_and_its_reading_is_on_the_trail(
    *, browse, officer_here, crn, custody, page, acts
):
    answer = browse(officer_here).get(f"{AT.format(crn=crn)}{page}")

    assert answer.status_code == 200
    assert acts(officer_here)[0] == ("case.read", (crn,))


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_shown_nothing_of_custody(*, browse, officer_elsewhere, crn, custody, page):
    LicenceCondition.objects.create(
        case=custody.case,
        sentence=custody.sentence,
        number=1,
        type_id="101",
        wording="Not near Quillfeather",
        starts_on=date(2026, 5, 1),
        recorded_at=IN_2026,
    )

    answer = browse(officer_elsewhere).get(f"{AT.format(crn=crn)}{page}")

    assert answer.status_code in {302, 403}
    assert leaks(answer) == []


def test_an_order_in_the_community_has_no_page_of_custody_or_licence(browse, officer_here, crn):
    for page in ("/custody", "/licence"):
        assert browse(officer_here).get(f"{AT.format(crn=crn)}{page}").status_code == 404
