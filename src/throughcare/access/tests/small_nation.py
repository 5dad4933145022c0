"""A nation small enough to know by heart: a trust, a division and two companies, and a case in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

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
    *("ETCRR", "ETCRA", "ETCRX", "ETCRW"),
    *("CSAM", "CRAM"),
    *("CALD", "CESR", "CESA"),
)
"""Types of the entries that the log gets when a case or a part of it has another manager, one is asked for, or a court changed it."""


def unit_of(
    code: str, *, kind: str, parent: Unit | None = None, starts_at: datetime = LONG_AGO
) -> Unit:
    made = units_of({code: kind}, starts_at=starts_at)[code]
    if parent is not None:
        place(made, parent, starts_at=starts_at)
    return made


def units_of(kinds: Mapping[str, str], *, starts_at: datetime = LONG_AGO) -> dict[str, Unit]:
    """Units by their codes; a statement for each table, however many they are."""
    units = Unit.objects.bulk_create(Unit(recorded_at=LONG_AGO) for _ in kinds)
    made = dict(zip(kinds, units, strict=True))
    UnitCode.objects.bulk_create(
        UnitCode(code=code, unit=unit, starts_at=starts_at, recorded_at=LONG_AGO)
        for code, unit in made.items()
    )
    UnitFact.objects.bulk_create(
        UnitFact(unit=unit, fact=fact, value=value, starts_at=starts_at, recorded_at=LONG_AGO)
        for code, unit in made.items()
        for fact, value in (
            (Fact.KIND, kinds[code]),
            (Fact.NAME, code),
            (Fact.OPERATING, "yes"),
            (Fact.LEGAL, "yes"),
            (Fact.ACCEPTS_WORK, "yes"),
        )
    )
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
    (case,) = people_with_cases({crn: (owner, holder)})
    return case


def people_with_cases(
    whose: Mapping[str, tuple[Unit, Unit]],
) -> list[Any]:  # Any: cases, of a room above
    """Their cases, by CRN with the owner and holder of each; a statement for each table, however many they are."""
    made = partial(_made, recorded_at=LONG_AGO)
    people = made("people.Person", [{"crn": crn} for crn in whose])
    legal = {"kind": "legal", "first": "Ann", "last": "Other", "search_text": "ANN OTHER"}
    made("people.Name", [{"person": person} | legal for person in people])
    main = {"status": "main", "starts_on": LONG_AGO.date()}
    made("people.Address", [{"person": person} | main for person in people])
    opened = {"opened_at": LONG_AGO, "contacts_made": 1}
    cases = made("probation.Case", [{"person": person} | opened for person in people])
    owners = zip(cases, whose.values(), strict=True)
    since = {"starts_at": LONG_AGO, "basis": "recorded"}
    made(
        "probation.CaseAssignment",
        [
            {"item": case, "owner": owner, "holder": holder} | since
            for case, (owner, holder) in owners
        ],
    )
    made("probation.RiskProfile", [{"case": case, "starts_at": LONG_AGO} for case in cases])
    kind, _ = apps.get_model("probation.ContactType").objects.get_or_create(
        code="SEEN", defaults={"description": "Test", "kind": "event"}
    )
    first = {"number": 1, "type": kind, "starts_at": LONG_AGO, "notes": "secret"}
    made("probation.Contact", [{"case": case} | first for case in cases])
    return cases


def _made(
    model: str, rows: list[dict[str, object]], **of_all: object
) -> list[Any]:  # Any: of that model
    kind: Any = apps.get_model(model)
    return list(kind.objects.bulk_create(kind(**row, **of_all) for row in rows))


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
    kinds = {
        "SWM": "trust",
        "N02": "nps-division",
        "N04": "nps-division",
        "C05": "crc",
        "C11": "crc",
    }
    units = nation.units
    units |= units_of(
        {
            each: of
            for code, kind in kinds.items()
            for each, of in ((code, kind), (f"{code}T", "team"))
        }
    )
    _made(
        "organisation.Placement",
        [{"unit": units[f"{code}T"], "parent": units[code]} for code in kinds],
        hierarchy=Hierarchy.LINE,
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
    )
    for code in kinds:
        nation.accounts[code] = officer(
            f"officer-{code.lower()}", owner=units[code], holder=units[f"{code}T"]
        )
    cases = people_with_cases(
        {f"X{number:06}": (units[code], units[f"{code}T"]) for number, code in enumerate(kinds)}
    )
    nation.cases |= dict(zip(kinds, cases, strict=True))
    return nation


def end_protocol(*, reader: str, owner: str, ends_at: datetime) -> None:
    Protocol.objects.filter(reader_kind=reader, owner_kind=owner).update(ends_at=ends_at)
