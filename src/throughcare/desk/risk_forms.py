"""The questions of a predictor as fields."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from throughcare.risk import queries as risk

Value = int | str

NOT_KNOWN = ("unknown", "Not known")
YES_OR_NO = [("yes", "Yes"), ("no", "No"), NOT_KNOWN]
SCALE = [("0", "No problems"), ("1", "Some problems"), ("2", "Significant problems"), NOT_KNOWN]
MOST_RADIOS = 6


class InputForm(forms.Form):
    """A field for each input, none of which has to be answered: what lacks is said by the predictor."""

    def __init__(self, data: object = None, *, asked: Sequence[risk.Input]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what was posted, or None
        self.asked = {each.name: each for each in asked}
        for each in asked:
            self.fields[each.name] = field = _field(each)
            field.is_needed_later = True  # type: ignore[attr-defined]  # what lacks is refused by the predictor

    @property
    def of_record(self) -> list[forms.BoundField]:
        return [self[name] for name, each in self.asked.items() if not _is_of_interview(each)]

    @property
    def of_interview(self) -> list[forms.BoundField]:
        return [self[name] for name, each in self.asked.items() if _is_of_interview(each)]

    @property
    def answers(self) -> dict[str, Value | None]:
        """What was answered; None where that it is not known."""
        said = {name: text for name, text in self.cleaned_data.items() if text}
        return {name: self.asked[name].value(text) for name, text in said.items()}


class WholeField(forms.CharField):
    def __init__(self, asked: risk.Input) -> None:
        super().__init__(
            label=asked.words,
            required=False,
            widget=forms.TextInput(
                attrs={"size": 4, "inputmode": "numeric", "autocomplete": "off"}
            ),
        )
        self.asked = asked

    def clean(self, value: object) -> str:
        text = str(super().clean(value))
        try:
            self.asked.value(text or NOT_KNOWN[0])
        except ValueError as error:
            raise ValidationError(
                f"Enter a whole number from {self.asked.least} to {self.asked.most}"
            ) from error
        return text


def _field(asked: risk.Input) -> forms.Field:
    if asked.kind is risk.Kind.NUMBER:
        return WholeField(asked)
    choices = {risk.Kind.YES_NO: YES_OR_NO, risk.Kind.SCALE: SCALE}.get(
        asked.kind, [*asked.values.items(), NOT_KNOWN]
    )
    if len(choices) <= MOST_RADIOS:
        return forms.ChoiceField(
            label=asked.words,
            required=False,
            choices=[(value, words[:1].upper() + words[1:]) for value, words in choices],
            widget=forms.RadioSelect,
        )
    return forms.ChoiceField(
        label=asked.words, required=False, choices=[("", "Select one"), *choices]
    )


def _is_of_interview(asked: risk.Input) -> bool:
    return asked.comes_from is risk.From.INTERVIEW


def said_of(asked: risk.Input, value: Value) -> str:
    """An answer in words."""
    if asked.kind is risk.Kind.SCALE:
        return dict(SCALE)[str(value)]
    return asked.values.get(str(value), str(value)).capitalize()
