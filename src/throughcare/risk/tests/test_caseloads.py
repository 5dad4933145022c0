"""The form for a caseload against the function for one person: the same digits, the same refusals, and bounds that are bounds."""

from decimal import Decimal, localcontext
from typing import Any

import duckdb
import pytest

from throughcare.kernel.refusals import Refused
from throughcare.risk import reading
from throughcare.risk.queries.caseload import Scorer
from throughcare.risk.rules import read, sql
from throughcare.risk.rules.scoring import DIGITS, kept, score, score_best
from throughcare.risk.rules.sheets import Sheet, cells, cells_of_refusal, variants_of
from throughcare.risk.tests.people import KNOWN, THIEF, crowd, every_variant, tool

CATALOGUE = reading.catalogue()
MODELLED = [each for each in every_variant() if each.values[0].name not in {"DC-SRP", "IIC-SRP"}]


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        yield connection


def lay(connection, people, *, name="given", as_text=False):
    """A table of facts."""
    inputs = CATALOGUE.inputs.values()
    columns = [
        [written(facts, each.name) if as_text else facts.get(each.name) for facts in people]
        for each in inputs
    ]
    types = ["varchar" if as_text else sql.type_of(each.kind) for each in inputs]
    listed = ", ".join(
        f"unnest(?::{type_}[]) as {each.name}" for each, type_ in zip(inputs, types, strict=True)
    )
    connection.execute(
        f"create or replace temp table {name} as select unnest(?) as n, {listed}",
        [list(range(1, len(people) + 1)), *columns],
    )


def written(facts, name):
    value = facts.get(name)
    return ("unknown" if name in facts else "") if value is None else str(value)


def rows(connection, statement):
    found = connection.execute(statement)
    names = [each[0] for each in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def in_units(value):
    return int(value * sql.UNIT)


def said(of, compiled):
    """A score as the compiled form says it."""
    of_part = {part.name: part for part in of.parts}
    terms = {(term.part, term.name): in_units(term.value) for term in of.terms}
    return (
        {years: in_units(of.probabilities[years]) for years in compiled.horizons},
        [of_part[name].probabilities[2] for name in compiled.parts],
        [terms.get(term) for term in compiled.terms],
    )


def found_in(row, compiled):
    return (
        {years: row[compiled.total(years)] for years in compiled.horizons},
        [Decimal(row[compiled.part(at, 2)]) / sql.UNIT for at in range(len(compiled.parts))],
        [row[compiled.term(at)] for at in range(len(compiled.terms))],
    )


@pytest.mark.parametrize(("of", "variant"), every_variant())
def test_whatever_is_sure_has_the_digits_of_the_score_of_one(connection, of, variant):
    people = [*crowd(400, seed=1), KNOWN]
    lay(connection, people)
    compiled = sql.compiled(of, variant=variant, given="given")

    found = rows(connection, f"{compiled.sql} order by n")

    sure = [(facts, row) for facts, row in zip(people, found, strict=True) if row["is_sure"]]
    assert len(sure) > 50
    assert [found_in(row, compiled) for _, row in sure] == [
        said(score(of, facts, variant=variant), compiled) for facts, _ in sure
    ]


@pytest.mark.parametrize(("of", "variant"), every_variant())
def test_most_of_what_is_known_is_sure(connection, of, variant):
    """Otherwise nothing would be proved, and nothing gained."""
    people = [
        KNOWN | {"age_at_follow_up": age, "offence_free_months": months}
        for age in range(24, 64)
        for months in (0, 1, 7, 36, 40)
    ]
    lay(connection, people)
    compiled = sql.compiled(of, variant=variant, given="given")

    sure = rows(connection, f"select count(*) as sure from ({compiled.sql}) where is_sure")

    assert sure[0]["sure"] >= 0.97 * len(people)


def exactly(of, variant, facts):
    """Each term before it is kept, and each probability."""
    complete = CATALOGUE.complete(facts)
    values = []
    with localcontext(prec=DIGITS):
        for part, of_part in of.parts_of(variant):
            if of_part is None:
                continue
            of_terms = [
                sum(
                    (
                        line.value(complete)
                        for line in of_part.lines
                        if line.term == term and line.when.holds(complete)
                    ),
                    Decimal(0),
                )
                for term in of_part.terms
            ]
            z = (part.per_point or 1) * sum(of_terms)
            values += of_terms
            values += [
                1 / (1 + (-(of_part.intercepts[years] + z)).exp()) for years in of.horizons(variant)
            ]
    return values


@pytest.mark.parametrize(("of", "variant"), MODELLED)
def test_no_error_is_beyond_its_bound(connection, of, variant):
    is_of_parts = of.name in {"RSR", "CSRP"}
    are_scored = {"sex": "M", "sexual_history": "yes"} if is_of_parts else {}
    people = [facts | are_scored for facts in crowd(150, seed=2, most_unknown=0)]
    lay(connection, people)
    compiled = sql.compiled(of, variant=variant, given="given")
    listed = ", ".join(
        f"{column}::double as v{at}, ({bound})::double as b{at}"
        for at, (column, bound) in enumerate(compiled.bounded)
    )

    found = rows(connection, f"select {listed} from ({compiled.estimates}) order by n")

    assert compiled.bounded
    for facts, row in zip(people, found, strict=True):
        exact = exactly(of, variant, facts)
        for at in range(len(compiled.bounded)):
            value = Decimal(row[f"v{at}"])
            assert min(abs(value - each) for each in exact) <= Decimal(row[f"b{at}"])


@pytest.mark.parametrize("name", ["OGRS3", "RSR", "OVP", "OGP"])
def test_a_table_of_text_is_scored_and_refused_as_one_person_is(connection, name):
    of = tool(name)
    spoiled: list[dict[str, Any]] = [  # Any: kinds of answers
        {"sex": "x"},
        {"age_at_follow_up": "9"},
        {"unemployed": 0},
        {"sex": " M "},
        {"attitudes": "3"},
    ]
    people = [*crowd(150, seed=3), *(KNOWN | each for each in spoiled), THIEF, KNOWN, {}]
    lay(connection, people, name="raw", as_text=True)
    sheet = Sheet(tool=of, variants=variants_of(of))
    scorer = Scorer(connection=connection, sheet=sheet, columns=tuple(CATALOGUE.inputs))

    counted = scorer.score(first=1, last=len(people))

    expected = [alone(of, facts, sheet) for facts in people]
    listed = ", ".join(sheet.columns)
    found = connection.execute(f"select {listed} from {scorer.table} order by n").fetchall()
    assert found == expected
    assert counted.rows == len(expected)
    assert counted.refused == sum(1 for row in expected if row[-1]) > 0


def alone(of, facts, sheet):
    raw = {name: written(facts, name) for name in facts if name in scored_by(of, sheet)}
    try:
        found = read({name: text for name, text in raw.items() if text}, catalogue=CATALOGUE)
        best = score_best(of, found) if of.without_interview else score(of, found)
        return cells(best, sheet)
    except Refused as refused:
        return cells_of_refusal(refused, sheet)


def scored_by(of, sheet):
    return {name for variant in sheet.variants for name in of.inputs(variant)}


def test_what_lies_on_half_a_unit_is_asked_of_the_function_for_one_person(connection, monkeypatch):
    """With bounds a million times as wide nearly nothing is sure, and all comes out alike."""
    of = tool("OGRS3")
    people = [THIEF | {"total_sanctions": total} for total in range(2, 60)]
    lay(connection, people, name="raw", as_text=True)
    scorer = Scorer(
        connection=connection,
        sheet=Sheet(tool=of, variants=("convicted",)),
        columns=tuple(CATALOGUE.inputs),
    )
    listed = f"select {', '.join(scorer.sheet.columns)} from {scorer.table} order by n"
    few = scorer.score(first=1, last=len(people))
    before = connection.execute(listed).fetchall()

    monkeypatch.setattr(sql, "_U", 2.0**-35)
    many = scorer.score(first=1, last=len(people))

    assert few.told < 3
    assert many.told > 50
    assert connection.execute(listed).fetchall() == before


def test_what_is_kept_is_rounded_half_up():
    assert [
        kept(Decimal(text)) for text in ("0.00000000005", "0.00000000015", "0.00000000025")
    ] == [
        Decimal("0.0000000001"),
        Decimal("0.0000000002"),
        Decimal("0.0000000003"),
    ]
