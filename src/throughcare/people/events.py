"""What people announces."""

from dataclasses import dataclass
from uuid import UUID

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event, name="people.person-added.v1", subject="crn"):
    """Somebody became known under a new CRN."""

    crn: str


@dataclass(frozen=True, kw_only=True)
class IdentityChanged(Event, name="people.identity-changed.v1", subject="crn"):
    """A name, number, address or day of birth of somebody was added, corrected or ended.

    `about` says which (`people.choices.FormerKind`), `kind` which kind of name or number, `key` names it where it has one,
    `change` is what was done.
    """

    crn: str
    about: str = ""
    key: UUID | None = None
    change: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class DetailsChanged(Event, name="people.details-changed.v1", subject="crn"):
    """Another fact of somebody was added, corrected or ended: how to reach them, circumstances, adjustments."""

    crn: str
    about: str
    key: UUID
    change: str


@dataclass(frozen=True, kw_only=True)
class PersonDied(Event, name="people.person-died.v1", subject="crn"):
    """It is recorded that somebody died."""

    crn: str


@dataclass(frozen=True, kw_only=True)
class MergeCompleted(Event, name="people.merge-completed.v1", subject="crn"):
    """A record goes on under another CRN: `merged_crn` leads to `crn` from now on."""

    crn: str
    merged_crn: str


@dataclass(frozen=True, kw_only=True)
class MergeTakenBack(Event, name="people.unmerge-completed.v1", subject="crn"):
    """Two records that were made one are two again."""

    crn: str
    merged_crn: str
