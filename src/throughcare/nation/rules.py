"""How the national volumes are scaled down, and how the staff of a trust are divided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

EVE = datetime(2014, 5, 31, 8, 0, tzinfo=UTC)
NATIONAL_PEOPLE = 2_500_000
CONTACTS_OF_A_CASE = 110
DOCUMENTS_OF_A_CASE = 9
TEAMS_IN_A_CLUSTER = 12
TEAMS_IN_A_DELIVERY_UNIT = 6
TEAMS_IN_AN_OFFICE = 4
SHARE_OF_TEAMS_TO_NPS = 0.45
FEWEST_STAFF_ON_A_SIDE = 2


@dataclass(frozen=True, kw_only=True)
class Volume:
    """What one trust has at national size; how its cases and staff will be divided is known."""

    code: str
    name: str
    clusters: int
    cases_to_nps: int
    cases_to_crc: int
    staff_to_nps: int
    staff_to_crc: int
    teams: int


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """Posts of one trust by what they are for; `leaders` lead one team each."""

    leaders: int
    leaders_to_nps: int
    fixed_to_nps: int
    fixed_to_crc: int
    officers: int
    administrators: int
    executives: int


def apportion(weights: Mapping[str, int], *, total: int, fewest: int = 0) -> dict[str, int]:
    """Share out a total by weight, exactly, by largest remainder; ties go to the first by name.

    Nobody gets less than `fewest`: what that takes comes from whoever has most.

    >>> apportion({"A": 10, "B": 10, "C": 1}, total=5, fewest=1)
    {'A': 2, 'B': 2, 'C': 1}
    """
    whole = sum(weights.values())
    shares = {name: weight * total // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(weights[name] * total % whole), name))
    for name in by_remainder[: total - sum(shares.values())]:
        shares[name] += 1
    for name in sorted(shares):
        while shares[name] < fewest:
            richest = max(shares, key=lambda other: (shares[other], other))
            shares[richest] -= 1
            shares[name] += 1
    return shares


def scaled(volumes: Sequence[Volume], *, divisor: Fraction) -> list[Volume]:
    """Give the trusts of a smaller nation, or of one with more cases.

    Cases and staff add up to the national totals divided, so far as every trust keeps staff on both
    sides of the reform; teams are then as many as the staff of each trust can lead. More cases have no more staff.
    """
    cases = _two_sides(volumes, columns=("cases_to_nps", "cases_to_crc"), divisor=divisor, fewest=1)
    of_staff = max(divisor, Fraction(1))
    staff = _two_sides(
        volumes,
        columns=("staff_to_nps", "staff_to_crc"),
        divisor=of_staff,
        fewest=FEWEST_STAFF_ON_A_SIDE,
    )
    teams = apportion(
        {volume.code: volume.teams for volume in volumes},
        total=round(sum(volume.teams for volume in volumes) / of_staff),
    )
    return [
        Volume(
            code=volume.code,
            name=volume.name,
            clusters=max(1, round(volume.clusters / of_staff)),
            cases_to_nps=cases[0][volume.code],
            cases_to_crc=cases[1][volume.code],
            staff_to_nps=staff[0][volume.code],
            staff_to_crc=staff[1][volume.code],
            teams=_teams(
                share=teams[volume.code],
                staff=staff[0][volume.code] + staff[1][volume.code],
            ),
        )
        for volume in volumes
    ]


def _two_sides(
    volumes: Sequence[Volume], *, columns: tuple[str, str], divisor: Fraction, fewest: int
) -> tuple[dict[str, int], dict[str, int]]:
    weights = [
        {volume.code: int(getattr(volume, column)) for volume in volumes} for column in columns
    ]
    national = [sum(side.values()) for side in weights]
    total = round(sum(national) / divisor)
    first = apportion({"0": national[0], "1": national[1]}, total=total)["0"]
    sides = [
        apportion(side, total=max(size, fewest * len(volumes)), fewest=fewest)
        for side, size in zip(weights, (first, total - first), strict=True)
    ]
    return sides[0], sides[1]


def _teams(*, share: int, staff: int) -> int:
    """Two on each side where the trust has the staff to lead them."""
    return max(2, share, min(4, (staff - 3) // 2))


def leaders_to_nps(teams: int) -> int:
    """How many of a trust's teams are led by somebody bound for the NPS."""
    return max(1, round(teams * SHARE_OF_TEAMS_TO_NPS))


def staffing(volume: Volume) -> Staffing:
    """Divide the posts of a trust so that the posts of a fixed kind never fill either side."""
    to_nps = leaders_to_nps(volume.teams)
    to_crc = volume.teams - to_nps
    fixed_to_nps = max(0, min(round(volume.staff_to_nps * 0.3), volume.staff_to_nps - to_nps - 1))
    fixed_to_crc = max(0, min(round(volume.staff_to_crc * 0.2), volume.staff_to_crc - to_crc - 1))
    rest = volume.staff_to_nps + volume.staff_to_crc - volume.teams - fixed_to_nps - fixed_to_crc
    executives = 1 if rest >= 4 else 0  # noqa: PLR2004  two officers and an administrator besides
    administrators = round((rest - executives) * 0.2)
    return Staffing(
        leaders=volume.teams,
        leaders_to_nps=to_nps,
        fixed_to_nps=fixed_to_nps,
        fixed_to_crc=fixed_to_crc,
        officers=rest - executives - administrators,
        administrators=administrators,
        executives=executives,
    )
