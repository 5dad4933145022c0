"""Who may read a package into this database, or take it back."""

from datetime import datetime

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused


def who_takes_over(*, username: str, now: datetime) -> int:
    """The number of an account that may, which is one that may switch: the same that may hand over.

    While nobody at all may switch, as in a database that is still empty, any account will do: without a body there is
    no place where somebody could be given that right. The trail says which it was.

    Raises:
        PermissionDenied: the account may not.
        Refused: there is no such account.
    """
    with change_access.as_engine(now=now):
        account_id = access.account_id(username=username)
        if account_id is None:
            raise Refused.because("no-account", f"There is no account {username}.")
        if access.is_given_to_somebody(Action.SWITCH):
            access.require_of(account_id=account_id, action=Action.SWITCH)
    return account_id
