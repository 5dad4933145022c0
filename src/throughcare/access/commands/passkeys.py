"""Passkeys (WebAuthn): adding one to an account, and signing in with one. Each shows possession and the person at once."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import webauthn
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from throughcare.access.commands import limits, means, pinning, proof, sessions
from throughcare.access.commands.proof import Outcome
from throughcare.access.models import Account, Passkey
from throughcare.access.rules.sessions import is_half_proved
from throughcare.kernel.refusals import Reason, Refused

CHALLENGE, CHALLENGED_AT = "passkey_challenge", "passkey_challenged_at"
SITE_NAME = "Throughcare"
NOT_IN_ORDER = Reason(
    code="passkey-not-in-order",
    sentence="The passkey could not be added. Try again, or use another device.",
)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where a browser believes itself to be: a passkey is good there and nowhere else."""

    origin: str

    @property
    def name(self) -> str:
        return urlsplit(self.origin).hostname or ""


def challenge_to_add(
    *, session: SessionBase, account: Account, site: Site, machine_now: datetime
) -> str:
    """What a browser is told to make a passkey from, as JSON.

    Raises:
        Refused: the account signed in too long ago.
    """
    means.require_fresh(session, machine_now=machine_now)
    kept = Passkey.objects.filter(account=account, ended_at=None).values_list(
        "credential", flat=True
    )
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name=SITE_NAME,
        user_id=account.reference.bytes,
        user_name=account.username,
        user_display_name=account.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=bytes(credential)) for credential in kept
        ],
    )
    _remember(session, options.challenge, machine_now=machine_now)
    return webauthn.options_to_json(options)


def challenge_to_sign_in(*, session: SessionBase, site: Site, machine_now: datetime) -> str:
    """What a browser is told to show a passkey for, as JSON. Whose it is, the passkey says."""
    options = webauthn.generate_authentication_options(
        rp_id=site.name, user_verification=UserVerificationRequirement.REQUIRED
    )
    _remember(session, options.challenge, machine_now=machine_now)
    return webauthn.options_to_json(options)


@transaction.atomic
def add_passkey(
    *,
    session: SessionBase,
    account: Account,
    site: Site,
    credential: str,
    name: str,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Let an account sign in with what a browser has just made.

    Raises:
        Refused: the account signed in too long ago, or what came is no new passkey of it.
    """
    means.require_fresh(session, machine_now=machine_now)
    challenge = _challenge(session, machine_now=machine_now)
    if challenge is None:
        raise Refused([NOT_IN_ORDER])
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise Refused([NOT_IN_ORDER]) from wrong
    passkey = Passkey(
        account=account,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        uses=made.sign_count,
        name=name,
        made_at=machine_now,
    )
    Passkey.objects.bulk_create([passkey], ignore_conflicts=True)
    if not Passkey.objects.filter(reference=passkey.reference).exists():
        raise Refused([NOT_IN_ORDER])
    proof.note(account=account, action=means.CHANGED, how="passkey added", now=now)


@transaction.atomic
def sign_in_with_passkey(
    *,
    session: SessionBase,
    site: Site,
    credential: str,
    address: str,
    now: datetime,
    machine_now: datetime,
) -> Outcome:
    """A lock of the name does not hold here: nobody guesses a passkey. That of an address does."""
    challenge = _challenge(session, machine_now=machine_now)
    if challenge is None:
        return Outcome.TOO_LATE
    tries = limits.of_address(address=address, machine_now=machine_now)
    if tries.is_locked:
        return Outcome.LOCKED
    try:
        shown = parse_authentication_credential_json(credential)
        account, passkey = _whose(shown)
        seen = webauthn.verify_authentication_response(
            credential=shown,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, Passkey.DoesNotExist):
        return proof.fail(tries, account=None, how="passkey", now=now, machine_now=machine_now)
    Passkey.objects.filter(pk=passkey.pk).update(uses=seen.new_sign_count, used_at=machine_now)
    sessions.begin(session, account_id=account.pk, machine_now=machine_now)
    proof.note(account=account, action="account.signed-in", how="passkey", now=now)
    return Outcome.PROVED


def _whose(shown: AuthenticationCredential) -> tuple[Account, Passkey]:
    """The passkey that a browser shows, and its account, which the device must name as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_account_with_passkey(%s)", [shown.raw_id])
        row: tuple[int | None] = cursor.fetchone()
    pinning.prove(row[0] or proof.NOBODY)
    passkey = (
        Passkey.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account")
        .get(credential=shown.raw_id, ended_at=None)
    )
    if shown.response.user_handle != passkey.account.reference.bytes:
        raise Passkey.DoesNotExist
    return passkey.account, passkey


def _remember(session: SessionBase, challenge: bytes, *, machine_now: datetime) -> None:
    session[CHALLENGE] = bytes_to_base64url(challenge)
    session[CHALLENGED_AT] = machine_now.isoformat()
    sessions.shorten(session)


def _challenge(session: SessionBase, *, machine_now: datetime) -> bytes | None:
    """The challenge that an answer must fit: good once, for some minutes."""
    challenge, at = session.pop(CHALLENGE, None), session.pop(CHALLENGED_AT, "")
    if challenge is None or not is_half_proved(at=datetime.fromisoformat(at), now=machine_now):
        return None
    return base64url_to_bytes(challenge)
