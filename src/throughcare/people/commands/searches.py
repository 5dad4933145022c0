"""The searches that an account keeps."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.people.models import SavedSearch

MOST_SAVED: Final = 50


@transaction.atomic
def save_search(
    *, account_id: int, name: str, text: str, unit_code: str, now: datetime
) -> SavedSearch:
    """Keep a search under a name, for the account alone.

    Raises:
        Refused: it asks nothing, has no name or one that is taken, or there are `MOST_SAVED`; carries every reason.
    """
    name, text, unit_code = name.strip(), text.strip(), unit_code.strip().upper()
    kept = set(SavedSearch.objects.filter(account_id=account_id, ended_at=None).values_list("name"))
    reasons = []
    if not name:
        reasons.append(Reason("no-name", "Enter a name for this search."))
    if not (text or unit_code):
        reasons.append(Reason("asks-nothing", "Search for something before you save it."))
    if (name,) in kept:
        reasons.append(Reason("name-taken", "You have a saved search of this name. Enter another."))
    if len(kept) >= MOST_SAVED:
        reasons.append(
            Reason("too-many", f"You have {MOST_SAVED} saved searches. Remove one first.")
        )
    if reasons:
        raise Refused(reasons)
    return SavedSearch.objects.create(
        account_id=account_id, name=name, text=text, unit_code=unit_code, saved_at=now
    )


def end_saved_search(*, account_id: int, reference: UUID, now: datetime) -> None:
    """Keep a search no longer; one that is ended or another's is left alone."""
    SavedSearch.objects.filter(account_id=account_id, reference=reference, ended_at=None).update(
        ended_at=now
    )
