"""An officer says whether it is them, and what follows; the log has the outcome, and failures are counted."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.checkins import commands, queries
from throughcare.checkins.choices import Comparison, Follows
from throughcare.checkins.comparing import ANSWERS, CannotCompareNow
from throughcare.checkins.models import CheckIn, Video
from throughcare.checkins.tests.conftest import (
    HELP,
    NOW,
    PHOTOGRAPH,
    VIDEO,
    acting,
    entry,
    events,
    latest,
    missed,
    ran,
    refused,
    registered,
    reviewed,
    submitted,
)
from throughcare.kernel.refusals import Refused
from throughcare.probation.models import Compliance, Contact, ContactNote

pytestmark = pytest.mark.django_db


def test_a_review_writes_the_outcome_and_clears_the_alert(officer_here, person, sentence, acts):
    found = submitted(officer_here, person)

    came = reviewed(officer_here, found, notes="Looked well")

    made, done = entry(found), latest(person)
    assert (came, made.outcome_id, made.is_alert) == ("ATTC", "ATTC", False)
    assert (done.state, done.is_them, done.reviewed_by_id) == ("reviewed", True, officer_here.pk)
    assert ContactNote.objects.get().text == "Looked well"
    assert events()[-1] == "checkins.check-in-reviewed.v1"
    assert ("checkin.reviewed", (person.person.crn,)) in acts(officer_here)


@pytest.mark.parametrize(
    ("follows", "outcome", "failures"),
    [(Follows.ACCEPTABLE, "AAAA", 0), (Follows.FAILURE, "UAAB", 1)],
)
def test_where_it_is_not_them_the_officer_says_what_follows(
    *, officer_here, person, sentence, follows, outcome, failures
):
    registered(officer_here, person, sentence=1)
    ran()
    found = submitted(officer_here, person, of=latest(person))

    assert refused(reviewed, officer_here, found, is_them=False) == ("no-follow-up",)
    came = reviewed(officer_here, found, is_them=False, follows=follows)

    assert (came, entry(found).outcome_id, latest(person).is_them) == (outcome, outcome, False)
    assert sum(Compliance.objects.values_list("failures", flat=True)) == failures


def settled(account, checkin, *, follows=Follows.FAILURE, at=NOW + timedelta(days=3)):
    with acting(account, at):
        return commands.settle(
            account_id=account.pk,
            case_id=checkin.case_id,
            number=checkin.number,
            follows=follows,
            notes="",
            now=at,
        )


def test_what_was_missed_is_a_failure_only_where_the_officer_says_so(
    officer_here, person, sentence
):
    found = missed(officer_here, person, sentence=1)
    before = Compliance.objects.filter(failures__gt=0).count()

    came = settled(officer_here, found)

    assert (before, came, entry(found).outcome_id) == (0, "UAAB", "UAAB")
    assert Compliance.objects.get().failures == 1
    assert (latest(person).state, entry(found).is_alert) == ("settled", False)


def test_nothing_is_said_twice_and_nothing_of_what_is_not_there(officer_here, person):
    found = submitted(officer_here, person)
    reviewed(officer_here, found)

    assert refused(reviewed, officer_here, found) == ("not-here",)
    assert refused(settled, officer_here, found) == ("not-here",)
    with acting(officer_here), pytest.raises(Http404):
        commands.dismiss(account_id=officer_here.pk, case_id=person.pk, number=9, now=NOW)
    with acting(officer_here), pytest.raises(Refused):
        commands.send_again(account_id=officer_here.pk, case_id=person.pk, number=1, now=NOW)


def test_an_outcome_that_somebody_wrote_in_the_log_stays(officer_here, person):
    found = submitted(officer_here, person)
    Contact.objects.filter(id=entry(found).pk).update(outcome_id="AAME")

    assert reviewed(officer_here, found) == "AAME"
    assert entry(found).outcome_id == "AAME"


def test_officers_elsewhere_review_nothing_and_read_nothing(
    officer_here, officer_elsewhere, person
):
    found = submitted(officer_here, person, helps=HELP)

    with pytest.raises((PermissionDenied, Http404)):
        reviewed(officer_elsewhere, found)
    with acting(officer_elsewhere):
        assert queries.checkin_of(person.pk, number=1, now=NOW) is None
        assert queries.waiting([person.pk], now=NOW) == []
        assert queries.video_of(person.pk, number=1) is None
    assert latest(person).state == "submitted"


class Double:
    """Stands in for a service that compares faces: answers what it is told to, and keeps what it was shown."""

    def __init__(self, says: Comparison | None) -> None:
        self.says = says
        self.shown: list[tuple[bytes, bytes, str]] = []

    def __call__(self, *, photograph: bytes, video: bytes, media_type: str) -> Comparison:
        self.shown.append((photograph, video, media_type))
        if self.says is None:
            raise CannotCompareNow("answered 503")
        return self.says


@pytest.fixture
def double():
    made = Double(Comparison.NO_MATCH)
    commands.compare_with(made)
    yield made
    commands.compare_with(None)


def test_a_service_that_compares_changes_what_is_shown_and_decides_nothing(
    officer_here, person, double
):
    found = submitted(officer_here, person)
    waits = found.comparison

    said = commands.compare(checkin_id=found.pk, now=NOW)
    again = commands.compare(checkin_id=found.pk, now=NOW)

    done = latest(person)
    assert (waits, said, again) == ("waiting", "no-match", None)
    assert (done.comparison, done.compared_at, done.state) == ("no-match", NOW, "submitted")
    assert double.shown == [(PHOTOGRAPH, VIDEO, "video/mp4")]
    assert entry(found).outcome_id is None


def test_a_service_that_fails_is_asked_again_and_the_officer_reviews_meanwhile(
    officer_here, person, double
):
    double.says = None
    found = submitted(officer_here, person)

    with pytest.raises(CannotCompareNow):
        commands.compare(checkin_id=found.pk, now=NOW)

    assert latest(person).comparison == "waiting"
    assert reviewed(officer_here, found) == "ATTC"


def test_what_is_not_kept_any_more_is_not_compared(officer_here, person, double):
    found = submitted(officer_here, person)
    Video.objects.update(gone_at=NOW)

    assert commands.compare(checkin_id=found.pk, now=NOW) == "not-compared"
    assert double.shown == []


class Service(ThreadingHTTPServer):
    """Stands in for a service that compares faces: answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Faces)
        self.says = (200, b'{"result": "match"}')
        self.asked: list[tuple[str | None, bytes]] = []


class Faces(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.headers["Authorization"], body))
        status, answer = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Keep the output of tests clean."""


@pytest.fixture
def service(settings):
    server = Service()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    settings.FACE_COMPARISON_URL = f"http://127.0.0.1:{server.server_port}/comparisons"
    settings.FACE_COMPARISON_KEY = "a key"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_the_settings_name_is_sent_both_faces_and_its_answer_is_kept(
    officer_here, person, service
):
    found = submitted(officer_here, person)

    said = commands.compare(checkin_id=found.pk, now=NOW)

    ((key, body),) = service.asked
    assert (said, key) == ("match", "Bearer a key")
    assert [each for each in (PHOTOGRAPH, VIDEO) if each not in body] == []
    assert person.person.crn.encode() not in body


@pytest.mark.parametrize(
    "says",
    [
        (503, b'{"result": "match"}'),
        (302, b'{"result": "match"}'),
        (200, b"match"),
        (200, b'{"result": "surely"}'),
        (200, b'{"result": "waiting"}'),
        (200, b'["match"]'),
        (200, b'{"result": ["match"]}'),
    ],
)
def test_what_a_service_says_and_nobody_knows_is_no_answer(officer_here, person, service, says):
    service.says = says
    found = submitted(officer_here, person)

    with pytest.raises(CannotCompareNow):
        commands.compare(checkin_id=found.pk, now=NOW)

    assert latest(person).comparison == "waiting"


def test_what_waits_is_ranked(officer_here, person, nation):
    CheckIn.objects.all().delete()
    found = submitted(officer_here, person, wants_contact=True)
    CheckIn.objects.filter(id=found.pk).update(comparison="no-face")

    with acting(officer_here):
        (line,) = queries.waiting([person.pk], now=NOW)

    assert (line.rank[0], line.wants_contact, line.comparison) == (0, True, "no-face")
    assert ANSWERS.keys() == {"match", "no-match", "no-face", "not-compared"}
