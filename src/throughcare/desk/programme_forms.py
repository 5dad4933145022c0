"""What is typed about accredited programmes and their groups."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms

from throughcare.desk.forms import TimedForm
from throughcare.govuk.forms import DayField
from throughcare.services import commands as change_services

Choices = Iterable[tuple[str, str]]
NOT_YET: Final = "none"
LONGEST_NOTES: Final = 4_000


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label="Where does the person stand now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the person stands"},
    )
    note = forms.CharField(
        label="Why?",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Enter 1,000 characters or fewer"},
    )

    def __init__(self, *args: Any, statuses: Choices, **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        self.fields["status"].choices = list(statuses)  # type: ignore[attr-defined]  # a field of choices


class PlaceForm(forms.Form):
    group = forms.ChoiceField(
        label="Which group?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a group"},
    )

    def __init__(self, *args: Any, groups: Choices, **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]  # a field of choices


class ProgrammeReportForm(forms.Form):
    words = forms.CharField(
        label="What has to be known after the programme?",
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Enter the report",
            "max_length": "Enter 8,000 characters or fewer",
        },
    )


class GroupForm(forms.Form):
    name = forms.CharField(
        label="Name of the group",
        max_length=120,
        error_messages={"required": "Enter a name for the group"},
    )
    programme = forms.ChoiceField(
        label="Programme", error_messages={"required": "Select a programme"}
    )
    office = forms.ChoiceField(
        label="Where does it meet?", error_messages={"required": "Select where it meets"}
    )
    places = forms.IntegerField(
        label="Places",
        min_value=1,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Enter how many places it has",
            "invalid": "Enter a whole number, like 10",
            "min_value": "Enter 1 or more",
        },
    )
    starts_on = DayField(label="First day", help_text="For example, 2 6 2014")

    def __init__(self, *args: Any, programmes: Choices, offices: Choices, **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        self.fields["programme"].choices = [("", "Select a programme"), *programmes]  # type: ignore[attr-defined]  # a field of choices
        self.fields["office"].choices = [("", "Select an office"), *offices]  # type: ignore[attr-defined]  # as above


class GroupSessionForm(TimedForm):
    field_order = ("day", "start", "minutes", "facilitator", "second")

    facilitator = forms.ChoiceField(
        label="Who leads it?", error_messages={"required": "Select who leads it"}
    )
    second = forms.ChoiceField(label="Who leads it with them? (optional)", required=False)

    def __init__(self, *args: Any, posts: Choices, **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        offered = list(posts)
        self.fields["facilitator"].choices = [("", "Select a post"), *offered]  # type: ignore[attr-defined]  # a field of choices
        self.fields["second"].choices = [("", "Nobody"), *offered]  # type: ignore[attr-defined]  # as above
        self.fields["minutes"].initial = "120"


class RegisterForm(forms.Form):
    """What happened, and a note, for each person of whom nothing is written yet, named by the number of their case."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,  # Any: as Django has it
        *,
        people: Mapping[str, int],
        outcomes: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.people = people
        for crn in people:
            self.fields[f"{crn}-outcome"] = forms.ChoiceField(
                label="What happened?",
                choices=[(NOT_YET, "Not recorded yet"), *outcomes],
                initial=NOT_YET,
                widget=forms.RadioSelect,
                error_messages={"required": f"{crn}: select what happened"},
            )
            self.fields[f"{crn}-notes"] = forms.CharField(
                label="Notes",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=LONGEST_NOTES,
                error_messages={
                    "max_length": f"{crn}: notes must be {LONGEST_NOTES:,} characters or fewer"
                },
            )

    def fields_of(self, crn: str) -> list[forms.BoundField]:
        return [self[f"{crn}-outcome"], self[f"{crn}-notes"]]

    @property
    def lines(self) -> list[change_services.Line]:
        return [
            change_services.Line(
                referral_id=referral_id,
                outcome_code=self.cleaned_data[f"{crn}-outcome"],
                notes=self.cleaned_data[f"{crn}-notes"],
            )
            for crn, referral_id in self.people.items()
            if self.cleaned_data[f"{crn}-outcome"] != NOT_YET
        ]

    def refuse(self, refusal: change_services.RegisterRefused) -> None:
        """Put the reasons of a refusal with those of whom they are."""
        crns = {referral_id: crn for crn, referral_id in self.people.items()}
        for referral_id, reasons in refusal.of.items():
            for reason in reasons:
                self.add_error(
                    f"{crns[referral_id]}-outcome", f"{crns[referral_id]}: {reason.sentence}"
                )
