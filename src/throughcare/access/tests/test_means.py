"""Invitations, the pages of signing in, and changing how one signs in."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.test import Client

from throughcare.access import commands
from throughcare.access.choices import AttemptKind
from throughcare.access.models import (
    Account,
    Attempts,
    CodeKey,
    Invitation,
    Passkey,
    Password,
    RecoveryCode,
)
from throughcare.access.tests import proving
from throughcare.access.tests.proving import HOUR, PASSWORD
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit.models import Entry
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused

ANOTHER = "a quiet copper kettle"


def sign_in(client: Client, ready: proving.Ready, *, code: str = "") -> None:
    client.post("/sign-in/password", {"username": "officer-c05", "password": PASSWORD})
    client.post("/sign-in/code", {"code": code or ready.code()})


def is_signed_in(client: Client) -> bool:
    return client.get("/my-account/sign-in").status_code == 200


def set_up(token: str, *, session, password=PASSWORD, key="", code="", at=None) -> list[str]:
    with commands.signing_in(now=NOW):
        return commands.set_up(
            session=session,
            invitation=commands.digest_of_invitation(token),
            password=password,
            key=key or commands.new_key(),
            code=code,
            now=NOW,
            machine_now=at or clock.machine_now(),
        )


def test_an_invitation_is_good_once_and_starts_anew(ready, session, client):
    sign_in(client, ready)
    before = CodeKey.objects.get().sealed
    token = proving.invite(ready.account)
    again = proving.set_up(ready.account, session=session)

    with pytest.raises(PermissionDenied):
        set_up(token, session=session)

    assert CodeKey.objects.get().sealed != before
    assert RecoveryCode.objects.filter(ended_at=None).count() == len(again.recovery_codes) == 10
    assert not Passkey.objects.filter(ended_at=None).exists()
    assert not is_signed_in(client)


def test_an_invitation_ends_when_it_says_and_a_newer_one_takes_its_place(officer_here, session):
    at = clock.machine_now()
    first = proving.invite(officer_here, at=at, hours=1)
    second = proving.invite(officer_here, at=at, hours=1)

    for token, moment in ((first, at), (second, at + HOUR), ("made-up", at)):
        with pytest.raises(PermissionDenied):
            set_up(token, session=session, at=moment)

    assert not Password.objects.exists()
    with pytest.raises(Refused) as refused:
        set_up(second, session=session, code="123", at=at + HOUR - timedelta(seconds=1))
    assert refused.value.codes == ("wrong-code",)


def test_nobody_is_invited_who_is_no_active_person(officer_here):
    Account.objects.filter(pk=officer_here.pk).update(is_system=True)

    for username in ("officer-c05", "nobody"):
        with pytest.raises(Refused) as refused:
            commands.invite(username=username, now=NOW, machine_now=clock.machine_now())
        assert refused.value.codes == ("no-account",)

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "officer-c05!"])
def test_a_weak_password_is_refused_and_the_invitation_stays_good(officer_here, session, password):
    token = proving.invite(officer_here)

    with pytest.raises(Refused) as refused:
        set_up(token, session=session, password=password, code="000")

    assert refused.value.codes == ("weak-password", "wrong-code")
    assert not Password.objects.exists()
    assert Invitation.objects.filter(used_at=None).exists()


def test_a_first_sign_in_by_its_pages(client, officer_here, settings):
    settings.PASSWORD_HASHERS = ["throughcare.access.hashing.Argon2idHasher"]
    opened = client.get(f"/sign-in/invitations/{proving.invite(officer_here)}")
    page = client.get(opened.headers["Location"])
    key = str(page.content).partition('tc-app-key__letters">')[2].partition("<")[0].replace(" ", "")
    key_before = client.session.session_key

    wrong = client.post("/sign-in/set-up", {"password": PASSWORD, "code": "000000"})
    code = proving.Ready(account=officer_here, key=key, recovery_codes=[]).code()
    right = client.post("/sign-in/set-up", {"password": PASSWORD, "code": code})
    shown = client.get("/my-account/sign-in/recovery-codes").content.decode()
    client.post("/my-account/sign-in/recovery-codes/kept")

    assert opened.headers["Location"] == "/sign-in/set-up"
    assert wrong.status_code == 422
    assert "The code is wrong or too old" in wrong.content.decode()
    assert right.headers["Location"] == "/my-account/sign-in/recovery-codes"
    assert client.session.session_key != key_before
    assert shown.count("<code>") == 10
    assert client.get("/my-account/sign-in/recovery-codes").headers["Location"] == (
        "/my-account/sign-in"
    )
    kept = Password.objects.get()
    assert kept.digest.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, kept.digest)


def test_a_sign_in_by_its_pages_leads_on_and_never_to_another_site(client, ready):
    for asked, led_to in (
        ("/my-account/sign-in", "/my-account/sign-in"),
        ("https://x.example", "/"),
    ):
        first = client.post(
            "/sign-in/password",
            {"username": "officer-c05", "password": PASSWORD, "next": asked},
        )
        key_between = client.session.session_key
        second = client.post("/sign-in/code", {"code": ready.recovery_codes.pop()})

        assert (first.headers["Location"], second.headers["Location"]) == ("/sign-in/code", led_to)
        assert client.session.session_key != key_between
        assert is_signed_in(client)
        client.post("/sign-out")


@pytest.mark.usefixtures("ready")
def test_a_wrong_password_and_an_unknown_name_are_answered_by_the_same_page(client):
    known, unknown = (
        client.post("/sign-in/password", {"username": username, "password": "wrong"})
        for username in ("officer-c05", "officer-c99")
    )

    def page(answer) -> str:
        without_tokens = re.sub(r'(csrfmiddlewaretoken" value=")\w{64}', r"\1", str(answer.content))
        return without_tokens.replace("c99", "c05")

    assert (known.status_code, unknown.status_code) == (422, 422)
    assert page(known) == page(unknown)
    assert "The user name or the password is wrong." in page(known)
    assert Attempts.objects.filter(kind="name", failures=1).count() == 2


def test_a_code_is_asked_of_nobody_whose_password_was_not_given(client, ready):
    answer = client.post("/sign-in/code", {"code": ready.code()})

    assert answer.headers["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_the_page_of_the_code_says_what_is_wrong_and_when_it_is_too_late(client, ready):
    client.post("/sign-in/password", {"username": "officer-c05", "password": PASSWORD})
    wrong = [client.post("/sign-in/code", {"code": "000000"}) for _ in range(5)]
    Account.objects.filter(pk=ready.account.pk).update(is_active=False)
    late = client.post("/sign-in/code", {"code": ready.code()})

    assert [answer.status_code for answer in (*wrong, late)] == [422] * 6
    assert "The code is wrong, too old, or was used before." in wrong[0].content.decode()
    assert "Too many wrong tries." in wrong[4].content.decode()
    assert "Too much time has passed." in late.content.decode()
    assert not is_signed_in(client)


def test_a_new_password_ends_every_other_session(client, ready):
    elsewhere = Client()
    sign_in(client, ready)
    sign_in(elsewhere, ready, code=ready.recovery_codes[0])

    weak = client.post("/my-account/sign-in/password", {"password": "short"})
    answer = client.post("/my-account/sign-in/password", {"password": ANOTHER})
    shown = " ".join(client.get("/my-account/sign-in").content.decode().split())

    assert weak.status_code == 422
    assert answer.headers["Location"] == "/my-account/sign-in"
    assert '<p class="govuk-notification-banner__heading"> Your password has been changed' in shown
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert check_password(ANOTHER, Password.objects.get().digest)
    assert Entry.objects.filter(action="account.means-changed", detail={"how": "password"}).exists()


def test_another_app_takes_the_place_of_the_first(client, ready):
    sign_in(client, ready)
    page = client.get("/my-account/sign-in/one-time-codes").content.decode()
    key = page.partition('tc-app-key__letters">')[2].partition("<")[0].replace(" ", "")
    other = proving.Ready(account=ready.account, key=key, recovery_codes=[])
    before = CodeKey.objects.get().sealed

    wrong = client.post("/my-account/sign-in/one-time-codes", {"code": ready.code()})
    kept = CodeKey.objects.get().sealed
    right = client.post("/my-account/sign-in/one-time-codes", {"code": other.code()})

    assert (wrong.status_code, kept) == (422, before)
    assert right.headers["Location"] == "/my-account/sign-in"
    assert CodeKey.objects.get().sealed != before


def test_new_recovery_codes_end_the_old_ones(client, ready):
    sign_in(client, ready)

    client.post("/my-account/sign-in/recovery-codes")
    shown = client.get("/my-account/sign-in/recovery-codes").content.decode()

    assert shown.count("<code>") == 10
    assert not set(ready.recovery_codes) & set(shown.replace("<", ">").split(">"))
    assert RecoveryCode.objects.filter(ended_at=None).count() == 10
    assert RecoveryCode.objects.count() == 20


def test_signing_out_everywhere_ends_every_session(client, ready):
    elsewhere = Client()
    sign_in(client, ready)
    sign_in(elsewhere, ready, code=ready.recovery_codes[0])

    client.post("/my-account/sign-outs")

    assert (is_signed_in(client), is_signed_in(elsewhere)) == (False, False)
    assert Entry.objects.filter(action="account.signed-out").count() == 1
    sign_in(client, ready, code=ready.recovery_codes[1])
    assert is_signed_in(client)


def test_means_are_changed_by_whoever_signed_in_a_few_minutes_ago_alone(client, ready):
    sign_in(client, ready)
    Account.objects.update(signed_out_at=None)
    session = client.session
    session["signed_in_at"] = (clock.machine_now() - timedelta(minutes=15)).isoformat()
    session.save()
    digest = Password.objects.get().digest

    page = client.get("/my-account/sign-in").content.decode()
    password = client.post("/my-account/sign-in/password", {"password": ANOTHER})
    codes = client.post("/my-account/sign-in/recovery-codes")

    assert "Sign in again" in page
    assert "You signed in too long ago" in password.content.decode()
    assert (password.status_code, codes.status_code) == (422, 409)
    assert Password.objects.get().digest == digest
    assert RecoveryCode.objects.count() == 10


def test_pages_of_signing_in_send_home_whoever_is_signed_in(client, ready):
    sign_in(client, ready)

    answers = [
        client.get("/sign-in"),
        client.get("/sign-in/set-up"),
        client.get(f"/sign-in/invitations/{uuid4()}"),
        client.post("/sign-in/password", {"username": "officer-n02", "password": "wrong"}),
    ]

    assert [answer.headers["Location"] for answer in answers] == ["/"] * 4
    assert is_signed_in(client)
    assert not Attempts.objects.filter(failures__gt=0).exists()


def test_the_page_of_means_asks_as_much_of_the_database_whatever_there_is(
    client, ready, django_assert_num_queries
):
    sign_in(client, ready)
    is_signed_in(client)  # looks once a minute at what has been seen of the session
    with django_assert_num_queries(count := 16):
        client.get("/my-account/sign-in")
    for number in range(3):
        Passkey.objects.create(
            account=ready.account,
            credential=bytes([50 + number]),
            public_key=b"2",
            uses=0,
            name="key",
            made_at=LONG_AGO,
        )

    with django_assert_num_queries(count):
        client.get("/my-account/sign-in")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "10.9.9.9", "127.0.0.1"),
        (1, "10.9.9.9", "10.9.9.9"),
        (1, "10.6.6.6, 10.9.9.9", "10.9.9.9"),
        (2, "10.6.6.6, 10.9.9.9, 10.1.1.1", "10.9.9.9"),
        (2, "10.9.9.9", "127.0.0.1"),
    ],
)
@pytest.mark.django_db
def test_failures_are_counted_for_the_address_that_our_own_proxies_saw(
    client, settings, proxies, forwarded, counted
):
    settings.PROXIES = proxies

    client.post(
        "/sign-in/password",
        {"username": "nobody", "password": "wrong"},
        headers={"X-Forwarded-For": forwarded},
    )

    kept = Attempts.objects.get(kind="address")
    assert kept.digest == commands.limits.digest_of(counted, kind=AttemptKind.ADDRESS)
