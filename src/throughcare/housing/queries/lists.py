"""Code lists, premises, and the steps of applications."""

from collections.abc import Collection
from datetime import date, timedelta

from throughcare.housing.choices import ReasonKind
from throughcare.housing.models import Bed, BedTaken, Move, Premises, Reason, Step
from throughcare.kernel.ways import Place, Way
from throughcare.organisation import queries as organisation


def steps() -> dict[str, Place]:
    return {each.code: _place(each) for each in Step.objects.order_by("position")}


def ways() -> tuple[Way, ...]:
    """Every move that there was or is; one query."""
    found = Move.objects.select_related("to_step").order_by("code")
    return tuple(
        Way(
            code=each.code,
            here=each.from_step_id,
            to=_place(each.to_step),
            label=each.label,
            party=each.party,
            needs=tuple(each.needs.split()),
            ends_as=each.ends_as,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
        )
        for each in found
    )


def reasons(kind: ReasonKind | str) -> list[Reason]:
    return list(Reason.objects.filter(kind=kind, is_offered=True).order_by("description", "key"))


def names(unit_ids: Collection[int]) -> dict[int, str]:
    """The names of premises by their units; one query."""
    found = organisation.named(unit_ids, moment=organisation.pinned())
    return {each.unit_id: each.name for each in found}


def free_beds(
    *,
    kind: str,
    sex: str,
    needs_step_free: bool,
    needs_single: bool,
    starts_on: date,
    ends_on: date,
) -> dict[Premises, list[Bed]]:
    """Beds that are free on all days from one until before another and fit, by premises in the order of their codes; one query."""
    taken = BedTaken.objects.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).values("bed_id")
    found = (
        Bed.objects.filter(
            premises__kind=kind, premises__sex__in=("", sex), opens_on__lte=starts_on
        )
        .exclude(closes_on__lt=ends_on)
        .exclude(id__in=taken)
        .select_related("premises")
        .order_by("premises__code", "number")
    )
    if needs_step_free:
        found = found.filter(is_step_free=True)
    if needs_single:
        found = found.filter(is_single=True)
    beds: dict[Premises, list[Bed]] = {}
    for bed in found:
        beds.setdefault(bed.premises, []).append(bed)
    return beds


def premises_of(code: str) -> Premises | None:
    return Premises.objects.filter(code=code).first()


def taken(premises_id: int, *, since: date, days: int) -> dict[int, list[BedTaken]]:
    """By bed, when it is taken or closed on some days; one query."""
    found = BedTaken.objects.filter(
        bed__premises_id=premises_id,
        starts_on__lt=since + timedelta(days=days),
        ends_on__gt=since,
    ).order_by("bed_id", "starts_on", "id")
    by_bed: dict[int, list[BedTaken]] = {}
    for each in found:
        by_bed.setdefault(each.bed_id, []).append(each)
    return by_bed


def beds_of(premises_id: int, *, on: date) -> list[Bed]:
    """The beds that are there on a day, by number."""
    return list(
        Bed.objects.filter(premises_id=premises_id, opens_on__lte=on)
        .exclude(closes_on__lte=on)
        .order_by("number")
    )


def _place(step: Step) -> Place:
    return Place(code=step.code, position=step.position, title=step.title, acts=step.acts)
