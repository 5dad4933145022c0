"""The geometry of pictures: from figures to positions, drawn by `parts/pictures.html`.

Positions are in the units of the picture's own view box. Shades are names that the style sheet
colours; a picture never says anything by colour alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

BAR_WIDTH = 640
BAR_THICKNESS = 20
BAR_GAP = 8
CHARACTER_WIDTH = 7.4
WIDEST_AXIS = 260

FLOW_WIDTH = 1000
FLOW_SIDE = 270
FLOW_TOP = 28
NODE_WIDTH = 12
NODE_GAP = 6
LEAST_SPACING = 17
SHADES = 6


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: float
    top: float
    middle: float
    length: float
    thickness: float


@dataclass(frozen=True, kw_only=True)
class BarChart:
    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    width: int
    height: float
    axis: float
    bars: tuple[Bar, ...]

    @property
    def rows(self) -> list[tuple[str, float]]:
        return [(bar.label, bar.value) for bar in self.bars]


def bars(
    figures: Sequence[tuple[str, float]],
    *,
    key: str,
    title: str,
    label_heading: str,
    value_heading: str,
) -> BarChart:
    """Bars in the order given. `key` is unique on the page; values are not negative."""
    longest = max((len(label) for label, _ in figures), default=0)
    axis = min(WIDEST_AXIS, round(longest * CHARACTER_WIDTH) + 16)
    widest_value = max((len(f"{value:,}") for _, value in figures), default=1)
    room = BAR_WIDTH - axis - widest_value * CHARACTER_WIDTH - 12
    most = max((value for _, value in figures), default=0) or 1
    step = BAR_THICKNESS + BAR_GAP
    return BarChart(
        key=key,
        title=title,
        description=_bars_described(figures),
        label_heading=label_heading,
        value_heading=value_heading,
        width=BAR_WIDTH,
        height=max(step * len(figures), step),
        axis=axis,
        bars=tuple(
            Bar(
                label=label,
                value=value,
                top=index * step + BAR_GAP / 2,
                middle=index * step + step / 2,
                length=round(room * value / most, 1),
                thickness=BAR_THICKNESS,
            )
            for index, (label, value) in enumerate(figures)
        ),
    )


def _bars_described(figures: Sequence[tuple[str, float]]) -> str:
    if not figures:
        return "No figures."
    most = max(figures, key=lambda figure: figure[1])
    least = min(figures, key=lambda figure: figure[1])
    return (
        f"{len(figures)} bars. The longest is {most[0]} with {most[1]:,}, "
        f"the shortest {least[0]} with {least[1]:,}."
    )


@dataclass(frozen=True, kw_only=True)
class Node:
    label: str
    count: int
    shade: str
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float
    anchor: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Ribbon:
    left: str
    right: str
    count: int
    shade: str
    path: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Hrefs:
    """Where the parts of a flow picture lead: nodes by name on either side, ribbons by both. What is left out leads nowhere.

    The table beside the picture has the same links, so that the keyboard is spared those of the ribbons.
    """

    lefts: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, str] = field(default_factory=dict)
    ribbons: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FlowChart:
    """What goes from where to where. `rows` is the same as a table: from, to, count."""

    key: str
    title: str
    description: str
    left_heading: str
    right_heading: str
    count_heading: str
    width: int
    height: float
    left_edge: float
    right_edge: float
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    rows: tuple[tuple[str, str, int], ...]
    has_links: bool = False


def led(chart: FlowChart, hrefs: Hrefs) -> FlowChart:
    """A flow picture whose parts are links."""
    return replace(
        chart,
        has_links=True,
        nodes=tuple(
            replace(
                node,
                href=(hrefs.lefts if node.shade == "left" else hrefs.rights).get(node.label, ""),
            )
            for node in chart.nodes
        ),
        ribbons=tuple(
            replace(ribbon, href=hrefs.ribbons.get((ribbon.left, ribbon.right), ""))
            for ribbon in chart.ribbons
        ),
    )


def flow(
    links: Sequence[tuple[str, str, int]],
    *,
    key: str,
    title: str,
    left_heading: str,
    right_heading: str,
    count_heading: str,
    highlighted: Sequence[str] = (),
) -> FlowChart:
    """A flow picture of (from, to, count): both sides in the order they first come, counts above 0.

    `highlighted` are names on the right drawn in the first shade, such as the one national service;
    the rest take the other shades in turn.
    """
    rows = tuple(link for link in links if link[2] > 0)
    lefts, rights = _totals(rows, side=0), _totals(rows, side=1)
    total = sum(lefts.values())
    tallest = max(len(lefts), len(rights), 1)
    body = max(tallest * (LEAST_SPACING + NODE_GAP), 240)
    shades = _shades(rights, highlighted=highlighted)
    left_places = _places(lefts, body=body, total=total)
    right_places = _places(rights, body=body, total=total)
    scale = _scale(sides=(lefts, rights), body=body, total=total)
    return FlowChart(
        key=key,
        title=title,
        description=_flow_described(rows, lefts=lefts, rights=rights),
        left_heading=left_heading,
        right_heading=right_heading,
        count_heading=count_heading,
        width=FLOW_WIDTH,
        height=FLOW_TOP + body,
        left_edge=FLOW_SIDE,
        right_edge=FLOW_WIDTH - FLOW_SIDE,
        nodes=(
            *_nodes(lefts, places=left_places, scale=scale, is_left=True, shades={}),
            *_nodes(rights, places=right_places, scale=scale, is_left=False, shades=shades),
        ),
        ribbons=_ribbons(
            rows, left_places=left_places, right_places=right_places, scale=scale, shades=shades
        ),
        rows=rows,
    )


def _totals(rows: Sequence[tuple[str, str, int]], *, side: int) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        totals[str(row[side])] += row[2]
    return dict(totals)


def _shades(rights: Mapping[str, int], *, highlighted: Sequence[str]) -> dict[str, str]:
    others = [name for name in rights if name not in highlighted]
    shades = {name: f"{1 + place % (SHADES - 1)}" for place, name in enumerate(others)}
    return shades | dict.fromkeys(highlighted, "0")


def _scale(*, sides: Sequence[Mapping[str, int]], body: float, total: int) -> float:
    """Height for one counted thing: the same on both sides, and such that both fit."""
    room = body - max(len(side) for side in sides) * NODE_GAP
    return max(room, 1) / 2 / total if total else 0.0


def _places(totals: Mapping[str, int], *, body: float, total: int) -> dict[str, float]:
    """The middle of each node: room by its share, and never so little that labels touch."""
    spare = body - len(totals) * LEAST_SPACING
    places: dict[str, float] = {}
    top = float(FLOW_TOP)
    for name, count in totals.items():
        room = LEAST_SPACING + (spare * count / total if total else 0)
        places[name] = top + room / 2
        top += room
    return places


def _nodes(
    totals: Mapping[str, int],
    *,
    places: Mapping[str, float],
    scale: float,
    is_left: bool,
    shades: Mapping[str, str],
) -> list[Node]:
    x = FLOW_SIDE if is_left else FLOW_WIDTH - FLOW_SIDE - NODE_WIDTH
    return [
        Node(
            label=name,
            count=count,
            shade=shades.get(name, "left"),
            x=x,
            y=round(places[name] - count * scale / 2, 1),
            width=NODE_WIDTH,
            height=round(max(count * scale, 1), 1),
            label_x=FLOW_SIDE - 8 if is_left else FLOW_WIDTH - FLOW_SIDE + 8,
            label_y=round(places[name], 1),
            anchor="end" if is_left else "start",
        )
        for name, count in totals.items()
    ]


def _ribbons(
    rows: Sequence[tuple[str, str, int]],
    *,
    left_places: Mapping[str, float],
    right_places: Mapping[str, float],
    scale: float,
    shades: Mapping[str, str],
) -> tuple[Ribbon, ...]:
    lefts, rights = _totals(rows, side=0), _totals(rows, side=1)
    next_left = {name: left_places[name] - lefts[name] * scale / 2 for name in lefts}
    next_right = {name: right_places[name] - rights[name] * scale / 2 for name in rights}
    start, end = FLOW_SIDE + NODE_WIDTH, FLOW_WIDTH - FLOW_SIDE - NODE_WIDTH
    half = (start + end) / 2
    right_order = {name: place for place, name in enumerate(rights)}
    ribbons = []
    for left, right, count in sorted(rows, key=lambda row: right_order[row[1]]):
        thickness = count * scale
        here, there = next_left[left], next_right[right]
        next_left[left] += thickness
        next_right[right] += thickness
        path = (
            f"M{start} {here:.1f}C{half} {here:.1f} {half} {there:.1f} {end} {there:.1f}"
            f"V{there + thickness:.1f}"
            f"C{half} {there + thickness:.1f} {half} {here + thickness:.1f} "
            f"{start} {here + thickness:.1f}Z"
        )
        ribbons.append(Ribbon(left=left, right=right, count=count, shade=shades[right], path=path))
    return tuple(ribbons)


def _flow_described(
    rows: Sequence[tuple[str, str, int]], *, lefts: Mapping[str, int], rights: Mapping[str, int]
) -> str:
    if not rows:
        return "Nothing moves."
    largest = max(rows, key=lambda row: row[2])
    return (
        f"{sum(lefts.values()):,} from {len(lefts)} on the left to {len(rights)} on the right. "
        f"The largest flow is {largest[2]:,} from {largest[0]} to {largest[1]}. "
        "The table below has every figure."
    )
