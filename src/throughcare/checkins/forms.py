"""What somebody types who answers a check-in: its shape, worded in English and in Welsh (`locale/cy`)."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from throughcare.checkins.choices import Help, Wellbeing
from throughcare.govuk.forms import DayField

LONGEST = 1_000
FEELINGS = (
    (Wellbeing.VERY_WELL.value, _("Very well")),
    (Wellbeing.WELL.value, _("Well")),
    (Wellbeing.OKAY.value, _("OK")),
    (Wellbeing.NOT_GREAT.value, _("Not great")),
    (Wellbeing.STRUGGLING.value, _("Struggling")),
)
HELPS = (
    (Help.MENTAL_HEALTH.value, _("Mental health")),
    (Help.PHYSICAL_HEALTH.value, _("Physical health")),
    (Help.ALCOHOL.value, _("Alcohol")),
    (Help.DRUGS.value, _("Drugs")),
    (Help.MONEY.value, _("Money")),
    (Help.HOUSING.value, _("Housing")),
    (Help.WORK.value, _("Work or training")),
    (Help.FAMILY.value, _("Family and friends")),
    (Help.OTHER.value, _("Something else")),
)
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


class WhoForm(forms.Form):
    first = forms.CharField(
        label=_("First name"),
        max_length=80,
        error_messages={"required": _("Enter your first name")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
    )
    last = forms.CharField(
        label=_("Last name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
        error_messages={"required": _("Enter your last name")},
    )
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("For example, 27 3 1985"),
        error_messages={"required": _("Enter your date of birth")},
    )
    crn_end = forms.CharField(
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "size": 5, "spellcheck": "false"}
        ),
        max_length=10,
    )

    def __init__(self, data: Any, *, digits: int) -> None:
        """Any: what Django's forms take. `digits`: how many of the last digits of the CRN are asked for."""
        super().__init__(data)
        asked = self.fields["crn_end"]
        asked.label = _("Last %(digits)s digits of your CRN") % {"digits": digits}
        asked.help_text = _(
            "Your CRN is a letter and six digits. It is on letters from your officer."
        )
        asked.error_messages["required"] = _("Enter the last %(digits)s digits of your CRN") % {
            "digits": digits
        }


class VideoForm(forms.Form):
    video = forms.FileField(
        label=_("Your video"),
        allow_empty_file=True,
        error_messages={
            "required": _("Record or choose a video"),
            "missing": _("Record or choose a video"),
            "invalid": _("Record or choose a video"),
        },
    )


def _words(label: Any) -> forms.CharField:  # Any: a text that is translated when it is shown
    return forms.CharField(
        label=label,
        required=False,
        # By a validator, since the counter that a length brings is in English alone.
        validators=[MaxLengthValidator(LONGEST, message=_("Enter 1,000 characters or fewer"))],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionsForm(forms.Form):
    wellbeing = forms.ChoiceField(
        label=_("How have you been feeling since your last check-in?"),
        choices=FEELINGS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Select how you have been feeling"),
            "invalid_choice": _("Select how you have been feeling"),
        },
    )
    wellbeing_words = _words(_("Tell us more about how you are"))
    helps = forms.MultipleChoiceField(
        label=_("Would you like help with any of these?"),
        help_text=_("Select all that apply. Leave them empty if you need no help."),
        choices=HELPS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Select what you would like help with")},
    )
    help_words = _words(_("Tell us what would help"))
    wants_contact = forms.ChoiceField(
        label=_("Do you want your officer to contact you?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Select yes if you want your officer to contact you"),
            "invalid_choice": _("Select yes if you want your officer to contact you"),
        },
    )
    contact_words = _words(_("What would you like to talk about?"))
