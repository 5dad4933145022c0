"""An event from its first day to its sentence: what is recorded, warned of and refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import HearingKind, LengthUnit, Verdict
from throughcare.probation.models import (
    AdditionalOffence,
    Appearance,
    CaseAssignment,
    Offence,
    Sentence,
)
from throughcare.probation.tests.sentencing import (
    IMPOSED,
    NOW,
    acting,
    load_codes,
    opened,
    sentenced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


def events() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from outbox_event order by id")
        return [name for (name,) in cursor.fetchall()]


def appeared(
    account,
    case,
    *,
    outcome="112",
    number=1,
    **facts: Any,  # Any: as the command has it
):
    with acting(account):
        return commands.record_appearance(
            account_id=account.pk,
            case_id=case.pk,
            number=number,
            now=NOW,
            **{
                "court_code": "ABGVMC",
                "held_on": date(2026, 3, 1),
                "kind": HearingKind.TRIAL,
                "outcome_code": outcome,
            }
            | facts,
        )


def test_an_event_is_opened_without_a_sentence_and_numbered_within_the_case(officer_here, case):
    first, second = opened(officer_here, case), opened(officer_here, case)

    assert [(each.number, each.type_id, each.imposed_on) for each in (first, second)] == [
        (1, None, None),
        (2, None, None),
    ]
    assert events() == ["probation.event-opened.v1"] * 2
    assert audit.acts_by(account_id=officer_here.pk, limit=1)[0].action == "event.opened"


def test_every_reason_against_an_event_is_given_and_nothing_is_written(officer_here, case):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)
    tomorrow = NOW.date() + timedelta(days=1)

    with pytest.raises(Refused) as refused:
        opened(
            officer_here,
            case,
            charge=commands.Charge(offence_code="99999", committed_on=tomorrow, count=0),
            referred_on=tomorrow,
            convicted_on=tomorrow,
        )

    assert refused.value.codes == (
        "case-closed",
        "no-such-offence",
        "offence-in-future",
        "no-count",
        "referred-in-future",
        "convicted-in-future",
    )
    assert not Sentence.objects.exists()
    assert events() == []


def test_a_stranger_opens_nothing(officer_elsewhere, case):
    with pytest.raises((PermissionDenied, Http404)):
        opened(officer_elsewhere, case)

    assert not Sentence.objects.exists()


def test_other_offences_stand_beside_the_main_one_which_an_event_always_has(officer_here, case):
    made = opened(officer_here, case)

    with acting(officer_here):
        commands.add_offence(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            charge=commands.Charge(offence_code="10501", count=2, verdict=Verdict.GUILTY),
            now=NOW,
        )
        with pytest.raises(Refused) as refused:
            commands.add_offence(
                account_id=officer_here.pk,
                case_id=case.pk,
                number=1,
                charge=commands.Charge(offence_code="0"),
                now=NOW,
            )

    assert refused.value.codes == ("no-such-offence",)
    (beside,) = AdditionalOffence.objects.all()
    assert (beside.offence_id, beside.offence_count, beside.verdict) == ("10501", 2, "G")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sentence.objects.filter(id=made.pk).update(offence=None)


def test_an_appearance_is_recorded_and_a_remand_follows_from_its_outcome(officer_here, case):
    opened(officer_here, case)

    made = appeared(officer_here, case, next_on=date(2026, 4, 1))

    assert (made.remand, made.outcome_id, made.next_on) == ("custody", "112", date(2026, 4, 1))
    assert Sentence.objects.get().terminated_on is None


def test_an_event_ends_where_the_court_makes_no_sentence_and_nothing_more_is_recorded(
    officer_here, case
):
    opened(officer_here, case)

    appeared(officer_here, case, outcome="425")

    ended = Sentence.objects.get()
    assert (ended.terminated_on, ended.ended_for) == (date(2026, 3, 1), "not-sentenced")
    assert events() == ["probation.event-opened.v1", "probation.sentence-ended.v1"]
    with pytest.raises(Refused) as refused:
        appeared(officer_here, case)
    assert refused.value.codes == ("is-ended",)


def test_every_reason_against_an_appearance_is_given(officer_here, case):
    opened(officer_here, case)

    with pytest.raises(Refused) as refused:
        appeared(
            officer_here,
            case,
            outcome="0",
            court_code="NOWHERE",
            held_on=date(2026, 6, 2),
            next_on=date(2026, 6, 1),
        )

    assert refused.value.codes == (
        "no-such-court",
        "no-such-outcome",
        "held-in-future",
        "next-before",
    )
    assert not Appearance.objects.exists()


def test_end_date(officer_here, case):
    """Acceptance: 12 months on 9 March 2026 end on 8 March 2027; 6 months on 31 August 2025 on 27 February 2026."""
    year = sentenced(officer_here, case, length=12)
    half = sentenced(officer_here, case, length=6, imposed_on=date(2025, 8, 31))

    assert (year.notional_ends_on, year.ends_on) == (date(2027, 3, 8), date(2027, 3, 8))
    assert half.ends_on == date(2026, 2, 27)


def test_a_day_that_was_entered_overrides_the_one_worked_out(officer_here, case):
    made = sentenced(officer_here, case, length=12, ends_on=date(2027, 3, 1))

    assert (made.notional_ends_on, made.entered_ends_on, made.ends_on) == (
        date(2027, 3, 8),
        date(2027, 3, 1),
        date(2027, 3, 1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Sentence.objects.filter(id=made.pk).update(ends_on=date(2027, 3, 8))


def test_a_consecutive_sentence_runs_on_and_moves_along_when_the_other_changes(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=24)
    second = sentenced(officer_here, case, type_code="301", length=24, follows=1)

    with acting(officer_here):
        commands.amend_sentence(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            length=36,
            length_unit=LengthUnit.MONTHS,
            ends_on=None,
            is_under_review=False,
            amended_on=IMPOSED,
            reason="Corrected by the court",
            now=NOW,
        )

    assert second.ends_on == date(2030, 3, 8)
    second.refresh_from_db()
    assert second.ends_on == date(2031, 3, 8)
    assert events()[-2:] == ["probation.sentence-amended.v1"] * 2


def test_a_sentence_of_custody_begins_in_custody_and_an_order_does_not(officer_here, case):
    order = sentenced(officer_here, case)
    custody = sentenced(officer_here, case, type_code="301", length=24)

    assert not hasattr(order, "custody")
    assert (custody.custody.status, custody.custody.status_on) == ("A", IMPOSED)
    assert [change.kind for change in custody.custody.changes.all()] == ["begun"]


@pytest.mark.parametrize(
    ("type_code", "facts", "expected"),
    [
        ("999", {}, ("no-such-type",)),
        ("340", {"court_code": "X"}, ("no-such-court",)),
        ("340", {"length": None, "length_unit": None}, ("no-length",)),
        ("340", {"length_unit": None}, ("no-unit",)),
        ("340", {"length": 0}, ("no-length",)),
        ("308", {}, ("no-end",)),
        ("341", {}, ("no-term",)),
        ("341", {"second_length": 6}, ("no-second-unit",)),
        ("340", {"imposed_on": date(2026, 6, 2)}, ("imposed-in-future",)),
        ("340", {"ends_on": date(2026, 3, 8)}, ("ends-before",)),
        ("340", {"follows": 7}, ("no-such-sentence",)),
    ],
)
def test_a_sentence_that_cannot_be_is_refused_and_nothing_is_written(
    *, officer_here, case, type_code, facts, expected
):
    opened(officer_here, case)

    with pytest.raises(Refused) as refused:
        sentenced(officer_here, case, number=1, type_code=type_code, **facts)

    assert refused.value.codes == expected
    assert Sentence.objects.get().type_id is None


def test_an_event_is_sentenced_once_and_not_before_the_conviction(officer_here, case):
    opened(officer_here, case, convicted_on=date(2026, 3, 10))

    with pytest.raises(Refused) as early:
        sentenced(officer_here, case, number=1)
    Sentence.objects.update(convicted_on=IMPOSED)
    sentenced(officer_here, case, number=1)
    with pytest.raises(Refused) as again:
        sentenced(officer_here, case, number=1)

    assert (early.value.codes, again.value.codes) == (("before-conviction",), ("is-sentenced",))


def test_only_a_sentence_is_amended_and_not_to_end_before_it_begins(officer_here, case):
    opened(officer_here, case)
    sentenced(officer_here, case)

    def amended(number: int, **facts: Any) -> Sentence:  # Any: as the command has it
        known: dict[str, Any] = {  # Any: as above
            "length": 12,
            "length_unit": LengthUnit.MONTHS,
            "ends_on": None,
        }
        with acting(officer_here):
            return commands.amend_sentence(
                account_id=officer_here.pk,
                case_id=case.pk,
                number=number,
                is_under_review=True,
                amended_on=IMPOSED,
                reason="Corrected by the court",
                now=NOW,
                **known | facts,
            )

    with pytest.raises(Refused) as early:
        amended(1)
    with pytest.raises(Refused) as wrong:
        amended(2, ends_on=date(2026, 3, 8))
    with pytest.raises(commands.Warned):
        amended(2, length=37)
    made = amended(2)

    assert early.value.codes == ("not-sentenced",)
    assert wrong.value.codes == ("ends-before",)
    assert (made.ends_on, made.is_under_review) == (date(2027, 3, 8), True)


def test_an_event_that_there_is_not_is_not_found(officer_here, case):
    with pytest.raises(Http404):
        sentenced(officer_here, case, number=9)


def test_what_belongs_to_a_sentence_belongs_to_its_case(nation, officer_here, case):
    made = sentenced(officer_here, case)
    other = CaseAssignment.objects.exclude(item=case).first().item

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    with pytest.raises(IntegrityError), transaction.atomic():
        AdditionalOffence.objects.create(
            case=other, sentence=made, offence_id="10501", recorded_at=NOW
        )


def test_offences_are_found_by_code_and_by_words():
    assert [each.code for each in queries.offences_like("046")] == ["04600"]
    assert [each.code for each in queries.offences_like("assault COMMON")] == ["10501"]
    assert queries.offences_like("piracy") == []
    assert queries.offences_like(" ") == []


def test_offences_that_begin_with_the_word_stand_first():
    Offence.objects.create(code="99921", description="Aiding theft", is_offered=True)

    assert [each.code for each in queries.offences_like("theft")] == ["04600", "99921"]


def test_an_event_without_a_sentence_decides_nothing_in_a_plan(officer_here, case):
    sentenced(officer_here, case)
    opened(officer_here, case)

    with change_access.as_engine(now=NOW), connection.cursor() as cursor:
        cursor.execute(
            "select sentence, deferred from probation_case_facts where item_id = %s", [case.pk]
        )
        assert cursor.fetchall() == [("340", False)]
