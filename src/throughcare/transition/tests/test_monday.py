"""Your Monday: what it says to whom, and to whom it says nothing."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.tests.reform import Reform, account
from throughcare.transition import queries
from throughcare.transition.choices import CaseList, Part
from throughcare.transition.models import Challenge, Line, Preview, Round
from throughcare.transition.tests.conftest import INSTANT, Tried
from throughcare.transition.tests.people import (
    MINE,
    PLAN,
    account_with,
    address_of,
    text_of,
)

OFFICER = "officer.future-crc"
MOST_QUERIES = 30


def test_it_says_where_somebody_goes_and_what_becomes_of_their_work(tried, sign_in):
    client = sign_in(OFFICER, now=tried.now)
    preview = Preview.objects.get(account__username=OFFICER)

    page = text_of(client.get("/your-monday"))

    assert "you will work for <strong>" in page
    assert "Community Rehabilitation Company" in page
    assert "The minimum safe view, with a reason" in page
    assert f">{preview.opens_before:,}<" in page
    assert f"{preview.opens_lost:,} cases</a> you can open now and will not" in page
    assert "Nothing is drawn by lot." in page
    assert "Challenge something" in page


def test_it_says_who_keeps_the_closed_cases_of_the_body_that_ends(tried, sign_in):
    keeps = "National Probation Service, South West and South Central keeps the closed cases of Avon and Somerset Probation Trust."

    company = text_of(sign_in(OFFICER, now=tried.now).get("/your-monday"))
    division = text_of(sign_in("officer.future-nps", now=tried.now).get("/your-monday"))

    assert f"{keeps} They are not open to you then" in company
    assert f"{keeps} You open them as you open those of your own body then" in division


def test_the_home_page_leads_to_it(tried, sign_in):
    page = text_of(sign_in(OFFICER, now=tried.now).get("/"))

    assert f'<a class="govuk-link" href="{MINE}">what it changes for you</a>' in page


def test_every_list_is_as_long_as_its_count(tried):
    chosen = Account.objects.filter(username__in=[OFFICER, "officer.future-nps"])
    named = [n for (n,) in tried.rows("select distinct account_id from access_restriction")]

    for who in [*chosen, *Account.objects.filter(pk__in=named[:4])]:
        with change_access.acting_as(account_id=who.pk, now=tried.now):
            shown = queries.preview_of(tried.plan, account_id=who.pk)
            lengths = {
                which: len(
                    queries.cases_listed(
                        tried.plan, account_id=who.pk, which=which, part=slice(0, 100_000)
                    )
                )
                for which in CaseList
            }

        assert lengths == {which: queries.count_of(shown.preview, which) for which in CaseList}


def test_lists_are_paged_and_name_no_one(tried, sign_in):
    client = sign_in(OFFICER, now=tried.now)

    first = text_of(client.get(f"{MINE}/cases/lost"))
    second = text_of(client.get(f"{MINE}/cases/lost?page=2"))

    assert first != second
    assert "Showing 1 to 25 of" in first
    assert client.get(f"{MINE}/cases/everything").status_code == 404


def test_somebody_else_is_told_nothing(tried, sign_in):
    other = Account.objects.get(username="officer.future-nps")
    client = sign_in(OFFICER, now=tried.now)

    assert Preview.objects.filter(account=other).exists()
    assert client.get(address_of(other)).status_code == 404
    assert client.get(f"{address_of(other)}/cases/lost").status_code == 404
    assert client.get(f"{PLAN}/previews").status_code == 403


def test_row_security_shows_an_account_its_own_preview_alone(tried):
    with change_access.acting_as(account_id=account(OFFICER), now=tried.now):
        assert list(Preview.objects.values_list("account__username", flat=True)) == [OFFICER]
        assert set(Line.objects.values_list("preview__account__username", flat=True)) == {OFFICER}
        assert not queries.cases_listed(
            tried.plan,
            account_id=account("officer.future-nps"),
            which=CaseList.KEPT,
            part=slice(0, 9),
        )
        assert not queries.places_of(
            tried.plan, restructure.read(tried.plan), account_id=account("officer.future-nps")
        )


def test_a_manager_sees_their_own_team(tried, sign_in):
    manager = account_with("manager")
    mine = Preview.objects.get(account=manager)
    team = Preview.objects.filter(from_holder_id=mine.from_holder_id)
    client = sign_in(manager.username, now=tried.now)

    with change_access.acting_as(account_id=manager.pk, now=tried.now):
        seen = set(Preview.objects.values_list("pk", flat=True))

    assert set(team.values_list("pk", flat=True)) <= seen
    assert len(seen) < Preview.objects.count() / 4
    assert client.get(address_of(team.exclude(account=manager).first().account)).status_code == 200
    assert client.get(f"{PLAN}/previews").status_code == 200


def test_once_the_plan_was_tried_anew_nothing_old_is_shown(tried, sign_in):
    tried.reform.done(Step.PLAN)

    page = text_of(sign_in(OFFICER, now=tried.now).get(MINE))

    assert "Not worked out yet" in page
    assert "The minimum safe view, with a reason" not in page


def test_after_the_day_it_says_what_changed(tried, sign_in):
    _go_live(tried)
    client = sign_in(OFFICER, now=INSTANT)

    page = text_of(client.get(MINE))

    assert "What changed for you" in page
    assert "you work for <strong>" in page
    assert "what it changed for you" in text_of(client.get("/"))


def test_the_home_page_says_what_is_new_for_the_first_week(tried, sign_in):
    passed = Line.objects.filter(part="work", kind="case", fate="passed").values("preview_id")
    preview = Preview.objects.filter(pk__in=passed, standing="answered").earliest("pk")
    who = preview.account
    shown = _seen_by(who, at=tried)
    before = text_of(sign_in(who.username, now=tried.now).get("/"))
    _go_live(tried)

    page = text_of(sign_in(who.username, now=INSTANT).get("/"))
    a_week_on = text_of(sign_in(who.username, now=INSTANT + timedelta(days=7)).get("/"))

    assert "What is new for you" not in before
    assert "What is new for you since 1 June 2014" in page
    assert f"{shown.to_owner}, before {shown.from_owner}" in page
    assert shown.to_manager in page
    assert f">{preview.cases_passed:,}: to " in page
    to = {change.to for change in shown.of(Part.WORK) if change.fate == "passed"}
    assert [name for name in to if f"{name} (" not in page] == []
    assert "passed on with their cases" in page
    assert MINE in page
    assert "What is new for you" not in a_week_on


def test_what_is_new_is_not_said_where_it_was_not_worked_out(tried, sign_in):
    _go_live(tried)
    Round.objects.update(answered_by=0)

    page = text_of(sign_in(OFFICER, now=INSTANT).get("/"))

    assert "What is new for you" not in page
    assert "what it changed for you" in page


def test_what_is_new_for_somebody_else_is_not_told(tried):
    live = _go_live(tried)
    other = Account.objects.get(username="officer.future-nps")

    with change_access.acting_as(account_id=account(OFFICER), now=live.now):
        own = queries.news_of(account(OFFICER), plans=[live.plan], now=live.now)
        others = queries.news_of(other.pk, plans=[live.plan], now=live.now)

    assert list(own) == [live.plan_id]
    assert others == {}


def _seen_by(who: Account, *, at: Tried) -> queries.Shown | None:
    with change_access.acting_as(account_id=who.pk, now=at.now):
        return queries.preview_of(at.plan, account_id=who.pk)


def _go_live(tried: Tried) -> Reform:
    tried.reform.sign(Gate.PLAN)
    tried.reform.done(Step.STAGE)
    tried.reform.sign(Gate.GO)
    live = tried.reform.at(INSTANT)
    live.done(Step.SWITCH)
    return live


def test_an_account_that_no_plan_touches_is_told_so(tried, sign_in):
    assert "Nothing changes for you" in text_of(
        sign_in("auditor", now=tried.now).get("/your-monday")
    )


def test_pages_ask_no_more_because_there_is_more(tried, sign_in):
    client = sign_in(OFFICER, now=tried.now)
    director = sign_in("director", now=tried.now)
    Challenge.objects.all().delete()

    asked = {
        page: _queries(who, page)
        for who, pages in (
            (client, (MINE, f"{MINE}/cases/lost", f"{MINE}/cases/kept", f"{MINE}/challenges")),
            (
                director,
                (
                    f"{PLAN}/previews",
                    f"{PLAN}/previews?from=ASP",
                    f"{PLAN}/cases-that-lose-their-officer",
                    f"{PLAN}/staff-outcomes",
                    "/challenges",
                ),
            ),
        )
        for page in pages
    }

    assert {page: number for page, number in asked.items() if number > MOST_QUERIES} == {}
    assert asked[f"{PLAN}/previews"] == asked[f"{PLAN}/previews?from=ASP"]


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


def test_whoever_is_held_past_the_day_is_told_that_they_could_open_nothing(tried, sign_in):
    warned = "you will be able to open nothing from then on"
    assert warned not in text_of(sign_in(OFFICER, now=tried.now).get(MINE))
    ((seat,),) = tried.rows("select id from access_post where account_id = %s", account(OFFICER))

    tried.reform.hold(kind="account", item_id=seat)
    tried.reform.done(Step.PLAN)
    tried.work_out()

    assert warned in text_of(sign_in(OFFICER, now=tried.now).get(MINE))
