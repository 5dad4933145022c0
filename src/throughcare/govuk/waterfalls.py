"""The geometry of a waterfall: what adds up to a sum, each bar beginning where the one before it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.govuk.charts import BAR_GAP, BAR_THICKNESS, BAR_WIDTH, CHARACTER_WIDTH, WIDEST_AXIS

_ROOM_FOR_FIGURE = 56


@dataclass(frozen=True, kw_only=True)
class Step:
    """A bar from `left`, `length` wide. `figure` is written beside it, with its sign."""

    label: str
    words: str
    figure: str
    shade: str
    left: float
    length: float
    top: float
    middle: float
    figure_at: float


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    key: str
    title: str
    description: str
    width: int
    height: float
    axis: float
    nought: float
    thickness: float
    steps: tuple[Step, ...]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        return [(step.label, step.words, step.figure) for step in self.steps]


def waterfall(
    parts: Sequence[tuple[str, str, float]], *, key: str, title: str, total: str
) -> Waterfall:
    """Bars of (label, words, figure) in the order given, and their sum under the name `total`. `key` is unique on the page."""
    longest = max((len(label) for label, _, _ in [*parts, (total, "", 0.0)]), default=0)
    axis = min(WIDEST_AXIS, round(longest * CHARACTER_WIDTH) + 16)
    ends = [0.0]
    for _, _, figure in parts:
        ends.append(ends[-1] + figure)
    least, most = min(ends), max(ends)
    scale = (BAR_WIDTH - axis - _ROOM_FOR_FIGURE) / ((most - least) or 1)
    spans = [
        (label, words, figure, start)
        for (label, words, figure), start in zip(parts, ends, strict=False)
    ]
    spans.append((total, "", ends[-1], 0.0))
    return Waterfall(
        key=key,
        title=title,
        description=_described(parts, ends[-1]),
        width=BAR_WIDTH,
        height=(BAR_THICKNESS + BAR_GAP) * len(spans),
        axis=axis,
        nought=round(axis - least * scale, 1),
        thickness=BAR_THICKNESS,
        steps=tuple(
            _step(at, span, axis=axis, least=least, scale=scale, is_sum=at == len(parts))
            for at, span in enumerate(spans)
        ),
    )


def _step(
    at: int,
    span: tuple[str, str, float, float],
    *,
    axis: float,
    least: float,
    scale: float,
    is_sum: bool,
) -> Step:
    label, words, figure, start = span
    low, high = sorted((start, start + figure))
    top = at * (BAR_THICKNESS + BAR_GAP) + BAR_GAP / 2
    right = axis + (high - least) * scale
    return Step(
        label=label,
        words=words,
        figure=_signed(figure),
        shade="sum" if is_sum else "up" if figure >= 0 else "down",
        left=round(axis + (low - least) * scale, 1),
        length=round(max((high - low) * scale, 1), 1),
        top=top,
        middle=top + BAR_THICKNESS / 2,
        figure_at=round(right + 6, 1),
    )


def _signed(figure: float) -> str:
    return f"{figure:+.1f}".replace("-", "\u2212")


def _described(parts: Sequence[tuple[str, str, float]], total: float) -> str:
    for_it = sum(figure >= 0 for _, _, figure in parts)
    return f"{for_it} bars add, {len(parts) - for_it} take away. The sum is {_signed(total)}."
