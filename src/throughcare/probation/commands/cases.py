"""A case is opened, and the risk that decides about it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import CaseOpened, RiskChanged
from throughcare.probation.models import Case, CaseAssignment, RiskProfile


@transaction.atomic
def open_case(
    *,
    account_id: int,
    person_id: int,
    owner_id: int,
    holder_id: int,
    now: datetime,
    post_id: int | None = None,
) -> Case:
    """Begin to supervise somebody, in a unit of a provider.

    Raises:
        PermissionDenied: the account may not write in that unit.
        Refused: the person has an open case.
    """
    access.require(action=Action.WRITE_CASE, unit_id=holder_id)
    if Case.objects.filter(person_id=person_id, closed_at=None).exists():
        raise Refused.because("open-case", "This person has an open case already.")
    with connection.cursor() as cursor:
        # The case can be seen only once it is given to somebody, so its number is taken first.
        cursor.execute("SELECT nextval(pg_get_serial_sequence('probation_case', 'id'))")
        (case_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO probation_case (id, person_id, opened_at, contacts_made, documents_made, recorded_at)"
            " VALUES (%s, %s, %s, 0, 0, %s)",
            [case_id, person_id, now, now],
        )
    CaseAssignment.objects.create(
        item_id=case_id,
        owner_id=owner_id,
        holder_id=holder_id,
        post_id=post_id,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )
    case = Case.objects.select_related("person").get(id=case_id)
    outbox.publish(CaseOpened(crn=case.person.crn, case_id=case.pk), now=now)
    write_trail(case, account_id=account_id, action="case.opened", now=now)
    return case


@transaction.atomic
def change_risk(
    *,
    account_id: int,
    case_id: int,
    now: datetime,
    rosh: str | None,
    mappa: str | None,
    mappa_level: int | None,
    rsr: Decimal | None,
) -> RiskProfile:
    """Say what is known of the risk now; what was known before is kept beside it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the score is no percentage.
    """
    case = hold_case(case_id)
    if rsr is not None and not 0 <= rsr <= 100:  # noqa: PLR2004  a percentage
        raise Refused.because("rsr-range", "RSR is a percentage from 0 to 100.")
    return keep_risk(
        case,
        account_id=account_id,
        now=now,
        rosh=rosh,
        mappa=mappa,
        mappa_level=mappa_level,
        rsr=rsr,
    )


@transaction.atomic
def change_status(
    *, account_id: int, case_id: int, now: datetime, known: Mapping[str, str | bool]
) -> RiskProfile:
    """Say what is known of the status of a person: by name, as the risk profile has it.

    Raises:
        PermissionDenied: the account may not write to the case.
    """
    case = hold_case(case_id)
    strange = set(known) - set(_KNOWN_OF_RISK)
    if strange:
        raise KeyError(strange.pop())
    return keep_risk(case, account_id=account_id, now=now, **known)


def keep_risk(
    case: Case, *, account_id: int | None, now: datetime, **known: str | int | Decimal | None
) -> RiskProfile:
    """Keep what is newly known of the risk of a case that is held, beside what was known before; the rest stays."""
    before = RiskProfile.objects.filter(case=case, superseded_at=None).first()
    if before is not None and all(getattr(before, name) == each for name, each in known.items()):
        return before
    RiskProfile.objects.filter(case=case, superseded_at=None).update(superseded_at=now)
    made = RiskProfile(case=case)
    if before is not None:
        for name in _KNOWN_OF_RISK:
            setattr(made, name, getattr(before, name))
    for name, each in known.items():
        setattr(made, name, each)
    made.starts_at = made.recorded_at = now
    made.recorded_by_id = account_id
    made.save(force_insert=True)
    outbox.publish(RiskChanged(crn=case.person.crn, case_id=case.pk), now=now)
    write_trail(case, account_id=account_id, action="risk.changed", now=now, altered=before or made)
    return made


_KNOWN_OF_RISK = (
    "rsr",
    "rosh",
    "mappa",
    "mappa_level",
    "meets_deportation_criteria",
    "public_interest",
    "other_sentence",
)
