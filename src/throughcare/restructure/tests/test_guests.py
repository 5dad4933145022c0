"""A building goes to the body with most of its staff; the other goes on working there as its guest."""

from throughcare.access import commands as change_access
from throughcare.probation import queries as probation
from throughcare.restructure.choices import Step
from throughcare.restructure.tests.reform import Reform

SHARED = """
select a.item_id, a.to_owner_id, a.guest_id from restructure_answer a
where a.plan_id = %s and a.kind = 'office' and a.guest_id is not null order by 1
"""
BODIES = """
select distinct s.owner_id from access_postassignment_at(tc_now(), tc_live(), 'infinity') s
join access_post p on p.id = s.item_id and p.role = 'officer'
"""


def shared(reform: Reform) -> list[tuple[int, int, int]]:
    """Office, who keeps it, and who is a guest there."""
    return reform.rows(SHARED, reform.plan_id)


def offices(reform: Reform, body: int) -> set[int]:
    with change_access.as_engine(now=reform.now):
        return {office.unit_id for office in probation.offices(owner_id=body, at=reform.now)}


def test_an_office_is_with_the_body_that_keeps_it_and_open_to_its_guest(first_morning):
    found = shared(first_morning)

    assert len(found) > 20
    for office, keeper, guest in found:
        assert keeper != guest
        assert office in offices(first_morning, keeper) & offices(first_morning, guest)


def test_nobody_else_is_a_guest_there(first_morning):
    (office, keeper, guest), *others = shared(first_morning)
    elsewhere = {body for _, *both in others for body in both} - {keeper, guest}

    assert elsewhere
    assert all(office not in offices(first_morning, body) for body in elsewhere)


def test_every_body_with_officers_has_somewhere_to_see_people(first_morning):
    bodies = [body for (body,) in first_morning.rows(BODIES)]

    assert len(bodies) > 20
    assert [body for body in bodies if not offices(first_morning, body)] == []


def test_nobody_is_a_guest_once_all_is_as_it_was(first_morning):
    found = shared(first_morning)
    first_morning.done(Step.ABORT)

    assert all(office not in offices(first_morning, guest) for office, _, guest in found)
