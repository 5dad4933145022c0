"""Taking a warning, a breach or a recall from one step to the next, by whoever the step is for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.organisation.choices import Fact
from throughcare.outbox import commands as outbox
from throughcare.outbox.events import Event
from throughcare.probation.choices import (
    RESULTS_OF,
    WITHDRAWN_FOR,
    EnforcementKind,
    EnforcementResult,
    EnforcementState,
)
from throughcare.probation.commands.holding import who_has, write_trail
from throughcare.probation.events import (
    BreachConcluded,
    BreachRaised,
    EnforcementChanged,
    RecallConcluded,
    RecallRaised,
)
from throughcare.probation.models import (
    BreachOutcome,
    Case,
    Enforcement,
)
from throughcare.probation.queries import papers, processes, recalls
from throughcare.probation.recall_policy import CONSULT, REPORT
from throughcare.probation.rules import processes as rules

GOES_ON = (EnforcementState.OPEN, EnforcementState.PRESENTED)
RESULT_AT = {
    "warning-answered": EnforcementResult.ANSWERED,
    "returned-to-custody": EnforcementResult.RETURNED,
    "not-recalled": EnforcementResult.NOT_RECALLED,
}
"""What came of a process that ends at these steps."""
DOCUMENTS_OF = {
    EnforcementKind.WARNING.value: (),
    EnforcementKind.BREACH.value: (),
    EnforcementKind.RECALL.value: ("PARTA", "DNTR"),
}
"""The templates of which one has to be finished, where a step needs a document."""
RAISED: dict[EnforcementKind, type[BreachRaised | RecallRaised]] = {
    EnforcementKind.BREACH: BreachRaised,
    EnforcementKind.RECALL: RecallRaised,
}
CONCLUDED: dict[EnforcementKind, type[BreachConcluded | RecallConcluded]] = {
    EnforcementKind.BREACH: BreachConcluded,
    EnforcementKind.RECALL: RecallConcluded,
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said with a step, where the step asks for it. `unit` is the code of one, `court_outcome` that of a court."""

    note: str = ""
    unit: str = ""
    result: str = ""
    reason: str = ""
    court_outcome: str = ""
    on: date | None = None


@transaction.atomic
def take_step(
    *, account_id: int, crn: str, reference: str, step: str, words: Words, now: datetime
) -> Enforcement:
    """Take the next step of a process of a case, as whoever writes to the case, manages it or heads the provider.

    Raises:
        Http404: the case has none that the account may know of.
        PermissionDenied: it may not read the case in full, or no step of it is for the account.
        Refused: the step does not follow, is for somebody else, or lacks something; carries every reason.
    """
    found = (
        Enforcement.objects.filter(reference=reference, case__person__crn=crn)
        .select_related("case__person")
        .first()
    )
    if found is None:
        raise Http404
    access.require(action=Action.READ_CASE, case_id=found.case_id)
    if not processes.parties_of(found.pk):
        raise PermissionDenied(f"No step of {reference} is for the account")
    move, day = _allowed(found, step, words=words, account_id=account_id, now=now)
    _write(found, move, day=day, words=words)
    found.refresh_from_db()
    _publish(found, crn=crn, step=step, now=now)
    write_trail(
        found.case,
        account_id=account_id,
        action=f"enforcement.{step}",
        now=now,
        altered=found,
        reference=reference,
    )
    _trail_of_what_ended(found, crn=crn, account_id=account_id, now=now)
    return found


def withdraw_enforcement(
    *, account_id: int, crn: str, reference: str, reason: str, now: datetime
) -> Enforcement:
    """Take back one of any kind, saying why. Refused and not found as a step is."""
    kind = Enforcement.objects.filter(reference=reference).values_list("kind", flat=True).first()
    return take_step(
        account_id=account_id,
        crn=crn,
        reference=reference,
        step=f"{kind}-withdrawn",
        words=Words(reason=reason),
        now=now,
    )


@transaction.atomic
def take_step_as_presenter(
    *, account_id: int, reference: str, step: str, words: Words, now: datetime
) -> None:
    """Take the next step of a process that a unit of the account's presents for the provider that has the case.

    Raises:
        Http404: there is none that the account presents.
        Refused: the step does not follow, is for somebody else, or lacks something; carries every reason.
    """
    known = processes.process_to_present(reference)
    if known is None:
        raise Http404
    found = Enforcement(
        id=known.id,
        case_id=known.case_id,
        reference=reference,
        kind=EnforcementKind.BREACH,
        opened_on=known.opened_on,
    )
    move, day = _allowed(found, step, words=words, account_id=account_id, now=now)
    _write(found, move, day=day, words=words)
    found.state = move.to.state
    _publish(found, crn=known.crn, step=step, now=now)
    audit.record(
        account_id=account_id,
        action=f"enforcement.{step}",
        subject_kind="case",
        subject_reference=known.crn,
        now=now,
        detail={"altered": f"{Enforcement._meta.label}/{known.id}", "reference": reference},
    )
    _trail_of_what_ended(found, crn=known.crn, account_id=account_id, now=now)


def first_move(case: Case, kind: EnforcementKind, *, now: datetime) -> rules.Move:
    """How one of a kind begins for the provider that has the case."""
    owner = organisation.unit(who_has(case.pk, now=now).owner_id, moment=organisation.pinned())
    move = rules.beginning(
        processes.moves(), kind=kind, owner_kind=owner.facts.get(Fact.KIND, ""), on=local_day(now)
    )
    if move is None:
        raise LookupError(f"No list says how a {kind.value} begins.")
    return move


def begin(found: Enforcement, move: rules.Move, *, now: datetime) -> None:
    """Take the first step of one that was opened just now, and tell that it was raised."""
    _write(found, move, day=found.opened_on, words=Words())
    told = RAISED.get(EnforcementKind(found.kind))
    if told is not None:
        outbox.publish(
            told(crn=found.case.person.crn, case_id=found.case_id, reference=found.reference),
            now=now,
        )
    if found.kind == EnforcementKind.RECALL:
        _publish(found, crn=found.case.person.crn, step=move.to.code, now=now)


def _allowed(
    found: Enforcement, step: str, *, words: Words, account_id: int, now: datetime
) -> tuple[rules.Move, date]:
    """The move that leads to a step, and the day of it; or every reason against it."""
    today = local_day(now)
    here = processes.step_of(found.pk)
    offered = rules.moves_from(processes.moves(), here, on=today)
    move = next((each for each in offered if each.to.code == step), None)
    if move is None:
        raise Refused.because("does-not-follow", _sentence_of_where(found, offered))
    day = words.on or today
    presenter, reasons = _presenter(words, move=move)
    reasons += rules.reasons_against(
        move,
        known=_known(found, account_id=account_id, now=now),
        said=rules.Said(
            note=words.note,
            reason=words.reason,
            result=words.result,
            presenter=presenter,
            reasons=[each.value for each in WITHDRAWN_FOR],
            results=_results(found, words),
        ),
    )
    if not found.opened_on <= day <= today:
        reasons.append(
            Reason("not-a-day-of-it", "The day must be from the day of opening until today.")
        )
    if reasons:
        raise Refused(reasons)
    return move, day


def _sentence_of_where(found: Enforcement, offered: tuple[rules.Move, ...]) -> str:
    if not offered:
        said = EnforcementState(found.state or EnforcementState.CONCLUDED).label.lower()
        return f"{found.reference} is {said} already."
    follows = "; ".join(each.label.lower() for each in offered)
    return f"That does not follow where {found.reference} stands. What can: {follows}."


def _results(found: Enforcement, words: Words) -> list[str]:
    """The results that a step may give; one that a court gave by a code is that of its code."""
    if words.court_outcome:
        named = BreachOutcome.objects.filter(code=words.court_outcome).first()
        return [named.result] if named else []
    return [each.value for each in RESULTS_OF[EnforcementKind(found.kind)]]


def _presenter(words: Words, *, move: rules.Move) -> tuple[int | None, list[Reason]]:
    """The unit that is to present it, of another provider that itself presents what is its own."""
    if not move.to.names_presenter or not words.unit:
        return None, []
    moment = organisation.pinned()
    try:
        unit = organisation.open_unit(code=words.unit, moment=moment)
    except Refused as refused:
        return None, list(refused.reasons)
    if processes.presenting(unit) is None:
        sentence = f"{unit.name} is of no provider that presents breaches to courts."
        return None, [Reason("presents-nothing", sentence)]
    return unit.unit_id, []


def _known(found: Enforcement, *, account_id: int, now: datetime) -> rules.Known:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM probation_failures_known(%s)", [found.pk])
        (failures,) = cursor.fetchone()
    report = recalls.recall_report(found, at=now) if found.kind == EnforcementKind.RECALL else None
    return rules.Known(
        parties=processes.parties_of(found.pk),
        taken_by_me=processes.taken_by(found.pk, account_id=account_id),
        failures=failures,
        unanswered=report.missing(needed=(CONSULT,)) if report else (),
        report_is_complete=report is None
        or bool(report.decided and not report.missing(needed=(CONSULT, REPORT))),
        has_document=papers.has_final_document(found.pk, codes=DOCUMENTS_OF[found.kind]),
    )


def _write(found: Enforcement, move: rules.Move, *, day: date, words: Words) -> None:
    """Have the database take the step, which asks again whether it may be."""
    presenter, _ = _presenter(words, move=move)
    said = {"result": words.result, "reason": words.reason}
    result = next((said[need] for need in move.needs if need in said), "")
    court_outcome = words.court_outcome if "result" in move.needs else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT probation_take_step(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *(found.pk, move.code, day, move.due_on(day=day, opened_on=found.opened_on)),
                *(
                    words.note.strip(),
                    presenter,
                    RESULT_AT.get(move.to.code, result),
                    court_outcome,
                ),
            ],
        )
        (number,) = cursor.fetchone()
    if number is None:
        raise Refused.because(
            "overtaken", f"{found.reference} went on meanwhile. Look at it again."
        )


def _trail_of_what_ended(found: Enforcement, *, crn: str, account_id: int, now: datetime) -> None:
    """Each record that ended with the process is on the trail by itself: a reform asks who altered it."""
    if found.state in GOES_ON:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, record FROM probation_ended_with(%s)", [found.pk])
        ended = cursor.fetchall()
    for action, record in ended:
        audit.record(
            account_id=account_id,
            action=action,
            subject_kind="case",
            subject_reference=crn,
            now=now,
            detail={"altered": record, "reference": found.reference},
        )


def _publish(found: Enforcement, *, crn: str, step: str, now: datetime) -> None:
    state = EnforcementState(found.state)
    told: list[Event] = [
        EnforcementChanged(
            crn=crn,
            case_id=found.case_id,
            reference=found.reference,
            state=state.value,
            kind=EnforcementKind(found.kind).value,
            step=step,
        )
    ]
    concluded = CONCLUDED.get(EnforcementKind(found.kind))
    if state == EnforcementState.CONCLUDED and concluded is not None:
        told.append(concluded(crn=crn, case_id=found.case_id, reference=found.reference))
    for each in told:
        outbox.publish(each, now=now)
