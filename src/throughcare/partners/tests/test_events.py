"""The order of facts, and webhooks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from throughcare.access import commands as access
from throughcare.access.tests.small_nation import NOW
from throughcare.partners import commands, queries, rules
from throughcare.partners.models import Announcement, Webhook
from throughcare.people.events import IdentityChanged
from throughcare.probation.events import ContactRecorded

CRN, ELSEWHERE = "X000003", "X000001"


@dataclass
class Address:
    """Somewhere that messages are sent to: what came, and what it answers."""

    url: str = ""
    answers: int = 204
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def address(settings) -> Iterator[Address]:
    there = Address()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.came.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(there.answers)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    settings.WEBHOOK_HOSTS = (f"127.0.0.1:{server.server_port}",)
    there.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()


def announce(number: int, *, crn: str = CRN) -> None:
    with access.as_engine(now=NOW):
        commands.announce(
            ContactRecorded(crn=crn, case_id=1, number=number, type="CTOA", outcome=None), now=NOW
        )


def tell(hook: Webhook, *, later: timedelta = timedelta()) -> bool:
    return commands.tell(reference=hook.reference, now=NOW + later, machine_now=NOW + later)


def numbers(address: Address) -> list[int]:
    return [json.loads(body)["data"]["number"] for _, body in address.came]


def test_facts_are_told_in_order_to_whoever_reads_the_case_and_to_nobody_else(program, stranger):
    announce(1)
    announce(2)
    announce(1, crn=ELSEWHERE)

    here, there = program.get("/events").json(), stranger.get("/events").json()

    assert [(each["crn"], each["details"]["number"]) for each in here["events"]] == [
        (CRN, 1),
        (CRN, 2),
    ]
    assert [each["crn"] for each in there["events"]] == [ELSEWHERE]
    assert here["next_after"] == there["next_after"]
    assert here["is_last"]


def test_a_program_goes_on_where_it_stopped(program):
    for number in (1, 2, 3):
        announce(number)
    first = program.get("/events", limit="2").json()

    second = program.get("/events", limit="2", after=str(first["next_after"])).json()

    assert (len(first["events"]), first["is_last"]) == (2, False)
    assert [each["details"]["number"] for each in second["events"]] == [3]
    assert second["is_last"]


def test_a_fact_carries_no_row_number_of_this_database(program):
    announce(1)

    (fact,) = program.get("/events").json()["events"]

    assert fact["details"] == {"number": 1, "type": "CTOA", "outcome": None}
    assert fact["link"] == f"/api/v1/cases/{CRN}"


def test_a_fact_goes_out_under_the_name_that_the_field_uses(program):
    with access.as_engine(now=NOW):
        commands.announce(IdentityChanged(crn=CRN), now=NOW)

    (fact,) = program.get("/events").json()["events"]

    assert fact["type"] == "probation-case.personal-details.updated"


def test_of_somebody_without_a_case_nothing_is_told(program):
    with access.as_engine(now=NOW):
        commands.announce(IdentityChanged(crn="X777777"), now=NOW)

    assert not Announcement.objects.exists()


def made(program, address, names: tuple[str, ...] = ()) -> tuple[Webhook, str]:
    answer = program.post("/webhooks", {"url": address.url, "names": list(names)})
    assert answer.status_code == 201
    return Webhook.objects.get(reference=answer.json()["reference"]), answer.json()["secret"]


def test_an_address_is_told_what_its_program_reads_signed(program, address):
    hook, secret = made(program, address)
    announce(1)
    announce(1, crn=ELSEWHERE)

    is_more = tell(hook)

    ((headers, body),) = address.came
    assert not is_more
    assert json.loads(body)["data"] == {"crn": CRN, "number": 1, "type": "CTOA", "outcome": None}
    assert headers["webhook-signature"] == rules.signature(
        secret=secret, message_id=headers["webhook-id"], sent_at=NOW, body=body
    )


def test_only_the_names_asked_for_are_told(program, address):
    hook, _ = made(program, address, ("probation-case.personal-details.updated",))
    announce(1)

    tell(hook)

    assert address.came == []


def test_what_is_not_taken_is_told_again_later_in_order_with_the_same_id(program, address):
    hook, _ = made(program, address)
    announce(1)
    announce(2)
    address.answers = 500
    tell(hook)
    address.answers = 204

    tell(hook, later=timedelta(minutes=1))

    assert numbers(address) == [1, 1, 2]
    assert address.came[0][0]["webhook-id"] == address.came[1][0]["webhook-id"]
    hook.refresh_from_db()
    assert (hook.failures, hook.fault, hook.next_try_at) == (0, "", None)


def test_after_too_many_failures_a_webhook_pauses_until_its_program_resumes_it(program, address):
    hook, _ = made(program, address)
    announce(1)
    address.answers = 410
    for _ in range(rules.MOST_FAILURES):
        tell(hook)
    address.answers = 204
    tell(hook)
    (paused,) = program.get("/webhooks").json()["webhooks"]

    program.post(f"/webhooks/{hook.reference}/resumption", {})
    tell(hook)

    assert (paused["is_paused"], paused["fault"]) == (True, "answered 410")
    assert len(address.came) == rules.MOST_FAILURES + 1


def test_what_was_told_is_told_once_more_when_asked(program, address):
    hook, _ = made(program, address)
    announce(1)
    announce(2)
    tell(hook)

    program.post(f"/webhooks/{hook.reference}/resumption", {"after": hook.position})
    tell(hook)

    assert numbers(address) == [1, 2, 1, 2]


def test_a_position_ahead_of_everything_is_refused(program, address):
    hook, _ = made(program, address)

    answer = program.post(f"/webhooks/{hook.reference}/resumption", {"after": 10**9})

    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (409, "no-such-position")


def test_an_address_that_the_settings_do_not_name_is_refused(program, address, settings):
    settings.WEBHOOK_HOSTS = ("cases.company.example",)

    answer = program.post("/webhooks", {"url": address.url})

    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (409, "address-not-allowed")
    assert not Webhook.objects.exists()


def test_an_address_whose_host_is_struck_from_the_settings_is_told_nothing_more(
    program, address, settings
):
    hook, _ = made(program, address)
    announce(1)
    settings.WEBHOOK_HOSTS = ()

    tell(hook)

    hook.refresh_from_db()
    assert (address.came, hook.failures) == ([], 1)


def test_a_webhook_is_its_programs_alone(program, stranger, address):
    hook, _ = made(program, address)

    answers = (
        stranger.delete(f"/webhooks/{hook.reference}"),
        stranger.post(f"/webhooks/{hook.reference}/resumption", {}),
    )

    assert [each.status_code for each in answers] == [404, 404]
    assert stranger.get("/webhooks").json() == {"webhooks": []}


def test_one_that_ended_is_told_nothing(program, address):
    hook, _ = made(program, address)
    announce(1)

    answer = program.delete(f"/webhooks/{hook.reference}")
    tell(hook)

    assert (answer.status_code, address.came) == (204, [])


def test_the_same_address_twice_and_an_eleventh_are_refused(program, address):
    made(program, address)
    again = program.post("/webhooks", {"url": address.url})
    for number in range(9):
        program.post("/webhooks", {"url": f"{address.url}/{number}"})

    eleventh = program.post("/webhooks", {"url": f"{address.url}/more"})

    assert [each.json()["reasons"][0]["code"] for each in (again, eleventh)] == [
        "address-known",
        "too-many-webhooks",
    ]


def test_webhooks_that_may_be_told_something_are_due(program, address):
    hook, _ = made(program, address)
    with access.as_engine(now=NOW):
        before = queries.due_webhooks(now=NOW)
    announce(1)

    with access.as_engine(now=NOW):
        assert (before, queries.due_webhooks(now=NOW)) == ([], [hook.reference])
