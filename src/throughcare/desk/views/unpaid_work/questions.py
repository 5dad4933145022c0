"""What is asked about the unpaid work of a case: its shape and its wording."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from throughcare.desk.forms import CodeField
from throughcare.govuk.forms import DayField
from throughcare.unpaidwork import queries as unpaidwork
from throughcare.unpaidwork.choices import Weekday

MOST_HOURS: Final = 300


class AtAProject(forms.Form):
    project = CodeField(
        label="Code of the project",
        help_text="For example, UPW500001. It is on the page of the project.",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of the project"},
    )


class PlaceForm(AtAProject):
    weekday = forms.TypedChoiceField(
        label="Day of the week",
        coerce=int,
        choices=Weekday.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the day of the week"},
    )
    starts_on = DayField(label="From", help_text="For example, 2 6 2014")
    ends_on = DayField(
        label="Until", help_text="The first day on which they do not work there", required=False
    )


class DayForm(AtAProject):
    day = DayField(label="Which day?", help_text="For example, 2 6 2014")


class EndPlaceForm(forms.Form):
    ends_on = DayField(
        label="First day on which they do not work there", help_text="For example, 2 6 2014"
    )


class AdjustmentForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why?", error_messages={"required": "Select why the time is adjusted"}
    )
    way = forms.ChoiceField(
        label="Is time taken off or added?",
        widget=forms.RadioSelect,
        choices=[("off", "Taken off what is required"), ("added", "Added to what is required")],
        error_messages={"required": "Select whether time is taken off or added"},
    )
    hours = forms.IntegerField(
        label="Hours",
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
        widget=forms.NumberInput(attrs={"size": 3}),
        error_messages={
            "invalid": "Hours must be a whole number, like 2",
            "min_value": "Hours must be 0 or more",
            "max_value": f"Hours must be {MOST_HOURS} or fewer",
        },
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=0,
        max_value=59,
        required=False,
        widget=forms.NumberInput(attrs={"size": 2}),
        error_messages={
            "invalid": "Minutes must be a whole number, like 30",
            "min_value": "Minutes must be between 0 and 59",
            "max_value": "Minutes must be between 0 and 59",
        },
    )

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        reasons: Sequence[unpaidwork.AdjustmentReason],
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", "Select a reason"),
            *((each.code, _words_of(each)) for each in reasons),
        ]

    @property
    def signed_minutes(self) -> int:
        whole = 60 * (self.cleaned_data["hours"] or 0) + (self.cleaned_data["minutes"] or 0)
        return -whole if self.cleaned_data["way"] == "off" else whole


class TakeForm(forms.Form):
    is_intensive = forms.BooleanField(
        label="Worked intensively: on several days a week", required=False
    )


def _words_of(reason: unpaidwork.AdjustmentReason) -> str:
    if reason.most_minutes is None:
        return reason.description
    return f"{reason.description} (up to {unpaidwork.spoken(reason.most_minutes)})"
