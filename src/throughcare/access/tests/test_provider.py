"""Signing in by an OpenID Connect provider, against one of our own that signs real tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from throughcare.access import commands
from throughcare.access.models import Account, Attempts, ProviderLink
from throughcare.access.tests import fake_provider
from throughcare.access.tests.fake_provider import FakeProvider
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit.models import Entry
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused

HOUR = timedelta(hours=1)


@pytest.fixture
def provider(settings):
    with fake_provider.serving() as made:
        settings.PROVIDER = made.settings
        yield made


@pytest.fixture
def linked(provider, officer_here):
    """The officer of C05, whom the provider knows as `staff-77`."""
    commands.link(
        username=officer_here.username,
        issuer=provider.address,
        subject="staff-77",
        now=NOW,
        machine_now=LONG_AGO,
    )
    return officer_here


def go(client: Client, *, next_page: str = "/") -> str:
    """Press the button, and give the provider's page to which it leads."""
    answer = client.post("/sign-in/provider", {"next": next_page})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def come_back(client: Client, address: str):
    return client.get(address.replace("http://testserver", ""))


def sign_in(client: Client, provider: FakeProvider, *, next_page: str = "/"):
    return come_back(client, provider.authorize(go(client, next_page=next_page)))


def is_signed_in(client: Client) -> bool:
    return client.get("/my-account/sign-in").status_code == 200


def test_the_account_of_a_linked_subject_signs_in_and_goes_where_it_was_going(
    client, provider, linked
):
    page = client.get("/sign-in").content.decode()
    answer = sign_in(client, provider, next_page="/my-account/sign-in")

    assert "Sign in with Justice account" in page
    assert answer.headers["Location"] == "/my-account/sign-in"
    shown = client.get("/my-account/sign-in").content.decode()
    assert linked.display_name in shown
    assert provider.address in shown
    assert Entry.objects.filter(account_id=linked.pk, detail={"how": "provider"}).count() == 1


def test_an_unknown_subject_is_refused_by_a_plain_page_and_no_account_is_made(
    client, provider, linked
):
    provider.subject = "staff-78"
    accounts = Account.objects.count()

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert "no account here is linked to you" in answer.content.decode()
    assert "staff-78" not in answer.content.decode()
    assert not is_signed_in(client)
    assert Account.objects.count() == accounts


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"aud": "another"}},
        {"claims": {"aud": ["throughcare", "another"]}},
        {"claims": {"aud": ["throughcare", "another"], "azp": "another"}},
        {"claims": {"azp": "another"}},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"iat": 99_999_999_999}},
        {"claims": {"iat": None}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": None}},
        {"signed_by": "another"},
        {"algorithm": "HS256"},
        {"algorithm": "none"},
        {"status": 400},
    ],
    ids=str,
)
@pytest.mark.usefixtures("linked")
def test_a_token_that_is_not_in_order_signs_nobody_in(client, provider, wrong):
    for name, value in wrong.items():
        setattr(provider, name, value)

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert "does not prove who you are" in answer.content.decode()
    assert not is_signed_in(client)
    assert Entry.objects.filter(action="account.sign-in-failed").count() == 1


@pytest.mark.usefixtures("linked")
def test_a_token_for_several_of_whom_we_are_the_party_signs_in(client, provider):
    provider.claims = {"aud": ["throughcare", "another"], "azp": "throughcare"}

    sign_in(client, provider)

    assert is_signed_in(client)


@pytest.mark.usefixtures("linked")
def test_an_answer_is_good_once_in_the_browser_that_asked(client, provider):
    back = provider.authorize(go(client))
    elsewhere = Client()
    go(elsewhere)

    in_another = come_back(elsewhere, back)
    from_another = come_back(client, back.replace("iss=http", "iss=https"))
    again = come_back(client, back)

    assert [one.status_code for one in (in_another, from_another, again)] == [403] * 3
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)


@pytest.mark.usefixtures("linked")
def test_a_code_that_was_asked_for_by_somebody_else_is_worth_nothing(client, provider):
    of_another = provider.authorize(go(Client())).partition("code=")[2].partition("&")[0]
    own = provider.authorize(go(client))
    code = own.partition("code=")[2].partition("&")[0]

    answer = come_back(client, own.replace(code, of_another))

    assert answer.status_code == 403
    assert not is_signed_in(client)


@pytest.mark.usefixtures("linked")
def test_a_provider_that_fails_is_said_to_have_failed(client, provider):
    provider.status = 500
    failing = sign_in(client, provider)
    abandoned = client.get("/sign-in/provider/answer?error=access_denied&state=1")

    assert (failing.status_code, abandoned.status_code) == (502, 403)
    assert "Wait a minute" in failing.content.decode()
    assert "You were not signed in there" in abandoned.content.decode()
    assert not is_signed_in(client)


@pytest.mark.usefixtures("linked")
def test_an_address_that_brought_too_many_bad_tokens_is_not_heard(client, provider):
    provider.claims = {"aud": "another"}
    sign_in(client, provider)
    Attempts.objects.update(failures=99)
    hundredth = sign_in(client, provider)
    provider.claims = {}
    after = sign_in(client, provider)

    assert (hundredth.status_code, after.status_code) == (403, 403)
    assert "Too many wrong tries." in after.content.decode()
    assert not is_signed_in(client)


def test_forms_may_lead_to_the_page_of_the_provider_alone(provider):
    elsewhere = replace(provider.settings, authorization_url="https://idp.example:8443/a?b=c")

    assert elsewhere.origin == "https://idp.example:8443"


def test_a_link_is_dated_and_ends_with_its_sessions(client, provider, linked):
    sign_in(client, provider)
    before = is_signed_in(client)
    commands.unlink(username=linked.username, now=NOW, machine_now=clock.machine_now() + HOUR)

    after = is_signed_in(client)
    ProviderLink.objects.update(ends_at=clock.machine_now())
    again = sign_in(client, provider)

    assert (before, after, again.status_code) == (True, False, 403)
    assert ProviderLink.objects.filter(ends_at=None).count() == 0


def test_a_subject_is_linked_to_one_account_and_an_account_must_be_there(
    provider, linked, officer_elsewhere
):
    for username, code in (
        (officer_elsewhere.username, "linked-already"),
        ("nobody", "no-account"),
    ):
        with pytest.raises(Refused) as refused:
            commands.link(
                username=username,
                issuer=provider.address,
                subject="staff-77",
                now=NOW,
                machine_now=clock.machine_now(),
            )
        assert refused.value.codes == (code,)

    assert [link.account for link in ProviderLink.objects.all()] == [linked]


@pytest.mark.django_db
def test_without_a_provider_there_is_no_button_and_no_way(client):
    page = client.get("/sign-in").content.decode()
    answers = [client.post("/sign-in/provider"), client.get("/sign-in/provider/answer?code=1")]

    assert "/sign-in/provider" not in page
    assert [answer.status_code for answer in answers] == [404, 404]
