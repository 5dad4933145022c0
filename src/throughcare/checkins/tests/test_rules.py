"""When a check-in is due, until when it is answered, whether a link goes out, and what is looked at first."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare.checkins import terms
from throughcare.checkins.choices import Comparison, Frequency, Wellbeing
from throughcare.checkins.rules import links, reaching, registering, reviewing, rhythm

DAYS = some.dates(min_value=date(2010, 1, 1), max_value=date(2040, 1, 1))
EVERY = some.sampled_from([7, 14, 28, 56])
ALL = some.sampled_from(["submitted", "missed", "unsent", "sent"])
MOMENTS = some.integers(0, 10**7).map(
    lambda seconds: datetime(2014, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(first=DAYS, day=DAYS, every=EVERY)
def test_what_is_due_next_is_in_the_rhythm_and_never_more_than_one_turn_ahead(first, day, every):
    due = rhythm.next_due(day, first_due_on=first, every=every)

    assert due > day or due == first > day
    assert (due - first).days % every == 0
    assert due == first or due - day <= timedelta(days=every)
    assert due.weekday() == first.weekday()


@given(first=DAYS, day=DAYS, every=EVERY)
def test_a_day_of_the_rhythm_is_due_itself(first, day, every):
    due = rhythm.due_from(day, first_due_on=first, every=every)

    assert rhythm.due_from(due, first_due_on=first, every=every) == due
    assert due >= max(first, day)


@pytest.mark.parametrize(
    ("sent_on", "ends_at"),
    [
        (date(2014, 3, 28), datetime(2014, 3, 30, 23, tzinfo=UTC)),  # the clocks went forward
        (date(2014, 10, 24), datetime(2014, 10, 27, 0, tzinfo=UTC)),  # and back
        (date(2016, 2, 27), datetime(2016, 3, 1, 0, tzinfo=UTC)),  # a leap day is one of the three
    ],
)
def test_a_link_ends_with_the_last_midnight_of_its_days(sent_on, ends_at):
    assert rhythm.expires_at(sent_on, days_to_answer=3) == ends_at


def reached(**parts: Any):  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "mobile": "07700 900123",
        "email": "a@example.com",
        "may_be_texted": True,
        "is_limited": False,
    }
    return reaching.Reached(**known | parts)


@pytest.mark.parametrize(
    ("parts", "channel", "reason"),
    [
        ({}, "text", ""),
        ({}, "email", ""),
        ({"mobile": ""}, "text", "no-number"),
        ({"may_be_texted": False}, "text", "no-consent"),
        ({"may_be_texted": False}, "email", ""),
        ({"email": ""}, "email", "no-address"),
        ({"is_limited": True}, "text", "limited"),
        ({"is_limited": True}, "email", "limited"),
    ],
)
def test_a_link_goes_out_only_where_somebody_agreed_and_can_be_reached(parts, channel, reason):
    assert (
        reaching.reason_not_to_send(
            reached(**parts), channel=channel, asks_limited=False, is_carried=lambda _: True
        )
        == reason
    )


def test_limited_records_are_written_to_where_it_is_allowed_and_nothing_goes_where_nothing_carries():
    def said(*, asks: bool, carried: bool) -> str:
        return reaching.reason_not_to_send(
            reached(is_limited=True),
            channel="text",
            asks_limited=asks,
            is_carried=lambda _: carried,
        )

    assert (said(asks=True, carried=True), said(asks=True, carried=False)) == ("", "not-carried")


def waiting(**parts: Any):  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "state": "submitted",
        "comparison": "not-compared",
        "asks_for_help": False,
        "wants_contact": False,
        "wellbeing": "okay",
        "since": datetime(2014, 6, 2, tzinfo=UTC),
    }
    return reviewing.Waiting(**known | parts)


def test_no_match_comes_first_then_who_is_unwell_who_asks_for_help_the_rest_and_what_was_missed():
    in_order = [
        waiting(comparison="no-match"),
        waiting(comparison="no-face", since=datetime(2014, 6, 3, tzinfo=UTC)),
        waiting(comparison="match", wellbeing="struggling"),
        waiting(asks_for_help=True),
        waiting(wants_contact=True, since=datetime(2014, 6, 4, tzinfo=UTC)),
        waiting(comparison="match"),
        waiting(state="missed", wellbeing=""),
    ]

    mixed = [in_order[place] for place in (3, 6, 0, 5, 1, 4, 2)]

    assert sorted(mixed, key=reviewing.rank) == in_order


@given(
    one=some.builds(
        reviewing.Waiting,
        state=ALL,
        comparison=some.sampled_from(Comparison.values),
        asks_for_help=some.booleans(),
        wants_contact=some.booleans(),
        wellbeing=some.sampled_from(Wellbeing.values),
        since=MOMENTS,
    ),
    later=some.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=9)),
)
def test_of_two_alike_the_older_comes_first(one, later):
    younger = reviewing.Waiting(**{**one.__dict__, "since": one.since + later})

    assert reviewing.rank(one) < reviewing.rank(younger)


def wanted(**parts: Any):  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "is_closed": False,
        "goes_on": False,
        "is_agreed": True,
        "has_photograph": True,
        "has_birth_date": True,
        "has_sentence": None,
        "first_due_on": date(2014, 6, 2),
    }
    return registering.Wanted(**known | parts)


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ({}, []),
        ({"has_sentence": True}, []),
        ({"has_sentence": False}, ["no-sentence"]),
        ({"first_due_on": date(2014, 6, 1)}, ["in-the-past"]),
        (
            {"is_closed": True, "goes_on": True, "is_agreed": False},
            ["case-closed", "goes-on", "no-consent"],
        ),
        (
            {"has_photograph": False, "has_birth_date": False},
            ["no-photograph", "no-birth-date"],
        ),
    ],
)
def test_every_reason_against_a_registration_is_said(parts, codes):
    found = registering.reasons_to_refuse(wanted(**parts), today=date(2014, 6, 2))

    assert [reason.code for reason in found] == codes


@given(one=some.uuids(), other=some.uuids(), first=some.integers(1, 9), second=some.integers(1, 9))
def test_no_two_links_are_the_same_and_none_can_be_made_without_the_secret(
    one, other, first, second
):
    token = links.token_of(one, link=first, secret_key="key")

    assert len(token) == links.LENGTH
    assert token == links.token_of(one, link=first, secret_key="key")
    assert token != links.token_of(one, link=first, secret_key="another")
    if (one, first) != (other, second):
        assert token != links.token_of(other, link=second, secret_key="key")
    assert token not in links.digest_of(token)


def test_a_message_names_nobody_and_no_service():
    for language in ("en", "cy"):
        said = links.words(
            language=language, address="https://a.example/check-in/x", last_day="4 June"
        )
        assert "robation" not in said
        assert "rawf" not in said
        assert "https://a.example/check-in/x" in said


def test_every_frequency_has_its_days_and_codes_are_agreed():
    agreed = terms.in_force(date(2014, 6, 2))

    assert {*agreed.frequencies} == {*Frequency.values}
    assert (terms.agreed().contact_type, terms.agreed().them) == ("COVC", "ATTC")
    with pytest.raises(LookupError):
        terms.in_force(date(2000, 1, 1))
