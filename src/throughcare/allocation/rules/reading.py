"""From the facts of a case as they are kept with its tier to those that the frameworks ask for.

Kept facts are JSON: exact numbers and days are text, flags are `{type, level, category, on}`, sentences are
`{type, terminated, requirements: [{code, restrictive}]}`, and `answers` are those of each section of needs.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from throughcare.allocation.frameworks import Needs, SingleLetter, TwoAxis
from throughcare.allocation.rules import needs, single_letter, two_axis
from throughcare.allocation.rules.registrations import ROSH_WORDS, Registered, read
from throughcare.allocation.rules.single_letter import Score, SexualScore, Step

Inputs = Mapping[str, Any]  # Any: JSON

WOMAN = "F"
_SOME = {"none": 0, "some": 1, "significant": 2}
_HISTORIES = (Step.DOMESTIC_ABUSE, Step.STALKING, Step.CHILD_PROTECTION)
_DATED = ("rsr", "ogrs", "assessment", "enforcement")


def two_axis_facts(
    inputs: Inputs, *, on: date, rules: TwoAxis, thresholds: Needs
) -> two_axis.Facts:
    enforced_on = _day(inputs.get("enforcement_on"))
    women = inputs.get("women") or {}
    return two_axis.Facts(
        is_woman=inputs["sex"] == WOMAN,
        rsr=_number(inputs.get("rsr")),
        ogrs=_number(inputs.get("ogrs")),
        is_assessed=inputs.get("assessment_on") is not None,
        needs=_severities(inputs, thresholds=thresholds),
        registrations=_registered(inputs),
        sentences=_sentences(inputs),
        has_parenting_duties=women.get("parenting") == "yes",
        impulsivity=_SOME.get(women.get("impulsivity", ""), 0),
        temper_control=_SOME.get(women.get("temper_control", ""), 0),
        enforcement_in_last_year=enforced_on is not None
        and 0 <= (on - enforced_on).days <= rules.enforcement_days,
        dates={name: day for name in _DATED if (day := _day(inputs.get(f"{name}_on")))},
    )


def single_letter_facts(
    inputs: Inputs, *, rules: SingleLetter, two_axis_rules: TwoAxis
) -> single_letter.Facts:
    flags = read(_registered(inputs), rules=two_axis_rules)
    found = {step for step in _HISTORIES if flags.has_any(*rules.registered_as.get(step.value, ()))}
    ever = set(rules.registered_as.get(Step.EVER_SEXUAL_OFFENCE, ()))
    if ever & set(inputs.get("ever_registered") or ()):
        found.add(Step.EVER_SEXUAL_OFFENCE)
    sexual = inputs.get("dc_srp")
    dates = {
        Step.REOFFENDING: _day((inputs.get("arp") or {}).get("on")),
        Step.MAPPA_ROSH: flags.rosh.date if flags.rosh else None,
    }
    return single_letter.Facts(
        is_supervised=any(not each.is_terminated for each in _sentences(inputs)),
        arp=_score(inputs.get("arp")),
        csrp=_score(inputs.get("csrp")),
        sexual=SexualScore(value=Decimal(sexual["value"]), band=sexual["band"]) if sexual else None,
        rosh=ROSH_WORDS[flags.rosh.code] if flags.rosh else None,
        has_mappa=flags.has_mappa_category,
        is_lifer=flags.has_any(*rules.registered_as.get("lifer", ())),
        released_on=_day(inputs.get("released_on")),
        histories=frozenset(found),
        dates={name: day for name, day in dates.items() if day},
    )


def _severities(inputs: Inputs, *, thresholds: Needs) -> dict[str, str]:
    found = {
        section: needs.severity(
            section, answers, rules=thresholds, is_digital=bool(inputs.get("is_digital"))
        ).severity
        for section, answers in (inputs.get("answers") or {}).items()
    }
    return {section: severity for section, severity in found.items() if severity is not None}


def _registered(inputs: Inputs) -> tuple[Registered, ...]:
    return tuple(
        Registered(
            type=each["type"],
            level=each["level"],
            category=each["category"],
            date=date.fromisoformat(each["on"]),
        )
        for each in inputs.get("flags") or ()
    )


def _sentences(inputs: Inputs) -> tuple[two_axis.Sentenced, ...]:
    return tuple(
        two_axis.Sentenced(
            type=each["type"],
            is_terminated=each["terminated"],
            requirements=tuple(
                two_axis.Required(code=required["code"], is_restrictive=required["restrictive"])
                for required in each.get("requirements") or ()
            ),
        )
        for each in inputs.get("sentences") or ()
    )


def _score(found: Inputs | None) -> Score | None:
    if found is None:
        return None
    return Score(value=Decimal(found["value"]), is_static=found["static"])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
