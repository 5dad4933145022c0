"""Appointments made together: all are made, or none."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from throughcare.kernel.refusals import Refused
from throughcare.probation import commands
from throughcare.probation.models import Appointment, Case
from throughcare.probation.tests.logs import Log, begin, moment, names

NOW = moment(2014, 6, 2, 9)
NINE = moment(2014, 6, 9, 8)


@pytest.fixture
def log(case, officer_here) -> Log:
    return begin(case, officer_here, imposed_on=date(2014, 1, 1), at=NOW)


def recur(log: Log, *, times: int, every: str = "weekly", **more) -> tuple[Appointment, ...]:  # noqa: ANN003  as the command has it
    with log.acting():
        return commands.make_series(
            account_id=log.account.pk,
            case_id=log.case.pk,
            type_code="COAP",
            starts_at=NINE,
            ends_at=NINE + timedelta(minutes=30),
            every=every,
            times=times,
            now=NOW,
            **more,
        )


def gather(log: Log, *case_ids: int) -> None:
    with log.acting():
        commands.make_party(
            account_id=log.account.pk,
            about=dict.fromkeys(case_ids, commands.THE_PERSON),
            type_code="COAP",
            starts_at=NINE,
            ends_at=NINE + timedelta(minutes=90),
            now=NOW,
        )


def test_a_series_is_one_and_each_of_it_is_announced(log):
    made = recur(log, times=3, every="fortnightly")

    assert [each.starts_at.date() for each in made] == [
        date(2014, 6, 9),
        date(2014, 6, 23),
        date(2014, 7, 7),
    ]
    assert len({each.series for each in made}) == 1
    assert names() == ["probation.appointment-made.v1"] * 3


@pytest.mark.parametrize("times", [1, 53])
def test_a_series_of_one_or_of_too_many_is_refused(log, times):
    with pytest.raises(Refused) as refused:
        recur(log, times=times)

    assert refused.value.codes == ("times",)
    assert not Appointment.objects.exists()


def test_of_a_series_that_uses_more_days_than_were_ordered_nothing_is_made(log):
    type(log.requirement).objects.update(length=2)
    activity = commands.Subject(
        sentence_id=log.sentence.pk, requirement_id=log.requirement.pk, is_rar=True
    )

    with pytest.raises(Refused) as refused:
        recur(log, times=3, subject=activity)

    assert str(refused.value) == (
        "23 June 2014: All 2 days of the requirement are used or booked: no more may be instructed."
    )
    assert (Appointment.objects.count(), log.days(), names()) == (0, 0, [])


def test_a_group_with_somebody_who_is_elsewhere_then_is_not_made(log, nation):
    other = nation.cases["C11"]
    other.assignments.update(owner=nation.units["C05"], holder=nation.units["C05T"])
    recur(log, times=2)

    with pytest.raises(Refused) as refused:
        gather(log, log.case.pk, other.pk)

    assert refused.value.codes == ("clash",)
    assert str(refused.value).startswith(f"{log.crn}: There is another appointment then")
    assert Appointment.objects.filter(party__isnull=False).count() == 0


def test_a_group_of_one_is_none(log):
    with pytest.raises(Refused) as refused:
        gather(log, log.case.pk)

    assert refused.value.codes == ("people",)


def test_a_stranger_books_neither_a_series_nor_a_group(log, nation, officer_elsewhere):
    other = Case.objects.get(person__crn="X000004")
    log.account = officer_elsewhere

    with pytest.raises(Http404):
        recur(log, times=2)
    with pytest.raises(Http404):
        gather(log, log.case.pk, other.pk)

    assert nation.cases["C11"].pk == other.pk
    assert not Appointment.objects.exists()
