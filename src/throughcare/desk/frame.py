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
    links = [Link(text="Home", url="/")]
    if Action.SEARCH in actions:
        links.append(Link(text="Find a person", url="/people"))
        links.append(Link(text="Referrals", url="/referrals"))
    if Action.WRITE_CASE in actions:
        links += [Link(text="Caseload", url="/caseloads"), Link(text="Diary", url="/diaries")]
    if Role.UNPAID_WORK in roles:
        links.append(Link(text="Unpaid work", url="/unpaid-work/projects"))
    if Action.SEARCH in actions:
        links.append(Link(text="Messages", url="/messages"))
    if actions & {Action.SEE_PLAN, Action.ALLOCATE}:
        links.append(Link(text="Measures", url="/measures"))
    if Action.KEEP_VICTIMS in actions:
        links.append(Link(text="Victims", url="/victim-contacts"))
    if Action.SEE_PLAN in actions:
        links.append(Link(text="Restructure", url="/restructures"))
    if settings.DEMONSTRATION:
        links.append(Link(text="Guide", url="/guide"))
    return tuple(links)
