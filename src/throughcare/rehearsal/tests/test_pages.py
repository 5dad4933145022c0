"""Pages of rehearsals: what a director reads, what may be asked for, and who sees nothing."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.choices import Role
from throughcare.access.models import Post
from throughcare.audit.models import Entry
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal, Schedule
from throughcare.rehearsal.rules.outcome import Defect
from throughcare.rehearsal.rules.parts import PARTS, Severity
from throughcare.rehearsal.tests.conftest import MACHINE, went_well
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account

OF_PLAN = f"{PLAN}/rehearsals"
WRONG_OWNER = Defect(
    severity=Severity.HIGH,
    part="work_after",
    what="The page names another provider than the plan does",
    where="/cases/…, officer",
    example="/cases/X1 at C01",
    times=3,
)


@pytest.fixture
def kept(eve):
    """Keep rehearsals of the plan as they came out."""

    def keep(*, state: State = State.DONE, result: object = None, **found: object) -> int:
        return Rehearsal.objects.create(
            plan_id=eve.plan_id,
            state=state,
            result=went_well(**found).as_json() if result is None else result,
            asked_by_id=account("planner"),
            asked_at=eve.now,
            started_at=MACHINE,
            finished_at=None if state == State.RUNNING else MACHINE,
        ).pk

    return keep


def test_the_pages_say_so_when_there_is_no_rehearsal_yet(eve, sign_in):
    client = sign_in("director", now=eve.now)

    assert "No rehearsal yet" in text_of(client.get("/rehearsals"))
    page = text_of(client.get(OF_PLAN))
    assert "No rehearsal yet. Two in a row that would have worked are needed." in page
    assert "After the second one this shows" in page


def test_the_planner_asks_for_a_rehearsal_and_sees_that_it_waits(eve, sign_in):
    client = sign_in("planner", now=eve.now)

    answer = client.post(OF_PLAN, follow=True)

    (asked,) = Rehearsal.objects.all()
    assert (asked.state, asked.asked_by_id) == (State.WAITING, account("planner"))
    assert answer.redirect_chain == [(f"/rehearsals/{asked.pk}", 302)]
    assert "Waiting for its turn" in text_of(answer)
    again = text_of(client.post(OF_PLAN, follow=True))
    assert "A rehearsal is under way. Wait until it is done." in again
    assert Rehearsal.objects.count() == 1


def test_an_approver_may_not_ask(eve, sign_in):
    client = sign_in("approver", now=eve.now)

    assert "Rehearse now" not in text_of(client.get(OF_PLAN))
    assert client.post(OF_PLAN).status_code == 403
    assert client.post(f"{PLAN}/nightly-rehearsals", {"at": "02:00"}).status_code == 403
    assert not Rehearsal.objects.exists()


def test_a_director_reads_in_plain_words_that_it_would_have_worked(eve, kept, sign_in):
    number = kept()

    page = text_of(sign_in("director", now=eve.now).get(f"/rehearsals/{number}"))

    assert "Would it have worked?" in page
    assert "Yes: on the copy the reform went through, was proved and was taken back." in page
    assert "Nothing. No defect was found." in page
    assert "There is none before it." in page


def test_a_director_reads_what_must_be_mended_and_what_is_new(eve, kept, sign_in):
    before = kept(rules=(("case", "nps/rsr", "answered", 5),))
    number = kept(
        rules=(("case", "nps/rsr", "answered", 4), ("case", "nps/rsr", "held", 1)),
        defects=(WRONG_OWNER,),
    )

    page = text_of(sign_in("director", now=eve.now).get(f"/rehearsals/{number}"))

    assert "No, not as things stand. 1 defect must be mended." in page
    assert WRONG_OWNER.what in page
    assert WRONG_OWNER.example in page
    assert f'<a class="govuk-link" href="/rehearsals/{before}">rehearsal {before}</a>' in page
    assert "New defects" in page
    assert "+1" in page


def test_one_that_runs_shows_how_far_it_is_and_one_that_failed_says_why(eve, kept, sign_in):
    running = kept(state=State.RUNNING, result={})
    Rehearsal.objects.filter(id=running).update(done=4, total=20, doing="Write the answers ahead")
    failed = kept(
        state=State.FAILED, result={"refused": [{"code": "fault", "sentence": "No room."}]}
    )
    client = sign_in("director", now=eve.now)

    assert "Write the answers ahead" in text_of(client.get(f"/rehearsals/{running}"))
    entries = Entry.objects.count()
    fragment = text_of(client.get(f"/rehearsals/{running}?fragment=1"))
    assert Entry.objects.count() == entries
    assert "4 of 20 parts done (20%)" in fragment
    states = [fragment.count(f"tc-step--{state}") for state in ("done", "running", "waiting")]
    assert states == [4, 1, len(PARTS) - 5]
    page = text_of(client.get(f"/rehearsals/{failed}"))
    assert "This rehearsal could not be made." in page
    assert "No room." in page
    assert client.get(f"/rehearsals/{failed}.pdf").status_code == 404
    assert client.get("/rehearsals/0").status_code == 404


def test_the_report_can_be_had_as_pdf_and_as_json(eve, kept, sign_in):
    number = kept(defects=(WRONG_OWNER,))
    client = sign_in("auditor", now=eve.now)

    pdf = client.get(f"/rehearsals/{number}.pdf")
    told = json.loads(client.get(f"/rehearsals/{number}.json").content)

    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert (told["number"], told["would_have_worked"]) == (number, False)
    assert [each["what"] for each in told["found"]["defects"]] == [WRONG_OWNER.what]


def test_a_plan_is_rehearsed_each_night_until_somebody_ends_that(eve, sign_in):
    client = sign_in("planner", now=eve.now)

    wrong = client.post(f"{PLAN}/nightly-rehearsals", {"at": "at night"})
    assert (wrong.status_code, Schedule.objects.exists()) == (422, False)
    assert "Enter a time, such as 02:00" in text_of(wrong)
    page = text_of(client.post(f"{PLAN}/nightly-rehearsals", {"at": "3:30"}, follow=True))
    assert "It is rehearsed each night at 03:30, by the clock of the machine." in page
    page = text_of(client.post(f"{PLAN}/nightly-rehearsals/end", follow=True))
    assert "It is no longer rehearsed each night." in page
    assert not Schedule.objects.filter(ended_at=None).exists()


def test_the_head_of_a_provider_sees_no_rehearsal_since_it_shows_the_whole(eve, kept, sign_in):
    number = kept(defects=(WRONG_OWNER,))
    head = Post.objects.filter(role=Role.OFFICER).earliest("id")
    head.role = Role.EXECUTIVE
    head.save(update_fields=["role"])
    client = sign_in(head.account.username, now=eve.now)

    assert "No rehearsal that you may see" in text_of(client.get("/rehearsals"))
    assert "No rehearsal that you may see" in text_of(client.get(OF_PLAN))
    for end in ("", ".json", ".pdf"):
        assert client.get(f"/rehearsals/{number}{end}").status_code == 404


def test_an_officer_may_not_open_rehearsals(eve, kept, sign_in):
    number = kept()
    officer = Post.objects.filter(role=Role.OFFICER).earliest("id").account
    client = sign_in(officer.username, now=eve.now)

    for address in ("/rehearsals", f"/rehearsals/{number}", OF_PLAN):
        assert client.get(address).status_code == 403


def test_lists_ask_the_same_number_of_queries_however_long_they_are(eve, kept, sign_in):
    client = sign_in("director", now=eve.now)
    kept()
    of_one = [_queries(client, address) for address in ("/rehearsals", OF_PLAN)]

    for _ in range(3):
        kept()

    assert [_queries(client, address) for address in ("/rehearsals", OF_PLAN)] == of_one


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
