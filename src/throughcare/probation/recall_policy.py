"""The rules about recalls as data with dates, and the questions of a report on one, read from the file beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from throughcare.probation.rules.recalls import GroupRule, Term, TypeRules

CONSULT, REPORT = "consult", "report"
GROUPS: Final = {
    "adult-determinate": "Determinate sentence of an adult",
    "youth-determinate": "Determinate sentence of a youth",
    "extended": "Extended sentence",
    "indeterminate": "Indeterminate sentence",
}
TYPES: Final = {
    "fixed-term": "Fixed term recall",
    "standard": "Standard recall",
    "emergency": "Emergency recall",
}
"""What each is called."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that a report on a recall says. `groups` is empty where it is asked of every group."""

    code: str
    words: str
    help: str
    kind: str
    list: str
    needed: str
    groups: frozenset[str]

    def is_asked_of(self, group: str) -> bool:
        return not self.groups or group in self.groups


@dataclass(frozen=True, kw_only=True)
class Policy:
    types: tuple[TypeRules, ...]
    terms: tuple[Term, ...]
    sentence_groups: Mapping[str, str]
    decisions: Mapping[str, tuple[str, ...]]
    adult_from_years: int
    flags: Mapping[str, Mapping[str, str]]
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)


@cache
def policy() -> Policy:
    text = resources.files(__package__).joinpath("recall.yaml").read_text(encoding="utf-8")
    written = yaml.safe_load(text)
    return Policy(
        types=tuple(_types(each) for each in written["types"]),
        terms=tuple(
            Term(**(each | {"groups": frozenset(each["groups"])})) for each in written["terms"]
        ),
        sentence_groups={
            code: group for group, codes in written["sentence_groups"].items() for code in codes
        },
        decisions={group: tuple(may) for group, may in written["decisions"].items()},
        adult_from_years=written["adult_from_years"],
        flags=written["flags"],
        questions=tuple(_question(each) for each in written["questions"]),
    )


def _types(written: Mapping[str, Any]) -> TypeRules:  # Any: YAML
    return TypeRules(
        starts_on=written["starts_on"],
        source=written["source"],
        groups={
            group: GroupRule(
                when_none=rule["when_none"],
                when_any=rule["when_any"],
                questions=tuple(rule["questions"]),
            )
            for group, rule in written["groups"].items()
        },
    )


def _question(written: Mapping[str, Any]) -> Question:  # Any: YAML
    return Question(
        code=written["code"],
        words=written["words"],
        help=written.get("help", ""),
        kind=written["kind"],
        list=written.get("list", ""),
        needed=written["needed"],
        groups=frozenset(written.get("groups", ())),
    )
