"""Referring somebody to whoever has them, and answering a referral."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.organisation import queries as organisation
from throughcare.outbox import commands as outbox
from throughcare.probation import rules
from throughcare.probation.choices import ReferralState
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import ReferralAnswered, ReferralSent
from throughcare.probation.models import Referral
from throughcare.probation.queries import routing

TEMPLATE: Final = "referral"


@transaction.atomic
def send_referral(
    *, account_id: int, code: str, crn: str, reason: str, now: datetime
) -> tuple[Referral, organisation.Routed]:
    """Refer somebody to a unit: to the one that has them, where the code is an old one. With where the code led.

    Raises:
        PermissionDenied: the account may not find people.
        Refused: nobody is supervised under the number, the code leads nowhere, or the unit does not have the person;
            carries every reason.
    """
    if Action.SEARCH not in access.actions():
        raise PermissionDenied
    moment = organisation.pinned()
    found = routing.route(code, crn=crn, moment=moment)
    person = routing.went(crn, unit_id=found.given_to.unit_id)
    reasons = _reasons_against_person(person, crn=crn)
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say what the person is referred for."))
    if reasons or person is None:
        raise Refused(reasons)
    to = organisation.leading_on(found)
    _has_to_have_the_person(to, person, crn=crn, moment=moment)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'R' || nextval('probation_referral_reference')")
        (reference,) = cursor.fetchone()
    made = Referral.objects.create(
        case_id=person.case_id,
        reference=reference,
        addressed_to=code,
        routed_to_id=to.unit_id,
        reason=reason.strip(),
        sent_by_id=account_id,
        sent_at=now,
        due_on=local_day(now) + timedelta(days=rules.DAYS_TO_ANSWER_A_REFERRAL),
    )
    _tell_of(made, code=code, crn=crn, to=to.code, account_id=account_id, now=now)
    return made, found


@transaction.atomic
def accept_referral(*, account_id: int, reference: str, now: datetime) -> Referral:
    """Take a referral on.

    Raises:
        Http404: the account may not know of it.
        PermissionDenied: it may not write to the case.
        Refused: it was answered before.
    """
    return _answer(reference, ReferralState.ACCEPTED, answer="", account_id=account_id, now=now)


@transaction.atomic
def send_back_referral(*, account_id: int, reference: str, answer: str, now: datetime) -> Referral:
    """Send a referral back to its sender, saying why.

    Raises:
        Http404: the account may not know of it.
        PermissionDenied: it may not write to the case.
        Refused: no reason is given, or it was answered before.
    """
    if not answer.strip():
        raise Refused.because("no-answer", "Say why the referral is sent back.")
    state = ReferralState.DECLINED
    return _answer(reference, state, answer=answer.strip(), account_id=account_id, now=now)


def _reasons_against_person(person: routing.Went | None, *, crn: str) -> list[Reason]:
    if person is None:
        return [Reason("nobody-supervised", f"Nobody is or was supervised under {crn}.")]
    if person.is_refused:
        return [Reason("limited-access", f"The record of {crn} is limited. Ask your manager.")]
    return []


def _has_to_have_the_person(
    to: organisation.Named, person: routing.Went, *, crn: str, moment: organisation.Moment
) -> None:
    above = organisation.chain_above(to.unit_id, hierarchy="line", moment=moment)
    if person.owner_id in {to.unit_id, *(each.unit_id for each in above)}:
        return
    owners = organisation.named([person.owner_id] if person.owner_id else [], moment=moment)
    where = f"{crn} is with {owners[0].name} ({owners[0].code})." if owners else ""
    raise Refused.because("person-is-elsewhere", f"{to.code} does not have {crn}. {where}".strip())


def _tell_of(
    made: Referral, *, code: str, crn: str, to: str, account_id: int, now: datetime
) -> None:
    outbox.publish(
        ReferralSent(crn=crn, case_id=made.case_id, reference=made.reference, unit=to), now=now
    )
    notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.UNIT, reference=code),
        template=TEMPLATE,
        parameters={"reference": made.reference},
        owner=to,
        now=now,
        about=notify.About(kind="case", reference=crn),
        sender=notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(account_id)),
    )
    audit.record(
        account_id=account_id,
        action="referral.sent",
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"reference": made.reference, "addressed_to": code, "routed_to": to},
    )


def _answer(
    reference: str, state: ReferralState, *, answer: str, account_id: int, now: datetime
) -> Referral:
    found = Referral.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    found.refresh_from_db()
    if found.state != ReferralState.WAITING:
        raise Refused.because(
            "answered", f"{reference} is {found.get_state_display().lower()} already."
        )
    Referral.objects.filter(id=found.pk).update(
        state=state, answer=answer, answered_by_id=account_id, answered_at=now
    )
    found.state = state
    outbox.publish(
        ReferralAnswered(
            crn=case.person.crn, case_id=case.pk, reference=reference, state=state.value
        ),
        now=now,
    )
    notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(found.sent_by_id)),
        template=f"{TEMPLATE}-{state}",
        parameters={"reference": reference},
        owner=_owner_code(case.pk, now=now),
        now=now,
    )
    write_trail(case, account_id=account_id, action=f"referral.{state}", now=now, altered=found)
    return found


def _owner_code(case_id: int, *, now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id FROM probation_held_by(%s, %s, tc_live())", [case_id, now])
        (owner_id,) = cursor.fetchone()
    (owner,) = organisation.named([owner_id], moment=organisation.pinned())
    return owner.code
