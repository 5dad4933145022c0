"""Webhooks of a program: made, ended, and begun again from wherever it likes."""

import base64
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.kernel.sealing import seal
from throughcare.partners import queries
from throughcare.partners.models import Webhook
from throughcare.partners.rules import SECRET_BEGINS, may_lead_to

MOST_WEBHOOKS: Final = 10
SECRET_BYTES: Final = 24
PURPOSE: Final = "webhook secret"


@transaction.atomic
def make_webhook(
    *, account_id: int, url: str, names: Collection[str], now: datetime
) -> tuple[Webhook, str]:
    """Have an address told of facts from now on; no names is every fact. With the secret that signs, which is told this once.

    Raises:
        PermissionDenied: the account may read no case.
        Refused: the address may not be called, is told already, or the account has as many webhooks as it may.
    """
    access.require(action=Action.READ_CASE)
    if not may_lead_to(url, hosts=settings.WEBHOOK_HOSTS):
        raise Refused.because(
            "address-not-allowed",
            "Messages go by https to hosts that are named in WEBHOOK_HOSTS. Ask whoever runs this installation.",
        )
    known = queries.webhooks(account_id=account_id)
    if any(each.url == url for each in known):
        raise Refused.because("address-known", "This address has a webhook already.")
    if len(known) >= MOST_WEBHOOKS:
        raise Refused.because(
            "too-many-webhooks", f"A program has {MOST_WEBHOOKS} webhooks at most. End one first."
        )
    secret = SECRET_BEGINS + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    made = Webhook.objects.create(
        account_id=account_id,
        url=url,
        names=sorted(set(names)),
        sealed_secret=seal(secret, secret_key=settings.SECRET_KEY, purpose=PURPOSE),
        position=queries.last_position(),
        made_at=now,
    )
    _write_trail(made, action="webhook.made", now=now)
    return made, secret


@transaction.atomic
def end_webhook(*, account_id: int, reference: UUID, now: datetime) -> None:
    """Tell an address nothing more.

    Raises:
        Http404: the account has no such webhook that goes on.
    """
    held = _held(account_id=account_id, reference=reference)
    Webhook.objects.filter(pk=held.pk).update(ended_at=now)
    _write_trail(held, action="webhook.ended", now=now)


@transaction.atomic
def resume_webhook(
    *, account_id: int, reference: UUID, after: int | None, now: datetime
) -> Webhook:
    """Go on telling an address, from after a position where one is given: what was told since is told once more.

    Raises:
        Http404: the account has no such webhook that goes on.
        Refused: the position is ahead of everything that was told.
    """
    held = _held(account_id=account_id, reference=reference)
    position = held.position if after is None else after
    if not 0 <= position <= queries.last_position():
        raise Refused.because("no-such-position", "Nothing has been told at that position yet.")
    held.position, held.failures, held.fault = position, 0, ""
    held.next_try_at = held.paused_at = None
    held.save(update_fields=["position", "failures", "fault", "next_try_at", "paused_at"])
    _write_trail(held, action="webhook.resumed", now=now)
    return held


def _held(*, account_id: int, reference: UUID) -> Webhook:
    held = (
        Webhook.objects.select_for_update(no_key=True)
        .filter(account_id=account_id, reference=reference, ended_at=None)
        .first()
    )
    if held is None:
        raise Http404
    return held


def _write_trail(webhook: Webhook, *, action: str, now: datetime) -> None:
    audit.record(
        account_id=webhook.account_id,
        action=action,
        subject_kind="webhook",
        subject_reference=str(webhook.reference),
        now=now,
        detail={"position": webhook.position},
    )
