"""Making a plan of YAML: schema first, then every part, with all problems and not only the first."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from throughcare.kernel.digests import of
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.rules.building import Builder
from throughcare.restructure.rules.plan import Plan, Problem
from throughcare.restructure.rules.yaml_text import Loaded, load


@dataclass(frozen=True, slots=True)
class Reading:
    """The plan, if there is enough to make one of, and what is wrong with its text."""

    plan: Plan | None
    problems: tuple[Problem, ...]


def schema() -> dict[str, Any]:  # Any: JSON
    """The published JSON schema of plans."""
    text = resources.files("throughcare.restructure").joinpath("plan_schema.json").read_text()
    schema: dict[str, Any] = json.loads(text)
    return schema


def read(text: str) -> Reading:
    """Read a plan, and say all that is wrong with the way it is written.

    A key that stands twice is a problem, and the plan is made with the first. `checks.check` says
    what is wrong with what is written.
    """
    loaded = load(text)
    problems = list(loaded.problems)
    if loaded.value is None:
        return Reading(plan=None, problems=tuple(problems))
    badly_formed = [
        loaded.problem(tuple(fault.absolute_path), _worded(fault))
        for fault in sorted(_validator().iter_errors(loaded.value), key=_place)
    ]
    if badly_formed or not isinstance(loaded.value, dict):
        return Reading(plan=None, problems=(*problems, *badly_formed))
    return _build(loaded, loaded.value)


@lru_cache(maxsize=8)
def read_or_refuse(text: str) -> Plan:
    """The plan, or `Refused` with each problem as a reason. The last few texts are not read again: a plan is asked for by every page."""
    reading = read(text)
    if reading.plan is None or reading.problems:
        raise refusal(reading.problems)
    return reading.plan


def refusal(problems: tuple[Problem, ...]) -> Refused:
    return Refused(Reason(code="plan-problem", sentence=str(problem)) for problem in problems)


def _build(loaded: Loaded, value: dict[str, Any]) -> Reading:  # Any: checked by the schema
    builder = Builder(written=value, loaded=loaded)
    plan = builder.plan(digest=of(value))
    return Reading(plan=plan, problems=(*loaded.problems, *builder.problems))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _place(fault: ValidationError) -> tuple[str, ...]:
    return tuple(f"{step:06}" if isinstance(step, int) else step for step in fault.absolute_path)


def _worded(fault: ValidationError) -> str:
    found: Any = fault.instance  # Any, here and below: JSON
    wanted: Any = fault.validator_value
    schema: Any = fault.schema
    match fault.validator:
        case "required":
            missing = [name for name in wanted if name not in found]
            return f"It lacks {', '.join(repr(name) for name in missing)}."
        case "additionalProperties":
            known = schema.get("properties", {})
            extra = ", ".join(repr(name) for name in found if name not in known)
            return f"{extra} means nothing here; it may say {', '.join(sorted(known))}."
        case "oneOf" if all("required" in way for way in wanted):
            ways = [" with ".join(way["required"]) for way in wanted]
            return f"It must say exactly one of these: {'; '.join(ways)}."
        case "enum":
            return f"{found!r} is not among {', '.join(map(str, wanted))}."
        case "pattern" | "type":
            says = schema.get("description") or wanted
            return f"{found!r} is not in the form wanted ({says})."
        case _:
            return f"{fault.message}."
