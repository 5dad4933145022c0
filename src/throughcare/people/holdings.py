"""What people keeps. A person has no owner; who answers for one is said by their case."""

from throughcare.kernel.holdings import Waiting
from throughcare.organisation.holdings import GoesWith, PointsAt, Quoted, Shared, declare

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
    Shared(
        table="people.SavedSearch",
        personal=("name", "text"),
        plain=("unit_code",),
    ),
    Shared(table="people.Comparison", plain=("found", "seconds")),
    Shared(table="people.Likeness", personal=("grounds",)),
    Shared(table="people.Distinction", personal=("reason",)),
    Shared(table="people.Recognition", personal=("reason", "answer")),
    Shared(table="people.Word", personal=("text", "sound", "other_sound")),
    Waiting(
        name="same-person-proposal",
        words="pair of records proposed as one person, not approved",
        relation="people_recognition",
        key="id",
        waits="t.is_approved is null",
    ),
    Waiting(
        name="saved-search",
        words="search that somebody keeps",
        relation="people_savedsearch",
        key="id",
        waits="t.ended_at is null",
    ),
)

declare(
    GoesWith(table="people.Name", to="people.Person", through="person"),
    GoesWith(table="people.Identifier", to="people.Person", through="person"),
    GoesWith(table="people.Address", to="people.Person", through="person"),
    # Whoever a record is closed to here must not find it open there.
    GoesWith(table="access.Restriction", to="people.Person", through="person_id"),
    PointsAt(table="access.Restriction", column="person_id", to="people.Person"),
    Quoted(
        table="people.Person",
        by=("crn",),
        told_as=(
            ("born_on", "null::date"),
            ("sex", "'U'"),
            ("died_on", "null::date"),
            ("first_language", "''"),
            ("needs_interpreter", "null::boolean"),
        ),
    ),
)
