"""Custody as officers keep it: where somebody is, dates ahead, releases, recalls and supervision after licence."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import (
    CustodyStatus,
    KeyDateType,
    RecallReason,
    ReleaseKind,
)
from throughcare.probation.models import (
    Commencement,
    Custody,
    CustodyChange,
    KeyDate,
    Recall,
    Release,
    Sentence,
)
from throughcare.probation.rules import custody as rules
from throughcare.probation.rules.custody import Handover
from throughcare.probation.tests.sentencing import IMPOSED, NOW, acting, load_codes, sentenced

pytestmark = pytest.mark.django_db

RELEASED = date(2026, 5, 1)
Facts = Any  # Any: of each command its own


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture
def sentence(officer_here, case) -> Sentence:
    return sentenced(officer_here, case, type_code="325", length=18)


@pytest.fixture
def custody(sentence) -> Custody:
    return Custody.objects.get(sentence=sentence)


def released(account, case, *, kind=ReleaseKind.ADULT_LICENCE, on=RELEASED, **facts: Facts):
    with acting(account):
        return commands.release_person(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            kind=kind,
            released_on=on,
            now=NOW,
            **facts,
        )


def recalled(account, case, *, on=date(2026, 5, 20)):
    with acting(account):
        return commands.recall_person(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            reason=RecallReason.MISSED,
            recalled_on=on,
            now=NOW,
        )


def dated(account, case, **days: date):
    with acting(account):
        return commands.set_key_dates(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            days={KeyDateType(kind): day for kind, day in days.items()},
            now=NOW,
        )


def supervised(account, case, *, on=date(2026, 5, 20)):
    with acting(account):
        return commands.begin_supervision(
            account_id=account.pk, case_id=case.pk, number=1, begins_on=on, now=NOW
        )


def test_somebody_is_released_on_licence_and_the_first_release_stands_on_the_event(
    officer_here, case, custody
):
    made = released(officer_here, case)

    custody.refresh_from_db()
    assert (made.number, made.released_on) == (1, RELEASED)
    assert (custody.status, custody.status_on) == ("B", RELEASED)
    assert Sentence.objects.get().first_released_on == RELEASED
    assert [each.kind for each in CustodyChange.objects.order_by("number")] == ["begun", "release"]
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event order by id desc limit 1")
        assert cursor.fetchone() == ("probation.custody-changed.v1",)


def test_a_person_who_is_released_is_not_released_again(officer_here, case, custody):
    """Trap: a person can be released twice in the data."""
    released(officer_here, case)

    with pytest.raises(Refused) as refused:
        released(officer_here, case)

    assert refused.value.codes == ("is-released",)
    assert Release.objects.count() == 1


def test_two_releases_without_a_recall_are_shown_as_an_error_and_break_nothing(
    officer_here, case, custody
):
    """Trap: a person can be released twice in the data; it must not crash, and is shown."""
    for number in (1, 2):
        Release.objects.create(
            case=case,
            custody=custody,
            number=number,
            released_on=RELEASED,
            kind="adult-licence",
            recorded_at=NOW,
        )

    with acting(officer_here):
        found = queries.custody(case.pk, number=1)

    assert found.was_released_twice
    assert len(found.releases) == 2


def test_a_temporary_release_has_days_and_is_of_somebody_in_custody(officer_here, case, custody):
    for facts in ({}, {"kind": ReleaseKind.ADULT_LICENCE, "length": 3}):
        with pytest.raises(Refused) as refused:
            released(officer_here, case, **{"kind": ReleaseKind.TEMPORARY} | facts)
        assert refused.value.codes == ("no-days",)

    released(officer_here, case, kind=ReleaseKind.TEMPORARY, length=3)

    custody.refresh_from_db()
    assert custody.status == "R"
    assert Sentence.objects.get().first_released_on is None
    with pytest.raises(Refused) as twice:
        released(officer_here, case, kind=ReleaseKind.TEMPORARY, length=3)
    assert twice.value.codes == ("not-temporarily",)


def test_nobody_is_released_from_a_committal_or_before_what_the_record_has(officer_here, case):
    sentenced(officer_here, case, type_code="326", length=1)

    with pytest.raises(Refused) as refused:
        released(officer_here, case, on=IMPOSED - timedelta(days=1))
    with pytest.raises(Refused) as early:
        released(officer_here, case, on=NOW.date() + timedelta(days=1))

    assert refused.value.codes == ("is-committal", "before-status")
    assert early.value.codes == ("is-committal", "in-future")


def test_a_recall_is_of_the_latest_release_and_of_each_once(officer_here, case, custody):
    with pytest.raises(Refused) as inside:
        recalled(officer_here, case)
    released(officer_here, case)
    with pytest.raises(Refused) as before:
        recalled(officer_here, case, on=RELEASED - timedelta(days=1))
    with pytest.raises(Refused) as ahead:
        recalled(officer_here, case, on=NOW.date() + timedelta(days=1))
    made = recalled(officer_here, case)
    with pytest.raises(Refused) as again:
        recalled(officer_here, case)

    assert inside.value.codes == ("not-on-licence", "no-release")
    assert before.value.codes == ("before-release",)
    assert ahead.value.codes == ("recalled-in-future",)
    assert again.value.codes == ("is-recalled",)
    assert made.release.number == 1
    custody.refresh_from_db()
    assert custody.status == "B"
    with acting(officer_here):
        assert not queries.custody(case.pk, number=1).may_be_recalled


def test_of_each_type_one_date_counts_and_what_was_before_is_kept(officer_here, case, custody):
    dated(officer_here, case, ACR=date(2026, 12, 1), LED=date(2027, 9, 8))

    changed = dated(officer_here, case, ACR=date(2026, 11, 1), LED=date(2027, 9, 8))

    assert changed == (KeyDateType.CONDITIONAL_RELEASE,)
    assert list(KeyDate.objects.order_by("id").values_list("type", "day", "superseded_at")) == [
        ("ACR", date(2026, 12, 1), NOW),
        ("LED", date(2027, 9, 8), None),
        ("ACR", date(2026, 11, 1), None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyDate.objects.create(
            case=case,
            custody=custody,
            type="ACR",
            day=RELEASED,
            source="probation",
            recorded_at=NOW,
        )


def test_a_date_ahead_is_not_before_the_sentence_and_there_is_one(officer_here, case, custody):
    with pytest.raises(Refused) as none:
        dated(officer_here, case)
    with pytest.raises(Refused) as early:
        dated(officer_here, case, ACR=IMPOSED - timedelta(days=1))

    assert (none.value.codes, early.value.codes) == (("no-date",), ("before-sentence",))
    assert not KeyDate.objects.exists()


def test_handover(officer_here, case):
    """Acceptance: sentence start 1 January 2024; release 2 November 2024: 17 February 2024; 1 November: none."""
    sentenced(officer_here, case, type_code="301", length=24, imposed_on=date(2024, 1, 1))

    def handover() -> Handover | None:
        with acting(officer_here):
            return queries.custody(case.pk, number=1).handover

    before = handover()
    dated(officer_here, case, ACR=date(2024, 11, 2))
    second = handover()
    dated(officer_here, case, ACR=date(2024, 11, 1))

    assert before is None
    assert second.starts_on == date(2024, 2, 17)
    assert handover().starts_on is None


def test_somebody_is_in_a_prison_under_its_numbers(officer_here, case, custody):
    def placed(code: str) -> Custody:
        with acting(officer_here):
            return commands.place_in_custody(
                account_id=officer_here.pk,
                case_id=case.pk,
                number=1,
                institution_code=code,
                book_number="38339A",
                parole_number="",
                now=NOW,
            )

    placed("LEI")
    placed("LEI")
    with pytest.raises(Refused) as refused:
        placed("XXX")
    released(officer_here, case)
    with pytest.raises(Refused) as outside:
        placed("MDI")

    assert refused.value.codes == ("no-such-institution",)
    assert outside.value.codes == ("not-in-prison",)
    custody.refresh_from_db()
    assert (custody.book_number, custody.institution_id) == ("38339A", None)
    assert [each.kind for each in CustodyChange.objects.order_by("number")] == [
        "begun",
        "transfer",
        "release",
    ]


def test_supervision_follows_on_a_licence_until_it_was_repealed(officer_here, case, custody):
    with pytest.raises(Refused) as inside:
        supervised(officer_here, case)
    released(officer_here, case)
    Commencement.objects.update(starts_on=date(2026, 5, 20))
    with pytest.raises(Refused) as repealed:
        supervised(officer_here, case)
    Commencement.objects.update(starts_on=date(2026, 5, 21))
    supervised(officer_here, case)

    assert inside.value.codes == ("not-on-licence",)
    assert repealed.value.codes == ("repealed",)
    custody.refresh_from_db()
    assert custody.status == "P"


def test_a_sentence_without_supervision_has_none(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=18)
    released(officer_here, case)

    with pytest.raises(Refused) as refused:
        supervised(officer_here, case)

    assert refused.value.codes == ("no-supervision",)


def test_a_stranger_releases_nobody(officer_elsewhere, case, custody):
    with pytest.raises((PermissionDenied, Http404)):
        released(officer_elsewhere, case)

    assert not Release.objects.exists()


def test_an_order_in_the_community_has_no_custody(officer_here, case):
    sentenced(officer_here, case)

    with pytest.raises(Http404):
        released(officer_here, case)
    with pytest.raises(IntegrityError, match="custodial_sentence"), transaction.atomic():
        Custody.objects.create(
            case=case,
            sentence=Sentence.objects.get(),
            status="A",
            status_on=IMPOSED,
            recorded_at=NOW,
        )


@pytest.mark.parametrize("was", CustodyStatus.values)
@pytest.mark.parametrize("becomes", CustodyStatus.values)
def test_the_database_allows_the_moves_of_a_status_that_the_rules_do(was, becomes):
    with connection.cursor() as cursor:
        cursor.execute("select probation_custody_may_become(%s, %s)", [was, becomes])

        assert cursor.fetchone() == (rules.may_become(was, becomes=becomes),)


def test_no_status_follows_that_may_not(custody):
    with pytest.raises(IntegrityError, match="status_follows"), transaction.atomic():
        Custody.objects.filter(id=custody.pk).update(status="P")


def test_a_release_has_one_recall(officer_here, case, custody):
    made = released(officer_here, case)
    recalled(officer_here, case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.create(
            case=case, release=made, recalled_on=RELEASED, reason="other", recorded_at=NOW
        )
