"""Accounts opened and closed by an administrator, as the owner of the tables: no page may."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from throughcare.access.choices import Role
from throughcare.access.events import StaffChanged
from throughcare.access.models import Account, Post, PostAssignment
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.organisation.choices import Hierarchy
from throughcare.outbox import commands as outbox

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")
CODE_BYTES = 5


@transaction.atomic
def open_account(*, username: str, display_name: str, now: datetime) -> Account:
    """Open an account, which may do nothing until it has a post, and cannot sign in until it is invited.

    Raises:
        Refused: the user name is not fit to be one or is taken, or nobody is named.
    """
    made = _new(username, display_name, now=now)
    made.save()
    note(made, action="account.opened", now=now)
    return made


@transaction.atomic
def open_program(*, username: str, display_name: str, now: datetime) -> Account:
    """Open the account of a program: nobody signs in as it, and it asks by a key (`issue_key`).

    Raises:
        Refused: as `open_account`.
    """
    made = _new(username, display_name, now=now)
    made.is_system = True
    made.save()
    note(made, action="account.opened-for-a-program", now=now)
    return made


def _new(username: str, display_name: str, *, now: datetime) -> Account:
    reasons = []
    if not USERNAME.fullmatch(username):
        reasons.append(
            Reason(
                code="unfit-username",
                sentence="A user name has 3 to 60 small letters, figures, dots, hyphens and the like.",
            )
        )
    if Account.objects.filter(username=username).exists():
        reasons.append(Reason(code="username-taken", sentence=f"{username} is taken already."))
    if not display_name.strip():
        reasons.append(Reason(code="no-name", sentence="Say who or what it is for."))
    if reasons:
        raise Refused(reasons)
    return Account(username=username, display_name=display_name.strip(), recorded_at=now)


@transaction.atomic
def give_post(*, username: str, role: Role, unit_code: str, now: datetime) -> Post:
    """Give an account, a program's too, a seat in a unit, in the nearest provider at or above it, from now on.

    Where none is, as for those who work on reforms, in the highest unit above it.

    Raises:
        Refused: there is no such active account, or no open unit of that code.
    """
    account = _active(Account.objects.filter(username=username), username)
    moment = organisation.as_at(now)
    unit = organisation.open_unit(code=unit_code, moment=moment)
    kinds = organisation.kinds()
    chain = [unit, *organisation.chain_above(unit.unit_id, hierarchy=Hierarchy.LINE, moment=moment)]
    providers = (each for each in chain if each.kind in kinds and kinds[each.kind].is_provider)
    post = Post.objects.create(
        code=f"P{secrets.token_hex(CODE_BYTES)}", account=account, role=role, starts_at=now
    )
    PostAssignment.objects.create(
        item=post,
        owner_id=next(providers, chain[-1]).unit_id,
        holder_id=unit.unit_id,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )
    outbox.publish(StaffChanged(post=post.code, change="given"), now=now)
    note(account, action="account.given-post", now=now)
    return post


@transaction.atomic
def end_posts(*, post_ids: Collection[int], now: datetime) -> list[Post]:
    """End those of some posts that have not ended, from now on; those. Whose they are keep their accounts.

    A post that begins now or later never was.
    """
    found = Post.objects.select_related("account").filter(id__in=post_ids)
    ending = list(found.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("id"))
    Post.objects.filter(id__in=[post.pk for post in ending]).update(
        ends_at=Greatest(Value(now), F("starts_at"))
    )
    for post in ending:
        outbox.publish(StaffChanged(post=post.code, change="ended"), now=now)
        if post.account is not None:
            note(post.account, action="account.post-ended", now=now)
    return ending


@transaction.atomic
def close_account(*, username: str, now: datetime) -> None:
    """Nobody signs in as it any more, and whoever has is out at the next request. What it did stays its own.

    Raises:
        Refused: there is no such active account.
    """
    account = _active(Account.objects.filter(username=username), username)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    for code in account.posts.filter(ends_at=None).order_by("id").values_list("code", flat=True):
        outbox.publish(StaffChanged(post=code, change="closed"), now=now)
    note(account, action="account.closed", now=now)


def active_account(username: str) -> Account:
    """Somebody's account that may sign in.

    Raises:
        Refused: there is none of that name.
    """
    return _active(Account.objects.filter(username=username, is_system=False), username)


def active_program(username: str) -> Account:
    """A program's account.

    Raises:
        Refused: there is none of that name.
    """
    return _active(Account.objects.filter(username=username, is_system=True), username)


def _active(accounts: QuerySet[Account], username: str) -> Account:
    account = accounts.filter(is_active=True).first()
    if account is None:
        raise Refused.because("no-account", f"There is no such active account named {username}.")
    return account


def note(account: Account, *, action: str, now: datetime) -> None:
    """Put what an administrator did with an account in the trail; no account of ours did it."""
    audit.record(
        account_id=None,
        action=action,
        subject_kind="account",
        subject_reference=str(account.reference),
        now=now,
    )
