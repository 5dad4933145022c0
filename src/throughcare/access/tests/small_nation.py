"""A nation small enough to know by heart: a trust, a division and two companies, and a case in each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.apps import apps

from throughcare.access.models import Account, Post, PostAssignment, Protocol
from throughcare.organisation.choices import Fact, Hierarchy
from throughcare.organisation.models import Placement, Unit, UnitCode, UnitFact

LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
NOW = datetime(2014, 6, 2, 9, tzinfo=UTC)


TOLD_OF_MANAGERS = (
    *("ROC", "ETOM", "ETOS", "ETRC", "PTRS", "NTRS", "AROM", "C002", "C070"),
    *("ETTR", "ETTA", "ETTX", "ETOW", "ETOR", "ETOA", "ETOX", "ETORW"),
    *("ETCR", "ETCA", "ETCX", "ETCW", "ETPR", "ETPA", "ETPX", "ETPW"),
    *("NSIR", "NSIA", "NSIX", "ETNW"),
)
"""Types of the entries that the log gets when a case or a part of it has another manager, or one is asked for."""


def unit_of(
    code: str, *, kind: str, parent: Unit | None = None, starts_at: datetime = LONG_AGO
) -> Unit:
    made = Unit.objects.create(recorded_at=LONG_AGO)
    UnitCode.objects.create(code=code, unit=made, starts_at=starts_at, recorded_at=LONG_AGO)
    for fact, value in (
        (Fact.KIND, kind),
        (Fact.NAME, code),
        (Fact.OPERATING, "yes"),
        (Fact.LEGAL, "yes"),
        (Fact.ACCEPTS_WORK, "yes"),
    ):
        state(made, fact, value, starts_at=starts_at)
    if parent is not None:
        place(made, parent, starts_at=starts_at)
    return made


def state(unit: Unit, fact: Fact, value: str, *, starts_at: datetime, change=None) -> UnitFact:
    return UnitFact.objects.create(
        unit=unit, fact=fact, value=value, starts_at=starts_at, recorded_at=LONG_AGO, change=change
    )


def place(
    unit: Unit,
    parent: Unit | None,
    *,
    starts_at: datetime = LONG_AGO,
    hierarchy: Hierarchy = Hierarchy.LINE,
    change=None,
) -> Placement:
    return Placement.objects.create(
        unit=unit,
        parent=parent,
        hierarchy=hierarchy,
        starts_at=starts_at,
        recorded_at=LONG_AGO,
        change=change,
    )


def officer(username: str, *, owner: Unit, holder: Unit, role: str = "officer") -> Account:
    account = Account.objects.create(
        username=username, display_name=username.title(), recorded_at=LONG_AGO
    )
    seat(account, owner=owner, holder=holder, role=role)
    return account


def seat(account: Account, *, owner: Unit, holder: Unit, role: str) -> Post:
    post = Post.objects.create(
        code=f"P{Post.objects.count():05}", account=account, role=role, starts_at=LONG_AGO
    )
    PostAssignment.objects.create(
        item=post,
        owner=owner,
        holder=holder,
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return post


def person_with_case(crn: str, *, owner: Unit, holder: Unit):
    """A person with a name, an address and an open case with one contact and one flag."""
    person = apps.get_model("people.Person").objects.create(crn=crn, recorded_at=LONG_AGO)
    apps.get_model("people.Name").objects.create(
        person=person,
        kind="legal",
        first="Ann",
        last="Other",
        search_text="ANN OTHER",
        recorded_at=LONG_AGO,
    )
    apps.get_model("people.Address").objects.create(
        person=person, status="main", starts_on=LONG_AGO.date(), recorded_at=LONG_AGO
    )
    case = apps.get_model("probation.Case").objects.create(
        person=person, opened_at=LONG_AGO, recorded_at=LONG_AGO, contacts_made=1
    )
    give(case, owner=owner, holder=holder)
    apps.get_model("probation.RiskProfile").objects.create(
        case=case, starts_at=LONG_AGO, recorded_at=LONG_AGO
    )
    kind, _ = apps.get_model("probation.ContactType").objects.get_or_create(
        code="TEST", defaults={"description": "Test", "kind": "event"}
    )
    apps.get_model("probation.Contact").objects.create(
        case=case, number=1, type=kind, starts_at=LONG_AGO, notes="secret", recorded_at=LONG_AGO
    )
    return case


def give(case, *, owner: Unit, holder: Unit, starts_at: datetime = LONG_AGO, change=None):
    return apps.get_model("probation.CaseAssignment").objects.create(
        item=case,
        owner=owner,
        holder=holder,
        starts_at=starts_at,
        change=change,
        recorded_at=LONG_AGO,
        basis="recorded",
    )


@dataclass
class Nation:
    """Codes name units; `cases` are by the code of their owner."""

    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    cases: dict[str, object] = field(default_factory=dict)


def make() -> Nation:
    nation = Nation()
    units = nation.units
    apps.get_model("probation.ContactType").objects.bulk_create(
        [
            apps.get_model("probation.ContactType")(
                code=code, description=code, kind="notice", is_system=True
            )
            for code in TOLD_OF_MANAGERS
        ],
        ignore_conflicts=True,
    )
    for code, words in (("TIN", "Transfer in"), ("IN1", "Initial allocation")):
        apps.get_model("probation.ManagerReason").objects.get_or_create(
            code=code, defaults={"description": words, "is_offered": True}
        )
    for code, words in (("AREA", "Wrong area"), ("ADDRESS", "The person is not at the address")):
        apps.get_model("probation.RejectionReason").objects.get_or_create(
            code=code, defaults={"description": words, "is_offered": True}
        )
    for number, (code, kind) in enumerate(
        (
            ("SWM", "trust"),
            ("N02", "nps-division"),
            ("N04", "nps-division"),
            ("C05", "crc"),
            ("C11", "crc"),
        )
    ):
        units[code] = unit_of(code, kind=kind)
        team = units[f"{code}T"] = unit_of(f"{code}T", kind="team", parent=units[code])
        nation.accounts[code] = officer(f"officer-{code.lower()}", owner=units[code], holder=team)
        nation.cases[code] = person_with_case(f"X{number:06}", owner=units[code], holder=team)
    return nation


def end_protocol(*, reader: str, owner: str, ends_at: datetime) -> None:
    Protocol.objects.filter(reader_kind=reader, owner_kind=owner).update(ends_at=ends_at)
