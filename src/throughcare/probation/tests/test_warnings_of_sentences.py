"""What lies outside the law is warned of, shown until it is met, and accepted by name."""

from datetime import date
from decimal import Decimal

import pytest

from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import AlsoOrdered
from throughcare.probation.models import AcceptedWarning, AdditionalSentence
from throughcare.probation.tests.sentencing import (
    NOW,
    acting,
    load_codes,
    opened,
    required,
    sentenced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


def test_a_warning_stops_a_sentence_until_it_is_accepted_by_name(officer_here, case):
    opened(officer_here, case)

    with pytest.raises(commands.Warned) as warned:
        sentenced(officer_here, case, number=1, length=37)
    with pytest.raises(commands.Warned):
        sentenced(officer_here, case, number=1, length=37, accepted=("another",))
    nothing = not AcceptedWarning.objects.exists()
    made = sentenced(officer_here, case, number=1, length=37, accepted=("community-length",))

    assert [each.code for each in warned.value.cautions] == ["community-length"]
    assert nothing
    assert made.ends_on == date(2029, 4, 8)
    (accepted,) = AcceptedWarning.objects.all()
    assert (accepted.code, accepted.accepted_by_id) == ("community-length", officer_here.pk)
    assert "warning.accepted" in {
        act.action for act in audit.acts_by(account_id=officer_here.pk, limit=9)
    }


def test_what_is_to_be_checked_stands_on_the_sentence_until_it_is_met_or_accepted(
    officer_here, case
):
    sentenced(officer_here, case)

    def standing() -> list[str]:
        with acting(officer_here):
            whole = queries.sentence(case.pk, number=1)
        return [caution.code for caution in whole.cautions]

    assert standing() == ["community-punishment"]
    with acting(officer_here):
        with pytest.raises(Refused) as refused:
            commands.accept_warnings(
                account_id=officer_here.pk, case_id=case.pk, number=1, codes=["other"], now=NOW
            )
        commands.accept_warnings(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            codes=["community-punishment"],
            now=NOW,
        )
    assert refused.value.codes == ("no-such-warning",)
    assert standing() == []


def test_a_requirement_or_a_fine_meets_what_was_to_be_checked(officer_here, case):
    sentenced(officer_here, case)
    sentenced(officer_here, case)
    required(officer_here, case, number=1, type_code="W", length=6000)

    with acting(officer_here):
        commands.record_also_ordered(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=2,
            kind=AlsoOrdered.FINE,
            amount=Decimal(120),
            now=NOW,
        )
        found = [queries.sentence(case.pk, number=number).cautions for number in (1, 2)]

    assert found == [(), ()]


def test_what_is_ordered_besides_needs_a_sentence_an_amount_and_a_unit(officer_here, case):
    opened(officer_here, case)

    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.record_also_ordered(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            kind=AlsoOrdered.FINE,
            amount=Decimal(0),
            length=1,
            now=NOW,
        )

    assert refused.value.codes == ("not-sentenced", "no-amount", "no-unit")
    assert not AdditionalSentence.objects.exists()
