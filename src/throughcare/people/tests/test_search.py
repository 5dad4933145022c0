from datetime import date

import pytest
from django.db import connection

from throughcare.access.models import Restriction
from throughcare.people import queries, rules
from throughcare.people.models import Identifier
from throughcare.people.tests.known import LONG_AGO, TODAY, person, searcher, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def finder():
    person("X000001", "John", "Smith")
    person("X000002", "Johanna", "Smithson", born_on=date(1975, 6, 9))
    person("X000003", "Mohammed", "Iqbal", alias=("Mo", "Ickbal"))
    person("X000004", "Siobhan", "Nic Dhomhnaill")
    person("X000005", "Jon", "Smyth", born_on=date(1990, 1, 1))
    return searcher()


def found(account, text: str) -> list[str]:
    with seated(account):
        answer = queries.search(text=text, today=TODAY)
    return [line.crn for line in answer.found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("John Smith", "X000001"),
        ("SMITH, john", "X000001"),
        ("smithso", "X000002"),
        ("hanna", "X000002"),
        ("mohamed ikbal", "X000003"),
        ("jhon smith", "X000001"),
        ("iqball", "X000003"),
        ("dhomnaill", "X000004"),
        ("x000004", "X000004"),
        ("smyth 1 jan 1990", "X000005"),
        ("jhon smiht 1/2/1980", "X000001"),
        ("iqball mohamed 1 feb 1980", "X000003"),
        ("ickbal", "X000003"),
    ],
)
def test_a_person_is_found_first_by(finder, text, first):
    assert found(finder, text)[:1] == [first]


def test_name_with_date_of_birth_comes_before_name_before_what_is_like_it(finder):
    person("X000006", "John", "Smith", born_on=date(1999, 9, 9))
    person("X000007", "Jon", "Smythe")

    assert found(finder, "John Smith 1/2/1980") == ["X000001", "X000007", "X000006", "X000005"]


def test_with_a_date_of_birth_one_name_may_be_another_altogether(finder):
    person("X000006", "Johanna", "Brown", born_on=date(1980, 1, 1))

    with seated(finder):
        answer = queries.search(text="Johanna Brown 9/6/1975", today=TODAY)

    assert [(line.crn, line.match) for line in answer.found] == [
        ("X000006", "Name"),
        ("X000002", "Date of birth and part of the name"),
    ]


def test_somebody_born_on_a_day_is_found_by_it_alone(finder):
    assert found(finder, "9.6.1975") == ["X000002"]


def test_a_number_is_found_in_any_written_form_and_not_when_it_fails_its_check(finder):
    kept = person("X000007", "Zed", "Quill")
    for supplied, canonical in (("03/3Y", "2003/0000003Y"), ("2004/1Q", None)):
        Identifier.objects.create(
            person=kept, kind="pnc", supplied=supplied, canonical=canonical, recorded_at=LONG_AGO
        )

    assert found(finder, "2003/0000003Y") == ["X000007"]
    assert found(finder, "2004/1Q") == []


def test_a_restricted_record_is_said_to_exist_and_no_more(finder):
    hidden = person("X000008", "Winifred", "Vane", alias=("Fred", "Vane"))
    Restriction.objects.create(
        person_id=hidden.id,
        account=searcher("let-in"),
        kind="restriction",
        reason="Witness",
        starts_at=LONG_AGO,
    )

    with seated(finder):
        answer = queries.search(text="fred vane", today=TODAY)

    assert answer.found == (
        queries.Found(person_id=hidden.id, crn="X000008", rank=3, is_limited=True),
    )
    assert answer.total == 1


def test_who_may_not_search_finds_nobody(finder):
    finder.posts.update(role="planner")

    assert found(finder, "John Smith") == []


def test_pages_of_an_answer_follow_one_another_and_the_count_is_of_all(finder):
    for number in range(10, 17):
        person(f"X0000{number}", "Same", "Name")

    with seated(finder):
        pages = [
            queries.search(text="same name", today=TODAY, limit=3, offset=offset)
            for offset in (0, 3, 6)
        ]

    assert [len(page.found) for page in pages] == [3, 3, 1]
    assert {page.total for page in pages} == {7}
    assert len({line.crn for page in pages for line in page.found}) == 7


def test_a_changed_name_is_found_by_its_new_words(finder):
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_name set search_text = 'GWENLLIAN PRYCE' where last = 'Iqbal'"
        )

    assert found(finder, "gwenlian price") == ["X000003"]


def test_a_search_is_one_query(finder, django_assert_num_queries):
    with seated(finder), django_assert_num_queries(1):
        queries.search(text="smith", today=TODAY)


def pages_read(account, text: str) -> int:
    """How many blocks a search touches, in memory or on the disk."""
    wanted = rules.wanted(text, today=TODAY)
    with seated(account), connection.cursor() as cursor:
        cursor.execute(
            "explain (analyze, buffers, format json)"
            " select * from people_search(%s::text[], %s::text[], %s::date, %s, %s, 25, 0)",
            [list(wanted.keys), list(wanted.words), wanted.born_on, "", queries.MOST],
        )
        ((plans,),) = cursor.fetchall()
    read = plans[0]["Plan"]
    return int(read["Shared Hit Blocks"]) + int(read["Shared Read Blocks"])


def test_who_is_not_shown_is_not_read_by_person(finder):
    for number in range(200):
        person(f"X001{number:03}", "Same", "Name")

    # Once to find each of the names; the way by person and its row are read of the twenty-five who are shown, and of nobody else.
    assert pages_read(finder, "same name") < 200 + 25 * 16


def test_an_answer_says_where_not_all_were_looked_at_whatever_names_they_have(finder):
    for number in range(6):
        person(f"X0020{number:02}", "Ann", "Other", alias=("Anna", "Other"))

    with seated(finder):
        some = queries.search(text="other", today=TODAY, most=8)
        all_of_them = queries.search(text="other", today=TODAY)

    assert some.is_cut
    assert some.total < 6 + 1
    assert (all_of_them.total, all_of_them.is_cut) == (6, False)


def test_who_is_found_by_an_alias_stands_where_the_alias_belongs_and_is_shown_by_both_names(finder):
    person("X000021", "Zenobia", "Aardvark", alias=("Nora", "Mews"))
    person("X000022", "Nora", "Mews")

    with seated(finder):
        answer = queries.search(text="nora mews", today=TODAY)

    assert [(line.crn, line.name, line.alias) for line in answer.found] == [
        ("X000021", "Aardvark, Zenobia", "Nora Mews"),
        ("X000022", "Mews, Nora", ""),
    ]


def test_the_viewers_own_people_are_found_however_many_are_called_so_and_come_first(finder):
    for number in range(12):
        person(f"X0030{number:02}", "Ann", "Common")
    mine = person("X003099", "Zoe", "Common")
    like = person("X003098", "Zoe", "Commons")
    other = person("X003097", "Zoe", "Different")

    with seated(finder):
        answer = queries.search(
            text="common", today=TODAY, most=5, limit=9, near=[mine.pk, like.pk, other.pk]
        )
        everybody = queries.search(text="common", today=TODAY, limit=2, near=[mine.pk])

    assert answer.found[0].crn == "X003099"
    assert answer.is_cut
    crns = [line.crn for line in answer.found]
    assert "X003098" in crns
    assert "X003097" not in crns
    assert [line.crn for line in everybody.found] == ["X003099", "X003000"]
    assert (everybody.total, everybody.is_cut) == (14, False)


def test_a_record_that_is_closed_comes_last_though_it_is_the_viewers_own(finder):
    mine, other = person("X003199", "Zoe", "Closed"), person("X003100", "Zoe", "Closed")
    for closed in (mine, other):
        Restriction.objects.create(
            person_id=closed.id,
            account=finder,
            kind="exclusion",
            reason="A relative",
            starts_at=LONG_AGO,
        )
    person("X003150", "Zoe", "Closed")

    with seated(finder):
        answer = queries.search(text="zoe closed", today=TODAY, near=[mine.pk])

    assert [(line.crn, line.is_limited) for line in answer.found] == [
        ("X003150", False),
        ("X003199", True),
        ("X003100", True),
    ]
