"""OGRS3 and RSR as somebody writes them in NumPy who has arrays in memory and trusts them: the floor of `bench risk`.

Nothing is checked, unknown does not exist, no term is kept and nothing is rounded. Coefficients come from the same files.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Arrays = Mapping[str, Any]  # Any: arrays of NumPy, which programs do without
BELOW, ABOVE = 0, 10**6
TWICE = 2


class Coefficients:
    """The lines of one variant as tables to index and polynomials."""

    def __init__(
        self, part: Any, variant: str
    ) -> None:  # Any: a part, whose room is not loaded yet
        self.lines = part.variants[variant].lines
        self.intercept = {
            years: float(value) for years, value in part.variants[variant].intercepts.items()
        }

    def table(self, term: str, codes: Mapping[str, int]) -> Any:  # Any: an array
        """A coefficient for each code of an answer."""
        table = np.zeros(len(codes))
        for line in self.lines:
            if line.term == term:
                table[codes[line.when.levels[-1].text]] = float(line.coefficient)
        return table

    def by_number(self, term: str, size: int, sex: str = "") -> Any:  # Any: an array
        """A coefficient for each whole number, from levels."""
        table = np.zeros(size)
        for line in self.lines:
            levels = {level.name: level for level in line.when.levels}
            if line.term == term and (not sex or levels["sex"].text == sex):
                level = levels.popitem()[1]
                least = level.least if level.least is not None else BELOW
                table[least : (level.most if level.most is not None else ABOVE) + 1] = float(
                    line.coefficient
                )
        return table

    def all(self, term: str, *, sex: str = "") -> list[float]:
        """The coefficients of a term in the order of the file, of one sex where some lines have one."""
        return [
            float(line.coefficient)
            for line in self.lines
            if line.term == term
            and all(level.text in {None, sex} for level in line.when.levels if level.name == "sex")
        ]


def logistic(z: Any) -> Any:  # Any: arrays
    return 1.0 / (1.0 + np.exp(-z))


def ogrs3(part: Any, codes: Mapping[str, Mapping[str, int]]) -> Callable[[Arrays], Any]:
    """OGRS3, two years, for people with a conviction."""
    of = Coefficients(part, "convicted")
    ages = np.stack([of.by_number("age_sex", 111, sex) for sex in ("M", "F")])
    offences = of.table("offence", codes["ogrs3_offence"])
    first, more = of.all("sanctions")
    (copas,) = of.all("career")

    def score(a: Arrays) -> Any:  # Any: arrays
        total = a["total_sanctions"]
        career = a["age_at_current_conviction"] - a["age_at_first_sanction"]
        z = (
            of.intercept[2]
            + ages[a["sex"], a["age_at_follow_up"]]
            + np.where(total == 1, first, more)
            + copas * np.log(total / (10 + career))
            + offences[a["ogrs3_offence"]]
        )
        return logistic(z)

    return score


def rsr(
    parts: Mapping[str, Any], variant: str, codes: Mapping[str, Mapping[str, int]]
) -> Callable[[Arrays], Any]:
    """RSR of 2014, two years."""
    serious = _serious(parts["snsv-2014"], variant, codes)
    contact = _contact(parts["contact-2014"])
    images = [float(fixed.probabilities[2]) for fixed in parts["images-2014"].before]
    of_women = float(parts["contact-2014"].before[1].probabilities[2])

    def score(a: Arrays) -> Any:  # Any: arrays
        is_man, has_history = a["sex"] == 0, a["sexual_history"] == 1
        of_men = np.select(
            [
                a["image_sanctions"] >= TWICE,
                a["image_sanctions"] == 1,
                a["contact_child_sanctions"] >= TWICE,
                a["contact_child_sanctions"] == 1,
                (a["contact_adult_sanctions"] > 0) | (a["paraphilia_sanctions"] > 0),
            ],
            [*images[2:6], images[6]],
            images[-1],
        )
        sexual = np.where(is_man, contact(a) + of_men, of_women)
        return serious(a) + np.where(has_history, sexual, 0.0)

    return score


def _serious(
    part: Any,  # Any: a part, whose room is not loaded yet
    variant: str,
    codes: Mapping[str, Mapping[str, int]],
) -> Callable[[Arrays], Any]:
    of = Coefficients(part, variant)
    ages = {"M": [0.0, *of.all("age_sex", sex="M")], "F": of.all("age_sex", sex="F")}
    offences = of.table("offence", codes["rsr_offence"])
    kinds = of.table("violence_kind", codes["violence_kind"])
    violence = codes["rsr_offence"]["violence"]
    (per_sanction,) = of.all("sanctions")
    needs = [
        (line.of.names[0], 1.0, float(line.coefficient))
        if line.of.names
        else (line.when.names[0], float(line.of.times), float(line.coefficient))
        for line in of.lines
        if (line.of.names or line.when.names)[0] in codes["needs"]
    ]

    def probability(a: Arrays) -> Any:  # Any: arrays
        is_man, age = a["sex"] == 0, a["age_at_follow_up"].astype(float)
        total, violent = a["total_sanctions"], a["violent_sanctions"]
        career = a["age_at_current_conviction"] - a["age_at_first_sanction"]
        free = np.minimum(a["offence_free_months"], 36).astype(float)
        one, two, two_m, rate_m = of.all("career", sex="M")
        two_f, rate_f = of.all("career", sex="F")[2:]
        never_m, once, per_violent, rate_v = of.all("violence", sex="M")
        never_f = of.all("violence", sex="F")[0]
        z = of.intercept[2] + np.where(
            is_man,
            np.polynomial.polynomial.polyval(age, ages["M"]),
            np.polynomial.polynomial.polyval(age, ages["F"]),
        )
        z += offences[a["rsr_offence"]]
        z += np.where(a["rsr_offence"] == violence, kinds[a["violence_kind"]], 0.0)
        z += per_sanction * total
        rate = np.log(total / (career + 12)) * np.where(is_man, rate_m, rate_f)
        z += np.where(
            total == 1,
            one,
            np.where(total == TWICE, two + career * np.where(is_man, two_m, two_f), rate),
        )
        z += np.where(
            violent == 0,
            np.where(is_man, never_m, never_f),
            np.where(violent == 1, once, 0.0)
            + per_violent * violent
            + rate_v * np.log(np.maximum(violent, 1) / (career + 30)),
        )
        z += np.polynomial.polynomial.polyval(free, [0.0, *of.all("offence_free")])
        for name, times, coefficient in needs:
            z += times * coefficient * a[name]
        return logistic(z)

    return probability


def _contact(part: Any) -> Callable[[Arrays], Any]:  # Any: a part, arrays
    of = Coefficients(part, "points")
    tables = {
        "contact_adult_sanctions": of.by_number("contact_adult", 1000),
        "contact_child_sanctions": of.by_number("contact_child", 1000),
        "paraphilia_sanctions": of.by_number("paraphilia", 1000),
        "total_sanctions": of.by_number("sanctions", 1000),
        "age_at_last_sexual_offence": of.by_number("age_last", 111),
        "age_at_follow_up": of.by_number("age", 111),
    }
    stranger = max(of.all("stranger"))
    per_point = float(part.per_point)

    def probability(a: Arrays) -> Any:  # Any: arrays
        points = stranger * a["stranger_victim"]
        for name, table in tables.items():
            points = points + table[a[name]]
        return logistic(of.intercept[2] + per_point * points)

    return probability
