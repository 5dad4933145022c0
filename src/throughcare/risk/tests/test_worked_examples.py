"""Every published coefficient, and every worked example to the digits it is given in."""

import json
from decimal import Decimal, localcontext

import pytest

from throughcare.kernel.tests.published import SHARED, rows
from throughcare.risk import reading
from throughcare.risk.rules import score
from throughcare.risk.rules.lines import Whole
from throughcare.risk.tests.people import (
    NO_NEEDS,
    OGRS3_OFFENCES,
    RSR_OFFENCES,
    TODAY,
    VIOLENCE,
    tool,
)

NOT_HERE = "The worked examples are not beside this repository."
PLACE = SHARED / "reference" / "tr"
SCALES = {
    "accommodation": "accommodation",
    "relationship": "partner_relationship",
    "currentUseOfAlcohol": "alcohol_use",
    "bingeDrinking": "binge_drinking",
    "impulsivity": "impulsivity",
    "temper": "temper_control",
    "proCriminal": "attitudes",
}
QUESTIONS = {
    "employment": "unemployed",
    "domesticViolence": "domestic_abuse",
    "useWeapon": "weapon",
    "wounding": "past_wounding",
    "robbery": "past_robbery",
    "anyOtherOffence": "past_other_weapon",
}
TERMS = {
    "age_sex": ("age_sex",),
    "offence": ("offence",),
    "vatp": ("violence_kind",),
    "sanctions": ("sanctions",),
    "career": ("career",),
    "violence": ("violence",),
    "ofm": ("offence_free",),
    "oasys": (
        "accommodation",
        "work",
        "relationship",
        "alcohol",
        "thinking",
        "attitudes",
        "weapon",
        "domestic_abuse",
        "past_offences",
    ),
}


def worked(name):
    """The cases of a file, each with its name; one that is skipped where the file is not there."""
    path = PLACE / f"worked_{name}"
    if not path.exists():
        return [pytest.param(None, id=NOT_HERE, marks=pytest.mark.skip(reason=NOT_HERE))]
    is_json = path.suffix == ".json"
    text = json.loads(path.read_text(), parse_float=Decimal) if is_json else {}
    cases = text["cases"] if is_json else rows(f"tr/{path.name}")
    return [pytest.param(each, id=each["case"]) for each in cases]


def given(number):
    """A number of nine places or fewer, as it is printed. What is kept of the same number has ten: two roundings of one number
    are apart by half a unit of each at most, and by more only where the numbers differ."""
    return pytest.approx(Decimal(number), abs=Decimal("0.55e-9"), rel=Decimal(0))


def yes(flag):
    return "yes" if flag == "1" else "no"


@pytest.mark.parametrize("case", worked("ogrs3.csv"))
def test_ogrs3(case):
    found = score(
        tool("OGRS3"),
        {
            "sex": case["sex"],
            "age_at_follow_up": int(case["age_at_start_of_follow_up"]),
            "age_at_current_conviction": int(case["age_at_current_conviction"]),
            "age_at_first_sanction": int(case["age_at_first_sanction"]),
            "total_sanctions": int(case["previous_sanctions"]) + 1,
            "ogrs3_offence": OGRS3_OFFENCES[int(case["offence_group"])],
        },
    )

    assert {term.name: term.value for term in found.terms} == {
        "age_sex": given(case["age_term"]),
        "sanctions": given(case["status_term"]),
        "career": given(case["copas_term"]),
        "offence": given(case["offence_term"]),
    }
    assert found.probabilities[1] == given(case["probability_1_year"])
    assert found.probabilities[2] == given(case["probability_2_years"])
    assert found.percents == {
        1: Decimal(case["percent_1_year"]),
        2: Decimal(case["percent_2_years"]),
    }


def of_rsr(case):
    """The inputs of a worked example. What it leaves unanswered counts nothing there, which is said here as an answer."""
    facts = {
        "sex": case["sex"],
        "age_at_follow_up": case["age"],
        "age_at_current_conviction": case["age_at_current_sanction"],
        "age_at_first_sanction": case["age_at_first_sanction"],
        "total_sanctions": case["total_sanctions"],
        "violent_sanctions": case["violent_sanctions"],
        "offence_free_months": case["offence_free_months"],
        "rsr_offence": RSR_OFFENCES[case["offence_group"]],
        "violence_kind": VIOLENCE[case["violence_subcategory"]],
        "sexual_history": "yes" if case["sexual"] else "no",
    }
    if case["variant"] == "extended":
        facts |= NO_NEEDS
        for name, answer in case["answers"].items():
            if name in SCALES:
                facts[SCALES[name]] = answer
            else:
                facts[QUESTIONS[name]] = "yes" if answer == 0 else "no"
    if sexual := case["sexual"]:
        facts |= {
            "contact_adult_sanctions": sexual["adult"],
            "contact_child_sanctions": sexual["child"],
            "image_sanctions": sexual["image"],
            "paraphilia_sanctions": sexual["para"],
            "stranger_victim": "yes" if sexual["stranger"] else "no",
            "age_at_last_sexual_offence": sexual["age_last"],
        }
    return facts


@pytest.mark.parametrize("case", worked("rsr.json"))
def test_rsr(case):
    found = score(tool("RSR"), of_rsr(case), variant=case["variant"])

    serious, contact, images = found.parts
    values = {term.name: term.value for term in serious.terms}
    assert {
        name: sum((values.get(term, Decimal(0)) for term in terms), Decimal(0))
        for name, terms in TERMS.items()
    } == {name: given(value) for name, value in case["terms"].items()}
    assert contact.points == (case["osp_points"] if case["osp_points"] != "" else None)
    assert [part.probabilities[2] for part in (serious, contact, images)] == [
        given(case[name]) for name in ("snsv_2_years", "osp_c_2_years", "osp_i_2_years")
    ]
    assert found.probabilities[2] == given(case["rsr_2_years"])
    assert found.percents[2] == case["rsr_percent"]
    assert (found.percents[2] >= Decimal("6.89")) is case["at_or_above_6_89"]
    assert found.band == case["band"]


@pytest.mark.parametrize("case", worked("ovp.csv"))
def test_ovp(case):
    sanctions, violent = int(case["sanctions"]), int(case["violent"])

    found = score(
        tool("OVP"),
        {
            "sex": case["sex"],
            "age_at_follow_up": int(case["age"]),
            "previous_sanctions": sanctions,
            "violent_sanctions": violent,
            "nonviolent_sanctions": sanctions - violent,
            "recognises_impact": "no" if case["no_recognition"] == "1" else "yes",
            "no_fixed_home": yes(case["nfa"]),
            "unemployed": yes(case["unemployed"]),
            "alcohol_use": int(case["alcohol"]),
            "binge_drinking": int(case["binge"]),
            "psychiatric_treatment": yes(case["psychiatric"]),
            "temper_control": int(case["temper"]),
            "attitudes": int(case["procriminal"]),
        },
    )

    assert found.parts[0].points == int(case["points"])
    assert found.percents == {1: int(case["percent_1_year"]), 2: int(case["percent_2_years"])}
    assert found.band == case["band"].replace(" ", "_")


def of_ogp(case):
    return {
        "ogrs3_percent": int(case["ogrs3_2_year_percent"]),
        "no_fixed_home": yes(case["nfa"]),
        "unemployed": yes(case["unemployed"]),
        "activities": int(case["activities"]),
        "drug_misuse": int(case["drug"]),
        "drug_motivation": int(case["motivation"]),
        "problem_solving": int(case["problem_solving"]),
        "consequences": int(case["consequences"]),
        "others_views": int(case["others_views"]),
        "attitudes": int(case["procriminal"]),
    }


@pytest.mark.parametrize("case", worked("ogp.csv"))
def test_ogp(case):
    found = score(tool("OGP"), of_ogp(case))

    assert found.parts[0].points == int(case["points"])
    assert found.percents == {1: int(case["percent_1_year"]), 2: int(case["percent_2_years"])}
    assert found.band == case["band"].replace(" ", "_")


@pytest.mark.parametrize("case", worked("predictors_2026.csv"))
@pytest.mark.parametrize("name", ["ARP", "VRP", "SVRP"])
def test_the_set_of_2026(case, name):
    found = score(
        tool(name, on=TODAY),
        {
            "sex": case["sex"],
            "age_at_follow_up": int(case["age_at_follow_up"]),
            "age_at_current_conviction": int(case["age_at_current_sanction"]),
            "age_at_first_sanction": int(case["age_at_first_sanction"]),
            "total_sanctions": int(case["total_sanctions"]),
            "violent_sanctions": int(case["violent_sanctions"]),
            "offence_free_months": int(case["offence_free_months"]),
            "offence_category": case["offence_category"],
        },
        variant="static",
    )

    assert found.percents[2] == Decimal(case[f"{name.lower()}_static_percent"])


def test_the_example_of_ovp_in_the_domain_rules():
    found = score(
        tool("OVP"),
        NO_NEEDS
        | {
            "sex": "M",
            "age_at_follow_up": 52,
            "previous_sanctions": 30,
            "violent_sanctions": 10,
            "nonviolent_sanctions": 20,
            "no_fixed_home": "yes",
            "unemployed": "yes",
        },
    )

    assert found.parts[0].points == 39
    assert found.percents == {1: 15, 2: 26}


def test_the_example_of_ogp_in_the_domain_rules():
    found = score(
        tool("OGP"),
        NO_NEEDS
        | {
            "ogrs3_percent": 81,
            "unemployed": "yes",
            "activities": 1,
            "problem_solving": 1,
            "consequences": 1,
            "attitudes": 1,
        },
    )

    assert found.parts[0].points == 62
    assert found.percents == {1: 53, 2: 68}
    assert found.band == "high"


def every(name, *, columns):
    return sorted(
        Decimal(row[column]) for row in rows(f"tr/{name}") for column in columns if row[column]
    )


def ours(parts, *, variants=None):
    """Coefficients and intercepts of parts, those that are zero left out."""
    found = []
    for name in parts:
        for variant, each in reading.tools()[0].parts[name].variants.items():
            if variants is None or variant in variants:
                found += [line.coefficient for line in each.lines]
                found += each.intercepts.values()
    return sorted(value for value in found if value)


def some(values):
    return [value for value in values if value]


def test_every_coefficient_is_the_published_one():
    assert ours(["snsv-2014"]) == some(
        every("rsr_2014_snsv_coefficients.csv", columns=["extended_dynamic", "brief_static"])
    )
    assert ours(["ogrs4-general", "ogrs4-violent"]) == some(
        every("ogrs4_coefficients.csv", columns=["coefficient"])
    )
    assert ours(["arp", "vrp", "svrp"]) == some(
        every("predictors_2026_coefficients.csv", columns=["coefficient"])
    )
    cautions = ("0.083100501", "0.34859587")
    assert sorted([*ours(["ogrs3"], variants=["convicted"]), *map(Decimal, cautions)]) == some(
        every("ogrs3_coefficients.csv", columns=["coefficient"])
    )


def test_every_point_and_probability_of_the_sexual_parts_is_the_published_one():
    published_ = rows("tr/sexual_predictor_points.csv")
    parts = reading.tools()[0].parts
    for name, published_as in (("contact-2014", "OSP/C 2014"), ("contact-2021", "OSP/DC 2021")):
        lines = parts[name].variants["points"].lines
        assert [line.coefficient for line in lines] == [
            Decimal(row["value"])
            for row in published_
            if row["tool"] == published_as and row["kind"] == "points"
        ]
        assert {line.of for line in lines} == {Whole(1)}
    for name, published_as in (("images-2014", "OSP/I 2014"), ("images-2021", "OSP/IIC 2021")):
        assert {p for fixed in parts[name].before for p in fixed.probabilities.values() if p} == {
            Decimal(row["value"]) for row in published_ if row["tool"] == published_as
        }
    with localcontext(prec=50):
        assert parts["contact-2014"].before[1].probabilities[2] * 193 == 1
