"""Splink as somebody uses it first, by its own library of comparisons: a file of records in, groups out. Run as a program of its own."""

import csv
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

READ = """
create table given as
select record_id as unique_id, nullif(upper(trim(first_name)), '') as first_name, nullif(upper(trim(last_name)), '') as last_name,
       coalesce(try_strptime(date_of_birth, ['%Y-%m-%d', '%d/%m/%Y', '%d %b %Y'])::date::varchar, null) as dob,
       nullif(split_part(upper(postcodes), '|', 1), '') as postcode, nullif(split_part(pncs, '|', 1), '') as pnc,
       nullif(sex, '') as sex
from read_csv(?, header = true, all_varchar = true)
"""
SURE = 0.95


def main(source: str, target: str) -> None:
    connection = duckdb.connect()
    connection.execute(READ, [source]).fetchall()
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("given", dataset_display_name="given"), _settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("pnc"), block_on("first_name", "last_name", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("first_name", "last_name"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, SURE)
    rows = connection.execute(
        f"select unique_id, cluster_id from {groups.physical_name} order by 1"
    ).fetchall()
    with open(target, "w", encoding="utf-8", newline="") as lines:  # noqa: PTH123  a path as text
        writer = csv.writer(lines)
        writer.writerow(("record_id", "cluster_id"))
        writer.writerows(rows)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("last_name"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("pnc"),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("pnc"),
            block_on("first_name", "last_name"),
            block_on("last_name", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode", "dob"),
        ],
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
