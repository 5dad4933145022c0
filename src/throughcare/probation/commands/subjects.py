"""What a contact or an appointment is about: the person alone, a sentence, or a requirement and the sentence it is of."""

from dataclasses import dataclass
from datetime import date

from throughcare.kernel.refusals import Reason
from throughcare.probation.models import Case, ContactType, Requirement, Sentence
from throughcare.probation.rules.compliance import is_active


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`is_rar` says that it is an activity of a rehabilitation requirement."""

    sentence_id: int | None = None
    requirement_id: int | None = None
    is_rar: bool | None = None


THE_PERSON = Subject()


def reasons_against_subject(
    case: Case, subject: Subject, *, kind: ContactType | None, day: date
) -> list[Reason]:
    """Why a contact of a type cannot be about something on a day: it is of another case, or not in force then (13.2, 7)."""
    sentence, requirement = _found(case, subject)
    is_lax = kind is not None and kind.is_allowed_after_end is True
    return [
        *_against_sentence(subject, sentence, day=day, is_lax=is_lax),
        *_against_requirement(subject, requirement, day=day, is_lax=is_lax),
        *_against_activity(subject, kind=kind),
    ]


def _found(case: Case, subject: Subject) -> tuple[Sentence | None, Requirement | None]:
    """What is told, as far as it is of the case and of each other."""
    if subject.sentence_id is None:
        return None, None
    sentence = Sentence.objects.filter(case=case, id=subject.sentence_id).first()
    if subject.requirement_id is None:
        return sentence, None
    duties = Requirement.objects.filter(case=case, sentence_id=subject.sentence_id)
    return sentence, duties.filter(id=subject.requirement_id).first()


def _against_sentence(
    subject: Subject, sentence: Sentence | None, *, day: date, is_lax: bool
) -> list[Reason]:
    if subject.sentence_id is None:
        return []
    if sentence is None:
        return [Reason("no-such-sentence", "Select a sentence of this case.")]
    if is_active(
        day, starts_on=sentence.begins_on, ended_on=None if is_lax else sentence.terminated_on
    ):
        return []
    return [Reason("sentence-not-active", "The sentence is not in force on that day.")]


def _against_requirement(
    subject: Subject, requirement: Requirement | None, *, day: date, is_lax: bool
) -> list[Reason]:
    if subject.requirement_id is None:
        return []
    if requirement is None:
        return [Reason("no-such-requirement", "Select a requirement of the sentence.")]
    if is_active(
        day, starts_on=requirement.starts_on, ended_on=None if is_lax else requirement.ended_on
    ):
        return []
    return [Reason("requirement-not-active", "The requirement is not in force on that day.")]


def _against_activity(subject: Subject, *, kind: ContactType | None) -> list[Reason]:
    if not subject.is_rar:
        return []
    reasons = []
    if subject.requirement_id is None:
        reasons.append(
            Reason("no-requirement", "Say which requirement the rehabilitation activity is for.")
        )
    if kind is not None and kind.counts_as_rar is False:
        reasons.append(Reason("no-activity", "This type of contact is no rehabilitation activity."))
    return reasons
