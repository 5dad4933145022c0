"""Which facts are told outside, and under which names."""

import csv

import pytest

from throughcare.access import commands as access
from throughcare.access.choices import RestrictionKind
from throughcare.access.events import RestrictionChanged
from throughcare.access.tests.small_nation import NOW, officer
from throughcare.kernel.tests.published import SHARED
from throughcare.outbox import subscriptions
from throughcare.outbox.models import Event
from throughcare.partners import commands
from throughcare.partners.choices import FIELD_NAMES, told_as
from throughcare.partners.reactions import announce

NAMES = SHARED / "reference" / "probation" / "domain_events.csv"
HEARS = subscriptions.subscriber_name(announce)


def test_one_event_has_the_name_of_what_it_tells():
    told = [
        told_as(name, details)
        for name, details in (
            ("probation.flag-changed.v1", {"type": "RCCO", "change": "started"}),
            ("probation.flag-changed.v1", {"type": "RCCO", "change": "reviewed"}),
            ("probation.flag-changed.v1", {"type": "RCCO", "change": "ended"}),
            ("probation.licence-changed.v1", {"about": "state", "state": "active"}),
            ("probation.licence-changed.v1", {"about": "conditions", "state": "active"}),
            ("people.identity-changed.v1", {"about": "address", "change": "added"}),
            ("people.identity-changed.v1", {"about": "name", "change": "added"}),
            ("assessments.score-set.v1", {"measure": "RSR"}),
            ("assessments.score-set.v1", {"measure": "OVP"}),
            ("services.referral-changed.v1", {"state": "plan-approved"}),
            ("services.referral-changed.v1", {"state": "draft"}),
            ("probation.component-allocated.v1", {"component": "event-1"}),
            ("probation.component-allocated.v1", {"component": "condition-1-1"}),
        )
    ]

    assert told == [
        "probation-case.registration.added",
        "probation-case.registration.updated",
        "probation-case.registration.deregistered",
        "create-and-vary-a-licence.licence.activated",
        "probation.licence-changed.v1",
        "probation-case.address.created",
        "probation-case.personal-details.updated",
        "risk-assessment.scores.rsr.determined",
        "risk-assessment.scores.determined",
        "intervention.action-plan.approved",
        "services.referral-changed.v1",
        "event.manager.allocated",
        "probation.component-allocated.v1",
    ]


def test_every_event_with_a_name_of_the_field_is_heard():
    named = {key.split()[0] for key in FIELD_NAMES}

    assert [name for name in sorted(named) if HEARS not in subscriptions.reactions_to(name)] == []


@pytest.mark.skipif(not NAMES.exists(), reason="the published names are not here")
def test_the_names_are_those_that_were_seen_in_the_field():
    with NAMES.open() as file:
        seen = {row["event"] for row in csv.DictReader(file)}

    # The rules name it beside that of exclusions (domain rules, 29).
    assert sorted(set(FIELD_NAMES.values()) - seen) == ["probation-case.restriction.updated"]


def test_that_a_record_is_closed_to_somebody_is_told_to_those_who_read_it_and_says_not_to_whom(
    program, stranger, case, nation
):
    keeper = officer(
        "manager-c05", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )
    with access.acting_as(account_id=keeper.pk, now=NOW):
        access.restrict(
            person_id=case.person_id,
            account_id=nation.accounts["N02"].pk,
            kind=RestrictionKind.EXCLUSION,
            reason="A relative works there",
            made_by_id=keeper.pk,
            now=NOW,
        )
    (published,) = Event.objects.filter(name=RestrictionChanged.name)
    with access.as_engine(now=NOW):
        commands.announce(RestrictionChanged(**published.payload), now=NOW)

    (fact,) = program.get("/events").json()["events"]

    assert (fact["type"], fact["crn"]) == ("probation-case.exclusion.updated", case.person.crn)
    assert fact["details"] == {"kind": "exclusion", "change": "made"}
    assert stranger.get("/events").json()["events"] == []
