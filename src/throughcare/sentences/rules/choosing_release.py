"""When somebody with several sentences is released, and how."""

from dataclasses import replace
from datetime import date
from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.choosing import Pivots, is_conditional
from throughcare.sentences.rules.choosing_expiry import Chosen
from throughcare.sentences.rules.formulas import unadjusted_release
from throughcare.sentences.rules.results import Why
from throughcare.sentences.rules.single import months_between_transfers
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest


def choose_release(found: Pivots, *, chosen: Chosen) -> Chosen:
    """CRD or ARD, or the dates of training."""
    conditional = is_conditional(found)
    kind = DateType.CRD if conditional else DateType.ARD
    if not found.training:
        active = [each for each in found.active if not each.is_recall]
        if not active:
            return {}
        working = workings.of_release(active[0])
        return {kind: working.turned(found.released_on, Why.RELEASED_TOGETHER)}
    if not found.others:
        return _of_training(found)
    return _of_mixed(found, kind=kind, chosen=chosen)


def _of_training(found: Pivots) -> Chosen:
    given = {DateType.MTD: workings.of_release(found.active[0])}
    last = found.last_expiring
    return given if last.is_immediate else given | _transfers(last, middle=found.released_on)


def _of_mixed(found: Pivots, *, kind: DateType, chosen: Chosen) -> Chosen:
    other = latest(found.others, by=attrgetter("release"))
    training = latest(found.training, by=attrgetter("release"))
    given: Chosen = {kind: workings.of_release(other)}
    middle = _middle(found, training=training, is_conditional=kind is DateType.CRD)
    working = workings.of_release(training)
    turned = working.turned(middle, Why.TRAINING_BESIDE, by=other.now)
    given[DateType.MTD] = replace(turned, moved=(middle - working.unadjusted).days)
    if not any(each.is_immediate for each in found.training):
        given |= _transfers(training, middle=middle)
    if other.is_conditional and DateType.SLED not in chosen:
        given[DateType.LED] = workings.of_licence(other)
    return given


def _middle(found: Pivots, *, training: Worked, is_conditional: bool) -> date:
    is_before_reform = all(part.is_before_reform for part in training.now.terms.parts)
    if training.is_immediate and not is_before_reform:
        return training.start
    if is_conditional and is_before_reform:
        return unadjusted_release(training.now)
    if is_conditional or all(each.is_under_18 for each in found.every):
        return training.release
    return found.released_on


def _transfers(by: Worked, *, middle: date) -> Chosen:
    between = months_between_transfers(by.now)
    if between is None:
        return {}
    return {
        kind: workings.of_transfer(by, middle=middle, months=months)
        for kind, months in ((DateType.ETD, -between), (DateType.LTD, between))
    }
