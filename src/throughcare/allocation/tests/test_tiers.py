"""The published cases of tiering, the acceptance examples, and what must hold of every tier."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from throughcare.allocation import frameworks
from throughcare.allocation.queries.layout import answered, differences
from throughcare.allocation.rules import needs, single_letter, two_axis
from throughcare.allocation.rules.registrations import Registered
from throughcare.allocation.rules.single_letter import Score, SexualScore, Step
from throughcare.allocation.rules.two_axis import Facts, Required, Sentenced
from throughcare.kernel.tests.published import SHARED

TODAY = date(2026, 6, 15)
TWO_AXIS = frameworks.two_axis(on=TODAY)
SINGLE_LETTER = frameworks.single_letter(on=TODAY)
CASES = SHARED / "conformance" / "tier" / "cases.json"
CUSTODY = Sentenced(type="NC")


def published_cases():
    if not CASES.exists():
        return [pytest.param(None, id="The published tier cases are not beside this repository.")]
    file = json.loads(CASES.read_text(), parse_float=Decimal)
    return [pytest.param(each, id=each.reference) for each in answered(file)]


def flag(code, *, level="", category="", on=TODAY):
    return Registered(type=code, level=level, category=category, date=on)


def tier(**known: Any):  # Any: facts of every type
    return two_axis.tier(Facts(**{"sentences": (CUSTODY,)} | known), rules=TWO_AXIS)


def letter(
    *, arp="0", csrp="0", is_arp_static=False, is_csrp_static=False, **known: Any
):  # Any: facts
    facts = single_letter.Facts(
        arp=Score(value=Decimal(arp), is_static=is_arp_static),
        csrp=Score(value=Decimal(csrp), is_static=is_csrp_static),
        **known,
    )
    return single_letter.tier(facts, on=TODAY, rules=SINGLE_LETTER)


@pytest.mark.parametrize("case", published_cases())
def test_a_published_case_has_the_published_answer(case):
    if case is None:
        pytest.skip("The published tier cases are not beside this repository.")

    assert case.expected
    assert differences(case) == {}


def test_acceptance_tier():
    hers = {
        "is_woman": True,
        "rsr": Decimal("5.0"),
        "ogrs": Decimal(46),
        "is_assessed": True,
        "needs": {
            "drug_misuse": "severe",
            "thinking_and_behaviour": "standard",
            "attitudes": "severe",
        },
        "registrations": (flag("RHRH"), flag("MAPP", level="M1"), flag("RCHD"), flag("IIOM")),
        "has_parenting_duties": True,
        "enforcement_in_last_year": two_axis.counts_as_enforcement(
            outcome="BRE08", referred_on=TODAY - timedelta(days=100), on=TODAY, rules=TWO_AXIS
        ),
    }

    found = tier(**hers)
    with_unpaid_work_alone = tier(
        **hers | {"sentences": (Sentenced(type="SP", requirements=(Required(code="W"),)),)}
    )

    assert (found.protect_points, found.protect_level) == (20 + 5 + 2 + (2 + 2), "B")
    # The sum of the example: 4 OGRS + 2 drugs + 2 thinking + 4 attitudes + 2 IIOM.
    assert (found.change_points, found.change_level) == (14, 2)
    assert found.code == "B2"
    assert with_unpaid_work_alone.code == "B0"


def test_acceptance_single_letter():
    known = {"arp": "62", "csrp": "1.4", "rosh": "high"}

    dynamic = letter(**known)
    static = letter(**known, is_arp_static=True)

    assert [(term.part, term.gives) for term in dynamic.terms] == [
        ("reoffending", "D"),
        ("mappa_rosh", "D"),
    ]
    assert (dynamic.code, dynamic.is_provisional) == ("D", False)
    assert (static.code, static.is_provisional) == ("D", True)


@pytest.mark.parametrize(
    ("rsr", "points"),
    [
        ("2.9999", 0),
        ("3", 10),
        ("6.99", 10),
        ("6.995", 10),
        ("6.9999", 10),
        ("7.00", 20),
        ("99.99", 20),
        ("100", 20),
    ],
)
def test_no_rsr_falls_between_two_lines_or_above_the_last(rsr, points):
    assert tier(rsr=Decimal(rsr)).protect_points == points


@pytest.mark.parametrize("name", ["rsr", "ogrs"])
@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_that_is_no_percentage_is_refused(name, score):
    with pytest.raises(ValueError, match="is a percentage"):
        tier(**{name: Decimal(score)})


def test_the_latest_flag_is_the_one_that_starts_last_however_they_were_typed():
    older = flag("RVHR", on=date(2026, 1, 1))
    newer = flag("RMRH", on=date(2026, 2, 1))

    assert tier(registrations=(newer, older)).protect_points == 10
    assert tier(registrations=(older, newer)).protect_points == 10


def test_of_two_flags_of_one_day_the_graver_counts():
    assert tier(registrations=(flag("RLRH"), flag("RHRH"))).protect_points == 20


def test_historic_flags_are_left_out_whatever_level_they_bear():
    found = tier(
        registrations=(flag("MAPP", level="M1", on=date(2020, 1, 1)), flag("HREG", level="M2"))
    )

    assert found.protect_points == 5


def test_suspended_supervision_is_a_suffix():
    assert tier(registrations=(flag("PRC"),)).code == "D2S"


def test_without_a_mandate_or_an_assessment_the_working_says_what_is_missing():
    without_mandate = tier(sentences=(Sentenced(type="SP", requirements=(Required(code="W1"),)),))
    terminated = tier(sentences=(Sentenced(type="SC", is_terminated=True),))
    restricted = tier(
        sentences=(Sentenced(type="SP", requirements=(Required(code="X", is_restrictive=True),)),)
    )
    unassessed = tier(needs={"attitudes": "severe"})

    assert [each.code for each in (without_mandate, terminated, restricted)] == ["D0"] * 3
    assert (unassessed.code, unassessed.change_points) == ("D2", 0)
    assert unassessed.next_ == (
        "Protect is C from 10 points: 10 more.",
        "Change is 2 until there is a completed assessment.",
    )


def test_the_working_shows_every_term_its_record_its_day_and_what_would_change_it():
    found = tier(
        rsr=Decimal("5.00"),
        is_assessed=True,
        ogrs=Decimal(46),
        registrations=(flag("RMRH", on=date(2026, 2, 1)),),
        dates={"rsr": date(2026, 3, 1), "ogrs": date(2026, 3, 2)},
    )

    shown = [
        (term.item, term.value, term.gives, term.counts, term.from_, term.dated_on, term.changes)
        for term in found.terms
    ]
    assert shown == [
        (
            "Risk of serious recidivism",
            "5.00 percent",
            10,
            True,
            "Score",
            date(2026, 3, 1),
            "from 7.00 percent: 20 points",
        ),
        (
            "Risk of serious harm",
            "RMRH",
            10,
            False,
            "Registration",
            date(2026, 2, 1),
            "RVHR: 150 points; RHRH: 20 points; RLRH: 0 points",
        ),
        (
            "MAPPA level",
            "none",
            0,
            True,
            "Registration",
            None,
            "M3: 150 points; M2: 150 points; M1: 5 points",
        ),
        (
            "Likelihood of reoffending (OGRS, two years)",
            "46 percent",
            4,
            True,
            "Score",
            date(2026, 3, 2),
            "from 50 percent: 5 points",
        ),
    ]
    assert found.next_ == (
        "Protect is B from 20 points: 10 more.",
        "Change is 2 from 10 points: 6 more.",
    )


def test_at_the_highest_level_of_both_axes_nothing_is_above():
    found = tier(
        registrations=(flag("RVHR"),),
        is_assessed=True,
        ogrs=Decimal(100),
        needs={
            "attitudes": "severe",
            "thinking_and_behaviour": "severe",
            "relationships": "severe",
        },
    )

    assert (found.code, found.next_) == (
        "A3",
        ("Protect has no level above this one.", "Change has no level above this one."),
    )


@pytest.mark.parametrize(
    ("days", "outcome", "counts"),
    [(365, "BRE01", True), (366, "BRE01", False), (-1, "BRE01", False), (1, "BRE09", False)],
)
def test_enforcement_counts_by_its_outcome_for_a_year(days, outcome, counts):
    found = two_axis.counts_as_enforcement(
        outcome=outcome, referred_on=TODAY - timedelta(days=days), on=TODAY, rules=TWO_AXIS
    )

    assert found is counts


def test_needs_that_nobody_knows_are_refused():
    with pytest.raises(ValueError, match="no severity grave"):
        tier(is_assessed=True, needs={"attitudes": "grave"})
    with pytest.raises(ValueError, match="no need housing"):
        tier(is_assessed=True, needs={"housing": "severe"})


@pytest.mark.parametrize(
    ("section", "answers", "is_digital", "found"),
    [
        ("accommodation", ["some"], False, needs.Need(1, "none")),
        ("accommodation", ["significant"], False, needs.Need(2, "standard")),
        ("accommodation", ["significant"], True, needs.Need(2, "none")),
        ("relationships", ["yes", "significant", "some"], True, needs.Need(5, "severe")),
        ("drug_misuse", ["current", "previous", "never"], False, needs.Need(3, "standard")),
        ("attitudes", ["missing", "some"], True, needs.Need(1, "standard")),
        ("financial_management", ["significant"], False, needs.Need(2, None)),
        ("attitudes", [], False, needs.Need(None, None)),
    ],
)
def test_a_need_is_as_severe_as_the_sum_of_its_answers(section, answers, is_digital, found):
    rules = frameworks.needs(on=TODAY)

    assert needs.severity(section, answers, rules=rules, is_digital=is_digital) == found


def test_sections_and_answers_that_nobody_knows_are_refused():
    rules = frameworks.needs(on=TODAY)

    with pytest.raises(ValueError, match="no section housing"):
        needs.severity("housing", ["some"], rules=rules, is_digital=False)
    with pytest.raises(ValueError, match="no answer often"):
        needs.severity("attitudes", ["often"], rules=rules, is_digital=False)


@pytest.mark.parametrize(
    ("released_on", "gives"),
    [
        (date(2025, 6, 16), "B"),
        (date(2025, 6, 15), "D"),
        (date(2021, 6, 16), "D"),
        (date(2021, 6, 15), "E"),
        (date(2026, 6, 15), "B"),
        (date(2026, 6, 16), "G"),
        (None, "G"),
    ],
)
def test_time_since_the_release_of_a_lifer_is_half_open(released_on, gives):
    assert letter(is_lifer=True, released_on=released_on).code == gives


def test_the_year_of_somebody_released_on_29_february_lasts_until_the_1st_of_march():
    facts = single_letter.Facts(
        arp=Score(value=Decimal(0)),
        csrp=Score(value=Decimal(0)),
        is_lifer=True,
        released_on=date(2028, 2, 29),
    )

    found = [
        single_letter.tier(facts, on=day, rules=SINGLE_LETTER).code
        for day in (date(2029, 2, 28), date(2029, 3, 1))
    ]
    assert found == ["B", "D"]


def test_nobody_unsupervised_or_unscored_has_a_letter_and_it_is_said_why():
    unsupervised = single_letter.tier(
        single_letter.Facts(is_supervised=False), on=TODAY, rules=SINGLE_LETTER
    )
    missing = single_letter.tier(
        single_letter.Facts(arp=Score(value=Decimal(90))), on=TODAY, rules=SINGLE_LETTER
    )

    assert (unsupervised.code, unsupervised.terms) == ("NOT_SUPERVISED", ())
    assert (missing.code, [term.item for term in missing.terms]) == ("MISSING", ["CSRP"])
    assert not single_letter.is_provisional(single_letter.Facts(), taken={}, rules=SINGLE_LETTER)


def test_impossible_scores_are_refused():
    with pytest.raises(ValueError, match="ARP is a percentage"):
        letter(arp="100.1")
    with pytest.raises(ValueError, match="CSRP is a percentage"):
        letter(csrp="-1")
    with pytest.raises(ValueError, match="not in the band"):
        letter(sexual=SexualScore(value=Decimal("0.59"), band="medium"))
    with pytest.raises(ValueError, match="no band enormous"):
        letter(sexual=SexualScore(value=Decimal("0.59"), band="enormous"))


def test_each_step_says_what_it_saw_and_what_would_change_it():
    found = letter(
        arp="95",
        csrp="7",
        is_arp_static=True,
        rosh="very_high",
        has_mappa=True,
        is_lifer=True,
        released_on=date(2026, 1, 1),
        sexual=SexualScore(value=Decimal("5.3"), band="very_high"),
        histories=frozenset(
            {Step.DOMESTIC_ABUSE, Step.STALKING, Step.CHILD_PROTECTION, Step.EVER_SEXUAL_OFFENCE}
        ),
    )

    assert [(term.part, term.value, term.gives, term.changes) for term in found.terms] == [
        (
            "reoffending",
            "ARP 95 (static), CSRP 7 (dynamic)",
            "A",
            "a completed assessment makes static scores dynamic",
        ),
        ("sexual_reoffending", "5.3, very high", "A", "a new score"),
        (
            "mappa_rosh",
            "MAPPA, risk of serious harm very high",
            "A",
            "another level of risk of serious harm, or the start or end of MAPPA",
        ),
        (
            "lifer",
            "released on 1 January 2026",
            "B",
            "time: within a year, within five years, and after",
        ),
        ("domestic_abuse", "yes", "E", "the end of the flag"),
        ("stalking", "yes", "F", "the end of the flag"),
        ("child_protection", "yes", "F", "the end of the flag"),
        ("ever_sexual_offence", "yes", "E", ""),
    ]


def test_a_day_without_rules_has_no_tier():
    with pytest.raises(LookupError, match="single-letter tiering is in force on 31 December 2025"):
        frameworks.single_letter(on=date(2025, 12, 31))
