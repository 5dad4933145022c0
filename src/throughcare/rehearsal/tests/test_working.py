"""A worker finds what is wrong with pages: each fault planted in a small server that answers as ours does."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from throughcare.access.choices import Role
from throughcare.rehearsal.driving import day, pages
from throughcare.rehearsal.driving.day import Follow, Open, Send, Shows, ShowsFact, Step
from throughcare.rehearsal.driving.visitor import Visitor
from throughcare.rehearsal.driving.working import Worker
from throughcare.rehearsal.rules.parts import Severity

CASE = """<h1>Case</h1><dl><dt>Provider</dt><dd>{owner}</dd></dl>
<a href="/cases/X1/contacts">Record a contact</a><p>{log}</p>"""
FORM = """<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<select name="type"><option value="">Select a type</option><option value="CT1">Telephone call to the person</option></select>
<input name="start"><input type="checkbox" name="is_sensitive"><textarea name="notes">
</textarea></form>"""

GOES_ON = 302


class Nation:
    """What the small server answers, and what was sent to it."""

    def __init__(self) -> None:
        self.sent: list[dict[str, list[str]]] = []
        self.log = ""
        self.answers: dict[str, Callable[[], tuple[int, str]]] = {
            "/caseloads": lambda: (200, '<a href="/cases/X1">X1</a>'),
            "/cases/X1": lambda: (200, CASE.format(owner="North", log=self.log)),
            "/cases/X1/contacts": lambda: (200, FORM),
        }

    def send(self, fields: dict[str, list[str]]) -> tuple[int, str]:
        self.sent.append(fields)
        self.log = fields.get("notes", [""])[0]
        return 200, f"<p>{self.log}</p>"


@contextmanager
def served(nation: Nation) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*nation.answers.get(self.path, lambda: (404, "<h1>Page not found</h1>"))())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._answer(*nation.send(parse_qs(self.rfile.read(length).decode())))

        def _answer(self, status: int, body: str) -> None:
            self.send_response(status)
            if status == GOES_ON:
                self.send_header("Location", body)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def worked(nation: Nation, *steps: Step, page_limit: float = 5) -> Worker:
    with served(nation) as address:
        worker = Worker(
            visitor=Visitor(address=address),
            role="officer",
            provider="C01",
            part="work_after",
            words={"plan": "p", "note": "Words that nobody wrote before."},
            owners={"X1": "North"},
            page_limit=page_limit,
        )
        worker.work(steps)
    return worker


def found(worker: Worker) -> list[tuple[str, str]]:
    return [(each.what, each.where) for each in worker.defects]


@pytest.fixture
def nation() -> Nation:
    return Nation()


def test_a_day_that_goes_well_has_no_defect(nation):
    worker = worked(nation, day.CASELOAD, day.CASE, day.CONTACT)

    assert found(worker) == []
    assert worker.done == ["caseload", "case", "contact"]
    assert nation.sent == [
        {
            "csrfmiddlewaretoken": ["t"],
            "type": ["CT1"],
            "start": ["7:15am"],
            "notes": ["Words that nobody wrote before."],
        }
    ]


def test_a_page_with_an_error_is_a_defect_and_ends_the_step(nation):
    nation.answers["/cases/X1/contacts"] = lambda: (500, "<h1>Sorry</h1>")

    worker = worked(nation, day.CASE, day.CONTACT)

    assert found(worker) == [("A page answers 500", "/cases/…/contacts, officer")]
    assert worker.defects[0].example == "/cases/X1/contacts at C01"
    assert worker.done == ["case"]


def test_another_provider_than_the_plans_is_a_defect(nation):
    nation.answers["/cases/X1"] = lambda: (200, CASE.format(owner="South", log=""))

    assert found(worked(nation, day.CASE)) == [
        ("The page names another provider than the plan does", "/cases/…, officer")
    ]


def test_a_case_that_is_missing_from_its_officer_is_a_defect(nation):
    nation.answers["/caseloads"] = lambda: (200, "<p>No cases</p>")

    worker = worked(nation, day.CASELOAD)

    assert found(worker) == [
        ("A case is not with the officer whom the plan gives it to", "/caseloads, officer")
    ]
    assert worker.defects[0].example == "/caseloads at C01: X1"


def test_what_was_recorded_and_is_not_there_is_a_defect(nation):
    nation.send = lambda _fields: (200, "<p>Contact recorded.</p>")

    assert found(worked(nation, day.CASE, day.CONTACT)) == [
        ("What was recorded or asked for is not on the page", "/cases/…/contacts, officer"),
        ("What was recorded or asked for is not on the page", "/cases/…, officer"),
    ]


def test_a_form_that_is_refused_is_tried_at_other_times_and_then_a_defect(nation):
    starts: list[str] = []

    def refuse(fields: dict[str, list[str]]) -> tuple[int, str]:
        starts.append(fields["start"][0])
        return 422, FORM

    nation.send = refuse

    assert found(worked(nation, day.CASE, day.CONTACT)) == [
        ("What was typed was refused", "/cases/…/contacts, officer")
    ]
    assert starts == ["7:15am", *(each["start"] for each in day.TIMES)]


def test_a_link_or_form_that_is_missing_is_a_defect_unless_it_may_be(nation):
    nation.answers["/"] = lambda: (200, "<h1>Home</h1>")
    may_lack = Step(name="may lack", acts=(Open("/"), Follow("^/x$", may_lack=True), Shows("x")))
    must_have = Step(name="must have", acts=(Open("/"), Follow("^/x$")))
    form = Step(name="form", acts=(Open("/"), Send({"reason": "r"})))

    assert found(worked(nation, may_lack, must_have, form)) == [
        ("A link that should be there is missing", "/, officer"),
        ("A form that should be there is missing", "/, officer"),
    ]


def test_a_record_that_is_closed_by_name_is_no_defect_and_any_other_refusal_is(nation):
    nation.answers["/closed"] = lambda: (403, "<p>Limited access</p>")
    nation.answers["/forbidden"] = lambda: (403, "<h1>You may not see this page</h1>")

    steps = [Step(name=path, acts=(Open(path),)) for path in ("/closed", "/forbidden")]

    assert found(worked(nation, *steps)) == [("A page answers 403", "/forbidden, officer")]


@pytest.mark.parametrize(
    ("page_limit", "severity", "what"),
    [
        (0.05, Severity.LOW, "A page is slow"),
        (0.01, Severity.MEDIUM, "A page is far too slow"),
    ],
)
def test_a_slow_page_is_a_small_defect_and_one_far_too_slow_a_larger(
    nation, page_limit, severity, what
):
    def slowly() -> tuple[int, str]:
        time.sleep(0.1)
        return 200, "<h1>Home</h1>"

    nation.answers["/"] = slowly

    (defect,) = worked(
        nation, Step(name="home", acts=(Open("/"), Shows("Home"))), page_limit=page_limit
    ).defects

    assert (defect.severity, defect.what) == (severity, what)


PASSWORD_PAGE = """<h1>Sign in</h1><form method="post" action="/sign-in/password">
<input name="username"><input type="password" name="password"></form>"""
CODE_PAGE = (
    """<h1>Enter a code</h1><form method="post" action="/sign-in/code"><input name="code"></form>"""
)


class Door(Nation):
    """A nation whose door asks for a password and then a code, and answers a code as it is told."""

    def __init__(self, *, after_the_code: tuple[int, str]) -> None:
        super().__init__()
        self.answers |= {
            "/sign-in": lambda: (200, PASSWORD_PAGE),
            "/": lambda: (200, "<h1>Home</h1>"),
        }
        self.after_the_code = after_the_code

    def send(self, fields: dict[str, list[str]]) -> tuple[int, str]:
        self.sent.append(fields)
        if "code" in fields:
            return self.after_the_code
        return 200, CODE_PAGE


def tried(nation: Nation) -> tuple[Worker, bool]:
    with served(nation) as address:
        worker = Worker(
            visitor=Visitor(address=address),
            role="officer",
            provider="C01",
            part="work_after",
            words={},
            owners={},
            page_limit=5,
        )
        return worker, worker.sign_in(username="ann", password="three words", code="123456")


def test_whoever_is_let_in_has_typed_a_password_and_a_code():
    door = Door(after_the_code=(GOES_ON, "/"))

    worker, is_let_in = tried(door)

    assert door.sent == [
        {"username": ["ann"], "password": ["three words"]},
        {"code": ["123456"]},
    ]
    assert (is_let_in, found(worker)) == (True, [])


def test_a_sign_in_that_is_refused_is_a_defect():
    worker, is_let_in = tried(Door(after_the_code=(422, CODE_PAGE)))

    assert not is_let_in
    assert found(worker) == [("A sign-in is refused", "/sign-in/code, officer")]
    assert worker.defects[0].severity == Severity.HIGH


def test_a_door_without_a_form_is_a_defect():
    door = Door(after_the_code=(200, ""))
    door.answers["/sign-in"] = lambda: (500, "<h1>Sorry</h1>")

    worker, is_let_in = tried(door)

    assert not is_let_in
    assert found(worker) == [("A form that should be there is missing", "/sign-in, officer")]


def test_being_signed_out_at_work_is_a_defect(nation):
    nation.answers["/sign-in"] = lambda: (200, "<h1>Sign in</h1>")

    worker = worked(nation, Step(name="home", acts=(Open("/sign-in"),)))

    assert found(worker) == [("Somebody is signed out while at work", "/sign-in, officer")]


def test_a_server_that_is_gone_is_a_defect():
    visitor = Visitor(address="http://127.0.0.1:9")
    worker = Worker(
        visitor=visitor,
        role="officer",
        provider="C01",
        part="smoke",
        words={},
        owners={},
        page_limit=5,
    )

    worker.work(day.GLANCE)

    assert found(worker) == [("A page answers nothing", "/, officer")]


def test_a_step_that_needs_what_somebody_has_not_is_left_out(nation):
    needs = Step(name="needs", acts=(Open("/nowhere"),), needs=("elsewhere",))

    worker = worked(nation, needs)

    assert (worker.done, worker.defects, worker.visitor.pages) == ([], [], [])


def test_every_role_has_a_day():
    assert set(day.DAYS) == set(Role)


def test_every_brace_of_a_day_is_filled_in_for_somebody():
    known = {"plan", "note", "crn", "owner", "officer", "there", "there_owner"}
    known |= {"elsewhere", "elsewhere_owner"}
    acts = [act for steps in day.DAYS.values() for step in steps for act in step.acts]

    words = {word for act in acts for word in re.findall(r"{([a-z_]+)}", str(vars(act)))}

    assert words <= known
    assert ShowsFact("Provider", "{owner}") in acts


def test_a_page_is_read_as_a_person_reads_it():
    page = pages.read(
        """<h1>A <b>case</b></h1><script>var hidden = "x";</script>
        <p>One<br>two</p><a href="https://elsewhere.example">out</a>
        <form action="/x"><input name="q" value="was"><input type="radio" name="r" value="1">
        <input type="radio" name="r" value="2" checked><input type="submit" name="go" value="Go">
        <select name="s"><option value="a">A</option><option value="b" selected>B</option></select></form>"""
    )

    (form,) = page.forms
    assert (page.heading, page.text, page.links) == ("A case", "A case One two out A B", [])
    assert form.filled({}) == {"q": "was", "r": "2", "s": "b"}
    assert form.filled({"s": "A", "r": "*1"}) == {"q": "was", "r": "1", "s": "a"}
    assert form.filled({"s": "not:A", "r": "*2"}) == {"q": "was", "r": "2", "s": "b"}
