"""Lines, terms and conditions of predictors as SQL: what `rules.sql` puts together.

A condition that depends on something unknown is NULL, and so is a term that needs one. Numbers are binary.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import combinations
from typing import Final

from throughcare.risk.rules.inputs import Catalogue
from throughcare.risk.rules.levels import Facts, Level, When
from throughcare.risk.rules.lines import HalfUp, Line, LogRate, Power, Whole
from throughcare.risk.rules.scoring import DIGITS

MOST_TABLED: Final = 200
"""As many whole numbers as a table may have an entry for."""


def tabled(lines: Sequence[Line], *, is_complete: bool, catalogue: Catalogue) -> str:
    """A term worked out beforehand, by the lines themselves, for whatever it can be made from; empty where that is too much.

    Each entry is exact but for being made binary, where a sum of powers would lose digits.
    """
    number, text = _number_and_text(lines)
    if len(lines) == 1 or not number:
        return ""
    least, most = catalogue.range_of(number)
    if least < 0 or most - least >= MOST_TABLED:
        return ""
    with localcontext(prec=DIGITS):
        tables = {
            answer: [
                _entry(lines, {number: at, text: answer}, is_complete=is_complete)
                for at in range(least, most + 1)
            ]
            for answer in (catalogue.inputs[text].values if text else ("",))
        }
    found = {
        answer: f"[{', '.join('null' if each is None else as_float(each) for each in table)}][{number} - {least - 1}]"
        for answer, table in tables.items()
    }
    arms = " ".join(f"when '{answer}' then {sql}" for answer, sql in found.items())
    chosen = f"case {text} {arms} end" if text else found[""]
    return f"case when {number} >= {least} then {chosen} end"


def _number_and_text(lines: Sequence[Line]) -> tuple[str, str]:
    """The one number that a term is of, and the one text that it asks; no number where there are more, or a logarithm."""
    levels = [level for line in lines for level in line.when.levels]
    numbers = {level.name for level in levels if level.text is None}
    numbers |= {name for line in lines for name in line.of.names}
    texts = {level.name for level in levels if level.text is not None}
    if len(numbers) != 1 or len(texts) > 1 or any(isinstance(line.of, LogRate) for line in lines):
        return "", ""
    return numbers.pop(), texts.pop() if texts else ""


def _entry(lines: Sequence[Line], facts: Facts, *, is_complete: bool) -> Decimal | None:
    holding = [line for line in lines if line.when.holds(facts)]
    if is_complete and not holding:
        return None
    return sum((line.value(facts) for line in holding), Decimal(0))


def term_sql(lines: Sequence[Line], *, is_complete: bool) -> str:
    """A term; NULL where something that it needs is unknown, or where it has to be complete and is not."""
    if most_together(lines) == 1 and are_constant(lines):
        conditions = [condition(line.when) for line in lines]
        arms = " ".join(
            f"when {condition} then {as_float(constant(line))}"
            for condition, line in zip(conditions, lines, strict=True)
        )
        none = "" if is_complete else f" when not ({' or '.join(conditions)}) then 0e0"
        return f"case {arms}{none} end"
    if is_complete:
        raise ValueError(
            f"Several lines of {lines[0].term} can hold, so that it cannot be complete."
        )
    return " + ".join(
        _where(when, " + ".join(f"{as_float(each.coefficient)} * {_of(each)}" for each in together))
        for when, together in _by_condition(lines)
    )


def magnitude_sql(lines: Sequence[Line]) -> str:
    """At least the sum of the magnitudes of the lines that hold."""
    constants = [abs(constant(line)) for line in lines if isinstance(line.of, Whole)]
    exclude = most_together(lines) == 1
    still = max(constants, default=Decimal(0)) if exclude else sum(constants, Decimal(0))
    moving = [
        _where(
            when,
            " + ".join(f"{as_float(abs(each.coefficient))} * {_size(each)}" for each in together),
        )
        for when, together in _by_condition([x for x in lines if not isinstance(x.of, Whole)])
    ]
    return " + ".join([as_float(still), *moving])


def _by_condition(lines: Sequence[Line]) -> list[tuple[When, list[Line]]]:
    conditions = dict.fromkeys(line.when for line in lines)
    return [(when, [line for line in lines if line.when == when]) for when in conditions]


def _where(when: When, value: str) -> str:
    if not when.levels:
        return f"({value})"
    return f"(case when {condition(when)} then {value} when not {condition(when)} then 0e0 end)"


def _of(line: Line) -> str:
    match line.of:
        case Whole():
            return f"{line.of.times}e0"
        case Power():
            return "*".join([f"{line.of.name}::double"] * line.of.exponent)
        case LogRate():
            return "*".join([_log(line.of)] * line.of.exponent)
        case HalfUp():
            numerator, denominator = (2 * line.of.share).as_integer_ratio()
            return f"(({numerator} * {line.of.name} + {denominator}) // {2 * denominator})"


def _size(line: Line) -> str:
    """At least the magnitude of what a line is of, with one added to a logarithm for the error of its argument."""
    if isinstance(line.of, LogRate):
        return "*".join([f"(abs({_log(line.of)}) + 1e0)"] * line.of.exponent)
    return f"abs({_of(line)})"


def _log(of: LogRate) -> str:
    return f"ln({of.over}::double / ({of.under} + {of.plus}))"


def condition(when: When) -> str:
    return f"({' and '.join(map(_level, when.levels))})" if when.levels else "true"


def _level(level: Level) -> str:
    if level.text is not None:
        return f"{level.name} = '{level.text}'"
    if level.least == level.most:
        return f"{level.name} = {level.least}"
    bounds = [
        f"{level.name} {sign} {bound}"
        for sign, bound in ((">=", level.least), ("<=", level.most))
        if bound is not None
    ]
    return " and ".join(bounds)


def are_constant(lines: Sequence[Line]) -> bool:
    return all(isinstance(line.of, Whole) for line in lines)


def constant(line: Line) -> Decimal:
    return line.value({})


def most_together(lines: Sequence[Line]) -> int:
    """How many lines can hold at once, at the most: one where each pair excludes each other."""
    excluding = all(_exclude(one.when, other.when) for one, other in combinations(lines, 2))
    return min(len(lines), 1) if excluding else len(lines)


def _exclude(one: When, other: When) -> bool:
    return any(
        mine.name == theirs.name and _are_apart(mine, theirs)
        for mine in one.levels
        for theirs in other.levels
    )


def _are_apart(one: Level, other: Level) -> bool:
    if one.text is not None or other.text is not None:
        return one.text != other.text
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Level, other: Level) -> bool:
    return one.most is not None and other.least is not None and one.most < other.least


def as_float(value: Decimal) -> str:
    """The nearest binary number, as DuckDB reads one; without an exponent it would read a decimal."""
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"
