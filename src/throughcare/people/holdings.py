"""What people keeps. A person has no owner; who answers for one is said by their case."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(
        table="people.Person",
        personal=("born_on", "sex", "died_on", "first_language", "needs_interpreter"),
        plain=("crn",),
    ),
    Shared(table="people.Name", personal=("first", "middle", "last", "born_on", "search_text")),
    Shared(table="people.Identifier", personal=("supplied", "canonical"), plain=("source",)),
    Shared(
        table="people.Address",
        personal=("lines", "postcode", "is_no_fixed_abode", "area"),
        plain=("starts_on", "ends_on"),
    ),
    Shared(table="people.Word", personal=("text", "sound", "other_sound")),
)
