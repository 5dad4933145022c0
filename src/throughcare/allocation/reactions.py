"""What allocation does on hearing that something changed that a tier is made from: it works the tier out again."""

from datetime import datetime
from typing import Protocol

from throughcare.allocation import commands
from throughcare.allocation.choices import Because
from throughcare.assessments.events import AssessmentCompleted, ScoreSet
from throughcare.outbox import subscriptions
from throughcare.probation.events import (
    CaseOpened,
    CustodyChanged,
    EnforcementChanged,
    EnforcementOpened,
    FlagChanged,
    RequirementAdded,
    RequirementEnded,
    RiskChanged,
    SentenceAmended,
    SentenceEnded,
    SentenceRecorded,
    SentenceResumed,
)


class OfCase(Protocol):
    """A fact about a case."""

    @property
    def case_id(self) -> int: ...


def on_assessment(event: AssessmentCompleted, *, now: datetime) -> None:
    _calculate(event, because=Because.ASSESSED, now=now)


def on_score(event: ScoreSet, *, now: datetime) -> None:
    _calculate(event, because=Because.SCORED, now=now)


def on_flag(event: FlagChanged, *, now: datetime) -> None:
    _calculate(event, because=Because.FLAG, now=now)


def on_risk(event: RiskChanged, *, now: datetime) -> None:
    _calculate(event, because=Because.RISK, now=now)


def on_enforcement(event: EnforcementOpened, *, now: datetime) -> None:
    _calculate(event, because=Because.ENFORCED, now=now)


def on_enforcement_changed(event: EnforcementChanged, *, now: datetime) -> None:
    _calculate(event, because=Because.ENFORCED, now=now)


def on_sentence(event: OfCase, *, now: datetime) -> None:
    _calculate(event, because=Because.SENTENCE, now=now)


def on_case(event: CaseOpened, *, now: datetime) -> None:
    _calculate(event, because=Because.OPENED, now=now)


def _calculate(event: OfCase, *, because: Because, now: datetime) -> None:
    commands.calculate_tiers(case_ids=[event.case_id], because=because, now=now)


subscriptions.subscribe(AssessmentCompleted, on_assessment)
subscriptions.subscribe(ScoreSet, on_score)
subscriptions.subscribe(FlagChanged, on_flag)
subscriptions.subscribe(RiskChanged, on_risk)
subscriptions.subscribe(EnforcementOpened, on_enforcement)
subscriptions.subscribe(EnforcementChanged, on_enforcement_changed)
subscriptions.subscribe(CaseOpened, on_case)
subscriptions.subscribe(SentenceRecorded, on_sentence)
subscriptions.subscribe(SentenceAmended, on_sentence)
subscriptions.subscribe(SentenceEnded, on_sentence)
subscriptions.subscribe(SentenceResumed, on_sentence)
subscriptions.subscribe(RequirementAdded, on_sentence)
subscriptions.subscribe(RequirementEnded, on_sentence)
subscriptions.subscribe(CustodyChanged, on_sentence)
