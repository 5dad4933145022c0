"""What is different between two calculations of one person: what they were made from, and what came out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughcare.sentences.rules.trail import shown

Json = Any  # Any: JSON
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

WORDS: Final = {
    "sentencedAt": "Day of sentence",
    "committedAt": "Day of offence",
    "offenceCode": "Offence",
    "durationElements": "Length",
    "consecutiveSentenceUUIDs": "Consecutive to",
    "sdsEarlyReleaseExclusions": "Kept from early release",
    "isSDSPlus": "Long violent or sexual sentence",
    "isSDSPlusEligibleSentenceTypeLengthAndOffence": "Long by type, length and offence",
    "fineAmount": "Fine",
    "recallType": "Recall",
    "revocationDate": "Licence revoked",
    "returnToCustodyDate": "Returned to custody",
    "latestTusedDate": "Supervised until",
    "isActiveSexOffender": "Registered for sexual offences",
    "dateOfBirth": "Date of birth",
    "calculateErsed": "Early removal wanted",
    "configuration": "Law",
    "today": "Worked out on",
    "recallLength": "Days of the recall",
}
KINDS: Final = {
    "REMAND": "Remand",
    "TAGGED_BAIL": "Tagged bail",
    "RECALL_REMAND": "Remand on recall",
    "RECALL_TAGGED_BAIL": "Tagged bail on recall",
    "UNLAWFULLY_AT_LARGE": "Unlawfully at large",
    "ADDITIONAL_DAYS_AWARDED": "Days added",
    "RESTORATION_OF_ADDITIONAL_DAYS_AWARDED": "Days restored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChanged:
    """One date before and after; None where there was or is none. `days` is how much later it is, where it is in both."""

    kind: str
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        return (self.after - self.before).days if self.before and self.after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChanged:
    what: str
    before: str
    after: str


def dates_changed(before: Mapping[str, date], after: Mapping[str, date]) -> list[DateChanged]:
    """Each date that is not the same, by the name of the date."""
    return [
        DateChanged(kind=kind, before=before.get(kind), after=after.get(kind))
        for kind in sorted({*before, *after})
        if before.get(kind) != after.get(kind)
    ]


def inputs_changed(before: Json, after: Json) -> list[InputChanged]:
    """Each thing that went in and is not the same, in words; `before` and `after` are cases in the published layout."""
    one, other = dict(_told(before)), dict(_told(after))
    return [
        InputChanged(what=what, before=one.get(what, ""), after=other.get(what, ""))
        for what in dict.fromkeys([*one, *other])
        if one.get(what, "") != other.get(what, "")
    ]


def _told(case: Json) -> Iterator[tuple[str, str]]:
    """What went into a case: what it is called, and what it was, in words."""
    booking = case["input"]["booking"]
    yield from _leaves(booking["offender"], at="Person")
    yield from _leaves(case["input"].get("userInputs") or {}, at="Person")
    names = _names(booking["sentences"])
    for each in booking["sentences"]:
        told = {key: value for key, value in each.items() if key != "identifier"}
        told["consecutiveSentenceUUIDs"] = [
            names.get(key, "another") for key in each.get("consecutiveSentenceUUIDs") or ()
        ]
        yield from _leaves(told, at=names[each["identifier"]])
    for kind, several in (booking.get("adjustments") or {}).items():
        for each in sorted(several, key=_since):
            yield f"{KINDS.get(kind, kind)}, {_when(each)}", _days(each)
    for each in booking.get("externalMovements") or ():
        way = "Came in" if each["direction"] == "IN" else "Went out"
        yield f"{way}, {_plain(each['movementDate'])}", str(each["movementReason"])
    yield "Law", str(case["params"]["configuration"])


def _names(sentences: Sequence[Json]) -> dict[str, str]:
    """What each sentence is called: by its court case and count, or by its place."""
    return {
        each[
            "identifier"
        ]: f"Sentence {each.get('caseSequence') or 1}.{each.get('lineSequence') or number}"
        for number, each in enumerate(sentences, start=1)
    }


def _leaves(given: Mapping[str, Json], *, at: str) -> Iterator[tuple[str, str]]:
    for key, value in given.items():
        if isinstance(value, Mapping):
            if key == "durationElements":
                yield f"{at}: {WORDS[key]}", _length(value)
            else:
                yield from _leaves(value, at=at)
        elif key in WORDS and value not in (None, False, [], ""):
            text = ", ".join(map(str, value)) if isinstance(value, list) else _plain(value)
            yield f"{at}: {WORDS[key]}", "yes" if value is True else text


def _length(units: Mapping[str, int]) -> str:
    return " ".join(f"{count} {unit.lower()}" for unit, count in units.items() if count)


def _plain(value: Json) -> str:
    """A value in words: a day as people write it."""
    text = str(value)
    return shown(date.fromisoformat(text)) if DAY.fullmatch(text) else text


def _since(adjustment: Json) -> str:
    return str(adjustment.get("fromDate") or adjustment["appliesToSentencesFrom"])


def _when(adjustment: Json) -> str:
    return _plain(_since(adjustment))


def _days(adjustment: Json) -> str:
    until = adjustment.get("toDate")
    return f"{adjustment['numberOfDays']} days" + (f", until {_plain(until)}" if until else "")
