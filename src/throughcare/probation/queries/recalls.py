"""A report on a recall: what officers answered, what the record answers with its source, which type it comes to, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from throughcare.probation.models import Enforcement, RecallAnswer, RecallOption
from throughcare.probation.recall_policy import GROUPS, TYPES, Policy, Question, policy
from throughcare.probation.rules import months_later
from throughcare.probation.rules.recalls import (
    FIXED_TERM,
    TypeOfRecall,
    days_of_fixed_term,
    released_on,
    type_of_recall,
)

BY_OFFICER = "Answered by an officer"
FROM_RULES = "Follows from the answers"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is known about a question: options by code, and words. `source` says who or what says so; empty is not answered."""

    options: tuple[str, ...] = ()
    words: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A question of the report with its answer in words. `is_missing` where one is needed."""

    question: Question
    answer: Answer
    labels: tuple[str, ...]
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class RecallReport:
    """All that is said of a recall. `decided` is the type, and empty while it is not; `ends_on` the day a fixed term is over."""

    group: str
    type: TypeOfRecall | None
    decided: str
    sections: tuple[Section, ...]
    days: int | None
    returned_on: date | None
    ends_on: date | None

    @property
    def against(self) -> tuple[str, ...]:
        return _worded(self.type.against) if self.type else ()

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that count as yes because nobody has answered them, in words."""
        return _worded(self.type.unanswered) if self.type else ()

    @property
    def decided_label(self) -> str:
        return TYPES.get(self.decided, "")

    def missing(self, *, needed: tuple[str, ...]) -> tuple[str, ...]:
        """What has no answer yet of what is needed for a consultation, or for the report."""
        return tuple(
            each.question.words
            for each in self.sections
            if each.is_missing and each.question.needed in needed
        )


def recall_report(found: Enforcement, *, at: datetime) -> RecallReport:
    """The report as it stands; four queries."""
    kept = _kept(found.pk)
    facts = _facts(found, on=at.date())
    answers = {**_from_record(facts), **kept}
    labels = _labels()
    rules = policy()
    group = next(iter(answers.get("group", Answer()).options), "")
    kind = _type(rules, answers, group=group, on=max(at.date(), found.opened_on))
    if kind is not None and kind.must:
        answers["type"] = Answer(options=(kind.must,), source=FROM_RULES)
    chosen = next(iter(answers.get("type", Answer()).options), "")
    decided = chosen if kind is not None and chosen in kind.may else ""
    asked = [each for each in rules.questions if _is_asked(each, group=group, kind=kind)]
    returned_on = found.concluded_on if found.result == "returned" else None
    days = _days(rules, facts, group=group, decided=decided, on=returned_on or at.date())
    return RecallReport(
        group=group,
        type=kind,
        decided=decided,
        sections=tuple(_section(each, answers.get(each.code), labels=labels) for each in asked),
        days=days,
        returned_on=returned_on,
        ends_on=released_on(returned_on, days=days) if returned_on and days else None,
    )


def recall_choices(question: Question, *, kind: TypeOfRecall | None) -> list[tuple[str, str]]:
    """What a question may be answered with, by code."""
    match question.list:
        case "":
            return [("yes", "Yes"), ("no", "No")] if question.kind == "yes-no" else []
        case "group":
            return [*GROUPS.items()]
        case "type":
            return [(each, TYPES[each]) for each in (kind.may if kind else ())]
        case name:
            found = RecallOption.objects.filter(list=name).order_by("id")
            return [(each.code, each.label) for each in found]


def _is_asked(question: Question, *, group: str, kind: TypeOfRecall | None) -> bool:
    """Whether a question is of the group; one that only decides the type is asked where the rules of the day ask it."""
    if question.kind == "yes-no":
        return kind is not None and question.code in kind.asks
    if question.code == "type":
        return kind is None or not kind.must
    return question.is_asked_of(group)


def _type(
    rules: Policy, answers: Mapping[str, Answer], *, group: str, on: date
) -> TypeOfRecall | None:
    if not group:
        return None
    said = {
        each.code: {"yes": True, "no": False}.get(
            next(iter(answers.get(each.code, Answer()).options), "")
        )
        for each in rules.questions
        if each.kind == "yes-no"
    }
    return type_of_recall(rules.types, group=group, answers=said, may=rules.decisions[group], on=on)


def _days(rules: Policy, facts: "_Facts", *, group: str, decided: str, on: date) -> int | None:
    if decided != FIXED_TERM:
        return None
    days, _ = days_of_fixed_term(
        rules.terms,
        group=group,
        is_under_12_months=facts.is_under_12_months is True,
        returned_on=on,
    )
    return days


def _section(
    question: Question, answer: Answer | None, *, labels: Mapping[tuple[str, str], str]
) -> Section:
    given = answer or Answer()
    return Section(
        question=question,
        answer=given,
        labels=tuple(labels.get((question.list, each), each.title()) for each in given.options),
        is_missing=not given.options and not given.words,
    )


def _labels() -> dict[tuple[str, str], str]:
    found = {("group", code): label for code, label in GROUPS.items()}
    found |= {("type", code): label for code, label in TYPES.items()}
    found |= {(each.list, each.code): each.label for each in RecallOption.objects.order_by("id")}
    return found


def _worded(codes: tuple[str, ...]) -> tuple[str, ...]:
    by_code = {each.code: each.words for each in policy().questions}
    return tuple(by_code[code] for code in codes)


def _kept(enforcement_id: int) -> dict[str, Answer]:
    options: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for each in RecallAnswer.objects.filter(enforcement_id=enforcement_id).order_by("id"):
        options.setdefault(each.question, [])
        if each.option:
            options[each.question].append(each.option)
        if each.words:
            words[each.question] = each.words
    return {
        code: Answer(options=tuple(chosen), words=words.get(code, ""), source=BY_OFFICER)
        for code, chosen in options.items()
    }


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What the record says, as far as a report asks for it."""

    born_on: date | None
    sentence_type: str | None
    is_custodial: bool | None
    imposed_on: date | None
    ends_on: date | None
    rosh: str | None
    mappa: str | None
    mappa_level: int | None
    flags: list[str]
    address: str
    warnings: int
    earlier: int

    @property
    def is_under_12_months(self) -> bool | None:
        if self.imposed_on is None or self.ends_on is None:
            return None
        return self.ends_on < months_later(self.imposed_on, months=12)


_FACTS = """
    SELECT p.born_on, s.type_id, y.is_custodial, s.imposed_on, s.ends_on, r.rosh, r.mappa, r.mappa_level,
        array(SELECT f.type_id::text FROM probation_registration f
               WHERE f.case_id = c.id AND f.starts_on <= %(on)s AND (f.ended_on IS NULL OR f.ended_on > %(on)s)
               ORDER BY 1),
        coalesce((SELECT concat_ws(', ', nullif(a.lines, ''), nullif(a.postcode, '')) FROM people_address a
                   WHERE a.person_id = c.person_id AND a.status = 'main' AND a.ends_on IS NULL LIMIT 1), ''),
        (SELECT count(*) FROM probation_enforcement w
          WHERE w.case_id = c.id AND w.kind = 'warning' AND w.state <> 'withdrawn' AND w.opened_on > %(on)s - 365),
        (SELECT count(*) FROM probation_enforcement w
          WHERE w.case_id = c.id AND w.kind = 'recall' AND w.state = 'concluded' AND w.result = 'returned'
            AND w.id <> e.id)
    FROM probation_enforcement e
    JOIN probation_case c ON c.id = e.case_id
    JOIN people_person p ON p.id = c.person_id
    LEFT JOIN probation_sentence s ON s.id = e.sentence_id
    LEFT JOIN probation_sentencetype y ON y.code = s.type_id
    LEFT JOIN probation_riskprofile r ON r.case_id = c.id AND r.superseded_at IS NULL
    WHERE e.id = %(enforcement)s
"""


def _facts(found: Enforcement, *, on: date) -> _Facts:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"enforcement": found.pk, "on": on})
        row = cursor.fetchone()
    return _Facts(**dict(zip(_Facts.__dataclass_fields__, row, strict=True)))


def _from_record(facts: _Facts) -> dict[str, Answer]:
    """What the record answers by itself, with its source; nothing that it does not say."""
    return {
        **_from_sentence(facts),
        **_from_mappa(facts),
        **_from_flags(facts),
        **_from_history(facts),
    }


def _from_sentence(facts: _Facts) -> dict[str, Answer]:
    found = {}
    if group := _group(facts, policy()):
        found["group"] = Answer(options=(group,), source="The sentence and the date of birth")
    if facts.is_under_12_months is not None:
        answer = "no" if facts.is_under_12_months else "yes"
        found["twelve-months-or-more"] = Answer(options=(answer,), source="The sentence")
    return found


def _from_flags(facts: _Facts) -> dict[str, Answer]:
    return {
        code: Answer(
            options=tuple(flags[each] for each in facts.flags if each in flags),
            source="The flags",
        )
        for code, flags in policy().flags.items()
        if set(flags) & set(facts.flags)
    }


def _from_history(facts: _Facts) -> dict[str, Answer]:
    found = {}
    if facts.rosh:
        level = facts.rosh.upper().replace(" ", "_")
        found["rosh"] = Answer(options=(level,), source="The risk profile")
    if facts.address:
        found["address"] = Answer(words=facts.address, source="The main address")
    if facts.warnings:
        found["alternatives-tried"] = Answer(
            options=("WARNINGS_LETTER",), source="The warnings of the last 12 months"
        )
    if facts.earlier:
        said = f"Recalled {facts.earlier} time{'s' if facts.earlier > 1 else ''} before."
        found["previous-releases"] = Answer(words=said, source="The recalls of the record")
    return found


def _group(facts: _Facts, rules: Policy) -> str:
    if facts.sentence_type is None or not facts.is_custodial or facts.imposed_on is None:
        return ""
    if special := rules.sentence_groups.get(facts.sentence_type):
        return special
    if facts.born_on is None:
        return ""
    adult_on = months_later(facts.born_on, months=12 * rules.adult_from_years)
    return "adult-determinate" if facts.imposed_on >= adult_on else "youth-determinate"


def _from_mappa(facts: _Facts) -> dict[str, Answer]:
    found = {}
    if facts.mappa is not None:
        # A category that is known is one of those below the fourth, which the record has no word for, or none.
        answer = "yes" if facts.mappa.startswith("4") else "no"
        found["mappa-4"] = Answer(options=(answer,), source="The risk profile")
        if facts.mappa == "none":
            found["mappa-level"] = Answer(options=("no",), source="The risk profile")
    if facts.mappa_level is not None:
        answer = "yes" if facts.mappa_level > 1 else "no"
        found["mappa-level"] = Answer(options=(answer,), source="The risk profile")
    return found
