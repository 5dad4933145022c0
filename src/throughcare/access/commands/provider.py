"""Signing in by an OpenID Connect provider: by code, with PKCE and nonce. No account is made by it."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import generate_code_challenge

from throughcare.access.commands import accounts, limits, proof, sessions
from throughcare.access.commands.proof import Outcome
from throughcare.access.models import Account, ProviderLink
from throughcare.access.rules.provider import Provider, is_in_order
from throughcare.access.rules.sessions import is_half_proved
from throughcare.kernel.refusals import Refused

PENDING = "provider"
SECRET_BYTES = 48
SECONDS_TO_ANSWER = 5


class _Disowned(Exception):  # noqa: N818  says what is the matter
    """The provider gave no such code, or gave it to somebody else."""


class _Client(OIDCAuthenticationBackend):  # type: ignore[misc]  # it comes without types
    """The library's client, told of the provider in our own setting."""

    def __init__(self, provider: Provider) -> None:
        self._known = {
            "OIDC_OP_TOKEN_ENDPOINT": provider.token_url,
            "OIDC_OP_USER_ENDPOINT": "",  # never asked: the token says enough
            "OIDC_OP_JWKS_ENDPOINT": provider.keys_url,
            "OIDC_RP_CLIENT_ID": provider.client_id,
            "OIDC_RP_CLIENT_SECRET": provider.client_secret,
            "OIDC_RP_SIGN_ALGO": provider.algorithm,
            "OIDC_TIMEOUT": SECONDS_TO_ANSWER,
        }
        super().__init__()

    def raise_token_response_error(self, response: requests.Response) -> None:
        if HTTPStatus.BAD_REQUEST <= response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _Disowned
        super().raise_token_response_error(response)

    def get_settings(self, name: str, *otherwise: Any) -> Any:  # Any: settings of every type
        return self._known[name] if name in self._known else otherwise[0]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a provider sent somebody back with."""

    state: str
    code: str
    issuer: str
    """Who says that it answers (RFC 9207); empty where it does not say."""


def begin_with_provider(
    *,
    provider: Provider,
    session: SessionBase,
    answer_at: str,
    next_page: str,
    machine_now: datetime,
) -> str:
    """Remember what the answer must fit, and give the provider's page to go to."""
    state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    session[PENDING] = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "next": next_page,
        "at": machine_now.isoformat(),
    }
    sessions.shorten(session)
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": provider.client_id,
        "redirect_uri": answer_at,
        "state": state,
        "nonce": nonce,
        "code_challenge": generate_code_challenge(verifier, "S256"),
        "code_challenge_method": "S256",
    }
    mark = "&" if "?" in provider.authorization_url else "?"
    return f"{provider.authorization_url}{mark}{urlencode(asked)}"


@transaction.atomic
def sign_in_with_provider(
    *,
    provider: Provider,
    session: SessionBase,
    answer: Answer,
    answer_at: str,
    address: str,
    now: datetime,
    machine_now: datetime,
) -> tuple[Outcome, str]:
    """Sign in the account that the provider's subject is linked to, and say where it was going."""
    pending = session.pop(PENDING, None)
    if pending is None or not _fits(
        pending, provider=provider, answer=answer, machine_now=machine_now
    ):
        return Outcome.TOO_LATE, ""
    next_page = str(pending["next"])
    tries = limits.of_address(address=address, machine_now=machine_now)
    if tries.is_locked:
        return Outcome.LOCKED, next_page
    try:
        claims = _claims(answer.code, provider=provider, pending=pending, answer_at=answer_at)
    except (SuspiciousOperation, jwt.InvalidTokenError, KeyError, _Disowned):
        claims = {}
    except (requests.RequestException, jwt.PyJWKError):
        return Outcome.UNREACHABLE, next_page
    if not is_in_order(claims, provider=provider, now=machine_now):
        outcome = proof.fail(tries, account=None, how="provider", now=now, machine_now=machine_now)
        return outcome, next_page
    account = _account_linked(str(claims["sub"]), issuer=provider.issuer, machine_now=machine_now)
    if account is None:
        proof.fail(tries, account=None, how="unknown subject", now=now, machine_now=machine_now)
        return Outcome.UNKNOWN, next_page
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)
    proof.note(account=account, action="account.signed-in", how="provider", now=now)
    return Outcome.PROVED, next_page


@transaction.atomic
def link(*, username: str, issuer: str, subject: str, now: datetime, machine_now: datetime) -> None:
    """Let a provider's subject sign in as an account from now on. For the owner of the tables.

    Raises:
        Refused: there is no such active account, or the subject is linked already.
    """
    account = accounts.active_account(username)
    if ProviderLink.objects.filter(issuer=issuer, subject=subject, ends_at=None).exists():
        raise Refused.because("linked-already", "This subject is linked to an account already.")
    ProviderLink.objects.create(
        account=account, issuer=issuer, subject=subject, starts_at=machine_now
    )
    accounts.note(account, action="account.linked", now=now)


@transaction.atomic
def unlink(*, username: str, now: datetime, machine_now: datetime) -> int:
    """End every link of an account, and its sessions. Gives how many links there were."""
    links = ProviderLink.objects.filter(account__username=username, ends_at=None)
    account = Account.objects.filter(username=username).first()
    ended = links.update(ends_at=machine_now)
    if account is not None and ended:
        Account.objects.filter(pk=account.pk).update(signed_out_at=machine_now)
        accounts.note(account, action="account.unlinked", now=now)
    return ended


def _fits(
    pending: Mapping[str, str],
    *,
    provider: Provider,
    answer: Answer,
    machine_now: datetime,
) -> bool:
    return (
        hmac.compare_digest(pending["state"].encode(), answer.state.encode())
        and is_half_proved(at=datetime.fromisoformat(pending["at"]), now=machine_now)
        and answer.issuer in {"", provider.issuer}
    )


def _claims(
    code: str, *, provider: Provider, pending: Mapping[str, str], answer_at: str
) -> Mapping[str, Any]:  # Any: whatever the token says
    """What the provider says of whoever came with a code; its signature and nonce are seen to."""
    client = _Client(provider)
    tokens = client.get_token(
        {
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": answer_at,
            "code_verifier": pending["verifier"],
        }
    )
    claims: Mapping[str, Any] = client.verify_token(tokens["id_token"], nonce=pending["nonce"])
    return claims


def _account_linked(subject: str, *, issuer: str, machine_now: datetime) -> Account | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_account_linked(%s, %s, %s)",
            [issuer, subject, machine_now],
        )
        row: tuple[int | None] = cursor.fetchone()
    return None if row[0] is None else Account.objects.get(pk=row[0])
