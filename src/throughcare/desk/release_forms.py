"""What officers type about sentences and release dates: a warrant as it reads, time given or taken, and what might be otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django import forms

from throughcare.desk.forms import Choices
from throughcare.desk.sentence_forms import day_field
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences
from throughcare.sentences.choices import (
    AdjustmentKind,
    AtLargeReason,
    MovementReason,
    RecallType,
    SeriousList,
)

OTHER: Final = "OTHER"
UNITS: Final = ("years", "months", "weeks", "days")
MOST = 9_999
LONGEST_TERM: Final = {"years": 99, "months": 1_200, "weeks": 5_200, "days": MOST}
Said = change_sentences.Said
Groups = tuple[tuple[str, tuple[str, ...]], ...]


def count_field(label: str, *, most: int = MOST, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"size": 4}),
        error_messages={"invalid": "Enter a whole number, like 12"},
    )


def _key(text: str) -> UUID | None:
    return UUID(text) if text else None


@dataclass(frozen=True, kw_only=True)
class Set:
    """Fields under a heading. Several in one row are the units of a term."""

    words: str
    rows: list[list[forms.BoundField]]
    is_folded: bool
    is_open: bool


def _is_filled(value: object) -> bool:
    """Whether something stands in a field; the parts of a day come as three."""
    return any(value) if isinstance(value, tuple) else bool(value)


def _row_of(name: str) -> str:
    """What a field shares its row with: the units of a term, or nothing."""
    for prefix in ("licence_", ""):
        if name.removeprefix(prefix) in UNITS:
            return prefix or "term"
    return name


class BecauseForm(forms.Form):
    because = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why", "max_length": "Use 300 characters or fewer"},
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label="Prison book number",
        help_text="Leave this empty where it is not known",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
    )


class KnownForm(forms.Form):
    is_registered = forms.BooleanField(label="Registered for sexual offences", required=False)
    wants_removal = forms.BooleanField(
        label="Early removal from the United Kingdom is to be worked out", required=False
    )
    has_power_to_detain = forms.BooleanField(label="A power to detain stands", required=False)


class EntryForm(forms.Form):
    """One thing that dates are worked out from. `groups` are headings, each with the names of its fields."""

    groups: Groups = ()
    folded: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, called: Mapping[UUID, str], **more: Any
    ) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        for name in self.needed:
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]  # what lacks is told by the dates
        self.called: Choices = [(str(key), f"Sentence {name}") for key, name in called.items()]

    @property
    def said(self) -> Said:
        raise NotImplementedError

    @property
    def sets(self) -> list[Set]:
        """The fields under their headings, and what is in none of them last; a set that few need is folded, unless something is in it."""
        grouped = {name for _, names in self.groups for name in names}
        rest = tuple(name for name in self.fields if name not in grouped)
        return [self._set(words, names) for words, names in (*self.groups, ("", rest)) if names]

    def _set(self, words: str, names: Sequence[str]) -> Set:
        rows = [[self[name] for name in row] for _, row in groupby(names, key=_row_of)]
        has_some = any(self[name].errors or _is_filled(self[name].value()) for name in names)
        return Set(words=words, rows=rows, is_folded=words in self.folded, is_open=bool(has_some))


class OrderForm(EntryForm):
    groups: Groups = (("The warrant", ("court", "case_number", "imposed_on", "is_foreign")),)

    court = forms.CharField(
        label="Court", max_length=120, error_messages={"required": "Enter the court"}
    )
    case_number = forms.CharField(
        label="Case number",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off", "spellcheck": "false"}),
    )
    imposed_on = day_field("When was the sentence imposed?")
    is_foreign = forms.BooleanField(label="A court of another country", required=False)

    @property
    def order_said(self) -> change_sentences.OrderSaid:
        typed = self.cleaned_data
        return change_sentences.OrderSaid(
            **{name: typed[name] for name in ("court", "case_number", "imposed_on", "is_foreign")}
        )

    @property
    def said(self) -> Said:
        return self.order_said


class SentenceForm(EntryForm):
    folded = (
        "The licence after an extended sentence, or one for particular concern",
        "A fine that was not paid, or a breach of supervision",
    )
    needed = (*UNITS, "offence_code", "offence_from")
    groups: Groups = (
        ("The sentence", ("type", *UNITS)),
        (
            "The licence after an extended sentence, or one for particular concern",
            tuple(f"licence_{unit}" for unit in UNITS),
        ),
        ("The offence", ("offence_code", "offence_from", "offence_to")),
        ("Beside other sentences", ("follows",)),
        (
            "What bears on early release",
            ("lists", "exclusions", "is_schedule_19za"),
        ),
        (
            "A fine that was not paid, or a breach of supervision",
            ("fine", "is_part_paid", "supervised_until"),
        ),
    )

    type = forms.ChoiceField(
        label="Type of sentence", error_messages={"required": "Select the type of sentence"}
    )
    years = count_field("Years", most=LONGEST_TERM["years"])
    months = count_field("Months", most=LONGEST_TERM["months"])
    weeks = count_field("Weeks", most=LONGEST_TERM["weeks"])
    days = count_field("Days", most=LONGEST_TERM["days"])
    licence_years = count_field(
        "Years of licence",
        most=LONGEST_TERM["years"],
    )
    licence_months = count_field("Months of licence", most=LONGEST_TERM["months"])
    licence_weeks = count_field("Weeks of licence", most=LONGEST_TERM["weeks"])
    licence_days = count_field("Days of licence", most=LONGEST_TERM["days"])
    offence_code = forms.CharField(
        label="Code of the offence",
        help_text="As the court writes it, like TH68010",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    offence_from = day_field("When was it committed?", required=False, help_text="Its first day")
    offence_to = day_field(
        "Last day of the offence", required=False, help_text="Where it went on for longer"
    )
    follows = forms.ChoiceField(
        label="Is it consecutive to another sentence?",
        required=False,
        help_text="All others are concurrent",
    )
    lists = forms.MultipleChoiceField(
        label="Lists of serious offences that this one is on",
        help_text="As the service of offences shows it",
        choices=SeriousList.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    exclusions = forms.MultipleChoiceField(
        label="What the offence is shown as",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_schedule_19za = forms.BooleanField(
        label="An offence of Schedule 19ZA (terrorism)", required=False
    )
    fine = forms.DecimalField(
        label="Fine that was not paid, in pounds",
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"size": 10, "inputmode": "decimal"}),
        error_messages={"invalid": "Enter pounds, like 500 or 500.50"},
    )
    is_part_paid = forms.BooleanField(label="Part of the fine is paid", required=False)
    supervised_until = day_field(
        "Last known end of supervision", required=False, help_text="Only for a breach of it"
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        known = sentences.types()
        self.fields["type"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", "Select a type"),
            *((code, f"{words} ({code})") for code, words in known.words.items()),
            (OTHER, "Another, such as life: dates are worked out by hand"),
        ]
        self.fields["exclusions"].choices = list(known.exclusions.items())  # type: ignore[attr-defined]
        self.fields["follows"].choices = [("", "No"), *self.called]  # type: ignore[attr-defined]
        if not self.called:
            del self.fields["follows"]
            self.groups = tuple(each for each in self.groups if each[1] != ("follows",))

    @property
    def sentence_said(self) -> change_sentences.SentenceSaid:
        typed = self.cleaned_data
        return change_sentences.SentenceSaid(
            type=typed["type"],
            custody=self._term(""),
            licence=self._term("licence_"),
            offence_code=typed["offence_code"],
            offence_from=typed["offence_from"],
            offence_to=typed["offence_to"],
            follows_key=_key(typed.get("follows", "")),
            lists="".join(sorted(typed["lists"])),
            exclusions=tuple(typed["exclusions"]),
            fine=typed["fine"],
            is_part_paid=typed["is_part_paid"],
            is_schedule_19za=typed["is_schedule_19za"],
            supervised_until=typed["supervised_until"],
        )

    @property
    def said(self) -> Said:
        return self.sentence_said

    def _term(self, prefix: str) -> change_sentences.Duration:
        return change_sentences.Duration(
            **{unit: self.cleaned_data[f"{prefix}{unit}"] or 0 for unit in UNITS}
        )


class WarrantForm(SentenceForm, OrderForm):
    """The head of a warrant with its first sentence."""

    groups: Groups = (*OrderForm.groups, *SentenceForm.groups)

    @property
    def said(self) -> Said:
        return self.order_said


class AdjustmentForm(EntryForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Select one"), *AdjustmentKind.choices],
        error_messages={"required": "Select what it is"},
    )
    sentence = forms.ChoiceField(
        label="Sentence that remand or tagged bail is credited to", required=False
    )
    from_on = day_field(
        "First day", required=False, help_text="Of added days, the day they were awarded"
    )
    to_on = day_field("Last day", required=False)
    days = count_field(
        "Number of days", help_text="Where it is not that from the first day to the last"
    )
    reason = forms.ChoiceField(
        label="Why at large",
        choices=[("", "Not at large"), *AtLargeReason.choices],
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["sentence"].choices = [("", "None"), *self.called]  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        typed = self.cleaned_data
        return change_sentences.AdjustmentSaid(
            kind=typed["kind"],
            sentence_key=_key(typed["sentence"]),
            days=typed["days"],
            from_on=typed["from_on"],
            to_on=typed["to_on"],
            reason=typed["reason"],
        )


class RecallForm(EntryForm):
    sentence = forms.ChoiceField(
        label="Which sentence is recalled?", error_messages={"required": "Select a sentence"}
    )
    type = forms.ChoiceField(
        label="What kind of recall is it?",
        choices=RecallType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of recall"},
    )
    revoked_on = day_field("When was the licence revoked?", required=False)
    returned_on = day_field("When did the person come back?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:  # Any: as Django has it
        super().__init__(*args, **more)
        self.fields["sentence"].choices = [("", "Select a sentence"), *self.called]  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        typed = self.cleaned_data
        return change_sentences.RecallSaid(
            sentence_key=UUID(typed["sentence"]),
            type=typed["type"],
            revoked_on=typed["revoked_on"],
            returned_on=typed["returned_on"],
        )


class MovementForm(EntryForm):
    moved_on = day_field("On which day?")
    reason = forms.ChoiceField(
        label="What happened?",
        choices=[("", "Select what happened"), *MovementReason.choices],
        error_messages={"required": "Select what happened"},
    )

    @property
    def said(self) -> Said:
        return change_sentences.MovementSaid(
            moved_on=self.cleaned_data["moved_on"], reason=self.cleaned_data["reason"]
        )
