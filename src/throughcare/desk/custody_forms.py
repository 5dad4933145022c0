"""What officers type about custody, licences and the supervision after them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from throughcare.desk.forms import Choices
from throughcare.desk.sentence_forms import day_field, number_field
from throughcare.probation import commands as change_probation
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


NEW_AT_ONCE = 3
"""How many conditions that are new are typed on one page."""


class MatchForm(forms.Form):
    """The conditions that an active licence has: those of the case that are on it, and what is new.

    What was not `shown` yet, because somebody added it meanwhile, stays.
    """

    shown = forms.CharField(widget=forms.HiddenInput, max_length=2_000, required=False)
    still = forms.MultipleChoiceField(
        label="Which of these are on the licence?",
        help_text="What you do not select ends today.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        conditions: Sequence[tuple[int, str, change_probation.Condition]],
        types: Choices,
        **more: Any,
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.known = {str(number): condition for number, _, condition in conditions}
        if conditions:
            self.fields["still"].choices = [  # type: ignore[attr-defined]
                (str(number), words) for number, words, _ in conditions
            ]
            self.fields["still"].initial = list(self.known)
            self.fields["shown"].initial = ",".join(self.known)
        else:
            del self.fields["still"]
        for place in range(1, NEW_AT_ONCE + 1):
            self.fields[f"type_{place}"] = forms.ChoiceField(
                label=f"New condition {place}: category",
                choices=[("", "None"), *types],
                required=False,
            )
            self.fields[f"wording_{place}"] = forms.CharField(
                label=f"New condition {place}: what does the licence say?",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=1_200,
                error_messages={"max_length": "The words must be 1,200 characters or fewer"},
                required=False,
            )

    def clean(self) -> dict[str, Any]:  # Any: of each field its own
        typed = super().clean() or self.cleaned_data
        for place in range(1, NEW_AT_ONCE + 1):
            type_code, wording = typed.get(f"type_{place}"), typed.get(f"wording_{place}")
            if wording and not type_code:
                self.add_error(f"type_{place}", "Select a category")
            if type_code and not wording:
                self.add_error(f"wording_{place}", "Enter what the licence says")
        return typed

    @property
    def conditions(self) -> list[change_probation.Condition]:
        """All that is on the licence beside the standard conditions."""
        typed = self.cleaned_data
        away = set(typed["shown"].split(",")) - set(typed.get("still", ()))
        kept = [condition for number, condition in self.known.items() if number not in away]
        new = [
            change_probation.Condition(
                type=typed[f"type_{place}"], wording=typed[f"wording_{place}"]
            )
            for place in range(1, NEW_AT_ONCE + 1)
            if typed[f"type_{place}"]
        ]
        return [*kept, *new]


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
