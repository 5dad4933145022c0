"""What people keeps. A person has no owner; who answers for one is said by their case."""

from pathlib import Path
from typing import Final

from throughcare.kernel.holdings import NotInFlight, Waiting
from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    GoesWith,
    HasContent,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Quoted,
    Shared,
    declare,
)

_FACTS: Final = (
    "ContactPoint",
    "ContactPreference",
    "PersonalContact",
    "Circumstance",
    "Disability",
    "Adjustment",
    "EqualityFact",
    "Paper",
    "Former",
)

declare(
    Shared(
        table="people.Person",
        personal=("born_on", "sex", "died_on", "first_language", "needs_interpreter"),
        plain=("crn",),
    ),
    Shared(
        table="people.Name",
        personal=("title", "first", "middle", "last", "preferred", "born_on", "sex", "search_text"),
    ),
    Shared(table="people.Identifier", personal=("supplied", "canonical"), plain=("source",)),
    Shared(
        table="people.Address",
        personal=("lines", "postcode", "is_no_fixed_abode", "area"),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.Code", plain=("key", "list", "code", "description", "parent"), is_for_all=True
    ),
    Shared(
        table="people.ContactPoint",
        personal=("value",),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.ContactPreference",
        personal=("may_be_texted",),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.PersonalContact",
        personal=("relationship_words", "name", "lines", "postcode", "telephone"),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.Circumstance",
        personal=("notes",),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.Disability",
        personal=("condition", "impact"),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.Adjustment",
        personal=("notes",),
        plain=("starts_on", "ends_on", "review_on"),
    ),
    Shared(
        table="people.EqualityFact",
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="people.Paper",
        plain=("starts_on", "ends_on", "media_type", "size", "digest"),
    ),
    Shared(table="people.Former", personal=("said", "reason")),
    Shared(
        table="people.SavedSearch",
        personal=("name", "text"),
        plain=("unit_code",),
    ),
    Shared(table="people.Comparison", plain=("found", "seconds")),
    Shared(table="people.Likeness", personal=("grounds", "weight")),
    Shared(table="people.Distinction", personal=("reason",)),
    Shared(table="people.Recognition", personal=("reason", "answer")),
    Shared(table="people.Merge", personal=("reason", "answer", "undone_because")),
    Shared(
        table="people.MergeMove", personal=("before",), plain=("relation", "key_column", "row_key")
    ),
    Shared(table="people.Word", personal=("text", "sound", "other_sound")),
    Shared(table="people.MatchRecord", personal=("standard",), plain=("made_by",)),
    Shared(table="people.MatchKey", personal=("shared",)),
    Shared(table="people.MatchDue"),
    Shared(table="people.MatchTerm", personal=("value",), plain=("term", "held")),
    Shared(table="people.MatchCount", plain=("version", "people", "held")),
    Waiting(
        name="same-person-proposal",
        words="pair of records proposed as one person, not approved",
        relation="people_recognition",
        key="id",
        waits="t.is_approved is null",
    ),
    Waiting(
        name="merge-proposal",
        words="merge of two records that is not answered",
        relation="people_merge",
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
    *(GoesWith(table=f"people.{table}", to="people.Person", through="person") for table in _FACTS),
    *(
        PointsAt(table=f"people.{table}", column="recorded_by_id", to="access.Account")
        for table in ("Name", "Identifier", "Address", *_FACTS)
    ),
    PointsAt(table="people.Address", column="verified_by_id", to="access.Account"),
    PointsAt(table="people.Former", column="superseded_by_id", to="access.Account"),
    HasContent(table="people.Paper", column="digest"),
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

declare(
    CodeList(table="people.Code", file=Path(__file__).parent / "reference" / "codes.csv"),
)

# What a person may read of who they are. Others in their life, and records that were compared with theirs, are about other people.
_DATED = (("starts_on", "From"), ("ends_on", "Until"))
declare(
    Disclosed(
        table="people.Person",
        called="Who you are",
        columns=(
            ("crn", "Case reference number"),
            ("born_on", "Date of birth"),
            ("sex", "Sex"),
            ("died_on", "Date of death"),
            ("first_language", "First language"),
            ("needs_interpreter", "Needs an interpreter"),
        ),
    ),
    Disclosed(
        table="people.Name",
        called="Names",
        columns=(
            ("kind", "Kind"),
            ("title", "Title"),
            ("first", "First name"),
            ("middle", "Middle names"),
            ("last", "Last name"),
            ("preferred", "Preferred name"),
            ("born_on", "Date of birth given with it"),
        ),
    ),
    Disclosed(
        table="people.Identifier",
        called="Numbers",
        columns=(("kind", "Kind"), ("supplied", "Number")),
    ),
    Disclosed(
        table="people.Address",
        called="Addresses",
        columns=(
            ("status", "Status"),
            ("lines", "Address"),
            ("postcode", "Postcode"),
            ("is_no_fixed_abode", "No fixed abode"),
            *_DATED,
        ),
        day="starts_on",
    ),
    Disclosed(
        table="people.ContactPoint",
        called="Telephone and email",
        columns=(("kind", "Kind"), ("value", "Number or address"), *_DATED),
        day="starts_on",
    ),
    Disclosed(
        table="people.ContactPreference",
        called="How you are reached",
        columns=(("may_be_texted", "Agreed to texts"), ("channel", "Preferred way"), *_DATED),
        day="starts_on",
    ),
    Disclosed(
        table="people.Circumstance",
        called="Circumstances",
        columns=(
            ("type__description", "Type"),
            ("detail__description", "Detail"),
            ("notes", "Notes"),
            *_DATED,
        ),
        day="starts_on",
        texts=("notes",),
    ),
    Disclosed(
        table="people.Disability",
        called="Disabilities",
        columns=(
            ("type__description", "Type"),
            ("condition", "Condition"),
            ("impact", "Impact"),
            *_DATED,
        ),
        day="starts_on",
        texts=("impact",),
    ),
    Disclosed(
        table="people.Adjustment",
        called="Adjustments",
        columns=(("category__description", "Category"), ("notes", "Notes"), *_DATED),
        day="starts_on",
        texts=("notes",),
    ),
    Disclosed(
        table="people.EqualityFact",
        called="Equality",
        columns=(
            ("kind", "Kind"),
            ("answer", "Answer"),
            ("value__description", "Said"),
            *_DATED,
        ),
        day="starts_on",
    ),
    NotDisclosed(
        table="people.Paper",
        called="Photographs and papers of identity",
        because=KeptBack.TO_BE_READ,
    ),
    NotDisclosed(
        table="people.PersonalContact", called="People in your life", because=KeptBack.OTHERS
    ),
    NotDisclosed(
        table="people.Former",
        called="What was corrected",
        because=KeptBack.WORKING,
    ),
    *(
        NotDisclosed(
            table=f"people.{table}",
            called="Comparisons with other records",
            because=KeptBack.OTHERS,
        )
        for table in ("Likeness", "Distinction", "Recognition", "Merge", "MergeMove")
    ),
    *(
        NotDisclosed(
            table=f"people.{table}",
            called="What matching reads",
            because=KeptBack.WORKING,
        )
        for table in ("MatchRecord", "MatchKey", "MatchDue")
    ),
)

declare(
    NotInFlight(
        table="people.Address",
        because="Where somebody lives or may live, known or not yet verified; it goes with the person.",
    ),
    NotInFlight(
        table="people.Adjustment",
        because="In force until a day; that of its review is content, which goes with the person and has a digest.",
    ),
)
