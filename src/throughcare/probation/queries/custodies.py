"""The custody of a sentence with its history, its dates ahead, releases and recalls; and its licence."""

from dataclasses import dataclass
from datetime import date

from throughcare.probation import limits as settings
from throughcare.probation.choices import KeyDateType, SentenceFamily
from throughcare.probation.models import (
    ConditionType,
    Custody,
    CustodyChange,
    CustodyDoubt,
    Institution,
    KeyDate,
    Licence,
    LicenceCondition,
    PolicyCondition,
    Recall,
    Release,
    Sentence,
    SupervisionRequirement,
)
from throughcare.probation.rules import custody as rules
from throughcare.probation.rules import licences

__all__ = [
    "Freed",
    "InCustody",
    "Institution",
    "KeyDate",
    "LicenceCondition",
    "OnLicence",
    "condition_types",
    "custody",
    "custody_doubts",
    "institutions",
    "licence",
    "next_release",
]

EARLIEST_RELEASE = (KeyDateType.CONDITIONAL_RELEASE, KeyDateType.EXPECTED_RELEASE)
CHANGES = 50


@dataclass(frozen=True, kw_only=True)
class Freed:
    """A release, and the recall that ended it."""

    release: Release
    recall: Recall | None


@dataclass(frozen=True, kw_only=True)
class InCustody:
    """A custody in full. `before` are dates that counted once; `changes` the latest fifty."""

    custody: Custody
    changes: tuple[CustodyChange, ...]
    dates: tuple[KeyDate, ...]
    before: tuple[KeyDate, ...]
    releases: tuple[Freed, ...]
    handover: rules.Handover | None
    doubts: int

    @property
    def is_in_prison(self) -> bool:
        return self.custody.status in rules.IN_PRISON

    @property
    def may_be_released(self) -> bool:
        return self.custody.status in rules.MAY_BE_RELEASED

    @property
    def may_be_recalled(self) -> bool:
        latest = self.releases[0] if self.releases else None
        return (
            self.custody.status in rules.MAY_BE_RECALLED
            and latest is not None
            and latest.recall is None
        )

    @property
    def was_released_twice(self) -> bool:
        """Whether a release stands after one that no recall ended: an error of the record, to be shown."""
        return any(each.recall is None for each in self.releases[1:])


def custody(case_id: int, *, number: int) -> InCustody | None:
    """The custody of a sentence; None where there is none that the viewer may read. Six queries."""
    found = (
        Custody.objects.filter(case_id=case_id, sentence__number=number)
        .select_related("sentence__type", "institution")
        .first()
    )
    if found is None:
        return None
    dates = list(KeyDate.objects.filter(custody=found).order_by("day", "id"))
    recalls = {each.release_id: each for each in Recall.objects.filter(release__custody=found)}
    current = tuple(each for each in dates if each.superseded_at is None)
    return InCustody(
        custody=found,
        changes=tuple(
            CustodyChange.objects.filter(custody=found)
            .select_related("institution")
            .order_by("-happened_at", "-number")[:CHANGES]
        ),
        dates=current,
        before=tuple(each for each in dates if each.superseded_at is not None),
        releases=tuple(
            Freed(release=each, recall=recalls.get(each.pk))
            for each in Release.objects.filter(custody=found)
            .select_related("institution")
            .order_by("-number")
        ),
        handover=_handover(found, current),
        doubts=CustodyDoubt.objects.filter(case_id=case_id, state="open").count(),
    )


def _handover(found: Custody, dates: tuple[KeyDate, ...]) -> rules.Handover | None:
    """When the community takes over, where the date of release is known."""
    days: dict[str, date] = {each.type: each.day for each in dates}
    parole = days.get(KeyDateType.PAROLE_ELIGIBILITY)
    releases = [days[kind] for kind in EARLIEST_RELEASE if kind in days]
    earliest = parole or min(releases, default=None)
    kind, imposed_on = found.sentence.type, found.sentence.imposed_on
    if earliest is None or kind is None or imposed_on is None:
        return None
    return rules.handover(
        sentenced_on=imposed_on,
        earliest_release_on=earliest,
        has_parole=parole is not None or kind.family == SentenceFamily.INDETERMINATE,
        is_early=False,
        limits=settings.limits(commenced={}),
    )


def next_release(case_id: int, *, on: date) -> date | None:
    """When somebody is to be released, of the days that are not over: as the prison expects, or else as the sentence has it; one query."""
    days = dict(
        KeyDate.objects.filter(
            case_id=case_id,
            type__in=(KeyDateType.EXPECTED_RELEASE, KeyDateType.CONDITIONAL_RELEASE),
            day__gte=on,
            superseded_at=None,
        )
        .order_by("-day", "id")
        .values_list("type", "day")
    )
    return days.get(KeyDateType.EXPECTED_RELEASE) or days.get(KeyDateType.CONDITIONAL_RELEASE)


def custody_doubts(case_id: int, *, limit: int) -> tuple[CustodyDoubt, ...]:
    """What prisons reported about a person and somebody is to look at, what is open first; one query."""
    return tuple(
        CustodyDoubt.objects.filter(case_id=case_id)
        .select_related("institution")
        .order_by("-state", "-happened_at", "-id")[:limit]
    )


def institutions() -> list[Institution]:
    return list(Institution.objects.filter(is_offered=True).order_by("name", "code"))


@dataclass(frozen=True, kw_only=True)
class OnLicence:
    """The latest licence of a custodial sentence, its conditions, and what supervision after it requires."""

    sentence: Sentence
    licence: Licence | None
    standard: tuple[PolicyCondition, ...]
    conditions: tuple[LicenceCondition, ...]
    supervision: tuple[SupervisionRequirement, ...]

    @property
    def next_states(self) -> tuple[str, ...]:
        return licences.MOVES[self.licence.state] if self.licence else ()

    @property
    def goes_on(self) -> bool:
        return self.licence is not None and bool(self.next_states)


def licence(case_id: int, *, number: int) -> OnLicence | None:
    """What a person is held to after release; None where the viewer may read no such custodial sentence. Five queries."""
    sentence = (
        Sentence.objects.filter(case_id=case_id, number=number, type__is_custodial=True)
        .select_related("type")
        .first()
    )
    if sentence is None:
        return None
    found = Licence.objects.filter(sentence=sentence).order_by("-number").first()
    return OnLicence(
        sentence=sentence,
        licence=found,
        standard=tuple(
            PolicyCondition.objects.filter(
                policy=found.policy if found else "", kind="standard"
            ).order_by("position")
        ),
        conditions=tuple(
            LicenceCondition.objects.filter(sentence=sentence)
            .select_related("type", "sub_type")
            .order_by("ended_on", "number")
        ),
        supervision=tuple(
            SupervisionRequirement.objects.filter(sentence=sentence).order_by("number")
        ),
    )


def condition_types() -> list[ConditionType]:
    return list(ConditionType.objects.filter(is_offered=True).order_by("description", "code"))
