"""What officers type of a person: its shape, its wording, and what it says. One form for each group of facts."""

import re
from typing import Any

from django import forms

from throughcare.desk.forms import Choices
from throughcare.govuk.forms import DayField
from throughcare.people import commands as change_people
from throughcare.people import queries as people
from throughcare.people.choices import (
    AddressStatus,
    Answer,
    Channel,
    ContactKind,
    EqualityKind,
    IdentifierKind,
    NameKind,
    Sex,
    TextLanguage,
)

FORMER = IdentifierKind.FORMER_CRN
_POSTCODE = re.compile(r"[\s,]+([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\s*$", re.IGNORECASE)


def words(label: str, *, most: int, required: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 10 if most <= 20 else 30}),  # noqa: PLR2004  a short box
        error_messages={
            "required": required,
            "max_length": f"{label} must be {most} characters or fewer",
        },
    )


def notes(label: str, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"{label} must be 1,000 characters or fewer"},
    )


def pick(
    label: str, choices: Choices, *, required: str = "", help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Select"), *choices],
        required=bool(required),
        help_text=help_text,
        error_messages={"required": required, "invalid_choice": required or f"Select from {label}"},
    )


class PersonForm(forms.Form):
    """A form of a group. Where something is put right, it asks why as well; a warning can be confirmed."""

    reason = words("Why is it changed?", most=300, required="Enter why it is changed")
    confirmed = forms.BooleanField(
        label="I have checked, and the date of birth is right", required=False
    )

    def __init__(
        self, *args: Any, is_change: bool = False, warns: bool = False, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fill()
        if not is_change:
            del self.fields["reason"]
        if not warns:
            del self.fields["confirmed"]

    def fill(self) -> None:
        """Give the fields the codes that are offered."""

    @property
    def reason_typed(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    @property
    def codes_confirmed(self) -> tuple[str, ...]:
        return ("swapped",) if self.data.get("confirmed") else ()


class NameForm(PersonForm):
    field_order = ("kind", "title", "first", "middle", "last", "preferred", "born_on", "sex")

    kind = forms.ChoiceField(
        label="What kind of name is it?",
        widget=forms.RadioSelect,
        choices=[
            (NameKind.ALIAS.value, "Alias"),
            (NameKind.PREVIOUS.value, "Previous name"),
            (NameKind.LEGAL.value, "New name: the one now becomes a previous name"),
        ],
        error_messages={"required": "Select what kind of name it is"},
    )
    title = words("Title", most=20)
    first = words("First name", most=80)
    middle = words("Second and third names", most=120)
    last = words("Surname", most=80, required="Enter a surname")
    preferred = words("Preferred name", most=80, help_text="What they like to be called")
    born_on = DayField(
        label="Date of birth that was given with it",
        required=False,
        help_text="Only of an alias, if it is another one",
    )
    sex = pick("Sex that was given with it", Sex.choices, help_text="Only of an alias")

    def __init__(self, *args: Any, is_change: bool = False, **more: Any) -> None:  # Any: as above
        super().__init__(*args, is_change=is_change, **more)
        if is_change:
            del self.fields["kind"]

    @property
    def name(self) -> change_people.Alias:
        typed = self.cleaned_data
        return change_people.Alias(
            **{each: typed[each] for each in ("title", "first", "middle", "last", "preferred")},
            born_on=typed["born_on"],
            sex=typed["sex"],
        )


class IdentifierForm(PersonForm):
    kind = pick(
        "Kind of number",
        [choice for choice in IdentifierKind.choices if choice[0] != FORMER.value],
        required="Select a kind of number",
    )
    supplied = words("Number", most=40, required="Enter the number", help_text="In any usual form")
    source = words("Where is it from?", most=60, required="Enter where the number is from")

    def __init__(self, *args: Any, is_change: bool = False, **more: Any) -> None:  # Any: as above
        super().__init__(*args, is_change=is_change, **more)
        if is_change:
            del self.fields["kind"]


class AddressForm(PersonForm):
    field_order = (
        *("status", "type_id", "is_type_verified", "lines", "postcode"),
        *("is_no_fixed_abode", "starts_on"),
    )

    status = pick(
        "What is it to them?",
        [choice for choice in AddressStatus.choices if choice[0] != AddressStatus.PREVIOUS.value],
        required="Select what the address is to them",
        help_text="A new main address ends the one before on the same day",
    )
    type_id = pick("Type of address", ())
    is_type_verified = forms.BooleanField(label="The type is verified", required=False)
    lines = words("Address", most=300, help_text="The postcode can stand at its end")
    postcode = words("Postcode", most=8)
    is_no_fixed_abode = forms.BooleanField(label="No fixed abode", required=False)
    starts_on = DayField(label="Since when?")

    def __init__(self, *args: Any, is_change: bool = False, **more: Any) -> None:  # Any: as above
        super().__init__(*args, is_change=is_change, **more)
        if is_change:
            del self.fields["status"]
            del self.fields["starts_on"]

    def fill(self) -> None:
        offer(self, "type_id", "address-type")

    def clean(self) -> None:
        lines, postcode = self.cleaned_data.get("lines", ""), self.cleaned_data.get("postcode", "")
        at_the_end = _POSTCODE.search(lines)
        if at_the_end and not postcode:
            self.cleaned_data["lines"] = lines[: at_the_end.start()]
            self.cleaned_data["postcode"] = f"{at_the_end[1]} {at_the_end[2]}".upper()

    @property
    def place(self) -> change_people.Place:
        typed = self.cleaned_data
        return change_people.Place(
            lines=typed["lines"],
            postcode=typed["postcode"],
            is_no_fixed_abode=typed["is_no_fixed_abode"],
            type_id=typed["type_id"] or None,
            is_type_verified=typed["is_type_verified"],
        )


class FactForm(PersonForm):
    """A form whose fields are those of what is said."""

    starts_on = DayField(label="Since when?")
    ends_on = DayField(label="Until when?", required=False, help_text="Leave empty if it goes on")

    said_as: type[change_people.Said]

    @property
    def said(self) -> change_people.Said:
        typed = self.cleaned_data
        named = self.said_as.__dataclass_fields__
        said: dict[str, Any] = {  # Any: what the fields of a form give
            name: None if value == "" and named[name].default is None else value
            for name, value in typed.items()
            if name in named
        }
        return self.said_as(**said)


class ContactPointForm(FactForm):
    field_order = ("kind", "value", "starts_on", "ends_on")
    said_as = change_people.ContactPointSaid

    kind = pick("What is it?", ContactKind.choices, required="Select what it is")
    value = words("Number or address", most=254, required="Enter a number or an address of e-mail")


class ContactPreferenceForm(FactForm):
    field_order = ("may_be_texted", "text_language", "channel", "starts_on")
    said_as = change_people.ContactPreferenceSaid

    may_be_texted = forms.TypedChoiceField(
        label="Did they agree to be sent text messages?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda typed: typed == "yes",
        error_messages={"required": "Select whether they agreed to text messages"},
    )
    text_language = forms.ChoiceField(label="Language of messages", choices=TextLanguage.choices)
    channel = pick("How would they rather be reached?", Channel.choices)

    def fill(self) -> None:
        del self.fields["ends_on"]


class PersonalContactForm(FactForm):
    field_order = (
        *("relationship_id", "relationship_words", "name", "telephone", "is_same_address"),
        *("lines", "postcode", "starts_on", "ends_on"),
    )
    said_as = change_people.PersonalContactSaid

    relationship_id = pick(
        "What are they to the person?", (), required="Select what they are to the person"
    )
    relationship_words = words("In their own words", most=60, help_text="Such as: elder sister")
    name = words("Name", most=120, required="Enter the name of the personal contact")
    telephone = words("Telephone", most=40)
    is_same_address = forms.BooleanField(
        label="Lives at the main address of the person", required=False
    )
    lines = words("Address", most=300)
    postcode = words("Postcode", most=8)

    def fill(self) -> None:
        offer(self, "relationship_id", "relationship")


class CircumstanceForm(FactForm):
    field_order = ("type_id", "detail_id", "is_evidenced", "notes", "starts_on", "ends_on")
    said_as = change_people.CircumstanceSaid

    type_id = pick("Type", (), required="Select a type")
    detail_id = pick("Detail", ())
    is_evidenced = forms.BooleanField(label="There is evidence of it", required=False)
    notes = notes("Notes")

    def fill(self) -> None:
        offer(self, "type_id", "circumstance")
        self.fields["detail_id"].choices = [  # type: ignore[attr-defined]
            ("", "No detail"),
            *(
                (key, f"{type_}: {description}")
                for type_, details in people.details_of_circumstances()
                for key, description in details
            ),
        ]


class DisabilityForm(FactForm):
    field_order = ("type_id", "condition", "impact", "starts_on", "ends_on")
    said_as = change_people.DisabilitySaid

    type_id = pick("Type", (), required="Select a type")
    condition = words("Condition", most=120)
    impact = notes("What it means for supervision")

    def fill(self) -> None:
        offer(self, "type_id", "disability")


class AdjustmentForm(FactForm):
    field_order = ("category_id", "notes", "starts_on", "ends_on", "review_on")
    said_as = change_people.AdjustmentSaid

    category_id = pick("What is done differently?", (), required="Select what is done differently")
    notes = notes("Notes")
    review_on = DayField(label="When is it looked at again?", required=False)

    def fill(self) -> None:
        offer(self, "category_id", "adjustment")


class EqualityForm(FactForm):
    field_order = ("kind", "answer", "value_id", "starts_on")
    said_as = change_people.EqualityFactSaid

    kind = pick("What is it about?", EqualityKind.choices, required="Select what it is about")
    answer = forms.ChoiceField(
        label="Were they asked?",
        widget=forms.RadioSelect,
        choices=Answer.choices,
        error_messages={"required": "Select whether they were asked"},
    )
    value_id = pick("What they said", ())
    starts_on = DayField(label="When were they asked?")

    def fill(self) -> None:
        del self.fields["ends_on"]
        about = self.data.get("kind") or self.initial.get("kind", "")
        known = [kind for kind in EqualityKind if kind.value == about]
        if known:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["value_id"].label = f"What they said: {known[0].label.lower()}"
        self.fields["value_id"].choices = [  # type: ignore[attr-defined]
            ("", "Nothing"),
            *(
                (key, description if known else f"{kind.label}: {description}")
                for kind in known or EqualityKind
                for key, description in people.codes(people.code_list_of(kind.value))
            ),
        ]


class DetailsForm(PersonForm):
    field_order = ("born_on", "sex", "first_language", "needs_interpreter")

    born_on = DayField(label="Date of birth", required=False)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices)
    first_language = pick("First language", ())
    needs_interpreter = forms.ChoiceField(
        label="Do they need an interpreter?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
    )

    def fill(self) -> None:
        named = [(description, description) for _, description in people.codes("language")]
        known = self.initial.get("first_language")
        if known and (known, known) not in named:
            named.insert(0, (known, known))
        self.fields["first_language"].choices = [("", "Not known"), *named]  # type: ignore[attr-defined]

    @property
    def details(self) -> change_people.Details:
        typed = self.cleaned_data
        return change_people.Details(
            born_on=typed["born_on"],
            sex=typed["sex"],
            first_language=typed["first_language"],
            needs_interpreter={"yes": True, "no": False}.get(typed["needs_interpreter"]),
        )


class DeathForm(forms.Form):
    died_on = DayField(
        label="When did they die?",
        help_text="What is booked after that day is cancelled, and the officer asked to end each sentence",
    )


class EndForm(forms.Form):
    ends_on = DayField(label="From which day does it not hold any more?")
    reason = words("Why?", most=300, required="Enter why it ends")


class RemovalForm(forms.Form):
    reason = words("Why is it taken back?", most=300, required="Enter why it is taken back")


class PaperForm(forms.Form):
    file = forms.FileField(label="File", error_messages={"required": "Select a file"})
    of_day = DayField(label="Which day is it of?")


def offer(form: forms.Form, field: str, of: str) -> None:
    """Let a field choose among the codes of a list that are offered, and the historic one that it has already."""
    known = form.initial.get(field)
    offered = people.codes(of)
    if known and known not in dict(offered):
        offered.append((known, people.described([known]).get(known, known)))
    form.fields[field].choices = [("", "Select"), *offered]  # type: ignore[attr-defined]
