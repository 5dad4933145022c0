"""Accounts with means to sign in, for tests that prove who they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from throughcare.access import commands
from throughcare.access.commands import Outcome
from throughcare.access.models import Account
from throughcare.access.tests.small_nation import NOW
from throughcare.clock import queries as clock

PASSWORD = "plum tractor window"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An account that has set up how it signs in, and what it signs in with."""

    account: Account
    key: str
    recovery_codes: list[str]

    def code(self, *, at: datetime | None = None) -> str:
        """What the app shows at a moment, or else half a minute from now: the last one shown was used."""
        return pyotp.TOTP(self.key).at(at or clock.machine_now() + timedelta(seconds=30))


def invite(account: Account, *, at: datetime | None = None, hours: int = 1) -> str:
    return commands.invite(
        username=account.username, hours=hours, now=NOW, machine_now=at or clock.machine_now()
    )


def set_up(account: Account, *, session, at: datetime | None = None) -> Ready:
    """Use an invitation of the account up; whoever it signs in is signed out again."""
    at = at or clock.machine_now()
    token = invite(account, at=at)
    key = commands.new_key()
    with commands.signing_in(now=NOW):
        codes = commands.set_up(
            session=session,
            invitation=commands.digest_of_invitation(token),
            password=PASSWORD,
            key=key,
            code=pyotp.TOTP(key).at(at),
            now=NOW,
            machine_now=at,
        )
    session.flush()
    return Ready(account=account, key=key, recovery_codes=codes)


def give_password(session, *, username, password=PASSWORD, address="10.0.0.1", at=None) -> Outcome:
    with commands.signing_in(now=NOW):
        return commands.try_password(
            session=session,
            username=username,
            password=password,
            address=address,
            now=NOW,
            machine_now=at or clock.machine_now(),
        )


def give_code(session, *, code, address="10.0.0.1", at=None) -> Outcome:
    with commands.signing_in(now=NOW):
        return commands.try_code(
            session=session,
            code=code,
            address=address,
            now=NOW,
            machine_now=at or clock.machine_now(),
        )
