"""What stands around every page for whoever is signed in."""

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest

from throughcare.access import queries as access
from throughcare.access.choices import Action, Role
from throughcare.desk.seats import seats_now
from throughcare.govuk.frame import Frame, Link


def frame(request: HttpRequest) -> Frame:
    """The frame of a request; two queries at most where somebody is signed in."""
    account = getattr(request, "visitor", None)
    now = getattr(request, "now", None)
    moved = now if settings.DEMONSTRATION and getattr(request, "clock_is_moved", False) else None
    environment = "Demonstration" if settings.DEMONSTRATION else ""
    if account is None or now is None:
        return Frame(
            sign_in_url="/sign-in",
            environment=environment,
            is_synthetic=settings.DEMONSTRATION,
            clock=moved,
        )
    seats = seats_now(request)
    first = seats[0] if seats else None
    return Frame(
        account_name=account.display_name,
        account_url="/my-account/sign-in",
        post_name=f"{Role(first.role).label}, {first.holder}" if first else "",
        sign_out_url="/sign-out",
        navigation=navigation(
            getattr(request, "actions", None) or access.actions(),
            roles={seat.role for seat in seats},
        ),
        environment=environment,
        is_synthetic=settings.DEMONSTRATION,
        clock=moved,
        clock_url="/clock" if moved else "",
    )


def navigation(actions: frozenset[Action], *, roles: Collection[str] = ()) -> tuple[Link, ...]:
    searches, sees_plans = Action.SEARCH in actions, Action.SEE_PLAN in actions
    writes = Action.WRITE_CASE in actions
    offered = (
        (True, "Home", "/"),
        (searches, "Find a person", "/people"),
        (searches, "Referrals", "/referrals"),
        (writes, "Caseload", "/caseloads"),
        (writes, "Diary", "/diaries"),
        (Role.UNPAID_WORK in roles, "Unpaid work", "/unpaid-work/projects"),
        (Role.PROGRAMMES in roles, "Programmes", "/programme-groups"),
        (searches, "Messages", "/messages"),
        (sees_plans or Action.ALLOCATE in actions, "Measures", "/measures"),
        (Action.SUPPLY in actions, "Referrals to us", "/supplied-referrals"),
        (Action.ASSESS_HOUSING in actions, "Housing", "/housing-assessments"),
        (Action.KEEP_BEDS in actions, "Premises", "/premises"),
        (Action.KEEP_VICTIMS in actions, "Victims", "/victim-contacts"),
        (Action.DISCLOSE in actions, "Records", "/record-requests"),
        (sees_plans, "Restructure", "/restructures"),
        (settings.DEMONSTRATION, "Guide", "/guide"),
    )
    return tuple(Link(text=text, url=url) for is_offered, text, url in offered if is_offered)
