"""The groups of facts of a person: how each is shown, asked for and kept. Pages and addresses are the same for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404

from throughcare.desk import person_forms as asked
from throughcare.kernel.days import HERE
from throughcare.people import commands as change_people
from throughcare.people import queries as people
from throughcare.people.choices import EqualityKind, FormerKind

Row = Any  # Any: a row of whichever table of people, shown by its group alone
Form = Any  # Any: the form of whichever group


@dataclass(frozen=True, kw_only=True)
class By:
    """Who changes whom, and when; and the version of what was read, where it is put right."""

    account_id: int
    crn: str
    now: datetime
    version: int | None = None

    @property
    def told(self) -> dict[str, Any]:  # Any: the arguments of every command
        return {"account_id": self.account_id, "crn": self.crn, "now": self.now}

    @property
    def told_of_change(self) -> dict[str, Any]:  # Any: the arguments of every command
        return self.told | {"version": self.version}


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group of facts. `one` is what a page calls one of them; `end` and `remove` are missing where nobody may."""

    slug: str
    title: str
    one: str
    about: FormerKind
    form: type[asked.PersonForm]
    rows: Callable[[people.Profile, date], list[Row]]
    heading: Callable[[Row], str]
    facts: Callable[[Row], list[tuple[str, object]]]
    initial: Callable[[Row], Mapping[str, object]]
    add: Callable[[By, Form], object]
    correct: Callable[[By, UUID, Form], object]
    end: Callable[[By, UUID, Form], object] | None = None
    remove: Callable[[By, UUID, str], object] | None = None
    is_of_the_case: bool = True
    """Whether it is read with the case alone."""

    def row(self, profile: people.Profile, key: UUID, *, on: date) -> Row:
        """One of the person's, by its key.

        Raises:
            Http404: the viewer may know of none.
        """
        for row in self.rows(profile, on):
            if row.key == key:
                return row
        raise Http404


def _fact_group(
    *,
    slug: str,
    title: str,
    one: str,
    about: FormerKind,
    form: type[asked.FactForm],
    heading: Callable[[Row], str],
    facts: Callable[[Row], list[tuple[str, object]]],
) -> Group:
    what = form.said_as
    names = tuple(what.__dataclass_fields__)
    return Group(
        slug=slug,
        title=title,
        one=one,
        about=about,
        form=form,
        rows=lambda profile, on: list(people.facts_of(what, profile.person.pk, on=on)),
        heading=heading,
        facts=facts,
        initial=lambda row: {name: _initial(row, name) for name in names},
        add=lambda by, typed: change_people.add_fact(said=typed.said, **by.told),
        correct=lambda by, key, typed: change_people.correct_fact(
            key=key, said=typed.said, reason=typed.reason_typed, **by.told_of_change
        ),
        end=lambda by, key, typed: change_people.end_fact(
            what=what, key=key, ends_on=typed.cleaned_data["ends_on"], **by.told
        ),
        remove=lambda by, key, reason: change_people.remove_fact(
            what=what, key=key, reason=reason, **by.told
        ),
    )


def _initial(row: Row, name: str) -> object:
    value = getattr(row, name)
    if name == "may_be_texted":
        return "yes" if value else "no"
    return value


def _plain(row: Row, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = moment.astimezone(HERE)
    return f"{here.day} {here:%B %Y}"


def _names(profile: people.Profile, _on: date) -> list[Row]:
    return [each for each in (profile.legal, *profile.other_names) if each is not None]


def _correct_name(by: By, key: UUID, typed: asked.NameForm) -> object:
    return change_people.correct_name(
        key=key,
        name=typed.name,
        reason=typed.reason_typed,
        confirmed=typed.codes_confirmed,
        **by.told_of_change,
    )


def _end_address(by: By, key: UUID, typed: asked.EndForm) -> object:
    return change_people.end_address(
        key=key,
        ends_on=typed.cleaned_data["ends_on"],
        reason=typed.cleaned_data["reason"],
        **by.told,
    )


NAMES: Final = Group(
    slug="names",
    title="Names",
    one="a name",
    about=FormerKind.NAME,
    form=asked.NameForm,
    rows=_names,
    heading=people.full_name,
    facts=lambda row: [
        ("Kind", row.get_kind_display()),
        ("Title", row.title),
        ("Preferred name", row.preferred),
        ("Date of birth", row.born_on),
        ("Sex", row.get_sex_display() if row.sex else ""),
    ],
    initial=lambda row: _plain(
        row, "title", "first", "middle", "last", "preferred", "born_on", "sex"
    ),
    add=lambda by, typed: change_people.add_name(
        name=typed.name,
        kind=typed.cleaned_data["kind"],
        confirmed=typed.codes_confirmed,
        **by.told,
    ),
    correct=_correct_name,
    remove=lambda by, key, reason: change_people.remove_name(key=key, reason=reason, **by.told),
    is_of_the_case=False,
)
IDENTIFIERS: Final = Group(
    slug="identifiers",
    title="Numbers",
    one="a number",
    about=FormerKind.IDENTIFIER,
    form=asked.IdentifierForm,
    rows=lambda profile, _on: list(profile.identifiers),
    heading=lambda row: row.get_kind_display(),
    facts=lambda row: [
        ("Number", row.canonical or row.supplied),
        ("As supplied", row.supplied),
        ("Source", row.source),
        ("Check", "Verified" if row.canonical else "Unverified: nobody is found by it"),
    ],
    initial=lambda row: _plain(row, "supplied", "source"),
    add=lambda by, typed: change_people.add_identifier(
        **{name: typed.cleaned_data[name] for name in ("kind", "supplied", "source")}, **by.told
    ),
    correct=lambda by, key, typed: change_people.correct_identifier(
        key=key,
        supplied=typed.cleaned_data["supplied"],
        source=typed.cleaned_data["source"],
        reason=typed.reason_typed,
        **by.told_of_change,
    ),
    remove=lambda by, key, reason: change_people.end_identifier(key=key, reason=reason, **by.told),
    is_of_the_case=False,
)
ADDRESSES: Final = Group(
    slug="addresses",
    title="Addresses",
    one="an address",
    about=FormerKind.ADDRESS,
    form=asked.AddressForm,
    rows=lambda profile, _on: list(profile.addresses),
    heading=lambda row: row.get_status_display(),
    facts=lambda row: [
        ("Address", "No fixed abode" if row.is_no_fixed_abode else row.lines),
        ("Postcode", row.postcode),
        ("Type", row.type.description if row.type else ""),
        ("Type verified", "Yes" if row.is_type_verified else "No"),
        ("Verified", _day(row.verified_at)),
    ],
    initial=lambda row: _plain(
        row, "type_id", "is_type_verified", "lines", "postcode", "is_no_fixed_abode"
    ),
    add=lambda by, typed: change_people.add_address(
        status=typed.cleaned_data["status"],
        place=typed.place,
        starts_on=typed.cleaned_data["starts_on"],
        **by.told,
    ),
    correct=lambda by, key, typed: change_people.correct_address(
        key=key, place=typed.place, reason=typed.reason_typed, **by.told_of_change
    ),
    end=_end_address,
)
CONTACT_POINTS: Final = _fact_group(
    slug="contact-details",
    title="Contact details",
    one="a number or address of e-mail",
    about=FormerKind.CONTACT_POINT,
    form=asked.ContactPointForm,
    heading=lambda row: row.get_kind_display(),
    facts=lambda row: [("Number or address", row.value)],
)
PREFERENCES: Final = _fact_group(
    slug="contact-preferences",
    title="How to reach them",
    one="how to reach them",
    about=FormerKind.CONTACT_PREFERENCE,
    form=asked.ContactPreferenceForm,
    heading=lambda row: (
        "Agreed to text messages" if row.may_be_texted else "Did not agree to text messages"
    ),
    facts=lambda row: [
        ("Language of messages", row.get_text_language_display()),
        ("Would rather be reached by", row.get_channel_display() if row.channel else ""),
    ],
)
PERSONAL_CONTACTS: Final = _fact_group(
    slug="personal-contacts",
    title="Personal contacts",
    one="a personal contact",
    about=FormerKind.PERSONAL_CONTACT,
    form=asked.PersonalContactForm,
    heading=lambda row: row.name,
    facts=lambda row: [
        ("What they are", row.relationship.description),
        ("In their own words", row.relationship_words),
        ("Telephone", row.telephone),
        ("Address", ", ".join(part for part in (row.lines, row.postcode) if part)),
    ],
)
CIRCUMSTANCES: Final = _fact_group(
    slug="circumstances",
    title="Circumstances",
    one="a circumstance",
    about=FormerKind.CIRCUMSTANCE,
    form=asked.CircumstanceForm,
    heading=lambda row: row.type.description,
    facts=lambda row: [
        ("Detail", row.detail.description if row.detail else ""),
        ("Evidence", "Yes" if row.is_evidenced else "No"),
        ("Notes", row.notes),
    ],
)
DISABILITIES: Final = _fact_group(
    slug="disabilities",
    title="Disabilities",
    one="a disability",
    about=FormerKind.DISABILITY,
    form=asked.DisabilityForm,
    heading=lambda row: row.type.description,
    facts=lambda row: [("Condition", row.condition), ("What it means", row.impact)],
)
ADJUSTMENTS: Final = _fact_group(
    slug="adjustments",
    title="Adjustments",
    one="an adjustment",
    about=FormerKind.ADJUSTMENT,
    form=asked.AdjustmentForm,
    heading=lambda row: row.category.description,
    facts=lambda row: [("Notes", row.notes), ("Looked at again", row.review_on)],
)
EQUALITY: Final = _fact_group(
    slug="equality-answers",
    title="Equality",
    one="an answer",
    about=FormerKind.EQUALITY_FACT,
    form=asked.EqualityForm,
    heading=lambda row: row.get_kind_display(),
    facts=lambda row: [
        ("Answer", row.value.description if row.value else row.get_answer_display())
    ],
)

GROUPS: Final[dict[str, Group]] = {
    group.slug: group
    for group in (
        NAMES,
        IDENTIFIERS,
        ADDRESSES,
        CONTACT_POINTS,
        PREFERENCES,
        PERSONAL_CONTACTS,
        CIRCUMSTANCES,
        DISABILITIES,
        ADJUSTMENTS,
        EQUALITY,
    )
}
"""In the order of the page."""

UNMOVED: Final = ("legal", "former-crn")
"""The kinds of name and number that are not taken back."""


def unasked(rows: list[Row], *, today: date) -> list[tuple[str, str]]:
    """The facts of equality that there is no answer to today, as label and kind."""
    asked_of = {row.kind for row in rows if row.ends_on is None or row.ends_on > today}
    return [(kind.label, kind.value) for kind in EqualityKind if kind.value not in asked_of]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One fact as its page shows it; `facts` are labels with words or days."""

    key: UUID
    heading: str
    facts: tuple[tuple[str, object], ...]
    is_over: bool
    may_end: bool
    may_remove: bool
    may_verify: bool


def shown(of: Group, rows: list[Row], *, recorders: Mapping[int, str], today: date) -> list[Shown]:
    """Each fact of a group with who recorded and verified it, and what may be done with it."""
    return [_shown(of, row, recorders=recorders, today=today) for row in rows]


def _shown(of: Group, row: Row, *, recorders: Mapping[int, str], today: date) -> Shown:
    starts_on, ends_on = getattr(row, "starts_on", None), getattr(row, "ends_on", None)
    recorded = ", ".join(filter(None, (_day(row.recorded_at), recorders.get(row.recorded_by_id))))
    facts: list[tuple[str, object]] = [
        *of.facts(row),
        ("From", starts_on),
        ("To", ends_on),
        ("Recorded", recorded),
        ("Verified by", recorders.get(getattr(row, "verified_by_id", None) or 0)),
    ]
    return Shown(
        key=row.key,
        heading=of.heading(row),
        facts=tuple((label, value) for label, value in facts if value),
        is_over=ends_on is not None and ends_on <= today,
        may_end=of.end is not None and ends_on is None,
        may_remove=of.remove is not None and getattr(row, "kind", "") not in UNMOVED,
        may_verify=of is ADDRESSES and ends_on is None and row.verified_at is None,
    )
