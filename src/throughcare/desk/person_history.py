"""What was said of a person before it was changed, in words."""

from collections.abc import Mapping
from typing import Final

from throughcare.people import queries as people

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
                (label, _worded(before.said[name], named))
                for name, label in _LABELS.items()
                if before.said.get(name) not in (None, "", False)
            ],
        )
        for before in befores
    ]


def _worded(value: object, named: Mapping[str, str]) -> str:
    return "Yes" if value is True else named.get(str(value), str(value))
