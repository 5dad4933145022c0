"""Why the account that is pinned may open a case, or may not: in the order in which it is worked out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from throughcare.access.choices import Action, Role, View
from throughcare.access.models import Account, Grant
from throughcare.access.queries.permission import may_with_case, may_write, view_of
from throughcare.access.rules.as_at import LONDON

_SEATS = """
SELECT p.code, p.role, p.starts_at <= tc_now() AND (p.ends_at IS NULL OR p.ends_at > tc_now()),
    organisation_fact(a.holder_id, 'name', tc_now(), tc_live()),
    organisation_fact(a.owner_id, 'name', tc_now(), tc_live()),
    coalesce(organisation_fact(a.holder_id, 'operating', tc_now(), tc_live()), 'no') = 'yes',
    coalesce(organisation_fact(a.owner_id, 'operating', tc_now(), tc_live()), 'no') = 'yes', a.basis
FROM access_post p
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id, x.basis FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= tc_now() AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) a
WHERE p.account_id = %s ORDER BY p.id
"""
_OWNER = """
SELECT a.owner_id, a.holder_id, organisation_fact(a.owner_id, 'name', tc_now(), tc_live()),
    organisation_fact(a.holder_id, 'name', tc_now(), tc_live()), a.starts_at, a.basis
FROM probation_caseassignment a
WHERE a.item_id = %s AND a.starts_at <= tc_now() AND a.superseded_at IS NULL
  AND (a.change_id IS NULL OR a.change_id = ANY (tc_live()))
ORDER BY a.starts_at DESC, a.change_id DESC NULLS LAST, a.id DESC LIMIT 1
"""
_KEEPER = """
SELECT organisation_fact(k.keeper_id, 'name', tc_now(), tc_live()), k.keeper_id IN (
    SELECT s.owner_id FROM access_seats(%s, tc_now(), tc_live()) s)
FROM (SELECT organisation_keeper(%s, tc_now(), tc_live()) AS keeper_id) k
WHERE organisation_fact(%s, 'operating', tc_now(), tc_live()) = 'no'
"""
_REACHES = """
SELECT DISTINCT r.action, r.role, r.through, r.provider_id IS NULL AND r.unit_id IS NULL
FROM access_reach(%s, tc_now(), tc_live()) r
WHERE r.provider_id = %s OR r.unit_id = %s OR (r.provider_id IS NULL AND r.unit_id IS NULL)
ORDER BY 1, 2, 3
"""
_PARTS = """
SELECT h.number, organisation_fact(a.holder_id, 'name', tc_now(), tc_live()), a.starts_at
FROM probation_heldapart h CROSS JOIN LATERAL probation_apart_with(h.id) a
WHERE h.case_id = %s AND h.starts_at <= tc_now() AND (h.ended_at IS NULL OR h.ended_at > tc_now())
  AND (a.owner_id = ANY (tc_ids('write_owners')) OR a.holder_id = ANY (tc_ids('write_units')))
ORDER BY h.number
"""
VERDICTS = (Action.READ_CASE, Action.MINIMUM, Action.WRITE_CASE, Action.ALLOCATE, Action.EMERGENCY)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Sentences in order, and for each action whether it is allowed."""

    account: str
    item: str
    steps: tuple[str, ...]
    verdicts: dict[Action, bool]


def explain(*, account_id: int, case_id: int, person_id: int, reference: str) -> Explanation:
    """Explain what the pinned account may do with a case; `reference` is how people know it."""
    account = Account.objects.get(pk=account_id)
    steps = [_about_account(account), *_about_seats(account_id)]
    owner = _row(_OWNER, [case_id])
    if not owner:
        steps.append(f"{reference} has no owner now, so no post reaches it.")
    else:
        owner_id, holder_id, owner_name, holder_name, since, basis = owner
        steps.append(
            f"{reference} is owned by {owner_name} and held by {holder_name}"
            f" since {_on(since)} ({basis})."
        )
        steps += _about_archive(account_id, owner_id=owner_id, owner=owner_name)
        steps += _about_reach(account_id, owner_id=owner_id, holder_id=holder_id)
    steps += _about_parts(case_id)
    steps += _about_exceptions(account_id, case_id=case_id)
    steps.append(_about_refusal(account_id, person_id=person_id))
    return Explanation(
        account=account.username,
        item=reference,
        steps=tuple(steps),
        verdicts={action: _verdict(action, case_id=case_id) for action in VERDICTS},
    )


def _verdict(action: Action, *, case_id: int) -> bool:
    match action:
        case Action.READ_CASE:
            return view_of(case_id) is View.FULL
        case Action.MINIMUM:
            # Either it is open to the account now, or the account may open it by giving a reason.
            return view_of(case_id) is not None or may_with_case(action=action, case_id=case_id)
        case Action.WRITE_CASE:
            return may_write(case_id)
        case _:
            return may_with_case(action=action, case_id=case_id)


def _about_account(account: Account) -> str:
    state = "active" if account.is_active else "closed, so none of its posts counts"
    return f"The account {account.username} is {state}."


def _about_seats(account_id: int) -> list[str]:
    seats = _rows(_SEATS, [account_id])
    if not seats:
        return ["It holds no post, so nothing is open to it."]
    return [_about_seat(seat) for seat in seats]


def _about_seat(seat: tuple[Any, ...]) -> str:  # Any: a row of the database
    code, role, is_held, unit, body, unit_operates, body_operates, basis = seat
    said = f"Post {code}: {Role(role).label} in {unit}, {body} ({basis})"
    if not is_held:
        return f"{said}. The post is not held now and counts for nothing."
    closed = [
        name for name, operates in ((unit, unit_operates), (body, body_operates)) if not operates
    ]
    if closed:
        return f"{said}. {closed[0]} does not operate, so the post counts for nothing."
    return f"{said}. The post counts."


def _about_archive(account_id: int, *, owner_id: int, owner: str) -> list[str]:
    """Who keeps what an owner still has that does not operate; said only of such an owner."""
    return [
        f"{owner} does not operate, and nobody keeps what it still has."
        if keeper is None
        else f"Your body, {keeper}, keeps the closed cases of {owner}, which does not operate."
        if is_own
        else f"{owner} does not operate. {keeper} keeps its closed cases."
        for keeper, is_own in _rows(_KEEPER, [account_id, owner_id, owner_id])
    ]


def _about_reach(account_id: int, *, owner_id: int, holder_id: int) -> list[str]:
    steps = [
        f"{Action(action).label}: within the reach of {Role(role).label.lower()}"
        f" {_through(through, is_everywhere=is_everywhere)}."
        for action, role, through, is_everywhere in _rows(
            _REACHES, [account_id, owner_id, holder_id]
        )
        if action in VERDICTS
    ]
    return steps or ["No permission of these posts, and no protocol, reaches the owner."]


def _through(through: str, *, is_everywhere: bool) -> str:
    if is_everywhere:
        return "everywhere"
    if through == "protocol":
        return "by a protocol between the kinds of body"
    if through == "archive":
        return "because the body of the post keeps the closed cases of the owner"
    if through == "post":
        return "because the post is in the owner or over the holder"
    return f"along the {through} hierarchy"


def _about_parts(case_id: int) -> list[str]:
    """Parts of the case that are held apart from it within the account's reach; said only where there are any."""
    return [
        f"Part {number} of the case is held apart by {unit} since {_on(since)}:"
        " whoever writes there has the minimum view of the case."
        for number, unit, since in _rows(_PARTS, [case_id])
    ]


def _about_exceptions(account_id: int, *, case_id: int) -> list[str]:
    made = Grant.objects.filter(account_id=account_id, case_id=case_id).order_by("starts_at", "pk")
    now = _row("SELECT tc_now()", [])[0]
    return [
        f"{grant.get_kind_display()} access from {_at(grant.starts_at)} to {_at(grant.ends_at)}"
        f" ({grant.reason}): {'in force' if grant.starts_at <= now < grant.ends_at else 'not in force'}."
        for grant in made
    ] or ["No emergency, transition or other exception was made for this account."]


def _about_refusal(account_id: int, *, person_id: int) -> str:
    """Who else is let in is told to those who restrict, and to nobody here."""
    if not _row("SELECT access_refused(%s)", [person_id])[0]:
        return "No exclusion or restriction closes the record to this account."
    is_excluded = _row(
        "SELECT EXISTS (SELECT FROM access_restriction r WHERE r.person_id = %s AND r.account_id = %s"
        " AND r.kind = 'exclusion' AND r.starts_at <= tc_now()"
        " AND (r.ends_at IS NULL OR r.ends_at > tc_now()))",
        [person_id, account_id],
    )[0]
    why = (
        "by an exclusion that names it"
        if is_excluded
        else "by a restriction that lets only others in"
    )
    return f"The record is closed to this account {why}. That goes before everything else."


def _on(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y}"


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%H:%M on %-d %B %Y}"


def _rows(statement: str, values: list[int]) -> list[tuple[Any, ...]]:  # Any: rows of the database
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _row(statement: str, values: list[int]) -> tuple[Any, ...]:  # Any: as above
    """The first row, or nothing."""
    return next(iter(_rows(statement, values)), ())
