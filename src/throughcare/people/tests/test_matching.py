"""One person at the door against everybody known."""

import json
from datetime import date

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.people import commands, queries
from throughcare.people.models import Identifier, MatchDue, MatchKey, MatchRecord
from throughcare.people.queries import matching
from throughcare.people.tests.known import LONG_AGO, NOW, TODAY, person, searcher, seated

pytestmark = pytest.mark.django_db

ASKED = {
    "first_name": "Mohammed",
    "last_name": "Iqbal",
    "date_of_birth": "1980-02-01",
    "sex": "M",
}


@pytest.fixture
def finder():
    person("Y000001", "John", "Smith")
    person("Y000002", "Johanna", "Smithson", born_on=date(1975, 6, 9))
    known = person("Y000003", "Mohammed", "Iqbal", alias=("Mo", "Ickbal"))
    Identifier.objects.create(
        person=known,
        kind="pnc",
        supplied="12/395L",
        canonical="2012/0000395L",
        recorded_at=LONG_AGO,
    )
    commands.make_ready(now=NOW)
    commands.count_terms(now=NOW)
    return searcher()


def matched(account, asked):
    with seated(account):
        return queries.match(asked, today=TODAY)


def test_somebody_is_known_by_name_and_day_with_the_reasons(finder):
    found = matched(finder, ASKED)

    assert found.decision == "known"
    assert [each.crn for each in found.candidates] == ["Y000003"]
    assert found.candidates[0].probability > 0.99
    assert {reason.words for reason in found.candidates[0].reasons} == {
        "the same name",
        "the same date of birth",
        "the same sex as recorded",
    }


def test_a_number_in_common_is_named_however_it_is_written(finder):
    found = matched(finder, ASKED | {"cros": "12/395l"})

    assert found.candidates[0].agree == ("pnc",)


def test_an_alias_and_another_spelling_are_found(finder):
    found = matched(finder, ASKED | {"first_name": "Muhammad", "last_name": "Ickbal"})

    assert [each.crn for each in found.candidates] == ["Y000003"]


def test_who_is_like_nobody_is_new(finder):
    found = matched(finder, ASKED | {"first_name": "Ann", "last_name": "Hughes", "sex": "F"})

    assert (found.decision, found.candidates) == ("new", ())


def test_a_brother_is_told_of_and_not_taken_for_one(finder):
    found = matched(finder, ASKED | {"first_name": "Bilal"})

    assert found.decision != "known"


def test_of_a_closed_record_there_is_a_number_and_nothing_else(finder):
    closed = person("Y000009", "Mohammed", "Iqbal")
    commands.make_ready(now=NOW)
    Restriction.objects.create(
        person_id=closed.pk,
        account=searcher("let-in"),
        kind="restriction",
        reason="Witness",
        starts_at=LONG_AGO,
    )

    found = {each.crn: each for each in matched(finder, ASKED).candidates}

    assert found["Y000009"].is_limited
    assert (found["Y000009"].probability, found["Y000009"].reasons) == (None, ())
    assert not found["Y000003"].is_limited


def test_nobody_without_a_seat_is_told_of_anybody(finder):
    with change_access.acting_as(account_id=None, now=NOW):
        assert queries.match(ASKED, today=TODAY).candidates == ()


def test_who_is_added_is_matched_at_once_and_made_ready_later(officer_here):
    with seated(officer_here):
        made = commands.add_person(
            account_id=officer_here.pk,
            name=commands.Alias(first="Ann", last="Hughes", born_on=date(1991, 12, 30)),
            now=NOW,
        )
        found = queries.match(
            {"first_name": "Ann", "last_name": "Hughes", "date_of_birth": "30/12/1991"}, today=TODAY
        )

    assert [each.crn for each in found.candidates] == [made.crn]
    assert MatchDue.objects.filter(person=made).exists()

    commands.make_ready(now=NOW)

    assert not MatchDue.objects.exists()
    assert MatchRecord.objects.get(person=made).standard["whole"] == "ANN HUGHES"
    assert MatchKey.objects.filter(person=made, shared="AANN HUGHES1991-12-30").exists()


def test_a_match_costs_a_fixed_number_of_statements(finder, django_assert_num_queries):
    with seated(finder), django_assert_num_queries(3):
        queries.match(ASKED, today=TODAY)

    for number in range(10, 20):
        person(f"Y0000{number}", "Mohammed", "Iqbal")
    commands.make_ready(now=NOW)

    with seated(finder), django_assert_num_queries(3):
        queries.match(ASKED, today=TODAY)


def test_a_record_that_was_kept_is_read_as_it_was_made(finder):
    with connection.cursor() as cursor:
        cursor.execute("select standard::text from people_matchrecord")
        kept = [row[0] for row in cursor.fetchall()]

    records = [matching.read_standard(json.loads(each)) for each in kept]
    assert {"MOHAMMED IQBAL", "JOHN SMITH"} <= {each.whole for each in records}
    assert [json.loads(each) for each in kept] == [
        json.loads(json.dumps(matching.written_standard(each))) for each in records
    ]


def test_likely_duplicates_come_by_what_they_weigh_the_heaviest_first(finder):
    person("Y000011", "Jon", "Smith")
    twin = person("Y000012", "Mohammed", "Iqbal")
    Identifier.objects.create(
        person=twin, kind="pnc", supplied="12/395L", canonical="2012/0000395L", recorded_at=LONG_AGO
    )
    commands.make_ready(now=NOW)
    commands.count_terms(now=NOW)

    commands.compare_people(now=NOW, machine_now=lambda: NOW)

    with seated(finder):
        pairs = queries.likely_duplicates(limit=9)
        weighed = queries.weigh(first_crn="Y000003", second_crn="Y000012", today=TODAY)
    assert [(pair.first_crn, pair.second_crn) for pair in pairs] == [
        ("Y000003", "Y000012"),
        ("Y000001", "Y000011"),
    ]
    assert pairs[0].percent == "100.0%"
    weights = [weight for _, _, weight in weighed.parts]
    assert pairs[0].weight == pytest.approx(weighed.prior + sum(weights), abs=1e-6)
