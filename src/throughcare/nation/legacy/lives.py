"""Invented people: names, days, families, where they lived and the numbers that they were given. Nothing in them is anybody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from throughcare.kernel.identifiers import check_letter
from throughcare.kernel.names import sound

_FIRST_BORN: Final = date(1935, 1, 1)
_DAYS: Final = 70 * 365
_ALONE, _SIBLINGS, _TWINS, _GENERATIONS, _NAMESAKES = (
    "alone",
    "siblings",
    "twins",
    "generations",
    "namesakes",
)
_FAMILIES: Final = {
    _ALONE: 908.4,
    _SIBLINGS: 75.0,
    _TWINS: 4.0,
    _GENERATIONS: 12.0,
    _NAMESAKES: 0.6,
}
"""How many in a thousand families are of each kind."""
_TAIL: Final = 0.45
"""The share of surnames that are on no list: most surnames are rare."""
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Address:
    line: str
    postcode: str

    @property
    def district(self) -> str:
        return self.postcode.partition(" ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Somebody who was never born. `aliases` are other names gone by, with the date of birth given with each."""

    number: int
    origin: str
    sex: str
    forename: str
    middles: tuple[str, ...]
    surname: str
    born_on: date
    addresses: tuple[Address, ...]
    former_surname: str = ""
    aliases: tuple[tuple[str, str, date], ...] = ()
    pncs: tuple[str, ...] = ()
    cro: str = ""
    nino: str = ""
    noms: str = ""
    mobiles: tuple[str, ...] = ()
    sentenced_on: tuple[date, ...] = ()
    relative: int | None = None
    """The number of a brother, sister, parent or namesake."""
    kinship: str = _ALONE


@dataclass(slots=True)
class Weighted:
    """Values that are drawn by weight."""

    values: list[str]
    weights: list[float]
    sums: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = list(accumulate(self.weights))

    def draw(self, random: Random) -> str:
        return random.choices(self.values, cum_weights=self.sums)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by origin and kind (`male`, `female`, `last`), parts of surnames that are on no list, origins, streets, postal areas."""

    origins: Weighted
    by_origin: Mapping[tuple[str, str], Weighted]
    streets: Sequence[str]
    starts: Sequence[str]
    ends: Sequence[str]
    areas: Sequence[str]

    def forename(self, random: Random, *, origin: str, sex: str) -> str:
        return self.by_origin[origin, "female" if sex == "F" else "male"].draw(random)

    def surname(self, random: Random, *, origin: str) -> str:
        if origin == "british" and random.random() < _TAIL:
            return random.choice(self.starts) + random.choice(self.ends)
        return self.by_origin[origin, "last"].draw(random)


def lives(*, people: int, names: Names, random: Random) -> list[Life]:
    """So many people, in families as they come."""
    made: list[Life] = []
    kinds, weights = list(_FAMILIES), list(_FAMILIES.values())
    while len(made) < people:
        first = _life(len(made), names=names, random=random)
        made.append(first)
        match random.choices(kinds, weights)[0]:
            case "siblings":
                made.extend(
                    _sibling(
                        first, len(made), gap=random.randint(300, 2500), names=names, random=random
                    )
                    for _ in range(random.choice((1, 1, 2)))
                )
            case "twins":
                made.append(_sibling(first, len(made), gap=0, names=names, random=random))
            case "generations":
                made.append(_child(first, len(made), names=names, random=random))
            case "namesakes":
                made.append(_namesake(first, len(made), names=names, random=random))
    return [replace(life, number=at) for at, life in enumerate(made[:people])]


def _life(number: int, *, names: Names, random: Random) -> Life:
    origin = names.origins.draw(random)
    sex = "F" if random.random() < 0.12 else "M"
    forename = names.forename(random, origin=origin, sex=sex)
    surname = names.surname(random, origin=origin)
    born_on = _FIRST_BORN + timedelta(days=int(_DAYS * random.betavariate(3.2, 1.6)))
    middles = tuple(
        names.forename(random, origin=origin, sex=sex)
        for _ in range(random.choices((0, 1, 2), (45, 45, 10))[0])
    )
    former = names.surname(random, origin=origin) if sex == "F" and random.random() < 0.3 else ""
    life = Life(
        number=number,
        origin=origin,
        sex=sex,
        forename=forename,
        middles=middles,
        surname=surname,
        born_on=born_on,
        former_surname=former,
        addresses=_lived(random, names, times=random.choices((1, 2, 3, 5), (40, 30, 20, 10))[0]),
    )
    return _numbered(_with_aliases(life, names=names, random=random), random=random)


def address(random: Random, names: Names, *, near: str = "") -> Address:
    """Somewhere; as a rule in the postal district that is given, since most people move within theirs."""
    outward = near if near and random.random() < 0.6 else ""
    outward = outward or f"{random.choice(names.areas)}{random.randint(1, 30)}"
    postcode = f"{outward} {random.randint(1, 9)}{random.choice(_INWARD)}{random.choice(_INWARD)}"
    return Address(f"{random.randint(1, 180)} {random.choice(names.streets)}", postcode)


def _lived(random: Random, names: Names, *, times: int, near: str = "") -> tuple[Address, ...]:
    lived: list[Address] = []
    for _ in range(times):
        lived.append(address(random, names, near=lived[0].district if lived else near))
    return tuple(lived)


def _with_aliases(life: Life, *, names: Names, random: Random) -> Life:
    if random.random() > 0.18:
        return life
    found = []
    for _ in range(random.choice((1, 1, 2, 3))):
        first, last, born_on = life.forename, life.surname, life.born_on
        if random.random() < 0.5:
            first = names.forename(random, origin=life.origin, sex=life.sex)
        if random.random() < 0.6 or first == life.forename:
            last = names.surname(random, origin=life.origin)
        if random.random() < 0.35:
            born_on += timedelta(days=random.randint(-900, 900))
        found.append((first, last, born_on))
    return replace(life, aliases=tuple(found))


def _numbered(life: Life, *, random: Random) -> Life:
    year = min(life.born_on.year + random.randint(12, 40), 2014)
    pncs = [pnc(random, year)]
    if random.random() < 0.03:
        pncs.append(pnc(random, min(year + 4, 2014)))
    return replace(
        life,
        pncs=tuple(pncs) if random.random() < 0.93 else (),
        cro=_cro(life.number, year) if random.random() < 0.7 else "",
        nino=_nino(random) if random.random() < 0.8 else "",
        noms=_noms(life.number) if random.random() < 0.5 else "",
        mobiles=tuple(
            f"07{random.randint(100_000_000, 999_999_999)}" for _ in range(random.randint(1, 3))
        ),
        sentenced_on=tuple(
            date(year, 1, 1) + timedelta(days=random.randint(0, 3000))
            for _ in range(random.randint(1, 4))
        ),
    )


def pnc(random: Random, year: int) -> str:
    serial = f"{random.randint(1, 9_999_999):07}"
    return f"{year}/{serial}{check_letter(int(f'{year % 100:02}{serial}'))}"


def _cro(number: int, year: int) -> str:
    serial = f"{number % 999_999 + 1:06}"
    return f"{serial}/{year % 100:02}{check_letter(int(f'{year % 100:02}{serial}'))}"


def _nino(random: Random) -> str:
    return f"{random.choice('ABCEHJKLMNPRSTWX')}{random.choice('ABCEHJKLMPRSTWX')}{random.randint(0, 999_999):06}{random.choice('ABCD')}"


def _noms(number: int) -> str:
    rest, digits = divmod(number, 9_000)
    first, last = divmod(rest, len(_INWARD))
    return f"A{digits + 1_000}{_INWARD[first % len(_INWARD)]}{_INWARD[last]}"


def _sibling(of: Life, number: int, *, gap: int, names: Names, random: Random) -> Life:
    sex = of.sex if random.random() < 0.75 else ("M" if of.sex == "F" else "F")
    forename = names.forename(random, origin=of.origin, sex=sex)
    while sound(forename) == sound(of.forename):  # nobody calls twins Mohammed and Muhammad
        forename = names.forename(random, origin=of.origin, sex=sex)
    home = of.addresses[0]
    lived = (home, *_lived(random, names, times=random.randint(0, 2), near=home.district))
    born = replace(
        _life(number, names=names, random=random),
        origin=of.origin,
        sex=sex,
        forename=forename,
        middles=tuple(
            names.forename(random, origin=of.origin, sex=sex) for _ in range(random.randint(0, 1))
        ),
        surname=of.surname,
        former_surname="",
        aliases=(),
        born_on=of.born_on + timedelta(days=gap),
        addresses=lived if random.random() < 0.7 else lived[::-1],
        relative=of.number,
        kinship=_SIBLINGS if gap else _TWINS,
    )
    return _with_brothers_details(born, of, random=random)


def _with_brothers_details(life: Life, of: Life, *, random: Random) -> Life:
    """Some give a brother's name and date of birth when they are asked for their own."""
    if random.random() > 0.05:
        return life
    return replace(life, aliases=((of.forename, of.surname, of.born_on),))


def _child(of: Life, number: int, *, names: Names, random: Random) -> Life:
    years = random.randint(18, 38)
    born_on = of.born_on + timedelta(days=365 * years + random.randint(0, 364))
    return replace(
        _life(number, names=names, random=random),
        origin=of.origin,
        sex=of.sex,
        forename=of.forename,
        surname=of.surname,
        former_surname="",
        aliases=(),
        born_on=min(born_on, date(2000, 1, 1) + timedelta(days=random.randint(0, 364))),
        addresses=(of.addresses[0], address(random, names, near=of.addresses[0].district)),
        relative=of.number,
        kinship=_GENERATIONS,
    )


def _namesake(of: Life, number: int, *, names: Names, random: Random) -> Life:
    """A stranger of the same name, born on the same day."""
    return replace(
        _life(number, names=names, random=random),
        origin=of.origin,
        sex=of.sex,
        forename=of.forename,
        surname=of.surname,
        born_on=of.born_on,
        relative=of.number,
        kinship=_NAMESAKES,
    )
