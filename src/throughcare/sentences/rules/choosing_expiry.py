"""When several sentences end: expiry, licence, and supervision after them."""

from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.choosing import Pivots, allows_licence
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.results import Working
from throughcare.sentences.rules.types import TWO_YEARS, DateType
from throughcare.sentences.rules.worked import latest

Chosen = dict[DateType, Working]


def choose_expiry(found: Pivots) -> Chosen:
    """SLED where sentence and licence end together, else SED, with LED where there is a licence that outlasts release."""
    last, licence = found.last_expiring, found.last_licence
    ends = workings.of_expiry(last)
    if licence is not None and licence.on == last.expiry and DateType.SLED in last.types:
        return {DateType.SLED: ends}
    if found.is_mixed:
        other = latest(found.others, by=attrgetter("release"))
        training = latest(found.training, by=attrgetter("release"))
        kind = DateType.SLED if other.expiry == training.expiry else DateType.SED
        return {kind: ends}
    if licence is None or licence.on < found.released_on or not allows_licence(found):
        return {DateType.SED: ends}
    return {DateType.SED: ends, DateType.LED: licence}


def choose_supervision(found: Pivots) -> Chosen:
    """The latest end of supervision, if it is after licence."""
    supervised = [
        (each, working)
        for each in found.every
        if (working := workings.of_supervision(each)) is not None
    ]
    if not supervised:
        return {}
    if found.last_licence is None:
        last = max((working for _, working in supervised), key=attrgetter("on"))
        return {DateType.TUSED: last} if _is_after_training(found) else {}
    calculated = [pair for pair in supervised if pair[0].kind is not Kind.BOTUS]
    last = max((working for _, working in calculated or supervised), key=attrgetter("on"))
    is_outlasted = any(each.expiry > last.on for each in found.training)
    return {} if last.on <= found.last_licence.on or is_outlasted else {DateType.TUSED: last}


def _is_after_training(found: Pivots) -> bool:
    """Whether training alone is followed by supervision: of less than two years, and not if all are under 18."""
    training = found.training
    return (
        not found.others
        and not all(each.is_under_18 for each in training)
        and not any(each.now.terms.is_at_least(TWO_YEARS) for each in training)
    )
