"""Where duties, codes and figures go when units are divided, joined and closed."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands, queries
from throughcare.organisation.queries import Moment
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db

BEFORE = Moment(at=units.REFORM - timedelta(microseconds=1), live=())
SALE = datetime(2015, 2, 1, tzinfo=UTC)


def codes(found) -> list[str]:
    return sorted(each.code for each in found)


def test_an_open_unit_succeeds_itself_and_a_closed_one_is_followed(split):
    def successors(unit_id: int, moment: Moment) -> list[str]:
        return codes(queries.current_successors(unit_id, moment=moment))

    assert successors(split.trust.pk, BEFORE) == ["SWM"]
    assert successors(split.trust.pk, Moment(at=units.NOW, live=())) == ["SWM"]
    assert successors(split.trust.pk, split.after) == ["C11", "N04"]
    assert successors(split.ids["N04"], split.after) == ["N04"]
    assert successors(split.ids["N04"], BEFORE) == []


def test_a_chain_of_closings_is_followed_to_the_units_still_open(split):
    region = units.unit("N53", kind="region", starts_at=SALE)
    change = units.change("regions", effective_at=SALE)
    commands.stage_closings(
        change_id=change.pk,
        closings=[commands.Closing(unit_id=split.ids["C11"], closes_at=SALE, dissolved_at=None)],
        now=units.LONG_AGO,
    )
    commands.stage_succession(
        change_id=change.pk,
        reference="regions",
        legal_basis="",
        effective_at=SALE,
        edges=[
            commands.Edge(predecessor_id=split.ids["C11"], successor_id=region.pk, kind="replace")
        ],
        now=units.LONG_AGO,
    )
    moment = Moment(at=SALE, live=(split.change_id, change.pk))

    assert codes(queries.current_successors(split.trust.pk, moment=moment)) == ["N04", "N53"]
    assert [
        (each.unit.code, each.generation) for each in queries.predecessors(region.pk, moment=moment)
    ] == [("C11", 1), ("SWM", 2)]


def test_after_a_reversal_the_trust_is_open_and_the_bodies_lead_back_to_it(split):
    back = split.reverse(at=units.NOW)
    moment = Moment(at=SALE, live=(split.change_id, back))

    assert {
        code: codes(queries.current_successors(unit_id, moment=moment))
        for code, unit_id in (
            ("SWM", split.trust.pk),
            ("N04", split.ids["N04"]),
            ("C11", split.ids["C11"]),
        )
    } == {"SWM": ["SWM"], "N04": ["SWM"], "C11": ["SWM"]}
    assert queries.predecessors(split.trust.pk, moment=moment) == ()


def test_an_empty_closure_has_no_successor():
    trust = units.unit("SWM", kind="trust")
    change = units.change("closing")
    commands.stage_closings(
        change_id=change.pk,
        closings=[commands.Closing(unit_id=trust.pk, closes_at=units.REFORM, dissolved_at=None)],
        now=units.LONG_AGO,
    )
    commands.stage_succession(
        change_id=change.pk,
        reference="closing",
        legal_basis="",
        effective_at=units.REFORM,
        edges=[commands.Edge(predecessor_id=trust.pk, successor_id=None, kind="close")],
        now=units.LONG_AGO,
    )
    moment = Moment(at=units.NOW, live=(change.pk,))

    assert queries.current_successors(trust.pk, moment=moment) == ()
    with pytest.raises(Refused) as refused:
        queries.bearing("SWM", moment=moment)
    assert refused.value.codes == ("closed-without-successor",)


def test_the_code_of_a_split_unit_answers_its_candidates_and_the_rule_that_decides(split):
    found = queries.bearing("SWM", moment=split.after)

    assert (found.given_to.unit_id, codes(found.candidates), found.rules) == (
        split.trust.pk,
        ["C11", "N04"],
        ("NPS or CRC",),
    )


@pytest.mark.parametrize("owner", ["N04", "C11"])
def test_a_code_goes_where_the_item_is(split, owner):
    found = [
        queries.destination(code=code, owner_of_item_id=split.ids[owner], moment=split.after).code
        for code in ("SWM", "SWML01", "STW")
    ]

    assert found == [owner, f"{owner}L01", "N04"]


def test_a_code_that_was_divided_is_refused_without_its_item_or_with_one_that_is_elsewhere(split):
    elsewhere = units.unit("N02", kind="nps-division")

    with pytest.raises(Refused) as unknown:
        queries.destination(code="SWM", owner_of_item_id=None, moment=split.after)
    with pytest.raises(Refused) as other:
        queries.destination(code="SWM", owner_of_item_id=elsewhere.pk, moment=split.after)

    assert (unknown.value.codes, other.value.codes) == (
        ("depends-on-item",),
        ("item-is-elsewhere",),
    )
    assert "NPS or CRC" in str(unknown.value)


def test_an_old_code_of_an_open_unit_leads_to_it_under_its_new_code(split):
    found = queries.open_unit(code="SWMT01", moment=split.after)

    assert (found.unit_id, found.code) == (split.team.pk, "N04T01")


def test_only_the_code_of_an_open_unit_is_a_target(split):
    units.unit("OOPS")
    commands.withdraw_code(account_id=None, code="OOPS", now=units.NOW)

    def refusal(code: str, moment: Moment) -> str:
        with pytest.raises(Refused) as refused:
            queries.open_unit(code=code, moment=moment)
        return str(refused.value)

    assert [
        refusal("SWM", split.after),
        refusal("OOPS", split.after),
        refusal("N04", BEFORE),
        refusal("NONE", split.after),
    ] == [
        "SWM is closed. Use N04, C11.",
        "OOPS was made in error and withdrawn. Nothing can be sent to it.",
        "No unit has the code N04.",
        "No unit has the code NONE.",
    ]
    early = Moment(at=units.NOW, live=(), known=units.NOW - timedelta(microseconds=1))
    assert queries.open_unit(code="OOPS", moment=early).code == "OOPS"


def test_a_period_that_straddles_a_change_has_both_shapes_and_the_bridge(split):
    found = queries.shapes(
        starts_at=datetime(2014, 4, 1, tzinfo=UTC),
        ends_at=datetime(2015, 4, 1, tzinfo=UTC),
        moment=split.after,
    )

    assert (codes(found.old), codes(found.new), found.is_straddled) == (
        ["STW", "SWM"],
        ["C11", "N04"],
        True,
    )
    assert [
        (bridge.code, bridge.successor_code, bridge.is_divided, bridge.rules)
        for bridge in sorted(found.bridges, key=lambda each: (each.code, each.successor_code))
    ] == [
        ("C11", "C11", False, ()),
        ("N04", "N04", False, ()),
        ("STW", "N04", False, ()),
        ("SWM", "C11", True, ("NPS or CRC",)),
        ("SWM", "N04", True, ("NPS or CRC",)),
    ]
    assert len(found.edges) == 3


def test_a_period_before_the_change_has_one_shape(split):
    found = queries.shapes(
        starts_at=datetime(2013, 4, 1, tzinfo=UTC), ends_at=units.REFORM, moment=split.after
    )

    assert (codes(found.old), codes(found.new), found.edges, found.is_straddled) == (
        ["STW", "SWM"],
        ["STW", "SWM"],
        (),
        False,
    )
