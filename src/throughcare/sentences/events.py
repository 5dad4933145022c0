"""What is announced about release dates: that they changed, never which they are."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class SentencesChanged(Event, name="sentences.sentences-changed.v1", subject="crn"):
    """Something that dates are worked out from was entered, amended or taken out, and they were worked out again."""

    crn: str
    person_id: int
    cause: str
    is_withheld: bool


@dataclass(frozen=True, kw_only=True)
class ReleaseDatesChanged(Event, name="sentences.release-dates-changed.v1", subject="crn"):
    """Dates that a second person approved took the place of those of before; `types` are those that are new, other or gone."""

    crn: str
    person_id: int
    calculation_id: int
    types: tuple[str, ...]
