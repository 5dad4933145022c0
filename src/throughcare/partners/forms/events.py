"""Facts in order, and webhooks."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from throughcare.partners.forms.basics import KEEPABLE
from throughcare.partners.models import Webhook
from throughcare.partners.queries import Fact


class ToldFact(Schema):
    """A fact. One about staff has no `crn`; and one without a case that can be read, such as of a record that was removed, no `link`."""

    position: int
    type: str
    occurred_at: datetime
    crn: str | None
    details: dict[str, Any]  # Any: identifiers, by the type of the fact
    link: str | None

    @classmethod
    def of(cls, fact: Fact) -> Self:
        return cls(
            position=fact.position,
            type=fact.name,
            occurred_at=fact.occurred_at,
            crn=fact.crn or None,
            details=fact.details,
            link=f"/api/v1/cases/{fact.crn}" if fact.has_case else None,
        )


class Feed(Schema):
    """Facts in order. Ask again with `after` set to `next_after`, at once unless `is_last`."""

    events: list[ToldFact]
    next_after: int
    is_last: bool


class NewWebhook(Schema):
    """An address to tell; no names is every fact."""

    url: Annotated[str, Field(min_length=8, max_length=300, pattern=KEEPABLE)]
    names: Annotated[
        list[Annotated[str, Field(max_length=120, pattern=KEEPABLE)]], Field(max_length=60)
    ] = []


class Hook(Schema):
    reference: UUID
    url: str
    names: list[str]
    position: int
    is_paused: bool
    failures: int
    fault: str

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        return cls(
            reference=webhook.reference,
            url=webhook.url,
            names=webhook.names,
            position=webhook.position,
            is_paused=webhook.paused_at is not None,
            failures=webhook.failures,
            fault=webhook.fault,
        )


class MadeHook(Hook):
    """With the secret that signs, which is told this once."""

    secret: str


class Hooks(Schema):
    webhooks: list[Hook]


class Resumption(Schema):
    """From after which position to tell again; null goes on where it stopped."""

    after: Annotated[int, Field(ge=0, lt=2**62)] | None = None
