"""Sentences as an officer enters them, for the tests of what is kept. What is known beside is of every type: Any."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import officer
from throughcare.kernel.refusals import Refused
from throughcare.people.models import Person
from throughcare.sentences import commands, queries
from throughcare.sentences.commands import AdjustmentSaid, Duration, OrderSaid, SentenceSaid
from throughcare.sentences.models import Calculation

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
SENTENCED_ON = date(2025, 2, 14)
REMAND: dict[str, Any] = {"from_on": date(2025, 1, 25), "to_on": date(2025, 2, 13)}
COURT = "Elmstead Crown Court"


@pytest.fixture
def manager_here(nation):
    units = nation.units
    return officer("manager", owner=units["C05"], holder=units["C05"], role="manager")


@pytest.fixture
def booked(officer_here, case):
    """A time in custody that is open, of a man of 45, of whom nothing is entered yet."""
    Person.objects.filter(pk=case.person_id).update(born_on=date(1981, 3, 4))
    return do(officer_here, commands.open_booking, person_id=case.person_id, number="38339A")


def do(account, command, *, now=NOW, **said: Any):
    with change_access.acting_as(account_id=account.pk, now=now):
        return command(account_id=account.pk, now=now, **said)


def see(account, query, *given: Any, now=NOW, **asked: Any):
    with change_access.acting_as(account_id=account.pk, now=now):
        return query(*given, **asked)


def count(months=15, **known: Any) -> SentenceSaid:
    """Fifteen months for a theft, as worked example *a* of the domain notes has it."""
    return SentenceSaid(
        **{
            "type": "ADIMP_ORA",
            "custody": Duration(months=months),
            "offence_code": "TH68010",
            "offence_from": date(2023, 5, 1),
            **known,
        }
    )


def order(on=SENTENCED_ON) -> OrderSaid:
    return OrderSaid(court=COURT, imposed_on=on, case_number="T20250001")


def enter(account, booking, *counts: SentenceSaid, on=SENTENCED_ON):
    return do(
        account,
        commands.enter_order,
        booking_key=booking.key,
        order=order(on),
        sentences=counts or (count(),),
    )


def approve(account, made: Calculation):
    return do(account, commands.approve, key=made.key)


def entered(account, booking):
    return see(account, queries.entered, booking)


def add(account, booking, said, **more: Any):
    return do(account, commands.add, booking_key=booking.key, said=said, **more)


def only_sentence(account, booking):
    (found,) = entered(account, booking).sentences
    return found


def remand_on(sentence, **known: Any):
    return AdjustmentSaid(kind="REMAND", sentence_key=sentence.key, **{**REMAND, **known})


def refused(*given: Any, **said: Any):
    with pytest.raises(Refused) as found:
        do(*given, **said)
    return found.value.codes
