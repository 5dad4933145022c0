"""What officers type into a log, about entries that are there, and about failures."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms

from throughcare.desk.forms import TimedForm
from throughcare.govuk.forms import DayField
from throughcare.probation.choices import ContactKind, OutcomeCategory, ResponseKind

Choices = Iterable[tuple[str, str]]
ANOTHER = "another"


class ContactForm(TimedForm):
    field_order = (
        *("usual", "type", "notes", "about", "day", "start", "minutes"),
        *("outcome", "is_rar", "is_sensitive"),
    )
    LONGEST_TYPED = MappingProxyType({"type": 14, "outcome": 8, "start": 20, "minutes": 4})
    """How much of each is kept in a draft, whatever was sent."""

    usual = forms.ChoiceField(
        label="Type of contact",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a type of contact"},
    )
    type = forms.ChoiceField(
        label="Type of contact", error_messages={"required": "Select a type of contact"}
    )
    outcome = forms.ChoiceField(
        label="Outcome", help_text="Needed for an appointment", required=False
    )
    notes = forms.CharField(
        label="Notes",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=12_000,
        required=False,
        error_messages={"max_length": "Notes must be 12,000 characters or fewer"},
    )
    is_sensitive = forms.BooleanField(
        label="Sensitive: not to be disclosed to the person", required=False
    )

    about = forms.ChoiceField(label="What is it about?", required=False)
    is_rar = forms.BooleanField(label="It was a rehabilitation activity", required=False)

    def __init__(
        self,
        *args: Any,
        types: Choices,
        outcomes: Choices,
        about: Choices = (),
        usual: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        every = dict(types)
        sent = self.data.get("usual", "")
        if sent in every and sent not in dict(usual):
            # It was usual when the form was asked for.
            usual = [*usual, (sent, every[sent])]
        if usual:
            self.fields["usual"].choices = [*usual, (ANOTHER, "Another type")]  # type: ignore[attr-defined]
            self.fields["type"].label = "If it is another type, which?"
            self.fields["type"].required = False
            # A page from before, or a note beside a name, sends a type of the list alone.
            self.fields["usual"].required = not self.data.get("type")
        else:
            del self.fields["usual"]
        self.fields["about"].choices = [*about, ("person", "The person alone")]  # type: ignore[attr-defined]
        self.fields["type"].choices = [("", "Select a type"), *every.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", "No outcome"), *outcomes]  # type: ignore[attr-defined]

    @staticmethod
    def type_in(sent: Mapping[str, Any]) -> str:  # Any: whatever the browser sent
        """The type that was chosen: one of the usual ones, or one from the list of all."""
        usual = str(sent.get("usual", ""))
        return str(sent.get("type", "")) if usual in ("", ANOTHER) else usual

    def clean(self) -> None:
        kind, listed = self.type_in(self.cleaned_data), self.cleaned_data.get("type")
        if not kind and not {"usual", "type"} & set(self.errors):
            self.add_error("type", "Select a type of contact")
        elif listed and listed != kind:
            self.add_error("type", "Select a type from the list only if it is another type")
        self.cleaned_data["type"] = kind


class NoteForm(forms.Form):
    text = forms.CharField(
        label="What do you want to add?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=12_000,
        error_messages={
            "required": "Enter a note",
            "max_length": "The note must be 12,000 characters or fewer",
        },
    )


class FailureForm(forms.Form):
    """A failure and what is done about it, said in one step."""

    outcome = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    action = forms.ChoiceField(
        label="What will you do about it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you will do about it"},
    )
    notes = forms.CharField(
        label="Notes",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=12_000,
        required=False,
        error_messages={"max_length": "Notes must be 12,000 characters or fewer"},
    )

    def __init__(
        self, *args: Any, outcomes: Choices, actions: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["outcome"].choices = list(outcomes)  # type: ignore[attr-defined]
        self.fields["action"].choices = list(actions)  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    action = forms.ChoiceField(
        label="What will you do about it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you will do about it"},
    )

    def __init__(self, *args: Any, actions: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["action"].choices = list(actions)  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """Another outcome of an entry, with the version of it that was read."""

    outcome = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, outcomes: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["outcome"].choices = list(outcomes)  # type: ignore[attr-defined]


class ResponseForm(forms.Form):
    """How a failure was answered; with evidence that is accepted, what it turned out to be."""

    response = forms.ChoiceField(
        label="How was it answered?",
        widget=forms.RadioSelect,
        choices=[
            (each.value, each.label)
            for each in (ResponseKind.ACCEPTED, ResponseKind.REJECTED, ResponseKind.NONE)
        ],
        error_messages={"required": "Select how it was answered"},
    )
    outcome = forms.ChoiceField(
        label="If the evidence is accepted, what was it?",
        required=False,
    )

    def __init__(self, *args: Any, outcomes: Choices, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["outcome"].choices = [("", "Select what it was"), *outcomes]  # type: ignore[attr-defined]

    def clean(self) -> None:
        is_accepted = self.cleaned_data.get("response") == ResponseKind.ACCEPTED
        if is_accepted and not self.cleaned_data.get("outcome"):
            self.add_error("outcome", "Select what it turned out to be")


class TimelineForm(forms.Form):
    """The filter of a log; what cannot be read narrows nothing."""

    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every kind"), *[(kind.value, kind.label) for kind in ContactKind]],
    )
    group = forms.ChoiceField(label="Group", required=False)
    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Every outcome"), *OutcomeCategory.choices],
    )
    sentence = forms.ChoiceField(label="Sentence", required=False)
    text = forms.CharField(label="Words in it", required=False, max_length=80)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    failures = forms.BooleanField(label="Only failures to comply", required=False)

    def __init__(
        self, *args: Any, groups: Choices, sentences: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["group"].choices = [("", "Every group"), *groups]  # type: ignore[attr-defined]
        self.fields["sentence"].choices = [("", "Every sentence"), *sentences]  # type: ignore[attr-defined]
