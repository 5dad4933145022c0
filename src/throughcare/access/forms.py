"""What people type to prove who they are: its shape and its wording."""

from django import forms

LONGEST_NAME = 60
LONGEST_PASSWORD = 200
LONGEST_CODE = 20
LONGEST_CREDENTIAL = 20_000


class PasswordForm(forms.Form):
    """The first half of signing in."""

    username = forms.CharField(
        label="User name",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter your user name"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _code(*, label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_CODE,
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class CodeForm(forms.Form):
    """The second half."""

    code = _code(
        label="Code",
        help_text="The 6 figures that your authenticator app shows now. If you do not have the app "
        "with you, one of your recovery codes.",
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="New password",
        help_text="At least 12 characters. Three words that do not belong together are good.",
        max_length=LONGEST_PASSWORD,
        strip=False,
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewCodeKeyForm(forms.Form):
    code = _code(label="Code", help_text="The 6 figures that the app shows now.")


class SetUpForm(NewPasswordForm, NewCodeKeyForm):
    """All that a first sign-in needs."""

    field_order = ("password", "code")


class PasskeyForm(forms.Form):
    """A passkey that a browser has made. `credential` is what its script was given, as JSON."""

    name = forms.CharField(
        label="Name of the passkey",
        help_text="Where it is kept, so that you know it again. For example, work laptop.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter a name for the passkey"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.CharField(
        max_length=LONGEST_CREDENTIAL,
        required=False,
        widget=forms.HiddenInput,
    )
