"""The same question for PostgreSQL: text with `%s` for each parameter, in order.

Nothing is put into the text but what `column_of` returns: every value travels as a parameter.
Columns must have the attribute's type: text, numeric, boolean, date, timestamptz, the text of a
unit's code, or text[].
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from throughcare.kernel.conditions.evaluation import NO_UNITS, Beneath
from throughcare.kernel.conditions.syntax import (
    And,
    Comparison,
    Condition,
    Constant,
    Fixed,
    HasAll,
    HasAny,
    IfUnknown,
    Known,
    Literal,
    Membership,
    Not,
    Operator,
    Or,
    Range,
    Rounded,
    Simple,
    StartsWith,
    Term,
    Truth,
    Under,
)

_OPERATORS: Final = {operator: operator.value for operator in Operator} | {Operator.UNEQUAL: "<>"}


class Sql(NamedTuple):
    text: str
    params: tuple[object, ...]


def to_sql(
    condition: Condition, column_of: Callable[[str], str], *, beneath: Beneath = NO_UNITS
) -> Sql:
    """A boolean expression that is NULL exactly where `evaluate` answers None.

    `column_of` gives the SQL of an attribute's column, a percent sign in it doubled.
    """
    match condition:
        case And() | Or():
            word = " AND " if isinstance(condition, And) else " OR "
            parts = [to_sql(part, column_of, beneath=beneath) for part in condition.parts]
            return Sql("(" + word.join(part.text for part in parts) + ")", _params(*parts))
        case Not():
            part = to_sql(condition.part, column_of, beneath=beneath)
            return Sql(f"(NOT {part.text})", part.params)
        case IfUnknown():
            part = to_sql(condition.part, column_of, beneath=beneath)
            return Sql(f"COALESCE({part.text}, {_boolean(value=condition.value)})", part.params)
        case _:
            return _simple(condition, column_of, beneath)


def _simple(condition: Simple, column_of: Callable[[str], str], beneath: Beneath) -> Sql:
    match condition:
        case Constant():
            return Sql(_boolean(value=condition.value), ())
        case Comparison():
            left, right = _term(condition.left, column_of), _term(condition.right, column_of)
            sign = _OPERATORS[condition.operator]
            return Sql(f"({left.text} {sign} {right.text})", _params(left, right))
        case Membership():
            term = _term(condition.term, column_of)
            values = [_literal(value) for value in condition.values]
            listed = ", ".join(value.text for value in values)
            return Sql(f"({term.text} IN ({listed}))", _params(term, *values))
        case Range():
            term = _term(condition.term, column_of)
            low, high = _literal(condition.low), _literal(condition.high)
            return Sql(
                f"({term.text} BETWEEN {low.text} AND {high.text})", _params(term, low, high)
            )
        case _:
            return _of_column(condition, column_of(condition.name), beneath)


def _of_column(
    condition: Truth | Known | Under | HasAny | HasAll | StartsWith, column: str, beneath: Beneath
) -> Sql:
    match condition:
        case Truth():
            return Sql(f"({column})", ())
        case Known():
            return Sql(f"({column} IS NOT NULL)", ())
        case Under():
            return Sql(f"({column} = ANY(%s::text[]))", (sorted(beneath[condition.code]),))
        case HasAny():
            return Sql(f"({column} && %s::text[])", (list(condition.values),))
        case HasAll():
            return Sql(f"({column} @> %s::text[])", (list(condition.values),))
        case StartsWith():
            return Sql(f"(starts_with({column}, %s::text))", (condition.prefix,))


def _term(term: Term, column_of: Callable[[str], str]) -> Sql:
    match term:
        case Fixed():
            return _literal(term.value)
        case Rounded():
            return Sql(f"round({column_of(term.name)}, {term.places})", ())
        case _:
            return Sql(column_of(term.name), ())


def _literal(value: Literal) -> Sql:
    kinds = {"str": "text", "Decimal": "numeric", "date": "date", "datetime": "timestamptz"}
    return Sql(f"%s::{kinds[type(value).__name__]}", (value,))


def _params(*parts: Sql) -> tuple[object, ...]:
    return tuple(param for part in parts for param in part.params)


def _boolean(*, value: bool) -> str:
    return "true" if value else "false"
