"""Reading a condition from text: every mistake is a sentence that says where it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NoReturn, TypeVar

from throughcare.kernel.conditions.syntax import (
    KEYWORDS,
    ORDERED,
    Asked,
    Attribute,
    Attributes,
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
    Named,
    Not,
    Operator,
    Range,
    Rounded,
    StartsWith,
    Truth,
    Type,
    Under,
    either,
    every,
)

LONGEST: Final = 4000
DEEPEST: Final = 40

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<text>'(?:[^']|'')*'|"(?:[^"]|"")*")
    |(?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?)
    |(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
    |(?P<number>-?[0-9]+(?:\.[0-9]+)?)
    |(?P<word>[a-z][a-z0-9_]*)
    |(?P<mark><=|>=|!=|[=<>()\[\],])""",
    re.VERBOSE,
)
Item = TypeVar("Item")
_OPERATORS: Final = frozenset(operator.value for operator in Operator)


class ConditionError(ValueError):
    """A condition that cannot be read; `at` counts characters from one."""

    def __init__(self, sentence: str, *, at: int) -> None:
        super().__init__(f"{sentence} (at character {at})")
        self.sentence = sentence
        self.at = at


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str, attributes: Attributes) -> Condition:
    """The condition that a text means, over declared attributes.

    Raises:
        ConditionError: it cannot be read, or compares what cannot be compared.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"A condition has at most {LONGEST} characters.", at=LONGEST)
    return _Reader(tokens=_tokens(text), attributes=attributes).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ConditionError(f"{text[at]!r} has no meaning here.", at=at + 1)
        kind = match.lastgroup or ""
        if kind == "word" and match.group() in KEYWORDS:
            kind = "keyword"
        if kind != "space":
            tokens.append(_Token(kind=kind, text=match.group(), at=at + 1))
        at = match.end()
    tokens.append(_Token(kind="end", text="the end", at=len(text) + 1))
    return tokens


class _Reader:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, *, tokens: list[_Token], attributes: Attributes) -> None:
        self.tokens = tokens
        self.attributes = attributes
        self.next = 0
        self.depth = 0

    def whole(self) -> Condition:
        condition = self.disjunction()
        if self.token.kind != "end":
            self.fail(f"Nothing may follow here, but there is {self.token.text!r}.")
        return condition

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def fail(self, sentence: str) -> NoReturn:
        raise ConditionError(sentence, at=self.token.at)

    def take(self, *texts: str) -> bool:
        """Pass over these words or marks if they all come next."""
        coming = self.tokens[self.next : self.next + len(texts)]
        if [token.text for token in coming] != list(texts) or any(
            token.kind not in {"keyword", "mark"} for token in coming
        ):
            return False
        self.next += len(texts)
        return True

    def need(self, text: str) -> None:
        if not self.take(text):
            self.fail(f"{text!r} is wanted, but there is {self.token.text!r}.")

    def disjunction(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"Parentheses go at most {DEEPEST} deep.")
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        self.depth -= 1
        return either(*parts)

    def conjunction(self) -> Condition:
        parts = [self.settled()]
        while self.take("and"):
            parts.append(self.settled())
        return every(*parts)

    def settled(self) -> Condition:
        condition = self.negation()
        while self.take("if", "unknown", "then"):
            condition = IfUnknown(condition, self.boolean())
        return condition

    def boolean(self) -> bool:
        value = self.take("true")
        if not value and not self.take("false"):
            self.fail(f"true or false is wanted, but there is {self.token.text!r}.")
        return value

    def negation(self) -> Condition:
        negative = False
        while self.take("not"):
            negative = not negative
        condition = self.primary()
        return Not(condition) if negative else condition

    def primary(self) -> Condition:
        if self.take("("):
            condition = self.disjunction()
            self.need(")")
            return condition
        if self.token.text in {"true", "false"} and self.token.kind == "keyword":
            return Constant(self.boolean())
        if self.take("rounded"):
            return self.comparison(*self.rounded())
        attribute = self.attribute()
        return self.asked(attribute)

    def attribute(self) -> Attribute:
        token = self.token
        if token.kind != "word":
            self.fail(f"An attribute is wanted, but there is {token.text!r}.")
        if token.text not in self.attributes:
            known = ", ".join(sorted(self.attributes))
            self.fail(f"There is no attribute {token.text!r}; there are {known}.")
        self.next += 1
        return self.attributes[token.text]

    def rounded(self) -> tuple[Asked, Attribute]:
        self.need("(")
        attribute = self.attribute()
        if attribute.type is not Type.NUMBER:
            self.fail(f"{attribute.name!r} is no number and cannot be rounded.")
        self.need(",")
        places = self.literal(Attribute(name="places", type=Type.NUMBER))
        if places not in set(map(Decimal, range(10))):
            self.fail("Round to a whole number of places from 0 to 9.")
        self.need(")")
        return Rounded(attribute.name, int(str(places))), attribute

    def asked(self, attribute: Attribute) -> Condition:
        if self.take("is"):
            known = Known(attribute.name)
            if self.take("unknown"):
                return Not(known)
            self.need("known")
            return known
        if attribute.type is Type.BOOLEAN:
            if self.token.text in _OPERATORS:
                self.fail(f"Write {attribute.name!r} or 'not {attribute.name}'.")
            return Truth(attribute.name)
        return self.special(attribute) or self.comparison(Named(attribute.name), attribute)

    def special(self, attribute: Attribute) -> Condition | None:
        """What only units, sets of text or text can be asked."""
        if self.take("under"):
            self.only(attribute, Type.UNIT)
            return Under(attribute.name, self.text(attribute))
        if self.take("starts", "with"):
            self.only(attribute, Type.TEXT)
            return StartsWith(attribute.name, self.text(Attribute("prefix", Type.TEXT)))
        if self.take("has"):
            self.only(attribute, Type.TEXTS)
            if self.take("any"):
                return HasAny(attribute.name, self.texts(attribute))
            if self.take("all"):
                return HasAll(attribute.name, self.texts(attribute))
            return HasAny(attribute.name, (self.text(attribute),))
        if attribute.type is Type.TEXTS:
            self.fail(f"{attribute.name!r} is a set: ask what it has.")
        return None

    def only(self, attribute: Attribute, wanted: Type) -> None:
        if attribute.type is not wanted:
            self.fail(f"{attribute.name!r} is {attribute.type}; this asks about {wanted}.")

    def comparison(self, term: Asked, attribute: Attribute) -> Condition:
        if self.take("not", "in"):
            return Not(Membership(term, self.listed(lambda: self.literal(attribute))))
        if self.take("in"):
            return Membership(term, self.listed(lambda: self.literal(attribute)))
        if self.take("not", "between"):
            return Not(self.range(term, attribute))
        if self.take("between"):
            return self.range(term, attribute)
        if self.token.kind != "mark" or self.token.text not in _OPERATORS:
            self.fail(f"{attribute.name!r} must be compared with something.")
        operator = Operator(self.token.text)
        if operator not in {"=", "!="} and attribute.type not in ORDERED:
            self.fail(f"{attribute.name!r} is {attribute.type} and has no order.")
        self.next += 1
        return Comparison(term, operator, self.right(attribute))

    def right(self, attribute: Attribute) -> Asked | Fixed:
        if self.take("rounded"):
            term, other = self.rounded()
        elif self.token.kind == "word":
            other = self.attribute()
            term = Named(other.name)
        else:
            return Fixed(self.literal(attribute))
        if other.type is not attribute.type:
            self.fail(f"{attribute.name!r} is {attribute.type} but {other.name!r} is {other.type}.")
        return term

    def range(self, term: Asked, attribute: Attribute) -> Range:
        if attribute.type not in ORDERED:
            self.fail(f"{attribute.name!r} is {attribute.type} and has no order.")
        low = self.literal(attribute)
        self.need("and")
        high = self.literal(attribute)
        if low > high:  # type: ignore[operator]  # both are of the attribute's one type
            self.fail("The range ends before it begins.")
        return Range(term, low, high)

    def listed(self, read: Callable[[], Item]) -> tuple[Item, ...]:
        self.need("[")
        values = [read()]
        while self.take(","):
            values.append(read())
        self.need("]")
        if len(set(values)) < len(values):
            self.fail("A value stands twice in the list.")
        return tuple(values)

    def texts(self, attribute: Attribute) -> tuple[str, ...]:
        return self.listed(lambda: self.text(attribute))

    def text(self, attribute: Attribute) -> str:
        token = self.token
        if token.kind != "text":
            self.fail(f"Text in quotes is wanted, but there is {token.text!r}.")
        mark = token.text[0]
        text = token.text[1:-1].replace(mark * 2, mark)
        if not text.isprintable():
            self.fail("Text is printable.")
        if attribute.values and text not in attribute.values:
            known = ", ".join(attribute.values)
            self.fail(f"{attribute.name!r} is never {text!r}; it may be {known}.")
        self.next += 1
        return text

    def literal(self, attribute: Attribute) -> Literal:
        if attribute.type in {Type.TEXT, Type.UNIT}:
            return self.text(attribute)
        token = self.token
        if token.kind != attribute.type.value:
            self.fail(f"A {attribute.type} is wanted, but there is {token.text!r}.")
        try:
            value = _LITERALS[attribute.type](token.text)
        except ValueError:
            self.fail(f"There is no {attribute.type} {token.text!r}.")
        if isinstance(value, datetime) and value.tzinfo is None:
            self.fail(f"The moment {token.text!r} has no zone.")
        self.next += 1
        return value


_LITERALS: Final[dict[Type, Callable[[str], Literal]]] = {
    Type.NUMBER: Decimal,
    Type.DATE: date.fromisoformat,
    Type.MOMENT: datetime.fromisoformat,
}
