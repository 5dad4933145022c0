"""Sentences that a court ordered otherwise later: what they were stays beside them, and whoever has the case is told."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404

from throughcare.access.tests.small_nation import officer
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.choices import LengthUnit
from throughcare.probation.models import (
    CaseAssignment,
    Contact,
    Sentence,
    SentenceAmendment,
)
from throughcare.probation.tests.sentencing import (
    IMPOSED,
    NOW,
    acting,
    load_codes,
    required,
    sentenced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture(autouse=True)
def _given(case, officer_here) -> None:
    """The officer has the case."""
    CaseAssignment.objects.filter(item=case).update(post_id=officer_here.posts.get().pk)


@pytest.fixture
def colleague(nation):
    """Another officer of the team."""
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


def amended(account, case, *, number: int = 1, **facts: Any):  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "length": 12,
        "length_unit": LengthUnit.MONTHS,
        "ends_on": None,
        "is_under_review": False,
        "amended_on": date(2026, 4, 1),
        "reason": "Varied on appeal",
    }
    with acting(account):
        return commands.amend_sentence(
            account_id=account.pk, case_id=case.pk, number=number, now=NOW, **known | facts
        )


def kept(sentence: Sentence) -> list[tuple[object, ...]]:
    return list(
        SentenceAmendment.objects.filter(sentence=sentence)
        .order_by("number")
        .values_list("number", "length", "ends_on", "amended_on", "reason", "amended_by_id")
    )


def test_each_change_of_a_sentence_keeps_what_it_was_with_who_when_and_why(officer_here, case):
    made = sentenced(officer_here, case)

    amended(officer_here, case)
    amended(officer_here, case, length=15, amended_on=date(2026, 5, 1), reason="Corrected")

    me = officer_here.pk
    assert kept(made) == [
        (1, 18, date(2027, 9, 8), date(2026, 4, 1), "Varied on appeal", me),
        (2, 12, date(2027, 3, 8), date(2026, 5, 1), "Corrected", me),
    ]
    assert Event.objects.filter(name="probation.sentence-amended.v1").count() == 2


def test_what_runs_on_keeps_what_it_was_before_it_moved_along(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=24)
    second = sentenced(officer_here, case, type_code="301", length=24, follows=1)

    amended(officer_here, case, length=36)

    (before,) = SentenceAmendment.objects.filter(sentence=second)
    assert (before.moved_with, before.ends_on) == (1, date(2030, 3, 8))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"length": 18}, "nothing-changed"),
        ({"reason": " "}, "no-reason"),
        ({"reason": "x" * 501}, "reason-too-long"),
        ({"amended_on": date(2026, 7, 1)}, "amended-in-future"),
        ({"amended_on": date(2026, 3, 8)}, "amended-before"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_kept(officer_here, case, facts, code):
    made = sentenced(officer_here, case)

    with pytest.raises(Refused) as refused:
        amended(officer_here, case, **facts)

    assert refused.value.codes == (code,)
    assert (kept(made), Contact.objects.filter(type_id="CSAM").exists()) == ([], False)


def test_whoever_has_the_case_is_told_of_what_a_colleague_changed(officer_here, colleague, case):
    sentenced(officer_here, case)
    required(officer_here, case, number=1, type_code="W", length=6000)

    amended(colleague, case)
    with acting(colleague):
        commands.amend_requirement(
            account_id=colleague.pk,
            case_id=case.pk,
            number=1,
            requirement=1,
            ordering=commands.Ordering(type_code="W", starts_on=IMPOSED, length=7200),
            amended_on=date(2026, 4, 1),
            reason="More hours",
            now=NOW,
        )

    told = Contact.objects.filter(case=case, type_id__in=("CSAM", "CRAM")).order_by("number")
    assert [(each.type_id, each.is_alert, each.notes) for each in told] == [
        ("CSAM", True, "Sentence 1, ordered on 1 April 2026. Varied on appeal"),
        ("CRAM", True, "Unpaid work, ordered on 1 April 2026. More hours"),
    ]
    assert {each.author_id for each in told} == {colleague.pk}
    assert all(each.sentence_id for each in told)


def test_whoever_changes_a_sentence_of_their_own_case_is_not_told_of_it(officer_here, case):
    sentenced(officer_here, case)

    amended(officer_here, case)

    assert Contact.objects.get(case=case, type_id="CSAM").is_alert is None


def test_of_another_body_no_sentence_is_changed(officer_here, officer_elsewhere, case):
    made = sentenced(officer_here, case)

    with pytest.raises((PermissionDenied, Http404)):
        amended(officer_elsewhere, case)

    assert kept(made) == []


def test_the_record_says_when_a_court_last_changed_any_of_it(officer_here, case):
    sentenced(officer_here, case)
    amended(officer_here, case)

    with acting(officer_here):
        (order,) = queries.record(case.pk, at=NOW).orders
        whole = queries.sentence(case.pk, number=1)

    assert order.changed_on == date(2026, 4, 1)
    assert whole is not None
    assert [each.length for each in whole.before] == [18]
    assert whole.changed_by_ids == {officer_here.pk}


def test_what_a_sentence_was_is_never_changed_and_is_of_its_own_case(officer_here, case):
    sentenced(officer_here, case)
    amended(officer_here, case)
    other = CaseAssignment.objects.exclude(item=case).first().item

    with (
        acting(officer_here),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        SentenceAmendment.objects.update(reason="Another")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update probation_sentenceamendment set case_id = %s", [other.pk])
