"""What is typed about copies of records."""

from datetime import date, timedelta
from typing import Any

from django import forms

from throughcare.disclosure.choices import KEPT_BACK, LEFT_OUT_FOR, HoldKind, Regime
from throughcare.govuk.forms import DayField


class RequestForm(forms.Form):
    regime = forms.ChoiceField(
        label="Under which law do they ask?",
        widget=forms.RadioSelect,
        choices=Regime.choices,
        error_messages={"required": "Select under which law they ask"},
    )
    received_on = DayField(
        label="When was the request received?", help_text="For example, 2 6 2014"
    )
    from_on = DayField(label="First day of the record (optional)", required=False)
    until_on = DayField(label="Last day of the record (optional)", required=False)

    def asked(self) -> dict[str, Any]:  # Any: what the command takes
        """What was typed, with the day after the last."""
        typed = dict(self.cleaned_data)
        last: date | None = typed.pop("until_on")
        return typed | {"to_on": last + timedelta(days=1) if last else None}


class LeftOutForm(forms.Form):
    number = forms.IntegerField(
        label="Number of the entry in the log",
        min_value=1,
        error_messages={
            "required": "Enter the number of the entry",
            "invalid": "The number of the entry must be a whole number, like 12",
            "min_value": "The number of the entry must be 1 or more",
        },
    )
    because = forms.ChoiceField(
        label="Why is it left out?",
        widget=forms.RadioSelect,
        choices=[(each.value, KEPT_BACK[each]) for each in LEFT_OUT_FOR],
        error_messages={"required": "Select why it is left out"},
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter why",
            "max_length": "The reason must be 500 characters or fewer",
        },
    )


class KeepForm(forms.Form):
    answer = forms.CharField(
        label="Why is it kept?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter why it is kept",
            "max_length": "The reason must be 500 characters or fewer",
        },
    )
    until = DayField(label="Until when?", help_text="For example, 2 6 2027")


class HoldForm(forms.Form):
    kind = forms.ChoiceField(
        label="Why is it held?",
        widget=forms.RadioSelect,
        choices=HoldKind.choices,
        error_messages={"required": "Select why it is held"},
    )
    reason = forms.CharField(
        label="Which inquiry, claim or complaint?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter which inquiry, claim or complaint",
            "max_length": "The reason must be 500 characters or fewer",
        },
    )
