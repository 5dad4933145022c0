import re

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import RequestFactory
from psycopg.errors import AdminShutdown, DeadlockDetected, DiskFull

from throughcare.govuk import errors
from throughcare.govuk.frame import Frame
from throughcare.govuk.logs import number_request

REQUEST = RequestFactory().get("/cases/X320741")


@pytest.mark.parametrize(
    ("answer", "status", "title"),
    [
        (lambda: errors.bad_request(REQUEST, ValueError()), 400, "could not be understood"),
        (lambda: errors.forbidden(REQUEST, PermissionError()), 403, "You may not see this page"),
        (lambda: errors.not_found(REQUEST, LookupError()), 404, "Page not found"),
        (lambda: errors.fault(REQUEST), 500, "Something went wrong"),
        (lambda: errors.form_expired(REQUEST), 403, "The form has expired"),
        (lambda: errors.too_many(REQUEST, seconds=900), 429, "Too many requests"),
    ],
)
def test_error_page_needs_no_database_and_names_its_request(answer, status, title):
    number_request("0123456789ab")

    drawn = answer()

    words = drawn.content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", words, re.DOTALL)
    assert drawn.status_code == status
    assert heading
    assert title in heading[1]
    assert "<code>0123456789ab</code>" in words


@pytest.mark.parametrize(
    ("kind", "cause", "status", "words"),
    [
        (OperationalError, DiskFull(), 503, "Nothing that you just sent has been saved. Whoever"),
        (OperationalError, AdminShutdown(), 503, "may or may not have been saved"),
        (OperationalError, psycopg.OperationalError(), 503, "may or may not have been saved"),
        (InterfaceError, None, 503, "may or may not have been saved"),
        (OperationalError, DeadlockDetected(), 500, "Nothing that you just sent has been saved."),
        (DatabaseError, None, 500, "Nothing that you just sent has been saved."),
        (ValueError, None, 500, "Nothing that you just sent has been saved."),
    ],
)
def test_what_became_of_the_database_is_told_and_what_is_unknown_is_not_denied(
    kind, cause, status, words
):
    def fail() -> None:
        raise kind("the connection is closed") from cause

    try:
        fail()
    except kind:
        drawn = errors.fault(REQUEST)

    assert drawn.status_code == status
    assert words in drawn.content.decode()


def test_error_page_keeps_the_frame_that_the_request_already_has():
    request = RequestFactory().get("/cases/X320741")
    # As frame_of keeps it.
    request.page_frame = Frame(account_name="Ruth Halloran")  # type: ignore[attr-defined]

    drawn = errors.not_found(request, LookupError()).content.decode()

    assert "Ruth Halloran" in drawn


def test_refusal_is_drawn_with_the_frame_of_whoever_is_signed_in(settings):
    settings.PAGE_FRAME = f"{__name__}.frame_of_somebody"
    request = RequestFactory().get("/cases/X320741")

    drawn = errors.forbidden(request, PermissionError()).content.decode()

    assert "Ruth Halloran" in drawn
    assert 'name="csrfmiddlewaretoken"' in drawn


def test_refusal_without_a_database_and_every_fault_are_drawn_plain(settings):
    settings.PAGE_FRAME = f"{__name__}.frame_that_cannot_be_asked_for"
    request = RequestFactory().get("/cases/X320741")

    drawn = [errors.not_found(request, LookupError()), errors.fault(request)]

    assert [page.status_code for page in drawn] == [404, 500]
    assert all("Ruth Halloran" not in page.content.decode() for page in drawn)


def frame_of_somebody(_request):
    return Frame(account_name="Ruth Halloran", sign_out_url="/sign-out")


def frame_that_cannot_be_asked_for(_request):
    raise DatabaseError
