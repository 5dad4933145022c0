"""Who was told: opening one's own preview counts, once, for as long as it puts one in the same place."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.reform import account
from throughcare.transition import queries
from throughcare.transition.models import Opening, Preview
from throughcare.transition.queries import sql
from throughcare.transition.queries.names import params
from throughcare.transition.queries.telling import TOUCHED
from throughcare.transition.tests.people import MINE, PLAN, account_with, address_of, text_of

OFFICER = "officer.future-crc"


def reading(tried):
    with change_access.as_engine(now=tried.now):
        return queries.told_gate(tried.plan)


def sides(tried, *, by: str) -> list[queries.Told]:
    with change_access.acting_as(account_id=account(by), now=tried.now):
        return queries.told(tried.plan)


def everybody_opens(tried) -> int:
    """As if all whom the plan touches had looked; how many they are."""
    with change_access.as_engine(now=tried.now):
        return sql.write(
            f"""
            with {TOUCHED}
            insert into transition_opening (reference, account_id, place, opened_at)
            select %(reference)s, account_id, place, %(now)s from touched
            """,
            params(tried.plan) | {"reference": tried.plan.reference, "now": tried.now},
        )


def test_nobody_is_told_before_they_open_their_own_page_and_then_they_alone_are(tried, sign_in):
    before = reading(tried)
    client = sign_in(OFFICER, now=tried.now)

    client.get(MINE)
    client.get(MINE)

    after = reading(tried)
    assert (before.light, after.light) == ("red", "amber")
    assert dict(before.counts)["Opened what it does to them"] == 0
    assert dict(after.counts)["Opened what it does to them"] == 1
    assert list(Opening.objects.values_list("account__username", flat=True)) == [OFFICER]
    assert sorted(each.told for each in sides(tried, by="director"))[-2:] == [0, 1]


def test_a_manager_who_looks_at_somebody_s_preview_tells_them_nothing(tried, sign_in):
    manager = account_with("manager")
    mine = Preview.objects.get(account=manager)
    other = Preview.objects.filter(from_holder_id=mine.from_holder_id).exclude(account=manager)[0]

    seen = sign_in(manager.username, now=tried.now).get(address_of(other.account))

    assert seen.status_code == 200
    assert not Opening.objects.filter(account=other.account).exists()


def test_the_gate_is_green_at_the_share_that_is_set_and_not_below(tried, monkeypatch):
    touched = everybody_opens(tried)
    assert reading(tried).light == "green"

    Opening.objects.order_by("pk")[0].delete()

    monkeypatch.setattr(settings, "TOLD_PERCENT", 100)
    assert reading(tried).light == "amber"
    monkeypatch.setattr(settings, "TOLD_PERCENT", (touched - 1) * 100 // touched)
    assert reading(tried).light == "green"


def test_whoever_is_to_be_elsewhere_since_is_no_longer_told(tried, sign_in):
    sign_in(OFFICER, now=tried.now).get(MINE)
    other = Preview.objects.exclude(account__username=OFFICER).exclude(standing="")
    elsewhere = other.exclude(
        to_owner_id=Preview.objects.get(account__username=OFFICER).to_owner_id
    )[0]
    Preview.objects.filter(account__username=OFFICER).update(to_owner_id=elsewhere.to_owner_id)

    found = reading(tried)

    assert dict(found.counts)["Opened what it does to them"] == 0
    assert "1 opened it before it put them elsewhere." in found.fact


def test_a_plan_that_is_tried_again_with_the_same_result_asks_nobody_anew(tried, sign_in):
    sign_in(OFFICER, now=tried.now).get(MINE)
    tried.reform.done(Step.PLAN)
    tried.work_out()

    assert dict(reading(tried).counts)["Opened what it does to them"] == 1


def test_the_page_counts_by_provider_and_names_nobody(tried, sign_in):
    sign_in(OFFICER, now=tried.now).get(MINE)
    director = sign_in("director", now=tried.now)

    page = text_of(director.get(f"{PLAN}/told"))

    assert "Changed since" in page
    assert Account.objects.get(username=OFFICER).display_name not in page
    assert "have opened what it does to them" in text_of(director.get(f"{PLAN}/readiness"))
    with CaptureQueriesContext(connection) as asked:
        director.get(f"{PLAN}/told")
    assert len(asked) <= 20
    assert sign_in(OFFICER, now=tried.now).get(f"{PLAN}/told").status_code == 403


def test_a_head_of_a_provider_counts_their_own_side(tried, sign_in):
    everybody_opens(tried)
    head = account_with("manager")
    head.posts.update(role="executive")  # a tiny nation has none
    mine = Preview.objects.get(account=head)

    found = sides(tried, by=head.username)
    whole = {each.code: each for each in sides(tried, by="director")}

    with change_access.as_engine(now=tried.now):
        own = {each.owner_id: each.code for each in queries.sides(tried.plan)}
    code = own[mine.from_owner_id or 0]
    assert {each.code: each.told for each in found}[code] == whole[code].told
    assert sum(each.told for each in found) < sum(each.told for each in whole.values())


def test_nobody_says_for_another_that_they_opened_theirs(tried):
    other = account("officer.future-nps")

    with (
        change_access.acting_as(account_id=account(OFFICER), now=tried.now),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Opening.objects.create(
            reference=tried.plan.reference, account_id=other, place="", opened_at=tried.now
        )

    assert not Opening.objects.exists()
