"""What officers say of check-ins: whom to ask and how, and what to make of an answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from throughcare.checkins import commands as change_checkins
from throughcare.checkins.choices import Channel, Follows, Frequency
from throughcare.govuk.forms import DayField

Choices = Iterable[tuple[str, str]]


def _notes() -> forms.CharField:
    return forms.CharField(
        label="Notes for the log",
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Enter 12,000 characters or fewer"},
    )


class RegistrationForm(forms.Form):
    """`first_due_on` and `is_agreed` are asked for once, when somebody is registered."""

    photograph = forms.ChoiceField(
        label="Which photograph is the video compared with?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a photograph",
            "invalid_choice": "Select a photograph",
        },
    )
    frequency = forms.ChoiceField(
        label="How often?",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how often", "invalid_choice": "Select how often"},
    )
    first_due_on = DayField(
        label="First check-in",
        help_text="Later ones are on the same day of the week",
        error_messages={"required": "Enter the day of the first check-in"},
    )
    channel = forms.ChoiceField(
        label="How is the link sent?",
        help_text="To what the record has on the day: nothing is entered here",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how the link is sent",
            "invalid_choice": "Select how the link is sent",
        },
    )
    sentence = forms.ChoiceField(
        label="Under which sentence?",
        help_text="A check-in that is missed counts under it, and only if you say so",
        required=False,
    )
    is_agreed = forms.BooleanField(
        label="The person agrees to check in like this, and to their video being looked at",
        error_messages={"required": "Confirm that the person agrees"},
    )

    def __init__(
        self,
        data: Any,
        *,
        photographs: Choices,
        channels: Choices,
        sentences: Choices,
        is_new: bool,
        initial: dict[str, Any],
    ) -> None:
        """Any: what Django's forms take."""
        super().__init__(data, initial=initial)
        self.fields["photograph"].choices = list(photographs)  # type: ignore[attr-defined]  # a field of choices
        self.fields["channel"].choices = list(channels)  # type: ignore[attr-defined]  # a field of choices
        self.fields["sentence"].choices = [("", "None"), *sentences]  # type: ignore[attr-defined]  # a field of choices
        if not is_new:
            del self.fields["first_due_on"], self.fields["is_agreed"]

    @property
    def chosen(self) -> change_checkins.Chosen:
        said = self.cleaned_data
        return change_checkins.Chosen(
            frequency=Frequency(said["frequency"]),
            channel=Channel(said["channel"]),
            photograph=UUID(said["photograph"]),
            sentence=int(said["sentence"]) if said["sentence"] else None,
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why",
            "max_length": "Enter 300 characters or fewer",
        },
    )


class ReviewForm(forms.Form):
    is_them = forms.ChoiceField(
        label="Is this the person?",
        choices=(("yes", "This is them"), ("no", "This is not them, or I cannot tell")),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether this is them",
            "invalid_choice": "Select whether this is them",
        },
    )
    follows = forms.ChoiceField(
        label="If it is not them, what follows?",
        help_text="Where it is them, the check-in is recorded as attended and complied",
        choices=Follows.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    notes = _notes()

    def clean(self) -> dict[str, Any]:  # Any: as Django has it
        said = super().clean() or {}
        if said.get("is_them") == "no" and not said.get("follows"):
            self.add_error("follows", "Select what follows")
        return said


class SettlementForm(forms.Form):
    """What is to be made of one that was missed; of one that could not be sent there is nothing to count."""

    follows = forms.ChoiceField(
        label="What is to be made of it?",
        choices=Follows.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what is to be made of it",
            "invalid_choice": "Select what is to be made of it",
        },
    )
    notes = _notes()
