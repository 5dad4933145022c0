"""Requirements that a court ordered otherwise later: what they were stays beside them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.choices import EndReason
from throughcare.probation.models import (
    Requirement,
    RequirementAmendment,
    RequirementSubType,
    Sentence,
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


@pytest.fixture
def order(officer_here, case) -> Sentence:
    return sentenced(officer_here, case)


def amended(
    account, case, *, on=date(2026, 3, 10), requirement=1, **facts: Any
):  # Any: as it has them
    known: dict[str, Any] = {"type_code": "W", "starts_on": IMPOSED}  # Any: as above
    with acting(account):
        return commands.amend_requirement(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            requirement=requirement,
            ordering=commands.Ordering(**known | facts),
            amended_on=on,
            reason="Varied on appeal",
            now=NOW,
        )


def test_each_order_about_a_requirement_keeps_what_it_was_and_is_told(officer_here, case, order):
    required(officer_here, case, number=1, type_code="W", sub_type_code="W/W01", length=6000)

    amended(officer_here, case, length=7200, sub_type_code="W/W01")
    amended(officer_here, case, length=9000, on=date(2026, 4, 1))

    found = Requirement.objects.get()
    assert (found.length, found.sub_type_id) == (9000, None)
    assert [
        (each.number, each.length, each.sub_type_id, each.amended_on)
        for each in RequirementAmendment.objects.order_by("number")
    ] == [(1, 6000, "W/W01", date(2026, 3, 10)), (2, 7200, "W/W01", date(2026, 4, 1))]
    assert Event.objects.filter(name="probation.requirement-amended.v1").count() == 2


def test_an_order_before_the_one_before_is_refused(officer_here, case, order):
    required(officer_here, case, number=1, type_code="W", length=6000)
    amended(officer_here, case, length=7200, on=date(2026, 4, 1))

    with pytest.raises(Refused) as refused:
        amended(officer_here, case, length=9000, on=date(2026, 3, 31))

    assert refused.value.codes == ("amended-before",)


def test_a_kind_that_is_offered_no_more_stays_and_another_is_refused(officer_here, case, order):
    required(officer_here, case, number=1, type_code="W", sub_type_code="W/W01", length=6000)
    RequirementSubType.objects.update(is_offered=False)
    RequirementSubType.objects.create(code="F/F01", type_id="F", description="F", is_offered=True)

    amended(officer_here, case, length=7200, sub_type_code="W/W01")
    with pytest.raises(Refused) as refused:
        amended(officer_here, case, length=7200, sub_type_code="F/F01")

    assert refused.value.codes == ("no-such-sub-type",)


def test_a_warning_of_the_new_order_is_to_be_accepted(officer_here, case, order):
    required(officer_here, case, number=1, type_code="W", length=6000)

    with pytest.raises(commands.Warned):
        amended(officer_here, case, length=600)

    assert Requirement.objects.get().length == 6000
    assert not RequirementAmendment.objects.exists()


def test_a_requirement_that_ended_is_not_changed(officer_here, case, order):
    required(officer_here, case, number=1, type_code="W", length=6000)
    with acting(officer_here):
        commands.end_requirement(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            requirement=1,
            reason=EndReason.COMPLETED,
            ended_on=IMPOSED,
            now=NOW,
        )

    with pytest.raises(Refused) as refused:
        amended(officer_here, case, length=7200)

    assert refused.value.codes == ("requirement-ended",)


def test_of_another_body_no_requirement_is_changed(officer_here, officer_elsewhere, case, order):
    required(officer_here, case, number=1, type_code="W", length=6000)

    with pytest.raises((PermissionDenied, Http404)):
        amended(officer_elsewhere, case, length=7200)

    assert Requirement.objects.get().length == 6000
