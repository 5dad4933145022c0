"""A charge: what is kept of it, what stands against it, and the check that one for a serious offence starts."""

from dataclasses import dataclass
from datetime import date, datetime

from throughcare.kernel.refusals import Reason
from throughcare.probation import limits as settings
from throughcare.probation.choices import Verdict
from throughcare.probation.commands.holding import add_contact
from throughcare.probation.commands.setting_flags import active_flags, set_flag
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.models import Case, FlagType, Offence, Sentence, SeriousOffence
from throughcare.probation.rules import serious_offences as rules

FLAG = "ASFO"
INITIATED = "SFO1"
"""The entry of the log that tells the officer that the check for a serious further offence began."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """An offence, when it was committed, and what the court found. `court_code` is that of the court (CJS), as it was typed."""

    offence_code: str
    committed_on: date | None = None
    count: int = 1
    verdict: Verdict | None = None
    court_code: str = ""

    @property
    def known_as(self) -> str:
        """The court's code in its one written form, or nothing."""
        return rules.court_code(self.court_code) or ""


def reasons_against_charge(charge: Charge, *, today: date) -> list[Reason]:
    """Everything that is wrong with a charge, in the order of the form."""
    reasons = []
    if not Offence.objects.filter(code=charge.offence_code, is_offered=True).exists():
        reasons.append(Reason("no-such-offence", "Select an offence."))
    if charge.court_code.strip() and not charge.known_as:
        said = "A court's code has two letters and five digits, such as TH68010."
        reasons.append(Reason("no-court-code", said))
    if charge.committed_on is not None and charge.committed_on > today:
        said = "The day of the offence must be today or in the past."
        reasons.append(Reason("offence-in-future", said))
    if charge.count < 1:
        reasons.append(Reason("no-count", "The number of counts must be at least 1."))
    return reasons


def check_if_serious(
    case: Case, event: Sentence, charge: Charge, *, account_id: int, on: date, now: datetime
) -> bool:
    """Begin the check for a serious further offence of a case that is held, where a charge of an event asks for it.

    The officer is alerted and the flag is set, once while it stands; whether anything is to be reviewed is theirs to say. Other
    sentences of the person count, as far as whoever records the charge may read them. Says whether it began.
    """
    if not charge.known_as or not SeriousOffence.objects.filter(code=charge.known_as).exists():
        return False
    others = (
        Sentence.objects.filter(case__person=case.person_id, imposed_on__isnull=False)
        .exclude(pk=event.pk)
        .values_list("imposed_on", "terminated_on")
    )
    periods = [(begun, ended) for begun, ended in others if begun is not None]
    if not rules.was_supervised(periods, on=on, limits=settings.limits(commenced={})):
        return False
    kind = FlagType.objects.filter(code=FLAG).first()
    if kind is None:
        return False
    said = f"Charged with {charge.known_as} while supervised, or soon after."
    flag = set_flag(
        case, kind, active=active_flags(case), account_id=account_id, on=on, now=now, notes=said
    )
    if flag is None:
        return False
    add_contact(
        case,
        account_id=account_id,
        type_code=INITIATED,
        starts_at=now,
        now=now,
        notes=f"{said} The charge is on the list for serious further offences: check whether a review is needed.",
        is_alert=True,
        subject=Subject(sentence_id=event.pk),
    )
    return True
