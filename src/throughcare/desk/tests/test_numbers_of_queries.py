"""No page asks the database more because there is more to show."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access.tests.small_nation import LONG_AGO, NOW, person_with_case
from throughcare.people.models import Circumstance, Code, Former, Name, Paper
from throughcare.probation.choices import KeyDateType
from throughcare.probation.models import (
    AdditionalOffence,
    AdditionalSentence,
    Appearance,
    Appointment,
    CaseAssignment,
    Contact,
    Court,
    Custody,
    CustodyChange,
    CustodyDoubt,
    Document,
    Draft,
    Enforcement,
    FlagType,
    Hearing,
    KeyDate,
    LicenceCondition,
    Nsi,
    NsiManager,
    NsiStanding,
    Recall,
    Referral,
    Registration,
    Release,
    Requirement,
    RequirementAmendment,
    Sentence,
    SupervisionRequirement,
    Transfer,
    TransferPart,
)
from throughcare.probation.tests.sentencing import load_codes

pytestmark = pytest.mark.django_db

MOST = 28
"""With what stands around each page: who asks, what they may, their posts, the clock, the trail."""
PAGES = (
    "/",
    "/people",
    "/people/{crn}",
    "/people/{crn}/lookers",
    "/people/{crn}/facts/names",
    "/people/{crn}/facts/addresses",
    "/people/{crn}/facts/circumstances",
    "/people/{crn}/papers/photographs",
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
    "/transfers/{crn}/2",
    "/components",
    "/cases/{crn}/managers",
    "/cases/{crn}/transfers",
    "/cases/{crn}/enforcements/{breach}",
    "/cases/{crn}/enforcements/{breach}/evidence",
    "/cases/{crn}/nsis",
    "/cases/{crn}/nsis/1",
    "/cases/{crn}/nsis/new",
    "/breach-referrals",
    "/cases/{crn}/owners",
    "/cases/{crn}/flags",
    "/cases/{crn}/tier",
    "/cases/{crn}/assessments",
    "/cases/{crn}/flags/RCCO",
    "/cases/{crn}/end-of-supervision",
    "/cases/{crn}/documents",
    "/cases/{crn}/documents?words=kept",
    "/documents?words=kept",
    "/cases/{crn}/documents/new",
    "/cases/{crn}/documents/uploads",
    "/cases/{crn}/contacts",
    "/cases/{crn}/contacts/1",
    "/cases/{crn}/contacts/1/notes",
    "/cases/{crn}/compliance/1",
    "/cases/{crn}/appointments/2014-06-02T1000Z/failure",
    "/cases/{crn}/court-hearings",
    "/cases/{crn}/sentences/1",
    "/cases/{crn}/sentences/1/requirements?type=W",
    "/cases/{crn}/sentences/1/disposal?type=340",
    "/cases/{crn}/sentences/100",
    "/cases/{crn}/sentences/100/custody",
    "/cases/{crn}/sentences/100/licence",
    "/cases/{crn}/sentences/100/licence/matching",
    "/cases/{crn}/custody-doubts",
    "/cases/{crn}/hearings",
    "/cases/{crn}/appointments",
    "/cases/{crn}/appointments/2014-06-02T1000Z",
)


@pytest.fixture
def fill(nation, case, slot, flag, officer_here):
    """Add another case to the officer's, and another of everything to the case."""
    post_id = officer_here.posts.get().pk
    load_codes()
    court = Court.objects.get()
    ordered = [
        _order(case, number=number, type_code=code) for number, code in ((1, "340"), (100, "325"))
    ]
    custody = Custody.objects.create(
        case=case,
        sentence=ordered[1],
        status="A",
        status_on=LONG_AGO.date(),
        recorded_at=LONG_AGO,
    )

    def filled(number: int) -> None:
        other = person_with_case(
            f"Y{number:06}", owner=nation.units["C05"], holder=nation.units["C05T"]
        )
        CaseAssignment.objects.update(post_id=post_id)
        flag_type = FlagType.objects.create(code=f"F{number}", description="F", review_months=3)
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
            _flag(each, flag_type)
            _breach(each, number=number)
            Contact.objects.create(
                case=each,
                number=1 + number,
                type_id="CTOA",
                starts_at=LONG_AGO,
                recorded_at=LONG_AGO,
            )
            _hear(each, number=number, court=court)
            _sentence(each, number=number)
            _intervene(each, number=number, unit=nation.units["C05T"])
            _draft(each, number=number, by=officer_here)
            _refer(each, number=number, by=officer_here, to=nation.units["C05"])
            _move(each, number=number, nation=nation)
            _live(each.person_id, number=number)
            _write(each, number=number)

        _hold(custody, number=number)
        for sentence in ordered:
            _add_to(sentence, number=number, court=court)

    return filled


def _flag(case, flag_type: FlagType) -> None:
    Registration.objects.create(
        case=case,
        type=flag_type,
        starts_on=date(2014, 3, 1),
        review_on=date(2014, 6, 1),
        recorded_at=LONG_AGO,
    )


def _live(person_id: int, *, number: int) -> None:
    """Another name, circumstance, former fact and photograph of the person."""
    said = {"person_id": person_id, "recorded_at": LONG_AGO}
    dated = said | {"starts_on": date(2014, 3, 1)}
    code, _ = Code.objects.get_or_create(
        key="circumstance:D", list="circumstance", code="D", description="Health"
    )
    Name.objects.create(kind="alias", last=f"N{number}", search_text="N", **said)
    Circumstance.objects.create(type=code, is_single=False, **dated)
    Paper.objects.create(kind="photograph", digest=f"{number:064}", size=1, **dated)
    for about in ("name", "circumstance", "address"):
        Former.objects.create(
            about=about,
            key=uuid4(),
            said={"type_id": "circumstance:D"},
            reason="Wrong",
            superseded_at=LONG_AGO,
            **said,
        )


def _breach(case, *, number: int) -> None:
    Enforcement.objects.create(
        case=case,
        reference=f"E{case.pk}-{number}",
        kind="breach",
        state="open",
        opened_on=date(2014, 5, 1),
        due_on=date(2014, 6, 9),
        recorded_at=LONG_AGO,
    )


def _write(case, *, number: int) -> None:
    Document.objects.create(
        case=case,
        number=number,
        title="Letter",
        media_type="application/pdf",
        size=1,
        digest="0" * 64,
        recorded_at=LONG_AGO,
    )


def _order(case, *, number: int, type_code: str) -> Sentence:
    return Sentence.objects.create(
        case=case,
        number=number,
        type_id=type_code,
        offence_id="04600",
        imposed_on=LONG_AGO.date(),
        recorded_at=LONG_AGO,
    )


def _sentence(case, *, number: int) -> None:
    """One more that runs on from the first, where there is one."""
    made = _order(case, number=number + 1, type_code="340")
    first = Sentence.objects.filter(case=case, number=1).first()
    Sentence.objects.filter(id=made.pk).update(follows=first)


def _add_to(sentence, *, number: int, court: Court) -> None:
    of = {"case": sentence.case, "sentence": sentence, "recorded_at": LONG_AGO}
    on = LONG_AGO.date()
    duty = Requirement.objects.create(number=number, type_id="W", starts_on=on, length=6000, **of)
    RequirementAmendment.objects.create(
        case=sentence.case,
        requirement=duty,
        number=1,
        amended_on=on,
        starts_on=on,
        recorded_at=LONG_AGO,
    )
    AdditionalOffence.objects.create(offence_id="10501", **of)
    AdditionalSentence.objects.create(kind="fine", **of)
    Appearance.objects.create(court=court, held_on=on, kind="trial", outcome_id="112", **of)
    LicenceCondition.objects.create(number=number, type_id="101", starts_on=on, **of)
    SupervisionRequirement.objects.create(number=number, kind="travel", starts_on=on, **of)


def _hold(custody, *, number: int) -> None:
    """Another date, change and release of a custody, and another report that is doubtful."""
    of = {"case": custody.case, "recorded_at": LONG_AGO}
    kind = list(KeyDateType.values)[number]
    on = LONG_AGO.date()
    KeyDate.objects.create(custody=custody, type=kind, day=on, source="prison", **of)
    CustodyChange.objects.create(
        custody=custody,
        number=number,
        kind="transfer",
        status="A",
        happened_at=LONG_AGO,
        source="prison",
        **of,
    )
    release = Release.objects.create(
        custody=custody, number=number, released_on=on, kind="parole", **of
    )
    Recall.objects.create(release=release, recalled_on=on, reason="missed", **of)
    CustodyDoubt.objects.create(
        message=str(number), kind="release", happened_at=LONG_AGO, why="Twice", **of
    )


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
    last = Transfer.objects.filter(case=case).count()
    if not last:
        waiting = Transfer.objects.create(case=case, number=2, state="pending", **parties, **asked)
        TransferPart.objects.create(
            transfer=waiting, case=case, state="pending", recorded_at=LONG_AGO
        )
    Transfer.objects.create(
        case=case, number=last + (3 if last else 1), state="withdrawn", **parties, **asked
    )


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
