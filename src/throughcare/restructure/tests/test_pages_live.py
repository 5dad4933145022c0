"""The pages of a plan, once it is live: who may open them, what they say, and what they refuse."""

from throughcare.restructure.choices import Step
from throughcare.restructure.tests.pages import PAGES, PLAN, text_of


def test_each_page_of_a_live_plan_opens_for_the_programme(first_morning, sign_in):
    first_morning.done(Step.RECONCILE)
    first_morning.done(Step.EVIDENCE)
    client = sign_in("director", now=first_morning.now)

    answered = {page: client.get(PLAN + page).status_code for page in PAGES}

    assert answered == dict.fromkeys(PAGES, 200)
    assert "Every record that was there before is there after" in text_of(
        client.get(f"{PLAN}/books")
    )
    assert client.get(f"{PLAN}/evidence.pdf").content.startswith(b"%PDF-")
    assert len(client.get(f"{PLAN}/evidence.json").json()["signature"]) == 128


def test_an_officer_opens_no_page_of_a_plan(first_morning, sign_in):
    client = sign_in("officer.future-crc", now=first_morning.now)

    answered = {page: client.get(PLAN + page).status_code for page in PAGES}

    assert answered == dict.fromkeys(PAGES, 403)
