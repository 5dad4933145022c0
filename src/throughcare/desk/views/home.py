"""The first page: what each kind of user came to do."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action, Role
from throughcare.allocation import queries as allocation
from throughcare.assessments import queries as kept_assessments
from throughcare.desk.doors import who
from throughcare.desk.seats import seats_now
from throughcare.govuk.paging import paging
from throughcare.kernel.days import HERE, local_day
from throughcare.probation import queries as probation
from throughcare.restructure import queries as restructure
from throughcare.transition import queries as transition

DAYS_BACK = 60
DAYS_AHEAD = 14
DAYS_TO_RELEASE = 28
"""How long before a release it stands in the queue: the licence has to be made, and is timed out two working days before."""
MOST_DRAFTS = 10
MOST_LOOKED_AT = 200
MOST_DEEDS = 10
NEED_SAID = {
    probation.Kind.OVERDUE: "Outcome overdue: {what}",
    probation.Kind.REVIEW: "Review due: {what}",
    probation.Kind.ENFORCEMENT: "{what} open",
    probation.Kind.HEARING: "At court soon: {what}",
    probation.Kind.LICENCE: "{what}",
    probation.Kind.KEY_DATE: "Soon: {what}",
    probation.Kind.DOCUMENT: "In progress: {what}",
    probation.Kind.ALERT: "Alert: {what}",
    probation.Kind.ANSWER: "Answer due: {what}",
}
WAYS_ON = (
    (
        Action.SUPPLY,
        "desk:supplied_referrals",
        "Referrals to us",
        "who was referred, what is planned, and what has to be recorded",
    ),
    (
        Action.DISCLOSE,
        "desk:record_requests",
        "Copies of records",
        "who waits for a copy of their record, and by which day it is due",
    ),
    (
        Action.REMOVE,
        "desk:record_removals",
        "Records to be removed",
        "what was kept for as long as it may be, and waits for a decision",
    ),
)
"""Where whoever has no queue of cases goes on to."""
HELD_BY = {
    Role.OFFICER,
    Role.MANAGER,
    Role.COURT,
    Role.ADMINISTRATOR,
    Role.DUTY,
    Role.UNPAID_WORK,
    Role.PROGRAMMES,
    Role.PSYCHOLOGY,
    Role.APPROVED_PREMISES,
    Role.VICTIM_LIAISON,
}
LEADS = {Role.MANAGER}
TILES = (
    (probation.Kind.TODAY, "Appointments today", None),
    (probation.Kind.OVERDUE, "Outcomes overdue", "stop"),
    (probation.Kind.ANSWER, "Answers due", "warn"),
    (probation.Kind.ALERT, "Alerts", "warn"),
    (probation.Kind.REVIEW, "Reviews due", "warn"),
    (probation.Kind.ENFORCEMENT, "Enforcement open", "warn"),
    (probation.Kind.HEARING, "Court hearings", None),
    (probation.Kind.CUSTODY, "Prison reports in doubt", "stop"),
    (probation.Kind.LICENCE, "Licences to make", "warn"),
    (probation.Kind.KEY_DATE, "Dates ahead", None),
    (probation.Kind.DOCUMENT, "Documents in progress", None),
    (probation.Kind.NOBODY_AHEAD, "No appointment ahead", "warn"),
)


@login_not_required
@who()
@require_safe
def home(request: access.Request) -> HttpResponse:
    """The first page; a newcomer to a demonstration is led to its guide."""
    if request.visitor is None:
        return redirect("restructure:guide" if access.is_open() else "access:sign_in")
    seats = seats_now(request)
    roles = {seat.role for seat in seats}
    may = access.actions()
    plans = restructure.newest_of_each()
    concerning = transition.plans_concerning(request.account.pk, plans=plans)
    opened = access.grants_to_look_at(account_id=request.account.pk, now=request.now)
    values = {
        "ways_on": [(page, text, words) for action, page, text, words in WAYS_ON if action in may],
        "opened": opened,
        "opened_cases": probation.cards({grant.case_id for grant in opened}, at=request.now),
        "name": request.account.display_name,
        "seats": seats,
        "today": local_day(request.now),
        "may_search": Action.SEARCH in may,
        "plans": plans,
        "concerning": concerning,
        "news": transition.news_of(
            request.account.pk,
            plans=[plan for plan in concerning if plan.phase in restructure.GONE_LIVE],
            now=request.now,
        ),
        "is_live": restructure.GONE_LIVE,
        "sees_plans": Action.SEE_PLAN in may,
        "sees_trials": Action.SEE_PLAN in may and access.may_everywhere(action=Action.SEE_PLAN),
        "board": (),
        "to_answer": None,
        "asked": None,
        "escalated": None,
        "reports": (),
        "is_practitioner": bool(roles & HELD_BY),
        "is_court": Role.COURT in roles,
        "queue": (),
        "people": (),
        "assessed": frozenset(),
        "deeds": (),
        "tiles": (),
        "drafts": (),
        "drafted": frozenset(),
        "has_work": False,
        "shown": "",
    }
    if roles & HELD_BY:
        post_ids = [seat.post_id for seat in seats]
        values |= _queue(request, post_ids=post_ids)
        values |= _drafts(request, post_ids=post_ids)
        values["asked"] = probation.transferring.asked(at=request.now)
        values["escalated"] = allocation.count_open()
    if roles & LEADS:
        values["to_answer"] = probation.transferring.to_answer(at=request.now)
        units = _units_led(seats, at=request.now)
        values["board"] = probation.team_board(holder_ids=units, at=request.now)
    if Role.COURT in roles:
        values["reports"] = probation.court_reports(owner_ids=[seat.owner_id for seat in seats])
    return render(request, "desk/home.html", values)


def _units_led(seats: Iterable[probation.Seat], *, at: datetime) -> set[int]:
    """The units whose work somebody leads."""
    return {
        unit
        for seat in seats
        if seat.role in LEADS
        for unit in probation.units_under(seat.holder_id, at=at)
    }


def _drafts(request: access.Request, *, post_ids: list[int]) -> dict[str, object]:
    """What is being written, and about whom: that is not written over by a note beside their name."""
    drafts = probation.drafts_to_finish(
        account_id=request.account.pk, post_ids=post_ids, at=request.now, limit=MOST_LOOKED_AT
    )
    return {
        "drafts": drafts[:MOST_DRAFTS],
        "drafted": {each.crn for each in drafts if each.is_own},
    }


def _queue(request: access.Request, *, post_ids: list[int]) -> dict[str, object]:
    day = local_day(request.now)
    today = datetime.combine(day, time(), tzinfo=HERE)
    tomorrow = datetime.combine(day + timedelta(days=1), time(), tzinfo=HERE)
    tasks = probation.tasks(
        post_ids=post_ids,
        now=request.now,
        today=today,
        tomorrow=tomorrow,
        since=today - timedelta(days=DAYS_BACK),
        soon=day + timedelta(days=DAYS_AHEAD),
        release_soon=day + timedelta(days=DAYS_TO_RELEASE),
    )
    counts = {kind: sum(task.kind == kind for task in tasks) for kind in probation.Kind}
    asked = request.GET.get("show", "")
    shown = asked if asked in set(probation.Kind) else ""
    # Who comes today stands above, in order of time.
    listed = [
        task
        for task in tasks
        if task.kind == (shown or task.kind) and (shown or task.kind != "today")
    ]
    page = paging(request, total=len(listed))
    slots = probation.diary(starts_at=today, ends_at=tomorrow, post_ids=post_ids)
    return {
        "people": [(slot, _needs(slot, tasks)) for slot in slots],
        "assessed": kept_assessments.being_written(
            {slot.case_id for slot in slots if not slot.is_limited}
        ),
        "deeds": probation.done_by_others(
            post_ids=post_ids,
            since=today - timedelta(days=1),
            at=request.now,
            limit=MOST_DEEDS,
        ),
        "tiles": [
            {
                "label": label,
                "value": counts[kind],
                "href": "/#today" if kind == probation.Kind.TODAY else f"/?show={kind}#queue",
                "tone": tone if counts[kind] else None,
            }
            for kind, label, tone in TILES
        ],
        "queue": listed[page.slice],
        "page": page,
        "has_work": bool(tasks),
        "shown": shown,
        "shown_label": next((label for kind, label, _ in TILES if kind == shown), ""),
    }


def _needs(slot: probation.Slot, tasks: Sequence[probation.Task]) -> list[str]:
    """What else is to be done about the person of an appointment while they are here."""
    if slot.is_limited:
        return []
    return [
        NEED_SAID[task.kind].format(what=task.what)
        for task in tasks
        if task.crn == slot.crn and task.kind in NEED_SAID
    ]
