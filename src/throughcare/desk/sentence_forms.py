"""What officers type about sentences, requirements, custody and licences: its shape and its wording."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from throughcare.desk.forms import Choices, CodeField
from throughcare.govuk.forms import DayField
from throughcare.probation.choices import (
    AlsoOrdered,
    EndReason,
    HearingKind,
    LengthUnit,
    Plea,
    Remand,
    Verdict,
)

UNITS = [("", "Select a unit"), *LengthUnit.choices]
LONGEST = 999
MINUTES_IN_AN_HOUR = 60


def number_field(label: str, *, help_text: str = "", most: int = LONGEST) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.NumberInput(attrs={"size": 4}),
        error_messages={"invalid": "Enter a whole number, like 12"},
    )


def hours_field(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal("0.5"),
        max_value=168,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "decimal"}),
        error_messages={"invalid": "Enter hours, like 12 or 12.5"},
    )


def day_field(label: str, *, required: bool = True, help_text: str = "") -> DayField:
    return DayField(label=label, required=required, help_text=help_text)


class ChosenForm(forms.Form):
    """A choice from a list that the page gives."""

    question = "Select one"

    chosen = forms.ChoiceField(error_messages={"required": "Select one from the list"})

    def __init__(
        self, *args: Any, label: str, choices: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["chosen"].label = label
        self.fields["chosen"].choices = [("", self.question), *choices]  # type: ignore[attr-defined]


class ChargeForm(forms.Form):
    court_code = forms.CharField(
        label="Court code of the charge (CJS), if you have it",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Such as TH68010. It tells whether the check for a serious further offence begins.",
    )
    offence_on = day_field(
        "When was it committed?", required=False, help_text="The first day of it"
    )
    count = forms.IntegerField(
        label="Number of counts",
        min_value=1,
        max_value=LONGEST,
        initial=1,
        widget=forms.NumberInput(attrs={"size": 4}),
        error_messages={"required": "Enter the number of counts"},
    )
    verdict = forms.ChoiceField(
        label="Verdict",
        widget=forms.RadioSelect,
        choices=Verdict.choices,
        required=False,
    )


class EventForm(ChargeForm):
    field_order = (
        *("court_code", "offence_on", "count", "taken", "verdict"),
        *("referred_on", "convicted_on"),
    )

    taken = forms.IntegerField(
        label="Offences taken into consideration",
        min_value=0,
        max_value=LONGEST,
        initial=0,
        widget=forms.NumberInput(attrs={"size": 4}),
        error_messages={"required": "Enter a number, or 0"},
    )
    referred_on = day_field("When was the person referred to probation?")
    convicted_on = day_field("When was the person convicted?", required=False)


class AppearanceForm(forms.Form):
    court = forms.ChoiceField(label="Court", error_messages={"required": "Select a court"})
    held_on = day_field("When was it?")
    kind = forms.ChoiceField(
        label="What was it for?",
        widget=forms.RadioSelect,
        choices=HearingKind.choices,
        error_messages={"required": "Select what it was for"},
    )
    outcome = forms.ChoiceField(
        label="What did the court decide?",
        error_messages={"required": "Select what the court decided"},
    )
    plea = forms.ChoiceField(
        label="Plea", widget=forms.RadioSelect, choices=Plea.choices, required=False
    )
    remand = forms.ChoiceField(
        label="Until the next appearance the person is",
        widget=forms.RadioSelect,
        choices=Remand.choices,
        required=False,
    )
    bail_conditions = forms.CharField(
        label="Bail conditions",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )
    next_on = day_field("Next appearance", required=False)
    report_unit = CodeField(
        label="Code of the team that writes the report",
        help_text="Only where the court asked for a report and another team writes it",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
    )

    def __init__(
        self, *args: Any, courts: Choices, outcomes: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["court"].choices = [("", "Select a court"), *courts]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", "Select an outcome"), *outcomes]  # type: ignore[attr-defined]


class LengthForm(forms.Form):
    length = number_field("Length", help_text="The number here, and its unit below")
    length_unit = forms.ChoiceField(label="Unit of the length", choices=UNITS, required=False)

    @property
    def unit(self) -> LengthUnit | None:
        return _unit(self.cleaned_data["length_unit"])


class DisposalForm(LengthForm):
    """The fields that a type of sentence has; the page says which family it is of."""

    field_order = (
        *("court", "imposed_on", "length", "length_unit", "second_length", "second_unit"),
        *("ends_on", "follows"),
    )

    court = forms.ChoiceField(label="Court", error_messages={"required": "Select a court"})
    imposed_on = day_field("When was the sentence imposed?")
    second_length = number_field("Term of custody that is suspended")
    second_unit = forms.ChoiceField(label="Unit of the term", choices=UNITS, required=False)
    ends_on = day_field(
        "Last day, if the court gave one",
        required=False,
        help_text="Enter this or the length, from which it is worked out",
    )
    follows = forms.ChoiceField(label="Runs on from", required=False)

    def __init__(
        self, *args: Any, family: str, courts: Choices, others: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["court"].choices = [("", "Select a court"), *courts]  # type: ignore[attr-defined]
        self.fields["follows"].choices = [("", "None: it runs from its own day"), *others]  # type: ignore[attr-defined]
        if family == "suspended":
            self.fields["length"].label = "Length of supervision"
            for name, missing in (
                ("second_length", "Enter the term of custody that is suspended"),
                ("second_unit", "Select the unit of the term"),
            ):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = missing
        else:
            del self.fields["second_length"], self.fields["second_unit"]
        if family == "indeterminate":
            del self.fields["length"], self.fields["length_unit"], self.fields["ends_on"]
        if not others:
            del self.fields["follows"]

    @property
    def facts(self) -> Mapping[str, Any]:  # Any: of each field its own
        typed = self.cleaned_data
        return {
            "court_code": typed["court"],
            "imposed_on": typed["imposed_on"],
            "length": typed.get("length"),
            "length_unit": _unit(typed.get("length_unit")),
            "second_length": typed.get("second_length"),
            "second_unit": _unit(typed.get("second_unit")),
            "ends_on": typed.get("ends_on"),
            "follows": int(typed["follows"]) if typed.get("follows") else None,
        }


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Why is it changed?",
        help_text="For whoever has the case, such as: varied on appeal",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=500,
        error_messages={"required": "Enter why it is changed"},
    )


class AmendForm(LengthForm):
    ends_on = day_field(
        "Last day, if the court gave one",
        required=False,
        help_text="Leave this empty to have it worked out from the length",
    )
    is_under_review = forms.BooleanField(label="The court reviews this order", required=False)
    amended_on = day_field("When did the court order this?")
    reason = reason_field()


class AlsoOrderedForm(LengthForm):
    field_order = ("kind", "amount", "length", "length_unit", "notes")

    kind = forms.ChoiceField(
        label="What else did the court order?",
        widget=forms.RadioSelect,
        choices=AlsoOrdered.choices,
        error_messages={"required": "Select what else the court ordered"},
    )
    amount = forms.DecimalField(
        label="Amount in pounds",
        required=False,
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"size": 10, "inputmode": "decimal"}),
        error_messages={"invalid": "Enter an amount, like 120 or 120.50"},
    )
    notes = forms.CharField(
        label="Notes",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=300,
        required=False,
    )


class RequirementForm(forms.Form):
    """The fields that a type of requirement has: hours are typed as hours and kept as minutes."""

    field_order: tuple[str, ...] = (
        *("sub_type", "length", "daily_hours", "weekly_hours", "starts_on"),
        "expected_ends_on",
    )

    sub_type = forms.ChoiceField(label="Kind", required=False)
    length = number_field("Length", most=9_999)
    daily_hours = hours_field("Hours in a day")
    weekly_hours = hours_field("Hours in 7 days")
    starts_on = day_field("When does it begin?")
    expected_ends_on = day_field(
        "When does it end?",
        required=False,
        help_text="Leave this empty to have it worked out, where the length decides",
    )

    def __init__(
        self, *args: Any, unit: str, sub_types: Choices, has_hours: bool, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.unit = unit
        self.fields["length"].label = f"How many {'hours' if unit == 'minutes' else unit}?"
        if not unit:
            del self.fields["length"]
        if not has_hours:
            del self.fields["daily_hours"], self.fields["weekly_hours"]
        if sub_types:
            self.fields["sub_type"].choices = [("", "Not said"), *sub_types]  # type: ignore[attr-defined]
        else:
            del self.fields["sub_type"]

    @property
    def facts(self) -> Mapping[str, Any]:  # Any: of each field its own
        typed = self.cleaned_data
        length = typed.get("length")
        if length is not None and self.unit == "minutes":
            length *= MINUTES_IN_AN_HOUR
        return {
            "sub_type_code": typed.get("sub_type") or None,
            "length": length,
            "daily_hours": typed.get("daily_hours"),
            "weekly_hours": typed.get("weekly_hours"),
            "starts_on": typed["starts_on"],
            "expected_ends_on": typed["expected_ends_on"],
        }


class RequirementAmendForm(RequirementForm):
    """What the court ordered instead, and when."""

    field_order = (*RequirementForm.field_order, "amended_on", "reason")

    amended_on = day_field("When did the court order this?")
    reason = reason_field()


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why did it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it ended"},
    )
    ended_on = day_field("What was the last day?")

    def __init__(
        self, *args: Any, reasons: tuple[str, ...], **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (reason, EndReason(reason).label) for reason in reasons
        ]


class OnADayForm(forms.Form):
    day = day_field("When was it?")


def _unit(typed: str | None) -> LengthUnit | None:
    return LengthUnit(typed) if typed else None
