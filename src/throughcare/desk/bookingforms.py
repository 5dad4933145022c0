"""What officers type to book a time: for one person, again and again, or for several."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms

from throughcare.desk.forms import TimedForm
from throughcare.probation.choices import MOST_IN_A_SERIES, Recurrence

Choices = Iterable[tuple[str, str]]
THE_PERSON: Final = "person"
_CRN: Final = re.compile(r"[A-Z][0-9]{6}")


class Booking(TimedForm):
    """A type, a time and a place."""

    type = forms.ChoiceField(
        label="Type of appointment", error_messages={"required": "Select a type of appointment"}
    )
    office = forms.ChoiceField(label="Office", required=False)

    def __init__(
        self, *args: Any, types: Choices, offices: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["type"].choices = [("", "Select a type"), *types]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "Somewhere else"), *offices]  # type: ignore[attr-defined]


class AppointmentForm(Booking):
    field_order = ("type", "about", "day", "start", "minutes", "office", "is_rar", "every", "times")

    about = forms.ChoiceField(label="What is it about?", required=False)
    is_rar = forms.BooleanField(label="It is a rehabilitation activity", required=False)
    every = forms.ChoiceField(
        label="Does it recur?",
        required=False,
        choices=[("", "No"), *Recurrence.choices],
    )
    times = forms.IntegerField(
        label="How many times in all?",
        help_text=f"If it recurs: 2 to {MOST_IN_A_SERIES}",
        required=False,
        min_value=2,
        max_value=MOST_IN_A_SERIES,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Enter a number of times, like 6",
            "min_value": "It must recur at least twice",
            "max_value": f"It can recur up to {MOST_IN_A_SERIES} times",
        },
    )

    def __init__(self, *args: Any, about: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["about"].choices = [*about, (THE_PERSON, "The person alone")]  # type: ignore[attr-defined]

    def clean(self) -> None:
        recurs = bool(self.cleaned_data.get("every"))
        if recurs and not self.cleaned_data.get("times") and "times" not in self.errors:
            self.add_error("times", "Enter how many times it recurs")


class GroupForm(Booking):
    field_order = ("people", "type", "day", "start", "minutes", "office")

    people = forms.CharField(
        label="Who is in the group?",
        help_text="Case reference numbers (CRNs), one on each line",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=1_000,
        error_messages={"required": "Enter the CRN of each person"},
    )

    def clean_people(self) -> list[str]:
        """The numbers, each once, in the order in which they are written."""
        told = re.split(r"[\s,;]+", self.cleaned_data["people"].upper().strip())
        wrong = [each for each in told if not _CRN.fullmatch(each)]
        if wrong:
            raise forms.ValidationError(
                "Enter each CRN as a letter and six digits, like X123456: "
                f"{', '.join(each[:12] for each in wrong[:3])} is not one"
            )
        return list(dict.fromkeys(told))
