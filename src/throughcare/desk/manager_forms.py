"""What is typed when a part of a case is given to somebody, written about, or managed in prison."""

from typing import Any

from django import forms

from throughcare.desk.forms import Choices


class ManagerForm(forms.Form):
    post = forms.ChoiceField(label="Officer", error_messages={"required": "Select an officer"})
    reason = forms.ChoiceField(
        label="Why is it given to them?", error_messages={"required": "Select why"}
    )

    def __init__(
        self, *args: Any, posts: Choices, reasons: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["post"].choices = [("", "Select an officer"), *posts]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", "Select a reason"), *reasons]  # type: ignore[attr-defined]


class AllocationForm(ManagerForm):
    """To whom a case goes and why, and what they are told."""

    justification = forms.CharField(
        label="Why is it right for this officer?",
        help_text="Your oversight: it goes into the log",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=12_000,
        error_messages={
            "required": "Enter why it is right for this officer",
            "max_length": "This must be 12,000 characters or fewer",
        },
    )
    instructions = forms.CharField(
        label="What should they do first?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=12_000,
        required=False,
        error_messages={"max_length": "Instructions must be 12,000 characters or fewer"},
    )
    is_sensitive = forms.BooleanField(
        label="Sensitive: not to be disclosed to the person", required=False
    )


class EntryForm(forms.Form):
    REFER = "refer"
    """To refer a failure to the officer of the case, beside the types of entries."""

    type = forms.ChoiceField(
        label="What do you record?", error_messages={"required": "Select what you record"}
    )
    notes = forms.CharField(
        label="What happened?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=12_000,
        error_messages={
            "required": "Enter what happened",
            "max_length": "Notes must be 12,000 characters or fewer",
        },
    )

    def __init__(self, *args: Any, types: Choices, **more: Any) -> None:  # Any: as above
        super().__init__(*args, **more)
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", "Select"),
            (self.REFER, "A failure, which the officer of the case is to decide on"),
            *types,
        ]


class PrisonManagerForm(forms.Form):
    institution = forms.ChoiceField(label="Prison", error_messages={"required": "Select a prison"})
    name = forms.CharField(
        label="Name of the manager in prison",
        max_length=100,
        error_messages={
            "required": "Enter the name of the manager in prison",
            "max_length": "The name must be 100 characters or fewer",
        },
    )
    is_responsible = forms.BooleanField(
        label="They are the responsible officer, and not the officer here", required=False
    )

    def __init__(self, *args: Any, institutions: Choices, **more: Any) -> None:  # Any: as above
        super().__init__(*args, **more)
        self.fields["institution"].choices = [("", "Select a prison"), *institutions]  # type: ignore[attr-defined]
