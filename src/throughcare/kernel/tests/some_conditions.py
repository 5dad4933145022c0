"""Random conditions and facts, for whoever must answer them in another way.

`conditions()` draws well-typed conditions over `ATTRIBUTES`; `facts()` draws facts for all of
them, unknown ones among them. Values are few, so that they meet often.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from throughcare.kernel.conditions.syntax import (
    ORDERED,
    Attribute,
    Comparison,
    Condition,
    Constant,
    Fact,
    Facts,
    Fixed,
    HasAll,
    HasAny,
    IfUnknown,
    Known,
    Literal,
    Membership,
    Named,
    Not,
    Operator,
    Range,
    Rounded,
    StartsWith,
    Truth,
    Type,
    Under,
    attributes,
    either,
    every,
)

ATTRIBUTES: Final = attributes(
    Attribute("rosh", Type.TEXT, "risk of serious harm", ("low", "medium", "high", "very high")),
    Attribute("postcode", Type.TEXT, "postcode"),
    Attribute("rsr", Type.NUMBER, "risk of serious recidivism"),
    Attribute("load", Type.NUMBER, "load"),
    Attribute("deferred", Type.BOOLEAN, "sentence deferred"),
    Attribute("sentenced_on", Type.DATE, "date of sentence"),
    Attribute("released_on", Type.DATE, "date of release"),
    Attribute("seen_at", Type.MOMENT, "last seen"),
    Attribute("team", Type.UNIT, "team"),
    Attribute("trust", Type.UNIT, "trust"),
    Attribute("flags", Type.TEXTS, "flags"),
)

UNITS: Final = ("ASP", "ASP1", "ASP1A", "LDN")
BENEATH: Final = {
    "ASP": ("ASP", "ASP1", "ASP1A"),
    "ASP1": ("ASP1", "ASP1A"),
    "ASP1A": ("ASP1A",),
    "LDN": ("LDN",),
}
TEXTS: Final = ("", "BS1", "BS12", "it's", "100%", "é", "e\u0301", "weapons", "a,b", '"', "\\")

_VALUES: Final[dict[Type, st.SearchStrategy[Literal]]] = {
    Type.TEXT: st.sampled_from(TEXTS),
    Type.NUMBER: st.sampled_from(
        [Decimal(n) for n in ("-1.005", "0", "6.88", "6.884", "6.885", "6.89", "7", "100.10")]
    ),
    Type.DATE: st.sampled_from([date(2014, 5, 31), date(2014, 6, 1), date(2016, 2, 29)]),
    Type.MOMENT: st.sampled_from(
        [
            datetime(2014, 5, 31, 23, tzinfo=UTC),
            datetime(2014, 6, 1, tzinfo=timezone(timedelta(hours=1))),
            datetime(2014, 6, 1, 0, 0, 0, 1, tzinfo=UTC),
        ]
    ),
    Type.UNIT: st.sampled_from(UNITS),
    Type.TEXTS: st.sampled_from(TEXTS),
}


def _values(attribute: Attribute) -> st.SearchStrategy[Literal]:
    return st.sampled_from(attribute.values) if attribute.values else _VALUES[attribute.type]


def _lists(attribute: Attribute) -> st.SearchStrategy[tuple[Literal, ...]]:
    return st.lists(_values(attribute), min_size=1, max_size=3, unique=True).map(tuple)


def _comparisons(term: Named | Rounded, attribute: Attribute) -> st.SearchStrategy[Condition]:
    ordered = attribute.type in ORDERED
    operators = st.sampled_from(list(Operator) if ordered else [Operator.EQUAL, Operator.UNEQUAL])
    others = [Named(other.name) for other in ATTRIBUTES.values() if other.type == attribute.type]
    right = st.one_of(_values(attribute).map(Fixed), st.sampled_from(others))
    forms: list[st.SearchStrategy[Condition]] = [
        st.builds(Comparison, st.just(term), operators, right),
        st.builds(Membership, st.just(term), _lists(attribute)),
    ]
    if ordered:
        ends = st.tuples(_values(attribute), _values(attribute)).map(sorted)
        forms.append(ends.map(lambda pair: Range(term, pair[0], pair[1])))
    return st.one_of(forms)


def _about(attribute: Attribute) -> st.SearchStrategy[Condition]:
    name = st.just(attribute.name)
    forms: list[st.SearchStrategy[Condition]] = [st.builds(Known, name)]
    if attribute.type is Type.BOOLEAN:
        forms.append(st.builds(Truth, name))
    elif attribute.type is Type.TEXTS:
        forms += [st.builds(HasAny, name, _lists(attribute))]
        forms += [st.builds(HasAll, name, _lists(attribute))]
    else:
        forms.append(_comparisons(Named(attribute.name), attribute))
    if attribute.type is Type.NUMBER:
        places = st.integers(0, 3).map(lambda places: Rounded(attribute.name, places))
        forms.append(places.flatmap(lambda term: _comparisons(term, attribute)))
    if attribute.type is Type.UNIT:
        forms.append(st.builds(Under, name, st.sampled_from(UNITS)))
    if attribute.type is Type.TEXT and not attribute.values:
        forms.append(st.builds(StartsWith, name, st.sampled_from(TEXTS)))
    return st.one_of(forms)


def _negated(part: Condition) -> Condition:
    """Two negations in a row are never read: the text of them is the part itself."""
    return part.part if isinstance(part, Not) else Not(part)


_CONDITIONS: Final = st.recursive(
    st.one_of(st.builds(Constant, st.booleans()), *(_about(each) for each in ATTRIBUTES.values())),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda some: every(*some)),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: either(*some)),
        parts.map(_negated),
        st.builds(IfUnknown, parts, st.booleans()),
    ),
    max_leaves=8,
)


def _fact(attribute: Attribute) -> st.SearchStrategy[Fact]:
    if attribute.type is Type.BOOLEAN:
        return st.none() | st.booleans()
    if attribute.type is Type.TEXTS:
        return st.none() | st.frozensets(st.sampled_from(TEXTS), max_size=3)
    return st.none() | _values(attribute)


_FACTS: Final = st.fixed_dictionaries({name: _fact(each) for name, each in ATTRIBUTES.items()})


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    return draw(_CONDITIONS)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    return draw(_FACTS)
