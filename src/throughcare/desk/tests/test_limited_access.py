"""Limited access on every way to read: whoever is refused finds a CRN, and nothing of whom it is about."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.urls import URLPattern

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.desk.person_groups import GROUPS
from throughcare.desk.tests.conftest import NAME, SECRET, words
from throughcare.desk.urls import urlpatterns
from throughcare.people.models import (
    Address,
    Code,
    ContactPoint,
    Former,
    Identifier,
    Likeness,
    Name,
    Paper,
    Person,
    PersonalContact,
)
from throughcare.probation.models import (
    Appointment,
    CaseAssignment,
    Court,
    Document,
    Draft,
    Enforcement,
    Hearing,
    Referral,
    Tie,
    Transfer,
)

pytestmark = pytest.mark.django_db

LEAKS = (NAME, "Zebedee", "Nightjar", "1 February 1980", "1 Feb 1980", "1/2/1980", SECRET)
OF_THE_CASE = ("7 Rookery Nook", "XA1 1AA", "07700 900123", "Bea Quill", "Former Street")
BYTES = b"\x89PNG\r\n\x1a\n secret face"


@dataclass
class Filled:
    """A record with something in every part of it, and what its addresses are made of."""

    crn: str
    person: Person
    values: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture
def filled(nation, record, officer_here, slot, flag) -> Filled:
    person = record.person
    said = {"person": person, "recorded_at": LONG_AGO}
    Address.objects.filter(person=person).update(lines="7 Rookery Nook", postcode="XA1 1AA")
    alias = Name.objects.create(
        kind="alias", first="Zeb", last="Nightjar", search_text="ZEB NIGHTJAR", **said
    )
    number = Identifier.objects.create(
        kind="pnc", supplied="81/34U", canonical="1981/0000034U", **said
    )
    code = Code.objects.create(
        key="relationship:NK", list="relationship", code="NK", description="Next of kin"
    )
    dated = said | {"starts_on": date(2014, 3, 1)}
    ContactPoint.objects.create(kind="mobile", value="07700 900123", **dated)
    PersonalContact.objects.create(relationship=code, name="Bea Quill", **dated)
    photo = Paper.objects.create(
        kind="photograph", digest="0" * 64, size=1, media_type="image/png", **dated
    )
    Former.objects.create(
        about="address",
        key=alias.key or photo.key,
        said={"lines": "Former Street"},
        reason="Wrong",
        superseded_at=LONG_AGO,
        **said,
    )
    other = nation.cases["C11"].person
    Likeness.objects.create(
        first_id=min(person.pk, other.pk), second_id=max(person.pk, other.pk), grounds=["pnc"]
    )
    tie = _work(record, nation=nation, by=officer_here)
    for row in (alias, number, photo):
        row.refresh_from_db()
    keys = [str(row.key) for row in (alias, number, photo, Address.objects.get(person=person))]
    return Filled(
        crn=person.crn,
        person=person,
        values={
            "crn": [person.crn],
            "other": [other.crn],
            "group": list(GROUPS),
            "kind": ["photographs", "previous-convictions"],
            "key": [*keys, "2014-06-02T0800Z"],
            "number": ["1"],
            "version": ["1"],
            "tie": [str(tie.pk)],
            "reference": ["E700", "H700", "R700", keys[0]],
            "post": [officer_here.posts.get().code],
            "code": ["C05", "C05T"],
            "office": ["C05T"],
            "token": ["none"],
        },
    )


def _work(record, *, nation, by) -> Tie:
    """What is going on with a case: an appointment, a hearing, enforcement, papers, a draft, a referral, a transfer."""
    court = Court.objects.create(code="ABGVMC", name="Abergavenny", kind="magistrates")
    Appointment.objects.create(
        case=record,
        type_id="COAP",
        starts_at=NOW + timedelta(hours=3),
        ends_at=NOW + timedelta(hours=4),
        post_id=by.posts.get().pk,
        recorded_at=LONG_AGO,
    )
    Hearing.objects.create(
        case=record,
        reference="H700",
        court=court,
        kind="breach",
        starts_at=NOW + timedelta(hours=2),
        recorded_at=LONG_AGO,
    )
    Enforcement.objects.create(
        case=record,
        reference="E700",
        kind="breach",
        state="open",
        opened_on=date(2014, 5, 1),
        due_on=date(2014, 6, 9),
        recorded_at=LONG_AGO,
    )
    Document.objects.create(
        case=record,
        number=1,
        title="Letter",
        media_type="application/pdf",
        size=1,
        digest="0" * 64,
        recorded_at=LONG_AGO,
    )
    Draft.objects.create(
        case=record,
        author_id=by.pk,
        begun_by_id=by.pk,
        begun_at=LONG_AGO,
        saved_at=LONG_AGO,
        notes=SECRET,
    )
    return _moving(record, nation=nation, by=by)


def _moving(record, *, nation, by) -> Tie:
    """A referral that waits, a transfer that was asked for, and a tie."""
    Referral.objects.create(
        case=record,
        reference="R700",
        addressed_to="C05",
        routed_to=nation.units["C05"],
        reason=SECRET,
        sent_by_id=by.pk,
        sent_at=LONG_AGO,
        due_on=date(2014, 6, 9),
    )
    Transfer.objects.create(
        case=record,
        number=1,
        state="pending",
        from_unit=nation.units["C05"],
        to_unit=nation.units["C11"],
        reason=SECRET,
        asked_by_id=by.pk,
        asked_at=LONG_AGO,
        recorded_at=LONG_AGO,
    )
    return Tie.objects.create(
        case=record,
        kind="household",
        shared_number="X000003",
        starts_on=date(2014, 1, 1),
        recorded_at=LONG_AGO,
    )


ANY = ("1",)
"""For parts of addresses that nothing here is known by: such a page is asked for as well, and may say that there is none."""


def addresses(filled: Filled) -> list[str]:
    """Every address of the desk that the record can be put into, and every list."""
    found = []
    for route in urlpatterns:
        assert isinstance(route, URLPattern)
        made = ["/" + str(route.pattern)]
        for name in re.findall(r"<\w+:(\w+)>", made[0]):
            made = [
                re.sub(rf"<\w+:{name}>", value, address, count=1)
                for address in made
                for value in filled.values.get(name, ANY)
            ]
        found += [address for address in made if "<" not in address]
    return found


def told(client, filled: Filled) -> dict[str, str]:
    """What each page says; those that only take what is posted say nothing."""
    client.post("/people", {"q": NAME})
    pages = {}
    for address in addresses(filled):
        for asked in (address, f"{address}?as-at=2014-06-01"):
            answer = client.get(asked, follow=True)
            if answer.status_code != 405:
                pages[asked] = words(answer) if not answer.streaming else ""
    for text in (NAME, "zeb nightjar", "1/2/1980", "XA1 1AA", "81/34U", f"{NAME} 1/2/1980"):
        pages[f"search for {text}"] = results(client.post("/people", {"q": text}, follow=True))
        pages[f"typing {text}"] = words(client.post("/people", {"q": text, "fragment": "1"}))
    return pages


def results(answer) -> str:
    """What a search answers, without the box that repeats what was typed."""
    return words(answer).partition('<div id="results">')[2].partition("Saved searches")[0]


def leaking(pages: dict[str, str], secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    # The box of the search repeats what the visitor typed.
    return [
        (page, secret)
        for page, said in pages.items()
        for secret in secrets
        if secret in said and not (page.partition("?")[0] == "/people" and secret == NAME)
    ]


def close(filled: Filled, *, kind: str, account, message: str = "") -> None:
    Restriction.objects.create(
        person_id=filled.person.pk,
        account=account,
        kind=kind,
        reason="Known",
        message=message,
        starts_at=LONG_AGO,
    )


@pytest.mark.nightly
def test_what_could_leak_is_shown_to_whoever_may_read_it(browse, officer_here, filled):
    pages = told(browse(officer_here), filled)

    shown = {secret for _, secret in leaking(pages, (*LEAKS, *OF_THE_CASE))}
    assert {NAME, "Zebedee", "Nightjar", "1 February 1980", SECRET, *OF_THE_CASE} - shown == set()


@pytest.mark.nightly
def test_who_is_excluded_finds_nothing_of_the_person_though_they_have_the_case(
    browse, officer_here, filled
):
    close(filled, kind="exclusion", account=officer_here)

    pages = told(browse(officer_here), filled)

    assert leaking(pages, (*LEAKS, *OF_THE_CASE)) == []
    assert "Limited access" in pages[f"/people/{filled.crn}"]
    assert filled.crn in pages["/caseloads"]


@pytest.mark.nightly
def test_who_is_not_among_those_let_in_finds_nothing_of_the_person(
    *, browse, officer_here, officer_elsewhere, manager_here, filled
):
    close(filled, kind="restriction", account=officer_here)

    for account in (manager_here, officer_elsewhere):
        pages = told(browse(account), filled)
        assert leaking(pages, (*LEAKS, *OF_THE_CASE)) == []
        assert "Limited access" in pages[f"/people/{filled.crn}"]


def test_a_stranger_finds_the_name_and_nothing_of_the_case(browse, officer_elsewhere, filled):
    Transfer.objects.all().delete()

    pages = told(browse(officer_elsewhere), filled)

    assert leaking(pages, (SECRET, *OF_THE_CASE)) == []
    assert NAME in pages[f"search for {NAME}"]


@pytest.mark.nightly
def test_who_may_see_plans_alone_finds_nobody(browse, planner, filled):
    pages = told(browse(planner), filled)

    assert leaking(pages, (*LEAKS, *OF_THE_CASE)) == []


def test_acceptance_limited_access(*, browse, officer_here, officer_elsewhere, filled, acts):
    close(
        filled,
        kind="restriction",
        account=officer_here,
        message="Ask the head of public protection.",
    )
    stranger = browse(officer_elsewhere)

    refused = stranger.get(f"/people/{filled.crn}")
    trail = acts(officer_elsewhere)
    found = results(stranger.post("/people", {"q": NAME}, follow=True))
    let_in = browse(officer_here).get(f"/people/{filled.crn}")
    close(filled, kind="exclusion", account=officer_here, message="You are related.")
    excluded = browse(officer_here).get(f"/people/{filled.crn}")

    assert refused.status_code == 403
    assert "Ask the head of public protection." in words(refused)
    assert trail == [("case.read", (filled.crn,))]
    assert found.count("Limited access") == 1
    assert filled.crn in found
    assert "Ask your manager" in found
    assert let_in.status_code == 200
    assert excluded.status_code == 403
    assert "You are related." in words(excluded)
    assert "Ask the head of public protection." not in words(excluded)


def test_of_somebody_closed_who_never_had_a_case_the_page_says_that_there_is_one(
    browse, officer_here, acts
):
    person = Person.objects.create(crn="Z000009", recorded_at=LONG_AGO)
    Name.objects.create(
        person=person, kind="legal", last=NAME, search_text=NAME.upper(), recorded_at=LONG_AGO
    )
    Restriction.objects.create(
        person_id=person.pk,
        account=officer_here,
        kind="exclusion",
        reason="Kin",
        starts_at=LONG_AGO,
    )

    answers = [
        browse(officer_here).get(address)
        for address in ("/people/Z000009", "/people/Z000009/facts/names")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert [NAME in words(answer) for answer in answers] == [False, False]
    assert acts(officer_here) == [("person.refused", ("Z000009",))] * 2


def test_the_place_of_a_closed_record_among_others_tells_no_name(
    browse, officer_here, officer_elsewhere, filled
):
    for crn, last in (("A000001", "Quillaaa"), ("Y000001", "Quillzzz")):
        person = Person.objects.create(crn=crn, recorded_at=LONG_AGO)
        Name.objects.create(
            person=person,
            kind="legal",
            first="Zed",
            last=last,
            search_text=f"ZED {last.upper()}",
            recorded_at=LONG_AGO,
        )
    close(filled, kind="restriction", account=officer_here)

    found = results(browse(officer_elsewhere).post("/people", {"q": "Quil"}, follow=True))
    by_day = results(browse(officer_elsewhere).post("/people", {"q": "1/2/1980"}, follow=True))

    order = sorted(("A000001", "Y000001", filled.crn), key=found.index)
    assert order == ["A000001", "Y000001", filled.crn]
    assert filled.crn not in by_day


def test_a_case_is_not_given_to_an_officer_who_would_be_refused(
    browse, manager_here, nation, filled
):
    Transfer.objects.all().delete()
    kin = officer("kin", owner=nation.units["C05"], holder=nation.units["C05T"])
    close(filled, kind="exclusion", account=kin)
    given = {"post": kin.posts.get().code, "reason": "IN1", "justification": "Near"}
    before = CaseAssignment.objects.count()

    answer = browse(manager_here).post(f"/cases/{filled.crn}/allocations", given)

    assert answer.status_code == 422
    assert "The officer may not open this record, which is limited." in words(answer)
    assert CaseAssignment.objects.count() == before
