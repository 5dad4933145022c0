"""Signing in and out, and what every request begins with."""

import json
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.urls import include, path

from throughcare.access.models import Account
from throughcare.clock import queries as clock


def what_is_seen(request) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("select current_user::text")
        (role,) = cursor.fetchone()
    return JsonResponse(
        {
            "role": role,
            "visitor": request.visitor.username if request.visitor else None,
            "contacts": apps.get_model("probation.Contact").objects.count(),
            "accounts": Account.objects.count(),
            "as_at": request.as_at.isoformat(),
            "as_at_day": request.as_at_day and request.as_at_day.isoformat(),
        }
    )


@login_not_required
def what_anybody_sees(request) -> JsonResponse:
    return what_is_seen(request)


urlpatterns = [
    path("", include("throughcare.access.urls")),
    path("cases", what_is_seen),
    path("public", what_anybody_sees),
]


@pytest.fixture(autouse=True)
def _here(settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def synthetic(nation, settings):
    """A demonstration: the setting, and the mark of an invented nation that is loaded whole."""
    settings.DEMONSTRATION = True
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists nation_load cascade")
        cursor.execute("create table nation_load (is_complete boolean)")
        cursor.execute("insert into nation_load values (true)")
    return nation


def session_for(client, account, **changed: datetime) -> None:
    now = clock.machine_now()
    session = client.session
    session.update(
        {"account": account.id, "signed_in_at": now.isoformat(), "seen_at": now.isoformat()}
        | {name: value.isoformat() for name, value in changed.items()}
    )
    session.save()


def test_a_page_is_served_as_the_account_that_signed_in(client, officer_here):
    session_for(client, officer_here)

    seen = json.loads(client.get("/cases?as-at=2014-05-31").content)

    assert seen == {
        "role": "throughcare_app",
        "visitor": "officer-c05",
        "contacts": 1,
        "accounts": Account.objects.count(),
        "as_at": "2014-05-31T22:59:59.999999+00:00",
        "as_at_day": "2014-05-31",
    }


def test_another_officer_sees_other_cases(client, officer_elsewhere):
    session_for(client, officer_elsewhere)

    seen = json.loads(client.get("/cases").content)

    assert (seen["visitor"], seen["contacts"]) == ("officer-n02", 2)


@pytest.mark.usefixtures("nation")
def test_a_member_of_the_public_is_sent_to_sign_in_and_sees_nothing_of_staff(client):
    asked = client.get("/cases?list=mine")
    public = json.loads(client.get("/public").content)

    assert asked.status_code == 302
    assert asked.headers["Location"] == "/sign-in?next=/cases%3Flist%3Dmine"
    assert (public["visitor"], public["contacts"], public["accounts"]) == (None, 0, 0)


def test_a_day_that_cannot_be_read_is_a_bad_request(client, officer_here):
    session_for(client, officer_here)

    assert client.get("/cases?as-at=yesterday").status_code == 400


@pytest.mark.parametrize("ago", [timedelta(minutes=31), -timedelta(minutes=5)])
def test_a_session_that_is_over_is_ended(client, officer_here, ago):
    session_for(client, officer_here, seen_at=clock.machine_now() - ago)

    answer = client.get("/cases")

    assert answer.status_code == 302
    assert "account" not in client.session


def test_an_account_that_was_closed_is_signed_out(client, officer_here):
    session_for(client, officer_here)
    Account.objects.filter(pk=officer_here.pk).update(is_active=False)

    answer = client.get("/cases")

    assert answer.status_code == 302
    assert "account" not in client.session


@pytest.mark.usefixtures("synthetic")
def test_a_demonstration_signs_in_with_one_click_and_out_again(client):
    listed = client.get("/sign-in?next=/cases").content.decode()
    key_before = client.session.session_key

    answer = client.post("/sign-in/demonstration", {"username": "officer-c05", "next": "/cases"})
    seen = json.loads(client.get(answer.headers["Location"]).content)
    client.post("/sign-out")

    assert "officer-c05" in listed
    assert answer.headers["Location"] == "/cases"
    assert seen["visitor"] == "officer-c05"
    assert client.session.session_key != key_before
    assert client.get("/cases").status_code == 302


@pytest.mark.usefixtures("synthetic")
def test_nobody_is_led_to_another_site(client):
    answer = client.post(
        "/sign-in/demonstration", {"username": "officer-c05", "next": "https://elsewhere.example/"}
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("synthetic")
def test_one_click_is_impossible_without_the_setting(client, settings):
    settings.DEMONSTRATION = False

    answer = client.post("/sign-in/demonstration", {"username": "officer-c05"})

    assert answer.status_code == 403
    assert "officer-c05" not in client.get("/sign-in").content.decode()
    assert "account" not in client.session


@pytest.mark.usefixtures("synthetic")
def test_one_click_is_impossible_where_the_nation_is_not_an_invented_one(client):
    with connection.cursor() as cursor:
        cursor.execute("update nation_load set is_complete = false")

    answer = client.post("/sign-in/demonstration", {"username": "officer-c05"})

    assert answer.status_code == 403
    assert "officer-c05" not in client.get("/sign-in").content.decode()
    assert "account" not in client.session
