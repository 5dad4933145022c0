"""A case with a sentence, a requirement and the codes of its log, for tests of what is written into it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from throughcare.access import commands as access
from throughcare.access.models import Account
from throughcare.outbox.models import Event
from throughcare.probation.models import (
    Case,
    Compliance,
    Contact,
    ContactType,
    EnforcementAction,
    Offence,
    Outcome,
    Requirement,
    RequirementType,
    Sentence,
    SentenceType,
)


@dataclass
class Log:
    """`at` is the moment at which its officer acts."""

    case: Case
    account: Account
    sentence: Sentence
    requirement: Requirement
    at: datetime

    @property
    def crn(self) -> str:
        return str(self.case.person.crn)

    def acting(self) -> AbstractContextManager[object]:
        return access.acting_as(account_id=self.account.pk, now=self.at)

    def count(self) -> int | None:
        return (
            Compliance.objects.filter(sentence=self.sentence)
            .values_list("failures", flat=True)
            .first()
        )

    def days(self) -> int:
        return Requirement.objects.values_list("done", flat=True).get(id=self.requirement.pk)

    def entries(self, code: str) -> list[Contact]:
        return list(
            Contact.objects.filter(case=self.case, type_id=code, deleted_at=None).order_by("number")
        )


def _load_codes() -> None:
    ContactType.objects.filter(code="COAP").update(is_national_standard=True)
    ContactType.objects.bulk_create(
        [
            ContactType(
                code="ARWS",
                description="Review",
                kind="notice",
                is_system=True,
                alerts_officer=True,
            ),
            ContactType(
                code="AROM",
                description="Referred",
                kind="notice",
                is_system=True,
                alerts_officer=True,
            ),
            ContactType(code="AWLI", description="Warning sent", kind="notice"),
            ContactType(code="C040", description="Warning withdrawn", kind="notice"),
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["description", "kind", "is_system", "alerts_officer"],
    )
    Outcome.objects.get_or_create(
        code="RSOF",
        defaults={"description": "Asked", "is_attended": False, "is_complied": True},
    )
    for code, kind, opens, days, entry, offered in (
        ("EA02", "letter", "warning", 7, "AWLI", True),
        ("EA06", "withdrawal", "", None, "C040", False),
        ("ROM", "referral", "", 7, "AROM", True),
        ("IBR", "proceedings", "either", None, None, True),
        ("NFA", "none", "", None, None, True),
    ):
        EnforcementAction.objects.create(
            code=code,
            description=code.title(),
            kind=kind,
            opens=opens,
            needs_response=days is not None,
            response_days=days,
            entry_type_id=entry,
            is_offered=offered,
        )


def begin(case, account, *, imposed_on: date, at: datetime, limit: int | None = 1) -> Log:
    """Codes of a log, and a community order with twenty days of rehabilitation activity."""
    Case.objects.filter(id=case.pk).update(contacts_made=1)
    _load_codes()
    order = SentenceType.objects.create(code="201", description="Order", failure_limit=limit)
    offence = Offence.objects.create(code="04600", description="Theft")
    sentence = Sentence.objects.create(
        case=case, number=1, type=order, offence=offence, imposed_on=imposed_on, recorded_at=at
    )
    duty = RequirementType.objects.create(code="F", description="Activity", unit="days")
    requirement = Requirement.objects.create(
        number=1,
        case=case,
        sentence=sentence,
        type=duty,
        length=20,
        starts_on=imposed_on,
        recorded_at=at,
    )
    return Log(case=case, account=account, sentence=sentence, requirement=requirement, at=at)


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def names() -> list[str]:
    """The names of what was announced, first to last."""
    return list(Event.objects.order_by("id").values_list("name", flat=True))
