"""What is compared of two records, and the levels on which they may agree, best first.

Each level is said twice: as a function of two standard records, for the door, and as SQL for the engines that read files. That both
say the same is tested on every level; the engines differ in the names of four functions alone (`DIALECTS`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from throughcare.linkage.rules.likeness import (
    CLOSE,
    is_close,
    is_forename_close,
    is_slip,
    is_surname_close,
    is_swapped,
    years_between,
)
from throughcare.linkage.rules.records import Standard, shared

FIVE_YEARS: Final = 5

Test = Callable[[Standard, Standard], bool]

DIALECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "duckdb": {
        "any": "list_has_any",
        "has": "list_contains",
        "alike": "jaro_winkler_similarity",
        "slips": "damerau_levenshtein",
    },
    "spark": {
        "any": "arrays_overlap",
        "has": "array_contains",
        "alike": "jaro_winkler",
        "slips": "damerau_levenshtein",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One way in which two records may agree. `term` names the column whose frequency counts."""

    name: str
    words: str
    test: Test
    sql: str
    term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Levels, of which the first that holds counts. Where `is_missing`, nothing can be said either way.

    `is_fixed` ones are not trained: how often numbers agree by chance cannot be learned from few pairs (linkage, section 5).
    """

    name: str
    words: str
    is_missing: Test
    missing_sql: str
    levels: tuple[Level, ...]
    is_fixed: bool = False

    def level(self, one: Standard, other: Standard) -> Level | None:
        """The level of a pair; None where something is missing."""
        if self.is_missing(one, other):
            return None
        return next(level for level in self.levels if level.test(one, other))


_FORENAME_CLOSE: Final = (
    "((length(forename_l) = 1 or length(forename_r) = 1) and left(forename_l, 1) = left(forename_r, 1)"
    f" or {{alike}}(forename_l, forename_r) >= {CLOSE} or coalesce({{any}}(forms_l, forms_r), false))"
)
_SURNAME_CLOSE: Final = (
    f"({{alike}}(surname_l, surname_r) >= {CLOSE} or coalesce({{has}}(surnames_r, surname_l), false)"
    " or coalesce({has}(surnames_l, surname_r), false) or coalesce({any}(surname_forms_l, surname_forms_r), false))"
)


def _same(name: str) -> Test:
    def test(one: Standard, other: Standard) -> bool:
        value: str = getattr(one, name)
        return bool(value) and value == getattr(other, name)

    return test


def _common(name: str) -> Test:
    def test(one: Standard, other: Standard) -> bool:
        return shared(getattr(one, name), getattr(other, name))

    return test


def _lacks(name: str) -> Test:
    def test(one: Standard, other: Standard) -> bool:
        return not getattr(one, name) or not getattr(other, name)

    return test


def _always(_one: Standard, _other: Standard) -> bool:
    return True


ELSE: Final = Level(name="else", words="nothing in common", test=_always, sql="ELSE")


def _is_given_shared(one: Standard, other: Standard) -> bool:
    """A forename of one is a forename or middle name of the other."""
    return shared(one.forenames, other.givens) or shared(other.forenames, one.givens)


NAME: Final = Comparison(
    name="name",
    words="Name",
    is_missing=lambda a, b: not (a.forename or a.surname) or not (b.forename or b.surname),
    missing_sql="coalesce(forename_l, surname_l) is null or coalesce(forename_r, surname_r) is null",
    levels=(
        Level(
            name="full",
            words="the same name",
            test=_same("whole"),
            sql="whole_l = whole_r",
            term="whole",
        ),
        Level(
            name="any-full",
            words="a name of one is a name of the other",
            test=_common("wholes"),
            sql="{any}(wholes_l, wholes_r)",
        ),
        Level(
            name="exchanged",
            words="forename and surname exchanged",
            test=lambda a, b: (
                bool(a.whole and b.whole) and a.forename == b.surname and a.surname == b.forename
            ),
            sql="forename_l = surname_r and surname_l = forename_r",
        ),
        Level(
            name="surname-and-close",
            words="the same surname, and forenames that are close",
            test=lambda a, b: _same("surname")(a, b) and is_forename_close(a, b),
            sql=f"surname_l = surname_r and {_FORENAME_CLOSE}",
            term="surname",
        ),
        Level(
            name="forename-and-close",
            words="the same forename, and surnames that are close",
            test=lambda a, b: _same("forename")(a, b) and is_surname_close(a, b),
            sql=f"forename_l = forename_r and {_SURNAME_CLOSE}",
            term="forename",
        ),
        Level(
            name="parts",
            words="a forename and a surname in common",
            test=lambda a, b: shared(a.surnames, b.surnames) and _is_given_shared(a, b),
            sql=(
                "{any}(surnames_l, surnames_r)"
                " and (coalesce({any}(forenames_l, givens_r), false) or coalesce({any}(forenames_r, givens_l), false))"
            ),
        ),
        Level(
            name="both-close",
            words="names that are close",
            test=lambda a, b: is_forename_close(a, b) and is_surname_close(a, b),
            sql=f"{_FORENAME_CLOSE} and {_SURNAME_CLOSE}",
        ),
        Level(
            name="surname",
            words="the same surname alone",
            test=_same("surname"),
            sql="surname_l = surname_r",
            term="surname",
        ),
        Level(
            name="forename",
            words="the same forename alone",
            test=_same("forename"),
            sql="forename_l = forename_r",
            term="forename",
        ),
        Level(
            name="part",
            words="part of a name in common",
            test=lambda a, b: shared(a.surnames, b.surnames) or _is_given_shared(a, b),
            sql=(
                "coalesce({any}(surnames_l, surnames_r), false)"
                " or coalesce({any}(forenames_l, givens_r), false) or coalesce({any}(forenames_r, givens_l), false)"
            ),
        ),
        ELSE,
    ),
)


BORN: Final = Comparison(
    name="born",
    words="Date of birth",
    is_missing=_lacks("dob"),
    missing_sql="dob_l is null or dob_r is null",
    levels=(
        Level(
            name="same",
            words="the same date of birth",
            test=_same("dob"),
            sql="dob_l = dob_r",
        ),
        Level(
            name="any",
            words="a date of birth in common",
            test=_common("dobs"),
            sql="{any}(dobs_l, dobs_r)",
        ),
        Level(
            name="swapped",
            words="day and month exchanged",
            test=lambda a, b: is_swapped(a.dob, b.dob),
            sql=(
                "left(dob_l, 4) = left(dob_r, 4) and substr(dob_l, 6, 2) = substr(dob_r, 9, 2)"
                " and substr(dob_l, 9, 2) = substr(dob_r, 6, 2)"
            ),
        ),
        Level(
            name="slip",
            words="one slip in the date of birth",
            test=lambda a, b: is_slip(a.dob, b.dob),
            sql="{slips}(dob_l, dob_r) <= 1",
        ),
        Level(
            name="year",
            words="the same year of birth, of one no more known",
            test=lambda a, b: a.dob[:4] == b.dob[:4] and "01-01" in {a.dob[5:], b.dob[5:]},
            sql="left(dob_l, 4) = left(dob_r, 4) and (substr(dob_l, 6) = '01-01' or substr(dob_r, 6) = '01-01')",
        ),
        Level(
            name="day-and-month",
            words="the same day and month of birth",
            test=lambda a, b: a.dob[5:] == b.dob[5:],
            sql="substr(dob_l, 6) = substr(dob_r, 6)",
        ),
        Level(
            name="near",
            words="born within five years",
            test=lambda a, b: years_between(a.dob, b.dob) <= FIVE_YEARS,
            sql=f"abs(cast(left(dob_l, 4) as integer) - cast(left(dob_r, 4) as integer)) <= {FIVE_YEARS}",
        ),
        ELSE,
    ),
)

PLACE: Final = Comparison(
    name="place",
    words="Address",
    is_missing=_lacks("postcodes"),
    missing_sql="postcodes_l is null or postcodes_r is null",
    levels=(
        Level(
            name="house",
            words="the same house",
            test=_same("house"),
            sql="house_l = house_r",
            term="house",
        ),
        Level(
            name="any-house",
            words="a house in common",
            test=_common("houses"),
            sql="{any}(houses_l, houses_r)",
        ),
        Level(
            name="postcode",
            words="the same postcode",
            test=_same("postcode"),
            sql="postcode_l = postcode_r",
            term="postcode",
        ),
        Level(
            name="any-postcode",
            words="a postcode in common",
            test=_common("postcodes"),
            sql="{any}(postcodes_l, postcodes_r)",
        ),
        Level(
            name="district",
            words="a postal district in common",
            test=_common("outwards"),
            sql="{any}(outwards_l, outwards_r)",
        ),
        ELSE,
    ),
)


def _common_or_not(name: str, words: str, column: str, *, is_fixed: bool) -> Comparison:
    return Comparison(
        name=name,
        words=words[0].upper() + words[1:],
        is_missing=_lacks(column),
        missing_sql=f"{column}_l is null or {column}_r is null",
        levels=(
            Level(
                name="common",
                words=f"a {words} in common",
                test=_common(column),
                sql=f"{{any}}({column}_l, {column}_r)",
            ),
            Level(name="else", words=f"no {words} in common", test=_always, sql="ELSE"),
        ),
        is_fixed=is_fixed,
    )


MIDDLE: Final = Comparison(
    name="middle",
    words="Middle name",
    is_missing=_lacks("middle"),
    missing_sql="middle_l is null or middle_r is null",
    levels=(
        Level(
            name="same",
            words="the same middle names",
            test=_same("middle"),
            sql="middle_l = middle_r",
        ),
        Level(
            name="close",
            words="middle names that are close",
            test=lambda a, b: is_close(a.middle, b.middle),
            sql=f"{{alike}}(middle_l, middle_r) >= {CLOSE}",
        ),
        Level(
            name="initial",
            words="an initial that fits the middle name",
            test=lambda a, b: (
                (len(a.middle) == 1 or len(b.middle) == 1) and a.middle[0] == b.middle[0]
            ),
            sql="(length(middle_l) = 1 or length(middle_r) = 1) and left(middle_l, 1) = left(middle_r, 1)",
        ),
        Level(name="else", words="different middle names", test=_always, sql="ELSE"),
    ),
)

SEX: Final = Comparison(
    name="sex",
    words="Sex as recorded",
    is_missing=_lacks("sex"),
    missing_sql="sex_l is null or sex_r is null",
    levels=(
        Level(
            name="same", words="the same sex as recorded", test=_same("sex"), sql="sex_l = sex_r"
        ),
        Level(name="else", words="a different sex as recorded", test=_always, sql="ELSE"),
    ),
)

COMPARISONS: Final = (
    NAME,
    BORN,
    PLACE,
    MIDDLE,
    SEX,
    _common_or_not("pnc", "PNC number", "pncs", is_fixed=True),
    _common_or_not("cro", "CRO number", "cros", is_fixed=True),
    _common_or_not("nino", "National Insurance number", "ninos", is_fixed=True),
    _common_or_not("prison", "prison number", "prison_numbers", is_fixed=True),
    _common_or_not("telephone", "telephone number", "phones", is_fixed=False),
    _common_or_not("sentenced", "sentence date", "sentence_dates", is_fixed=False),
)

TERMS: Final = tuple(
    dict.fromkeys(level.term for each in COMPARISONS for level in each.levels if level.term)
)
"""The columns whose values are counted."""


def sql_of(level: Level, *, engine: str) -> str:
    """The condition of a level in the words of an engine."""
    return level.sql.format(**DIALECTS[engine])
