"""Codes as they come with the program, and events and sentences made by the commands, for the tests of these."""

from datetime import UTC, date, datetime
from typing import Any

from throughcare.access import commands as change_access
from throughcare.probation import commands
from throughcare.probation.choices import LengthUnit
from throughcare.probation.models import (
    Commencement,
    ConditionType,
    Court,
    CourtOutcome,
    Institution,
    Offence,
    PolicyCondition,
    RequirementSubType,
    RequirementType,
    Sentence,
    SentenceType,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
IMPOSED = date(2026, 3, 9)


def load_codes() -> None:
    """A few codes of each list, with the facts that the lists give them."""
    Court.objects.create(code="ABGVMC", name="Abergavenny", kind="magistrates")
    Offence.objects.bulk_create(
        Offence(code=code, description=words, is_offered=True)
        for code, words in (("04600", "Theft from a shop"), ("10501", "Common assault"))
    )
    SentenceType.objects.bulk_create(
        SentenceType(
            code=code,
            description=words,
            family=family,
            kind=kind,
            is_custodial=kind in {"SC", "NC"},
            ends_itself=family not in {"indeterminate", "committal", "not-supervised"},
            has_pss=code == "325",
            is_offered=True,
        )
        for code, words, family, kind in (
            ("340", "Community order", "community", "SP"),
            ("341", "Suspended sentence order", "suspended", "SP"),
            ("301", "Determinate sentence", "determinate", "SC"),
            ("325", "Custody with supervision", "determinate", "SC"),
            ("326", "Breach committal", "committal", "NC"),
            ("308", "Life", "indeterminate", "SC"),
            ("123", "Deferred sentence", "deferred", "NS"),
        )
    )
    CourtOutcome.objects.bulk_create(
        CourtOutcome(
            code=code, description=words, kind=kind, remands=code == "112", is_offered=True
        )
        for code, words, kind in (
            ("112", "Remanded in custody", "adjourned"),
            ("425", "Not guilty", "not-sentenced"),
            ("340", "Community order", "sentence"),
        )
    )
    _load_codes_of_requirements_and_custody()


def _load_codes_of_requirements_and_custody() -> None:
    RequirementType.objects.bulk_create(
        RequirementType(code=code, description=words, unit=unit, is_offered=code != "RUW")
        for code, words, unit in (
            ("F", "Rehabilitation activity", "days"),
            ("W", "Unpaid work", "minutes"),
            ("M", "Curfew", "months"),
            ("Y", "Supervision", "months"),
            ("RUW", "Unpaid work (older order)", "minutes"),
        )
    )
    RequirementSubType.objects.create(
        code="W/W01", type_id="W", description="Regular", is_offered=True
    )
    Institution.objects.bulk_create(
        Institution(code=code, name=code, is_offered=True) for code in ("LEI", "MDI")
    )
    ConditionType.objects.bulk_create(
        ConditionType(code=code, description=words, is_offered=True)
        for code, words in (("101", "Residence"), ("107", "Curfew"), ("110", "Alcohol"))
    )
    PolicyCondition.objects.create(
        code="a", policy="4.0", kind="standard", position=1, wording="Behave well."
    )
    Commencement.objects.create(
        code="sentencing-act-2026", description="Supervision ends", instrument="S.I. 2026/402"
    )


def acting(account, at=NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def opened(account, case, **facts: Any) -> Sentence:  # Any: as the command has it
    known: dict[str, Any] = {  # Any: as above
        "charge": commands.Charge(offence_code="04600"),
        "referred_on": date(2026, 2, 1),
    }
    with acting(account):
        return commands.open_event(account_id=account.pk, case_id=case.pk, now=NOW, **known | facts)


def disposal(type_code: str = "340", **facts: Any) -> commands.Disposal:  # Any: as it has them
    known: dict[str, Any] = {  # Any: as above
        "type_code": type_code,
        "court_code": "ABGVMC",
        "imposed_on": IMPOSED,
        "length": 18,
        "length_unit": LengthUnit.MONTHS,
    }
    return commands.Disposal(**known | facts)


def sentenced(
    account,
    case,
    *,
    type_code: str = "340",
    number: int | None = None,
    accepted: tuple[str, ...] = (),
    **facts: Any,  # Any: as the command has it
) -> Sentence:
    number = number or opened(account, case).number
    with acting(account):
        return commands.sentence_event(
            account_id=account.pk,
            case_id=case.pk,
            number=number,
            disposal=disposal(type_code, **facts),
            accepted=accepted,
            now=NOW,
        )


def required(
    account,
    case,
    *,
    number: int,
    type_code: str = "F",
    accepted: tuple[str, ...] = (),
    **facts: Any,  # Any: as the command has it
):
    known: dict[str, Any] = {  # Any: as above
        "type_code": type_code,
        "starts_on": IMPOSED,
        "length": 20,
    }
    with acting(account):
        return commands.add_requirement(
            account_id=account.pk,
            case_id=case.pk,
            number=number,
            ordering=commands.Ordering(**known | facts),
            accepted=accepted,
            now=NOW,
        )
