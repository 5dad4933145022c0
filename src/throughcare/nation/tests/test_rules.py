import csv
from pathlib import Path

import pytest

from throughcare.nation.choices import DIVISORS, Size
from throughcare.nation.rules import apportion, scaled, staffing
from throughcare.nation.tables import national_volumes, volumes

PUBLISHED = Path(__file__).parents[5] / "shared" / "reference" / "tr" / "synthetic_volumes.csv"


@pytest.mark.parametrize(
    ("size", "cases", "accounts"),
    [
        (Size.SMALL, (1493, 3307), 400),
        (Size.MEDIUM, (7465, 16535), 2000),
        (Size.NATIONAL, (74_654, 165_346), 20_000),
    ],
)
def test_a_smaller_nation_adds_up_exactly(size, cases, accounts):
    made = volumes(size)

    assert (
        sum(volume.cases_to_nps for volume in made),
        sum(volume.cases_to_crc for volume in made),
    ) == cases
    assert sum(volume.staff_to_nps + volume.staff_to_crc for volume in made) == accounts


def test_the_whole_nation_is_the_national_volumes_unchanged():
    assert volumes(Size.NATIONAL) == national_volumes()
    assert sum(volume.teams for volume in national_volumes()) == 1816


@pytest.mark.parametrize("size", Size)
def test_posts_of_a_fixed_kind_fill_neither_side_of_any_trust(size):
    for volume in volumes(size):
        staff = staffing(volume)

        assert staff.fixed_to_nps + staff.leaders_to_nps < volume.staff_to_nps
        assert staff.fixed_to_crc + staff.leaders - staff.leaders_to_nps < volume.staff_to_crc
        assert 0 < staff.leaders_to_nps < volume.teams
        assert staff.officers >= (2 if size is Size.NATIONAL else 0)
        assert (
            staff.leaders
            + staff.fixed_to_nps
            + staff.fixed_to_crc
            + staff.officers
            + staff.administrators
            + staff.executives
        ) == volume.staff_to_nps + volume.staff_to_crc


def test_shares_give_the_odd_one_to_the_largest_remainder_and_then_by_name():
    assert apportion({"B": 1, "A": 1, "C": 2}, total=2) == {"B": 0, "A": 1, "C": 1}


def test_what_the_fewest_take_comes_from_whoever_has_most():
    assert apportion({"A": 100, "B": 1, "C": 1}, total=5, fewest=1) == {"A": 3, "B": 1, "C": 1}


def test_every_trust_keeps_a_cluster_and_two_teams_however_small():
    assert all(
        volume.clusters >= 1 and volume.teams >= 2
        for volume in scaled(national_volumes(), divisor=DIVISORS[Size.TINY])
    )


def test_a_million_cases_have_the_staff_and_teams_of_the_nation():
    more = scaled(national_volumes(), divisor=DIVISORS[Size.MILLION])
    assert sum(volume.cases_to_nps + volume.cases_to_crc for volume in more) == 1_000_000
    staff = [
        sum(volume.staff_to_nps + volume.staff_to_crc for volume in volumes)
        for volumes in (more, national_volumes())
    ]
    assert staff == [20_000, 20_000]


def test_the_volumes_are_those_of_the_published_fixture():
    if not PUBLISHED.exists():
        pytest.skip("the reference data is not beside the repository")
    with PUBLISHED.open() as file:
        published = {row["trust_code"]: row for row in csv.DictReader(file)}

    assert {
        volume.code: (
            volume.cases_to_nps,
            volume.cases_to_crc,
            volume.staff_to_nps,
            volume.staff_to_crc,
            volume.teams,
        )
        for volume in national_volumes()
    } == {
        code: tuple(
            int(row[column])
            for column in ("cases_to_nps", "cases_to_crc", "staff_to_nps", "staff_to_crc", "teams")
        )
        for code, row in published.items()
    }
