"""No page asks the database more because there is more to show."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.tests.small_nation import LONG_AGO, NOW, person_with_case
from throughcare.probation.models import (
    Appointment,
    CaseAssignment,
    Contact,
    Court,
    Document,
    Draft,
    Enforcement,
    FlagType,
    Hearing,
    Nsi,
    NsiManager,
    NsiStanding,
    Referral,
    Registration,
    Transfer,
)

pytestmark = pytest.mark.django_db

MOST = 26
"""With what stands around each page: who asks, what they may, their posts, the clock, the trail."""
PAGES = (
    "/",
    "/people",
    "/people/{crn}",
    "/caseloads",
    "/caseloads?as-at=2014-06-01",
    "/diaries",
    "/cases/{crn}",
    "/cases/{crn}?as-at=2014-06-01",
    "/units/C05",
    "/messages",
    "/referrals",
    "/referrals/new",
    "/transfers",
    "/transfers-asked",
    "/transfers/{crn}",
    "/cases/{crn}/transfers",
    "/cases/{crn}/enforcements/{breach}",
    "/cases/{crn}/enforcements/{breach}/evidence",
    "/cases/{crn}/nsis",
    "/cases/{crn}/nsis/1",
    "/cases/{crn}/nsis/new",
    "/breach-referrals",
    "/cases/{crn}/owners",
    "/cases/{crn}/documents",
    "/cases/{crn}/documents?words=letter",
    "/cases/{crn}/documents/new",
    "/cases/{crn}/documents/uploads",
    "/cases/{crn}/contacts",
    "/cases/{crn}/contacts/1",
    "/cases/{crn}/court-hearings",
    "/cases/{crn}/hearings",
    "/cases/{crn}/appointments",
    "/cases/{crn}/appointments/2014-06-02T1000Z",
)


@pytest.fixture
def fill(nation, case, slot, flag, officer_here):
    """Add another case to the officer's, and another of everything to the case."""
    post_id = officer_here.posts.get().pk
    court = Court.objects.create(code="ABGVMC", name="Abergavenny", kind="magistrates")

    def filled(number: int) -> None:
        other = person_with_case(
            f"Y{number:06}", owner=nation.units["C05"], holder=nation.units["C05T"]
        )
        CaseAssignment.objects.update(post_id=post_id)
        flag_type = FlagType.objects.create(code=f"F{number}", description="Of another kind")
        for each in (case, other):
            starts_at = NOW + timedelta(hours=number)
            Appointment.objects.create(
                case=each,
                type_id="COAP",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=30),
                post_id=post_id,
                recorded_at=LONG_AGO,
            )
            Registration.objects.create(
                case=each,
                type=flag_type,
                starts_on=date(2014, 3, 1),
                review_on=date(2014, 6, 1),
                recorded_at=LONG_AGO,
            )
            Enforcement.objects.create(
                case=each,
                reference=f"E{each.pk}-{number}",
                kind="breach",
                state="open",
                opened_on=date(2014, 5, 1),
                due_on=date(2014, 6, 9),
                recorded_at=LONG_AGO,
            )
            Contact.objects.create(
                case=each,
                number=1 + number,
                type_id="CTOA",
                starts_at=LONG_AGO,
                recorded_at=LONG_AGO,
            )
            _hear(each, number=number, court=court)
            _intervene(each, number=number, unit=nation.units["C05T"])
            _draft(each, number=number, by=officer_here)
            _refer(each, number=number, by=officer_here, to=nation.units["C05"])
            _move(each, number=number, nation=nation)
            Document.objects.create(
                case=each,
                number=number,
                title="Letter",
                media_type="application/pdf",
                size=1,
                digest="0" * 64,
                recorded_at=LONG_AGO,
            )

    return filled


def _hear(case, *, number: int, court: Court) -> None:
    Hearing.objects.create(
        case=case,
        reference=f"H{case.pk}-{number}",
        court=court,
        kind="breach",
        starts_at=NOW + timedelta(hours=number),
        recorded_at=LONG_AGO,
    )


def _intervene(case, *, number: int, unit) -> None:
    """An intervention, and more of everything that the first of the case has."""
    made = Nsi.objects.create(
        case=case,
        number=number,
        type_id="CRS01",
        referred_on=date(2014, 5, 1),
        recorded_at=LONG_AGO,
    )
    first = Nsi.objects.filter(case=case).order_by("number").first() or made
    NsiStanding.objects.create(
        nsi=first, case=case, status_id="REFD", stands_on=date(2014, 5, 1), recorded_at=LONG_AGO
    )
    NsiManager.objects.create(
        nsi=first, case=case, unit=unit, starts_at=LONG_AGO, recorded_at=LONG_AGO
    )


def _draft(case, *, number: int, by) -> None:
    """One that somebody left who is not there any more."""
    Draft.objects.create(
        case=case,
        author_id=case.pk * 1000 + number,
        begun_by_id=by.pk,
        begun_at=LONG_AGO,
        saved_at=LONG_AGO,
    )


def _refer(case, *, number: int, by, to) -> None:
    Referral.objects.create(
        case=case,
        reference=f"R{case.pk}-{number}",
        addressed_to="C05",
        routed_to=to,
        reason="A place",
        sent_by_id=by.pk,
        sent_at=LONG_AGO,
        due_on=date(2014, 6, 9),
    )


def _move(case, *, number: int, nation) -> None:
    """One that was answered and, of another case for each number, one that waits for the officer's unit."""
    parties = {"from_unit": nation.units["N02"], "to_unit": nation.units["C05"]}
    asked = {"reason": "Moved", "asked_at": LONG_AGO, "recorded_at": LONG_AGO}
    Transfer.objects.create(case=case, state="withdrawn", **parties, **asked)
    Transfer.objects.get_or_create(case=case, state="pending", defaults=parties | asked)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_three_rows_asks_as_much_as_one_with_one(
    browse, officer_here, case, fill, page
):
    client = browse(officer_here)
    client.post("/people", {"q": "Other"})
    address = page.format(crn=case.person.crn, breach=f"E{case.pk}-1")
    fill(1)

    of_one = _queries(client, address)
    fill(2)
    fill(3)
    of_three = _queries(client, address)

    assert of_three == of_one
    assert of_one <= MOST


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)
