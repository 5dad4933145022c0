"""Where somebody lives or may be written to, in time."""

from datetime import date, timedelta

import pytest

from throughcare.kernel.refusals import Refused
from throughcare.people import commands, queries
from throughcare.people.commands import Place
from throughcare.people.models import Address, Former
from throughcare.people.tests.known import LONG_AGO, NOW, TODAY, seated

pytestmark = pytest.mark.django_db

A_YEAR_AGO = date(2013, 6, 2)
HOME = Place(lines="7 Rookery Nook", postcode="xa1 1aa")


def test_a_new_main_address_ends_the_one_before_on_the_same_day_and_makes_it_previous(
    officer_here, somebody, told
):
    with seated(officer_here):
        commands.add_address(status="main", place=HOME, starts_on=A_YEAR_AGO, **told)

    held = Address.objects.filter(person=somebody).order_by("id")
    assert list(held.values_list("status", "starts_on", "ends_on", "postcode")) == [
        ("previous", LONG_AGO.date(), A_YEAR_AGO, ""),
        ("main", A_YEAR_AGO, None, "XA1 1AA"),
    ]


def test_a_main_address_may_be_no_fixed_abode_and_another_may_not(officer_here, somebody, told):
    nowhere = Place(is_no_fixed_abode=True)
    with seated(officer_here):
        commands.add_address(status="main", place=nowhere, starts_on=TODAY, **told)
        with pytest.raises(Refused) as refused:
            commands.add_address(status="postal", place=nowhere, starts_on=TODAY, **told)

    assert refused.value.codes == ("not-main",)
    assert Address.objects.filter(person=somebody, is_no_fixed_abode=True).count() == 1


@pytest.mark.parametrize(
    ("place", "starts_on", "codes"),
    [
        (Place(), TODAY, ("no-address",)),
        (Place(lines="1 A", is_no_fixed_abode=True), TODAY, ("both",)),
        (HOME, TODAY + timedelta(days=1), ("not-yet",)),
        (HOME, date(2009, 1, 1), ("before-current",)),
    ],
)
def test_an_address_that_cannot_be_is_refused(*, officer_here, told, place, starts_on, codes):
    with seated(officer_here), pytest.raises(Refused) as refused:
        commands.add_address(status="main", place=place, starts_on=starts_on, **told)

    assert refused.value.codes == codes
    assert Address.objects.filter(lines="7 Rookery Nook").count() == 0


def test_an_address_is_verified_put_right_and_ended(officer_here, told):
    with seated(officer_here):
        made = commands.add_address(status="bail", place=HOME, starts_on=A_YEAR_AGO, **told)
        verified = commands.verify_address(key=made.key, **told)
        seen = (verified.verified_at, verified.verified_by_id)
        moved = Place(lines="9 Rookery Nook", postcode="XA1 1AA")
        corrected = commands.correct_address(key=made.key, place=moved, reason="Number", **told)
        assert (corrected.lines, corrected.verified_at) == ("9 Rookery Nook", None)
        with pytest.raises(Refused) as early:
            commands.end_address(key=made.key, ends_on=date(2013, 6, 1), reason="Left", **told)
        ended = commands.end_address(key=made.key, ends_on=TODAY, reason="Left", **told)
        with pytest.raises(Refused) as again:
            commands.end_address(key=made.key, ends_on=TODAY, reason="Left", **told)
        with pytest.raises(Refused) as late:
            commands.verify_address(key=made.key, **told)

    assert seen == (NOW, officer_here.pk)
    assert (ended.status, ended.ends_on) == ("bail", TODAY)
    assert (early.value.codes, again.value.codes, late.value.codes) == (
        ("ends-first",),
        ("ended",),
        ("ended",),
    )
    assert [(row.said["lines"], row.reason) for row in Former.objects.order_by("id")] == [
        ("7 Rookery Nook", "Number"),
        ("9 Rookery Nook", "Left"),
    ]


def test_somebody_new_without_a_case_is_written_to_by_whoever_may_write(officer_here, nation):
    with seated(officer_here):
        made = commands.add_person(
            account_id=officer_here.pk, name=commands.Alias(first="New", last="Body"), now=NOW
        )
        commands.add_address(
            account_id=officer_here.pk,
            crn=made.crn,
            status="main",
            place=HOME,
            starts_on=TODAY,
            now=NOW,
        )

        assert [each.lines for each in queries.profile(crn=made.crn).addresses] == [HOME.lines]
