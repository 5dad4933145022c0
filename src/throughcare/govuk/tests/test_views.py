import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import engines
from django.test import RequestFactory

from throughcare.govuk import views

NEEDS_A_PAGE_BEHIND_IT = {"autosave_status", "back_link", "post_button"}


@pytest.fixture
def anybody():
    request = RequestFactory().get("/style-guide")
    request.user = AnonymousUser()
    return request


def test_style_guide_shows_every_component_it_offers(anybody, settings):
    settings.IS_DEMONSTRATION = True
    settings.PAGE_FRAME = ""
    environment = engines["jinja2"].env
    offered = vars(environment.get_template("govuk/components.html").module)
    guide, _, _ = environment.loader.get_source(environment, "govuk/style_guide.html")

    answer = views.style_guide(anybody)

    not_shown = {
        name
        for name in offered
        if not name.startswith("_")
        and name not in NEEDS_A_PAGE_BEHIND_IT
        and not re.search(rf"\b{name}\(", guide)
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
