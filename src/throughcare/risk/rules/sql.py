"""Predictors compiled to SQL for a caseload, in the dialect of DuckDB: NULL is unknown, and AND is of three values there as here.

What is compiled computes in binary floating point and carries a bound on its error beside every quantity. A row is `is_sure` where all
it needs is known and contradicts nothing, and where no quantity lies so near to half a unit of the last kept place that the bound
leaves open which way it is rounded. For every other row the function for one person is asked (`scoring`).

Bounds. u is 2**-53. A term of one number is worked out beforehand for each that it can be, and rounded once. Else a line is a
coefficient (rounded once) times whole numbers below 2**53 (exact), or times a logarithm: its argument is rounded once, which moves it
by u, and itself by four units of its last place at the most. Lines of a term that can hold together are added up; so are terms. Each
sum of n errs by n u times the sum of the magnitudes at the most. Of all these the largest is taken for the whole part, with room to
spare; a test compares it with what errors are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from throughcare.risk.rules.inputs import Catalogue, Kind, Sum, contradictions_among
from throughcare.risk.rules.lines import Line
from throughcare.risk.rules.lines_sql import (
    are_constant,
    as_float,
    condition,
    constant,
    magnitude_sql,
    most_together,
    tabled,
    term_sql,
)
from throughcare.risk.rules.predictors import Note, Part, Tool, Variant
from throughcare.risk.rules.scoring import PLACES, kept

UNIT: Final = 10**PLACES
_U: Final = 2.0**-53
_ROOM: Final = 16
"""Roundings of one line, with a logarithm in it, and some more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A statement over a relation with `n` and a column for each input (NULL for unknown), and what it gives.

    It gives `n`, `is_sure`, whole numbers in units of the last kept place (each of `terms`, which are part and term; each of
    `parts` and the total, by horizon), which fixed line of a part holds, counted from 1, and whether each note of the tool applies. The
    methods name the columns. `estimates` gives, before anything is rounded, each of `bounded`: a quantity and the bound on its error.
    """

    sql: str
    estimates: str
    bounded: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    horizons: tuple[int, ...]

    def term(self, at: int) -> str:
        return f"t{at}"

    def part(self, at: int, years: int) -> str:
        return f"p{at}_{years}"

    def total(self, years: int) -> str:
        return f"total_{years}"

    def fixed(self, at: int) -> str:
        return f"fixed{at}"

    def note(self, at: int) -> str:
        return f"note{at}"


def type_of(kind: Kind) -> str:
    """The type of the column of an input."""
    return "INTEGER" if kind in {Kind.NUMBER, Kind.SCALE} else "VARCHAR"


def compiled(tool: Tool, *, variant: str, given: str) -> Compiled:
    """Compile one variant of a predictor, over a relation of facts.

    Raises:
        ValueError: a term that has to be complete is one of which several lines can hold.
    """
    horizons = tool.horizons(variant)
    names = tool.inputs(variant)
    parts = [
        _PartSql(at, part, of_part, horizons=horizons, catalogue=tool.catalogue)
        for at, (part, of_part) in enumerate(tool.parts_of(variant))
    ]
    terms = [(part.part.name, term) for part in parts for term in part.terms]
    judged = [column for part in parts for column in part.judged]
    estimated = [column for part in parts for column in part.estimated]
    kept = [column for part in parts for column in part.kept(start=_start(parts, part))]
    totals = [
        f"{' + '.join(part.kept_name(years) for part in parts)} as total_{years}"
        for years in horizons
    ]
    sure = " and ".join(part.sure for part in parts)
    judged += [
        f"coalesce({condition(note.when) if _is_about(note, names, tool) else 'false'}, false) as note{at}"
        for at, note in enumerate(tool.notes)
    ]
    passed = [f"fixed{part.at}" for part in parts] + [f"note{at}" for at in range(len(tool.notes))]
    contradicted = _contradicted(names, tool.catalogue)
    estimates = f"""
with complete as ({_complete(names, tool.catalogue, given)}),
judged as (select *, {contradicted} as is_contradicted, {_listed(judged)} from complete),
estimated as (select *, {_listed(estimated)} from judged)"""
    return Compiled(
        sql=f"""{estimates},
kept as (select n, coalesce(not is_contradicted and {sure}, false) as is_sure, {_listed([*kept, *passed])} from estimated)
select *, {_listed(totals)} from kept
""",
        estimates=f"{estimates} select * from estimated",
        bounded=tuple(each for part in parts for each in part.bounded),
        terms=tuple(terms),
        parts=tuple(part.part.name for part in parts),
        horizons=horizons,
    )


class _PartSql:
    """The columns of one part, at each step of the statement."""

    def __init__(
        self,
        at: int,
        part: Part,
        variant: Variant | None,
        *,
        horizons: tuple[int, ...],
        catalogue: Catalogue,
    ) -> None:
        self.at = at
        self.part = part
        self.horizons = horizons
        self.intercepts = variant.intercepts if variant else {}
        self.terms = variant.terms if variant else ()
        lines = variant.lines if variant else ()
        self.lines = {term: [each for each in lines if each.term == term] for term in self.terms}
        self.tabled = {
            term: found
            for term, each in self.lines.items()
            if (found := tabled(each, is_complete=term in part.complete, catalogue=catalogue))
        }
        together = max(
            (most_together(each) for term, each in self.lines.items() if term not in self.tabled),
            default=1,
        )
        self.factor = (together + len(self.terms) + _ROOM) * _U

    @property
    def judged(self) -> list[str]:
        """Which fixed line holds, each term, and the magnitude of what is in it."""
        columns = [f"{_first(self.part)} as fixed{self.at}"]
        for at, (term, lines) in enumerate(self.lines.items()):
            if table := self.tabled.get(term):
                columns.append(f"{table} as {self._x(at)}")
                columns.append(f"abs({self._x(at)}) as {self._m(at)}")
                continue
            is_complete = term in self.part.complete
            columns.append(f"{term_sql(lines, is_complete=is_complete)} as {self._x(at)}")
            columns.append(f"{magnitude_sql(lines)} as {self._m(at)}")
        return columns

    @property
    def estimated(self) -> list[str]:
        """The probability of each horizon and its bound; of a part by fixed lines alone there is nothing to estimate."""
        if not self.terms:
            return [f"true as known{self.at}"]
        total = " + ".join(self._x(at) for at in range(len(self.terms)))
        size = " + ".join(self._m(at) for at in range(len(self.terms)))
        scale = as_float(self.part.per_point or Decimal(1))
        columns = [f"({total}) is not null as known{self.at}"]
        for years in self.horizons:
            intercept = self.intercepts[years]
            z = f"({as_float(intercept)} + {scale} * ({total}))"
            p = f"1e0 / (1e0 + exp(-{z}))"
            z_error = f"{self.factor!r} * ({as_float(abs(intercept))} + {scale} * ({size}))"
            if self.part.without_points is not None:
                p = f"case when ({total}) = 0 then {as_float(self.part.without_points)} else {p} end"
            columns.append(f"{p} as {self._p(years)}")
            columns.append(
                f"{self._p(years)} * (1e0 - {self._p(years)}) * ({z_error} + {8 * _U!r}) + {4 * _U!r} as {self._e(years)}"
            )
        return columns

    def kept(self, *, start: int) -> list[str]:
        """Terms and probabilities as they are kept; `start` is the number of the first term."""
        columns = [
            f"case when fixed{self.at} = 0 then {_kept(self._x(at))} end as t{start + at}"
            for at in range(len(self.terms))
        ]
        for years in self.horizons:
            values = [
                f"when {at} then {_unit(fixed.probabilities[years])}"
                for at, fixed in enumerate(self.part.before, start=1)
            ]
            model = _kept(self._p(years)) if self.terms else "null"
            chosen = f"case fixed{self.at} {' '.join(values)} else {model} end" if values else model
            columns.append(f"{chosen} as {self.kept_name(years)}")
        return columns

    @property
    def sure(self) -> str:
        if not self.terms:
            return f"fixed{self.at} > 0"
        open_ = [_is_open(column, bound) for column, bound in self.bounded]
        return f"(fixed{self.at} > 0 or (fixed{self.at} = 0 and known{self.at} and not ({' or '.join(open_)})))"

    @property
    def bounded(self) -> list[tuple[str, str]]:
        """Each quantity that may be rounded wrongly, with the bound on its error."""
        if not self.terms:
            return []
        return [
            *(
                (self._x(at), f"{factor!r} * {self._m(at)}")
                for at, factor in self._uncertain.items()
            ),
            *((self._p(years), self._e(years)) for years in self.horizons),
        ]

    @property
    def _uncertain(self) -> dict[int, float]:
        """Terms that can be rounded wrongly, each with the factor of its bound.

        One of which a single published constant is the whole, and which has few places, cannot.
        """
        return {
            at: 2 * _U if term in self.tabled else self.factor
            for at, (term, lines) in enumerate(self.lines.items())
            if not (are_constant(lines) and most_together(lines) == 1 and _have_few_places(lines))
        }

    def kept_name(self, years: int) -> str:
        return f"p{self.at}_{years}"

    def _x(self, at: int) -> str:
        return f"x{self.at}_{at}"

    def _m(self, at: int) -> str:
        return f"m{self.at}_{at}"

    def _p(self, years: int) -> str:
        return f"q{self.at}_{years}"

    def _e(self, years: int) -> str:
        return f"e{self.at}_{years}"


def _start(parts: Sequence[_PartSql], part: _PartSql) -> int:
    return sum(len(each.terms) for each in parts[: part.at])


def _complete(names: Sequence[str], catalogue: Catalogue, given: str) -> str:
    """Facts with what follows from them, each in a column."""
    filled = [
        f"coalesce({name}, {_sum(rule)}) as {name}"
        for name in names
        if (rule := catalogue.inputs[name].unless_given) is not None
    ]
    replaced = f"replace ({_listed(filled)})" if filled else ""
    base = f"select * {replaced} from {given}"
    derived = [
        f"{_sum(rule)} as {name}"
        for name, rule in catalogue.derived.items()
        if set(catalogue.sources([name])) <= set(names)
    ]
    return f"select *, {', '.join(derived)} from ({base})" if derived else base


def _is_about(note: Note, names: Sequence[str], tool: Tool) -> bool:
    return set(tool.catalogue.sources(note.when.names)) <= set(names)


def _sum(rule: Sum) -> str:
    total = " + ".join([*rule.plus, str(rule.number)]) + "".join(
        f" - {each}" for each in rule.minus
    )
    return (
        f"({total})"
        if rule.most is None
        else f"case when {total} > {rule.most} then {rule.most} else {total} end"
    )


def _contradicted(names: Sequence[str], catalogue: Catalogue) -> str:
    found = [condition(each.when) for each in contradictions_among(names, catalogue=catalogue)]
    return f"coalesce({' or '.join(found)}, false)" if found else "false"


def _first(part: Part) -> str:
    """The number of the first fixed line that holds, 0 where none does, NULL where that cannot be known."""
    arms = [
        f"when ({condition(fixed.when)}) is null then null when {condition(fixed.when)} then {at}"
        for at, fixed in enumerate(part.before, start=1)
    ]
    return f"case {' '.join(arms)} else 0 end" if arms else "0"


def _have_few_places(lines: Sequence[Line]) -> bool:
    """Whether none of them is rounded when it is kept."""
    return all(constant(line) * UNIT == (constant(line) * UNIT).to_integral() for line in lines)


def _kept(column: str) -> str:
    return f"round({column} * {UNIT}e0)::bigint"


def _is_open(column: str, bound: str) -> str:
    """Whether a quantity lies within its bound of half a unit of the last kept place."""
    scaled = f"abs({column}) * {UNIT}e0"
    return (
        f"abs({scaled} - floor({scaled}) - 0.5e0) <= ({bound}) * {UNIT}e0 + {scaled} * {4 * _U!r}"
    )


def _unit(value: Decimal) -> int:
    return int(kept(value) * UNIT)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(columns)
