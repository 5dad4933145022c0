"""What is asked as somebody decides who manages a person, refers one whose risk has risen, or answers."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms

from throughcare.allocation import queries as allocation
from throughcare.allocation.choices import CorrectionReason, EscalationState, RequestState
from throughcare.desk.forms import Choices
from throughcare.govuk.forms import DayField

SAID: Final = ("other_active", "mappa", "rosh", "deportation_criteria")
"""Facts that may be said here; a score is worked out on a page of its own."""
YES_OR_NO: Final = [("yes", "Yes"), ("no", "No")]
NOT_KNOWN: Final = ("unknown", "Not known yet")
NUMBER: Final = re.compile(r"[0-9]+\.[0-9]+")
LONGEST: Final = 2000
LONG: Final = {"max_length": "This must be 2,000 characters or fewer"}


def said(value: object, policy: allocation.Policy) -> str:
    """A fact in words."""
    if value is None:
        return "Not known"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal) or NUMBER.fullmatch(str(value)):
        return f"{Decimal(str(value)).normalize():f}"
    words = policy.words(str(value))
    return words or str(value).capitalize()


def asked_as(words: str) -> str:
    return words[:1].upper() + words[1:]


class DecideForm(forms.Form):
    """Only what lacks: facts, the area where no address says it, and why a record with gaps cannot wait."""

    def __init__(
        self,
        data: object = None,
        *,
        found: allocation.ToDecide,
        has_gaps: bool,
        is_correction: bool,
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what was posted, or None
        self.facts = [name for name in SAID if name in found.lacking]
        for name in self.facts:
            asked = found.decision.attributes[name]
            choices = [(value, said(value, found.policy)) for value in asked.values] or YES_OR_NO
            self.fields[name] = forms.ChoiceField(
                label=asked_as(asked.words),
                choices=[*choices, NOT_KNOWN],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select one: {asked.words}"},
            )
        if found.may_choose:
            self.fields["area"] = forms.ChoiceField(
                label="In which area does the person live?",
                help_text="No address says it: record the address as soon as it is known",
                choices=[
                    ("", "Select an area"),
                    *((each.code, each.name) for each in found.may_choose),
                ],
                error_messages={"required": "Select the area"},
            )
        if is_correction:
            self.fields["correction"] = forms.ChoiceField(
                label="Why is it corrected?",
                choices=CorrectionReason.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Select why it is corrected"},
            )
        if has_gaps:
            self.fields["gap_reason"] = forms.CharField(
                label="If it goes to another body: why can it not wait until what is missing is there?",
                help_text="Leave this empty if you mend what is missing first",
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=300,
                required=False,
                error_messages={"max_length": "This must be 300 characters or fewer"},
            )
            self.fields["gaps_mended_by"] = DayField(
                label="By which day will you mend it?",
                help_text="For example, 2 6 2014",
                required=False,
            )

    @property
    def known(self) -> Mapping[str, object]:
        return {name: self.cleaned_data[name] for name in self.facts}


class WordsForm(forms.Form):
    """Some words that are needed."""

    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Say why", **LONG},
    )

    def __init__(self, *args: Any, label: str, help_text: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["words"].label = label
        self.fields["words"].help_text = help_text


class RequestAnswerForm(WordsForm):
    field_order = ("answer", "words")
    answer = forms.ChoiceField(
        label="Is it approved?",
        choices=[(RequestState.APPROVED, "Approve it"), (RequestState.REFUSED, "Refuse it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is approved"},
    )


class RisenForm(forms.Form):
    rosh = forms.ChoiceField(
        label="What is the risk of serious harm after your review?",
        choices=[("high", "High"), ("very high", "Very high")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select the risk of serious harm"},
    )
    reviewed_on = DayField(
        label="On which day was it reviewed?",
        help_text="For example, 2 6 2014",
        error_messages={"required": "Enter the day of the review"},
    )
    facts = forms.CharField(
        label="What shows that risk has risen?",
        help_text="Those who are asked read this, and may not open the case yet",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Enter what shows that risk has risen", **LONG},
    )
    acted = forms.CharField(
        label="What was done about it at once?",
        help_text="Your body answers for the person until the referral is accepted",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": "Enter what was done about it", **LONG},
    )
    is_imminent = forms.BooleanField(
        label="The risk is imminent: it is to be answered today", required=False
    )


class EscalationAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=[
            (EscalationState.ACCEPTED, "Accept: the person is ours from now on"),
            (EscalationState.NOT_ACCEPTED, "Do not accept"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    words = forms.CharField(
        label="Why?",
        help_text="Needed where you do not accept: whoever referred reads it",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
        error_messages=LONG,
    )


class SittingForm(forms.Form):
    """One case of a sitting. Without an officer nothing is done with it."""

    post = forms.ChoiceField(label="Officer", required=False)
    reason = forms.ChoiceField(label="Reason", required=False)
    why = forms.CharField(
        label="Why this officer?",
        help_text="What speaks for them is written down if you leave this empty",
        widget=forms.TextInput(attrs={"size": 60, "autocomplete": "off"}),
        max_length=500,
        required=False,
        error_messages={"max_length": "This must be 500 characters or fewer"},
    )

    def __init__(self, *args: Any, posts: Choices, reasons: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["post"].choices = [("", "Not now"), *posts]  # type: ignore[attr-defined]
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]


class SkillForm(forms.Form):
    skill = forms.ChoiceField(
        label="What may they be given cases for?",
        error_messages={"required": "Select one"},
    )
    starts_on = DayField(
        label="From which day?",
        help_text="For example, 2 6 2014",
        error_messages={"required": "Enter the day"},
    )

    def __init__(self, *args: Any, skills: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["skill"].choices = [("", "Select one"), *skills]  # type: ignore[attr-defined]
