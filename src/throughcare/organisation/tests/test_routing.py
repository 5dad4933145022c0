"""Where an old code leads: by the item, for so long, and with the new code said."""

from datetime import UTC, datetime

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands, queries
from throughcare.organisation.models import Change
from throughcare.organisation.queries import Moment, Standing
from throughcare.organisation.tests import units

pytestmark = pytest.mark.django_db

LAST_MOMENT = datetime(2015, 5, 31, 22, 59, 59, tzinfo=UTC)
A_YEAR_LATER = datetime(2015, 5, 31, 23, tzinfo=UTC)


def told(code: str, *, moment: Moment, owner_id: int | None = None) -> tuple[str, str, list[str]]:
    found = queries.routed(code, moment=moment, owner_of_item_id=owner_id)
    return (
        found.standing.value,
        found.to.code if found.to else "",
        sorted(each.code for each in found.candidates),
    )


def test_a_code_in_use_leads_to_its_unit_and_says_nothing(split):
    before = Moment(at=units.NOW, live=())

    assert told("SWM", moment=before) == ("current", "SWM", ["SWM"])
    assert queries.routed("SWM", moment=before).sentence == ""


def test_the_owner_of_the_item_decides_where_a_divided_code_leads(split):
    answers = {
        owner: told("SWM", moment=split.after, owner_id=split.ids.get(owner))[:2]
        for owner in ("N04", "C11", "")
    }

    assert answers == {
        "N04": ("followed", "N04"),
        "C11": ("followed", "C11"),
        "": ("divided", ""),
    }


def test_a_divided_code_says_when_it_ended_by_what_and_among_whom(split):
    found = queries.routed("SWM", moment=split.after)

    assert (found.event, found.legal_basis, found.rules, found.ended_at) == (
        "reform",
        "2007 c 21",
        ("NPS or CRC",),
        units.REFORM,
    )
    assert found.sentence == (
        "SWM ended on 1 June 2014 and was divided among N04 and C11. "
        "Which one it is depends on the person."
    )
    with pytest.raises(Refused) as refused:
        queries.leading_on(found)
    assert refused.value.codes == ("depends-on-item",)


def test_a_unit_that_goes_on_under_another_code_is_found_by_the_old_one(split):
    found = queries.routed("SWMT01", moment=split.after)

    assert found.standing is Standing.RENAMED
    assert found.sentence == "SWMT01 is now N04T01."
    assert queries.leading_on(found).unit_id == split.team.pk


def test_a_place_is_followed_by_the_one_in_the_line_of_the_owner(split):
    found = told("SWML01", moment=split.after, owner_id=split.ids["C11"])

    assert found == ("followed", "C11L01", ["C11L01", "N04L01"])


def test_for_twelve_months_a_code_leads_on_and_then_names_what_follows(split):
    last, over = (Moment(at=at, live=(split.change_id,)) for at in (LAST_MOMENT, A_YEAR_LATER))

    assert told("STW", moment=last)[:2] == ("followed", "N04")
    found = queries.routed("STW", moment=over)
    assert (found.standing, found.to) == (Standing.LAPSED, None)
    with pytest.raises(Refused) as refused:
        queries.leading_on(found)
    assert str(refused.value) == "STW ended on 1 June 2014 and no longer leads on. Use N04."
    assert queries.routed("SWMT01", moment=over).standing is Standing.LAPSED


def test_the_setting_and_the_plan_say_for_how_long(split, settings):
    settings.REDIRECT_MONTHS = 13
    over = Moment(at=A_YEAR_LATER, live=(split.change_id,))
    assert told("STW", moment=over)[:2] == ("followed", "N04")

    Change.objects.filter(id=split.change_id).update(redirects_until=LAST_MOMENT)

    assert told("STW", moment=over)[:2] == ("lapsed", "")


def test_a_code_that_nothing_follows_says_since_when(split):
    alone = units.unit("GONE")
    commands.stage_closings(
        change_id=split.change_id,
        closings=[commands.Closing(unit_id=alone.pk, closes_at=units.REFORM, dissolved_at=None)],
        now=units.LONG_AGO,
    )

    found = queries.routed("GONE", moment=split.after)

    assert (found.standing, found.sentence) == (
        Standing.ENDED,
        "GONE ended on 1 June 2014 and nothing follows.",
    )


def test_a_code_that_nobody_was_given_is_refused(split):
    with pytest.raises(Refused) as refused:
        queries.routed("XYZ", moment=split.after)

    assert refused.value.codes == ("unknown-code",)
