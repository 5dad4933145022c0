"""What the programme and heads of providers see: lists, reviews, statistics, lost officers, preferences."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.models import Account, Equality, StaffChoice
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Answer
from throughcare.restructure.tests.reform import account
from throughcare.transition import queries
from throughcare.transition.models import Preview, Review
from throughcare.transition.tests.people import MINE, PLAN, account_with, text_of

OFFICER = "officer.future-crc"


@pytest.fixture
def head(tried) -> Account:
    """Somebody who is made the head of their provider: a tiny nation has none."""
    found = account_with("manager")
    found.posts.update(role="executive")
    return found


def owner_of(tried, who) -> str:
    (row,) = tried.rows(
        "select c.code from organisation_unitcode c where c.unit_id = %s",
        Preview.objects.get(account=who).from_owner_id,
    )
    return str(row[0])


def gate(tried) -> restructure.Reading:
    with change_access.acting_as(account_id=account("director"), now=tried.now):
        return queries.gate(tried.plan)


def test_a_head_reviews_their_own_provider_and_the_gate_counts_it(tried, sign_in, head):
    code = owner_of(tried, head)
    client = sign_in(head.username, now=tried.now)
    before = gate(tried).light

    page = text_of(client.get(f"{PLAN}/previews"))
    client.post(f"{PLAN}/previews/reviews", {"provider": code})
    client.post(f"{PLAN}/previews/reviews", {"provider": code})

    assert "Mark as reviewed" in page
    (review,) = Review.objects.all()
    assert review.reviewed_by_id == head.pk
    assert (before, gate(tried).light) == (restructure.Light.RED, restructure.Light.AMBER)
    assert "Mark as reviewed" not in text_of(client.get(f"{PLAN}/previews"))


def test_a_review_is_outdated_once_something_changes(tried, sign_in, head):
    code = owner_of(tried, head)
    client = sign_in(head.username, now=tried.now)
    client.post(f"{PLAN}/previews/reviews", {"provider": code})
    own = Preview.objects.filter(from_owner_id=Preview.objects.get(account=head).from_owner_id)

    own.filter(pk=own.first().pk).update(digest="0" * 64)
    assert "Changed since" not in text_of(client.get(f"{PLAN}/previews"))
    own.filter(pk=own.first().pk).update(lasting_digest="0" * 64)

    assert "Changed since" in text_of(client.get(f"{PLAN}/previews"))
    assert gate(tried).fact.endswith("1 before something changed.")


def test_every_provider_reviewed_makes_the_gate_green(tried):
    with change_access.acting_as(account_id=account("director"), now=tried.now):
        digests = queries.digests_of(tried.plan)
    with change_access.as_engine(now=tried.now):
        for owner_id, digest in digests.items():
            Review.objects.create(
                plan=tried.plan,
                owner_id=owner_id,
                accounts=1,
                digest=digest,
                reviewed_by_id=1,
                recorded_at=tried.now,
            )

    assert gate(tried).light == restructure.Light.GREEN


def test_a_head_sees_no_other_provider_and_reviews_none(tried, sign_in, head):
    own = owner_of(tried, head)
    other = next(
        code
        for (code,) in tried.rows(
            "select distinct c.code from transition_preview p join organisation_unitcode c on c.unit_id = p.from_owner_id"
            " where p.standing <> '' order by 1"
        )
        if code != own
    )
    client = sign_in(head.username, now=tried.now)

    assert "No such accounts" in text_of(client.get(f"{PLAN}/previews?from={other}"))
    client.post(f"{PLAN}/previews/reviews", {"provider": other})
    assert not Review.objects.exists()
    assert client.get(f"{PLAN}/staff-outcomes").status_code == 403


def test_the_programme_sees_everybody_and_reviews_for_nobody(tried, sign_in, head):
    client = sign_in("director", now=tried.now)
    touched = Preview.objects.exclude(standing="", opens_lost=0, opens_found=0).count()

    page = text_of(client.get(f"{PLAN}/previews"))

    assert f"of {touched} accounts" in page
    assert "Mark as reviewed" not in page
    code = owner_of(tried, head)
    assert client.post(f"{PLAN}/previews/reviews", {"provider": code}).status_code == 403
    assert not Review.objects.exists()


def test_the_programme_has_previews_worked_out_by_the_worker(tried, sign_in):
    tried.reform.done(Step.PLAN)
    client = sign_in("planner", now=tried.now)

    assert "The plan was tried again since" in text_of(client.get(f"{PLAN}/previews"))
    client.post(f"{PLAN}/previews/rounds")

    assert "Waiting for its turn" in text_of(client.get(f"{PLAN}/previews"))
    assert "Waiting for its turn" in text_of(client.get(f"{PLAN}/previews?fragment=1"))


def test_cases_that_lose_their_officer_are_counted_listed_and_written_out(tried, sign_in):
    losing = Answer.objects.filter(
        plan=tried.plan,
        kind="case",
        standing="answered",
        from_post_id__isnull=False,
        to_post_id=None,
    )
    client = sign_in("director", now=tried.now)

    page = text_of(client.get(f"{PLAN}/cases-that-lose-their-officer"))
    file = client.get(f"{PLAN}/cases-that-lose-their-officer.csv").content.decode()
    lines = list(csv.DictReader(io.StringIO(file)))

    assert losing.count() > 25
    assert f"Showing 1 to 25 of {losing.count()} cases" in page
    assert f'href="{PLAN}/staff-outcomes">Staff outcomes' in page
    assert {line["case"] for line in lines} == set(losing.values_list("reference", flat=True))
    assert {line["officer"] for line in lines} == {"Given to nobody yet"}


def test_outcomes_are_counted_without_small_numbers(tried, sign_in):
    with change_access.acting_as(account_id=account("director"), now=tried.now):
        counted = {each.trait.value: each.table for each in queries.outcomes(tried.plan)}

    people = Answer.objects.filter(plan=tried.plan, kind="account").values("item_id").count()
    assert counted["sex"].total == people
    shown = [
        n
        for table in counted.values()
        for row in table.rows
        for n in (*row.counts, row.total)
        if n is not None
    ]
    assert shown
    assert min(shown) >= 5
    page = text_of(sign_in("director", now=tried.now).get(f"{PLAN}/staff-outcomes"))
    assert "People by grade" in page
    file = sign_in("director", now=tried.now).get(f"{PLAN}/staff-outcomes.csv").content.decode()
    assert file.splitlines()[0] == "by,value,result,people,of,percent,ratio"


def test_outcomes_count_what_people_said_of_themselves(tried):
    rows = tried.rows(
        "select sex, count(distinct e.account_id) from access_equality e join access_post p on p.account_id = e.account_id"
        " join restructure_answer a on a.kind = 'account' and a.item_id = p.id and a.plan_id = %s group by 1",
        tried.plan.pk,
    )

    with change_access.acting_as(account_id=account("director"), now=tried.now):
        table = next(each.table for each in queries.outcomes(tried.plan) if each.trait == "sex")

    assert {row.value: row.total for row in table.rows} == {
        {"F": "Women", "M": "Men"}[sex]: number for sex, number in rows
    }


def test_nobody_but_the_programme_is_given_outcomes(tried):
    assert Equality.objects.exists()
    with change_access.acting_as(account_id=account(OFFICER), now=tried.now):
        assert queries.outcomes(tried.plan) == []


EARLY = datetime(2014, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def post(tried) -> int:
    return StaffChoice.objects.get(post__account__username=OFFICER).post_id


def test_a_preference_is_stated_until_the_closing_day(tried, sign_in, post):
    score = StaffChoice.objects.get(post_id=post).score

    sign_in(OFFICER, now=EARLY).post(f"{MINE}/preferences", {"post": post, "preference": "NPS"})
    late = sign_in(OFFICER, now=tried.now)
    late.post(f"{MINE}/preferences", {"post": post, "preference": "none"})

    kept = StaffChoice.objects.get(post_id=post)
    assert (kept.preference, kept.stated_on, kept.score) == ("NPS", date(2014, 5, 1), score)
    assert "they closed on 18 May 2014" in text_of(late.get(MINE))


def test_a_preference_that_the_plan_does_not_have_is_refused(tried, sign_in, post):
    before = StaffChoice.objects.get(post_id=post).preference

    page = sign_in(OFFICER, now=EARLY).post(
        f"{MINE}/preferences", {"post": post, "preference": "home"}, follow=True
    )

    assert "Select one of the preferences on the page." in text_of(page)
    assert StaffChoice.objects.get(post_id=post).preference == before


def test_nobody_states_a_preference_for_another_or_scores_themselves(tried, sign_in, post):
    theirs = StaffChoice.objects.get(post__account__username="officer.future-nps")

    answer = sign_in(OFFICER, now=EARLY).post(
        f"{MINE}/preferences", {"post": theirs.post_id, "preference": "CRC"}
    )

    assert answer.status_code == 403
    theirs.refresh_from_db()
    assert theirs.preference == "NPS"
    with change_access.acting_as(account_id=account(OFFICER), now=EARLY):
        assert list(StaffChoice.objects.values_list("post_id", flat=True)) == [post]
        with pytest.raises(Exception, match="permission denied"):
            StaffChoice.objects.update(score=100)


def test_who_opens_a_case_is_what_access_answers(tried):
    reference, case_id = tried.rows(
        "select reference, case_id from transition_cases(%s) order by case_id limit 1",
        tried.plan.pk,
    )[0]
    with change_access.as_engine(now=tried.now):
        found = queries.openers(tried.plan, reference=reference)

    full = 0
    for who in Preview.objects.values_list("account_id", flat=True):
        with change_access.acting_as(account_id=who, now=tried.now):
            full += access.views_of([case_id]).get(case_id) == "full"
    assert sum(each.before for each in found) == full
    assert full > 10
