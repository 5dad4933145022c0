"""The reform in waves: each a plan of its own, switched one after the other, with the same invariants."""

from collections import Counter
from datetime import UTC, datetime

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.nation_before import OWNED, expected
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.sign_offs import codes
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.test_between import OF_A_COMPANY, open_case_like
from throughcare.restructure.tests.waves import trusts, wave, with_division

FIRST = "2014-06-01T00:00:00+01:00"
SECOND = "2014-06-08T00:00:00+01:00"
EVE_OF_SECOND = datetime(2014, 6, 6, 8, tzinfo=UTC)
SECOND_INSTANT = datetime(2014, 6, 7, 23, tzinfo=UTC)


def owned_by_successor() -> Counter[str]:
    counts: Counter[str] = Counter()
    for (_, successor), count in expected().items():
        counts[successor] += count
    return counts


def test_two_waves_that_share_divisions_come_to_what_one_plan_does(nation):
    assert nation is None
    first_trusts, second_trusts = trusts()[:17], trusts()[17:]
    with undone():
        eve = Reform(now=EVE)
        first = eve.take_in(wave("one", first_trusts, instant=FIRST)).go_live(now=INSTANT)
        opened = set(dict(first.rows(OWNED))) - set(second_trusts)
        between = first.broken()
        found_first = first.done(Step.RECONCILE)["differences"]

        later = Reform(now=EVE_OF_SECOND)
        second = later.take_in(
            wave("two", second_trusts, instant=SECOND, opened=opened | {"NPS"})
        ).go_live(now=SECOND_INSTANT)

        assert len({code for code in opened if code.startswith("N")}) > 1
        assert between == {}
        assert dict(second.rows(OWNED)) == owned_by_successor()
        assert second.broken() == {}
        assert set(codes(first)) == opened  # a body that a wave leaves alone has nothing to accept
        found_second = second.done(Step.RECONCILE)["differences"]
        assert set(found_first.values()) == set(found_second.values()) == {0}


def test_waves_that_are_staged_together_each_answer_what_changed_between(nation):
    assert nation is None
    of_south = with_division("N05")
    with undone():
        eve = Reform(now=EVE)
        south = eve.take_in(wave("south", of_south, instant=FIRST, national=False))
        rest = [trust for trust in trusts() if trust not in of_south]
        others = eve.take_in(wave("others", rest, instant=FIRST, national=False))
        south.stage().sign(Gate.GO)
        others.stage().sign(Gate.GO)
        like = eve.rows(OF_A_COMPANY, 200)[::20]
        opened = [open_case_like(item, rosh="low", now=eve.now) for item, _ in like]
        sql.write("update probation_case set closed_at = %s where id = %s", [eve.now, opened[0]])

        later = south.at(INSTANT)
        later.done(Step.SWITCH)
        between = later.broken()
        others.at(INSTANT).done(Step.SWITCH)

        assert {trust in of_south for _, trust in like} == {True, False}
        assert between == {}
        assert later.rows(
            "select organisation_fact(owner_id, 'kind', tc_now(), tc_live()), count(*) from probation_case_facts"
            " where item_id = any (%s) group by 1",
            opened,
        ) == [("crc", len(opened) - 1)]
        assert later.rows("select count(*) from restructure_changed") == [(0,)]
        assert {south.plan.phase, others.plan.phase} == {Phase.LIVE}
        assert later.broken() == {}


def test_two_plans_do_not_open_the_same_bodies(nation):
    assert nation is None
    with undone():
        eve = Reform(now=EVE)
        of_south = with_division("N05")
        eve.take_in(wave("south", of_south, instant=FIRST, national=False)).done(Step.PLAN)
        again = eve.take_in(wave("again", of_south, instant=FIRST, national=False))

        assert set(again.refusals(Step.PLAN)) == {"code-taken"}


def test_a_plan_that_moves_what_another_moves_at_the_same_instant_is_not_switched(nation):
    assert nation is None
    with undone():
        eve = Reform(now=EVE)
        south, north = (
            eve.take_in(
                wave(division.lower(), with_division(division), instant=FIRST, national=False)
            )
            for division in ("N05", "N01")
        )
        for each in (south, north):
            each.stage().sign(Gate.GO)
        sql.write(
            """
            insert into probation_caseassignment
                (item_id, owner_id, holder_id, post_id, starts_at, change_id, recorded_at, basis)
            select item_id, owner_id, holder_id, post_id, starts_at, %s, recorded_at, basis
            from probation_caseassignment where change_id = %s order by item_id limit 1
            """,
            [north.plan.change_id, south.plan.change_id],
        )

        south.at(INSTANT).done(Step.SWITCH)

        assert north.at(INSTANT).refusals(Step.SWITCH) == ["clash"]
        assert north.plan.phase == Phase.STAGED
