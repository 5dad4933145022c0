"""The guide of a demonstration: what it offers, to whom, and where it is not."""

from django.test import Client

from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Run
from throughcare.restructure.tests.pages import PLAN, text_of


def newcomer(now) -> Client:
    change_clock.set_moment(moment=now, now_real=clock.machine_now())
    return Client()


def test_a_newcomer_is_offered_the_next_step_and_no_page_that_is_not_theirs(eve, sign_in):
    page = text_of(newcomer(eve.now).get("/guide"))

    assert "2. Try it out" in page
    assert "1. Check the plan" not in page
    assert f'href="{PLAN}/' not in page


def test_a_click_signs_in_as_the_director_and_waits_for_the_worker(eve, sign_in):
    client = newcomer(eve.now)

    page = text_of(client.post("/guide/plan", follow=True))

    run = Run.objects.latest("id")
    assert (run.step, run.state) == (Step.PLAN, "waiting")
    assert "Dry-run: waiting for its turn" in page
    assert "2. Try it out" not in page
    assert "Programme director" in page


def test_an_officer_is_not_led_to_pages_of_the_programme(eve, sign_in):
    pages = [
        text_of(sign_in(username, now=eve.now).get("/guide"))
        for username in ("director", "officer.future-crc")
    ]

    assert [f'href="{PLAN}/results"' in page for page in pages] == [True, False]


def test_there_is_no_guide_outside_a_demonstration(eve, sign_in, settings):
    client = newcomer(eve.now)
    settings.DEMONSTRATION = False

    answers = [client.get("/guide"), client.post("/guide/plan"), client.post("/guide/nothing")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Run.objects.filter(step=Step.PLAN).exists()
