import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from throughcare.govuk.middleware import RefusalPages, page_rules
from throughcare.kernel.refusals import Reason, Refused


@pytest.fixture
def request_of_page():
    return RequestFactory().get("/cases/X320741")


def test_page_is_held_to_the_policy_and_kept_by_nobody(request_of_page):
    answer = page_rules(lambda _: HttpResponse("<p>…</p>"))(request_of_page)

    assert answer.headers["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    ]
    assert answer.headers["Cache-Control"] == "no-store"


def test_forms_may_lead_to_a_provider_that_settings_name(request_of_page, settings):
    settings.FORM_ACTIONS = ("https://provider.example",)

    answer = page_rules(lambda _: HttpResponse("<p>…</p>"))(request_of_page)

    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self' https://provider.example;" in policy


def test_each_request_has_a_number_of_its_own_whatever_the_browser_says(request_of_page):
    request_of_page.META["HTTP_REQUEST_ID"] = "mine"
    rules = page_rules(lambda _: HttpResponse())

    numbers = {rules(request_of_page).headers["Request-Id"] for _ in range(3)}

    assert len(numbers) == 3
    assert "mine" not in numbers


def test_refusal_that_no_view_answers_becomes_a_page_with_every_reason(request_of_page):
    refused = Refused(
        [
            Reason(code="ended", sentence="The case was ended."),
            Reason(code="held", sentence="It is on hold & waits."),
        ]
    )

    answer = RefusalPages(lambda _: HttpResponse()).process_exception(request_of_page, refused)

    assert answer is not None
    assert answer.status_code == 409
    drawn = answer.content.decode()
    assert "<li>The case was ended.</li>" in drawn
    assert "<li>It is on hold &amp; waits.</li>" in drawn


def test_fault_is_left_to_rise(request_of_page):
    answer = RefusalPages(lambda _: HttpResponse()).process_exception(
        request_of_page, KeyError("no such key")
    )

    assert answer is None


def test_wrong_method_is_explained_and_names_the_right_ones(request_of_page):
    refusing = RefusalPages(lambda _: HttpResponseNotAllowed(["POST"]))

    answer = refusing(request_of_page)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert isinstance(answer, HttpResponse)
    assert "This address does something else" in answer.content.decode()
