"""The pages of a plan, before and after: who may open them, what they say, and what they refuse."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Answer, Hold, Override, Plan, Run
from throughcare.restructure.tests.pages import PAGES, PLAN, text_of
from throughcare.restructure.tests.test_live import new_seat

MOST_QUERIES = 41


def test_each_page_of_a_plan_that_nothing_was_run_on_says_so(eve, sign_in):
    client = sign_in("planner", now=eve.now)

    answered = {page: client.get(PLAN + page).status_code for page in PAGES}

    assert answered == dict.fromkeys(PAGES, 200)
    assert "No dry run yet" in text_of(client.get(f"{PLAN}/results"))
    assert "No dry run yet" in text_of(client.get(f"{PLAN}/items"))
    assert "No books yet" in text_of(client.get(f"{PLAN}/books"))


def test_a_plan_is_told_in_words_that_a_manager_reads(eve, sign_in):
    page = text_of(sign_in("planner", now=eve.now).get(f"{PLAN}/words"))

    assert "When kind of post is unpaid-work or programmes:" in page
    assert (
        "At least half of the cases of an officer go to one body. What breaks it is reported"
        in page
    )


def test_an_item_is_explained_and_its_answer_can_be_proposed_and_approved(tried, sign_in):
    answer = Answer.objects.filter(kind="case", rule="nps-or-crc/rosh").earliest("item_id")
    address = f"{PLAN}/items/case/{answer.item_id}"
    planner, approver = (sign_in(name, now=tried.now) for name in ("planner", "approver"))

    page = text_of(planner.get(address))
    assert "The risk of serious harm to somebody is high or very high." in page
    closed = planner.post(f"{address}/overrides", {"unit": "ASP", "reason": "Known to the court"})
    assert closed.status_code == 422
    assert "ASP stops operating at the instant of the plan." in text_of(closed)
    assert not Override.objects.exists()

    planner.post(f"{address}/overrides", {"unit": "c21", "reason": "Known to the court"})
    (override,) = Override.objects.all()
    approver.post(f"{PLAN}/overrides/{override.pk}/approval")
    tried.done(Step.PLAN)

    answer = Answer.objects.get(kind="case", item_id=answer.item_id)
    assert answer.rule == f"override {override.pk}"
    assert tried.rows(
        "select code from organisation_unitcode where unit_id = %s", answer.to_owner_id
    ) == [("C21",)]


def test_a_hold_without_a_day_is_refused_and_keeps_what_was_typed(tried, sign_in):
    item = Answer.objects.filter(kind="case").earliest("item_id").item_id
    client = sign_in("planner", now=tried.now)

    page = client.post(
        f"{PLAN}/items/case/{item}/holds", {"reason": "An appeal is heard", "decider": "director"}
    )

    assert page.status_code == 422
    assert "Enter the day by which it is decided" in text_of(page)
    assert "An appeal is heard" in text_of(page)
    assert not Hold.objects.exists()


def test_a_plan_with_mistakes_is_not_taken_in_and_every_mistake_is_listed(eve, sign_in):
    client = sign_in("planner", now=eve.now)
    text = eve.plan.text.replace("      LNS: C04\n", "      LNS: C04\n      LNS: C08\n")

    page = client.post(
        "/restructures", {"file": SimpleUploadedFile("plan.yaml", text.encode(), "text/yaml")}
    )

    assert page.status_code == 422
    assert "LNS stands twice" in text_of(page)
    assert Plan.objects.count() == 1


def test_a_step_that_is_asked_for_waits_for_the_worker(eve, sign_in):
    client = sign_in("director", now=eve.now)

    client.post(f"{PLAN}/runs", {"step": "plan"})

    run = Run.objects.latest("id")
    assert (run.step, run.state) == (Step.PLAN, "waiting")
    assert "waiting for its turn" in text_of(client.get(PLAN))


def test_the_maker_cannot_sign_on_the_page(tried, sign_in):
    client = sign_in("planner", now=tried.now)

    assert client.post(f"{PLAN}/approvals", {"gate": Gate.PLAN}).status_code == 403
    assert not tried.plan.approvals.exists()


def test_the_page_of_a_plan_says_what_comes_next_and_what_is_signed(eve, sign_in):
    planner = sign_in("planner", now=eve.now)
    checked = text_of(planner.get(PLAN))
    eve.done(Step.PLAN)

    tried = text_of(planner.get(PLAN))

    assert "Run the step Dry-run. It moves nothing." in checked
    assert "Stage is refused until then." in tried
    assert f'<a class="govuk-link" href="{PLAN}/rehearsals">Rehearsals</a>' in tried
    assert "The plan waits for the signature of somebody who did not make the plan." in tried
    approver = text_of(sign_in("approver", now=eve.now).get(PLAN))
    assert "Who signs the plan agrees that every item goes where it should." in approver
    assert "Sign the plan" in approver


def test_the_button_to_sign_is_for_those_whose_signature_counts(tried, sign_in):
    new_seat(tried, unit="NOMS", role="approver", since=tried.now)

    shown = {
        name: "Sign the plan" in text_of(sign_in(name, now=tried.now).get(PLAN))
        for name in ("approver", "approver.noms", "director", "planner")
    }

    # The director asked for the dry run, and the plan names no third approver.
    assert shown == {"approver": True, "approver.noms": False, "director": False, "planner": False}
    named = text_of(sign_in("approver.noms", now=tried.now).get(PLAN))
    assert "The plan names who may sign: " in named


def test_rules_are_told_as_the_plan_says_them(tried, sign_in):
    client = sign_in("planner", now=tried.now)

    of_cases = text_of(client.get(f"{PLAN}/items?kind=case&rule=nps-or-crc/otherwise"))
    of_posts = text_of(client.get(f"{PLAN}/results?kind=account"))

    assert "None of the reasons for the NPS applies, and every input is known." in of_cases
    assert (
        "Everybody else stands on one list for each trust, published beforehand. (CRC)" in of_posts
    )


def test_no_page_of_a_plan_asks_more_because_there_is_more_to_show(tried, sign_in):
    client = sign_in("planner", now=tried.now)
    one = Answer.objects.filter(kind="case").earliest("item_id").reference

    asked = {page: _queries(client, PLAN + page) for page in PAGES}
    of_one = _queries(client, f"{PLAN}/items?kind=case&reference={one}")
    of_a_page = _queries(client, f"{PLAN}/items?kind=case")

    assert of_one == of_a_page
    assert {page: number for page, number in asked.items() if number > MOST_QUERIES} == {}


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


def test_before_the_books_the_page_says_when_there_are_lists(eve, sign_in):
    page = text_of(sign_in("director", now=eve.now).get(f"{PLAN}/sign-offs"))

    assert "No lists yet" in page
    assert "Each provider has its list once the plan is reconciled" in page
