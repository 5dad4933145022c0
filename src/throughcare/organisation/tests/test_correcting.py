"""Corrections: a row is added, the wrong one is stamped, and what changes nothing is refused."""

from datetime import timedelta

import pytest

from throughcare.access import commands as access
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands, queries
from throughcare.organisation.choices import Fact
from throughcare.organisation.models import Placement, UnitCode, UnitFact
from throughcare.organisation.queries import Moment
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db

NOW = Moment(at=units.NOW, live=())


@pytest.fixture(autouse=True)
def engine(db):
    """Corrections are made by the one role that may write here."""
    with access.as_engine(now=units.NOW):
        yield


@pytest.fixture
def trust(db):
    return units.unit("SWM", kind="trust")


def correct(unit, *, fact=Fact.NAME, value="Right", moment=NOW, starts_at=None):
    return commands.correct_fact(
        account_id=None,
        unit_id=unit.pk,
        fact=fact,
        value=value,
        moment=moment,
        starts_at=starts_at,
        now=units.NOW,
    )


def rows(unit, fact: str = Fact.NAME) -> list[tuple[object, ...]]:
    found = UnitFact.objects.filter(unit=unit, fact=fact).order_by("pk")
    return list(found.values_list("value", "starts_at", "superseded_at"))


def test_a_corrected_fact_is_a_new_row_beside_the_stamped_one(trust):
    correct(trust)

    assert rows(trust) == [
        ("Unit SWM", units.LONG_AGO, units.NOW),
        ("Right", units.LONG_AGO, None),
    ]
    acts = audit.acts_about(subject_kind="unit", subject_reference=str(trust.reference), limit=5)
    assert [act.action for act in acts] == ["organisation.correct-name"]


def test_the_day_from_which_a_fact_held_is_corrected_as_well(trust):
    day = units.LONG_AGO + timedelta(days=1)

    correct(trust, starts_at=day)

    assert rows(trust) == [("Unit SWM", units.LONG_AGO, units.NOW), ("Right", day, None)]
    assert queries.unit(trust.pk, moment=Moment(at=units.LONG_AGO, live=())).facts.keys() == {
        "kind",
        "operating",
        "legal",
        "accepts-work",
    }


def test_the_row_that_held_at_the_moment_is_the_one_corrected(trust):
    units.state(trust, Fact.NAME, "Later", starts_at=units.REFORM)

    correct(trust, moment=Moment(at=units.REFORM - timedelta(microseconds=1), live=()))

    assert rows(trust) == [
        ("Unit SWM", units.LONG_AGO, units.NOW),
        ("Later", units.REFORM, None),
        ("Right", units.LONG_AGO, None),
    ]


def test_a_correction_of_what_a_change_said_goes_with_the_change(trust):
    reform = units.change("reform")
    units.state(trust, Fact.NAME, "Reformed", starts_at=units.REFORM, change=reform)
    with_reform = Moment(at=units.NOW, live=(reform.pk,))

    correct(trust, moment=with_reform)

    names = [queries.unit(trust.pk, moment=each).facts["name"] for each in (with_reform, NOW)]
    assert names == ["Right", "Unit SWM"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"value": "Unit SWM"}, "nothing-changes"),
        ({"fact": Fact.TELEPHONE}, "nothing-recorded"),
        ({"moment": Moment(at=units.LONG_AGO - timedelta(days=1), live=())}, "nothing-recorded"),
        ({"fact": Fact.OPERATING, "value": "perhaps"}, "yes-or-no"),
        ({"starts_at": units.REFORM}, "another-starts"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused_and_writes_nothing(trust, values, code):
    reform = units.REFORM
    units.state(trust, Fact.NAME, "Later", starts_at=reform)
    before = list(UnitFact.objects.order_by("pk").values())
    first = {"moment": Moment(at=units.LONG_AGO, live=())}

    with pytest.raises(Refused) as refused:
        correct(trust, **(first | values))

    assert refused.value.codes == (code,)
    assert list(UnitFact.objects.order_by("pk").values()) == before


def move(unit, parent, *, moment=NOW):
    return commands.correct_placement(
        account_id=None,
        unit_id=unit.pk,
        hierarchy="line",
        parent_id=None if parent is None else parent.pk,
        moment=moment,
        now=units.NOW,
    )


def test_a_corrected_placement_is_a_new_row_beside_the_stamped_one(trust):
    other = units.unit("STW", kind="trust")
    team = units.unit("SWMT01", parent=trust)

    move(team, other)

    assert list(Placement.objects.order_by("pk").values_list("parent", "superseded_at")) == [
        (trust.pk, units.NOW),
        (other.pk, None),
    ]


@pytest.mark.parametrize(
    ("unit", "parent", "code"),
    [
        ("SWMT01", "SWM", "nothing-changes"),
        ("SWMT01", "SWMT01", "above-itself"),
        ("SWML01", "SWMX01", "above-itself"),
        ("SWM", "SWMT01", "nothing-recorded"),
    ],
)
def test_a_placement_that_cannot_stand_is_refused_and_writes_nothing(trust, unit, parent, code):
    made = {"SWM": trust}
    made["SWML01"] = units.unit("SWML01", parent=units.unit("TOP"))
    made["SWMX01"] = units.unit("SWMX01", parent=made["SWML01"])
    made["SWMT01"] = units.unit("SWMT01", parent=trust)
    before = list(Placement.objects.order_by("pk").values())

    with pytest.raises(Refused) as refused:
        move(made[unit], made[parent])

    assert refused.value.codes == (code,)
    assert list(Placement.objects.order_by("pk").values()) == before


def test_a_withdrawn_code_is_kept_and_names_its_unit_no_more(trust):
    units.give("OOPS", trust, starts_at=units.REFORM)

    commands.withdraw_code(account_id=None, code="OOPS", now=units.NOW)

    kept = UnitCode.objects.filter(unit=trust).order_by("pk")
    assert list(kept.values_list("code", "withdrawn_at")) == [("SWM", None), ("OOPS", units.NOW)]
    early = Moment(at=units.NOW, live=(), known=units.NOW - timedelta(microseconds=1))
    assert [queries.unit(trust.pk, moment=each).code for each in (early, NOW)] == ["OOPS", "SWM"]


@pytest.mark.parametrize(
    ("code", "because"), [("NONE", "unknown-code"), ("OOPS", "withdrawn-code")]
)
def test_a_code_is_withdrawn_once(trust, code, because):
    units.give("OOPS", trust, starts_at=units.REFORM)
    commands.withdraw_code(account_id=None, code="OOPS", now=units.REFORM)

    with pytest.raises(Refused) as refused:
        commands.withdraw_code(account_id=None, code=code, now=units.NOW)

    assert refused.value.codes == (because,)
    assert list(UnitCode.objects.filter(code="OOPS").values_list("withdrawn_at", flat=True)) == [
        units.REFORM
    ]
