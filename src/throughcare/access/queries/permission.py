"""May the account that is pinned do this? Asked of the functions that row-level security asks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from throughcare.access.choices import Action, View


def view_of(case_id: int) -> View | None:
    """How much of a case may be seen: all of it, the minimum safe view, or nothing."""
    return views_of([case_id]).get(case_id)


def views_of(case_ids: Collection[int]) -> dict[int, View]:
    """How much of each case may be seen; a case of which nothing may be seen is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, seen FROM unnest(%s::bigint[]) id, probation_view_of(id) seen"
            " WHERE seen IS NOT NULL",
            [list(case_ids)],
        )
        return {case_id: View(seen) for case_id, seen in cursor.fetchall()}


def may_write(case_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_may_write(%s)", [case_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


@dataclass(frozen=True, kw_only=True)
class Sight:
    """How much of a case may be seen, None where nothing, and whether it may be written to."""

    view: View | None
    may_write: bool


def sights_of(case_ids: Collection[int]) -> dict[int, Sight]:
    """How much of each of some cases may be seen, and whether it may be written to; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, probation_view_of(id), probation_may_write(id) FROM unnest(%s::bigint[]) id",
            [list(case_ids)],
        )
        return {
            case_id: Sight(view=View(view) if view else None, may_write=bool(may_write))
            for case_id, view, may_write in cursor.fetchall()
        }


def roles_that(*, action: Action) -> frozenset[str]:
    """The roles whose posts the policy lets do an action to what their line of management has, at the pinned moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT role FROM access_permission WHERE action = %s AND hierarchy = 'line'"
            " AND reach IN ('provider', 'nation') AND starts_at <= tc_now() AND (ends_at IS NULL OR ends_at > tc_now())",
            [action],
        )
        return frozenset(role for (role,) in cursor.fetchall())


def actions() -> frozenset[Action]:
    """What the account may do anywhere at all: for navigation and buttons, never in place of `require`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(tc_words('actions'), '{}')")
        row: tuple[list[str]] = cursor.fetchone()
    return frozenset(map(Action, row[0]))


def actions_and_standing() -> tuple[frozenset[Action], str]:
    """The same, and by which live changes the account is judged, as `organisation.standing` has it; one query for both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(tc_words('actions'), '{}'), coalesce(array_to_string(tc_live(), '.'), '')"
        )
        row: tuple[list[str], str] = cursor.fetchone()
    return frozenset(map(Action, row[0])), row[1]


def may_everywhere(*, action: Action) -> bool:
    """Whether the account may do an action in the whole nation, and not in its own unit or provider alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (coalesce(tc_words('everywhere'), '{}'))", [action.value])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def may(*, action: Action, unit_id: int | None = None) -> bool:
    """Whether the account may do an action, in a unit or (without one) anywhere at all."""
    if unit_id is None:
        return action in actions()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_may(%s, %s)", [action, unit_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def require(*, action: Action, case_id: int | None = None, unit_id: int | None = None) -> None:
    """Go on only if the account may do an action: to a case, in a unit, or anywhere at all.

    Raises:
        PermissionDenied: it may not.
        Http404: it may not, and may not know that there is such a case either.
    """
    allowed = (
        may(action=action, unit_id=unit_id)
        if case_id is None
        else _may_with_case(action=action, case_id=case_id)
    )
    if not allowed:
        raise PermissionDenied(f"{action} is not allowed")


def require_of(*, account_id: int, action: Action) -> None:
    """Go on only if an account that need not be the pinned one may do an action, anywhere at all.

    Raises:
        PermissionDenied: it may not, as things stand at the pinned moment.
    """
    if not may_somewhere(account_id=account_id, action=action):
        raise PermissionDenied(f"{action} is not allowed")


def may_somewhere(*, account_id: int, action: Action) -> bool:
    """Whether an account that need not be the pinned one may do an action, anywhere at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM access_reach(%s, tc_now(), tc_live()) WHERE action = %s)",
            [account_id, action],
        )
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def is_given_to_somebody(action: Action) -> bool:
    """Whether anybody holds a post now whose role may do an action: false in a database that is still empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM access_post p JOIN access_permission q ON q.role = p.role AND q.action = %s"
            " WHERE p.account_id IS NOT NULL AND p.starts_at <= tc_now() AND (p.ends_at IS NULL OR p.ends_at > tc_now()))",
            [action],
        )
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def _may_with_case(*, action: Action, case_id: int) -> bool:
    seen = view_of(case_id)
    if action is Action.READ_CASE:
        if seen is None:
            raise Http404("no such case for this account")
        return seen is View.FULL
    if action is Action.MINIMUM:
        return seen is not None
    if action is Action.WRITE_CASE:
        if seen is None:
            raise Http404("no such case for this account")
        return may_write(case_id)
    return may_with_case(action=action, case_id=case_id)


def may_with_case(*, action: Action, case_id: int) -> bool:
    """Whether an action's reach covers a case. Not whether the case may be read: `view_of`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT probation_may(%s, %s)", [action, case_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def answers_for(case_id: int) -> bool:
    """Whether the account speaks for the provider that has a case, and is nothing in a programme."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_answers_for(%s)", [case_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def may_restrict(person_id: int) -> bool:
    """Whether the account may read, make and end restrictions of a person: whose case it reaches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_may_restrict(%s)", [person_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]
