"""What people type about rehearsals."""

import re
from datetime import time
from typing import Any

from django import forms

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class NightForm(forms.Form):
    at = forms.CharField(
        label="At what time of night?",
        help_text="For example, 02:00. Choose a time at which few people work and no backup runs.",
        widget=forms.TextInput(attrs={"size": 5, "autocomplete": "off"}),
        error_messages={"required": "Enter a time, such as 02:00"},
    )

    def clean_at(self) -> Any:  # Any: as Django has it
        found = _TIME.fullmatch(self.cleaned_data["at"].strip())
        if found is None:
            raise forms.ValidationError("Enter a time, such as 02:00")
        return time(int(found[1]), int(found[2]))
