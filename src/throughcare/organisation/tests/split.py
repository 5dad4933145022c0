"""A trust divided between a division and a company, as a restructure stages it."""

from datetime import datetime

from throughcare.organisation import commands
from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.organisation.models import UnitFact
from throughcare.organisation.queries import Moment
from throughcare.organisation.tests import units


class Split:
    """SWM is split between N04 and C11 by a change, and a delivery unit of it likewise; STW merges into N04."""

    def __init__(self) -> None:
        self.trust = units.unit("SWM", kind="trust")
        self.other = units.unit("STW", kind="trust")
        self.place = units.unit("SWML01", kind="delivery-unit", parent=self.trust)
        self.team = units.unit("SWMT01", parent=self.place)
        self.change_id = commands.begin_change(
            reference="reform", title="Reform", effective_at=units.REFORM, now=units.LONG_AGO
        )
        self.ids = commands.stage_units(
            change_id=self.change_id,
            units=[
                commands.NewUnit(code="N04", name="Midlands", kind="nps-division"),
                commands.NewUnit(code="C11", name="Staffordshire", kind="crc"),
                *(
                    commands.NewUnit(
                        code=f"{body}L01",
                        name="Place",
                        kind="delivery-unit",
                        parents=((Hierarchy.LINE, body),),
                    )
                    for body in ("N04", "C11")
                ),
            ],
            starts_at=units.REFORM,
            now=units.LONG_AGO,
        )
        self._pass_on()
        commands.stage_moves(
            change_id=self.change_id,
            moves=[
                commands.Move(
                    unit_id=self.team.pk,
                    hierarchy=Hierarchy.LINE,
                    parent_id=self.ids["N04L01"],
                    code="N04T01",
                )
            ],
            starts_at=units.REFORM,
            now=units.LONG_AGO,
        )
        self.after = Moment(at=units.NOW, live=(self.change_id,))

    def _pass_on(self) -> None:
        ids = self.ids
        commands.stage_closings(
            change_id=self.change_id,
            closings=[
                commands.Closing(unit_id=old.pk, closes_at=units.REFORM, dissolved_at=None)
                for old in (self.trust, self.other, self.place)
            ],
            now=units.LONG_AGO,
        )
        commands.stage_succession(
            change_id=self.change_id,
            reference="reform",
            legal_basis="2007 c 21",
            effective_at=units.REFORM,
            edges=[
                *(
                    commands.Edge(
                        predecessor_id=old.pk,
                        successor_id=ids[code],
                        kind="split",
                        rule="NPS or CRC",
                    )
                    for old, codes in (
                        (self.trust, ("N04", "C11")),
                        (self.place, ("N04L01", "C11L01")),
                    )
                    for code in codes
                ),
                commands.Edge(
                    predecessor_id=self.other.pk, successor_id=ids["N04"], kind="replace"
                ),
            ],
            now=units.LONG_AGO,
        )

    def reverse(self, *, at: datetime) -> int:
        """Stage that the trust has its duties again; the id of the change."""
        change_id = commands.begin_change(
            reference="reversal", title="Reversal", effective_at=at, now=units.LONG_AGO
        )
        opened, closed = [self.trust.pk], [self.ids["N04"], self.ids["C11"]]
        for unit_id, value in ((opened, "yes"), (closed, "no")):
            UnitFact.objects.bulk_create(
                UnitFact(
                    unit_id=each,
                    fact=Fact.OPERATING,
                    value=value,
                    starts_at=at,
                    change_id=change_id,
                    recorded_at=units.LONG_AGO,
                )
                for each in unit_id
            )
        commands.stage_succession(
            change_id=change_id,
            reference="reversal",
            legal_basis="2007 c 21",
            effective_at=at,
            edges=[
                commands.Edge(
                    predecessor_id=each,
                    successor_id=self.trust.pk,
                    kind="merge",
                    is_reversal=True,
                )
                for each in closed
            ],
            now=units.LONG_AGO,
        )
        return change_id
