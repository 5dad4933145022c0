"""Passkeys: added by their owner, good once for each challenge, at this site and for their account alone."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from django.test import Client

from throughcare.access.models import Account, Attempts, Passkey
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.access.tests.soft_authenticator import PRESENT, VERIFIED, Authenticator
from throughcare.audit.models import Entry
from throughcare.clock import queries as clock


def signed_in(account: Account, *, ago: timedelta = timedelta(0)) -> Client:
    """A browser in which an account is signed in."""
    client = Client()
    now = clock.machine_now()
    session = client.session
    session.update(
        {
            "account": account.pk,
            "signed_in_at": (now - ago).isoformat(),
            "seen_at": now.isoformat(),
        }
    )
    session.save()
    return client


def add(client: Client, device: Authenticator, *, name: str = "laptop"):
    options = client.post("/my-account/sign-in/passkey-challenges").json()
    return client.post(
        "/my-account/sign-in/passkeys", {"name": name, "credential": device.create(options)}
    )


def show(client: Client, device: Authenticator, *, next_page: str = "/"):
    options = client.post("/sign-in/passkey-challenges").json()
    return client.post("/sign-in/passkey", {"credential": device.get(options), "next": next_page})


def is_signed_in(client: Client) -> bool:
    return client.get("/my-account/sign-in").status_code == 200


@pytest.fixture
def device(officer_here) -> Authenticator:
    """A device with a passkey of the officer of C05."""
    made = Authenticator()
    add(signed_in(officer_here), made)
    return made


def test_a_passkey_is_added_and_signs_in_by_itself(client, officer_here):
    device = Authenticator()
    added = add(signed_in(officer_here), device)
    shown = show(client, device, next_page="/my-account/sign-in")

    assert added.headers["Location"] == "/my-account/sign-in"
    assert shown.headers["Location"] == "/my-account/sign-in"
    page = client.get("/my-account/sign-in").content.decode()
    assert officer_here.display_name in page
    assert "laptop" in page
    kept = Passkey.objects.get()
    assert (kept.account, kept.uses, kept.used_at is None) == (officer_here, 1, False)
    actions = Entry.objects.filter(account_id=officer_here.pk).order_by("number")
    assert [(entry.action, entry.detail) for entry in actions] == [
        ("account.means-changed", {"how": "passkey added"}),
        ("account.signed-in", {"how": "passkey"}),
    ]


def test_the_browser_is_asked_for_somebody_it_has_seen_to_and_for_no_second_passkey(
    client, officer_here, device
):
    to_add = signed_in(officer_here).post("/my-account/sign-in/passkey-challenges").json()
    to_sign_in = client.post("/sign-in/passkey-challenges").json()

    held = urlsafe_b64encode(device.credential).rstrip(b"=").decode()
    assert to_add["rp"] == {"id": "testserver", "name": "Throughcare"}
    assert [one["id"] for one in to_add["excludeCredentials"]] == [held]
    assert to_add["authenticatorSelection"]["userVerification"] == "required"
    assert to_sign_in["userVerification"] == "required"
    assert to_sign_in["allowCredentials"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://elsewhere.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"uses": -1},
        {"credential": b"another"},
        {"user": urlsafe_b64encode(bytes(16)).rstrip(b"=").decode()},
    ],
    ids=str,
)
def test_what_a_device_shows_must_be_in_order(client, device, changed):
    Passkey.objects.update(uses=5)
    device.uses = 5
    for name, value in changed.items():
        setattr(device, name, value)

    answer = show(client, device)

    assert answer.status_code == 422
    assert "does not sign anybody in" in answer.content.decode()
    assert not is_signed_in(client)
    assert Attempts.objects.get().failures == 1


@pytest.mark.parametrize("credential", ["", "{}", "[]", '{"id": "%%", "rawId": "%%"}', "no JSON"])
@pytest.mark.django_db
def test_what_is_no_passkey_is_refused(client, credential):
    client.post("/sign-in/passkey-challenges")

    answer = client.post("/sign-in/passkey", {"credential": credential})

    assert answer.status_code == 422
    assert not is_signed_in(client)


def test_a_challenge_is_answered_once_in_the_browser_that_asked_and_soon(client, device):
    options = client.post("/sign-in/passkey-challenges").json()
    shown = device.get(options)
    elsewhere = Client()
    elsewhere.post("/sign-in/passkey-challenges")

    unasked = Client().post("/sign-in/passkey", {"credential": shown})
    of_another = elsewhere.post("/sign-in/passkey", {"credential": shown})
    session = client.session
    session["passkey_challenged_at"] = (clock.machine_now() - timedelta(minutes=10)).isoformat()
    session.save()
    late = client.post("/sign-in/passkey", {"credential": shown})
    again = client.post("/sign-in/passkey", {"credential": shown})

    assert [one.status_code for one in (unasked, of_another, late, again)] == [422] * 4
    assert not is_signed_in(client)


def test_a_passkey_of_a_closed_account_or_one_removed_signs_nobody_in(client, officer_here, device):
    Account.objects.filter(pk=officer_here.pk).update(is_active=False)
    closed = show(client, device)
    Account.objects.filter(pk=officer_here.pk).update(is_active=True)
    reference = Passkey.objects.get().reference
    removed = signed_in(officer_here).post(f"/my-account/sign-in/passkeys/{reference}/removal")
    gone = show(client, device)

    assert (closed.status_code, gone.status_code) == (422, 422)
    assert removed.headers["Location"] == "/my-account/sign-in"
    assert not is_signed_in(client)


@pytest.mark.usefixtures("device")
def test_nobody_removes_the_passkey_of_another(officer_elsewhere):
    reference = Passkey.objects.get().reference

    answer = signed_in(officer_elsewhere).post(f"/my-account/sign-in/passkeys/{reference}/removal")

    assert answer.status_code == 403
    assert Passkey.objects.get().ended_at is None


def test_a_passkey_is_not_taken_from_another_account(officer_elsewhere, device):
    answer = add(signed_in(officer_elsewhere), device)

    assert answer.status_code == 422
    assert "could not be added" in answer.content.decode()
    assert Passkey.objects.get().account != officer_elsewhere


@pytest.mark.parametrize(
    "changed", [{"origin": "https://elsewhere.example"}, {"flags": PRESENT}], ids=str
)
def test_what_a_device_makes_must_be_in_order(officer_here, changed):
    answer = add(signed_in(officer_here), Authenticator(**changed))

    assert answer.status_code == 422
    assert not Passkey.objects.exists()


def test_a_passkey_needs_a_name_and_a_challenge(officer_here):
    client, device = signed_in(officer_here), Authenticator()
    nameless = add(client, device, name=" ")
    options = client.post("/my-account/sign-in/passkey-challenges").json()
    made = {"name": "laptop", "credential": device.create(options)}
    unasked = signed_in(officer_here).post("/my-account/sign-in/passkeys", made)

    assert "Enter a name for the passkey" in nameless.content.decode()
    assert (nameless.status_code, unasked.status_code) == (422, 422)
    assert not Passkey.objects.exists()


def test_passkeys_are_added_and_removed_by_whoever_signed_in_a_few_minutes_ago_alone(
    officer_here, device
):
    client = signed_in(officer_here, ago=timedelta(minutes=15))
    reference = Passkey.objects.get().reference

    asked = client.post("/my-account/sign-in/passkey-challenges")
    added = client.post("/my-account/sign-in/passkeys", {"name": "phone", "credential": "{}"})
    removed = client.post(f"/my-account/sign-in/passkeys/{reference}/removal")

    assert [one.status_code for one in (asked, added, removed)] == [409, 422, 409]
    assert "signed in too long ago" in asked.json()["detail"]
    assert [one.ended_at for one in Passkey.objects.all()] == [None]


@pytest.mark.usefixtures("device")
def test_an_address_that_shows_what_is_wrong_too_often_is_not_heard(client, device):
    show(client, Authenticator(user="AA"))
    Attempts.objects.update(failures=100, locked_until=clock.machine_now() + timedelta(minutes=1))

    answer = show(client, device)

    assert "Too many wrong tries" in answer.content.decode()
    assert not is_signed_in(client)
    Attempts.objects.update(locked_until=LONG_AGO)
    show(client, device)
    assert is_signed_in(client)
