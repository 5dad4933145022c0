"""Risk that rises: whoever has the case refers, and answers for the person until the body that is asked accepts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from throughcare.allocation import queries
from throughcare.allocation.choices import EscalationState
from throughcare.allocation.decisions import NPS_OR_CRC, policy
from throughcare.allocation.events import EscalationAnswered, EscalationReferred
from throughcare.allocation.models import Escalation
from throughcare.allocation.queries.escalating import Escalated
from throughcare.allocation.rules import clocks
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

REFERRED_AS: Final = "CESR"
HIGH: Final = ("high", "very high")


@dataclass(frozen=True, kw_only=True)
class Risen:
    """What was found: the level of risk after its review, the day of that, the facts, and what was done about it at once."""

    rosh: str
    reviewed_on: date
    facts: str
    acted: str
    is_imminent: bool = False


@transaction.atomic
def refer_risen_risk(*, account_id: int, case_id: int, risen: Risen, now: datetime) -> Escalation:
    """Refer somebody whose risk has risen. The case stays where it is, and whoever has it acts, until it is accepted.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not theirs to refer, is not said why, or one waits already; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    owner, to, reasons = _bodies(case_id, now=now)
    reasons += _reasons_against(case, risen, now=now)
    if reasons or to is None:
        raise Refused(reasons)
    step = clocks.IMMINENT if risen.is_imminent else clocks.ESCALATION
    last = Escalation.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    made = Escalation.objects.create(
        case=case,
        number=(last or 0) + 1,
        from_unit_id=owner.unit_id,
        to_unit_id=to.unit_id,
        state=EscalationState.REFERRED,
        is_imminent=risen.is_imminent,
        rosh=risen.rosh,
        reviewed_on=risen.reviewed_on,
        facts=risen.facts.strip(),
        acted=risen.acted.strip(),
        referred_by_id=account_id,
        referred_at=now,
        due_on=clocks.due_on(step, since=local_day(now)),
    )
    # What was found is of the record, whatever comes of the referral.
    change_probation.change_status(
        account_id=account_id, case_id=case_id, known={"rosh": risen.rosh}, now=now
    )
    change_probation.tell_in_log(
        account_id=account_id,
        case_id=case_id,
        type_code=REFERRED_AS,
        notes=f"To {to.name}.",
        now=now,
    )
    _announce_referral(case, made, action="escalation.referred", account_id=account_id, now=now)
    return made


@transaction.atomic
def receive_escalation(*, account_id: int, crn: str, number: int, now: datetime) -> None:
    """Acknowledge a referral as it is first opened by the side that is asked; nothing where that was done.

    Raises:
        Http404: the account knows of no such referral.
    """
    found = _known(crn, number)
    if found.may_answer and found.row.received_at is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT allocation_receive_escalation(%s)", [found.row.pk])
        _trail(found, "escalation.received", account_id=account_id, now=now)


@transaction.atomic
def answer_escalation(
    *, account_id: int, crn: str, number: int, answer: EscalationState, words: str, now: datetime
) -> Escalation:
    """Accept a referral, from which instant the body that is asked answers for the person, or do not, with reasons.

    A second opinion is given by somebody who leads there and did not answer before.

    Raises:
        Http404: the account knows of no such referral.
        PermissionDenied: it is not for the account to answer.
        Refused: nothing waits, it is not said why, or the case cannot go there now.
    """
    found = _known(crn, number)
    if not found.may_answer:
        raise PermissionDenied

    if answer is not EscalationState.ACCEPTED and not words.strip():
        raise Refused.because("no-reason", "Say why it is not accepted.")
    moment = organisation.pinned()
    (to,) = organisation.named([found.row.to_unit_id], moment=moment)
    place = change_probation.default_team(to, moment)
    meeting = clocks.due_on(clocks.MEETING, since=local_day(now))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT allocation_answer_escalation(%s, %s, %s, %s, %s)",
            [found.row.pk, answer.value, words.strip(), place.unit_id, meeting],
        )
        (is_written,) = cursor.fetchone()
    if not is_written:
        raise Refused.because(
            "not-answered",
            "This cannot be answered so: it waits no longer, a second opinion is for somebody else who leads there,"
            " or something else moves the case just now.",
        )
    answered = Escalation.objects.get(id=found.row.pk)
    outbox.publish(
        EscalationAnswered(
            crn=found.crn, case_id=answered.case_id, number=number, state=answered.state
        ),
        now=now,
    )
    _trail(found, f"escalation.{answered.state}", account_id=account_id, now=now)
    return answered


@transaction.atomic
def ask_second_opinion(
    *, account_id: int, case_id: int, number: int, objection: str, now: datetime
) -> None:
    """Ask a senior manager of the body that did not accept; both views stay on the record.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no answer to object to, or it is not said why.
    """
    case = change_probation.hold_case(case_id)
    if not objection.strip():
        raise Refused.because("no-reason", "Say why you ask for a second opinion.")
    changed = Escalation.objects.filter(
        case=case, number=number, state=EscalationState.NOT_ACCEPTED
    ).update(
        state=EscalationState.SECOND_OPINION,
        objection=objection.strip(),
        objected_by_id=account_id,
        objected_at=now,
        due_on=clocks.due_on(clocks.SECOND_OPINION, since=local_day(now)),
    )
    if not changed:
        raise Refused.because("not-answered", "There is no answer to object to.")
    made = Escalation.objects.get(case=case, number=number)
    _announce_referral(case, made, action="escalation.objected", account_id=account_id, now=now)


@transaction.atomic
def withdraw_escalation(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Take a referral back that waits for its first answer.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it does not wait.
    """
    case = change_probation.hold_case(case_id)
    changed = Escalation.objects.filter(
        case=case, number=number, state=EscalationState.REFERRED
    ).update(state=EscalationState.WITHDRAWN)
    if not changed:
        raise Refused.because("not-waiting", "It does not wait for an answer.")
    made = Escalation.objects.get(case=case, number=number)
    change_probation.write_trail(
        case, account_id=account_id, action="escalation.withdrawn", now=now, altered=made
    )


def _bodies(
    case_id: int, *, now: datetime
) -> tuple[organisation.Named, organisation.Named | None, list[Reason]]:
    """Who has the case, who is asked, and why nobody can be."""
    moment = organisation.pinned()
    found = queries.owner_and_area(case_id, at=now)
    (owner,) = organisation.named([found.owner_id], moment=moment)
    of = policy(NPS_OR_CRC)
    if owner.kind not in of.escalated_from:
        return owner, None, [Reason("not-theirs", f"{owner.name} refers nobody in this way.")]
    kind = of.outcomes[of.escalated_to].kind
    bodies = queries.bodies_of(owner, kind=kind, area=found.area, moment=moment)
    if len(bodies) != 1:
        sentence = "It is not known which body has the area: record where the person lives."
        return owner, None, [Reason("area", sentence)]
    return owner, bodies[0], []


def _reasons_against(case: probation.Case, risen: Risen, *, now: datetime) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if risen.rosh not in HIGH:
        reasons.append(Reason("not-high", "Only a risk that is high or very high is referred."))
    if risen.reviewed_on > local_day(now):
        reasons.append(Reason("not-yet", "The day of the review cannot be in the future."))
    if not risen.facts.strip():
        reasons.append(Reason("no-facts", "Say what shows that risk has risen."))
    if not risen.acted.strip():
        reasons.append(Reason("no-action", "Say what was done about it, or why nothing was."))
    waiting = (EscalationState.REFERRED, EscalationState.SECOND_OPINION)
    if Escalation.objects.filter(case=case, state__in=waiting).exists():
        reasons.append(Reason("referred", "A referral of this person waits for an answer already."))
    return reasons


def _known(crn: str, number: int) -> Escalated:
    found = queries.escalation(crn, number=number)
    if found is None:
        raise Http404
    return found


def _announce_referral(
    case: probation.Case, made: Escalation, *, action: str, account_id: int, now: datetime
) -> None:
    outbox.publish(
        EscalationReferred(
            crn=case.person.crn,
            case_id=case.pk,
            number=made.number,
            is_imminent=made.is_imminent,
        ),
        now=now,
    )
    change_probation.write_trail(case, account_id=account_id, action=action, now=now, altered=made)


def _trail(found: Escalated, action: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=found.crn,
        now=now,
        detail={"altered": f"{Escalation._meta.label}/{found.number}"},
    )
