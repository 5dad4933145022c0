"""When several sentences end: expiry, licence, and supervision after them."""

from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.choosing import Pivots, allows_licence
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.results import Working
from throughcare.sentences.rules.types import TWO_YEARS, DateType
from throughcare.sentences.rules.worked import Worked, latest

Chosen = dict[DateType, Working]


def choose_expiry(found: Pivots) -> Chosen:
    """SLED where sentence and licence end together, else SED, with LED where there is a licence that outlasts release."""
    last, licensed = found.last_expiring, found.last_licensed
    ends = workings.of_expiry(last)
    if licensed is not None and licensed.licence == last.expiry and DateType.SLED in last.types:
        return {DateType.SLED: ends}
    if found.is_mixed:
        other = latest(found.others, by=attrgetter("release"))
        training = latest(found.training, by=attrgetter("release"))
        kind = DateType.SLED if other.expiry == training.expiry else DateType.SED
        return {kind: ends}
    chosen = {DateType.SED: ends}
    if licensed is None or licensed.licence is None or not allows_licence(found):
        return chosen
    licence = workings.of_licence(licensed)
    if licence is not None and licensed.licence >= found.released_on:
        chosen[DateType.LED] = licence
    return chosen


def choose_supervision(found: Pivots) -> Chosen:
    """The latest end of supervision, if it is after licence."""
    last = _supervised(found)
    working = workings.of_supervision(last) if last is not None else None
    return {} if working is None else {DateType.TUSED: working}


def _supervised(found: Pivots) -> Worked | None:
    supervised = [each for each in found.every if each.supervision is not None]
    if not supervised:
        return None
    licensed = found.last_licensed
    if licensed is None:
        training = found.training
        is_due = (
            not found.others
            and not all(each.is_under_18 for each in training)
            and not any(each.now.terms.is_at_least(TWO_YEARS) for each in training)
        )
        return latest(supervised, by=attrgetter("supervision")) if is_due else None
    calculated = [each for each in supervised if each.kind is not Kind.BOTUS]
    last = latest(calculated or supervised, by=attrgetter("supervision"))
    if last.supervision is None or licensed.licence is None or last.supervision <= licensed.licence:
        return None
    is_outlasted = any(each.expiry > last.supervision for each in found.training)
    return None if is_outlasted else last
