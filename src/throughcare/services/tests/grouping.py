"""What is done about accredited programmes, as tests do it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.probation.models import (
    ContactType,
    Outcome,
    Requirement,
    RequirementSubType,
    RequirementType,
)
from throughcare.probation.tests.lists import load
from throughcare.services import commands
from throughcare.services.models import GroupSession, ProgrammeGroup, ProgrammeReferral
from throughcare.services.tests.conftest import NOW, acting, make_duty

NEXT = datetime(2014, 6, 10, 9, tzinfo=UTC)
OVER = NEXT + timedelta(hours=3)


def ordered_for(case, sentence) -> Requirement:
    return Requirement.objects.create(
        number=2,
        case=case,
        sentence=sentence,
        type=RequirementType.objects.get_or_create(
            code="7", defaults={"description": "Accredited programme", "unit": "sessions"}
        )[0],
        sub_type=RequirementSubType.objects.get_or_create(
            code="7/1", defaults={"type_id": "7", "description": "Think First"}
        )[0],
        length=20,
        starts_on=date(2014, 5, 1),
        recorded_at=LONG_AGO,
    )


def make_programme(case) -> Requirement:
    """The order of a programme, with the lists that it needs."""
    load("services.ProgrammeStatus", "services.ProgrammeMove")
    ContactType.objects.filter(code="APAT").update(is_offered=True)
    Outcome.objects.bulk_create(
        [
            Outcome(
                code="AFTC",
                description="Failed to comply",
                is_attended=True,
                is_complied=False,
                is_enforceable=True,
                is_offered=True,
            )
        ]
    )
    return ordered_for(case, make_duty(case).sentence)


def referred(account, case, programme) -> ProgrammeReferral:
    with acting(account):
        return commands.refer_to_programme(
            account_id=account.pk, case_id=case.pk, requirement_id=programme.pk, now=NOW
        )


def stood(account, referral, status, *, note="Because", at=NOW) -> ProgrammeReferral:
    with acting(account, at):
        return commands.change_programme_status(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            status=status,
            note=note,
            now=at,
        )


def grouped(account, nation, **parts: Any) -> ProgrammeGroup:  # Any: as the command has them
    known: dict[str, Any] = {  # Any: as above
        "unit_id": nation.units["C05T"].pk,
        "office_id": nation.units["C05T"].pk,
        "name": "Tuesdays",
        "programme": "7/1",
        "places": 2,
        "starts_on": NOW.date(),
    }
    with acting(account):
        return commands.add_group(account_id=account.pk, now=NOW, **known | parts)


def placed(account, referral, group, *, at=NOW) -> ProgrammeReferral:
    with acting(account, at):
        return commands.place_in_group(
            account_id=account.pk,
            case_id=referral.case_id,
            reference=referral.reference,
            group_code=group.code,
            now=at,
        )


def arranged(account, group, *, on=NEXT, second=None, at=NOW) -> GroupSession:
    post = account.posts.get().pk
    with acting(account, at):
        return commands.arrange_group_session(
            account_id=account.pk,
            group_code=group.code,
            starts_at=on,
            ends_at=on + timedelta(hours=2),
            facilitator_post_id=post,
            second_post_id=second and post,
            now=at,
        )


def registered(account, group, *lines: commands.Line, number=1, at=OVER) -> int:
    with acting(account, at):
        return commands.record_register(
            account_id=account.pk, group_code=group.code, number=number, lines=lines, now=at
        )


def line(referral, outcome="ATTC", **more: str) -> commands.Line:
    return commands.Line(referral_id=referral.pk, outcome_code=outcome, **more)
