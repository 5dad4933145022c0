"""The report of a rehearsal says the same on paper, in a terminal and on the page: what differs, and what it took on the disk."""

from dataclasses import replace

import pytest

from throughcare.access import commands as change_access
from throughcare.rehearsal import commands, queries
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.rehearsal.rules.outcome import Defect
from throughcare.rehearsal.rules.parts import Severity
from throughcare.rehearsal.tests.conftest import MACHINE, went_well
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import account

NEED = "A rehearsal needs about 2.5 GB (files are copied); 40.0 GB are free."
NEW = Defect(
    severity=Severity.HIGH,
    part="work_after",
    what="The page names another provider than the plan does",
    where="/cases/…, officer",
)
GONE = replace(NEW, what="A sign-in is refused", where="", severity=Severity.LOW)
DIFFERS = [
    "New defect: The page names another provider than the plan does (a day's work on the first day: the page of a case, as officer)",
    "Gone defect: A sign-in is refused (a day's work on the first day)",
    "case by nps/rsr, answered",
    "case by nps/rsr, held",
    "Write the answers ahead, seconds",
]


@pytest.fixture
def two(eve) -> list[int]:
    """Two rehearsals of the plan, the second with other answers, times and defects than the first."""
    slower = tuple(
        replace(part, seconds=9) if part.name == "stage" else part for part in went_well().parts
    )
    return [
        rehearsed(eve, rules=(("case", "nps/rsr", "answered", 1500),), defects=(GONE,)),
        rehearsed(
            eve,
            rules=(("case", "nps/rsr", "answered", 1499), ("case", "nps/rsr", "held", 1)),
            defects=(NEW,),
            parts=slower,
        ),
    ]


def asked(eve) -> int:
    with change_access.as_engine(now=eve.now):
        return commands.ask(account_id=account("planner"), plan_id=eve.plan_id, now=eve.now).pk


def rehearsed(eve, **found: object) -> int:
    number = asked(eve)
    commands.begin(number=number, now=eve.now, at=MACHINE, need=NEED)
    result = went_well(**found).as_json()
    commands.end(number=number, state=State.DONE, result=result, now=eve.now, at=MACHINE)
    return number


def test_the_terminal_and_the_paper_say_what_is_different(two):
    first, second = two
    shown = queries.report(second)

    lines = shown.lines
    place = lines.index(f"What is different. Against rehearsal {first}.")
    assert lines[place + 1 :] == [
        *DIFFERS[:2],
        f"{DIFFERS[2]}: 1,500 before, 1,499 now",
        f"{DIFFERS[3]}: 0 before, 1 now",
        f"{DIFFERS[4]}: 1.0 before, 9.0 now",
    ]
    *_, since, differs = queries.as_document(shown)["sections"]
    assert since["paragraphs"] == [f"Against rehearsal {first}."]
    assert [what for what, _, _ in differs["table"]["rows"]] == DIFFERS
    assert differs["table"]["rows"][2:4] == [
        [DIFFERS[2], "1,500", "1,499"],
        [DIFFERS[3], "0", "1"],
    ]


def test_the_first_has_nothing_before_it_and_one_alike_says_so(eve):
    first, second = rehearsed(eve), rehearsed(eve)

    assert queries.report(first).lines[-1] == "What is different. There is none before it."
    says = (
        f"Against rehearsal {first}: the same answers, the same defects, "
        "and no notable difference in time."
    )
    assert queries.report(second).lines[-1] == f"What is different. {says}"
    assert queries.as_document(queries.report(second))["sections"][-1]["paragraphs"] == [says]


def test_what_it_takes_on_the_disk_is_said_on_the_page_from_its_beginning_and_in_every_report(
    eve, sign_in
):
    client = sign_in("director", now=eve.now)
    number = asked(eve)
    page = f"/rehearsals/{number}"
    assert NEED not in text_of(client.get(page))

    commands.begin(number=number, now=eve.now, at=MACHINE, need=NEED)
    assert NEED in text_of(client.get(page))
    assert NEED in text_of(client.get(f"{page}?fragment=1"))

    result = went_well().as_json()
    commands.end(number=number, state=State.DONE, result=result, now=eve.now, at=MACHINE)
    shown = queries.report(number)
    assert Rehearsal.objects.get(id=number).need == NEED
    assert NEED in text_of(client.get(page))
    assert NEED in queries.as_document(shown)["sections"][0]["paragraphs"]
    assert (shown.lines[0], shown.as_json()["need"]) == (NEED, NEED)
    assert client.get(f"{page}.pdf").content[:5] == b"%PDF-"
