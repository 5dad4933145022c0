"""Where people live, what is applied for and who checks in by a link: the successor goes on with it, and undone the old one does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import officer
from throughcare.checkins import commands as change_checkins
from throughcare.checkins import queries as checkins
from throughcare.housing import commands as change_housing
from throughcare.housing import queries as housing
from throughcare.organisation.models import Unit
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.reform import Reform

WHOSE = """
select x.case_id, x.number, o.account_id, x.owner_id from (
    select f.item_id as case_id, w.number, f.owner_id, a.post_id
    from probation_case_facts f
    join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = f.item_id
    join ({waiting}) w on w.case_id = f.item_id
    where not exists (select from access_restriction r join probation_case c on c.person_id = r.person_id where c.id = f.item_id)
) x
join access_post o on o.id = x.post_id
order by x.case_id limit 1
"""
APPLIED = """
select a.case_id, a.reference as number from housing_application a
where a.state_id in ('submitted', 'information', 'accepted', 'placement-requested', 'not-arrived')
"""
LIVES = "select a.case_id, a.reference as number from housing_application a where a.state_id = 'arrived'"
WITHDRAWN = """
select a.case_id, a.reference as number from housing_application a where a.state_id = 'withdrawn' and a.reference = '{reference}'
"""
HANDED_IN = "select k.case_id, k.number from checkins_checkin k where k.state = 'submitted'"
ELSEWHERE = """
select o.account_id from access_postassignment_at(tc_now(), tc_live(), 'infinity') a
join access_post o on o.id = a.item_id and o.role = 'officer'
where a.owner_id <> %s order by a.item_id limit 1
"""
KEEPER = """
select p.account_id from housing_application a
join housing_stay s on s.application_id = a.id and s.state = 'arrived'
join housing_bed b on b.id = s.bed_id join housing_premises h on h.id = b.premises_id
join access_postassignment_at(tc_now(), tc_live(), 'infinity') x on x.owner_id = h.unit_id
join access_post p on p.id = x.item_id where a.reference = %s
"""
GOES_ON = """
select a.id from housing_application a where a.submitted_at is not null and a.ended_at is null order by 1
"""
KIND = "select organisation_fact(%s, 'kind', tc_now(), tc_live())"


def found(reform: Reform, waiting: str) -> tuple[int, str, int, int]:
    """A case, what of it is asked for, the officer who has it now, and the body."""
    ((case_id, number, holder, body),) = reform.rows(WHOSE.format(waiting=waiting))
    return case_id, number, holder, body


def reads(reform: Reform, reader: int, *, of: str) -> str | None:
    """Where an application stands, as somebody reads it."""
    with change_access.acting_as(account_id=reader, now=reform.now):
        file = housing.file_of(of)
    return file.application.state_id if file else None


def whole(reform: Reform) -> bool:
    with change_access.as_engine(now=reform.now):
        return (housing.broken(), checkins.broken()) == ([], [])


def test_the_successor_goes_on_with_an_application_where_it_stood(first_morning):
    case_id, reference, holder, body = found(first_morning, APPLIED)
    ((stranger,),) = first_morning.rows(ELSEWHERE, body)
    step = {
        "case_id": case_id,
        "reference": reference,
        "step": "withdrawn",
        "words": change_housing.Words(reason="withdrawal.NOT-NEEDED"),
        "now": first_morning.now,
    }

    with (
        change_access.acting_as(account_id=stranger, now=first_morning.now),
        pytest.raises((PermissionDenied, Http404)),
    ):
        change_housing.take_step(account_id=stranger, **step)
    with change_access.acting_as(account_id=holder, now=first_morning.now):
        change_housing.take_step(account_id=holder, **step)

    ((kind,),) = first_morning.rows(KIND, body)
    assert kind in {"crc", "nps-division"}
    assert reads(first_morning, holder, of=reference) == "withdrawn"
    assert reads(first_morning, stranger, of=reference) is None
    assert whole(first_morning)


def test_premises_stay_as_they_are_and_let_somebody_go_whose_case_has_another_owner(first_morning):
    case_id, reference, holder, _ = found(first_morning, LIVES)
    ((keeper,),) = first_morning.rows(KEEPER, reference)
    with change_access.acting_as(account_id=holder, now=first_morning.now):
        home = housing.home_of(case_id)

    with change_access.acting_as(account_id=keeper, now=first_morning.now):
        (kept,) = housing.kept_premises()
        lives_there = {each.application.reference for each in housing.stays_at(kept.pk)}
        change_housing.record_departure(
            account_id=keeper,
            reference=reference,
            left_on=first_morning.now.date(),
            reason="departure.PLANNED",
            move_on="move-on.OWN",
            note="",
            now=first_morning.now,
        )

    assert home is not None
    assert (home.reference, home.is_there) == (reference, True)
    assert reference in lives_there
    assert reads(first_morning, holder, of=reference) == "departed"
    assert whole(first_morning)


def test_an_assessor_finds_every_application_that_goes_on_whoever_has_the_case(first_morning):
    body = Unit.objects.get(id=found(first_morning, APPLIED)[3])
    assessor = officer("assessor", owner=body, holder=body, role="approved-premises")

    with change_access.acting_as(account_id=assessor.pk, now=first_morning.now):
        listed = housing.ids_to_answer(list(housing.steps()))

    assert [(each,) for each in sorted(listed)] == first_morning.rows(GOES_ON)
    assert len(listed) > 1


def test_the_successor_reviews_what_was_handed_in_before(first_morning):
    case_id, number, holder, _ = found(first_morning, HANDED_IN)

    with change_access.acting_as(account_id=holder, now=first_morning.now):
        waits = [line.number for line in checkins.waiting([case_id], now=first_morning.now)]
        change_checkins.review(
            account_id=holder,
            case_id=case_id,
            number=int(number),
            is_them=True,
            follows=None,
            notes="",
            now=first_morning.now,
        )
        after = checkins.checkin_of(case_id, number=int(number), now=first_morning.now)

    assert int(number) in waits
    assert after is not None
    assert (after.checkin.state, after.checkin.reviewed_by_id) == ("reviewed", holder)
    assert whole(first_morning)


def test_undone_the_old_body_has_it_all_with_what_was_done_since(first_morning):
    case_id, reference, holder, body = found(first_morning, APPLIED)
    with change_access.acting_as(account_id=holder, now=first_morning.now):
        change_housing.take_step(
            account_id=holder,
            case_id=case_id,
            reference=reference,
            step="withdrawn",
            words=change_housing.Words(reason="withdrawal.NOT-NEEDED"),
            now=first_morning.now,
        )

    first_morning.done(Step.ABORT)

    again, _, keeper, owner = found(first_morning, WITHDRAWN.format(reference=reference))
    ((kind,),) = first_morning.rows(KIND, owner)
    assert (again, kind, owner != body) == (case_id, "trust", True)
    assert reads(first_morning, keeper, of=reference) == "withdrawn"
    assert whole(first_morning)
