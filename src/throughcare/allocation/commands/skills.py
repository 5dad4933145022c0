"""What officers may be given cases for, as whoever gives them cases records it."""

from datetime import date, datetime

from django.db import transaction

from throughcare.allocation.commands.workload import managed, trail_of_post
from throughcare.allocation.models import PostSkill
from throughcare.allocation.suggestions import suggesting
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused


@transaction.atomic
def record_skill(
    *, account_id: int, post_id: int, skill: str, starts_on: date, now: datetime
) -> PostSkill:
    """Say that somebody has a skill from a day on.

    Raises:
        PermissionDenied: the account does not give cases to officers in the unit of the post.
        Refused: there is no such skill, or it is recorded already.
    """
    code = managed(post_id)
    if skill not in suggesting(on=local_day(now)).skills:
        raise Refused.because("no-skill", "Select a skill.")
    if PostSkill.objects.filter(post_id=post_id, skill=skill, ends_on=None).exists():
        raise Refused.because("has-it", "It is recorded already.")
    made = PostSkill.objects.create(
        post_id=post_id,
        skill=skill,
        starts_on=starts_on,
        recorded_by_id=account_id,
        recorded_at=now,
    )
    trail_of_post(code, account_id=account_id, action="skill.recorded", now=now)
    return made


@transaction.atomic
def end_skill(*, account_id: int, post_id: int, skill: str, ends_on: date, now: datetime) -> None:
    """Say that somebody has a skill no more.

    Raises:
        PermissionDenied: as above.
        Refused: they do not have it, or it would end before it began.
    """
    code = managed(post_id)
    found = PostSkill.objects.filter(
        post_id=post_id, skill=skill, ends_on=None, starts_on__lt=ends_on
    )
    if not found.update(ends_on=ends_on):
        raise Refused.because("no-skill", "There is no such skill to end on that day.")
    trail_of_post(code, account_id=account_id, action="skill.ended", now=now)
