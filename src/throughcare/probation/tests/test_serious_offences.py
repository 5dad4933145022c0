"""A charge by the court's code, and the check for a serious further offence that it starts."""

from datetime import date

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands
from throughcare.probation.models import (
    AdditionalOffence,
    Contact,
    ContactType,
    FlagType,
    Registration,
    Sentence,
    SeriousOffence,
)
from throughcare.probation.tests.sentencing import NOW, acting, load_codes, opened

pytestmark = pytest.mark.django_db

SERIOUS, OTHER = "SX03001", "TH68010"


@pytest.fixture(autouse=True)
def codes(nation) -> None:
    load_codes()
    SeriousOffence.objects.create(code=SERIOUS)
    FlagType.objects.get_or_create(
        code="ASFO", defaults={"description": "Serious further offence", "review_months": 3}
    )
    for code in ("SFO1", "ERGN", "ERGR", "DRGN"):
        ContactType.objects.get_or_create(
            code=code, defaults={"description": code, "kind": "notice"}
        )


@pytest.fixture
def supervised(case, officer_here) -> Sentence:
    """An order that goes on."""
    return Sentence.objects.create(
        case=case,
        number=1,
        type_id="340",
        offence_id="04600",
        imposed_on=date(2026, 1, 5),
        recorded_at=NOW,
    )


def charge(code: str) -> commands.Charge:
    return commands.Charge(offence_code="10501", court_code=code)


def told(case) -> list[tuple[int | None, bool | None]]:
    return list(
        Contact.objects.filter(case=case, type_id="SFO1").values_list(
            "sentence__number", "is_alert"
        )
    )


def flags(case) -> list[str]:
    return list(Registration.objects.filter(case=case).values_list("type_id", flat=True))


def test_a_serious_charge_of_somebody_who_is_supervised_alerts_the_officer_and_sets_the_flag(
    case, officer_here, supervised
):
    made = opened(officer_here, case, charge=charge(" sx 03001"))

    assert made.court_code == SERIOUS
    assert told(case) == [(made.number, True)]
    assert flags(case) == ["ASFO"]
    assert Registration.objects.get(case=case).review_on == date(2026, 9, 1)


def test_a_second_serious_charge_is_kept_and_told_once(case, officer_here, supervised):
    made = opened(officer_here, case, charge=charge(SERIOUS))
    with acting(officer_here):
        commands.add_offence(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=made.number,
            charge=charge(SERIOUS),
            now=NOW,
        )

    assert AdditionalOffence.objects.get().court_code == SERIOUS
    assert len(told(case)) == 1
    assert flags(case) == ["ASFO"]


@pytest.mark.parametrize("ended_on", [date(2026, 5, 2), date(2026, 5, 1)])
def test_it_counts_for_thirty_days_after_the_end_of_supervision(
    case, officer_here, supervised, ended_on
):
    Sentence.objects.filter(pk=supervised.pk).update(terminated_on=ended_on, ended_for="expired")

    opened(officer_here, case, charge=charge(SERIOUS))

    assert bool(told(case)) is (ended_on == date(2026, 5, 2))


def test_nothing_begins_for_another_charge_nor_for_somebody_who_was_not_supervised(
    case, officer_here
):
    opened(officer_here, case, charge=charge(SERIOUS))
    Sentence.objects.create(
        case=case,
        number=2,
        type_id="340",
        offence_id="04600",
        imposed_on=date(2026, 1, 5),
        recorded_at=NOW,
    )
    opened(officer_here, case, charge=charge(OTHER))
    opened(officer_here, case, charge=charge(""))

    assert (told(case), flags(case)) == ([], [])


def test_what_is_no_code_of_a_court_is_refused(case, officer_here):
    with pytest.raises(Refused) as refused:
        opened(officer_here, case, charge=charge("46/00"))

    assert refused.value.codes == ("no-court-code",)
    assert not Sentence.objects.exists()
