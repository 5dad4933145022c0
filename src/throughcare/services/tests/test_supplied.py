"""What a supplier reads: its own referrals, and nothing else of any case."""

from datetime import timedelta

import pytest
from django.http import Http404

from throughcare.access.models import Restriction
from throughcare.probation.models import Appointment, Contact
from throughcare.services import queries
from throughcare.services.choices import Complexity
from throughcare.services.models import ReferralOutcome
from throughcare.services.tests.conftest import (
    NOW,
    acting,
    drafted,
    sent,
    stepped,
    supplied,
    wanted,
    written,
)

pytestmark = pytest.mark.django_db


def test_the_supplier_reads_its_own_and_nothing_else_of_the_case(
    *, officer_here, worker, other_worker, case, duty
):
    draft = drafted(officer_here, case, duty)
    with acting(worker):
        assert queries.file_of(draft.reference) is None
    written(officer_here, draft)
    stepped(officer_here, draft, "sent")

    with acting(worker):
        mine = queries.supplied(limit=10, ended=False)
        file = queries.file_of(draft.reference)
        others = {
            "contacts": Contact.objects.count(),
            "appointments": Appointment.objects.count(),
            "requirements": type(duty).objects.count(),
            "cases": type(case).objects.count(),
            "people": type(case.person).objects.count(),
        }
    with acting(other_worker):
        theirs = queries.supplied(limit=10, ended=False)
        hidden = (
            queries.file_of(draft.reference),
            ReferralOutcome.objects.count(),
            queries.people([draft.pk]),
        )

    assert [(each.line.reference, each.person.name) for each in mine] == [
        (draft.reference, "Ann Other")
    ]
    assert file is not None
    assert [each.outcome_id for each in file.outcomes] == ["ACC02", "ACC04"]
    assert set(others.values()) == {0}
    assert (theirs, hidden) == ((), (None, 0, {}))


def test_the_supplier_of_somebody_closed_to_them_reads_nothing(*, officer_here, worker, case, duty):
    made = sent(officer_here, case, duty)
    with acting(worker):
        before = len(queries.supplied(limit=10, ended=False))
    Restriction.objects.create(
        person_id=case.person_id,
        account_id=worker.pk,
        kind="exclusion",
        reason="Related",
        starts_at=NOW - timedelta(days=1),
        made_by_id=officer_here.pk,
    )

    with acting(worker):
        after = (queries.supplied(limit=10, ended=False), queries.file_of(made.reference))
    with pytest.raises(Http404):
        supplied(worker, made, "assigned", worker="Ms Hill")

    assert (before, after) == (1, ((), None))


def test_of_two_pages_of_a_supplier_the_second_goes_on_where_the_first_ended(
    *, officer_here, worker, case, duty
):
    made = [sent(officer_here, case, duty, is_confirmed=True) for _ in range(3)]

    with acting(worker):
        first = queries.supplied(limit=2, ended=False)
        last = first[-1].line
        assert last.sent_at is not None
        rest = queries.supplied(
            limit=2,
            ended=False,
            after=queries.After(at=last.sent_at, referral_id=last.referral_id),
        )
        over = queries.supplied(limit=2, ended=True)

    assert [each.line.reference for each in (*first, *rest)] == [each.reference for each in made]
    assert over == ()


def test_the_lists_say_where_each_stands_and_how_old_it_is(*, officer_here, worker, case, duty):
    made = sent(officer_here, case, duty)
    later = NOW + timedelta(days=9)

    with acting(officer_here, later):
        (line,) = queries.of_case(case.pk, part=slice(0, 10))
        going = queries.going_on([case.pk], part=slice(0, 10))
        count, beyond = (
            queries.count_going_on([case.pk]),
            queries.going_on([case.pk], part=slice(10, 20)),
        )

    assert (line.reference, line.state, line.acts, line.days(later), line.days_here(later)) == (
        *(made.reference, "Sent to the supplier", "The supplier"),
        *(9, 9),
    )
    assert (going, count, beyond) == ((line,), 1, ())
    assert wanted().categories == {"ACC": Complexity.HIGH}
