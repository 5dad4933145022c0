"""What would change a score."""

from decimal import Decimal

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.risk.rules import score, score_best
from throughcare.risk.rules.changes import changes, reach
from throughcare.risk.tests.people import KNOWN, NO_NEEDS, THIEF, TODAY, crowd, tool

LINE = Decimal("6.89")


def test_an_interview_could_move_the_man_of_r2_to_either_side_of_the_line():
    brief = score_best(tool("RSR"), THIEF)

    found = reach(THIEF, tool=tool("RSR"), open_=brief.lacking)

    assert brief.percents[2] == Decimal("4.67")
    assert found.least.percents[2] == Decimal("2.31")
    assert found.most.percents[2] > Decimal("9.35")
    assert found.crosses(LINE)
    assert not found.crosses(Decimal("2.31"))
    assert found.crosses(found.most.percents[2])


@pytest.mark.parametrize(
    ("name", "on"), [("RSR", None), ("OVP", None), ("OGP", None), ("ARP", TODAY), ("VRP", TODAY)]
)
def test_no_answers_lead_out_of_reach(name, on):
    of = tool(name, on=on) if on else tool(name)
    open_ = [each for each in of.inputs(of.first_variant) if each in NO_NEEDS]
    found = reach(KNOWN, tool=of, open_=open_)

    for answers in crowd(60, seed=5, most_unknown=0):
        given = KNOWN | {each: answers[each] for each in open_}
        probability = score(of, given).probabilities[2]

        assert found.least.probabilities[2] <= probability <= found.most.probabilities[2]
    assert found.least.probabilities[2] < found.most.probabilities[2]


def test_what_is_not_from_an_interview_is_not_open():
    with pytest.raises(ValueError, match="interview"):
        reach(THIEF, tool=tool("RSR"), open_=["sexual_history"])
    with pytest.raises(Refused):
        reach(
            THIEF | {"sex": None},
            tool=tool("RSR"),
            open_=[n for n in tool("RSR").inputs("extended") if n in NO_NEEDS],
        )


def test_each_other_answer_is_told_with_what_it_would_come_to():
    made = score(tool("RSR"), KNOWN)

    found = changes(made, tool=tool("RSR"))

    percents = {(each.name, each.value): each.percent for each in found}
    assert found[0].name == "past_aggravated_burglary"
    assert percents["attitudes", 2] > percents["attitudes", 1] > made.percents[2]
    assert (
        percents["unemployed", "yes"]
        == score(tool("RSR"), KNOWN | {"unemployed": "yes"}).percents[2]
    )
    assert ("unemployed", "no") not in percents
    assert ("sexual_history", "yes") not in percents
    assert all(each.band for each in found)


def test_nothing_from_an_interview_changes_what_is_made_from_the_record():
    assert changes(score(tool("OGRS3"), THIEF), tool=tool("OGRS3")) == ()
