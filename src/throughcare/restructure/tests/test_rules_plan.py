"""The two plans of this repository against the reference data, and mistakes made in them."""

from collections import Counter
from decimal import Decimal

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.kernel.tests.published import rows
from throughcare.restructure.rules import archives, checks, reading
from throughcare.restructure.tests.plans import DECISIONS, F1, F3, F4, KINDS, f1, f1_with, problems


def test_both_plans_are_sound():
    assert problems(F1.read_text()) == []
    assert problems(F3.read_text()) == []


def test_the_plan_of_2014_is_that_of_the_reference_data():
    plan = f1()

    published = rows("tr/succession_2014.csv")
    assert {(edge.origin, edge.to, edge.kind.value) for edge in plan.edges} == {
        (row["predecessor"], row["successor"], row["kind"]) for row in published
    }
    assert len(plan.edges) == 70
    assert Counter(unit.kind for unit in plan.new_units) == {
        "national": 1,
        "nps-division": 7,
        "crc": 21,
    }
    trusts = rows("tr/trusts.csv")
    assert {unit.code: unit.name for unit in plan.old_units} == {
        row["trust_code"]: row["trust_name"] for row in trusts
    }
    for table, column in (
        ("division of the trust", "nps_division_code"),
        ("company of the trust", "crc_code"),
    ):
        assert plan.tables[table].rows == {row["trust_code"]: row[column] for row in trusts}
    assert plan.staffing is not None
    assert plan.staffing.posts == {
        row["trust_code"]: (int(row["staff_to_nps"]), int(row["staff_to_crc"]))
        for row in rows("tr/synthetic_volumes.csv")
    }
    totals = [sum(numbers) for numbers in zip(*plan.staffing.posts.values(), strict=True)]
    assert totals == [9000, 11000]


def test_the_sale_of_the_companies_moves_nothing():
    plan = reading.read_or_refuse(F3.read_text())

    assert (plan.rules, plan.events, plan.old_units) == ({}, (), ())
    assert {each.unit: each.entity for each in plan.ownership} == {
        row["crc_code"]: row["owner_code_from_2015_02_01"] for row in rows("tr/crcs.csv")
    }
    counts = Counter(each.parent for each in plan.placements if each.hierarchy == "reporting")
    assert sorted(counts.values(), reverse=True) == [6, 5, 3, 2, 2, 1, 1, 1]


def test_a_missing_row_of_a_table_is_named():
    text = f1_with("      WTS: C15\n", "")

    assert problems(text) == ["tables > company of the trust: There is no row for WTS."]


def test_a_second_row_of_a_table_is_named_with_both_lines():
    text = f1_with("      LNS: C04\n", "      LNS: C04\n      LNS: C08\n")
    first = text.splitlines().index("      LNS: C04") + 1

    assert problems(text) == [
        (
            f"tables > company of the trust > rows > LNS (line {first + 1}): "
            f"LNS stands twice, first in line {first}."
        )
    ]
    with pytest.raises(Refused) as refused:
        reading.read_or_refuse(text)
    assert refused.value.codes == ("plan-problem",)


def test_a_text_that_nests_without_end_is_refused_and_breaks_nothing():
    (problem,) = reading.read("plan: " + "[" * 900_000).problems

    assert str(problem) == "the plan: Parts of it stand within one another in hundreds."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("      YSW: C05\n", "      YSW: NBR\n", "NBR stops operating at the instant of the plan."),
        ("      YSW: C05\n", "      YSW: C06\n", "sends items from YSW to C06, but no succession"),
        ("      YSW: C05\n", "      YSW: C99\n", "The plan neither opens C99 nor lets it continue."),
        ("      YSW: C05\n", "      YSW: NPS\n", "NPS is no provider"),
        ("      YSW: C05\n", "      YSW: C05\n      XXX: C05\n", "XXX is not among what the table"),
        (
            "C05: West Yorkshire Community Rehabilitation Company",
            "C05: Unallocated cases",
            "C05 (Unallocated cases) is a place for what was not decided: decide, or hold.",
        ),
        ("    YSW: [356, 436]\n", "", "There are no posts for YSW."),
        (
            "        waiting: {table: division of the trust, key: provider}\n",
            "",
            "Nothing is said about the outcome 'waiting'.",
        ),
        ("decide: nps-or-crc\n", "decide: coin\n", "There is no decision 'coin'; there are: nps-or"),
        ("from: YSW, to: [C05, N02]", "from: YSW, to: [C05, N01]", "from YSW to N02, but no succes"),
        ("from: YSW, to: [C05, N02]", "from: YSW, to: [C05]", "YSW has one successor; that is no"),
        (
            "      - {from: YSW, to: [C05, N02], kind: split, rule: nps-or-crc}\n",
            "",
            "No event says who succeeds YSW.",
        ),
        (
            "from: YSW, to: [C05, N02], kind: split, rule: nps-or-crc",
            "from: YSW, to: [C05, N02], kind: split",
            "Say which rule decides what goes this way.",
        ),
        ("post_kind in ['unpaid-work', 'programmes']", "post_kind = 'court'", "No item can ever"),
        ("post_kind in ['unpaid-work', 'programmes']", "pots = 1", "There is no attribute 'pots'"),
        (
            "    - name: unused\n      when: always",
            "    - name: unused\n      when: staff_count = 0",
            "The last rule must answer whatever is left",
        ),
        ("makers: [planner]", "makers: [planner, director]", "director may not both make and app"),
        (
            "instant: 2014-06-01T00:00:00+01:00",
            "instant: 2014-06-01T00:00:00+00:00",
            "In Europe/London that instant is written 2014-06-01T01:00:00+01:00.",
        ),
        ("instant: 2014-06-01T00:00:00+01:00", "instant: 2014-06-01", "is not in the form wanted"),
        ("until: 2014-07-01T00:00:00+01:00", "until: 2014-05-01T00:00:00+01:00", "limit of reversal"),
        ("version: 2\n", "", "It lacks 'version'."),
        ("version: 2\n", "version: 2\nfoo: 2\n", "'foo' means nothing here"),
        (
            "      unit: C04\n      rule: nps-or-crc/otherwise",
            "      unit: C05",
            "The answer should be C05 and is C04, by rule nps-or-crc/otherwise.",
        ),
        ("      rule: nps-or-crc/mappa", "      rule: nps-or-crc/rsr", "The rule should be nps-or-c"),
        ("rosh: high, rsr: unknown", "rosh: hihg, rsr: unknown", "'rosh' is never 'hihg'"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_before_anything_runs(old, new, sentence):
    found = problems(f1_with(old, new))

    assert [problem for problem in found if sentence in problem], found


OVERRIDE = "overrides:\n  - {kind: case, item: X000001, unit: N02, by: A. Maker, reason: Known to the court"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (OVERRIDE + "}\n", "An override needs an approver."),
        (
            OVERRIDE + ", approved by: A. Maker}\n",
            "A. Maker may not approve an override of their own.",
        ),
        (
            OVERRIDE.replace("N02", "YSW") + ", approved by: B. Other}\n",
            "YSW stops operating at the instant of the plan.",
        ),
        (
            "holds:\n  - {kind: case, item: X000001, owner: director, reason: Appeal}\n",
            "A hold needs a date by which it must be settled.",
        ),
    ],
)
def test_an_override_or_hold_that_nobody_answers_for_is_refused(more, sentence):
    found = problems(F1.read_text() + more)

    assert [problem for problem in found if sentence in problem], found


def test_numbers_in_a_plan_are_exact():
    (cases, accounts) = f1().forecasts

    assert (cases.percent, accounts.percent) == (Decimal("68.9"), Decimal(55))


def test_work_under_way_that_the_plan_says_nothing_of_is_named():
    plan = f1()

    found = checks.check(
        plan,
        decisions=DECISIONS,
        kinds=KINDS,
        in_flight=[*(each.kind for each in plan.in_flight), "recall"],
    )

    assert [str(each) for each in found] == [
        "in flight: Say whether each recall is moved, finished before or cancelled."
    ]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            "2015-05-31T23:59:59+01:00",
            [
                "redirects > until: Old codes lead on for twelve months at least: until 2015-06-01T00:00:00+01:00 or later."
            ],
        ),
        ("2015-06-01T00:00:00+01:00", []),
    ],
)
def test_old_codes_that_lead_on_for_less_than_a_year_are_refused(until, said):
    text = f1_with("zone: Europe/London\n", f"zone: Europe/London\nredirects:\n  until: {until}\n")

    assert problems(text) == said


KEEPS = "archive:\n  table: division of the trust\n  key: provider\n"


def test_a_plan_without_a_keeper_of_what_ends_is_refused():
    text = f1_with(
        f"{KEEPS}  says: The division of its area keeps the closed cases of a trust.\n", ""
    )

    found = problems(text)

    assert len(found) == 35
    assert (
        found[0]
        == "archive: Say who keeps the closed cases of ASP: it ends, and several bodies succeed it."
    )


@pytest.mark.parametrize(
    ("keeps", "sentence"),
    [
        ("archive:\n  table: nobody\n  key: provider\n", "There is no table 'nobody'; there are"),
        ("archive:\n  unit: N05\n", "Say who keeps the closed cases of YSW"),
        ("archive:\n  unit: NPS\n", "archive > unit: NPS succeeds nothing that ends"),
        ("archive:\n  table: division of the trust\n  key: area\n", "'provider' was expected"),
    ],
)
def test_a_keeper_that_cannot_keep_is_refused(keeps, sentence):
    found = problems(f1_with(KEEPS, keeps))

    assert any(sentence in each for each in found), found


def test_the_division_keeps_what_a_trust_had_and_one_region_what_a_body_had():
    assert archives.keepers(f1()) == f1().tables["division of the trust"].rows
    kept = archives.keepers(reading.read_or_refuse(F4.read_text()))
    assert (len(kept), kept["C01"], kept["N02"]) == (26, "N54", "N55")


def test_what_ends_with_a_plan_is_no_archive_of_an_earlier_one():
    placed = "reporting:\n  - {hierarchy: archive, parent: N05, units: [ASP]}\n"
    found = problems(f1_with("reporting:\n", placed))

    assert found == [
        "reporting > archive > N05: ASP ends with this plan: say who keeps its archive under `archive`."
    ]
