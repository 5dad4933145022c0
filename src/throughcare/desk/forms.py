"""What officers type: its shape and its wording. What the rules say of it comes from the commands."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms

from throughcare.govuk.forms import DayField
from throughcare.kernel.days import HERE
from throughcare.probation.choices import EnforcementKind, HearingKind

MINUTES = [
    ("15", "15 minutes"),
    ("30", "30 minutes"),
    ("45", "45 minutes"),
    ("60", "1 hour"),
    ("90", "1 hour 30 minutes"),
    ("120", "2 hours"),
]

Choices = Iterable[tuple[str, str]]
NOBODY = "nobody"

_TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(am|pm)?", re.IGNORECASE)


class TimeField(forms.CharField):
    """A time of day as people write it: 14:30, 2.30pm, 9am."""

    def clean(self, value: Any) -> time | None:  # Any: whatever the browser sent
        text = super().clean(value).strip()
        if not text:
            return None
        match = _TIME.fullmatch(text)
        if match is None:
            raise forms.ValidationError("Enter a time, like 9:30am or 14:00")
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half == "pm" and hour < 12:  # noqa: PLR2004  noon
            hour += 12
        if half == "am" and hour == 12:  # noqa: PLR2004  midnight
            hour = 0
        try:
            return time(hour, minute)
        except ValueError as unreal:
            raise forms.ValidationError("Enter a real time") from unreal


class MomentForm(forms.Form):
    """A day and a time of day."""

    day = DayField(label="Date", help_text="For example, 2 6 2014")
    start = TimeField(
        label="Start time",
        help_text="For example, 9:30am or 14:00",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
        error_messages={"required": "Enter a start time"},
    )

    @property
    def starts_at(self) -> datetime:
        day: date = self.cleaned_data["day"]
        start: time = self.cleaned_data["start"]
        return datetime.combine(day, start, tzinfo=HERE).astimezone(UTC)


class TimedForm(MomentForm):
    """A moment and a length."""

    minutes = forms.ChoiceField(label="Length", choices=MINUTES, initial="30")

    def offer_length(self, length: timedelta) -> None:
        """Offer a length that is none of the usual ones as well."""
        minutes = str(int(length.total_seconds()) // 60)
        if minutes not in dict(MINUTES):
            self.fields["minutes"].choices = [*MINUTES, (minutes, f"{minutes} minutes")]  # type: ignore[attr-defined]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=int(self.cleaned_data["minutes"]))


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what happened",
            "invalid_choice": "Select what happened from the list",
        },
    )
    notes = forms.CharField(
        label="Notes", widget=forms.Textarea(attrs={"rows": 4}), max_length=12_000, required=False
    )

    def __init__(self, *args: Any, outcomes: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["outcome"].choices = list(outcomes)  # type: ignore[attr-defined]


class MoveForm(TimedForm):
    asked_by = forms.ChoiceField(
        label="Who asked for another time?",
        widget=forms.RadioSelect,
        choices=[
            ("RSOF", "The person on probation"),
            ("RSSR", "The service"),
            (NOBODY, "Nobody: I booked the wrong time, and no entry is made of it"),
        ],
        error_messages={"required": "Select who asked for another time"},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=300,
        error_messages={"required": "Enter a reason"},
    )


class AtACourt(MomentForm):
    """Where and when a court sits."""

    court = forms.ChoiceField(label="Court", error_messages={"required": "Select a court"})

    def __init__(self, *args: Any, courts: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["court"].choices = [("", "Select a court"), *courts]  # type: ignore[attr-defined]


class HearingForm(AtACourt):
    field_order = ("kind", "court", "day", "start")

    kind = forms.ChoiceField(
        label="What is it for?",
        widget=forms.RadioSelect,
        choices=HearingKind.choices,
        error_messages={"required": "Select what it is for"},
    )


class AdjournForm(AtACourt):
    field_order = ("reason", "court", "day", "start")

    reason = forms.CharField(
        label="Why is it adjourned?",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=300,
        error_messages={"required": "Enter why it is adjourned"},
    )


class FeedForm(forms.Form):
    whose = forms.ChoiceField(
        label="Whose diary?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whose diary",
            "invalid_choice": "Select whose diary from the list",
        },
    )

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["whose"].choices = list(units)  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    result = forms.CharField(
        label="Result",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={
            "required": "Enter the result of the hearing",
            "max_length": "The result must be 2,000 characters or fewer",
        },
    )


class EmergencyForm(ReasonForm):
    """Why a whole record is opened, and for how long."""

    hours = forms.ChoiceField(
        label="For how long?",
        widget=forms.RadioSelect,
        choices=[("1", "1 hour"), ("4", "4 hours"), ("8", "8 hours"), ("24", "24 hours")],
        error_messages={"required": "Select for how long"},
    )


class EnforcementForm(forms.Form):
    action = forms.ChoiceField(
        label="What will you do about it?",
        widget=forms.RadioSelect,
        choices=[
            (EnforcementKind.WARNING.value, "Send a warning"),
            (EnforcementKind.BREACH.value, "Start a breach"),
            (EnforcementKind.RECALL.value, "Ask for recall"),
            ("none", "No further action"),
        ],
        error_messages={"required": "Select what you will do"},
    )


class ClockForm(forms.Form):
    """A moment, in civil time unless it says otherwise."""

    moment = forms.CharField(
        label="Another moment",
        help_text="For example, 2014-06-01 09:30",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}),
        error_messages={"required": "Enter a day and a time"},
    )

    def clean_moment(self) -> datetime:
        try:
            moment = datetime.fromisoformat(self.cleaned_data["moment"].strip())
        except ValueError as unreadable:
            raise forms.ValidationError(
                "Enter a day and a time, such as 2014-06-01 09:30"
            ) from unreadable
        return moment if moment.tzinfo else moment.replace(tzinfo=HERE)


class PeriodForm(forms.Form):
    """The first and the last day of a report."""

    since = DayField(label="First day")
    until = DayField(label="Last day")
    contacts = forms.BooleanField(label="Count contacts too: it takes longer", required=False)

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be the first day or later")


class CodeField(forms.CharField):
    """A code of a unit or the number of a person, as people type it: cleaned to capitals without spaces."""

    def clean(self, value: Any) -> str:  # Any: whatever the browser sent
        return "".join(super().clean(value).split()).upper()


class ReferralForm(forms.Form):
    crn = CodeField(
        label="Case reference number (CRN)",
        max_length=10,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the CRN of the person"},
    )
    code = CodeField(
        label="Code of the unit",
        help_text="An old code will do: it leads to whoever has the person now",
        max_length=12,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code of a unit"},
    )
    reason = forms.CharField(
        label="What are they referred for?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={
            "required": "Enter what they are referred for",
            "max_length": "The reason must be 2,000 characters or fewer",
        },
    )


class SettlingForm(forms.Form):
    """Whether two records are of one person, and how somebody knows."""

    verdict = forms.ChoiceField(
        label="What do you know?",
        choices=[
            ("two", "They are two people"),
            ("one", "They are one person: somebody else approves it, and nothing is merged"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they are one person or two"},
    )
    reason = forms.CharField(
        label="How do you know?",
        help_text="For example: both were in court on the same day",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Enter how you know"},
    )


class RecognitionForm(forms.Form):
    """The answer to somebody's proposal that two records are of one person."""

    decision = forms.ChoiceField(
        label="Are they one person?",
        choices=[("yes", "Yes, recognise them as one person"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they are one person"},
    )
    answer = forms.CharField(
        label="If not, why not?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
    )

    def clean(self) -> None:
        if self.cleaned_data.get("decision") == "no" and not self.cleaned_data.get("answer"):
            self.add_error("answer", "Enter why they are not one person")


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Why do you send it back?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={
            "required": "Enter why you send it back",
            "max_length": "The answer must be 2,000 characters or fewer",
        },
    )


class SavedSearchForm(forms.Form):
    name = forms.CharField(
        label="Name for this search",
        max_length=60,
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}),
        error_messages={
            "required": "Enter a name for this search",
            "max_length": "The name must be 60 characters or fewer",
        },
    )
