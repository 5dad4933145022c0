"""How scores stand in a table: the columns of a predictor, the cells of one score, and the same cells as SQL.

Cells are text. Probabilities and terms have all places that are kept, terms by points are whole, what is not there is empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughcare.kernel.refusals import Refused
from throughcare.risk.rules.predictors import BANDED_AT, Bands, Part, Shown, Tool
from throughcare.risk.rules.scoring import PLACES, Score
from throughcare.risk.rules.sql import UNIT, Compiled

_HUNDREDTHS_OF_A_WHOLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The columns of one predictor, for the variants that may be used."""

    tool: Tool
    variants: tuple[str, ...]

    @property
    def prefix(self) -> str:
        return self.tool.name.lower().replace("-", "_")

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of columns, as `cells` fills them."""
        last = ("version", "variant", "lacking", "notes", "refused")
        return tuple(
            f"{self.prefix}_{name}" for name in (*self._answers, *self._parts, *self._terms, *last)
        )

    @property
    def horizons(self) -> tuple[int, ...]:
        """The horizon by which bands go first."""
        found = self.tool.horizons(self.variants[0])
        return tuple(sorted(found, reverse=True))

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for part, _ in self.tool.parts_of(self.variants[0]))

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """Part and term, of all variants."""
        return tuple(
            dict.fromkeys(
                (part.name, term)
                for variant in self.variants
                for part, lines in self.tool.parts_of(variant)
                for term in (lines.terms if lines else ())
            )
        )

    @property
    def _answers(self) -> Iterator[str]:
        yield "band"
        for years in self.horizons:
            yield f"percent{_after(years)}"
            yield f"probability{_after(years)}"

    @property
    def _parts(self) -> Iterator[str]:
        for part in self.parts if len(self.parts) > 1 else ():
            for years in self.horizons:
                yield f"{_short(part.name)}{_after(years)}"

    @property
    def _terms(self) -> Iterator[str]:
        for part, term in self.terms:
            yield f"term_{_short(part)}_{term}" if len(self.parts) > 1 else f"term_{term}"


def cells(score: Score, sheet: Sheet) -> tuple[str, ...]:
    """The cells of one score."""
    of_part = {part.name: part for part in score.parts}
    found = {(term.part, term.name): term.value for term in score.terms}
    filled = [score.band]
    for years in sheet.horizons:
        filled += [str(score.percents[years]), _text(score.probabilities[years])]
    if len(sheet.parts) > 1:
        filled += [
            _text(of_part[part.name].probabilities[years])
            for part in sheet.parts
            for years in sheet.horizons
        ]
    filled += [
        _of_term(found.get(term), is_by_points=_is_by_points(sheet, term[0]))
        for term in sheet.terms
    ]
    return (
        *filled,
        score.version,
        score.variant,
        " ".join(score.lacking),
        " ".join(score.notes),
        "",
    )


def cells_of_refusal(refused: Refused, sheet: Sheet) -> tuple[str, ...]:
    """Nothing but the reasons, and the version that refused."""
    version = sheet.columns.index(f"{sheet.prefix}_version")
    filled = [""] * len(sheet.columns)
    filled[version] = sheet.tool.version
    filled[-1] = str(refused)
    return tuple(filled)


def select(sheet: Sheet, compiled: Compiled, *, variant: str, lacking: str) -> str:
    """The cells as SQL over what a compiled statement gives; `lacking` is SQL for the names that lack."""
    is_alone = len(sheet.parts) == 1
    values = [_band(sheet, compiled)]
    for years in sheet.horizons:
        total = compiled.total(years)
        values += [_percent(sheet.tool.shows, total), _exact(total)]
    if not is_alone:
        values += [
            _exact(compiled.part(at, years))
            for at in range(len(sheet.parts))
            for years in sheet.horizons
        ]
    at = {term: index for index, term in enumerate(compiled.terms)}
    values += [
        _term(compiled.term(at[term]), is_by_points=_is_by_points(sheet, term[0]))
        if term in at
        else "''"
        for term in sheet.terms
    ]
    notes = [
        f"case when {compiled.note(at)} then {quoted(note.says)} end"
        for at, note in enumerate(sheet.tool.notes)
    ]
    notes += map(quoted, sheet.tool.says_always(variant))
    values += [quoted(sheet.tool.version), quoted(variant), lacking]
    values += [f"concat_ws(' ', {', '.join(notes)})" if notes else "''", "''"]
    named = zip(values, sheet.columns, strict=True)
    return ", ".join(f"{value} as {column}" for value, column in named)


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def _after(years: int) -> str:
    return "" if years == BANDED_AT else f"_{years}_year"


def _short(part: str) -> str:
    """A part without its year."""
    return part.rpartition("-")[0].replace("-", "_") or part


def _is_by_points(sheet: Sheet, part: str) -> bool:
    return sheet.tool.parts[part].per_point is not None


def _text(value: Decimal) -> str:
    return f"{value:.{PLACES}f}"


def _of_term(value: Decimal | None, *, is_by_points: bool) -> str:
    if value is None:
        return ""
    return str(int(value)) if is_by_points else _text(value)


def _exact(column: str) -> str:
    """A kept number; in double precision it is printed as it is, since it has fewer than 16 digits."""
    return f"coalesce(printf('%.{PLACES}f', {column} / {UNIT}e0), '')"


def _term(column: str, *, is_by_points: bool) -> str:
    return f"coalesce(({column} // {UNIT})::varchar, '')" if is_by_points else _exact(column)


def _percent(shows: Shown, column: str) -> str:
    if shows is Shown.WHOLE:
        return f"{_in_percents(column)}::varchar"
    hundredths = _in_hundredths(column)
    return f"printf('%d.%02d', {hundredths} // 100, {hundredths} % 100)"


def _in_percents(column: str) -> str:
    return f"least(greatest(({column} * 100 + {UNIT // 2}) // {UNIT}, 1), 99)"


def _in_hundredths(column: str) -> str:
    return f"least(({column} * {_HUNDREDTHS_OF_A_WHOLE} + {UNIT // 2}) // {UNIT}, 9999)"


def _band(sheet: Sheet, compiled: Compiled) -> str:
    if sheet.tool.bands:
        column = compiled.total(BANDED_AT)
        if sheet.tool.shows is Shown.WHOLE:
            return _reached(_in_percents(column), sheet.tool.bands, scale=1)
        return _reached(_in_hundredths(column), sheet.tool.bands, scale=100)
    if len(sheet.parts) > 1:
        return "''"
    return _band_of_part(sheet.parts[0], compiled)


def _band_of_part(part: Part, compiled: Compiled) -> str:
    of_fixed = " ".join(
        f"when {at} then {quoted(fixed.band)}" for at, fixed in enumerate(part.before, start=1)
    )
    by_points = "''"
    if part.bands_by_points:
        points = " + ".join(compiled.term(at) for at in range(len(compiled.terms)))
        by_points = _reached(f"({points})", part.bands_by_points, scale=UNIT)
    return f"case {compiled.fixed(0)} {of_fixed} else {by_points} end" if of_fixed else by_points


def _reached(value: str, bands: Bands, *, scale: int) -> str:
    arms = [f"when {value} >= {int(least * scale)} then {quoted(name)}" for name, least in bands]
    return f"case {' '.join(reversed(arms))} else '' end"


def variants_of(tool: Tool, *, named: Sequence[str] = ()) -> tuple[str, ...]:
    """The variants that a score may be made by: those that are named, or the first with the one that needs no interview."""
    if named:
        return tuple(named)
    return tuple(dict.fromkeys(filter(None, (tool.first_variant, tool.without_interview))))
