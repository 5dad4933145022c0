from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.outbox.events import Event
from throughcare.outbox.rules import account_of, event_from, is_given_up, payload_of


@dataclass(frozen=True, kw_only=True)
class EverythingTold(Event, name="outbox.everything-told.v1", subject="case_reference"):
    case_reference: str
    number: int
    is_final: bool
    visit_id: UUID | None
    on: date
    at: datetime | None
    post_ids: tuple[int, ...]
    marks: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class TooMuchTold(Event, name="outbox.too-much-told.v1", subject="case_id"):
    case_id: int
    weight: float


moments = st.datetimes(timezones=st.just(UTC))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        EverythingTold,
        case_reference=st.text(),
        number=st.integers(),
        is_final=st.booleans(),
        visit_id=st.none() | st.uuids(),
        on=st.dates(),
        at=st.none() | moments,
        post_ids=st.lists(st.integers()).map(tuple),
        marks=st.lists(st.uuids()).map(tuple),
    )
)
def test_an_event_is_read_again_as_it_was_written(event):
    assert event_from(EverythingTold, payload_of(event)) == event


def test_the_payload_is_plain_json():
    event = EverythingTold(
        case_reference="X000001",
        number=3,
        is_final=False,
        visit_id=UUID(int=7),
        on=date(2014, 6, 1),
        at=datetime(2014, 6, 1, tzinfo=UTC),
        post_ids=(1, 2),
        marks=(),
    )

    assert payload_of(event) == {
        "case_reference": "X000001",
        "number": 3,
        "is_final": False,
        "visit_id": "00000000-0000-0000-0000-000000000007",
        "on": "2014-06-01",
        "at": "2014-06-01T00:00:00+00:00",
        "post_ids": [1, 2],
        "marks": [],
    }
    assert event.subject == "case:X000001"


def test_an_event_may_carry_nothing_but_identifiers():
    with pytest.raises(TypeError, match="may not carry a float"):
        payload_of(TooMuchTold(case_id=1, weight=1.5))


@pytest.mark.parametrize("name", ["told", "outbox.Told.v1", "outbox.told", "outbox.told.v0"])
def test_an_event_has_a_name_of_one_form(name):
    with pytest.raises(TypeError, match=r"is not room\.fact-in-kebab-case\.v1"):

        class Told(Event, name=name, subject="case_id"):
            case_id: int


def test_an_event_is_about_one_of_its_fields():
    with pytest.raises(TypeError, match="has no field “person_id”"):

        class Told(Event, name="outbox.told.v1", subject="person_id"):
            case_id: int


def test_a_fault_is_described_without_its_words():
    try:
        raise_about("Ann Smith")
    except LookupError as fault:
        told = account_of(fault)

    assert told.startswith("LookupError at throughcare.outbox.tests.test_rules.raise_about:")
    assert "Smith" not in told


def raise_about(name: str) -> None:
    raise LookupError(name)


def test_delivery_is_given_up_after_the_tenth_failure():
    assert [is_given_up(attempts=attempts) for attempts in (9, 10)] == [False, True]
