"""What was said of a person before it was changed, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from throughcare.people import queries as people
from throughcare.people.choices import (
    AddressStatus,
    Answer,
    Channel,
    ContactKind,
    EqualityKind,
    IdentifierKind,
    NameKind,
    PaperKind,
    Sex,
    TextLanguage,
)

_CHOICES: Final[dict[str, str]] = {
    value: str(label)
    for kinds in (
        *(NameKind, IdentifierKind, AddressStatus, ContactKind, Channel, TextLanguage),
        *(Answer, EqualityKind, PaperKind, Sex),
    )
    for value, label in kinds.choices
}
_CHOSEN: Final = frozenset({"kind", "status", "sex", "channel", "text_language", "answer"})
_LABELS: Final = {
    "kind": "Kind",
    "title": "Title",
    "first": "First name",
    "middle": "Second and third names",
    "last": "Surname",
    "preferred": "Preferred name",
    "born_on": "Date of birth",
    "died_on": "Date of death",
    "sex": "Sex",
    "first_language": "First language",
    "needs_interpreter": "Interpreter needed",
    "supplied": "Number",
    "source": "Source",
    "status": "Status",
    "lines": "Address",
    "postcode": "Postcode",
    "is_no_fixed_abode": "No fixed abode",
    "type_id": "Type",
    "is_type_verified": "Type verified",
    "value": "Number or address",
    "value_id": "Answer",
    "answer": "Asked",
    "may_be_texted": "Agreed to text messages",
    "channel": "Rather reached by",
    "text_language": "Language of messages",
    "relationship_id": "What they are",
    "relationship_words": "In their own words",
    "name": "Name",
    "telephone": "Telephone",
    "detail_id": "Detail",
    "is_evidenced": "Evidence",
    "notes": "Notes",
    "condition": "Condition",
    "impact": "What it means",
    "category_id": "Adjustment",
    "review_on": "Looked at again",
    "starts_on": "From",
    "ends_on": "To",
}


def said_before(befores: list[people.Before]) -> list[tuple[people.Before, list[tuple[str, str]]]]:
    """Each of some former facts, with what it said as labels and words. One query."""
    keys = {
        str(value)
        for before in befores
        for name, value in before.said.items()
        if name.endswith("_id") and value
    }
    named = people.described(keys)
    return [
        (
            before,
            [
                (label, _worded(name, before.said[name], named))
                for name, label in _LABELS.items()
                if before.said.get(name) not in (None, "", False)
            ],
        )
        for before in befores
    ]


def _worded(column: str, value: object, named: Mapping[str, str]) -> str:
    """A value as people read it: a code or a choice by its words, a day in full."""
    text = str(value)
    if value is True:
        return "Yes"
    if column.endswith("_id"):
        return named.get(text, text)
    if column in _CHOSEN:
        return _CHOICES.get(text, text)
    if column.endswith("_on"):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}"
    return text
