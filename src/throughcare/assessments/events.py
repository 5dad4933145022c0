"""What assessments announce. Cases are told by CRN and assessments by their number in the case."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class AssessmentCompleted(Event, name="assessments.assessment-completed.v1", subject="crn"):
    """An assessment is read-only from now on, and the case says what it found."""

    crn: str
    case_id: int
    number: int
    tool: str


@dataclass(frozen=True, kw_only=True)
class ScoreSet(Event, name="assessments.score-set.v1", subject="crn"):
    """A predictor was scored; `measure` says which."""

    crn: str
    case_id: int
    measure: str
