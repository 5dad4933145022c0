"""What is typed when a transfer is asked for, accepted or refused."""

from typing import Any

from django import forms

from throughcare.desk.forms import Choices, CodeField
from throughcare.govuk.forms import DayField


class PartsForm(forms.Form):
    """Which parts it is about; all of them unless some are left out."""

    keys = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one part"},
    )

    def __init__(self, *args: Any, parts: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["keys"].choices = list(parts)  # type: ignore[attr-defined]  # a field of choices
        self.fields["keys"].initial = [key for key, _ in self.fields["keys"].choices]  # type: ignore[attr-defined]


class TransferForm(PartsForm):
    field_order = ("code", "keys", "reason", "gap_reason", "gaps_mended_by")

    code = CodeField(
        label="Code of the unit that is asked",
        help_text="A team of another provider, or the provider itself where you do not know the team",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of a unit"},
    )
    reason = forms.CharField(
        label="Why is it to move?",
        help_text="Those who are asked read this, and may not open the case yet",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={
            "required": "Enter why it is to move",
            "max_length": "The reason must be 300 characters or fewer",
        },
    )
    gap_reason = forms.CharField(
        label="Why can it not wait until what is missing is there?",
        help_text="Leave this empty if you mend what is missing first",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
        error_messages={"max_length": "This must be 300 characters or fewer"},
    )
    gaps_mended_by = DayField(
        label="By which day will you mend it?", help_text="For example, 2 6 2014", required=False
    )

    def __init__(self, *args: Any, has_gaps: bool, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["keys"].label = "What is to move?"
        if not has_gaps:
            del self.fields["gap_reason"], self.fields["gaps_mended_by"]


class PlaceForm(PartsForm):
    unit = forms.ChoiceField(
        label="Which unit takes it?",
        error_messages={"required": "Select the unit that takes it"},
    )
    post = forms.ChoiceField(
        label="Which officer?",
        help_text="Leave this empty to have a manager give it to somebody",
        required=False,
    )

    def __init__(
        self, *args: Any, places: Choices, posts: Choices, **more: Any
    ) -> None:  # Any: as above
        super().__init__(*args, **more)
        self.fields["keys"].label = "What do you take on?"
        self.fields["unit"].choices = list(places)  # type: ignore[attr-defined]  # a field of choices
        self.fields["post"].choices = [("", "Nobody yet"), *posts]  # type: ignore[attr-defined]


class RefusalForm(PartsForm):
    reason = forms.ChoiceField(
        label="Why do you not take it on?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you do not take it on"},
    )
    words = forms.CharField(
        label="Anything else they should know",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=200,
        required=False,
        error_messages={"max_length": "This must be 200 characters or fewer"},
    )

    def __init__(self, *args: Any, reasons: Choices, **more: Any) -> None:  # Any: as above
        super().__init__(*args, **more)
        self.fields["keys"].label = "What do you leave where it is?"
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]  # a field of choices
