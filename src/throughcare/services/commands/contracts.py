"""Which suppliers there are, and what they may be asked for where."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.organisation.choices import Fact
from throughcare.services import terms
from throughcare.services.models import Contract, ContractArea, ContractType

SUPPLIER = "supplier"
"""The kind of unit that a supplier is."""


@transaction.atomic
def record_contract(
    *,
    code: str,
    name: str,
    type_code: str,
    supplier: str,
    areas: Collection[str],
    starts_on: date,
    ends_on: date | None,
    now: datetime,
    sex: str | None = None,
) -> Contract:
    """Record what a supplier offers, and to the cases of which units: for those who run the house.

    Where it is not said for people of which `sex` it is, its type says so: women's services are for women.

    Raises:
        Refused: there is no such type, supplier or unit, the code is taken, or it ends before it starts; carries every reason.
    """
    moment = organisation.pinned()
    found, reasons = _units([supplier, *areas])
    held = found.get(supplier)
    if held is not None:
        kind = organisation.unit(held, moment=moment).facts.get(Fact.KIND, "")
        if kind != SUPPLIER:
            reasons.append(Reason("no-supplier", f"{supplier} is no supplier of services."))
    if not ContractType.objects.filter(code=type_code).exists():
        reasons.append(Reason("no-such-type", f"There is no type of contract {type_code}."))
    if Contract.objects.filter(code=code).exists():
        reasons.append(Reason("code-taken", f"There is a contract {code} already."))
    if ends_on is not None and ends_on <= starts_on:
        reasons.append(Reason("ends-before-start", "A contract ends after it starts."))
    if not areas:
        reasons.append(Reason("no-area", "Name at least one unit whose cases it is for."))
    if reasons or held is None:
        raise Refused(reasons)
    made = Contract.objects.create(
        code=code,
        name=name,
        type_id=type_code,
        supplier_id=held,
        sex=terms.offered_to(type_code) if sex is None else sex,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
    )
    ContractArea.objects.bulk_create(
        ContractArea(contract=made, unit_id=found[area]) for area in dict.fromkeys(areas)
    )
    return made


def _units(codes: Collection[str]) -> tuple[dict[str, int], list[Reason]]:
    """Open units by their codes, and why some are none."""
    found: dict[str, int] = {}
    reasons: list[Reason] = []
    for code in dict.fromkeys(codes):
        try:
            found[code] = organisation.open_unit(code=code, moment=organisation.pinned()).unit_id
        except Refused as refusal:
            reasons += refusal.reasons
    return found, reasons
