"""What a court charged, decided and ordered: an event from its first day to its sentence."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import queries
from throughcare.probation.choices import (
    AlsoOrdered,
    CourtOutcomeKind,
    EndReason,
    HearingKind,
    LengthUnit,
    Plea,
    Remand,
)
from throughcare.probation.commands.charges import (
    Charge,
    check_if_serious,
    reasons_against_charge,
)
from throughcare.probation.commands.court_reports import (
    Writer,
    keep_asked_report,
    writer_of_report,
)
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.commands.setting_flags import flag_warrant
from throughcare.probation.events import EventOpened, SentenceEnded
from throughcare.probation.models import (
    AcceptedWarning,
    AdditionalOffence,
    AdditionalSentence,
    Appearance,
    Case,
    Court,
    CourtOutcome,
    Requirement,
    Sentence,
)
from throughcare.probation.rules.limits import Caution

IN_THE_FUTURE = "must be today or in the past."


class Warned(Refused):
    """Nothing forbids it, but there are warnings that nobody accepted yet: the reasons, each with the code by which it is accepted.

    `cautions` are all that stand, those among them that were accepted this time.
    """

    def __init__(self, standing: Sequence[Caution], *, cautions: Sequence[Caution]) -> None:
        self.cautions = tuple(cautions)
        super().__init__(Reason(each.code, each.sentence) for each in standing)


def hold_sentence(case_id: int, *, number: int) -> tuple[Case, Sentence]:
    """Lock a case that the account may write to, and give one event of it.

    Raises:
        PermissionDenied: it may not write to the case.
        Http404: it may not know that there is such a case, or there is no such event.
    """
    case = hold_case(case_id)
    found = (
        Sentence.objects.filter(case=case, number=number)
        .select_related("type", "offence", "follows")
        .first()
    )
    if found is None:
        raise Http404
    return case, found


@transaction.atomic
def open_event(
    *,
    account_id: int,
    case_id: int,
    charge: Charge,
    referred_on: date,
    now: datetime,
    convicted_on: date | None = None,
    taken_into_consideration: int = 0,
) -> Sentence:
    """Record that somebody is before a court, with the main offence. There is no sentence yet.

    A charge that is on the list for serious further offences begins the check, where the person is supervised or was lately.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    today = local_day(now)
    reasons = [*_reasons_against_case(case), *reasons_against_charge(charge, today=today)]
    if referred_on > today:
        reasons.append(Reason("referred-in-future", f"The day of referral {IN_THE_FUTURE}"))
    if convicted_on is not None and convicted_on > today:
        reasons.append(Reason("convicted-in-future", f"The day of conviction {IN_THE_FUTURE}"))
    if reasons:
        raise Refused(reasons)
    last = Sentence.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    made = Sentence.objects.create(
        case=case,
        number=last + 1,
        offence_id=charge.offence_code,
        court_code=charge.known_as,
        offence_on=charge.committed_on,
        offence_count=charge.count,
        verdict=charge.verdict or "",
        taken_into_consideration=taken_into_consideration,
        referred_on=referred_on,
        convicted_on=convicted_on,
        recorded_at=now,
    )
    event = EventOpened(crn=case.person.crn, case_id=case.pk, number=made.number)
    outbox.publish(event, now=now)
    write_trail(case, account_id=account_id, action="event.opened", now=now, number=made.number)
    check_if_serious(case, made, charge, account_id=account_id, on=today, now=now)
    return made


@transaction.atomic
def add_offence(
    *, account_id: int, case_id: int, number: int, charge: Charge, now: datetime
) -> AdditionalOffence:
    """Record another offence of an event, beside its main one.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    reasons = [
        *reasons_against_change(case, sentence),
        *reasons_against_charge(charge, today=local_day(now)),
    ]
    if reasons:
        raise Refused(reasons)
    made = AdditionalOffence.objects.create(
        case=case,
        sentence=sentence,
        offence_id=charge.offence_code,
        court_code=charge.known_as,
        offence_on=charge.committed_on,
        offence_count=charge.count,
        verdict=charge.verdict or "",
        recorded_at=now,
    )
    write_trail(case, account_id=account_id, action="offence.added", now=now, number=number)
    check_if_serious(case, sentence, charge, account_id=account_id, on=local_day(now), now=now)
    return made


@transaction.atomic
def record_appearance(
    *,
    account_id: int,
    case_id: int,
    number: int,
    court_code: str,
    held_on: date,
    kind: HearingKind,
    outcome_code: str,
    now: datetime,
    plea: Plea | None = None,
    remand: Remand | None = None,
    bail_conditions: str = "",
    next_on: date | None = None,
    report_unit: str = "",
) -> Appearance:
    """Record an appearance in court and what was decided. Where no sentence is made of an event without one, it ends.

    Where the court issued a warrant, a flag says so. Where it adjourned for a report, one is asked for: of `report_unit`, or of
    the unit that has the case, by the next day in court.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    outcome = CourtOutcome.objects.filter(code=outcome_code).first()
    reasons = reasons_against_change(case, sentence)
    if not Court.objects.filter(code=court_code).exists():
        reasons.append(Reason("no-such-court", "Select a court."))
    if outcome is None:
        reasons.append(Reason("no-such-outcome", "Select what the court decided."))
    reasons += _reasons_against_days(held_on=held_on, next_on=next_on, today=local_day(now))
    writer, against = _report_of(case, outcome, unit_code=report_unit, due_on=next_on, now=now)
    reasons += against
    if outcome is None or reasons:
        raise Refused(reasons)
    made = Appearance.objects.create(
        case=case,
        sentence=sentence,
        court_id=court_code,
        held_on=held_on,
        kind=kind,
        plea=plea or "",
        outcome=outcome,
        remand=remand or (Remand.CUSTODY if outcome.remands else ""),
        bail_conditions=bail_conditions.strip(),
        next_on=next_on,
        recorded_at=now,
    )
    if sentence.type_id is None and outcome.kind == CourtOutcomeKind.NOT_SENTENCED:
        _end_without_sentence(case, sentence, on=held_on, now=now)
    write_trail(case, account_id=account_id, action="appearance.recorded", now=now, number=number)
    if outcome.issues_warrant:
        flag_warrant(case, account_id=account_id, on=held_on, now=now)
    if writer is not None:
        keep_asked_report(case, made, writer=writer, account_id=account_id, now=now)
    return made


def _reasons_against_days(*, held_on: date, next_on: date | None, today: date) -> list[Reason]:
    reasons = []
    if held_on > today:
        reasons.append(Reason("held-in-future", f"The day of the appearance {IN_THE_FUTURE}"))
    if next_on is not None and next_on < held_on:
        said = "The next appearance must not be before this one."
        reasons.append(Reason("next-before", said))
    return reasons


def _report_of(
    case: Case, outcome: CourtOutcome | None, *, unit_code: str, due_on: date | None, now: datetime
) -> tuple[Writer | None, list[Reason]]:
    """Who writes the report that a court adjourned for, or what is wanting to ask for it; nobody where it asked for none."""
    if outcome is None or not outcome.asks_for_report:
        return None, []
    writer, reasons = writer_of_report(case, unit_code=unit_code, now=now)
    if due_on is None:
        said = "Enter the next appearance: the court wants its report by then."
        reasons.append(Reason("no-day-of-report", said))
    return writer, reasons


def _end_without_sentence(case: Case, sentence: Sentence, *, on: date, now: datetime) -> None:
    Sentence.objects.filter(id=sentence.pk).update(
        terminated_on=on, ended_for=EndReason.NOT_SENTENCED
    )
    ended = SentenceEnded(
        crn=case.person.crn,
        case_id=case.pk,
        number=sentence.number,
        ended_for=EndReason.NOT_SENTENCED.value,
    )
    outbox.publish(ended, now=now)


@transaction.atomic
def record_also_ordered(
    *,
    account_id: int,
    case_id: int,
    number: int,
    kind: AlsoOrdered,
    now: datetime,
    amount: Decimal | None = None,
    length: int | None = None,
    length_unit: LengthUnit | None = None,
    notes: str = "",
) -> AdditionalSentence:
    """Record a fine, a disqualification or the like beside the sentence: it is not supervised.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    reasons = reasons_against_change(case, sentence)
    if sentence.type_id is None:
        reasons.append(Reason("not-sentenced", "Record the sentence first."))
    if amount is not None and amount <= 0:
        reasons.append(Reason("no-amount", "The amount must be more than nothing."))
    if (length is None) != (length_unit is None):
        reasons.append(Reason("no-unit", "Enter a length together with its unit."))
    if reasons:
        raise Refused(reasons)
    made = AdditionalSentence.objects.create(
        case=case,
        sentence=sentence,
        kind=kind,
        amount=amount,
        length=length,
        length_unit=length_unit or "",
        notes=notes.strip(),
        recorded_at=now,
    )
    write_trail(case, account_id=account_id, action="also-ordered.recorded", now=now, number=number)
    return made


@transaction.atomic
def accept_warnings(
    *, account_id: int, case_id: int, number: int, codes: Collection[str], now: datetime
) -> None:
    """Say of warnings about an event, by name, that the court ordered it so all the same.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: one of them is no warning about it.
    """
    case, sentence = hold_sentence(case_id, number=number)
    whole = queries.sentence(case.pk, number=number)
    standing = {caution.code for caution in whole.cautions} if whole else set()
    if not codes or not set(codes) <= standing:
        said = "Select the warnings that you have checked against the court's order."
        raise Refused.because("no-such-warning", said)
    note_accepted(case, sentence, codes=codes, account_id=account_id, now=now)


def note_accepted(
    case: Case, sentence: Sentence, *, codes: Collection[str], account_id: int, now: datetime
) -> None:
    """Keep who accepted which warnings, once each."""
    known = set(AcceptedWarning.objects.filter(sentence=sentence).values_list("code", flat=True))
    for code in sorted(set(codes) - known):
        AcceptedWarning.objects.create(
            case=case, sentence=sentence, code=code, accepted_by_id=account_id, accepted_at=now
        )
        write_trail(
            case,
            account_id=account_id,
            action="warning.accepted",
            now=now,
            number=sentence.number,
            warning=code,
        )


def settle_cautions(
    case: Case,
    sentence: Sentence,
    *,
    requirements: tuple[Requirement, ...],
    accepted: Collection[str],
    left_open: Collection[str] = (),
    account_id: int,
    now: datetime,
) -> None:
    """Keep the warnings about an event as it would stand that are accepted.

    Raises:
        Warned: there are others, beside those that may be `left_open`.
    """
    beside = tuple(AdditionalSentence.objects.filter(sentence=sentence))
    found = queries.cautions_of(sentence, requirements=requirements, beside=beside)
    known = set(AcceptedWarning.objects.filter(sentence=sentence).values_list("code", flat=True))
    new = [each for each in found if each.code not in {*known, *left_open}]
    standing = [each for each in new if each.code not in accepted]
    if standing:
        raise Warned(standing, cautions=new)
    codes = {each.code for each in new}
    note_accepted(case, sentence, codes=codes, account_id=account_id, now=now)


def reasons_against_change(case: Case, sentence: Sentence) -> list[Reason]:
    """What stands in the way of any change to an event."""
    reasons = _reasons_against_case(case)
    if sentence.terminated_on is not None:
        reasons.append(Reason("is-ended", "This sentence has ended."))
    return reasons


def _reasons_against_case(case: Case) -> list[Reason]:
    return [] if case.closed_at is None else [Reason("case-closed", "The case is closed.")]
