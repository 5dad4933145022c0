"""Writing the new bodies ahead: what begins, what ends, what goes on under another name, and who owns what."""

from datetime import datetime
from typing import Final

from throughcare.access import commands as change_access
from throughcare.organisation import commands as organisation
from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import units
from throughcare.restructure.rules import archives
from throughcare.restructure.rules.plan import Plan as ReadPlan

LINE: Final = "line"


def unstage(*, plan: Plan) -> None:
    """Take back what was written ahead for a plan that never was live."""
    organisation.unstage_units(change_id=plan.change_id)


def stage_bodies(*, plan: Plan, read: ReadPlan, now: datetime) -> None:
    """Write the bodies that begin and end with the plan, how duties pass, and who owns what."""
    organisation.bring_in_kinds(
        kinds=[(each.code, each.name, each.is_provider) for each in read.kinds]
    )
    change_access.agree_minimum_view(
        kinds=[each.code for each in read.kinds if each.is_provider], now=now
    )
    organisation.stage_units(
        change_id=plan.change_id,
        units=[
            organisation.NewUnit(
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                accepts_work=unit.accepts,
                parents=() if unit.parent is None else ((LINE, unit.parent),),
            )
            for unit in read.new_units
        ],
        starts_at=plan.effective_at,
        now=now,
        again=units.made_before(plan),
    )
    ids = units.ids_by_code(_named(read))
    organisation.stage_facts(
        change_id=plan.change_id,
        facts=[
            (ids[each.code], fact, value)
            for each in read.continuing
            for fact, value in ((Fact.NAME, each.name), (Fact.KIND, each.kind))
            if value
        ],
        starts_at=plan.effective_at,
        now=now,
    )
    _stage_ends(plan, read, ids, now=now)
    _stage_owners(plan, read, ids, now=now)
    stage_keepers(plan=plan, read=read, now=now)


def stage_keepers(*, plan: Plan, read: ReadPlan, now: datetime) -> None:
    """Write who keeps what each body still owns that ends, from the instant on."""
    # What was kept for a body that begins again it keeps itself.
    again = {unit.code for unit in read.new_units} & units.made_before(plan).keys()
    keepers: dict[str, str | None] = {**dict.fromkeys(again), **archives.keepers(read)}
    ids = units.ids_by_code({code for pair in keepers.items() for code in pair if code})
    organisation.stage_moves(
        change_id=plan.change_id,
        moves=[
            organisation.Move(
                unit_id=ids[code],
                hierarchy=Hierarchy.ARCHIVE,
                parent_id=ids[keeper] if keeper else None,
            )
            for code, keeper in keepers.items()
        ],
        starts_at=plan.effective_at,
        now=now,
    )


def _stage_ends(plan: Plan, read: ReadPlan, ids: dict[str, int], *, now: datetime) -> None:
    organisation.stage_closings(
        change_id=plan.change_id,
        closings=[
            organisation.Closing(
                unit_id=ids[each.code],
                closes_at=plan.effective_at,
                dissolved_at=each.legal_until,
            )
            for each in read.old_units
        ],
        now=now,
    )
    for event in read.events:
        organisation.stage_succession(
            change_id=plan.change_id,
            reference=f"{event.reference}-v{plan.version}",
            legal_basis=event.legal_basis,
            effective_at=event.instant,
            edges=[
                organisation.Edge(
                    predecessor_id=ids[edge.origin],
                    successor_id=None if edge.to is None else ids[edge.to],
                    kind=edge.kind,
                    rule=edge.rule,
                    passes=edge.passes,
                )
                for edge in event.edges
            ],
            now=now,
        )


def _stage_owners(plan: Plan, read: ReadPlan, ids: dict[str, int], *, now: datetime) -> None:
    names = {entity.code: entity.name for entity in read.entities}
    organisation.stage_ownerships(
        change_id=plan.change_id,
        owners=[(ids[each.unit], each.entity, names[each.entity]) for each in read.ownership],
        starts_at=plan.effective_at,
        now=now,
    )
    organisation.stage_moves(
        change_id=plan.change_id,
        moves=[
            organisation.Move(
                unit_id=ids[each.unit],
                hierarchy=each.hierarchy,
                parent_id=None if each.parent is None else ids[each.parent],
            )
            for each in read.placements
        ],
        starts_at=plan.effective_at,
        now=now,
    )


def _named(read: ReadPlan) -> set[str]:
    codes = {unit.code for unit in read.new_units} | {each.code for each in read.old_units}
    codes |= {edge.origin for edge in read.edges}
    codes |= {edge.to for edge in read.edges if edge.to is not None}
    codes |= {each.unit for each in read.ownership} | {each.code for each in read.continuing}
    codes |= {each.unit for each in read.placements}
    return codes | {each.parent for each in read.placements if each.parent is not None}
