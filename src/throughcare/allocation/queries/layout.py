"""Cases of tiering in the layout in which they are exchanged as JSON, and their answers.

Numbers are to be read as exact decimals. `README.md` beside the published cases says what each framework is given.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from throughcare.allocation import frameworks
from throughcare.allocation.rules import needs, registrations, single_letter, two_axis
from throughcare.allocation.rules.single_letter import Step
from throughcare.allocation.rules.terms import Term

Given = Mapping[str, Any]  # Any: JSON
Answer = dict[str, Any]  # Any: JSON

UNDATED: Final = date(2021, 2, 1)
"""The day of registrations that are given without one."""
HISTORIES: Final = (
    Step.DOMESTIC_ABUSE,
    Step.STALKING,
    Step.CHILD_PROTECTION,
    Step.EVER_SEXUAL_OFFENCE,
)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A case, its answer, and how that came to be."""

    reference: str
    framework: str
    answer: Answer
    terms: tuple[Term, ...] = ()
    expected: Answer


def answered(file: Given) -> Iterator[Answered]:
    """Answer each case of a file, on the day of the file.

    Raises:
        ValueError: there is no such framework.
    """
    on = date.fromisoformat(file["as_of"])
    for case in file["cases"]:
        framework = case["framework"]
        if framework not in _FRAMEWORKS:
            raise ValueError(f"There is no framework {framework}.")
        try:
            answer, terms = _FRAMEWORKS[framework](case["given"], on)
        except ValueError:
            answer, terms = {"error": True}, ()
        yield Answered(
            reference=case["id"],
            framework=framework,
            answer=answer,
            terms=tuple(terms),
            expected=dict(case.get("expect", {})),
        )


def differences(found: Answered) -> Answer:
    """What was expected and is not answered; of what is expected nothing of, nothing is said."""
    return {
        name: value
        for name, value in found.expected.items()
        if name not in found.answer or found.answer[name] != value
    }


def _two_axis(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    found = two_axis.tier(_two_axis_facts(given), rules=frameworks.two_axis(on=on))
    answer = {
        "tier": found.code,
        "protect_level": found.protect_level,
        "protect_points": found.protect_points,
        "change_level": found.change_level,
        "change_points": found.change_points,
    }
    return answer, found.terms


def _mandate(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    sentences = _sentences(given)
    return {"mandate": two_axis.has_mandate(sentences, rules=frameworks.two_axis(on=on))}, ()


def _women(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    terms = two_axis.women_terms(_two_axis_facts(given), rules=frameworks.two_axis(on=on))
    return {"points": sum(int(term.gives) for term in terms)}, terms


def _need(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    found = needs.severity(
        given["section"],
        [answer or "missing" for answer in given["answers"]],
        rules=frameworks.needs(on=on),
        is_digital=bool(given.get("digital_assessment")),
    )
    return {"score": found.score, "severity": found.severity}, ()


def _registrations(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    rules = frameworks.two_axis(on=on)
    read = registrations.read(_registered(given), rules=rules)
    named = frameworks.single_letter(on=on).registered_as
    answer = {
        "complexity": list(read.complexity),
        "rosh": registrations.ROSH_WORDS[read.rosh.code] if read.rosh else None,
        "mappa_level": (read.mappa.level or None) if read.mappa else None,
        "mappa_category": (read.mappa.category or None) if read.mappa else None,
        "iom": read.has_any(*rules.intensive),
        "supervision_suspended": read.has_any(rules.suspended_type),
    }
    return answer | {name: read.has_any(*codes) for name, codes in named.items()}, ()


def _single_letter(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    rules = frameworks.single_letter(on=on)
    found = single_letter.tier(_single_letter_facts(given), on=on, rules=rules)
    return {"tier": found.code, "provisional": found.is_provisional}, found.terms


def _provisional(given: Given, on: date) -> tuple[Answer, Sequence[Term]]:
    found = single_letter.is_provisional(
        _single_letter_facts(given),
        taken={Step(name): gives for name, gives in given["steps"].items()},
        rules=frameworks.single_letter(on=on),
    )
    return {"provisional": found}, ()


_FRAMEWORKS: Final[Mapping[str, Callable[[Given, date], tuple[Answer, Sequence[Term]]]]] = {
    "two_axis": _two_axis,
    "mandate": _mandate,
    "women_factors": _women,
    "need_severity": _need,
    "registrations": _registrations,
    "single_letter": _single_letter,
    "provisional": _provisional,
}


def _two_axis_facts(given: Given) -> two_axis.Facts:
    women = given.get("women_answers") or {}
    return two_axis.Facts(
        is_woman=str(given.get("gender", "")).lower() == "female",
        rsr=_decimal(given.get("rsr")),
        ogrs=_decimal(given.get("ogrs")),
        is_assessed=bool(given.get("assessment")),
        needs={name: found for name, found in (given.get("needs") or {}).items() if found},
        registrations=_registered(given),
        sentences=_sentences(given),
        has_parenting_duties=women.get("parenting") == "yes",
        impulsivity=int(women.get("impulsivity") or 0),
        temper_control=int(women.get("temper_control") or 0),
        enforcement_in_last_year=bool(given.get("enforcement_in_last_year")),
    )


def _registered(given: Given) -> tuple[registrations.Registered, ...]:
    return tuple(
        registrations.Registered(
            type=each["type"],
            level=each.get("level") or "",
            category=each.get("category") or "",
            date=date.fromisoformat(each["date"]) if each.get("date") else UNDATED,
        )
        for each in given.get("registrations") or ()
    )


def _sentences(given: Given) -> tuple[two_axis.Sentenced, ...]:
    return tuple(
        two_axis.Sentenced(
            type=each["type"],
            is_terminated=bool(each.get("terminated")),
            requirements=tuple(
                two_axis.Required(
                    code=required["code"], is_restrictive=bool(required.get("restrictive"))
                )
                for required in each.get("requirements") or ()
            ),
        )
        for each in given.get("sentences") or ()
    )


def _single_letter_facts(given: Given) -> single_letter.Facts:
    released = given.get("latest_release")
    sexual = given.get("dc_srp") or {}
    return single_letter.Facts(
        is_supervised=bool(given.get("active_event", True)),
        arp=_score(given.get("arp")),
        csrp=_score(given.get("csrp")),
        sexual=single_letter.SexualScore(value=Decimal(sexual["score"]), band=sexual["band"])
        if sexual.get("score") is not None and sexual.get("band")
        else None,
        rosh=given.get("rosh"),
        has_mappa=bool(given.get("mappa")),
        is_lifer=bool(given.get("lifer")),
        released_on=date.fromisoformat(released) if released else None,
        histories=frozenset(step for step in HISTORIES if given.get(step.value)),
    )


def _score(given: Given | None) -> single_letter.Score | None:
    if given is None or given.get("score") is None:
        return None
    return single_letter.Score(
        value=Decimal(given["score"]), is_static=given.get("kind") == "static"
    )


def _decimal(given: Decimal | int | None) -> Decimal | None:
    return None if given is None else Decimal(given)
