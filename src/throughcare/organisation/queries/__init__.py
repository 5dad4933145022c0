"""What may be asked of the organisation, on both clocks. One file for each subject."""

from throughcare.organisation.queries.codes import (
    Bearing,
    bearing,
    codes_ever,
    destination,
    open_unit,
)
from throughcare.organisation.queries.history import Entry, corrections, history
from throughcare.organisation.queries.kinds import Kind, kinds
from throughcare.organisation.queries.moments import Moment, as_at, pinned, was_live, with_change
from throughcare.organisation.queries.redirects import (
    Remaining,
    bodies_left_in_law,
    codes_leading_on,
)
from throughcare.organisation.queries.routing import (
    Routed,
    Standing,
    leading_on,
    passed_on,
    routed,
)
from throughcare.organisation.queries.succession import (
    Ancestor,
    Bridge,
    Edge,
    Shapes,
    current_successors,
    edges,
    predecessors,
    shapes,
)
from throughcare.organisation.queries.units import (
    Entity,
    Named,
    UnitAsAt,
    all_under,
    chain_above,
    named,
    of_kinds,
    owned_by,
    owner_in_law,
    parent,
    unit,
    units,
)

__all__ = [
    "Ancestor",
    "Bearing",
    "Bridge",
    "Edge",
    "Entity",
    "Entry",
    "Kind",
    "Moment",
    "Named",
    "Remaining",
    "Routed",
    "Shapes",
    "Standing",
    "UnitAsAt",
    "all_under",
    "as_at",
    "bearing",
    "bodies_left_in_law",
    "chain_above",
    "codes_ever",
    "codes_leading_on",
    "corrections",
    "current_successors",
    "destination",
    "edges",
    "history",
    "kinds",
    "leading_on",
    "named",
    "of_kinds",
    "open_unit",
    "owned_by",
    "owner_in_law",
    "parent",
    "passed_on",
    "pinned",
    "predecessors",
    "routed",
    "shapes",
    "unit",
    "units",
    "was_live",
    "with_change",
]
