"""What officers type about custody, licences and the supervision after them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from throughcare.desk.forms import Choices
from throughcare.desk.sentence_forms import day_field, number_field
from throughcare.probation.choices import (
    KeyDateType,
    LicenceState,
    RecallReason,
    ReleaseKind,
    SupervisionDuty,
)


class PlaceForm(forms.Form):
    institution = forms.ChoiceField(
        label="Which prison?", error_messages={"required": "Select a prison"}
    )
    book_number = forms.CharField(
        label="Prison book number",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": False}),
        max_length=10,
        required=False,
    )
    parole_number = forms.CharField(
        label="Parole number",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": False}),
        max_length=10,
        required=False,
    )

    def __init__(
        self, *args: Any, institutions: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["institution"].choices = [("", "Select a prison"), *institutions]  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of release is it?",
        widget=forms.RadioSelect,
        choices=ReleaseKind.choices,
        error_messages={"required": "Select a kind of release"},
    )
    released_on = day_field("When was the person released?")
    length = number_field("Days of a temporary release")


class RecallForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why is the person recalled?",
        widget=forms.RadioSelect,
        choices=RecallReason.choices,
        error_messages={"required": "Select why the person is recalled"},
    )
    recalled_on = day_field("When was the recall?")


class KeyDateForm(forms.Form):
    type = forms.ChoiceField(
        label="Which date?",
        choices=[("", "Select a date"), *KeyDateType.choices],
        error_messages={"required": "Select which date"},
    )
    day = day_field("What is the date?")

    @property
    def days(self) -> Mapping[KeyDateType, date]:
        return {KeyDateType(self.cleaned_data["type"]): self.cleaned_data["day"]}


class LicenceStateForm(forms.Form):
    state = forms.ChoiceField(
        label="Where does the licence stand now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where it stands"},
    )

    def __init__(
        self, *args: Any, states: tuple[str, ...], **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state, LicenceState(state).label) for state in states
        ]


class ConditionForm(forms.Form):
    type = forms.ChoiceField(label="Category", error_messages={"required": "Select a category"})
    wording = forms.CharField(
        label="What does the licence say?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1_200,
        error_messages={
            "required": "Enter what the licence says",
            "max_length": "The words must be 1,200 characters or fewer",
        },
    )

    def __init__(self, *args: Any, types: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["type"].choices = [("", "Select a category"), *types]  # type: ignore[attr-defined]


class SupervisionForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is required?",
        widget=forms.RadioSelect,
        choices=SupervisionDuty.choices,
        error_messages={"required": "Select what is required"},
    )
    starts_on = day_field("From when?")


class AnswerForm(forms.Form):
    message = forms.CharField(widget=forms.HiddenInput, max_length=60)
    answer = forms.CharField(
        label="What did you find out and do?",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=300,
        error_messages={"required": "Enter what you found out and did"},
    )
