"""Code lists, contracts, and the steps of referrals."""

from collections.abc import Collection

from django.db import connection

from throughcare.kernel.ways import Place, Way
from throughcare.organisation import queries as organisation
from throughcare.people import queries as people
from throughcare.services.models import (
    Contract,
    ContractScope,
    DesiredOutcome,
    EndReason,
    Move,
    ServiceCategory,
    Step,
)
from throughcare.services.rules.referrals import not_for


def contracts_for(case_id: int) -> list[Contract]:
    """What a case may be referred under today, by name; two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT contract_id FROM services_contracts_for(%s)", [case_id])
        ids = [contract_id for (contract_id,) in cursor.fetchall()]
    return list(Contract.objects.filter(id__in=ids).select_related("type").order_by("name", "id"))


def not_for_person(contract: Contract, *, person_id: int) -> str:
    """For whom a contract is where a person is none of them; a query where it is not for everybody."""
    if not contract.sex:
        return ""
    sex = people.sex_of(person_id)
    return not_for(contract.sex, sex=sex, words=contract.get_sex_display())


def categories_of(contract: Contract) -> list[ServiceCategory]:
    """What a contract offers, by name."""
    scope = ContractScope.objects.filter(type_id=contract.type_id).values("category_id")
    return list(ServiceCategory.objects.filter(code__in=scope).order_by("name"))


def wanted_outcomes(category_codes: Collection[str]) -> list[DesiredOutcome]:
    """The outcomes that may be wanted of some categories, by category and code."""
    found = DesiredOutcome.objects.filter(category_id__in=category_codes, is_offered=True)
    return list(found.select_related("category").order_by("category__name", "code"))


def end_reasons(kind: str) -> list[EndReason]:
    return list(EndReason.objects.filter(kind=kind, is_offered=True).order_by("description", "key"))


def suppliers(unit_ids: Collection[int]) -> dict[int, str]:
    """The names of suppliers; one query."""
    found = organisation.named(unit_ids, moment=organisation.pinned())
    return {each.unit_id: each.name for each in found}


def places() -> dict[str, Place]:
    return {each.code: _place(each) for each in Step.objects.order_by("position")}


def ways() -> tuple[Way, ...]:
    """Every move that there was or is; one query."""
    found = Move.objects.select_related("to_step").order_by("code")
    return tuple(
        Way(
            code=each.code,
            here=each.from_step_id,
            to=_place(each.to_step),
            label=each.label,
            party=each.party,
            needs=tuple(each.needs.split()),
            ends_as=each.ends_as,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in found
    )


def _place(step: Step) -> Place:
    return Place(
        code=step.code,
        position=step.position,
        title=step.title,
        acts=step.acts,
        allows=frozenset(step.allows.split()),
    )
