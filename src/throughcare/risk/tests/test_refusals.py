"""What is refused, by name; what is asked; which version counts, and what is said with a score."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.risk.rules import score
from throughcare.risk.rules.predictors import UNCHECKED, band_of
from throughcare.risk.tests.people import KNOWN, REFORM, THIEF, TODAY, tool


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"age_at_first_sanction": 30}, ("first-after-current",)),
        ({"age_at_follow_up": 23}, ("follow-up-before-conviction",)),
        ({"violent_sanctions": 22}, ("more-violent-than-all",)),
        ({"total_sanctions": 1, "violent_sanctions": 0}, ("one-sanction-two-ages",)),
        ({"rsr_offence": "violence", "violent_sanctions": 0}, ("violence-not-counted",)),
        ({"rsr_offence": "sexual_child"}, ("sexual-offence-without-history",)),
        ({"image_sanctions": 2}, ("sexual-sanctions-without-history",)),
        ({"sexual_history": "yes", "image_sanctions": 22}, ("more-sexual-than-all",)),
        (
            {"sexual_history": "yes", "age_at_last_sexual_offence": 25},
            ("last-sexual-offence-after-follow-up",),
        ),
        ({"age_at_current_conviction": 9}, ("value:age_at_current_conviction",)),
        ({"total_sanctions": 0}, ("value:total_sanctions",)),
        ({"rsr_offence": "arson"}, ("value:rsr_offence",)),
        ({"sex": 1}, ("value:sex",)),
        ({"total_sanctions": "21"}, ("value:total_sanctions",)),
    ],
)
def test_what_contradicts_or_is_no_answer_is_refused_by_name(changed, codes):
    with pytest.raises(Refused) as refused:
        score(tool("RSR"), KNOWN | changed)

    assert refused.value.codes == codes


def test_an_age_for_which_the_predictor_has_nothing_is_refused():
    young = KNOWN | {
        "age_at_first_sanction": 16,
        "age_at_current_conviction": 17,
        "age_at_follow_up": 17,
    }
    with pytest.raises(Refused) as refused:
        score(tool("OVP"), young)

    assert refused.value.codes == ("outside:age",)
    assert str(refused.value) == "The predictor has nothing for age_at_follow_up 17."


def test_all_reasons_are_given_at_once():
    with pytest.raises(Refused) as refused:
        score(
            tool("RSR"), {"sex": "M", "violent_sanctions": 3, "total_sanctions": 2}, variant="brief"
        )

    assert refused.value.codes == (
        "missing:age_at_follow_up",
        "missing:age_at_current_conviction",
        "missing:age_at_first_sanction",
        "missing:offence_free_months",
        "missing:rsr_offence",
        "missing:sexual_history",
        "more-violent-than-all",
    )


def test_only_what_matters_is_asked():
    """Which violence it was is asked of violence alone; counts of sexual offences where there is one."""
    burglar = THIEF | {"rsr_offence": "burglary_other"}
    assert score(tool("RSR"), burglar, variant="brief").variant == "brief"

    with pytest.raises(Refused) as of_violence:
        score(tool("RSR"), THIEF | {"rsr_offence": "violence"}, variant="brief")
    with pytest.raises(Refused) as of_history:
        score(tool("RSR"), THIEF | {"sexual_history": "yes"}, variant="brief")
    woman = THIEF | {"sexual_history": "yes", "sex": "F"}

    assert of_violence.value.codes == ("missing:violence_kind",)
    assert "missing:image_sanctions" in of_history.value.codes
    assert score(tool("RSR"), woman, variant="brief").parts[1].says.startswith("The same for every")


def test_versions_live_beside_each_other_and_a_day_says_which_counts():
    assert [
        tool("RSR", on=day).version for day in (REFORM, date(2020, 12, 31), date(2021, 1, 1), TODAY)
    ] == [
        "2014",
        "2014",
        "2021",
        "2021",
    ]
    with pytest.raises(LookupError):
        tool("RSR", on=date(2014, 5, 31))
    with pytest.raises(LookupError):
        tool("OGRS5")


@pytest.mark.parametrize(
    ("name", "variant", "is_checked"),
    [
        ("OGRS3", "convicted", True),
        ("OGRS4G", "brief", False),
        ("OGRS4V", "brief", False),
        ("ARP", "static", True),
        ("ARP", "dynamic", False),
        ("CSRP", "static", False),
    ],
)
def test_what_was_not_checked_says_so(name, variant, is_checked):
    found = score(tool(name, on=TODAY), KNOWN, variant=variant)

    assert (UNCHECKED not in found.notes) is is_checked
    assert bool(found.checked) is is_checked


@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "low"), (21, "low"), (22, "medium"), (30, "high"), (36, "very_high"), (64, "very_high")],
)
def test_bands_of_direct_contact_go_by_points(points, band):
    assert (
        band_of(Decimal(points), tool("DC-SRP", on=TODAY).parts["contact-2021"].bands_by_points)
        == band
    )


def test_nobody_without_a_point_has_a_probability_of_direct_contact():
    old: dict[str, Any] = {  # Any: kinds of answers
        "sex": "M",
        "sexual_history": "yes",
        "total_sanctions": 1,
        "age_at_follow_up": 60,
        "age_at_last_sexual_offence": 15,
        "contact_adult_sanctions": 0,
        "contact_child_sanctions": 0,
        "noncontact_sanctions": 0,
        "stranger_victim": "no",
    }
    of = tool("DC-SRP", on=TODAY)

    assert score(of, old).probabilities == {2: 0}
    assert score(of, old | {"age_at_follow_up": 59}).probabilities[2] > 0


@pytest.mark.parametrize(
    ("percent", "band"),
    [("0.99", "low"), ("1", "medium"), ("3", "high"), ("6.89", "high"), ("6.9", "very_high")],
)
def test_bands_of_combined_serious_reoffending(percent, band):
    assert band_of(Decimal(percent), tool("CSRP", on=TODAY).bands) == band
