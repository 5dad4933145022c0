"""What people type about what a reform does to them."""

from django import forms

from throughcare.transition.choices import Grounds, Subject

MOST_WORDS = 2000


class ChallengeForm(forms.Form):
    """What is wrong, and why."""

    subject = forms.ChoiceField(
        label="What is wrong?",
        choices=Subject.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is wrong"},
    )
    reference = forms.CharField(
        label="Its reference",
        help_text="The code of your post, the number of the case, or the reference of the report",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": False}),
        max_length=40,
        error_messages={"required": "Enter the reference of the post, case or report"},
    )
    grounds = forms.ChoiceField(
        label="Grounds of an appeal",
        help_text="Only if it is about where you are to work",
        choices=[("", "None: it is not about where I work"), *Grounds.choices],
        required=False,
    )
    reason = forms.CharField(
        label="What should be different, and why?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_WORDS,
        error_messages={"required": "Say what should be different, and why"},
    )

    def clean_reference(self) -> str:
        """References are written in capitals."""
        reference: str = self.cleaned_data["reference"].strip().upper()
        return reference


class RecommendationForm(forms.Form):
    """What was found."""

    finding = forms.ChoiceField(
        label="Should it be upheld?",
        choices=[("uphold", "Yes, the answer of the plan is wrong"), ("dismiss", "No, it stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it should be upheld"},
    )
    unit = forms.CharField(
        label="Which provider should it go to?",
        help_text="The code of the provider. Only if it should be upheld",
        widget=forms.TextInput(attrs={"size": 5, "autocomplete": "off", "spellcheck": False}),
        max_length=12,
        required=False,
    )
    words = forms.CharField(
        label="What did you find?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_WORDS,
        error_messages={"required": "Say what you found"},
    )


class DecisionForm(forms.Form):
    """What is decided."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            ("uphold", "Uphold it"),
            ("dismiss", "Do not uphold it"),
            ("send-back", "Have it looked at again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    words = forms.CharField(
        label="Your reasons",
        help_text="Whoever made the challenge reads them",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_WORDS,
        error_messages={"required": "Give the reasons for the decision"},
    )


class MissingForm(forms.Form):
    """Which record is missing."""

    item_reference = forms.CharField(
        label="The reference of the record",
        help_text="The CRN, or the reference of the report or referral. Do not enter a name",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": False}),
        max_length=40,
        error_messages={"required": "Enter the reference of the record"},
    )
    words = forms.CharField(
        label="Where did you look, and what did you find?",
        help_text="Do not enter names of people under supervision",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )


class FoundForm(forms.Form):
    """Where a missing record is, or what becomes of it."""

    answer = forms.CharField(
        label="Where is it, or what becomes of it?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Say where the record is, or what becomes of it"},
    )


class ReadingForm(forms.Form):
    """Who is to go on reading which cases, for how long, and why."""

    username = forms.CharField(
        label="User name of whoever is to read",
        help_text="Somebody of the body that gave the cases up, whom you manage",
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": False}),
        max_length=150,
        error_messages={"required": "Enter the user name of whoever is to read"},
    )
    references = forms.CharField(
        label="Numbers of the cases",
        help_text="One on each line, such as X000123. Do not enter names",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": False}),
        max_length=2000,
        error_messages={"required": "Enter the number of at least one case"},
    )
    days = forms.IntegerField(
        label="For how many days?",
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter the number of days",
            "invalid": "Enter the number of days in figures, such as 14",
        },
    )
    reason = forms.CharField(
        label="Why must they still read them?",
        help_text="Whoever has the cases now reads this. Do not enter names of people under supervision",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": "Say why they must still read them"},
    )
