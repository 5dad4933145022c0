"""How the 56-day recall comes over people who were recalled before it commenced."""

from dataclasses import replace
from datetime import date

from throughcare.sentences.rules.custody import Custody, Held
from throughcare.sentences.rules.early_release import tranche_for
from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.rules.formulas import adjusted_expiry
from throughcare.sentences.rules.law import RecallLaw
from throughcare.sentences.rules.single import release_after_recall


def come_over_recalls(custody: Custody, law: RecallLaw, *, on: date) -> None:
    """Make 56-day recalls fixed-term ones, and find the person's tranche on the first day."""
    if on == law.commences_on:
        custody.is_recall_law_reached = True
        custody.recall_tranche = _tranche(custody, law)
    for held in custody.live:
        now = held.now
        if now.terms.recall_type is not RecallType.FIXED_56:
            continue
        if release_after_recall(now, case=custody.case) > on:
            held.now = replace(
                now,
                recall_law_applies=True,
                recall_tranche_on=custody.recall_tranche_day,
                days=now.days._replace(unused=0, cut=0),
            )


def _tranche(custody: Custody, law: RecallLaw) -> str | None:
    recalls = [
        held
        for held in [*custody.live, *custody.expired]
        if held.now.terms.recall_type is RecallType.FIXED_56
    ]
    revoked = [day for held in recalls for day in _revoked(held)]
    if not revoked:
        return None
    latest = max(revoked)
    kept = [
        held.now
        for held in recalls
        if adjusted_expiry(held.now) > latest
        and law.commences_on not in _revoked(held)
        and _is_back(held, law=law)
    ]
    found = tranche_for(kept, tranches=law.tranches, before=law.commences_on)
    return found.name if found else None


def _revoked(held: Held) -> list[date]:
    recalls = [part.sentence.recall for part in held.now.terms.parts]
    return [recall.revoked_on for recall in recalls if recall and recall.revoked_on]


def _is_back(held: Held, *, law: RecallLaw) -> bool:
    return any(
        recall and recall.returned_on and recall.returned_on <= law.commences_on
        for recall in (part.sentence.recall for part in held.now.terms.parts)
    )
