"""What people type about a plan."""

from django import forms

from throughcare.govuk.forms import DayField
from throughcare.restructure.choices import FreezeKind, Outcome

LARGEST_PLAN = 1_000_000
LARGEST_LIST = 10_000_000


class PlanForm(forms.Form):
    """A plan file."""

    file = forms.FileField(
        label="Plan file",
        help_text="The file that whoever wrote the plan gave you. Its name ends in .yaml",
        error_messages={"required": "Choose the file of a plan", "empty": "The file is empty"},
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PLAN:
            raise forms.ValidationError(
                "The file is larger than 1 MB. A plan is text, and smaller."
            )
        try:
            text: str = file.read().decode("utf-8")
        except UnicodeDecodeError as not_text:
            raise forms.ValidationError("The file is not text in UTF-8.") from not_text
        return text


class HoldForm(forms.Form):
    """Leaving an item for a decision."""

    reason = forms.CharField(
        label="Why is it left for a decision?",
        max_length=300,
        error_messages={"required": "Say why the item is left for a decision"},
    )
    decider = forms.CharField(
        label="Who decides?",
        help_text="Their user name",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=60,
        error_messages={"required": "Enter the user name of whoever decides"},
    )
    until = DayField(
        label="By which day?", error_messages={"required": "Enter the day by which it is decided"}
    )


class OverrideForm(forms.Form):
    """Setting one item's answer by hand."""

    unit = forms.CharField(
        label="Which provider should it go to?",
        help_text="The code that stands before its name in the results",
        widget=forms.TextInput(attrs={"size": 5, "autocomplete": "off", "spellcheck": False}),
        max_length=12,
        error_messages={"required": "Enter the code of a provider"},
    )
    reason = forms.CharField(
        label="Why does the plan's own answer not fit?",
        max_length=300,
        error_messages={"required": "Say why the answer of the plan does not fit this item"},
    )


class ExplanationForm(forms.Form):
    explanation = forms.CharField(
        label="What made the difference?",
        max_length=300,
        error_messages={"required": "Say what made the difference"},
    )


class ReversalForm(forms.Form):
    on = DayField(
        label="On which day should everything go back?",
        help_text="At midnight as the day begins",
        error_messages={"required": "Enter the day on which everything goes back"},
    )


class StatementForm(forms.Form):
    """Saying that a gate is passed for which nothing can be measured."""

    says = forms.CharField(
        label="What is ready, and how do you know?",
        help_text="Who was asked, what was tried, on which day. Name no person on probation.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Say what is ready, and how you know"},
    )
    address = forms.CharField(
        label="Where can the result be opened?",
        help_text="Copy the address of a page of this system: a run, a rehearsal, the books, a measurement, the help desk."
        " Or a link that begins with https://",
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": False}),
        error_messages={"required": "Give the link to the result. Words alone are no evidence"},
    )
    result_on = DayField(
        label="On which day was the result found?",
        help_text="For a result that is kept elsewhere, unless you give the SHA-256 of its file",
        required=False,
    )
    digest = forms.CharField(
        label="SHA-256 of the file of the result (optional)",
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": False}),
    )


class AcceptanceForm(forms.Form):
    """Going on past an amber gate."""

    reason = forms.CharField(
        label="Why may the plan go on all the same?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Say why the plan may go on all the same"},
    )


class FreezeForm(forms.Form):
    """Asking for a freeze."""

    kind = forms.ChoiceField(
        label="What is frozen?",
        widget=forms.RadioSelect,
        choices=FreezeKind.choices,
        error_messages={"required": "Choose what is frozen"},
    )
    begins_on = DayField(
        label="From which day?",
        help_text="From midnight as the day begins, and not before it is approved",
        error_messages={"required": "Enter the day from which it is frozen"},
    )
    ends_on = DayField(
        label="Until which day?",
        help_text="Until midnight as the day begins. A freeze ends with the switch at the latest.",
        error_messages={"required": "Enter the day until which it is frozen"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Whoever is refused reads this",
        max_length=300,
        error_messages={"required": "Say why. Whoever is refused reads this"},
    )


class ListedExceptionForm(forms.Form):
    """Listing something that is not right in a provider's list."""

    says = forms.CharField(
        label="What is not right?",
        help_text="Give references of cases and codes. Name nobody: these words go into the evidence.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Say what is not right"},
    )
    owed_by = forms.CharField(
        label="Who puts it right?",
        help_text="The user name, or the code of the post, of somebody of this provider or of the programme",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=60,
        error_messages={"required": "Enter the user name or the post of whoever puts it right"},
    )
    due_on = DayField(
        label="By which day?", error_messages={"required": "Enter the day by which it is put right"}
    )


class OutsideListForm(forms.Form):
    """Handing in the list of a body outside."""

    whose = forms.ChoiceField(
        label="Whose list is it?",
        widget=forms.RadioSelect,
        choices=(
            ("provider", "Of a provider: the cases in its own system"),
            ("partner", "Of a partner: a court, a prison, the police"),
        ),
        error_messages={"required": "Choose whose list it is"},
    )
    body = forms.CharField(
        label="Code of the provider, or name of the partner",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=40,
        error_messages={"required": "Enter the code of the provider or the name of the partner"},
    )
    file = forms.FileField(
        label="The list",
        help_text="A CSV file. Its first line is: reference, or reference,provider for a partner that says with whom each"
        " case is. One case to a line.",
        error_messages={"required": "Choose the file of the list", "empty": "The file is empty"},
    )

    def clean_file(self) -> bytes:
        """What is in the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise forms.ValidationError("The file is larger than 10 MB. Hand in references alone.")
        return bytes(file.read())


class OwedForm(forms.Form):
    """Saying who settles a difference with a body outside, and by when."""

    owed_by = forms.CharField(
        label="Who settles it?",
        help_text="The user name, or the code of the post, of somebody of the provider or of the programme",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=60,
        error_messages={"required": "Enter the user name or the post of whoever settles it"},
    )
    due_on = DayField(
        label="By which day?", error_messages={"required": "Enter the day by which it is settled"}
    )


class OutcomeForm(forms.Form):
    """Closing an exception."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=Outcome.choices,
        error_messages={"required": "Choose what came of it"},
    )
    says = forms.CharField(
        label="How do you know?",
        help_text="Name nobody: these words go into the evidence.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Say how you know"},
    )
