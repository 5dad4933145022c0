"""What is there of a record and what is missing before it goes to another provider: a check of the record, and no form.

Allocation and risk, section 3: each item is present, not applicable, or missing; one that is missing without a reason blocks sending.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    PRESENT = "present"
    NOT_APPLICABLE = "not applicable"
    MISSING = "missing"


class Page(StrEnum):
    """Where something is mended."""

    ADDRESSES = "addresses"
    CONTACT = "contact-details"
    PERSON = "person"
    CASE = "case"
    FLAGS = "flags"
    ASSESSMENTS = "assessments"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the record holds, counted."""

    has_address: bool
    is_verified: bool | None
    is_reachable: bool
    interpreter_said: bool
    sentences: int
    sentences_unfinished: int
    rosh_known: bool
    mappa_known: bool
    staff_risk_said: bool
    late_reviews: int
    has_plan: bool
    steps_overdue: int
    without_outcome: int
    is_booked_ahead: bool
    enforcement_open: int
    answers_waiting: int
    doubts_open: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """`words` say what it is, or what is missing of it."""

    code: str
    words: str
    standing: Standing
    page: Page

    @property
    def is_missing(self) -> bool:
        return self.standing is Standing.MISSING


def items(facts: Facts) -> tuple[Item, ...]:
    """Every item of the check, in the order in which somebody who takes the case on would ask."""
    return (*_of_person(facts), *_of_risk(facts), *_of_sentence(facts), *_of_work(facts))


def missing(checked: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(each for each in checked if each.is_missing)


def _of_person(facts: Facts) -> tuple[Item, ...]:
    return (
        _item(
            "address",
            Page.ADDRESSES,
            is_there=facts.has_address,
            there="Main address",
            gap="No main address is recorded",
        ),
        _item(
            "address-verified",
            Page.ADDRESSES,
            is_there=bool(facts.is_verified),
            there="Address is verified",
            gap="The main address is not verified",
            applies=facts.has_address,
        ),
        _item(
            "reachable",
            Page.CONTACT,
            is_there=facts.is_reachable,
            there="Telephone or e-mail",
            gap="No telephone number or e-mail address is recorded",
        ),
        _item(
            "interpreter",
            Page.PERSON,
            is_there=facts.interpreter_said,
            there="Whether an interpreter is needed",
            gap="It is not said whether an interpreter is needed",
        ),
    )


def _of_risk(facts: Facts) -> tuple[Item, ...]:
    return (
        _item(
            "rosh",
            Page.ASSESSMENTS,
            is_there=facts.rosh_known,
            there="Risk of serious harm",
            gap="The risk of serious harm is not known",
        ),
        _item(
            "mappa",
            Page.FLAGS,
            is_there=facts.mappa_known,
            there="MAPPA",
            gap="It is not said whether MAPPA applies",
        ),
        _item(
            "staff-risk",
            Page.ASSESSMENTS,
            is_there=facts.staff_risk_said,
            there="Risk to staff",
            gap="The risk to staff is not said",
        ),
        _item(
            "reviews",
            Page.FLAGS,
            is_there=not facts.late_reviews,
            there="Reviews of flags",
            gap=_counted(
                facts.late_reviews, "review of a flag is", "reviews of flags are", "overdue"
            ),
        ),
    )


def _of_sentence(facts: Facts) -> tuple[Item, ...]:
    return (
        _item(
            "sentence-ends",
            Page.CASE,
            is_there=not facts.sentences_unfinished,
            there="End of each sentence",
            gap="A sentence has no end date",
            applies=facts.sentences > 0,
        ),
        _item(
            "plan",
            Page.ASSESSMENTS,
            is_there=facts.has_plan,
            there="Sentence plan",
            gap="There is no sentence plan",
            applies=facts.sentences > 0,
        ),
        _item(
            "plan-steps",
            Page.ASSESSMENTS,
            is_there=not facts.steps_overdue,
            there="Steps of the plan",
            gap=_counted(
                facts.steps_overdue, "step of the plan is", "steps of the plan are", "overdue"
            ),
            applies=facts.has_plan,
        ),
        _item(
            "custody",
            Page.CASE,
            is_there=not facts.doubts_open,
            there="Reports of prisons",
            gap=_counted(
                facts.doubts_open,
                "report of a prison waits",
                "reports of prisons wait",
                "for somebody",
            ),
        ),
    )


def _of_work(facts: Facts) -> tuple[Item, ...]:
    return (
        _item(
            "outcomes",
            Page.CASE,
            is_there=not facts.without_outcome,
            there="Outcomes of appointments",
            gap=_counted(
                facts.without_outcome, "appointment has", "appointments have", "no outcome"
            ),
        ),
        _item(
            "next-appointment",
            Page.CASE,
            is_there=facts.is_booked_ahead,
            there="Next appointment",
            gap="No appointment is booked ahead",
        ),
        _item(
            "enforcement",
            Page.CASE,
            is_there=not facts.enforcement_open,
            there="Enforcement",
            gap=_counted(
                facts.enforcement_open,
                "breach, recall or warning is",
                "breaches, recalls or warnings are",
                "open",
            ),
        ),
        _item(
            "answers",
            Page.CASE,
            is_there=not facts.answers_waiting,
            there="Answers to failures",
            gap=_counted(
                facts.answers_waiting,
                "action on a failure waits",
                "actions on failures wait",
                "for an answer",
            ),
        ),
    )


def _item(
    code: str, page: Page, *, is_there: bool, there: str, gap: str, applies: bool = True
) -> Item:
    if not applies:
        return Item(code=code, words=there, standing=Standing.NOT_APPLICABLE, page=page)
    if is_there:
        return Item(code=code, words=there, standing=Standing.PRESENT, page=page)
    return Item(code=code, words=gap, standing=Standing.MISSING, page=page)


def _counted(count: int, one: str, many: str, what: str) -> str:
    return f"{count} {one if count == 1 else many} {what}"
