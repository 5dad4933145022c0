"""What is typed about an intervention: its shape and its wording."""

from collections.abc import Iterable
from typing import Any

from django import forms

from throughcare.desk.forms import CodeField
from throughcare.govuk.forms import DayField
from throughcare.probation import commands as change_probation

Choices = Iterable[tuple[str, str]]


class NsiForm(forms.Form):
    type = forms.ChoiceField(
        label="Type of intervention",
        error_messages={"required": "Select a type of intervention"},
    )
    subtype = forms.ChoiceField(label="Sub-type", required=False)
    part = forms.ChoiceField(
        label="What does it belong to?",
        help_text="A sentence, or one requirement of it",
        required=False,
    )
    referred_on = DayField(label="Day of referral")
    expected_start_on = DayField(label="Expected to begin", required=False)
    expected_end_on = DayField(label="Expected to end", required=False)
    provider = CodeField(
        label="Code of the unit that is to provide it",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    external_reference = forms.CharField(
        label="Reference that the supplier uses",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}),
    )
    notes = forms.CharField(
        label="Notes",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Notes must be 4,000 characters or fewer"},
    )

    def __init__(
        self, *args: Any, types: Choices, subtypes: Choices, parts: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        kept = [*subtypes]
        self.fields["type"].choices = [("", "Select a type"), *types]  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", "The person, and no sentence"), *parts]  # type: ignore[attr-defined]
        self.fields["subtype"].choices = [("", "None"), *kept]  # type: ignore[attr-defined]
        if not kept:
            # No list of sub-types is published: whoever runs an installation may load one.
            del self.fields["subtype"]

    @property
    def referral(self) -> change_probation.NsiReferral:
        read = self.cleaned_data
        sentence, _, requirement = read["part"].partition("/")
        return change_probation.NsiReferral(
            type_code=read["type"],
            subtype_code=read.get("subtype", ""),
            sentence=int(sentence) if sentence else None,
            requirement_id=int(requirement) if requirement else None,
            referred_on=read["referred_on"],
            expected_start_on=read["expected_start_on"],
            expected_end_on=read["expected_end_on"],
            provider=read["provider"],
            external_reference=read["external_reference"],
            notes=read["notes"],
        )


class StartForm(forms.Form):
    starts_on = DayField(label="On which day did it begin?")


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label="Where does it stand?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where it stands"},
    )
    on = DayField(label="Since which day?")
    note = forms.CharField(
        label="Note",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "The note must be 1,000 characters or fewer"},
    )

    def __init__(self, *args: Any, statuses: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["status"].choices = list(statuses)  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    post = forms.ChoiceField(label="Officer", error_messages={"required": "Select an officer"})

    def __init__(self, *args: Any, posts: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["post"].choices = [("", "Select an officer"), *posts]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    ended_on = DayField(label="On which day did it end?")
    outcome = forms.ChoiceField(label="What came of it?", required=False)

    def __init__(self, *args: Any, outcomes: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        kept = [*outcomes]
        self.fields["outcome"].choices = [("", "No outcome"), *kept]  # type: ignore[attr-defined]
        if not kept:
            self.fields["outcome"].widget = forms.HiddenInput()
