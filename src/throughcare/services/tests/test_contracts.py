"""Which supplier offers what and where, as those who run the house record it."""

from datetime import date
from typing import Any

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import unit_of
from throughcare.people.models import Person
from throughcare.services import commands, queries
from throughcare.services.models import Contract, ContractArea, Referral
from throughcare.services.tests.conftest import NOW, TODAY, acting, drafted, refused

pytestmark = pytest.mark.django_db


def recorded(**parts: Any) -> Contract:  # Any: as the command has them
    known: dict[str, Any] = {  # Any: as above
        "code": "PWB1",
        "name": "Wellbeing in the east",
        "type_code": "PWB",
        "supplier": "SUP9",
        "areas": ("C05T", "C05T"),
        "starts_on": date(2014, 1, 1),
        "ends_on": None,
    }
    with change_access.as_engine(now=NOW):
        return commands.record_contract(now=NOW, **known | parts)


def test_a_contract_is_offered_to_the_cases_of_its_areas(*, nation, codes, officer_here, case):
    unit_of("SUP9", kind="supplier")

    made = recorded()

    with acting(officer_here):
        offered = queries.contracts_for(case.pk)
        categories = [each.code for each in queries.categories_of(made)]
    assert offered == [made]
    assert categories == ["EWB", "FSO", "LAA", "SOC"]
    assert ContractArea.objects.count() == 1


def test_womens_services_are_for_women_whatever_else_the_record_is_silent_about(
    *, nation, codes, officer_here, case, duty
):
    unit_of("SUP9", kind="supplier")
    made = recorded(code="WOS1", name="Women together", type_code="WOS")

    def draft() -> Referral:
        return drafted(officer_here, case, duty, contract="WOS1")

    for sex in ("M", "U", "O"):
        Person.objects.filter(id=case.person_id).update(sex=sex)
        assert refused(draft) == ("for-others",)
    assert (made.sex, Referral.objects.count()) == ("F", 0)
    Person.objects.filter(id=case.person_id).update(sex="F")
    begun = draft()
    # What the record says is put right before it is sent: then it is not sent.
    Person.objects.filter(id=case.person_id).update(sex="M")
    with acting(officer_here):
        file = queries.file_of(begun.reference)
        assert file is not None
        known = queries.known_of(file, on=TODAY)
    assert known.not_for == "women"


def test_a_contract_may_be_for_everybody_against_its_type(*, nation, codes):
    unit_of("SUP9", kind="supplier")

    assert recorded(code="WOS1", type_code="WOS", sex="").sex == ""
    assert recorded(code="PWB3", sex="M").sex == "M"


def test_a_contract_that_cannot_be_is_refused_for_every_reason(*, nation, codes):
    unit_of("SUP9", kind="supplier")
    recorded()

    wrong = refused(
        recorded,
        type_code="NONE",
        supplier="C05",
        areas=(),
        ends_on=date(2014, 1, 1),
    )
    unknown = refused(recorded, code="PWB2", supplier="SUP8", areas=("NOWHERE",))

    assert wrong == ("no-supplier", "no-such-type", "code-taken", "ends-before-start", "no-area")
    assert len(unknown) == 2
    assert Contract.objects.count() == 1


def test_a_contract_that_is_over_or_to_come_is_not_offered(*, nation, codes, officer_here, case):
    unit_of("SUP9", kind="supplier")
    recorded(ends_on=NOW.date())
    recorded(code="PWB2", starts_on=date(2014, 6, 3))

    with acting(officer_here):
        assert queries.contracts_for(case.pk) == []
    assert Contract.objects.count() == 2
