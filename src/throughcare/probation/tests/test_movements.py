"""What prisons report: taken once, in the order in which it happened, and never by a guess."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import unit_of
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.people.models import Identifier
from throughcare.probation import commands, queries
from throughcare.probation.choices import (
    CustodyChangeKind,
    KeyDateType,
    RecallReason,
    ReleaseKind,
)
from throughcare.probation.commands import Movement, Taken
from throughcare.probation.models import (
    Appointment,
    CaseAssignment,
    Custody,
    CustodyChange,
    CustodyDoubt,
    KeyDate,
    Recall,
    Release,
    Sentence,
)
from throughcare.probation.tests.sentencing import NOW, acting, load_codes, sentenced

pytestmark = pytest.mark.django_db

NOMS, BOOK = "A1234BC", "38339A"
AT = datetime(2026, 5, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture
def custody(officer_here, case) -> Custody:
    Identifier.objects.create(
        person_id=case.person_id, kind="noms", supplied=NOMS, canonical=NOMS, recorded_at=NOW
    )
    sentenced(officer_here, case, type_code="301", length=36)
    return Custody.objects.get()


def reported(
    kind: CustodyChangeKind,
    *,
    message="1",
    at=AT,
    prison="LEI",
    noms=NOMS,
    book=BOOK,
) -> Taken:
    with change_access.as_engine(now=NOW):
        return commands.record_movement(
            movement=Movement(
                message=message,
                noms_number=noms,
                book_number=book,
                kind=kind,
                happened_at=at,
                institution_code=prison,
            ),
            now=NOW,
        )


def on_licence(account, case) -> None:
    with acting(account):
        commands.release_person(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            kind=ReleaseKind.ADULT_LICENCE,
            released_on=date(2026, 5, 1),
            now=NOW,
        )


def stands(custody: Custody) -> tuple[str, str | None]:
    custody.refresh_from_db()
    return custody.status, custody.institution_id


def test_custody(officer_here, case, custody):
    """Acceptance: status B and a recall recorded; prison reports a return: C, institution, a history row, appointments suspended."""
    on_licence(officer_here, case)
    with acting(officer_here):
        commands.recall_person(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            reason=RecallReason.MISSED,
            recalled_on=date(2026, 5, 19),
            now=NOW,
        )
    Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=1, hours=1),
        recorded_at=NOW,
    )
    before = CustodyChange.objects.count()

    first = reported(CustodyChangeKind.ADMISSION)
    after = stands(custody), CustodyChange.objects.count() - before
    again = reported(CustodyChangeKind.ADMISSION)

    assert (first, again) == (Taken.DONE, Taken.SEEN)
    assert after == (("C", "LEI"), 1)
    assert (stands(custody), CustodyChange.objects.count() - before) == after
    assert Recall.objects.get().reason == "missed"
    assert Appointment.objects.get(starts_at__gt=NOW).is_cancelled


def test_a_prison_whose_code_a_provider_has_too_is_the_prison(nation, officer_here, case, custody):
    """Trap: LEI is a prison, and was a region in the same column (domain rules, 32)."""
    unit_of("LEI", kind="trust")
    held = CaseAssignment.objects.get(item=case)

    reported(CustodyChangeKind.TRANSFER)

    assert stands(custody) == ("A", "LEI")
    assert CaseAssignment.objects.get(item=case) == held


def test_a_return_that_nobody_recalled_is_a_recall(officer_here, case, custody):
    on_licence(officer_here, case)

    assert reported(CustodyChangeKind.ADMISSION) == Taken.DONE

    recall = Recall.objects.get()
    assert (recall.reason, recall.recalled_on) == ("returned", date(2026, 5, 20))
    assert stands(custody) == ("C", "LEI")


def test_movements_follow_each_other_through_a_sentence(custody):
    told = []
    for number, (kind, prison) in enumerate(
        (
            (CustodyChangeKind.ADMISSION, "LEI"),
            (CustodyChangeKind.TRANSFER, "MDI"),
            (CustodyChangeKind.OUT, ""),
            (CustodyChangeKind.BACK, "MDI"),
            (CustodyChangeKind.HOSPITAL, ""),
            (CustodyChangeKind.ADMISSION, "LEI"),
            (CustodyChangeKind.RELEASE, "LEI"),
        )
    ):
        reported(kind, message=str(number), at=AT + timedelta(hours=number), prison=prison)
        told.append(stands(custody))

    assert told == [
        ("A", "LEI"),
        ("A", "MDI"),
        ("R", "MDI"),
        ("A", "MDI"),
        ("I", "MDI"),
        ("A", "LEI"),
        ("B", None),
    ]
    assert custody.book_number == BOOK
    assert Release.objects.get().released_on == date(2026, 5, 20)
    assert Sentence.objects.get().first_released_on == date(2026, 5, 20)


def test_a_late_report_is_kept_and_changes_no_status(custody):
    reported(CustodyChangeKind.TRANSFER, message="2", prison="MDI")

    late = reported(CustodyChangeKind.ADMISSION, message="1", at=AT - timedelta(hours=1))

    assert late == Taken.LATE
    assert stands(custody) == ("A", "MDI")
    assert list(
        CustodyChange.objects.filter(source="prison").values_list("message", "has_counted")
    ) == [("2", True), ("1", False)]


def test_a_release_that_probation_recorded_the_same_day_is_known(officer_here, case, custody):
    on_licence(officer_here, case)

    told = reported(CustodyChangeKind.RELEASE, at=datetime(2026, 5, 1, 9, tzinfo=UTC))

    assert told == Taken.SEEN
    assert Release.objects.count() == 1
    assert not CustodyDoubt.objects.exists()


def test_what_contradicts_the_record_waits_for_somebody_and_changes_nothing(
    officer_here, case, custody
):
    on_licence(officer_here, case)

    told = [reported(CustodyChangeKind.RELEASE), reported(CustodyChangeKind.RELEASE)]

    assert told == [Taken.DOUBTFUL, Taken.SEEN]
    assert stands(custody) == ("B", None)
    assert CustodyDoubt.objects.get().why == "This person is released already."


def test_with_several_custodies_the_book_number_decides_and_otherwise_somebody(
    officer_here, case, custody
):
    sentenced(officer_here, case, type_code="301", length=24)
    second = Custody.objects.get(sentence__number=2)

    unknown = reported(CustodyChangeKind.TRANSFER)
    Custody.objects.filter(id=second.pk).update(book_number=BOOK)
    known = reported(CustodyChangeKind.TRANSFER, message="2")
    Custody.objects.update(book_number=BOOK)
    both = reported(CustodyChangeKind.TRANSFER, message="3")

    assert (unknown, known, both) == (Taken.DOUBTFUL, Taken.DONE, Taken.DOUBTFUL)
    assert (stands(custody)[1], stands(second)[1]) == (None, "LEI")


def test_another_book_number_and_a_custody_that_is_over_are_doubtful(custody):
    Custody.objects.update(book_number="11111A")
    other = reported(CustodyChangeKind.TRANSFER)
    Custody.objects.update(status="T")
    over = reported(CustodyChangeKind.TRANSFER, message="2", book="11111A")

    assert (other, over) == (Taken.DOUBTFUL, Taken.DOUBTFUL)
    assert [each.why for each in CustodyDoubt.objects.order_by("id")] == [
        "No single custody of this person has this book number.",
        "No custody of this person goes on.",
    ]


def test_of_somebody_unknown_nothing_is_kept_and_what_is_no_movement_is_refused(custody):
    assert reported(CustodyChangeKind.TRANSFER, noms="A9999ZZ") == Taken.UNKNOWN
    with pytest.raises(Refused) as refused:
        reported(CustodyChangeKind.RECALL)

    assert refused.value.codes == ("not-a-movement",)
    assert not CustodyDoubt.objects.exists()


def calculated(**days: date) -> Taken:
    with change_access.as_engine(now=NOW):
        return commands.record_prison_dates(
            noms_number=NOMS,
            book_number=BOOK,
            days={KeyDateType(kind): day for kind, day in days.items()},
            now=NOW,
        )


def test_dates_of_a_prison_replace_others_and_one_that_is_missing_goes_unless_probation_typed_it(
    officer_here, case, custody
):
    with acting(officer_here):
        commands.set_key_dates(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            days={
                KeyDateType.HANDOVER_START: date(2026, 8, 1),
                KeyDateType.CONDITIONAL_RELEASE: date(2027, 8, 1),
            },
            now=NOW,
        )

    first = calculated(ACR=date(2027, 9, 1), SED=date(2029, 3, 8))
    second = calculated(ACR=date(2027, 9, 1))
    third = calculated(ACR=date(2027, 9, 1))

    assert (first, second, third) == (Taken.DONE, Taken.DONE, Taken.SEEN)
    assert set(KeyDate.objects.filter(superseded_at=None).values_list("type", "day", "source")) == {
        ("ACR", date(2027, 9, 1), "prison"),
        ("POM1", date(2026, 8, 1), "probation"),
    }
    assert set(KeyDate.objects.exclude(superseded_at=None).values_list("type", "source")) == {
        ("ACR", "probation"),
        ("SED", "prison"),
    }


def test_dates_of_somebody_unknown_or_of_no_custody_are_not_kept(custody):
    Custody.objects.update(status="T")
    doubtful = calculated(ACR=date(2027, 9, 1))
    Identifier.objects.all().delete()

    assert (doubtful, calculated(ACR=date(2027, 9, 1))) == (Taken.DOUBTFUL, Taken.UNKNOWN)
    assert not KeyDate.objects.exists()


def test_a_doubt_is_answered_once_with_words_and_by_whoever_may_write(
    officer_here, officer_elsewhere, case, custody
):
    Custody.objects.update(status="T")
    reported(CustodyChangeKind.TRANSFER)
    doubt = CustodyDoubt.objects.get()

    def answered(account, words: str, message: str = "1") -> CustodyDoubt:
        with acting(account):
            return commands.answer_doubt(
                account_id=account.pk,
                case_id=case.pk,
                message=message,
                answer=words,
                now=NOW,
            )

    with pytest.raises((PermissionDenied, Http404)):
        answered(officer_elsewhere, "Mine")
    with pytest.raises(Http404):
        answered(officer_here, "Another", message="9")
    with pytest.raises(Refused) as empty:
        answered(officer_here, " ")
    made = answered(officer_here, "Rang the prison")
    with pytest.raises(Refused) as again:
        answered(officer_here, "Once more")

    assert empty.value.codes == ("no-answer",)
    assert again.value.codes == ("is-answered",)
    assert (made.pk, made.state, made.answer) == (doubt.pk, "answered", "Rang the prison")
    assert audit.acts_by(account_id=officer_here.pk, limit=1)[0].action == "custody-doubt.answered"
    with acting(officer_here):
        assert [each.state for each in queries.custodies.custody_doubts(case.pk, limit=5)] == [
            "answered"
        ]
