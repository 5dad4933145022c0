"""An event of a case with all that was ordered, and what is to be checked about it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, When

from throughcare.probation import limits as settings
from throughcare.probation.choices import AlsoOrdered, SentenceFamily
from throughcare.probation.models import (
    AcceptedWarning,
    AdditionalOffence,
    AdditionalSentence,
    Appearance,
    Commencement,
    CourtOutcome,
    Offence,
    Requirement,
    RequirementAmendment,
    RequirementSubType,
    RequirementType,
    Sentence,
    SentenceAmendment,
    SentenceType,
)
from throughcare.probation.rules import completion
from throughcare.probation.rules.endings import OF_REQUIREMENTS, REASONS
from throughcare.probation.rules.lengths import Length
from throughcare.probation.rules.limits import CURFEW, Caution, Duty, Limits, Ordered, cautions

OFFENCES_FOUND = 50
WITH_HOURS = (*CURFEW, "N")
"""Types of requirement that have hours of a day."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """An event with all that hangs from it. `cautions` are those that nobody accepted."""

    sentence: Sentence
    requirements: tuple[Requirement, ...]
    amendments: tuple[RequirementAmendment, ...]
    before: tuple[SentenceAmendment, ...]
    """What the sentence was until each change, the first first."""
    offences: tuple[AdditionalOffence, ...]
    appearances: tuple[Appearance, ...]
    also_ordered: tuple[AdditionalSentence, ...]
    accepted: tuple[AcceptedWarning, ...]
    cautions: tuple[Caution, ...]
    followed_by: tuple[int, ...]

    @property
    def changed_by_ids(self) -> set[int]:
        """Whose accounts changed any of it."""
        of_duties = {each.amended_by_id for each in self.amendments if each.amended_by_id}
        return of_duties | {each.amended_by_id for each in self.before}

    @property
    def is_sentenced(self) -> bool:
        return self.sentence.type_id is not None

    @property
    def is_custodial(self) -> bool:
        return self.sentence.type is not None and self.sentence.type.is_custodial

    @property
    def is_live(self) -> bool:
        return self.sentence.terminated_on is None

    @property
    def live_requirements(self) -> tuple[Requirement, ...]:
        return tuple(each for each in self.requirements if each.ended_on is None)


def sentence(case_id: int, *, number: int) -> Whole | None:
    """One event of a case in full; None where there is none that the viewer may read. Ten queries."""
    found = (
        Sentence.objects.filter(case_id=case_id, number=number)
        .select_related("type", "offence", "follows")
        .first()
    )
    if found is None:
        return None
    requirements = tuple(
        Requirement.objects.filter(sentence=found)
        .select_related("type", "sub_type")
        .order_by("number")
    )
    beside = tuple(AdditionalSentence.objects.filter(sentence=found).order_by("id"))
    accepted = tuple(AcceptedWarning.objects.filter(sentence=found).order_by("id"))
    known = {each.code for each in accepted}
    return Whole(
        sentence=found,
        requirements=requirements,
        amendments=tuple(
            RequirementAmendment.objects.filter(requirement__sentence=found)
            .select_related("requirement__type", "sub_type")
            .order_by("requirement__number", "number")
        ),
        before=tuple(SentenceAmendment.objects.filter(sentence=found).order_by("number")),
        offences=tuple(
            AdditionalOffence.objects.filter(sentence=found)
            .select_related("offence")
            .order_by("id")
        ),
        appearances=tuple(
            Appearance.objects.filter(sentence=found)
            .select_related("court", "outcome")
            .order_by("-held_on", "-id")
        ),
        also_ordered=beside,
        accepted=accepted,
        cautions=tuple(
            caution
            for caution in cautions_of(found, requirements=requirements, beside=beside)
            if caution.code not in known
        ),
        followed_by=tuple(
            Sentence.objects.filter(case_id=case_id, follows=found)
            .order_by("number")
            .values_list("number", flat=True)
        ),
    )


def limits_now() -> Limits:
    """Every limit, ended where a change of law took effect; one query."""
    return settings.limits(commenced=dict(Commencement.objects.values_list("code", "starts_on")))


def commenced_on(code: str) -> date | None:
    """When a change of law takes effect; None where that is not known. One query."""
    return Commencement.objects.filter(code=code).values_list("starts_on", flat=True).first()


def commencements() -> list[Commencement]:
    """Every change of law that this house carries out by itself; one query."""
    return list(Commencement.objects.order_by("code"))


def cautions_of(
    of: Sentence,
    *,
    requirements: tuple[Requirement, ...],
    beside: tuple[AdditionalSentence, ...],
) -> tuple[Caution, ...]:
    """Everything to be warned of in an event as it stands, or would stand; nothing of one without a sentence. One query."""
    if of.type is None or of.imposed_on is None:
        return ()
    ordered = Ordered(
        family=of.type.family,
        imposed_on=of.imposed_on,
        convicted_on=of.convicted_on,
        length=length_of(of.length, unit=of.length_unit),
        second=length_of(of.second_length, unit=of.second_unit),
        ends_on=of.ends_on,
        shortest=length_of(of.type.shortest, unit=of.type.length_unit),
        longest=length_of(of.type.longest, unit=of.type.length_unit),
        requirements=tuple(
            Duty(
                number=each.number,
                code=each.type_id,
                starts_on=each.starts_on,
                length=each.length,
                expected_ends_on=each.expected_ends_on,
                daily_hours=each.daily_hours,
                weekly_hours=each.weekly_hours,
            )
            for each in requirements
            if each.ended_on is None
        ),
        has_fine=any(each.kind == AlsoOrdered.FINE for each in beside),
        punitive=settings.punitive(),
    )
    return cautions(ordered, limits=limits_now())


def length_of(number: int | None, *, unit: str) -> Length | None:
    return None if number is None else Length(number=number, unit=unit)


def completion_of(whole: Whole) -> completion.Order:
    """What the rule on early completion asks of an order; a sentence plan is not known here."""
    family = whole.sentence.type.family if whole.sentence.type else ""
    return completion.Order(
        family=family,
        is_live=whole.is_live,
        is_under_review=whole.sentence.is_under_review,
        requirements_left=tuple(each.type_id for each in whole.live_requirements),
    )


@dataclass(frozen=True, kw_only=True)
class MayComplete:
    """An order that an officer may end early by completion."""

    crn: str
    number: int
    type: str
    ends_on: date | None


def orders_to_complete(*, case_ids: list[int]) -> tuple[MayComplete, ...]:
    """Among some cases, the live orders in which nothing but supervision is left to do; one query."""
    open_ones = Requirement.objects.filter(ended_on=None).exclude(type_id=completion.SUPERVISION)
    found = (
        Sentence.objects.filter(
            case_id__in=case_ids,
            terminated_on=None,
            is_under_review=False,
            type__family__in=(SentenceFamily.COMMUNITY, SentenceFamily.SUSPENDED),
        )
        .filter(requirements__isnull=False)
        .exclude(id__in=open_ones.filter(case_id__in=case_ids).values("sentence_id"))
        .order_by("ends_on", "id")
        .distinct()
        .values_list("case__person__crn", "number", "type__description", "ends_on")
    )
    return tuple(
        MayComplete(crn=crn, number=number, type=kind, ends_on=ends_on)
        for crn, number, kind, ends_on in found
    )


def sentence_types() -> list[SentenceType]:
    return list(SentenceType.objects.filter(is_offered=True).order_by("description", "code"))


def requirement_types() -> list[RequirementType]:
    return list(RequirementType.objects.filter(is_offered=True).order_by("description", "code"))


def requirement_sub_types(type_code: str) -> list[RequirementSubType]:
    return list(
        RequirementSubType.objects.filter(type_id=type_code, is_offered=True).order_by(
            "description", "code"
        )
    )


def court_outcomes() -> list[CourtOutcome]:
    return list(CourtOutcome.objects.filter(is_offered=True).order_by("description", "code"))


def offences_like(text: str) -> list[Offence]:
    """Offences under a code or with some words, at most fifty, those that begin with the first of them first; one query."""
    if not text.strip():
        return []
    wanted = Q(code__startswith=text) if text.isdigit() else Q()
    if not text.isdigit():
        for word in text.split():
            wanted &= Q(description__icontains=word)
    begins_so = Case(When(description__istartswith=text.split(maxsplit=1)[0], then=0), default=1)
    found = Offence.objects.filter(wanted, is_offered=True)
    return list(found.order_by(begins_so, "description", "code")[:OFFENCES_FOUND])


def live_sentences(case_id: int) -> list[tuple[int, str]]:
    """The numbers and types of the sentences of a case that are live; one query."""
    return list(
        Sentence.objects.filter(case_id=case_id, terminated_on=None, type__isnull=False)
        .order_by("number")
        .values_list("number", "type__description")
    )


def latest_live_sentence(case_id: int) -> Sentence | None:
    """The sentence of a case that was imposed last and is live; one query."""
    return (
        Sentence.objects.filter(case_id=case_id, terminated_on=None, imposed_on__isnull=False)
        .select_related("type")
        .order_by("-imposed_on", "-number")
        .first()
    )


def reasons_to_end(whole: Whole) -> tuple[str, ...]:
    """Why an event may be said to have ended, by its type."""
    return REASONS[whole.sentence.type.family if whole.sentence.type else ""]


def reasons_to_end_requirement() -> tuple[str, ...]:
    """Why one requirement may be said to have ended."""
    return OF_REQUIREMENTS
