"""What the holder of a post asks for when a reform shares out posts."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access.models import Post, StaffChoice
from throughcare.access.rules.as_at import LONDON
from throughcare.audit import commands as audit


@transaction.atomic
def state_preference(*, account_id: int, post_id: int, preference: str, now: datetime) -> None:
    """Write what the account asks for, for a post of its own that was scored. The score stays as it is.

    Whether it may still be stated, and what may be asked for, the caller has asked its plan.

    Raises:
        PermissionDenied: the post is another's, or was not scored for a reform.
    """
    post = Post.objects.filter(pk=post_id, account_id=account_id).first()
    stated = StaffChoice.objects.filter(post_id=post_id).update(
        preference=preference, stated_on=now.astimezone(LONDON).date()
    )
    if post is None or not stated:
        raise PermissionDenied("There is no preference to state for this post")
    audit.record(
        account_id=account_id,
        action="access.preference",
        subject_kind="post",
        subject_reference=post.code,
        now=now,
    )
