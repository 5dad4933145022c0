"""The report on a recall: what is known and from where, what is missing, and one question on a page."""

import pytest

from throughcare.access.tests.small_nation import officer
from throughcare.desk.tests.conftest import leaks, words
from throughcare.probation.models import Enforcement, RecallAnswer, RiskProfile

pytestmark = pytest.mark.django_db

ON = {"on-day": "2", "on-month": "6", "on-year": "2014"}


@pytest.fixture
def recall(browse, officer_here, crn) -> str:
    """The address of a recall."""
    browse(officer_here).post(f"/cases/{crn}/enforcements", {"action": "recall"})
    return f"/cases/{crn}/enforcements/{Enforcement.objects.get().reference}"


def test_the_report_shows_what_is_known_with_its_source_and_what_is_missing(
    browse, officer_here, record, recall
):
    RiskProfile.objects.filter(case=record).update(rosh="high")
    client = browse(officer_here)
    assert f'href="{recall}/report"' in words(client.get(recall))

    shown = words(client.get(f"{recall}/report"))

    for each in (
        "Say which kind of sentence it is first.",
        "What is the risk of serious harm?",
        "High",
        "The risk profile",
        "Missing",
        f'href="{recall}/report/what-led"',
    ):
        assert each in shown


def test_a_question_is_answered_and_the_type_follows_and_open_questions_are_shown(
    browse, officer_here, recall
):
    client = browse(officer_here)
    empty = client.post(f"{recall}/report/group", {})
    assert empty.status_code == 422
    assert "Enter an answer" in words(empty)

    answer = client.post(f"{recall}/report/group", {"option": "adult-determinate"}, follow=True)

    assert answer.redirect_chain == [(f"{recall}/report", 302)]
    shown = words(answer)
    assert "Standard recall" in shown
    assert "These have no answer, and count as yes until they have one" in shown
    assert "Is the person in MAPPA category 4?" in shown
    client.post(f"{recall}/report/mappa-4", {"option": "no"})
    client.post(f"{recall}/report/terrorist-offence", {"option": "no"})
    assert "The officer chooses." in words(client.get(f"{recall}/report"))
    client.post(f"{recall}/report/type", {"option": "fixed-term"})
    assert "28 days from the return to custody" in words(client.get(f"{recall}/report"))


def test_lines_of_a_list_are_kept_with_words(browse, officer_here, recall):
    client = browse(officer_here)
    page = f"{recall}/report/vulnerabilities"
    nothing = client.post(page, {"words": " "})
    assert nothing.status_code == 422
    assert "Enter an answer." in words(nothing)

    client.post(page, {"options": ["BEING_BULLIED_BY_OTHERS"], "words": "On the last wing"})

    again = words(client.get(page))
    assert "On the last wing" in again
    assert "Being bullied by others" in words(client.get(f"{recall}/report"))
    assert RecallAnswer.objects.count() == 2


def test_a_step_waits_for_answers_and_a_manager_decides(
    browse, officer_here, manager_here, crn, recall
):
    client = browse(officer_here)
    waits = client.post(f"{recall}/steps/consulted", ON)
    assert waits.status_code == 422
    assert "Answer the questions about the recall first." in words(waits)
    for question, sent in (
        ("group", {"option": "extended"}),
        ("what-led", {"words": "Told me of the lodger"}),
        ("alternatives-tried", {"options": ["NONE"]}),
        ("conditions-breached", {"options": ["KEEP_IN_TOUCH"]}),
    ):
        client.post(f"{recall}/report/{question}", sent)
    client.post(f"{recall}/steps/consulted", ON)

    assert f"{recall}/steps/to-recall" not in words(client.get(recall))
    above = browse(manager_here)
    assert f"{recall}/steps/to-recall" in words(above.get(recall))
    above.post(f"{recall}/steps/not-to-recall", {"note": "Contact is back", **ON})

    assert "Not to be recalled: letter to be sent" in words(client.get(recall))
    assert "Contact is back" in words(client.get(recall))


def test_a_head_reads_and_countersigns_and_writes_nothing_else(
    browse, nation, officer_here, crn, recall
):
    head = officer(
        "head-c05", owner=nation.units["C05"], holder=nation.units["C05"], role="executive"
    )
    client = browse(head)

    assert client.get(f"{recall}/report").status_code == 200
    assert client.post(f"{recall}/report/what-led", {"words": "Mine"}).status_code == 403
    assert not RecallAnswer.objects.exists()


def test_what_is_no_recall_has_no_report(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/enforcements", {"action": "warning"})
    page = f"/cases/{crn}/enforcements/{Enforcement.objects.get().reference}/report"

    assert (client.get(page).status_code, client.get(f"{page}/nothing").status_code) == (404, 404)


def test_elsewhere_nobody_reads_or_answers(
    *, browse, officer_here, officer_elsewhere, planner, recall
):
    browse(officer_here).post(f"{recall}/report/what-led", {"words": "Told me of the lodger"})

    for account in (officer_elsewhere, planner):
        client = browse(account)
        answers = [
            client.get(f"{recall}/report"),
            client.get(f"{recall}/report/what-led"),
            client.post(f"{recall}/report/what-led", {"words": "Mine"}),
        ]
        assert {answer.status_code for answer in answers} <= {302, 403}
        assert [leaks(answer) for answer in answers] == [[], [], []]
    assert RecallAnswer.objects.get().words == "Told me of the lodger"
