"""The switch while people work (acceptance example 7), at the size of a tiny nation: real requests on connections of their own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connections
from django.http import JsonResponse
from django.test import Client
from django.urls import include, path

from throughcare.access import queries as access
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.probation import queries as probation
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, INSTANT

OFFICER = "officer.future-crc"
BEFORE, AFTER = 1.0, 1.0
"""Seconds for which people work on either side of the switch."""
LONGEST_WAIT = 1.0
ASKED_APART = 8

# Cases that the officer has before the switch and after it.
OF_THE_OFFICER = """
select a.reference from restructure_answer a
join access_post p on p.id = a.from_post_id join access_account u on u.id = p.account_id
where a.kind = 'case' and a.standing = 'answered' and a.to_post_id = a.from_post_id and u.username = %s
order by a.item_id limit 4
"""


@access.who()
def owners(request: access.Request) -> JsonResponse:
    """Whose one case is, asked many times in one request with a rest between."""
    found = []
    for _ in range(ASKED_APART):
        card = probation.card_of(request.GET["crn"], at=request.as_at)
        found.append(card.owner if card else None)
        sql.value("select pg_sleep(0.01)::text")
    return JsonResponse({"owners": found})


urlpatterns = [path("owners", owners), path("", include("throughcare.config.urls"))]


@dataclass(kw_only=True)
class Work:
    """What came of every request; times are by the machine's clock."""

    failed: list[str] = field(default_factory=list)
    owners: list[tuple[str, ...]] = field(default_factory=list)
    reads: int = 0
    written: dict[tuple[str, int], str] = field(default_factory=dict)
    """The words of each contact that was acknowledged, by case and number."""
    writes: list[tuple[float, float]] = field(default_factory=list)
    """When each began and how long it took."""


Act = Callable[[Client, Work, int], None]


def read_owners(crn: str) -> Act:
    def act(client: Client, work: Work, _number: int) -> None:
        answer = client.get("/owners", {"crn": crn})
        if answer.status_code == 200:
            work.owners.append(tuple(answer.json()["owners"]))
        else:
            work.failed.append(f"owners {answer.status_code}")

    return act


def read_caseload(client: Client, work: Work, _number: int) -> None:
    answer = client.get("/caseloads")
    work.reads += 1
    if answer.status_code != 200:
        work.failed.append(f"caseload {answer.status_code}")


def write_contact(crn: str) -> Act:
    def act(client: Client, work: Work, number: int) -> None:
        words = f"Written during the switch, {crn} {number}."
        day = {"day-day": "31", "day-month": "5", "day-year": "2014"}
        began = time.monotonic()
        answer = client.post(
            f"/cases/{crn}/contacts",
            {"type": "CTOA", "minutes": "15", "start": "10:00", "notes": words} | day,
        )
        work.writes.append((began, time.monotonic() - began))
        if answer.status_code == 302:
            made = int(answer.headers["Location"].rpartition("/")[2])
            work.written[crn, made] = words
        else:
            work.failed.append(f"contact {answer.status_code}")

    return act


@contextmanager
def people_at_work(acts: list[Act]) -> Iterator[Work]:
    """Have somebody do each act over and over, on a thread and a connection of their own, until the block ends."""
    work, is_over = Work(), threading.Event()

    def go_on(client: Client, act: Act) -> None:
        number = 0
        try:
            while not is_over.is_set():
                act(client, work, number)
                number += 1
        finally:
            connections.close_all()

    clients = [Client(raise_request_exception=False) for _ in acts]
    for client in clients:
        client.post("/sign-in/demonstration", {"username": OFFICER})
    threads = [
        threading.Thread(target=go_on, args=each) for each in zip(clients, acts, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield work
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def staged(own_nation, settings) -> Reform:
    """A nation of its own, committed, whose reform waits for the switch at its instant."""
    assert own_nation is None
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = __name__
    reform = Reform(now=EVE).take_in().stage().sign(Gate.GO)
    change_clock.set_moment(moment=INSTANT, now_real=clock.machine_now())
    return reform.at(INSTANT)


def test_during_the_switch_no_read_fails_no_write_is_lost_and_no_answer_mixes_old_and_new(staged):
    crns = [crn for (crn,) in staged.rows(OF_THE_OFFICER, OFFICER)]
    acts = [read_owners(crns[0]), read_owners(crns[1]), read_caseload]
    acts += [write_contact(crn) for crn in crns[:2]]

    with people_at_work(acts) as work:
        time.sleep(BEFORE)
        switched_at = time.monotonic()
        staged.done(Step.SWITCH)
        time.sleep(AFTER)

    assert work.failed == []
    assert work.reads > 0
    # Each answer is of one structure, and both were seen.
    assert [found for found in work.owners if len(set(found)) > 1] == []
    assert len({found[0] for found in work.owners}) > 1
    kept = staged.rows(
        "select p.crn, c.number, c.notes from probation_contact c join probation_case k on k.id = c.case_id"
        " join people_person p on p.id = k.person_id where c.notes like 'Written during the switch,%%'"
    )
    assert {(crn, number): words for crn, number, words in kept} == work.written
    assert len(work.written) == len(work.writes)
    usual = max(took for began, took in work.writes if began + took < switched_at)
    assert max(took for _, took in work.writes) <= usual + LONGEST_WAIT
    assert staged.broken() == {}
