"""What is told over the interface: the order of facts, and webhooks."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.partners import commands, forms, queries
from throughcare.partners.api.doors import MOST, PROBLEMS, Limit

router = Router()


@router.get("/events", response={200: forms.Feed} | PROBLEMS)
def events(
    request: access.Request,
    after: Annotated[int, Query(ge=0, lt=2**62)] = 0,
    limit: Limit = MOST,
    name: Annotated[list[Annotated[str, Field(pattern=forms.KEEPABLE)]], Query(max_length=60)] = [],  # noqa: B006  read by the framework alone
) -> forms.Feed:
    """Facts about the cases that the program may read, in the order in which they came true."""
    access.require(action=Action.READ_CASE)
    part = queries.feed(after=after, limit=limit, names=tuple(name))
    crns = sorted({fact.crn for fact in part.facts if fact.has_case})
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action="events.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
        )
    return forms.Feed(
        events=[forms.ToldFact.of(fact) for fact in part.facts],
        next_after=part.next_after,
        is_last=part.is_last,
    )


@router.get("/webhooks", response={200: forms.Hooks} | PROBLEMS)
def webhooks(request: access.Request) -> forms.Hooks:
    """The program's own webhooks that go on."""
    known = queries.webhooks(account_id=request.account.pk)
    return forms.Hooks(webhooks=[forms.Hook.of(each) for each in known])


@router.post("/webhooks", response={201: forms.MadeHook} | PROBLEMS)
def make_webhook(request: access.Request, sent: forms.NewWebhook) -> Status[forms.MadeHook]:
    """Have an address told of facts from now on. Messages are signed as Standard Webhooks says."""
    made, secret = commands.make_webhook(
        account_id=request.account.pk, url=sent.url, names=sent.names, now=request.now
    )
    told = forms.Hook.of(made).model_dump()
    return Status(HTTPStatus.CREATED, forms.MadeHook(**told, secret=secret))


@router.post("/webhooks/{reference}/resumption", response={200: forms.Hook} | PROBLEMS)
def resume_webhook(request: access.Request, reference: UUID, sent: forms.Resumption) -> forms.Hook:
    """Go on where a webhook paused, or tell again from after a position."""
    return forms.Hook.of(
        commands.resume_webhook(
            account_id=request.account.pk,
            reference=reference,
            after=sent.after,
            now=request.now,
        )
    )


@router.delete("/webhooks/{reference}", response={204: None} | PROBLEMS)
def end_webhook(request: access.Request, reference: UUID) -> Status[None]:
    commands.end_webhook(account_id=request.account.pk, reference=reference, now=request.now)
    return Status(HTTPStatus.NO_CONTENT, None)
