"""Every date in plain words: where it comes from, what moved it and by which law, for each sentence and for the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.sentences.rules.calculating import Calculation
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.explaining_dates import trail_to
from throughcare.sentences.rules.explaining_terms import Names
from throughcare.sentences.rules.facts import Booking, Kind, Sentence
from throughcare.sentences.rules.law import Manner
from throughcare.sentences.rules.levels import own_dates, worked_out
from throughcare.sentences.rules.parts import Part
from throughcare.sentences.rules.results import Rule, Turn, Why, Working
from throughcare.sentences.rules.standing import Form, Standing
from throughcare.sentences.rules.trail import Step, length, shown
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked

MEANINGS: Final = {
    DateType.CRD: "Conditional release date: automatic release on licence",
    DateType.ARD: "Automatic release date: release without a licence",
    DateType.SED: "Sentence expiry date",
    DateType.LED: "Licence expiry date",
    DateType.SLED: "Sentence and licence expiry date",
    DateType.ESED: "Effective sentence end date: the latest end before any adjustment",
    DateType.HDCED: "Home detention curfew eligibility date",
    DateType.TUSED: "Top-up supervision end date",
    DateType.PED: "Parole eligibility date",
    DateType.PRRD: "Post-recall release date",
    DateType.ERSED: "Early removal scheme eligibility date",
    DateType.MTD: "Mid transfer date of training",
    DateType.ETD: "Early transfer date of training",
    DateType.LTD: "Late transfer date of training",
}
KINDS: Final = {
    Kind.SDS: "Standard determinate sentence",
    Kind.EDS: "Extended determinate sentence",
    Kind.SOPC: "Sentence for an offender of particular concern",
    Kind.FINE: "Imprisonment in default of a fine",
    Kind.DTO: "Detention and training order",
    Kind.BOTUS: "Breach of top-up supervision",
}
WHY: Final = {
    Why.NOT_BEFORE_FIRST: "Not before the first sentence was imposed",
    Why.RELEASED_TOGETHER: "Held by another sentence until then",
    Why.UNTIL_RELEASE: "Not before release from another sentence, which allows none earlier",
    Why.UNTIL_FINE_IS_SERVED: "Not before the default term is served",
    Why.UNTIL_TRAINING_IS_SERVED: "Not before the middle of training",
    Why.TRAINING_BESIDE: "As there is another sentence beside training",
    Why.RECALLS_OF_TWO_LENGTHS: "Recalls for 14 or 28 days on longer and shorter sentences together",
    Why.TRANCHE: "Not before the day on which the law came over people with sentences of this length",
    Why.TRANCHE_WITH_AWARDED: "Not before the day on which the law came over people with sentences of this length, "
    "with the days added",
    Why.SINCE_TRANCHE: "Days at large and added since then",
    Why.AFTER_RECALL: "Not before release after recall",
}
RULES: Final = {
    Rule.EARLY_APPLIES: "The date under the later fraction counts.",
    Rule.STANDARD_APPLIES: "The date under the fraction before counts, as it comes before the law did.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One date. The last step leads to it; `unadjusted` and `moved` are as they are told, `remarks` what else matters."""

    kind: DateType
    on: date
    unadjusted: date
    moved: int
    steps: tuple[Step, ...]
    remarks: tuple[str, ...] = ()

    @property
    def meaning(self) -> str:
        return MEANINGS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSentence:
    """A sentence, or several that stand together. `numbers` are those of the sentences in the order in which they were given."""

    title: str
    numbers: tuple[str, ...]
    dates: tuple[Explained, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The dates of the person, those that were worked out and are not given, and the dates of each sentence."""

    dates: tuple[Explained, ...]
    withheld: tuple[Explained, ...]
    sentences: tuple[ExplainedSentence, ...]
    remarks: tuple[str, ...]


def explain(booking: Booking, found: Calculation) -> Explanation:
    """Why each date is what it is."""
    case = found.custody.case
    names = _names(booking, found)
    together = found.together
    return Explanation(
        dates=_explained(together.workings, case=case, names=names),
        withheld=_explained(together.withheld, case=case, names=names),
        sentences=tuple(_sentence(each, case=case, names=names) for each in worked_out(found)),
        remarks=_remarks(found),
    )


def _names(booking: Booking, found: Calculation) -> Names:
    """The number of each sentence, in the order in which they were given; of those that are alike the first."""
    numbers: dict[Sentence, str] = {}
    for number, sentence in enumerate(booking.sentences, start=1):
        numbers.setdefault(sentence, str(number))
    parts: dict[Part, str] = {}
    for group in found.custody.groups():
        for held in group:
            parts |= {part: numbers[part.sentence] for part in held.now.terms.parts}
    for working in found.together.workings.values():
        parts |= {part: numbers[part.sentence] for part in working.of.terms.parts}
    return parts


def _explained(
    workings: Mapping[DateType, Working], *, case: Case, names: Names
) -> tuple[Explained, ...]:
    return tuple(
        _of(kind, workings[kind], case=case, names=names) for kind in DateType if kind in workings
    )


def _of(kind: DateType, working: Working, *, case: Case, names: Names) -> Explained:
    steps = _steps(kind, working.of, case=case, names=names)
    steps.extend(_turned(turn, names=names) for turn in working.turns)
    return Explained(
        kind=kind,
        on=working.on,
        unadjusted=working.unadjusted,
        moved=working.moved,
        steps=tuple(steps),
        remarks=tuple(said for rule, said in RULES.items() if rule in working.rules),
    )


def _steps(kind: DateType, now: Standing, *, case: Case, names: Names) -> list[Step]:
    return trail_to(kind, now, case=case, names=names).steps


def _turned(turn: Turn, *, names: Names) -> Step:
    says = WHY[turn.why]
    if turn.by is not None:
        says = f"{says} (sentence {_numbers(turn.by, names=names)})"
    return Step(says=says, to=turn.to)


def _numbers(now: Standing, *, names: Names) -> str:
    return " and ".join(names[part] for part in now.terms.parts)


def _sentence(each: Worked, *, case: Case, names: Names) -> ExplainedSentence:
    return ExplainedSentence(
        title=_title(each.now, names=names),
        numbers=tuple(names[part] for part in each.now.terms.parts),
        dates=tuple(
            _own(kind, on, now=each.now, case=case, names=names)
            for kind, on in own_dates(each).items()
        ),
    )


def _own(kind: DateType, on: date, *, now: Standing, case: Case, names: Names) -> Explained:
    steps = tuple(_steps(kind, now, case=case, names=names))
    return Explained(
        kind=kind, on=on, unadjusted=steps[0].to, moved=(on - steps[0].to).days, steps=steps
    )


def _title(now: Standing, *, names: Names) -> str:
    terms = now.terms
    if terms.form is Form.LONE:
        part = terms.first
        said = f"{KINDS[part.kind]}: {length(part.whole)} from {shown(part.on)}"
        return f"Sentence {names[part]}. {said}{', recalled' if terms.is_recall else ''}"
    joined = "one after the other" if terms.form is Form.CHAIN else "as one term"
    return f"Sentences {_numbers(now, names=names)}, {joined}, from {shown(now.start)}"


def _remarks(found: Calculation) -> tuple[str, ...]:
    custody = found.custody
    said = []
    for law in custody.law.releases:
        day = custody.tranche_day(law)
        if day is not None and law.manner is not Manner.STANDING:
            said.append(f"{law.source}: comes over this person on {shown(day)}.")
    if custody.recall_tranche_day is not None:
        source = custody.law.recall_56.source
        said.append(f"{source}: comes over this person on {shown(custody.recall_tranche_day)}.")
    if found.together.is_training_later:
        said.append("There is no date of early removal, as training ends later than the sentence.")
    return tuple(said)
