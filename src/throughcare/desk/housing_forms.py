"""What officers, assessors and staff of premises say about housing."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from throughcare.govuk.forms import DayField
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.housing.choices import EntryKind, Kind

Choices = Iterable[tuple[str, str]]
MOST_NIGHTS: Final = 366
_DAY: Final = "For example, 2 6 2014"


def text(
    label: str, *, most: int, rows: int = 4, help_text: str = "", required: str = ""
) -> forms.CharField:
    """A box for words; `required` says what is missing where it may not be left out."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "max_length": f"Enter {most:,} characters or fewer",
            "required": required,
        },
    )


def one_of(label: str, choices: Choices, *, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def _nights(*, required: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label="For how many nights?",
        required=required,
        min_value=1,
        max_value=MOST_NIGHTS,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Enter for how many nights",
            "invalid": "Enter a whole number, like 28",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {MOST_NIGHTS} or fewer",
        },
    )


class KindForm(forms.Form):
    kind = one_of("What do you apply for?", Kind.choices, missing="Select what you apply for")


class ApplicationForm(forms.Form):
    """What is asked for; what the record knows is there already. A draft may have gaps."""

    arrives_on = DayField(
        label="When is the person to arrive?",
        help_text=_DAY,
        error_messages={"required": "Enter the day on which the person is to arrive"},
    )
    nights = _nights(required=True)
    is_urgent = forms.BooleanField(label="It is urgent", required=False)
    purpose = text(
        "What is the placement for?", most=4_000, required="Say what the placement is for"
    )
    risk = text(
        "What the premises have to know about risk",
        most=4_000,
        help_text="It was begun with what the record knows.",
        required="Enter what the premises have to know about risk",
    )
    needs = text("Needs, and adjustments for a disability (optional)", most=4_000, rows=3)
    needs_step_free = forms.BooleanField(label="The bed must be without steps", required=False)
    needs_single = forms.BooleanField(label="The person needs a room alone", required=False)

    def allow_gaps(self) -> None:
        for field in self.fields.values():
            field.required = False

    @property
    def asking(self) -> change_housing.Asking:
        read = self.cleaned_data
        return change_housing.Asking(
            is_urgent=read["is_urgent"],
            arrives_on=read["arrives_on"],
            nights=read["nights"],
            purpose=read["purpose"].strip(),
            needs=read["needs"].strip(),
            risk=read["risk"].strip(),
            needs_step_free=read["needs_step_free"],
            needs_single=read["needs_single"],
        )


def said_of(application: housing.Application) -> dict[str, object]:
    """An application as its form has it."""
    return {name: getattr(application, name) for name in ApplicationForm.base_fields}


class StepForm(forms.Form):
    """What a step asks for, and nothing else."""

    def __init__(self, *args: Any, way: housing.Way, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        if "dates" in way.needs:
            self.fields["arrives_on"] = DayField(
                label="From which day?", help_text=_DAY, required=True
            )
            self.fields["nights"] = _nights(required=True)
        if way.ends_as:
            self.fields["reason"] = one_of(
                "Why?",
                [(each.key, each.description) for each in housing.reasons(way.ends_as)],
                missing="Select a reason",
            )
        asks = "note" in way.needs
        self.fields["note"] = text(
            _NOTES.get(way.code) or _NOTES.get(way.to.code, "Anything to add (optional)")
            if asks
            else "Anything to add (optional)",
            most=1_500,
            rows=4,
            required="Enter what you want to say" if asks else "",
        )

    @property
    def words(self) -> change_housing.Words:
        read = self.cleaned_data
        return change_housing.Words(
            note=read["note"].strip(),
            reason=read.get("reason", ""),
            arrives_on=read.get("arrives_on"),
            nights=read.get("nights"),
        )


_NOTES: Final = {
    "information": "What do you have to know?",
    "submitted": "What is the answer?",
    "refused": "Say why, for the officer",
    "appealed": "Why should the refusal be looked at again?",
    "appealed:submitted": "Why is it allowed?",
}


class CancelForm(forms.Form):
    note = text("Anything to add (optional)", most=1_500, rows=3)

    field_order = ("reason", "note")

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["reason"] = one_of(
            "Why is the bed given back?",
            [(each.key, each.description) for each in housing.reasons("cancellation")],
            missing="Select a reason",
        )
        self.order_fields(self.field_order)


class DaysForm(forms.Form):
    """From which day beds are looked for, and for how long; sent by address."""

    starts_on = DayField(label="From", required=True)
    nights = _nights(required=True)


class ArrivalForm(forms.Form):
    arrived_on = DayField(
        label="On which day did they arrive?",
        help_text="If they came early, the bed is theirs from that day on, where it is free.",
    )
    keyworker = forms.CharField(
        label="Who works with them? (optional)", max_length=120, required=False
    )


class AbsenceForm(forms.Form):
    note = text(
        "What do you know? (optional)",
        most=1_500,
        rows=3,
        help_text="The officer is told on their first page. The bed is free again.",
    )


class EndForm(forms.Form):
    ends_on = DayField(label="Until which day is the bed booked?", help_text=_DAY)
    note = text("Why? (optional)", most=1_500, rows=3)


class KeyworkerForm(forms.Form):
    keyworker = forms.CharField(
        label="Who works with them?",
        max_length=120,
        error_messages={"required": "Enter who works with them"},
    )


class DepartureForm(forms.Form):
    left_on = DayField(label="On which day did they leave?", help_text=_DAY)
    note = text("Anything to add (optional)", most=1_500, rows=3)

    field_order = ("left_on", "reason", "move_on", "note")

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        for name, kind, label, missing in (
            ("reason", "departure", "Why did they leave?", "Select why they left"),
            ("move_on", "move-on", "Where did they go?", "Select where they went"),
        ):
            self.fields[name] = one_of(
                label,
                [(each.key, each.description) for each in housing.reasons(kind)],
                missing=missing,
            )
        self.order_fields(self.field_order)


class EntryForm(forms.Form):
    kind = one_of("What is it about?", EntryKind.choices, missing="Select what it is about")
    notes = text("What happened?", most=4_000, rows=5, required="Enter what happened")

    def clean_kind(self) -> EntryKind:
        return EntryKind(self.cleaned_data["kind"])


class ClosingForm(forms.Form):
    starts_on = DayField(label="Closed from", help_text=_DAY)
    ends_on = DayField(label="Open again from", help_text=_DAY)
    reason = forms.CharField(
        label="Why is it closed?",
        max_length=200,
        error_messages={"required": "Enter why it is closed"},
    )


def parts_of(name: str, day: date) -> str:
    """A day as a form that is sent by address has it."""
    return f"{name}-day={day.day}&{name}-month={day.month}&{name}-year={day.year}"
