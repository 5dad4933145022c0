"""Scores of many people at once, in DuckDB: fast where a row is sure, and by the function for one person where it is not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from throughcare.kernel.refusals import Refused
from throughcare.risk.rules import sql
from throughcare.risk.rules.inputs import UNKNOWN, Input, Kind, read
from throughcare.risk.rules.predictors import Tool
from throughcare.risk.rules.scoring import Score, score, score_best
from throughcare.risk.rules.sheets import Sheet, cells, cells_of_refusal, quoted, select

AT_ONCE: Final = 20_000

Raw = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What became of rows: `told` were asked of the function for one person, `refused` ones among them."""

    rows: int = 0
    refused: int = 0
    told: int = 0
    without_interview: int = 0

    def plus(self, other: "Counted") -> "Counted":
        return Counted(
            rows=self.rows + other.rows,
            refused=self.refused + other.refused,
            told=self.told + other.told,
            without_interview=self.without_interview + other.without_interview,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """One predictor over rows of text. The connection has a table `raw`: `n`, and the columns that are named.

    `sheet` says which variants may be used: the first and, where it has a second, that one for those who had no interview.
    """

    connection: duckdb.DuckDBPyConnection
    sheet: Sheet
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return f"scored_{self.sheet.prefix}"

    @property
    def tool(self) -> Tool:
        return self.sheet.tool

    @property
    def inputs(self) -> tuple[str, ...]:
        """All inputs of the variants that may be used, in the order of the catalogue."""
        named = {name for variant in self.sheet.variants for name in self.tool.inputs(variant)}
        return tuple(name for name in self.tool.catalogue.inputs if name in named)

    def score(self, *, first: int, last: int) -> Counted:
        """Fill the table of this predictor with the cells of the rows [first, last]."""
        self._lay_out(first, last)
        self.connection.execute(f"create or replace temp table {self.table} as {self._fast()}")
        counted = self._tell_the_rest()
        return Counted(rows=last - first + 1).plus(counted)

    def _lay_out(self, first: int, last: int) -> None:
        """The rows with each input as what it is; `is_readable` where every cell says something that is understood."""
        listed = ", ".join(
            f"{_typed(self.tool.catalogue.inputs[name], is_there=name in self.columns)} as {name}"
            for name in self.inputs
        )
        readable = " and ".join(
            f"(coalesce(trim(raw.{name}), '') in ('', '{UNKNOWN}') or typed.{name} is not null)"
            for name in self._there
        )
        self.connection.execute(
            f"""create or replace temp table laid_out as
            with typed as (select n, {listed} from raw where n between {first} and {last})
            select typed.*, {readable or "true"} as is_readable from typed join raw using (n)"""
        )

    @property
    def _there(self) -> list[str]:
        return [name for name in self.inputs if name in self.columns]

    def _fast(self) -> str:
        first, *others = self.sheet.variants
        selected = [self._sure(first, where="is_readable", lacking="''")]
        for variant in others:
            without = self._without(variant)
            unanswered = " or ".join(f"{name} is null" for name in without)
            lacking = ", ".join(f"case when {name} is null then '{name}' end" for name in without)
            selected.append(
                self._sure(
                    variant,
                    where=f"is_readable and ({unanswered})",
                    lacking=f"concat_ws(' ', {lacking})",
                )
            )
        return " union all ".join(selected)

    def _without(self, variant: str) -> list[str]:
        """What a variant does without."""
        have = set(self.tool.inputs(variant))
        return [name for name in self.tool.inputs(self.sheet.variants[0]) if name not in have]

    def _sure(self, variant: str, *, where: str, lacking: str) -> str:
        given = f"(select * from laid_out where {where})"
        compiled = sql.compiled(self.tool, variant=variant, given=given)
        selected = select(self.sheet, compiled, variant=variant, lacking=lacking)
        return (
            f"""select n, {selected} from ({compiled.sql}) join laid_out using (n) where is_sure"""
        )

    def _tell_the_rest(self) -> Counted:
        rest = self.connection.execute(
            f"""select n, {", ".join(self._there) or "n"} from raw
            where n in (select n from laid_out) and n not in (select n from {self.table}) order by n"""
        ).fetchall()
        written, refused = [], 0
        for n, *texts in rest:
            raw = {name: text or "" for name, text in zip(self._there, texts, strict=False) if text}
            try:
                found = cells(self._score_one(raw), self.sheet)
            except Refused as reasons:
                found = cells_of_refusal(reasons, self.sheet)
                refused += 1
            written.append((n, *found))
        self._keep(written)
        without = self._count_without_interview()
        return Counted(refused=refused, told=len(rest), without_interview=without)

    def _score_one(self, raw: Raw) -> Score:
        facts = read(raw, catalogue=self.tool.catalogue)
        if len(self.sheet.variants) > 1:
            return score_best(self.tool, facts)
        return score(self.tool, facts, variant=self.sheet.variants[0])

    def _keep(self, written: Sequence[tuple[str, ...]]) -> None:
        if written:
            columns = [list(column) for column in zip(*written, strict=True)]
            listed = ", ".join("unnest(?)" for _ in columns)
            self.connection.execute(f"insert into {self.table} select {listed}", columns)

    def _count_without_interview(self) -> int:
        if len(self.sheet.variants) == 1:
            return 0
        column = f"{self.sheet.prefix}_variant"
        found = self.connection.execute(
            f"select count(*) from {self.table} where {column} = {quoted(self.sheet.variants[1])}"
        ).fetchone()
        return int(found[0]) if found else 0


def _typed(asked: Input, *, is_there: bool) -> str:
    kind = sql.type_of(asked.kind)
    if not is_there:
        return f"null::{kind}"
    text = f"trim({asked.name})"
    if asked.kind in {Kind.NUMBER, Kind.SCALE}:
        number = f"try_cast({text} as integer)"
        return (
            f"case when regexp_full_match({text}, '[0-9]+')"
            f" and {number} between {asked.least} and {asked.most} then {number} end"
        )
    listed = ", ".join(map(quoted, asked.values))
    return f"case when {text} in ({listed}) then {text} end"


Tell = Callable[[int, int], None]
"""Is told how many of how many rows are done."""
