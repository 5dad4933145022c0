"""What officers ask of suppliers, and what suppliers say of it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from throughcare.desk.forms import TimedForm
from throughcare.govuk.forms import DayField
from throughcare.services import commands as change_services
from throughcare.services import queries as services
from throughcare.services.choices import (
    Achievement,
    AskedBy,
    Attendance,
    Complexity,
    NotHeldFor,
    SessionKind,
)

Choices = Iterable[tuple[str, str]]
MOST_DAYS: Final = 365
MOST_SESSIONS: Final = 100
NOT_WANTED: Final = ""


def _text(label: str, *, most: int, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Enter {most:,} characters or fewer"},
    )


def _needed_later(field: forms.Field) -> forms.Field:
    """A field that a draft may be saved without, and that is needed before it goes on: it is not called optional."""
    field.is_needed_later = True  # type: ignore[attr-defined]  # what the wording of labels asks for
    return field


def _number(label: str, *, most: int, required: bool, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number, like 6",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {most} or fewer",
        },
    )


class BeginForm(forms.Form):
    contract = forms.ChoiceField(
        label="Which service?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a service"},
    )
    duty = forms.ChoiceField(
        label="What is it under?",
        help_text="Sessions are days of activity only under a rehabilitation activity requirement",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is under"},
    )

    def __init__(self, *args: Any, contracts: Choices, duties: Choices, **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        self.fields["contract"].choices = list(contracts)  # type: ignore[attr-defined]  # a field of choices
        self.fields["duty"].choices = list(duties)  # type: ignore[attr-defined]  # a field of choices

    @property
    def sentence(self) -> int:
        return int(self.cleaned_data["duty"].partition("/")[0])

    @property
    def requirement(self) -> int | None:
        said = self.cleaned_data["duty"].partition("/")[2]
        return int(said) if said else None


class DraftForm(forms.Form):
    """What is asked for: of each category that is offered how much, and which outcomes."""

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        categories: Sequence[services.ServiceCategory],
        outcomes: Sequence[services.DesiredOutcome],
        has_days: bool,
        others: Sequence[services.Other],
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        self.categories = list(categories)
        for each in self.categories:
            self._add_category(each, outcomes=outcomes)
        self.fields["complete_by"] = _needed_later(
            DayField(label="To be complete by", help_text="For example, 2 6 2014", required=False)
        )
        if has_days:
            self.fields["most_days"] = _number(
                "Most days of activity that the supplier may use", most=MOST_DAYS, required=False
            )
        self.fields["needs"] = _text(
            "What the person needs, and what has been tried (optional)", most=4_000
        )
        self.fields["accessibility"] = _text(
            "Adjustments for a disability (optional)", most=1_000, rows=2
        )
        self.fields["interpreter"] = forms.CharField(
            label="Language of an interpreter, if one is needed (optional)",
            max_length=60,
            required=False,
        )
        self.fields["risk"] = _needed_later(
            _text(
                "What the supplier has to know about risk",
                most=4_000,
                help_text="It was begun with what the record knows. Leave out what is not needed to keep people safe.",
            )
        )
        if others:
            self.fields["is_confirmed"] = forms.BooleanField(
                label="Two suppliers are wanted for the same", required=False
            )

    def _add_category(
        self,
        each: services.ServiceCategory,
        *,
        outcomes: Sequence[services.DesiredOutcome],
    ) -> None:
        levels: list[tuple[str, str]] = list(Complexity.choices)
        if len(self.categories) > 1:
            levels.insert(0, (NOT_WANTED, "Not asked for"))
        self.fields[f"complexity_{each.code}"] = _needed_later(
            forms.ChoiceField(
                label=f"{each.name}: how complex are the needs?",
                choices=levels,
                widget=forms.RadioSelect,
                required=False,
            )
        )
        self.fields[f"outcomes_{each.code}"] = _needed_later(
            forms.MultipleChoiceField(
                label=f"{each.name}: what is to be reached?",
                choices=[
                    (outcome.code, outcome.description)
                    for outcome in outcomes
                    if outcome.category_id == each.code
                ],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        )

    @property
    def wanted(self) -> change_services.Wanted:
        read = self.cleaned_data
        chosen = {
            each.code: Complexity(read[f"complexity_{each.code}"])
            for each in self.categories
            if read[f"complexity_{each.code}"]
        }
        return change_services.Wanted(
            categories=chosen,
            outcomes=tuple(
                code
                for each in self.categories
                if each.code in chosen
                for code in read[f"outcomes_{each.code}"]
            ),
            complete_by=read["complete_by"],
            most_days=read.get("most_days"),
            needs=read["needs"].strip(),
            accessibility=read["accessibility"].strip(),
            interpreter=read["interpreter"].strip(),
            risk=read["risk"].strip(),
        )


def said_of(file: services.File) -> dict[str, object]:
    """A draft as its form has it."""
    referral = file.referral
    said: dict[str, object] = {
        name: getattr(referral, name)
        for name in ("complete_by", "most_days", "needs", "accessibility", "interpreter", "risk")
    }
    for each in file.categories:
        said[f"complexity_{each.category_id}"] = each.complexity
        said[f"outcomes_{each.category_id}"] = [
            outcome.outcome_id
            for outcome in file.outcomes
            if outcome.outcome.category_id == each.category_id
        ]
    return said


class StepForm(forms.Form):
    """What a step asks for, and nothing else."""

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        needs: Sequence[str],
        reasons: Choices = (),
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        if "worker" in needs:
            self.fields["worker"] = forms.CharField(
                label="Who will work with the person?",
                max_length=120,
                error_messages={"required": "Enter who will work with the person"},
            )
        if "reason" in needs:
            self.fields["reason"] = forms.ChoiceField(
                label="Why?",
                choices=list(reasons),
                widget=forms.RadioSelect,
                error_messages={"required": "Select a reason"},
            )
        is_asked = "note" in needs
        note = _text(
            "What has to be changed?" if is_asked else "Anything to add (optional)",
            most=1_000,
            rows=3,
        )
        note.required = is_asked
        note.error_messages["required"] = "Enter what has to be changed"
        self.fields["note"] = note

    @property
    def words(self) -> change_services.Words:
        read = self.cleaned_data
        return change_services.Words(
            note=read["note"].strip(),
            worker=read.get("worker", ""),
            reason=read.get("reason", ""),
        )


class SessionForm(TimedForm):
    field_order = ("kind", "day", "start", "minutes")

    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )

    def __init__(self, *args: Any, kinds: Sequence[SessionKind], **more: Any) -> None:
        """Any: as Django has it."""
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(each.value, str(each.label)) for each in kinds]  # type: ignore[attr-defined]  # a field of choices
        self.fields["kind"].initial = kinds[0].value
        self.fields["minutes"].initial = "60"


class MoveForm(TimedForm):
    field_order = ("asked_by", "day", "start", "minutes")

    asked_by = forms.ChoiceField(
        label="Who asked for another time?",
        choices=AskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who asked for another time"},
    )


class TellForm(forms.Form):
    attendance = forms.ChoiceField(
        label="Did the person come?",
        choices=Attendance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the person came"},
    )
    held = forms.ChoiceField(
        label="Did it take place?",
        choices=[
            ("yes", "Yes"),
            *((each.value, f"No: {each.label[0].lower()}{each.label[1:]}") for each in NotHeldFor),
        ],
        help_text="If nobody came you can leave this out",
        widget=forms.RadioSelect,
        required=False,
    )
    feedback = _needed_later(_text("What happened?", most=4_000))
    concern = _text(
        "If the person's behaviour worried you, what did they do? (optional)", most=2_000, rows=3
    )
    is_notified = forms.BooleanField(
        label="Notify the officer: the person failed to comply", required=False
    )

    def clean(self) -> None:
        read = self.cleaned_data
        if read.get("attendance") in {Attendance.YES, Attendance.LATE} and not read.get("held"):
            self.add_error("held", "Select whether it took place")
        if not read.get("feedback", "").strip() and "feedback" not in self.errors:
            self.add_error("feedback", "Enter what happened")

    @property
    def told(self) -> change_services.Told:
        read = self.cleaned_data
        came = Attendance(read["attendance"])
        held = read["held"] if came != Attendance.NO else ""
        return change_services.Told(
            attendance=came,
            is_held=held == "yes",
            not_held_for=NotHeldFor(held) if held and held != "yes" else None,
            feedback=read["feedback"],
            concern=read["concern"],
            is_notified=read["is_notified"],
        )


class PlanForm(forms.Form):
    """How many sessions, and what is to be done for each outcome."""

    def __init__(self, *args: Any, file: services.File, **more: Any) -> None:
        """Any: as Django has it."""
        written = {each.outcome_id: each.words for each in file.activities}
        super().__init__(*args, **more)
        self.codes = [each.outcome_id for each in file.outcomes]
        self.fields["sessions"] = _number("How many sessions?", most=MOST_SESSIONS, required=True)
        self.fields["sessions"].error_messages["required"] = "Enter how many sessions"
        self.fields["sessions"].initial = file.plan.sessions if file.plan else None
        for each in file.outcomes:
            field = _text(
                each.outcome.description, most=2_000, rows=3, help_text="What will be done for it?"
            )
            field.initial = written.get(each.outcome_id, "")
            self.fields[f"for_{each.outcome_id}"] = _needed_later(field)

    @property
    def activities(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"for_{code}"] for code in self.codes}


class ReportForm(forms.Form):
    """What came of it all, and how far each outcome was reached."""

    def __init__(self, *args: Any, file: services.File, **more: Any) -> None:
        """Any: as Django has it."""
        found = {each.outcome_id: each.achieved for each in file.findings}
        super().__init__(*args, **more)
        self.codes = [each.outcome_id for each in file.outcomes]
        for each in file.outcomes:
            self.fields[f"of_{each.outcome_id}"] = forms.ChoiceField(
                label=each.outcome.description,
                choices=Achievement.choices,
                initial=found.get(each.outcome_id),
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Select how far this was achieved: {each.outcome.description}"
                },
            )
        words = _text("What came of the work, and what is still to be done?", most=4_000, rows=6)
        words.required = True
        words.error_messages["required"] = "Enter what came of the work"
        words.initial = file.report.words if file.report else ""
        self.fields["words"] = words

    @property
    def findings(self) -> dict[str, Achievement]:
        return {code: Achievement(self.cleaned_data[f"of_{code}"]) for code in self.codes}
