import re

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404
from django.template import engines
from django.test import RequestFactory

from throughcare.govuk import views


@pytest.fixture
def anybody():
    request = RequestFactory().get("/style-guide")
    request.user = AnonymousUser()
    return request


def test_style_guide_shows_every_component_it_offers(anybody, settings):
    settings.IS_DEMONSTRATION = True
    settings.PAGE_FRAME = ""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of the Jinja2 backend alone
    offered = vars(environment.get_template("govuk/components.html").module)
    guide, _, _ = environment.loader.get_source(environment, "govuk/style_guide.html")

    answer = views.style_guide(anybody)

    not_shown = {
        name
        for name in offered
        if not name.startswith("_") and not re.search(rf"\b{name}\(", guide)
    }
    assert answer.status_code == 200
    assert not_shown == set()


def test_style_guide_is_not_there_for_the_public(anybody, settings):
    settings.IS_DEMONSTRATION = False

    with pytest.raises(Http404):
        views.style_guide(anybody)


def test_no_page_holds_anything_that_the_policy_forbids(anybody, settings):
    settings.IS_DEMONSTRATION = True
    settings.PAGE_FRAME = ""

    drawn = views.style_guide(anybody).content.decode()

    forbidden = r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)"
    assert re.findall(forbidden, drawn) == []


@pytest.mark.django_db
def test_the_examples_that_post_have_a_page_behind_them(client, settings):
    settings.IS_DEMONSTRATION = True

    pressed = client.post("/style-guide/examples", follow=True)
    saved = client.post("/style-guide/drafts", {"draft": "Half a sentence"})

    assert pressed.redirect_chain == [("/style-guide", 302)]
    assert "The button was pressed" in pressed.content.decode()
    assert (saved.status_code, saved.content) == (204, b"")


@pytest.mark.parametrize("door", [views.example, views.example_draft])
def test_the_examples_are_not_there_for_the_public(anybody, settings, door):
    settings.IS_DEMONSTRATION = False
    anybody.method = "POST"

    with pytest.raises(Http404):
        door(anybody)


@pytest.mark.parametrize("tell", [messages.success, messages.warning])
def test_what_a_page_is_told_stands_above_it_as_words(anybody, settings, tell):
    settings.IS_DEMONSTRATION = True
    settings.PAGE_FRAME = ""
    anybody.session = {}
    anybody._messages = FallbackStorage(anybody)
    tell(anybody, "Ruth & Daniel")

    drawn = views.style_guide(anybody).content.decode()

    banner = re.search(r'__content">(.*?)</div>', drawn, re.DOTALL)
    assert banner
    assert " ".join(banner[1].split()) == (
        '<p class="govuk-notification-banner__heading"> Ruth &amp; Daniel </p>'
    )
