"""Of which release the tables of packages are."""

from functools import cache

from django.db.migrations.loader import MigrationLoader

from throughcare.handover.queries.shapes import shapes


@cache
def schema() -> dict[str, str]:
    """The last migration of each room whose tables go into packages."""
    leaves = dict(MigrationLoader(None).graph.leaf_nodes())
    rooms = {shape.label.partition(".")[0] for shape in shapes().all}
    return {room: leaves[room] for room in sorted(rooms)}
