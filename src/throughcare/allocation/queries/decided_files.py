"""Decisions of cases that are kept in a file, as JSON whose numbers are read as exact decimals.

`{"on": DAY, "cases": [{"id": …, "sentenced_on": DAY, "facts": {…}}]}`, or one case by itself. Every fact is there, or is said to be
`unknown`. In the published layout (`examples`) facts that are not mentioned are known to be false, as it says itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from throughcare.allocation import rules
from throughcare.allocation.decisions import NPS_OR_CRC, in_force, versions
from throughcare.allocation.rules import given, turning
from throughcare.kernel.conditions.syntax import Fact, Facts, Type
from throughcare.kernel.decisions import Decision, attributes_of
from throughcare.kernel.refusals import Refused

Given = Mapping[str, Any]  # Any: JSON
Answer = dict[str, Any]  # Any: JSON

EXAMPLES: Final = "examples"
_OF_EXAMPLE: Final = {"id", "trust", "expect", "why", "also", "foreign_national"}
_NOTHING: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedCase:
    """A case of a file with its answer; `refused` has the sentences by which its facts were refused."""

    reference: str
    answer: Answer
    refused: tuple[str, ...] = ()
    expected: Answer


def decided_cases(file: Given, *, on: date | None = None) -> Iterator[DecidedCase]:
    """Decide each case of a file, by the rules of the day that it names, or of `on`.

    Raises:
        LookupError: no version of the decision was in force on that day.
        ValueError: it names no day, or a day is none.
    """
    is_published = EXAMPLES in file
    day = on or _day_of(file, is_published=is_published)
    decision = in_force(NPS_OR_CRC, on=day)
    for at, case in enumerate(_cases(file), start=1):
        written = _of_published(case, decision) if is_published else case["facts"]
        reference = str(case.get("id", at))
        expected = {} if is_published else dict(case.get("expect", {}))
        try:
            facts = given.read(written, decision=decision)
        except Refused as refused:
            yield DecidedCase(
                reference=reference,
                answer={"refused": list(refused.codes)},
                refused=tuple(reason.sentence for reason in refused.reasons),
                expected=expected,
            )
            continue
        answer = _answer(facts, decision, sentenced_on=case.get("sentenced_on"))
        yield DecidedCase(reference=reference, answer=answer, expected=expected)


def differs(found: DecidedCase) -> Answer:
    """What was expected and is not answered so."""
    return {
        name: value
        for name, value in found.expected.items()
        if name not in found.answer or found.answer[name] != value
    }


def _cases(file: Given) -> list[Given]:
    if EXAMPLES in file:
        return list(file[EXAMPLES])
    return list(file["cases"]) if "cases" in file else [file]


def _day_of(file: Given, *, is_published: bool) -> date:
    if is_published and "on" not in file:
        return versions(NPS_OR_CRC)[0].starts_on
    if "on" not in file:
        raise ValueError("say the day of the decision as `on`")
    return date.fromisoformat(file["on"])


def _answer(facts: Facts, decision: Decision, *, sentenced_on: str | None) -> Answer:
    found = rules.decide_by_version(facts, decision=decision)
    answer: Answer = asdict(found) | {
        "also": list(found.also),
        "unknown": list(found.unknown),
        "looked_at": {name: _written(value) for name, value in found.looked_at},
        "version": decision.starts_on.isoformat(),
        "still_due": list(turning.still_due(found)),
        "turns": [
            {
                "fact": each.name,
                "value": _written(each.value),
                "outcome": each.outcome,
                "rule": each.rule,
            }
            for each in turning.turns(found, facts, decision=decision)
        ],
    }
    if sentenced_on is not None:
        answer["decide_by"] = rules.allocate_by(date.fromisoformat(sentenced_on)).isoformat()
    return answer


def _written(value: Fact) -> object:
    if value is None:
        return given.UNKNOWN
    return str(value) if isinstance(value, Decimal) else value


def _of_published(case: Given, decision: Decision) -> dict[str, object]:
    """An example with what it does not mention said to be false; MAPPA is numbered there, and null is known not to apply."""
    written: dict[str, object] = {
        name: False if decision.attributes[name].type is Type.BOOLEAN else _NOTHING
        for name in attributes_of(decision)
        if decision.attributes[name].type is not Type.NUMBER
    }
    written |= {name: value for name, value in case.items() if name not in _OF_EXAMPLE}
    return written | {"mappa": str(case.get("mappa") or _NOTHING)}
