"""Projects are added, ended and supervised by those who keep them."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.unpaidwork import commands, queries
from throughcare.unpaidwork.models import Opening, Project, Session
from throughcare.unpaidwork.tests.conftest import (
    acting,
    allocated,
    change,
    days_ahead,
    first_ahead,
)

pytestmark = pytest.mark.django_db

WEEK = {2: (time(9), time(16)), 6: (time(10), time(14))}


def added(account, unit, **changed: Any) -> Project:  # Any: what a project is made of
    wanted: dict[str, Any] = {
        "name": " Canal path ",
        "type_code": "NP1",
        "beneficiary": "Elmstead Town Council",
        "places": 8,
        "starts_on": date(2014, 6, 1),
        "hours": WEEK,
    }
    with acting(account):
        return commands.add_project(
            account_id=account.pk, unit_id=unit.pk, now=NOW, **(wanted | changed)
        )


def ended(account, project, ends_on=date(2014, 6, 10)) -> Project:
    with acting(account):
        return commands.end_project(
            account_id=account.pk, code=project.code, ends_on=ends_on, now=NOW
        )


def arranged(account, project, day, *, place="Station", pick_up=time(8, 15)) -> Session:
    with acting(account):
        return commands.arrange_session(
            account_id=account.pk,
            code=project.code,
            day=day,
            supervisor_post_id=account.posts.get().pk,
            pick_up_place=place,
            pick_up=pick_up,
            now=NOW,
        )


def test_a_project_is_added_with_its_days_and_the_trail_says_so(nation, officer_here, codes):
    made = added(officer_here, nation.units["C05T"])

    assert (made.name, made.places, made.ends_on) == ("Canal path", 8, None)
    assert list(Opening.objects.order_by("weekday").values_list("weekday", "starts", "ends")) == [
        (2, time(9), time(16)),
        (6, time(10), time(14)),
    ]
    (act,) = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert (act.action, act.subject_references) == ("project.added", (made.code,))


def test_a_project_that_cannot_be_is_refused_with_every_reason(nation, officer_here, codes):
    with pytest.raises(Refused) as refused:
        added(officer_here, nation.units["C05T"], type_code="X", places=0, hours={})
    with pytest.raises(Refused) as backwards:
        added(officer_here, nation.units["C05T"], hours={1: (time(9), time(9))})

    assert refused.value.codes == ("type-not-offered", "places", "no-days")
    assert backwards.value.codes == ("ends-before-start",)
    assert not Project.objects.exists()


def test_nobody_keeps_a_project_of_another_body(
    *, nation, officer_here, officer_elsewhere, project, case, order
):
    allocated(officer_here, case, project)

    with pytest.raises(PermissionDenied):
        added(officer_elsewhere, nation.units["C05T"])
    with pytest.raises(PermissionDenied):
        ended(officer_elsewhere, project)
    with pytest.raises(PermissionDenied):
        arranged(officer_elsewhere, project, first_ahead().session.day)
    with acting(officer_elsewhere):
        assert Project.objects.update(ends_on=NOW.date()) == 0

    project.refresh_from_db()
    assert project.ends_on is None


def test_a_project_ends_once_nobody_has_a_place_there(officer_here, case, order, project):
    allocated(officer_here, case, project)
    with pytest.raises(Refused) as taken:
        ended(officer_here, project)
    with acting(officer_here):
        commands.end_allocation(
            account_id=officer_here.pk,
            case_id=case.pk,
            sentence_number=1,
            project_code=project.code,
            weekday=2,
            ends_on=date(2014, 6, 10),
            now=NOW,
        )

    with pytest.raises(Refused) as early:
        ended(officer_here, project, date(2014, 6, 1))
    made = ended(officer_here, project)

    assert taken.value.codes == ("places-taken", "booked")
    assert "1 place is taken" in str(taken.value)
    assert early.value.codes == ("ends-too-early", "places-taken", "booked")
    assert made.ends_on == date(2014, 6, 10)


def test_a_project_that_has_ended_is_not_ended_again(officer_here, project):
    Project.objects.update(ends_on=NOW.date())

    with pytest.raises(Refused) as refused:
        ended(officer_here, project)
    with acting(officer_here), pytest.raises(Refused) as none:
        commands.end_project(account_id=officer_here.pk, code="NONE", ends_on=NOW.date(), now=NOW)

    assert refused.value.codes == ("ended",)
    assert none.value.codes == ("no-project",)


def test_a_session_has_a_supervisor_and_a_place_to_be_picked_up(officer_here, case, order, project):
    allocated(officer_here, case, project)
    day = first_ahead().session.day

    made = arranged(officer_here, project, day)
    with pytest.raises(Refused) as nowhere:
        arranged(officer_here, project, day, place=" ")
    with pytest.raises(Refused) as none:
        arranged(officer_here, project, NOW.date())

    assert (made.pick_up_place, made.pick_up) == ("Station", time(8, 15))
    assert made.supervisor_post_id == officer_here.posts.get().pk
    assert (nowhere.value.codes, none.value.codes) == (("no-place",), ("no-session",))


def test_somebody_whose_record_is_closed_is_shown_as_limited(officer_here, case, order, project):
    allocated(officer_here, case, project)
    ahead = first_ahead()
    with acting(officer_here):
        (before,) = queries.people_of([ahead.session_id])
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )

    with acting(officer_here):
        (after,) = queries.people_of([ahead.session_id])

    assert (before.is_limited, before.appointment_id, before.offered_minutes) == (
        *(False, ahead.pk, 420),
    )
    assert (after.is_limited, after.case_id, after.appointment_id, after.outcome) == (
        *(True, case.pk, None, None),
    )


def test_full_and_taken_places_are_counted_whoever_has_the_cases(
    officer_here, officer_elsewhere, case, order, project
):
    allocated(officer_here, case, project)

    with acting(officer_elsewhere):
        assert queries.taken_places(project.pk, on=NOW.date()) == {2: 1}


def test_a_place_at_a_project_that_is_not_there_is_refused(officer_here, case, order, project):
    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.allocate(
            account_id=officer_here.pk,
            case_id=case.pk,
            sentence_number=1,
            project_code="NONE",
            weekday=2,
            starts_on=NOW.date(),
            ends_on=None,
            now=NOW,
        )

    assert refused.value.codes == ("no-project",)


def test_somebody_who_is_suspended_is_given_a_place_and_booked_for_nothing(
    officer_here, case, order, project
):
    change("suspend_order", officer_here, case)

    allocated(officer_here, case, project)

    order.refresh_from_db()
    assert (order.status, days_ahead()) == ("suspended", [])


def test_what_ended_or_was_never_taken_on_is_not_planned(officer_here, case, order, project):
    allocated(officer_here, case, project)
    again = change("schedule", officer_here, case)
    type(order.sentence).objects.update(terminated_on=NOW.date())

    with pytest.raises(Refused) as ended:
        change("schedule", officer_here, case)
    order.appointments.all().delete()
    order.allocations.all().delete()
    order.delete()
    with pytest.raises(Refused) as none:
        change("schedule", officer_here, case)

    assert (again, ended.value.codes, none.value.codes) == (0, ("sentence-ended",), ("no-order",))
