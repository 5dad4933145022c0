"""Telling an address what its program may read, one fact after the other, until there is none or one is not taken."""

import json
import logging
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

import requests
from django.conf import settings

from throughcare.access import commands as access
from throughcare.kernel.sealing import unseal
from throughcare.partners import queries, rules
from throughcare.partners.commands.webhooks import PURPOSE
from throughcare.partners.models import Webhook

AT_ONCE: Final = 100
SECONDS: Final = 10
"""How long an address may take to answer."""

log = logging.getLogger(__name__)


def tell(*, reference: UUID, now: datetime, machine_now: datetime) -> bool:
    """Send the next facts to a webhook, at least once each and in order; whether there may be more.

    To be called by its task alone, which nobody else runs for this webhook meanwhile. What the account may read is asked for each
    part: what it may read no more is told to it no more. A fact that was not acknowledged is told again with the same `webhook-id`.
    """
    with access.as_engine(now=now):
        webhook = Webhook.objects.filter(reference=reference, ended_at=None, paused_at=None).first()
    if webhook is None:
        return False
    with access.acting_as(account_id=webhook.account_id, now=now):
        part = queries.feed(after=webhook.position, limit=AT_ONCE, names=tuple(webhook.names))
    reached, fault = webhook.position, ""
    for fact in part.facts:
        fault = _sent(webhook, fact, machine_now=machine_now)
        if fault:
            break
        reached = fact.position
    if not fault:
        reached = part.next_after
    _note(webhook, reached=reached, fault=fault, now=now)
    return not fault and not part.is_last


def _sent(webhook: Webhook, fact: queries.Fact, *, machine_now: datetime) -> str:
    """Send one fact; why it was not taken, or nothing."""
    if not rules.may_lead_to(webhook.url, hosts=settings.WEBHOOK_HOSTS):
        return "the host is not named in WEBHOOK_HOSTS any more"
    secret = unseal(webhook.sealed_secret, secret_key=settings.SECRET_KEY, purpose=PURPOSE)
    if secret is None:
        return "the secret was sealed by another SECRET_KEY"
    body = json.dumps(
        {
            "type": fact.name,
            "timestamp": fact.occurred_at.isoformat(),
            "position": fact.position,
            "data": {"crn": fact.crn or None, **fact.details},
        }
    ).encode()
    message_id = f"{webhook.reference}.{fact.position}"
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(machine_now.timestamp())),
        "webhook-signature": rules.signature(
            secret=secret, message_id=message_id, sent_at=machine_now, body=body
        ),
    }
    try:
        answer = requests.post(
            webhook.url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False
        )
    except requests.RequestException as lost:
        return type(lost).__name__
    if HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
        return ""
    return f"answered {answer.status_code}"


def _note(webhook: Webhook, *, reached: int, fault: str, now: datetime) -> None:
    """Keep how far an address was told. A failure counts from the last fact that was taken."""
    failures = 0 if not fault else 1 if reached > webhook.position else webhook.failures + 1
    with access.as_engine(now=now):
        # Its owner may have set another position while facts were sent: theirs holds.
        Webhook.objects.filter(pk=webhook.pk, position=webhook.position).update(
            position=reached,
            failures=failures,
            fault=fault[:120],
            next_try_at=now + rules.wait_after(failures) if fault else None,
            paused_at=now if fault and rules.is_given_up(failures) else None,
        )
    if fault:
        log.warning("%s: %s", webhook, fault)
