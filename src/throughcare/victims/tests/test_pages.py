"""Victim liaison officers work on pages of their own; whoever has the case meets no victim on any page."""

import pytest
from django.urls import get_resolver

from throughcare.people.events import PersonDied
from throughcare.victims import commands
from throughcare.victims.tests.conftest import NAME, NUMBER
from throughcare.victims.tests.filing import did, told

pytestmark = pytest.mark.django_db


def test_an_officer_of_the_case_meets_no_victim_on_any_page_of_it(
    *, browse, keeper, officer_here, victim, case
):
    did(commands.add_entry, keeper, victim, notes=f"{NAME} rang")
    client = browse(officer_here)
    crn = case.person.crn
    names = [
        pattern
        for pattern in get_resolver("throughcare.desk.urls").url_patterns
        if not set(pattern.pattern.converters) - {"crn"}
    ]
    pages = {str(each.pattern).replace("<slug:crn>", crn) for each in names}
    answers = {page: client.get(f"/{page}") for page in sorted(pages)}
    answers["search"] = client.get("/people", {"q": NAME})

    leaking = [
        page
        for page, answer in answers.items()
        if any(
            each in answer.content.decode() for each in (NAME, NUMBER, "Imogen", victim.reference)
        )
        and page != "search"
    ]
    codes = {page: answers[page].status_code for page in ("victim-contacts", "victim-contacts/new")}
    assert leaking == []
    assert codes == {"victim-contacts": 403, "victim-contacts/new": 403}
    assert answers[f"cases/{crn}"].status_code == 200
    assert victim.reference not in answers["search"].content.decode()
    assert client.get(f"/victim-contacts/{victim.reference}").status_code == 403


def test_the_officer_works_the_file_on_its_pages(browse, keeper, victim, case):
    told(PersonDied(crn=case.person.crn))
    client = browse(keeper)
    here = f"/victim-contacts/{victim.reference}"
    day = {"day": "1", "month": "6", "year": "2014"}

    def on(field: str) -> dict[str, str]:
        return {f"{field}-{part}": typed for part, typed in day.items()}

    posts = {
        "wishes/new": {"wish": "in", **on("said_on")},
        "entries/new": {"way": "call", "notes": "Spoke", **on("happened_on")},
        "requests/new": {"kind": "no-contact", "wording": "None at all", **on("asked_on")},
        "requests/1/answer": {"state": "agreed", "answer": "It is in", **on("answered_on")},
        "representations/new": {"text": "Please", **on("made_on")},
        "notices/new": {"kind": "hearing", "way": "letter", **on("told_on")},
        "tasks/death/outcome": {"outcome": "Wrote"},
        "details": {"first": "Ida", "last": NAME},
    }
    empty = {
        path: client.post(f"{here}/{path}", {}).status_code
        for path in posts
        if path != "requests/1/answer"
    }
    saved = {
        path: client.post(f"{here}/{path}", typed).status_code for path, typed in posts.items()
    }
    page = client.get(here).content.decode()
    ended = client.post(f"{here}/end", {}).status_code

    assert set(empty.values()) == {422}
    assert set(saved.values()) == {302}
    assert [
        each
        for each in (
            f"Ida {NAME}",
            "Wants contact",
            "Spoke",
            "None at all",
            "It is in",
            "Please",
            "Hearing",
        )
        if each not in page
    ] == []
    assert ended == 302
    assert client.get("/victim-contacts").status_code == 200
    assert client.get(f"{here}/log").status_code == 200
    assert client.get("/victim-contacts/V9999999").status_code == 404
    assert client.get(f"{here}/others/new").status_code == 404
    made = client.post(
        "/victim-contacts/new", {"crn": case.person.crn, "first": "Al", "last": "Bo"}
    )
    assert made.status_code == 302


def test_a_body_elsewhere_finds_no_such_file(browse, other_keeper, victim):
    answer = browse(other_keeper).get(f"/victim-contacts/{victim.reference}")

    assert (answer.status_code, NAME in answer.content.decode()) == (404, False)
