"""A case, who holds it, and the risk that decides it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import TransferState
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import CaseAllocated, CaseOpened, RiskChanged
from throughcare.probation.models import Case, CaseAssignment, RiskProfile, Transfer
from throughcare.restructure import queries as restructure


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


_SEAT = """
SELECT s.owner_id, s.holder_id, p.account_id,
    p.ends_at IS NULL OR p.ends_at > %(now)s AS is_held,
    EXISTS (
        SELECT FROM access_reach(tc_account(), tc_now(), tc_live()) r
        WHERE r.action = 'case.allocate' AND (r.provider_id IS NULL AND r.unit_id IS NULL
            OR r.provider_id = s.owner_id OR r.unit_id = s.holder_id)
    ) AS may
FROM access_post p
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= %(now)s AND x.superseded_at IS NULL
        AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) s
WHERE p.id = %(post)s
"""


@transaction.atomic
def give_case(*, account_id: int, case_id: int, post_id: int, reason: str, now: datetime) -> bool:
    """Give a case to a post of the provider that answers for it; False where that post holds it already.

    Raises:
        PermissionDenied: the account may not allocate in the unit of the post.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    giving = _giving(case_id, post_id=post_id, now=now)
    if not giving.may:
        raise PermissionDenied
    if giving.current_post_id == post_id:
        return False
    reasons = [*_reasons_against_post(giving), *_reasons_against_giving(case)]
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the case is given to this officer."))
    if frozen := restructure.why_item_is_frozen(kind="case", item_id=case_id, now=now):
        reasons.append(Reason("frozen", frozen))
    if reasons:
        raise Refused(reasons)
    CaseAssignment.objects.create(
        item_id=case_id,
        owner_id=giving.owner_id,
        holder_id=giving.holder_id,
        post_id=post_id,
        starts_at=now,
        recorded_at=now,
        basis="recorded",
    )
    outbox.publish(CaseAllocated(crn=case.person.crn, case_id=case_id, post_id=post_id), now=now)
    write_trail(case, account_id=account_id, action="case.allocated", now=now, post=post_id)
    return True


@dataclass(frozen=True, kw_only=True)
class _Giving:
    """What decides whether a case may be given to a post."""

    owner_id: int
    holder_id: int
    account_id: int | None
    is_held: bool
    may: bool
    current_owner_id: int | None
    current_post_id: int | None
    would_be_refused: bool


def _giving(case_id: int, *, post_id: int, now: datetime) -> _Giving:
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, {"post": post_id, "now": now})
        seat = cursor.fetchone()
        if seat is None:
            raise Refused.because("no-such-post", "There is no such post.")
        owner_id, holder_id, account_id, is_held, may = seat
        cursor.execute(
            "SELECT owner_id, post_id FROM probation_held_by(%s, %s, tc_live())", [case_id, now]
        )
        current_owner_id, current_post_id = cursor.fetchone() or (None, None)
        cursor.execute("SELECT probation_would_be_refused(%s, %s)", [case_id, account_id])
        (would_be_refused,) = cursor.fetchone()
    return _Giving(
        owner_id=owner_id,
        holder_id=holder_id,
        account_id=account_id,
        is_held=is_held,
        may=may,
        current_owner_id=current_owner_id,
        current_post_id=current_post_id,
        would_be_refused=would_be_refused,
    )


def _reasons_against_post(giving: _Giving) -> list[Reason]:
    reasons = []
    if giving.owner_id != giving.current_owner_id:
        reasons.append(
            Reason(
                "another-provider", "The post is in another provider: ask for a transfer instead."
            )
        )
    if giving.account_id is None or not giving.is_held:
        reasons.append(Reason("post-empty", "Nobody holds this post."))
    if giving.would_be_refused:
        reasons.append(
            Reason("limited-access", "The officer may not open this record, which is limited.")
        )
    return reasons


def _reasons_against_giving(case: Case) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if Transfer.objects.filter(case=case, state=TransferState.PENDING).exists():
        reasons.append(Reason("transfer-pending", "A transfer of this case waits for an answer."))
    return reasons


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
