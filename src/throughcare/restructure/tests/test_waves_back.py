"""The way back while one wave stands on another: nothing that the later one brought is left with a body that is no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.tests.nation_before import OWNED
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.test_waves import EVE_OF_SECOND, FIRST, SECOND, SECOND_INSTANT
from throughcare.restructure.tests.waves import trusts, wave

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OF_FIRST, OF_SECOND = trusts()[:17], trusts()[17:]


def first_live() -> Reform:
    return Reform(now=EVE).take_in(wave("one", OF_FIRST, instant=FIRST)).go_live(now=INSTANT)


def second_of(first: Reform) -> Reform:
    """The wave of all other trusts, some of which go to bodies that the first opened."""
    opened = set(dict(first.rows(OWNED))) - set(OF_SECOND)
    text = wave("two", OF_SECOND, instant=SECOND, opened=opened | {"NPS"})
    return Reform(now=EVE_OF_SECOND).take_in(text)


@contextmanager
def two_live() -> Iterator[tuple[Reform, Reform]]:
    with undone():
        first = first_live()
        second = second_of(first).go_live(now=SECOND_INSTANT)
        yield first.at(SECOND_INSTANT + HOUR), second.at(SECOND_INSTANT + HOUR)


_UNDETERMINED = """
select count(*) from restructure_answer where plan_id = %s and standing = 'undetermined' and kind not in ('office', 'team')
"""
"""Offices and teams are places, which nobody brings."""


def words(reform: Reform, step: Step) -> list[tuple[str, str]]:
    run = reform.run(step)
    return [(each["code"], each["sentence"]) for each in run.result["refused"]]


def test_a_wave_on_which_another_stands_is_not_aborted(nation):
    assert nation is None
    with two_live() as (first, second):
        [(code, sentence)] = words(first, Step.ABORT)

        assert code == "stands-on-it"
        assert sentence.startswith("Wave two is live as well, and stands on what Wave one made")
        assert "Abort it first" in sentence
        assert first.plan.phase == Phase.LIVE
        assert second.broken() == {}


def test_the_later_of_two_waves_is_aborted_and_then_the_first(nation):
    assert nation is None
    with two_live() as (first, second):
        second.done(Step.ABORT)
        assert second.broken() == {}
        first.done(Step.ABORT)

        assert set(dict(first.rows(OWNED))) == set(trusts())
        assert first.broken() == {}


def test_a_wave_whose_books_are_closed_is_reversed_before_what_it_stands_on(nation):
    assert nation is None
    with two_live() as (first, second):
        second.done(Step.RECONCILE)

        [(_, sentence)] = words(first, Step.ABORT)
        assert "Reverse it first, and then this plan." in sentence

        back = second.gone_back(instant=SECOND_INSTANT + DAY)
        [(_, sentence)] = words(first.at(back.now + HOUR), Step.ABORT)
        assert sentence.startswith("Wave two was live for a time on what Wave one made")
        both = first.at(back.now + HOUR).gone_back(instant=back.now + DAY)

        assert set(dict(both.rows(OWNED))) == set(trusts())
        assert both.broken() == {}


def test_the_reversal_of_a_wave_on_which_another_stands_names_it_and_counts_what_it_brought(nation):
    assert nation is None
    with two_live() as (first, second):
        reversal = first.reversal(instant=SECOND_INSTANT + 2 * DAY)
        reversal.done(Step.CHECK)
        reversal.done(Step.PLAN)
        reversal.sign(Gate.PLAN)

        said = dict(words(reversal, Step.STAGE))

        assert set(said) == {"undetermined", "stands-on-it"}
        [(brought,)] = reversal.rows(_UNDETERMINED, reversal.plan_id)
        assert brought > 200
        assert f"Wave two has brought {brought:,} items that are open" in said["stands-on-it"]
        assert said["stands-on-it"].endswith("Reverse Wave two first.")
        assert second.broken() == {}


def test_a_reversal_that_was_staged_before_another_wave_went_live_is_not_switched_after_it(nation):
    assert nation is None
    with undone():
        first = first_live()
        second = second_of(first).stage().sign(Gate.GO)
        reversal = first.at(EVE_OF_SECOND).reversal(instant=SECOND_INSTANT + 2 * DAY)
        reversal.done(Step.CHECK)
        reversal.stage().sign(Gate.GO)
        second.at(SECOND_INSTANT).done(Step.SWITCH)
        late = reversal.at(SECOND_INSTANT + 2 * DAY)

        [(code, sentence)] = words(late, Step.SWITCH)

        assert code == "stands-on-it"
        assert "Reverse Wave two first." in sentence
        assert first.plan.phase == Phase.LIVE
        assert late.broken() == {}


def test_an_abort_long_after_is_refused_and_the_page_has_no_button(first_morning, sign_in):
    late = first_morning.at(datetime(2014, 7, 1, tzinfo=UTC))

    [(code, sentence)] = words(late, Step.ABORT)

    assert code == "too-late"
    assert "could be taken back until 1 July 2014" in sentence
    assert "a plan of its own" in sentence
    assert late.broken() == {}
    client = sign_in("director", now=late.now)
    page = f"/restructures/{late.plan.reference}/day"
    for address in (page, f"{page}/abort"):
        shown = client.get(address).content.decode()
        assert "could be taken back until" in shown
        assert f'action="{page}/abort"' not in shown
        assert f'href="{page}/abort"' not in shown
