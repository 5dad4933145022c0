"""The questions of the model, on both clocks and by sets of live changes."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.organisation import commands, queries
from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.organisation.models import LegalEntity, UnitOwnership
from throughcare.organisation.queries import Moment
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db

BEFORE = Moment(at=units.REFORM - timedelta(microseconds=1), live=())
SALE = datetime(2015, 2, 1, tzinfo=UTC)


def codes(found) -> list[str]:
    return sorted(each.code for each in found)


def test_a_fact_is_answered_as_at_a_moment_and_as_known_on_a_day():
    trust = units.unit("SWM", kind="trust")
    learnt = units.NOW + timedelta(days=10)
    units.state(trust, Fact.NAME, "Midland", starts_at=units.REFORM, recorded_at=learnt)

    def name(*, at: datetime, known: datetime | None = None) -> str:
        moment = Moment(at=at, live=(), known=known)
        return queries.unit(trust.pk, moment=moment).facts["name"]

    assert [
        name(at=BEFORE.at),
        name(at=units.REFORM),
        name(at=units.NOW, known=learnt - timedelta(microseconds=1)),
        name(at=units.NOW, known=learnt),
    ] == ["Unit SWM", "Midland", "Unit SWM", "Midland"]


def test_a_corrected_fact_is_answered_as_it_was_known():
    trust = units.unit("SWM", kind="trust")
    moment = Moment(at=units.NOW, live=())

    commands.correct_fact(
        account_id=None, unit_id=trust.pk, fact="name", value="Right", moment=moment, now=units.NOW
    )

    found = {
        known: queries.unit(trust.pk, moment=Moment(at=units.LONG_AGO, live=(), known=known)).facts[
            "name"
        ]
        for known in (units.NOW - timedelta(microseconds=1), units.NOW, None)
    }
    assert list(found.values()) == ["Unit SWM", "Right", "Right"]
    entries = queries.corrections(trust.pk, moment=moment)
    assert [(entry.subject, entry.value, entry.corrected_at) for entry in entries] == [
        ("fact name", "Unit SWM", units.NOW)
    ]


def test_all_that_is_true_of_a_unit_is_answered_by_a_set_of_live_changes(split):
    before = queries.unit(split.team.pk, moment=Moment(at=units.NOW, live=()))
    after = queries.unit(split.team.pk, moment=split.after)

    assert (before.code, before.parents) == ("SWMT01", {"line": split.place.pk})
    assert (after.code, after.parents) == ("N04T01", {"line": split.ids["N04L01"]})
    assert (
        after.facts
        == before.facts
        == {
            "accepts-work": "yes",
            "kind": "team",
            "legal": "yes",
            "name": "Unit SWMT01",
            "operating": "yes",
        }
    )


def test_the_chain_above_and_all_under_follow_the_live_changes(split):
    above = {
        moment: [
            each.code
            for each in queries.chain_above(split.team.pk, hierarchy=Hierarchy.LINE, moment=moment)
        ]
        for moment in (BEFORE, split.after)
    }
    under = {
        moment: codes(queries.all_under(unit_id, hierarchy=Hierarchy.LINE, moment=moment))
        for moment, unit_id in ((BEFORE, split.trust.pk), (split.after, split.ids["N04"]))
    }
    parent = queries.parent(split.team.pk, hierarchy=Hierarchy.LINE, moment=split.after)

    assert above == {BEFORE: ["SWML01", "SWM"], split.after: ["N04L01", "N04"]}
    assert under == {BEFORE: ["SWML01", "SWMT01"], split.after: ["N04L01", "N04T01"]}
    assert parent.code == "N04L01"
    assert queries.parent(split.trust.pk, hierarchy=Hierarchy.LINE, moment=BEFORE) is None


def test_a_company_has_the_owner_in_law_of_the_day():
    company = units.unit("C11", kind="crc")
    state, buyer = (
        LegalEntity.objects.create(code=code, name=f"{code} Ltd") for code in ("SOSJ", "RRP")
    )
    for entity, starts_at in ((state, units.LONG_AGO), (buyer, SALE)):
        UnitOwnership.objects.create(
            unit=company, entity=entity, starts_at=starts_at, recorded_at=units.LONG_AGO
        )

    sold = Moment(at=SALE, live=())

    assert queries.owner_in_law(company.pk, moment=BEFORE) == queries.Entity(
        code="SOSJ", name="SOSJ Ltd"
    )
    assert queries.owner_in_law(company.pk, moment=sold) == queries.Entity(
        code="RRP", name="RRP Ltd"
    )
    assert codes(queries.owned_by("RRP", moment=sold)) == ["C11"]
    assert codes(queries.owned_by("RRP", moment=BEFORE)) == []


def test_the_history_of_a_unit_is_told_in_order_by_the_live_changes(split):
    told = [
        (entry.starts_at, entry.subject, entry.value, entry.change)
        for entry in queries.history(split.trust.pk, moment=split.after)
        if entry.subject != "fact legal"
    ]

    assert told == [
        *(
            (units.LONG_AGO, subject, value, "")
            for subject, value in (
                ("code", "SWM"),
                ("fact accepts-work", "yes"),
                ("fact kind", "trust"),
                ("fact name", "Unit SWM"),
                ("fact operating", "yes"),
            )
        ),
        *(
            (units.REFORM, subject, value, "reform")
            for subject, value in (
                ("fact accepts-work", "no"),
                ("fact operating", "no"),
                ("succeeded by", "C11"),
                ("succeeded by", "N04"),
            )
        ),
    ]


def test_a_moment_is_by_the_changes_live_on_the_day_of_knowledge(split):
    commands.make_live(change_id=split.change_id, account_id=None, now=units.NOW)
    before = units.NOW - timedelta(microseconds=1)

    assert queries.as_at(units.NOW).live == (split.change_id,)
    assert queries.as_at(units.NOW, known=units.NOW).live == (split.change_id,)
    assert queries.as_at(units.NOW, known=before).live == ()
    assert queries.with_change(BEFORE, change_id=split.change_id).live == (split.change_id,)
    with pytest.raises(LookupError):
        queries.pinned()


@pytest.mark.parametrize("teams", [1, 3])
def test_lists_take_one_query_however_long(split, teams, django_assert_num_queries):
    for number in range(teams):
        units.unit(f"T{number}", parent=split.place)
    ids = [each.unit_id for each in queries.of_kinds(["team"], moment=BEFORE)]

    with django_assert_num_queries(1):
        found = queries.units(ids, moment=BEFORE)
    with django_assert_num_queries(1):
        queries.all_under(split.trust.pk, hierarchy=Hierarchy.LINE, moment=BEFORE)
    with django_assert_num_queries(1):
        queries.chain_above(split.team.pk, hierarchy=Hierarchy.LINE, moment=BEFORE)
    with django_assert_num_queries(1):
        queries.history(split.trust.pk, moment=BEFORE)
    with django_assert_num_queries(2):
        queries.current_successors(split.trust.pk, moment=split.after)
    with django_assert_num_queries(4):
        queries.shapes(starts_at=units.LONG_AGO, ends_at=SALE, moment=split.after)
    assert len(found) == teams + 1
