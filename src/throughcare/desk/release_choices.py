"""What officers type about release dates themselves: a date by hand, and what might be otherwise."""

from datetime import date
from typing import Any

from django import forms

from throughcare.desk.release_forms import (
    LONGEST_TERM,
    UNITS,
    BecauseForm,
    EntryForm,
    count_field,
)
from throughcare.desk.sentence_forms import day_field
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences


class OverrideForm(BecauseForm):
    field_order = ("kind", "on", "because")

    kind = forms.ChoiceField(label="Which date?", error_messages={"required": "Select a date"})
    on = day_field("What is the date?")

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", "Select a date"),
            *((kind, f"{kind}: {sentences.meaning(kind)}") for kind in sentences.types_by_hand()),
        ]

    @property
    def entered(self) -> dict[str, date]:
        return {self.cleaned_data["kind"]: self.cleaned_data["on"]}


class WhatIfForm(EntryForm):
    groups = (
        ("Days", ("awarded", "restored", "awarded_on", "at_large", "at_large_on")),
        ("One sentence", ("sentence", "offence_on", "sentenced_on", "remand", *UNITS)),
        ("The law", ("law",)),
    )

    awarded = count_field("Days added", help_text="For example, 14")
    restored = count_field("Added days restored")
    awarded_on = day_field(
        "Added or restored on", required=False, help_text="Else on the day of the first sentence"
    )
    at_large = count_field("Days unlawfully at large")
    at_large_on = day_field("At large from", required=False)
    sentence = forms.ChoiceField(label="Which sentence would be otherwise?", required=False)
    offence_on = day_field("Day of the offence", required=False)
    sentenced_on = day_field("Day of the sentence", required=False)
    remand = count_field("More days of remand")
    years = count_field("Years of the term", most=LONGEST_TERM["years"])
    months = count_field("Months of the term", most=LONGEST_TERM["months"])
    weeks = count_field("Weeks of the term", most=LONGEST_TERM["weeks"])
    days = count_field("Days of the term", most=LONGEST_TERM["days"])
    law = forms.ChoiceField(label="Under which law?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["sentence"].choices = [("", "None"), *self.called]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.is_needed_later = True  # type: ignore[attr-defined]  # nothing has to be supposed
        self.fields["law"].choices = list(sentences.laws().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:  # Any: as Django has it
        typed = super().clean() or {}
        if typed.get("at_large") and not typed.get("at_large_on"):
            self.add_error("at_large_on", "Enter the first day at large")
        of_one = ("offence_on", "sentenced_on", "remand", *UNITS)
        if any(typed.get(name) for name in of_one) and not typed.get("sentence"):
            self.add_error("sentence", "Select the sentence that would be otherwise")
        return typed

    @property
    def supposed(self) -> sentences.WhatIf:
        typed = self.cleaned_data
        return sentences.WhatIf(
            awarded=typed["awarded"] or 0,
            restored=typed["restored"] or 0,
            awarded_on=typed["awarded_on"],
            at_large=typed["at_large"] or 0,
            at_large_on=typed["at_large_on"],
            sentence=typed["sentence"] or None,
            offence_on=typed["offence_on"],
            sentenced_on=typed["sentenced_on"],
            remand=typed["remand"] or 0,
            custody=change_sentences.Duration(**{unit: typed[unit] or 0 for unit in UNITS}),
        )
