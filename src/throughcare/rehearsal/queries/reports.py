"""What a rehearsal found, in plain words: would it have worked, how long did it take, what must be mended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.rehearsal.queries import lists
from throughcare.rehearsal.rules import drift, outcome
from throughcare.rehearsal.rules.drift import Drift, told
from throughcare.rehearsal.rules.outcome import Defect, Outcome
from throughcare.rehearsal.rules.parts import LABELS, Severity
from throughcare.rehearsal.rules.places import place
from throughcare.restructure.choices import Standing

Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Report:
    """A rehearsal that came to its end, and what is different since the one before it, if there is one."""

    rehearsal: Rehearsal
    found: Outcome
    agreed: Severity | None
    before: Rehearsal | None
    drift: Drift | None

    @property
    def would_have_worked(self) -> bool:
        return self.found.would_have_worked(self.agreed)

    @property
    def must_be_mended(self) -> tuple[Defect, ...]:
        return self.found.above(self.agreed)

    @property
    def verdict(self) -> str:
        """One paragraph for whoever decides.

        Says first whether it would have worked, and then each thing that stands in the way.
        """
        took = f"It took {in_words(self.found.seconds)}."
        if self.would_have_worked:
            return (
                f"Yes: on the copy the reform went through, was proved and was taken back. {took}"
            )
        reasons = []
        if self.found.missing:
            reasons.append(
                f"This was not done, or not as it should be: {_joined(self.found.missing)}."
            )
        if self.must_be_mended:
            reasons.append(f"{_counted(len(self.must_be_mended), 'defect')} must be mended.")
        if self.found.late:
            reasons.append(f"This took longer than it may: {_joined(self.found.late)}.")
        return " ".join(["No, not as things stand.", *reasons, took])

    @property
    def sample(self) -> str:
        who = (
            "one for every role of every provider" if self.found.is_whole_sample else "and no more"
        )
        return f"{self.found.accounts} accounts were signed in as, {who}; {self.found.pages:,} pages were asked for."

    @property
    def counts(self) -> dict[str, int]:
        """Items by how the plan answers them."""
        return {standing.label: self.found.standing(standing) for standing in Standing}

    @property
    def since(self) -> str:
        """Against which rehearsal it is compared, and whether anything differs."""
        if self.before is None or self.drift is None:
            return "There is none before it."
        against = f"Against rehearsal {self.before.pk}"
        if self.drift.is_none:
            return (
                f"{against}: the same answers, the same defects, and no notable difference in time."
            )
        return f"{against}."

    @property
    def lines(self) -> list[str]:
        """The report for a terminal."""
        parts = [
            f"{'late' if part.is_late else 'done' if part.is_done else 'FAILED':<7} {part.label:<40}"
            f"{part.seconds:>9.1f} s of {part.limit:g} s  {part.fact}"
            for part in self.found.parts
        ]
        defects = [
            f"{each.severity:<7} {each.what} ({LABELS[each.part].lower()}; {each.where}), {each.times} times"
            for each in self.found.defects
        ]
        differences = [
            f"{what}: {before} before, {now} now" if before or now else what
            for what, before, now in told(self.drift)
        ]
        needs = [self.rehearsal.need, ""] if self.rehearsal.need else []
        return [
            *needs,
            *parts,
            "",
            self.sample,
            *(defects or ["No defects."]),
            "",
            f"What is different. {self.since}",
            *differences,
        ]

    def as_json(self) -> Json:
        return {
            "number": self.rehearsal.pk,
            "plan": str(self.rehearsal.plan),
            "plan_digest": self.rehearsal.plan.digest,
            "started_at": self.rehearsal.started_at.isoformat()
            if self.rehearsal.started_at
            else None,
            "would_have_worked": self.would_have_worked,
            "verdict": self.verdict,
            "agreed_severity": self.agreed or "none",
            "found": self.found.as_json(),
            "need": self.rehearsal.need,
            "since": self.before.pk if self.before else None,
            "drift": asdict(self.drift) if self.drift else None,
        }


def report(number: int) -> Report:
    """The report of a rehearsal that came to its end.

    Raises:
        Rehearsal.DoesNotExist: there is none that may be seen, or it did not.
    """
    rehearsal = Rehearsal.objects.select_related("plan").get(id=number, state=State.DONE)
    found = outcome.read(rehearsal.result)
    before = lists.before(rehearsal)
    return Report(
        rehearsal=rehearsal,
        found=found,
        agreed=settings.REHEARSAL_SEVERITY,
        before=before,
        drift=drift.drift(outcome.read(before.result), found) if before else None,
    )


def as_document(shown: Report) -> Json:
    """The report laid out for paper: title, and sections of paragraphs and tables."""
    plan = shown.rehearsal.plan
    needs = [shown.rehearsal.need] if shown.rehearsal.need else []
    return {
        "title": f"Rehearsal: {plan.title}",
        "subtitle": f"{plan.reference} version {plan.version}, rehearsal {shown.rehearsal.pk}",
        "reference": f"Plan SHA-256 {plan.digest}",
        "sections": [
            {
                "heading": "Would it have worked?",
                "paragraphs": [shown.verdict, shown.sample, *needs],
            },
            _table(
                "How long it took",
                ("Part", "Seconds", "May take", "Done", "What was found"),
                [
                    (
                        part.label,
                        f"{part.seconds:.1f}",
                        f"{part.limit:g}",
                        "Yes" if part.is_done else "No",
                        part.fact,
                    )
                    for part in shown.found.parts
                ],
            ),
            _table(
                "What must be mended",
                ("Severity", "What", "Where", "An example", "Times"),
                [
                    (
                        each.severity.capitalize(),
                        each.what,
                        place(each.where),
                        each.example,
                        str(each.times),
                    )
                    for each in shown.found.defects
                ],
            ),
            _table(
                "Items by rule",
                ("Kind", "Rule", "Standing", "Number"),
                [(*words, f"{number:,}") for *words, number in shown.found.rules],
            ),
            {
                "heading": "What is different since the rehearsal before",
                "paragraphs": [shown.since],
            },
            *_differences(shown.drift),
        ],
    }


def _differences(drift: Drift | None) -> list[Json]:
    rows = told(drift)
    return [_table("What differs", ("What", "Before", "Now"), rows)] if rows else []


def _table(heading: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Json:
    if not rows:
        return {"heading": heading, "paragraphs": ["None."]}
    return {
        "heading": heading,
        "table": {"columns": list(columns), "rows": [list(row) for row in rows]},
    }


def in_words(seconds: float) -> str:
    """A length as people say it.

    >>> in_words(5), in_words(3725)
    ('5 seconds', '1 hour 2 minutes')
    """
    if seconds < 60:  # noqa: PLR2004  a minute
        return _counted(round(seconds), "second")
    hours, minutes = divmod(round(seconds / 60), 60)
    words = [_counted(hours, "hour")] if hours else []
    return " ".join([*words, *([_counted(minutes, "minute")] if minutes else [])])


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _joined(labels: tuple[str, ...]) -> str:
    return ", ".join(labels).lower()
