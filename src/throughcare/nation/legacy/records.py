"""Records as 43 systems keep them, each with its habits, and whom each record is really of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from throughcare.nation.legacy import slips
from throughcare.nation.legacy.lives import Address, Life, Names, address, lives

SYSTEMS: Final = 43
EACH: Final = 3.3
"""Records of a person, on average."""
_COUNTS: Final = (
    (1, 28),
    (2, 22),
    (3, 17),
    (4, 12),
    (5, 8),
    (6, 5),
    (8, 4),
    (10, 2),
    (14, 1),
    (18, 1),
)
_HOSTELS: Final = tuple(Address(f"{n} Approved Premises", f"LS{n} 9ZZ") for n in range(1, 16))
_UNKNOWN: Final = Address("No fixed abode", "NF1 1NF")
_TITLES: Final = ("Mr", "Mrs", "Miss", "Ms", "Dr")
_LONG_AGO: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A source and its habits."""

    code: str
    kind: str
    is_upper: bool
    days: str
    longest: int
    has_titles: bool
    has_one_field: bool
    pnc_form: int
    dummy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A record, whose it is, and what was done to it."""

    cells: dict[str, str]
    life: Life
    faults: frozenset[str]


def population(*, records: int, names: Names, seed: int) -> Iterator[Made]:
    """So many records, in no order, of people with between one and many of them each.

    The same seed gives the same. About one in four hundred records has no name.
    """
    random = Random(seed)
    systems = [_system(at, random=random) for at in range(SYSTEMS)]
    known = lives(people=int(records / EACH) + 1, names=names, random=random)
    counts, weights = zip(*_COUNTS, strict=True)
    of = [life for life in known for _ in range(random.choices(counts, weights)[0])]
    while len(of) < records:
        of.append(random.choice(known))
    random.shuffle(of)
    for at, life in enumerate(of[:records]):
        yield _Record(life, _system_for(systems, random), names, random).made(at, known)


def _system(at: int, *, random: Random) -> System:
    kind = "probation" if at < 35 else "prison" if at < 38 else "court"
    return System(
        code=f"{kind[:2].upper()}{at:02}",
        kind=kind,
        is_upper=random.random() < 0.5,
        days=random.choice(("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y")),
        longest=random.choice((40, 40, 40, 20, 16, 12)),
        has_titles=random.random() < 0.1,
        has_one_field=random.random() < 0.06,
        pnc_form=random.randrange(3),
        dummy=random.choice(("1900-01-01", "1901-01-01", "1970-01-01")),
    )


def _system_for(systems: list[System], random: Random) -> System:
    return random.choice(systems[35:]) if random.random() < 0.4 else random.choice(systems[:35])


class _Record:
    """One record while it is made: what is true, then what goes wrong with it."""

    def __init__(self, life: Life, system: System, names: Names, random: Random) -> None:
        self.life, self.system, self.names, self.random = life, system, names, random
        self.first, self.last = life.forename, life.surname
        self.middle = " ".join(life.middles) if self._chance(0.7) else ""
        self.born: date | None = life.born_on
        self.faults: set[str] = set()

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def made(self, at: int, known: list[Life]) -> Made:
        aliases = self._names()
        self._days()
        cells = {
            "record_id": f"R{at:08}",
            "source_system": self.system.code,
            "source_id": f"{self.system.code}-{at}",
            **self._written_names(),
            "date_of_birth": self.born.strftime(self.system.days) if self.born else "",
            "sex": self._sex(),
            "alias_first_names": "|".join(first for first, _, _ in aliases),
            "alias_last_names": "|".join(last for _, last, _ in aliases),
            "alias_dates_of_birth": "|".join(
                day.strftime(self.system.days) for _, _, day in aliases
            ),
            **self._places(),
            **self._numbers(known),
            "sentence_dates": self._sentenced(),
            "mobile": self.random.choice(self.life.mobiles) if self._chance(0.35) else "",
            "recorded_on": (_LONG_AGO + timedelta(days=self.random.randrange(5200))).isoformat(),
        }
        return Made(cells=cells, life=self.life, faults=frozenset(self.faults))

    def _names(self) -> list[tuple[str, str, date]]:
        """Which name it is under, and which others it tells."""
        aliases = list(self.life.aliases)
        if aliases and self._chance(0.12):
            first, last, day = self.random.choice(aliases)
            aliases = [(self.first, self.last, self.life.born_on)] if self._chance(0.5) else []
            self.first, self.last, self.middle = first, last, ""
            self.born = day
            self.faults.add("alias as name")
        elif self.life.former_surname and self._chance(0.35):
            self.last = self.life.former_surname
            self.faults.add("changed surname")
        self._misspell()
        return [each for each in aliases if self._chance(0.5)]

    def _misspell(self) -> None:
        foreign = self.life.origin in {"muslim", "polish", "indian", "african", "east-asian"}
        if foreign and self._chance(0.16):
            self.first = slips.in_another_alphabet(self.first, random=self.random)
            if self._chance(0.5):
                self.last = slips.in_another_alphabet(self.last, random=self.random)
            self.faults.add("other alphabet")
        if self._chance(0.03):
            self.first = slips.typed_wrong(self.first, random=self.random)
            self.faults.add("typing slip")
        if self._chance(0.035):
            self.last = slips.typed_wrong(self.last, random=self.random)
            self.faults.add("typing slip")
        if self._chance(0.025):
            self.last = slips.sounds_alike(self.last, random=self.random)
            self.faults.add("sounds alike")
        if self._chance(0.05):
            self._take_a_short_form()
        self._rearrange()

    def _take_a_short_form(self) -> None:
        pet = slips.pet_form(self.first, random=self.random)
        if pet != self.first:
            self.first = pet
            self.faults.add("pet form")

    def _rearrange(self) -> None:
        which = self.random.random()
        if which < 0.012:
            self.first, self.middle = self.first[:1], self.middle[:1]
            self.faults.add("initial only")
        elif which < 0.020:
            self.first, self.last = self.last, self.first
            self.faults.add("names exchanged")
        elif which < 0.030 and self.middle:
            self.first, _, rest = self.middle.partition(" ")
            self.middle = f"{self.life.forename} {rest}".strip()
            self.faults.add("middle name first")
        elif which < 0.040:
            self.last = f"{self.last}{self.random.choice('- ')}{self.names.surname(self.random, origin=self.life.origin)}"
            self.faults.add("double surname")
        elif which < 0.0425:
            self.first, self.last = self.random.choice(
                (("Unknown", "Unknown"), ("", "Not Known"), ("A N", "Other"))
            )
            self.middle = ""
            self.faults.add("placeholder")
        elif self.middle and which < 0.15:
            self.middle = " ".join(part[0] for part in self.middle.split())

    def _days(self) -> None:
        which = self.random.random()
        missing = 0.03 if self.system.kind == "court" else 0.004
        if which < missing or ("placeholder" in self.faults and self._chance(0.6)):
            self.born = None
            self.faults.add("no date")
            return
        if which < missing + 0.01:
            self.born = date.fromisoformat(self.system.dummy)
            self.faults.add("dummy date")
        elif self.born and which < missing + 0.022 and self.born.day <= 12:
            self.born = slips.exchanged(self.born)
            self.faults.add("day and month swapped")
        elif self.born and which < missing + 0.045:
            self.born = slips.slipped(self.born, random=self.random)
            self.faults.add("date slipped")
        elif self.born and which < missing + 0.052:
            self.born = self.born.replace(month=1, day=1)
            self.faults.add("year only")

    def _written_names(self) -> dict[str, str]:
        first, middle, last = (
            each.upper() if self.system.is_upper else each
            for each in (self.first, self.middle, self.last)
        )
        longest = self.system.longest
        if self.system.has_titles and self._chance(0.5):
            first = f"{self.random.choice(_TITLES[1:] if self.life.sex == 'F' else _TITLES[:1])} {first}"
        if self.system.has_one_field:
            return {
                "first_name": "",
                "middle_names": "",
                "last_name": f"{last}, {first} {middle}".strip(),
            }
        if self._chance(0.5):
            first, middle, last = (slips.without_accents(each) for each in (first, middle, last))
        return {
            "first_name": first[:longest],
            "middle_names": middle[:longest],
            "last_name": last[:longest],
        }

    def _sex(self) -> str:
        if self._chance(0.02):
            return ""
        wrong = self._chance(0.01)
        return ("M" if self.life.sex == "F" else "F") if wrong else self.life.sex

    def _places(self) -> dict[str, str]:
        if self._chance(0.08):
            return {"address_lines": "", "postcodes": ""}
        lived = list(self.life.addresses)
        self.random.shuffle(lived)
        kept = lived[: self.random.choice((1, 1, 1, 2, 3))]
        if self._chance(0.08):
            kept = [address(self.random, self.names, near=lived[0].district)]
            self.faults.add("moved")
        if self._chance(0.03):
            kept.insert(0, self.random.choice(_HOSTELS))
        if self._chance(0.03):
            kept.insert(0, _UNKNOWN)
        return {
            "address_lines": "|".join(self._line(each.line) for each in kept),
            "postcodes": "|".join(
                each.postcode if self._chance(0.8) else each.postcode.replace(" ", "").lower()
                for each in kept
            ),
        }

    def _line(self, line: str) -> str:
        return line.replace("Road", "Rd").replace("Street", "St") if self._chance(0.3) else line

    def _numbers(self, known: list[Life]) -> dict[str, str]:
        is_court = self.system.kind == "court"
        numbers = self.life.pncs if self._chance(0.45 if is_court else 0.75) else ()
        written = [self._pnc(each) for each in numbers if self._chance(0.9)]
        if self._chance(0.003):
            written = [self._pnc(each) for each in self.random.choice(known).pncs]
            self.faults.add("borrowed PNC")
        cro = self.life.cro if self._chance(0.35) else ""
        if cro and self._chance(0.05):
            written, cro = [*written, cro], ""
        numbers_found = {
            "pncs": "|".join(written),
            "cros": cro,
            "nino": self.life.nino if self._chance(0.1 if is_court else 0.45) else "",
            "prison_number": self.life.noms
            if self._chance(0.95 if self.system.kind == "prison" else 0.3)
            else "",
        }
        if not any(numbers_found.values()):
            self.faults.add("no identifiers")
        return numbers_found

    def _pnc(self, number: str) -> str:
        if self._chance(0.02):
            number = slips.mistyped(number, random=self.random)
        if self.system.pnc_form == 1:
            year, _, serial = number.partition("/")
            return f"{year[2:]}/{serial.lstrip('0')}"
        return number.replace("/", "") if self.system.pnc_form == 2 else number

    def _sentenced(self) -> str:
        if self.system.kind == "court" or self._chance(0.4):
            return ""
        kept = [each for each in self.life.sentenced_on if self._chance(0.6)]
        return "|".join(each.strftime(self.system.days) for each in kept)
