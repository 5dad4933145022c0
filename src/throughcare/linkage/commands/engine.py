"""Records, keys and pairs in DuckDB, and Splink on them: the same settings, whatever engine runs them."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any, Final

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from throughcare.linkage.rules.comparisons import COMPARISONS, Comparison, sql_of
from throughcare.linkage.rules.keys import MOST, keys_of
from throughcare.linkage.rules.records import IDENTIFIERS, LISTS, TEXTS, Standard
from throughcare.linkage.rules.weights import Model

UNIQUE: Final = "n"
_QUIET: Final = None
logging.getLogger("splink").setLevel(
    logging.WARNING
)  # what it tells of each step is for its own developers


def settings(model: Model, *, engine: str = "duckdb") -> SettingsCreator:
    """What Splink is told: comparisons, levels and weights of a model, in the words of an engine."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=UNIQUE,
        probability_two_random_records_match=model.prior,
        comparisons=[_comparison(each, model, engine=engine) for each in COMPARISONS],
        blocking_rules_to_generate_predictions=[],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        em_convergence=0.0005,
        max_iterations=20,
    )


def _comparison(
    comparison: Comparison, model: Model, *, engine: str
) -> dict[str, Any]:  # Any: as Splink has it
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.missing_sql,
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        chance = model.chance(comparison, level)
        told: dict[str, Any] = {
            "sql_condition": sql_of(level, engine=engine),
            "label_for_charts": level.name,
            "m_probability": chance.m,
            "u_probability": chance.u,
            "fix_m_probability": comparison.is_fixed,
            "fix_u_probability": comparison.is_fixed,
        }
        if level.term:
            told |= {
                "tf_adjustment_column": level.term,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(told)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


class Store:
    """Standard records in DuckDB, in the order of their ids, with their keys."""

    def __init__(self, records: Sequence[Standard], *, memory: str = "", threads: int = 0) -> None:
        self.records = records
        self.connection = duckdb.connect()
        if memory:
            self._run(f"set memory_limit = '{memory}'")
        if threads:
            self._run(f"set threads = {threads}")
        self.api = DuckDBAPI(connection=self.connection)
        self._keep("records", _table(records))
        self._keep("keys", _keys(records))
        self._add_pairs()
        self.frame = self.api.register("records", dataset_display_name="records")
        self.pairs = self.api.register("pairs", dataset_display_name="pairs")

    def linker(self, model: Model) -> Linker:
        """Splink on these records, with the pairs that share a key as those to score."""
        linker = Linker(self.frame, settings(model), log_level=_QUIET)
        linker.table_management.register_blocked_pairs_for_predict(self.pairs)
        return linker

    def scored(self, model: Model) -> list[tuple[int, int, float]]:
        """Pairs that share a key and weigh enough to be asked about, by the places of their records, with the weight."""
        predicted = self.linker(model).inference.predict(
            threshold_match_weight=model.thresholds.review, warning_mode="never"
        )
        found = self.connection.execute(
            f"select {UNIQUE}_l, {UNIQUE}_r, match_weight from {predicted.physical_name}"
        ).fetchall()
        predicted.drop_table_from_database_and_remove_from_cache()
        return found

    def count(self, what: str) -> int:
        found = self.connection.execute(f"select count(*) from {what}").fetchall()
        return int(found[0][0])

    def count_sure(self) -> int:
        """Pairs that share a number, or a whole name and a date of birth."""
        numbers = " or ".join(f"list_has_any(a.{each}, b.{each})" for each in IDENTIFIERS)
        found = self.connection.execute(
            f"""select count(*) from pairs p join records a on a.n = p.join_key_l join records b on b.n = p.join_key_r
            where {numbers} or (list_has_any(a.wholes, b.wholes) and list_has_any(a.dobs, b.dobs))"""
        ).fetchall()
        return int(found[0][0])

    def largest_keys(self) -> list[tuple[str, int]]:
        """The kinds of the ten keys that most records have, and how many; the keys themselves name people."""
        return self.connection.execute(
            "select left(key, 1), count(*) from keys group by key order by 2 desc, 1 limit 10"
        ).fetchall()

    def close(self) -> None:
        self.connection.close()

    def _add_pairs(self) -> None:
        """Pairs of records with a key in common. Of a key that too many have, those of one whole name or of one number."""
        self._run(
            f"""create table pairs as
            with sized as (select key, count(*) as held from keys group by key having count(*) > 1),
            close as (select k.key, k.n, '' as also from keys k join sized using (key) where held <= {MOST}
                      union all
                      select k.key, k.n, r.whole from keys k join sized using (key) join records r using (n)
                      where held > {MOST} and r.whole is not null),
            fit as (select key, also from close group by key, also having count(*) between 2 and {MOST})
            select distinct '0' as match_key, a.n as join_key_l, b.n as join_key_r
            from close a join fit using (key, also) join close b using (key, also) where a.n < b.n"""
        )

    def _keep(self, name: str, table: pa.Table) -> None:
        self.connection.register("arriving", table)
        self._run(f"create table {name} as select * from arriving")
        self.connection.unregister("arriving")

    def _run(self, statement: str) -> None:
        self.connection.execute(statement).fetchall()


def _table(records: Sequence[Standard]) -> pa.Table:
    columns: dict[str, pa.Array] = {UNIQUE: pa.array(range(len(records)), pa.int64())}
    for name in TEXTS:
        columns[name] = pa.array([getattr(each, name) or None for each in records], pa.string())
    for name in LISTS:
        columns[name] = pa.array(
            [getattr(each, name) or None for each in records], pa.list_(pa.string())
        )
    columns["pnc"] = pa.array(
        [each.pncs[0] if each.pncs else None for each in records], pa.string()
    )
    return pa.table(columns)


def _keys(records: Sequence[Standard]) -> pa.Table:
    keys: list[str] = []
    at: list[int] = []
    for n, record in enumerate(records):
        found = keys_of(record)
        keys.extend(found)
        at.extend([n] * len(found))
    return pa.table({"key": pa.array(keys, pa.string()), "n": pa.array(at, pa.int64())})


def levels_of(
    saved: dict[str, Any],
) -> Iterable[tuple[str, str, float, float]]:  # Any: as Splink has it
    """Comparison, level, m and u of each level of a model that Splink saved, in the order of our own."""
    for comparison, told in zip(COMPARISONS, saved["comparisons"], strict=True):
        levels = [each for each in told["comparison_levels"] if not each.get("is_null_level")]
        for level, each in zip(comparison.levels, levels, strict=True):
            yield comparison.name, level.name, each["m_probability"], each["u_probability"]
