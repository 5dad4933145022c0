"""Who puts something right: an account or a post, of a provider or of the programme."""

from throughcare.access import queries as access
from throughcare.kernel.refusals import Reason


def owed(owed_by: str, *, owner_id: int | None) -> tuple[int | None, str, list[Reason]]:
    """The account or the post that somebody named as the one who puts something right; without a provider, of the programme."""
    named, of = owed_by.strip(), owner_id or 0
    account_id = access.account_id(username=named) if named else None
    if account_id is not None and access.is_account_of(account_id=account_id, owner_id=of):
        return account_id, "", []
    if named and account_id is None and access.is_post_of(code=named, owner_id=of):
        return None, named, []
    whose = "of this provider, or of the programme" if owner_id else "of the programme"
    sentence = f"Name who puts it right: the user name or the post of somebody {whose}."
    return None, "", [Reason("nobody-owes", sentence)]
