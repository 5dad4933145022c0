"""The reform of 2014 and its reversal on a nation of its own, step by step, for something to go wrong in each."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from throughcare.access import commands as change_access
from throughcare.config import losses
from throughcare.config.environment import Role, current
from throughcare.handover import commands as handover
from throughcare.probation.models import CaseAssignment
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Changed, Run
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.test_losses import Tell

EVE: Final = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT: Final = datetime(2014, 5, 31, 23, tzinfo=UTC)
THIRD_MORNING: Final = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK: Final = datetime(2014, 6, 3, 23, tzinfo=UTC)
A_MOMENT: Final = timedelta(seconds=1)

_SIGNED_BEFORE: Final = {Step.STAGE: Gate.PLAN, Step.SWITCH: Gate.GO}
_ROOTS: Final = """
select p.reference, d.kind, sum(d.records)::bigint, sum(d.digest::numeric)::text
from restructure_digest d join restructure_plan p on p.id = d.plan_id group by 1, 2 order by 1, 2
"""
_BOOKS: Final = """
select p.reference, b.moment, b.kind, b.state, sum(b.count)::bigint
from restructure_book b join restructure_plan p on p.id = b.plan_id group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""
_ASSIGNED: Final = """
select (select min(c.code) from organisation_unitcode c where c.unit_id = a.owner_id), a.basis, count(*), sum(a.item_id)::bigint
from probation_caseassignment a where a.superseded_at is null group by 1, 2 order by 1, 2
"""
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A step that may be performed now, of the reform or of its reversal."""

    name: str
    reform: Reform
    step: Step


def each_phase() -> Iterator[Phase]:
    """All that is performed once a plan was checked; each has to be done before the next is asked for."""
    reform = Reform(now=EVE).take_in()
    yield from _steps(reform, name="", live_at=INSTANT + A_MOMENT)
    reversal = reform.at(THIRD_MORNING).reversal(instant=BACK)
    reversal.done(Step.CHECK)
    yield from _steps(reversal, name="reverse: ", live_at=BACK + A_MOMENT)


def _steps(reform: Reform, *, name: str, live_at: datetime) -> Iterator[Phase]:
    for step in (Step.PLAN, Step.STAGE, Step.SWITCH, Step.RECONCILE):
        if step in _SIGNED_BEFORE:
            reform.sign(_SIGNED_BEFORE[step])
        if step == Step.SWITCH:
            reform = reform.at(live_at)
        yield Phase(name=f"{name}{step.value}", reform=reform, step=step)


def staged() -> Reform:
    """A tiny nation on the eve, with its plan written ahead: whatever changes now is noted for it."""
    reform = Reform(now=EVE).take_in()
    reform.done(Step.PLAN)
    reform.sign(Gate.PLAN)
    reform.done(Step.STAGE)
    return reform


def live() -> Reform:
    """The first minute of the reform."""
    reform = staged().sign(Gate.GO).at(INSTANT + A_MOMENT)
    reform.done(Step.SWITCH)
    return reform


def outcome(reform: Reform) -> tuple[Rows, Rows, Rows]:
    """The digest roots, the books and the assignments that a nation has come to."""
    return reform.rows(_ROOTS), reform.rows(_BOOKS), reform.rows(_ASSIGNED)


def undisturbed() -> tuple[Rows, Rows, Rows]:
    """The outcome of all phases when nothing goes wrong."""
    phase = None
    for phase in each_phase():
        phase.reform.done(phase.step)
    assert phase is not None
    return outcome(phase.reform)


def asked(phase: Phase) -> Run:
    """Ask for the step of a phase, as a page does."""
    with change_access.as_engine(now=phase.reform.now):
        return commands.ask_for_step(
            account_id=account("director"),
            plan_id=phase.reform.plan_id,
            step=phase.step,
            now=phase.reform.now,
        )


def performed(phase: Phase, run: Run, *, tell: Tell = silent) -> Run:
    """Perform it, as the worker does."""
    return commands.perform_step(
        run_id=run.pk, now=phase.reform.now, machine_now=lambda: phase.reform.now, tell=tell
    )


@dataclass(frozen=True, kw_only=True)
class Manager:
    """Whoever gives cases of a company that is to be to other officers, at the pages, while the plan is staged."""

    client: Client
    crn: str
    post: str

    @classmethod
    def signed_in(cls, sign_in: Callable[..., Client], *, reform: Reform) -> "Manager":
        [(crn, held_by)] = reform.rows(_A_CASE)
        client = sign_in("manager.future-crc", now=reform.now)
        client.raise_request_exception = False
        page = client.get(f"/cases/{crn}/allocations").content.decode()
        _, _, posts = page.partition('name="post"')
        choices = re.findall(r'<option value="([^"]+)"', posts.partition("</select>")[0])
        post = max(set(choices) - {held_by})
        return cls(client=client, crn=crn, post=post)

    def gives(self) -> HttpResponse:
        try:
            return self.client.post(
                f"/cases/{self.crn}/allocations",
                {"post": self.post, "reason": "IN1", "justification": "Of the drill."},
            )
        finally:
            # As at the end of any request.
            connection.close_if_unusable_or_obsolete()


_A_CASE: Final = """
select p.crn, o.code from restructure_answer a join access_post o on o.id = a.to_post_id and a.from_post_id = o.id
join access_account u on u.id = o.account_id and u.username = 'officer.future-crc'
join probation_case c on c.id = a.item_id join people_person p on p.id = c.person_id
where a.kind = 'case' order by p.crn limit 1
"""


def given_and_noted() -> tuple[int, int]:
    """How many assignments there are, and how many changes are noted for the plan that is staged."""
    return CaseAssignment.objects.count(), Changed.objects.count()


def handed_over(place: Path, *, now: datetime, tell: Tell = silent) -> handover.Packed:
    """Write the package of a company, as the command line does."""
    return handover.hand_over(
        username="director",
        code="C17",
        place=place,
        software="of the drill",
        now=now,
        tell=tell,
        say=_to_nobody,
    )


def worded(error: Exception) -> str:
    """What the command line prints for an error of a server that DATABASE_URL names; nothing for a fault."""
    given = replace(current(), database_urls=dict.fromkeys(Role, "postgresql://somewhere/"))
    return losses.worded(error, environment=given) or ""


def _to_nobody(_sentence: str) -> None:
    """A hand-over says how much room it needs."""
