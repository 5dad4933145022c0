"""What is typed about a document: its shape and its wording."""

from collections.abc import Iterable
from typing import Any

from django import forms

from throughcare.probation import commands as change_probation

Choices = Iterable[tuple[str, str]]


class Sensitive(forms.Form):
    is_sensitive = forms.BooleanField(
        label="Sensitive: not to be disclosed to the person. This cannot be taken back.",
        required=False,
    )


class DraftForm(Sensitive):
    field_order = ("template", "about", "is_sensitive")

    template = forms.ChoiceField(
        label="What do you want to write?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you want to write"},
    )
    about = forms.ChoiceField(label="What is it about?", required=False)

    def __init__(
        self, *args: Any, templates: Choices, abouts: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["template"].choices = list(templates)  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", "The case"), *abouts]  # type: ignore[attr-defined]


class UploadForm(Sensitive):
    field_order = ("title", "file", "belongs", "is_sensitive")

    title = forms.CharField(
        label="Title",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter a title",
            "max_length": "The title must be 200 characters or fewer",
        },
    )
    file = forms.FileField(
        label="File",
        help_text="PDF, PNG, JPEG, Word, Excel, OpenDocument or text, up to 20 MB",
        error_messages={"required": "Select a file", "empty": "The file is empty"},
    )
    belongs = forms.ChoiceField(label="What does it belong to?", required=False)

    def __init__(
        self, *args: Any, belongings: Choices, **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["belongs"].choices = [("", "The person"), *belongings]  # type: ignore[attr-defined]

    @property
    def attached(self) -> change_probation.Attached:
        kind, _, number = self.cleaned_data["belongs"].partition("/")
        match kind:
            case "enforcement":
                return change_probation.Attached(enforcement=number)
            case "nsi":
                return change_probation.Attached(nsi=int(number))
            case _:
                return change_probation.Attached()


class TextForm(forms.Form):
    """A box for each part of a document."""

    def __init__(
        self, data: Any, *, texts: Iterable[Any]
    ) -> None:  # Any: what was posted, and rows that probation gave
        super().__init__(data)
        for text in texts:
            self.fields[f"part-{text.position}"] = forms.CharField(
                label=text.heading or "Text",
                initial=text.words,
                max_length=100_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": max(3, text.words.count("\n") + 3)}),
                error_messages={"max_length": "Each part must be 100,000 characters or fewer"},
            )

    @property
    def words(self) -> dict[int, str]:
        return {int(name.removeprefix("part-")): value for name, value in self.cleaned_data.items()}
