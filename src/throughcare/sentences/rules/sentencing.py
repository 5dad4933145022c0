"""What a day in court changes: which sentences stand together, under which law, and what they take over from those before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from throughcare.sentences.rules.adjusting import deductions_from, give, totals
from throughcare.sentences.rules.combining import Combination, combinations
from throughcare.sentences.rules.custody import Custody, Held
from throughcare.sentences.rules.dates import Fraction
from throughcare.sentences.rules.events import Sentenced
from throughcare.sentences.rules.formulas import release_without_awarded
from throughcare.sentences.rules.law import ReleaseLaw
from throughcare.sentences.rules.parts import Part, fraction, law_for
from throughcare.sentences.rules.standing import Form, Standing, standing, terms

ORDER_OF_FORMS = tuple(Form)


def sentence(custody: Custody, event: Sentenced, *, on: date) -> None:
    """Take new sentences into the present period of custody."""
    before = custody.current
    served = _served(custody, event.parts, on=on)
    old = [part for held in before for part in held.now.terms.parts]
    fractions = _fractions(before) | {
        part: fraction(part, law=custody.law, on=on) for part in event.parts
    }
    kept: dict[Combination, list[Held]] = {}
    for held in before:
        kept.setdefault((held.now.terms.form, held.now.terms.parts), []).append(held)
    new = frozenset(event.parts)
    inherited = totals(held.now for held in before)
    if served:
        inherited = inherited._replace(served=served)
    group: list[tuple[bool, Held]] = []
    for form, parts in combinations([*old, *event.parts]):
        same = kept.get((form, parts)) if new.isdisjoint(parts) else None
        if same:
            group.append((False, same.pop(0)))
            continue
        fresh = Held(_begun(custody, form=form, parts=parts, fractions=fractions, on=on))
        give(fresh, inherited)
        _take_over_at_large(fresh, before)
        group.append((True, fresh))
    custody.current = _ordered(group)
    more = deductions_from(custody, on)._replace(awarded=custody.pending)
    custody.pending = 0
    for held in custody.current:
        give(held, more)


def _served(custody: Custody, parts: Sequence[Part], *, on: date) -> int:
    """The added days that were served before somebody was sentenced again; none where a new sentence follows an earlier one."""
    if not custody.current or custody.releasing is None:
        return 0
    identifiers = {
        part.sentence.identifier for held in custody.current for part in held.now.terms.parts
    }
    if any(part.sentence.follows in identifiers for part in parts):
        return 0
    return max(0, (on - release_without_awarded(custody.releasing.now)).days - 1)


def _fractions(group: Iterable[Held]) -> dict[Part, Fraction]:
    return {
        part: each
        for held in group
        for part, each in zip(held.now.terms.parts, held.now.fractions, strict=True)
    }


def _begun(
    custody: Custody,
    *,
    form: Form,
    parts: Sequence[Part],
    fractions: Mapping[Part, Fraction],
    on: date,
) -> Standing:
    begun = standing(terms(form, parts), fractions=fractions)
    if begun.is_recall and custody.is_recall_law_reached:
        begun = replace(
            begun, recall_law_applies=True, recall_tranche_on=custody.recall_tranche_day
        )
    return replace(begun, law=_newest(custody, parts, on=on))


def _newest(custody: Custody, parts: Iterable[Part], *, on: date) -> ReleaseLaw | None:
    """The newest law in force that applies to any of some sentences."""
    found = [law_for(part, law=custody.law, on=on) for part in parts]
    return next((law for law in custody.law.releases if law in found), None)


def _take_over_at_large(fresh: Held, before: Iterable[Held]) -> None:
    """A chain takes over days at large from the sentence that one of its parts stood in; no other new sentence does."""
    if fresh.now.terms.form is Form.LONE:
        return
    parts = fresh.now.terms.parts
    for held in before:
        if held.now.days.at_large and any(part in parts for part in held.now.terms.parts):
            fresh.set_days(fresh.now.days._replace(at_large=held.now.days.at_large))
            return


def _ordered(group: list[tuple[bool, Held]]) -> list[Held]:
    group.sort(
        key=lambda each: (
            each[1].now.start,
            not each[0],
            ORDER_OF_FORMS.index(each[1].now.terms.form),
        )
    )
    return [held for _, held in group]
