"""The pages of the sign-off: who opens them, what they take, and what they refuse."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import ListedException, SignOff
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import (
    ONE,
    OTHER,
    accept,
    appoint,
    codes,
    head_of,
    worker_closes,
)

MOST_QUERIES = 40


def test_a_signed_off_plan_asks_for_its_evidence_once_more_and_can_be_reversed(reconciled, sign_in):
    reconciled.done(Step.EVIDENCE)
    for code in (ONE, OTHER):
        accept(reconciled, code)
    for code in codes(reconciled):
        if code not in {ONE, OTHER}:
            appoint(reconciled, code)
            accept(reconciled, code)
    later = reconciled.at(reconciled.now.replace(hour=12))
    worker_closes(later)
    client = sign_in("director", now=later.now)

    asked = text_of(client.get(PLAN))
    later.done(Step.EVIDENCE)
    sealed = text_of(client.get(PLAN))

    assert "Run the step Evidence once more: it seals who accepted what." in asked
    assert "What goes on after the day" in sealed
    assert "old codes lead on, with the links, mailboxes and calendar feeds that bear one" in sealed
    assert later.reversal(instant=later.now.replace(day=3)).plan.phase == Phase.DRAFT


def test_the_pages_take_an_exception_and_the_acceptance(reconciled, sign_in):
    head = sign_in(head_of(ONE), now=reconciled.now)
    stranger = sign_in(head_of(OTHER), now=reconciled.now)
    address = f"{PLAN}/sign-offs/{ONE}"

    assert stranger.get(address).status_code == 404
    stranger.post(f"{address}/acceptance")
    assert not SignOff.objects.exists()
    page = text_of(head.get(address))
    assert "Accept as it is" in page
    assert "Nothing was listed against it." in page
    wrong = head.post(f"{address}/exceptions", {"says": "Wrong", "owed_by": "nobody.here"})
    assert wrong.status_code == 422
    assert "Enter the day by which it is put right" in text_of(wrong)
    head.post(
        f"{address}/exceptions",
        {
            "says": "Office BEDOF01 is ours",
            "owed_by": "director",
            "due_on-day": "30",
            "due_on-month": "6",
            "due_on-year": "2014",
        },
    )
    assert "Accept with 1 exception" in text_of(head.get(address))
    head.post(f"{address}/acceptance")

    accepted = SignOff.objects.get()
    listed = ListedException.objects.get()
    assert (accepted.signed_by_id, listed.sign_off_id) == (account(head_of(ONE)), accepted.pk)
    assert "Accepted with exceptions" in text_of(head.get(address))
    of_one = f"{address}/exceptions/{listed.pk}"
    assert stranger.get(of_one).status_code == 404
    assert head.post(f"{of_one}/outcome", {"outcome": "put-right"}).status_code == 422
    head.post(f"{of_one}/outcome", {"outcome": "put-right", "says": "It stands in our list"})
    assert "It stands in our list" in text_of(head.get(of_one))
    whole = text_of(sign_in("director", now=reconciled.now).get(f"{PLAN}/sign-offs"))
    assert f"1 of {len(codes(reconciled))} providers have accepted" in whole
    assert "Waits for Head of C15" in whole
    assert "Nobody speaks for it" in whole
    alone = text_of(stranger.get(f"{PLAN}/sign-offs"))
    assert "0 of 1 provider has accepted" in alone


def test_the_pages_are_for_those_who_see_plans(reconciled, sign_in):
    officer = sign_in("officer.future-nps", now=reconciled.now)

    assert {
        officer.get(f"{PLAN}{page}").status_code
        for page in ("/sign-offs", f"/sign-offs/{ONE}", f"/sign-offs/{ONE}/exceptions/1")
    } == {403}
    assert officer.post(f"{PLAN}/sign-offs/{ONE}/acceptance").status_code == 403
    assert not SignOff.objects.exists()


def test_the_list_asks_no_more_for_many_providers_than_for_one(reconciled, sign_in):
    director = sign_in("director", now=reconciled.now)
    head = sign_in(head_of(ONE), now=reconciled.now)

    with CaptureQueriesContext(connection) as for_one:
        head.get(f"{PLAN}/sign-offs")
    with CaptureQueriesContext(connection) as for_all:
        page = text_of(director.get(f"{PLAN}/sign-offs"))

    assert len(for_all) == len(for_one) <= MOST_QUERIES
    assert "Showing 1 to 25 of 28" in page or "25 of 28" in page
