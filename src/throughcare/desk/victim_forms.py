"""What victim liaison officers type."""

from django import forms

from throughcare.govuk.forms import DayField
from throughcare.victims.choices import ANSWERS, NoticeKind, RequestKind, Way, WishKind


def _text(label: str, *, most: int, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": f"Enter: {label[0].lower()}{label[1:]}",
            "max_length": f"Enter {most:,} characters or fewer",
        },
    )


def _choice(label: str, choices: list[tuple[str, str]], *, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def _day(label: str) -> DayField:
    return DayField(label=label, help_text="For example, 2 6 2014")


class DetailsForm(forms.Form):
    first = forms.CharField(
        label="First name", max_length=100, error_messages={"required": "Enter the first name"}
    )
    last = forms.CharField(
        label="Last name", max_length=100, error_messages={"required": "Enter the last name"}
    )
    telephone = forms.CharField(label="Telephone (optional)", max_length=30, required=False)
    email = forms.EmailField(
        label="Email (optional)",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an email address like name@example.com"},
    )
    address = forms.CharField(label="Address (optional)", max_length=300, required=False)
    safely = forms.CharField(
        label="How and when it is safe to reach them (optional)", max_length=300, required=False
    )
    reads_welsh = forms.BooleanField(label="Writes and reads in Welsh", required=False)


class NewContactForm(DetailsForm):
    crn = forms.CharField(
        label="CRN of the person who was sentenced",
        max_length=10,
        error_messages={"required": "Enter a CRN"},
    )
    field_order = ("crn",)

    def clean_crn(self) -> str:
        return str(self.cleaned_data["crn"]).strip().upper()


class WishForm(forms.Form):
    wish = _choice(
        "What does the victim wish?", WishKind.choices, missing="Select what the victim wishes"
    )
    said_on = _day("When did they say so?")
    notes = _text("Anything to add (optional)", most=1000, required=False)


class EntryForm(forms.Form):
    way = _choice("How were you in contact?", Way.choices, missing="Select how you were in contact")
    happened_on = _day("When?")
    notes = _text("What was said", most=4000)


class RequestForm(forms.Form):
    kind = _choice(
        "Which condition do they ask for?",
        RequestKind.choices,
        missing="Select which condition they ask for",
    )
    wording = _text("What they ask for, in their words", most=2000)
    asked_on = _day("When did they ask?")


class RepresentationForm(forms.Form):
    made_on = _day("When was it made?")
    text = _text("What they want those who decide to know", most=4000)


class NoticeForm(forms.Form):
    kind = _choice(
        "What were they told of?", NoticeKind.choices, missing="Select what they were told of"
    )
    way = _choice("How were they told?", Way.choices, missing="Select how they were told")
    told_on = _day("When were they told?")
    notes = _text("Anything to add (optional)", most=1000, required=False)


class AnswerForm(forms.Form):
    state = _choice(
        "What became of the request?",
        [(each.value, str(each.label)) for each in ANSWERS],
        missing="Select what became of the request",
    )
    answer = _text("What the victim is told, and why", most=1000)
    answered_on = _day("When was it answered?")


class OutcomeForm(forms.Form):
    outcome = _text(
        "What did you do?",
        most=300,
        help_text="For example: wrote to the victim, or nothing to tell",
    )


class EndingForm(forms.Form):
    """Nothing is asked but whether it is meant."""
