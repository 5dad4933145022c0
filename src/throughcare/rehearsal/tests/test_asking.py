"""Asking for rehearsals by day and by night: who may, one at a time, and what is kept of each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import ProgrammingError

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.access.models import Post
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal import commands, queries
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal, Schedule
from throughcare.rehearsal.rules.outcome import Light
from throughcare.rehearsal.tests.conftest import MACHINE, rows, went_well
from throughcare.restructure.choices import Phase
from throughcare.restructure.tests.reform import account

REFERENCE = "transforming-rehabilitation-2014"
TWO = datetime(2026, 11, 27, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_starts(monkeypatch) -> None:
    monkeypatch.setattr("throughcare.rehearsal.commands.asking._starters", [])


def ask(eve, *, by: str = "planner") -> Rehearsal:
    with change_access.as_engine(now=eve.now):
        return commands.have_rehearsed(account_id=account(by), plan_id=eve.plan_id, now=eve.now)


def refusals(eve) -> tuple[str, ...]:
    before = Rehearsal.objects.count()
    with pytest.raises(Refused) as refused, transaction.atomic():
        ask(eve)
    assert Rehearsal.objects.count() == before
    return refused.value.codes


def made(eve, *, state: State = State.DONE, **found: object) -> Rehearsal:
    asked = ask(eve)
    commands.begin(number=asked.pk, now=eve.now, at=MACHINE)
    commands.end(
        number=asked.pk, state=state, result=went_well(**found).as_json(), now=eve.now, at=MACHINE
    )
    return asked


def jobs(name: str) -> list[int]:
    """Numbers that jobs of a name were given."""
    return [
        number
        for (number,) in rows(
            "select (args ->> 'number')::int from procrastinate_jobs where task_name = %s order by id",
            name,
        )
    ]


def keep_nightly(eve, *, by: str = "planner", at: time = time(2)) -> Schedule:
    with change_access.as_engine(now=eve.now):
        return commands.keep_nightly(
            account_id=account(by), reference=REFERENCE, at=at, now=eve.now, machine_now=MACHINE
        )


def test_a_rehearsal_is_asked_for_with_a_job_to_start_it(eve):
    asked = ask(eve)

    assert (asked.state, asked.asked_at, asked.most_accounts) == (State.WAITING, eve.now, None)
    assert jobs(commands.START) == [asked.pk]


def test_nobody_asks_who_may_not_run_plans(eve):
    officer = Post.objects.filter(role=Role.OFFICER).earliest("id").account

    with pytest.raises(PermissionDenied), transaction.atomic():
        ask(eve, by=officer.username)
    with pytest.raises(PermissionDenied), transaction.atomic():
        keep_nightly(eve, by=officer.username)

    assert not Rehearsal.objects.exists()
    assert not Schedule.objects.exists()


def test_there_is_one_rehearsal_at_a_time(eve):
    ask(eve)

    assert refusals(eve) == ("under-way",)


@pytest.mark.parametrize("phase", [Phase.LIVE, Phase.RECONCILED, Phase.REVERSED, Phase.ABORTED])
def test_a_plan_that_is_live_or_over_is_not_rehearsed(eve, phase):
    plan = eve.plan
    plan.phase = phase
    plan.save(update_fields=["phase"])

    assert refusals(eve) == ("over",)


def test_one_that_was_killed_is_noted_as_stopped_and_does_not_stand_in_the_way(eve):
    killed = ask(eve)
    commands.begin(number=killed.pk, now=eve.now, at=MACHINE)
    assert refusals(eve) == ("under-way",)

    commands.tidy(now=eve.now, at=MACHINE + timedelta(hours=1))

    killed.refresh_from_db()
    assert (killed.state, killed.finished_at) == (State.STOPPED, MACHINE + timedelta(hours=1))
    ask(eve)


def test_a_program_is_started_for_one_that_waits_and_for_no_other(eve):
    started: list[int] = []
    commands.start_with(started.append, tidier=lambda: None)
    over = made(eve)
    asked = ask(eve)

    for number in (over.pk, asked.pk, 0):
        commands.start_rehearsal(number=number)

    assert started == [asked.pk]


def test_without_anybody_who_knows_how_the_job_fails_and_is_not_lost_in_silence(eve):
    asked = ask(eve)

    with pytest.raises(LookupError):
        commands.start_rehearsal(number=asked.pk)


def test_the_gate_of_a_plan_needs_two_good_ones_in_a_row_of_its_own_version(eve):
    assert queries.gate(eve.plan_id) == queries.GateReading(
        light=Light.RED, fact="No rehearsal yet.", number=None
    )
    first = made(eve)
    assert (queries.gate(eve.plan_id).light, queries.gate(eve.plan_id).number) == (
        Light.AMBER,
        first.pk,
    )
    made(eve, state=State.STOPPED)
    assert queries.gate(eve.plan_id).light == Light.RED
    made(eve)
    last = made(eve)
    assert (queries.gate(eve.plan_id).light, queries.gate(eve.plan_id).number) == (
        Light.GREEN,
        last.pk,
    )

    changed = eve.take_in(eve.plan.text.replace("version: 2\n", "version: 3\n", 1))

    assert queries.gate(changed.plan_id).light == Light.RED


def test_each_night_tells_its_drift_from_the_last_that_came_to_its_end(eve):
    made(eve, rules=(("case", "nps/rsr", "answered", 5),))
    made(eve, state=State.STOPPED)
    made(eve, rules=(("case", "nps/rsr", "answered", 3), ("case", "nps/rsr", "undetermined", 2)))

    nights = queries.nights(reference=REFERENCE, part=slice(0, 10))

    assert [
        None if night.drift is None else (night.drift.moved, night.drift.total("undetermined"))
        for night in nights
    ] == [(2, 2), None, None]
    assert queries.nights(reference=REFERENCE, part=slice(0, 1)) == nights[:1]


def test_a_plan_is_rehearsed_each_night_once_at_its_time(eve):
    keep_nightly(eve)

    asked = [
        commands.have_due_rehearsed(now=eve.now, machine_now=at)
        for at in (TWO - timedelta(minutes=1), TWO, TWO + timedelta(minutes=5))
    ]

    (rehearsal,) = Rehearsal.objects.all()
    assert asked == [0, 1, 0]
    assert (rehearsal.is_nightly, rehearsal.asked_by_id) == (True, account("planner"))
    assert Schedule.objects.get().last_on == date(2026, 11, 27)


def test_a_night_waits_while_another_rehearsal_is_under_way(eve):
    keep_nightly(eve)
    running = ask(eve)

    assert commands.have_due_rehearsed(now=eve.now, machine_now=TWO) == 0
    commands.end(number=running.pk, state=State.FAILED, result={}, now=eve.now, at=TWO)

    assert commands.have_due_rehearsed(now=eve.now, machine_now=TWO + timedelta(hours=1)) == 1


def test_nights_end_when_somebody_says_so_when_the_plan_is_over_and_when_the_asker_may_no_more(
    eve,
):
    keep_nightly(eve)
    with change_access.as_engine(now=eve.now):
        had = [
            commands.end_nightly(
                account_id=account("planner"), reference=REFERENCE, now=eve.now, machine_now=MACHINE
            )
            for _ in range(2)
        ]
    assert had == [True, False]

    keep_nightly(eve)
    Post.objects.filter(account_id=account("planner")).update(ends_at=eve.now)
    assert commands.have_due_rehearsed(now=eve.now, machine_now=TWO) == 0
    assert not Schedule.objects.filter(ended_at=None).exists()

    keep_nightly(eve, by="director")
    plan = eve.plan
    plan.phase = Phase.LIVE
    plan.save(update_fields=["phase"])
    assert commands.have_due_rehearsed(now=eve.now, machine_now=TWO) == 0
    assert not Schedule.objects.filter(ended_at=None).exists()


def test_another_time_takes_the_place_of_the_first(eve):
    keep_nightly(eve)
    keep_nightly(eve, at=time(3, 30))

    assert list(Schedule.objects.filter(ended_at=None).values_list("at", flat=True)) == [
        time(3, 30)
    ]


def test_nobody_writes_what_a_rehearsal_found_but_the_engine(eve):
    done = made(eve)

    with (
        pytest.raises(ProgrammingError),
        change_access.acting_as(account_id=account("planner"), now=eve.now),
    ):
        Rehearsal.objects.filter(id=done.pk).update(result={})
