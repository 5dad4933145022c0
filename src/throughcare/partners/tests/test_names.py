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
from throughcare.partners.choices import FIELD_NAMES, NO_ACT, told_as
from throughcare.partners.reactions import announce, announce_to_all

NAMES = SHARED / "reference" / "probation" / "domain_events.csv"
IDENTITY, STEP = "people.identity-changed.v1", "probation.enforcement-changed.v1"
HEARS = {subscriptions.subscriber_name(each) for each in (announce, announce_to_all)}
CORE = (
    *(f"probation-case.engagement.{each}" for each in ("created", "deleted", "recovered")),
    "probation-case.personal-details.updated",
    *(f"probation-case.alias.{each}" for each in ("created", "updated", "deleted")),
    *(f"probation-case.address.{each}" for each in ("created", "updated", "deleted")),
    *(f"probation-case.prison-identifier.{each}" for each in ("added", "updated")),
    *(
        f"probation-case.additional-identifier.{each}"
        for each in ("created", "deleted", "recovered")
    ),
    *(
        f"probation-case.{each}"
        for each in ("merge.completed", "unmerge.completed", "deleted.gdpr")
    ),
    *(f"probation-case.{each}.updated" for each in ("exclusion", "restriction")),
    *(f"probation-case.sentence.{each}" for each in ("created", "amended", "moved", "deleted")),
    *(f"probation-case.sentence.{each}" for each in ("terminated", "unterminated")),
    *(
        f"probation-case.requirement.{each}"
        for each in ("created", "terminated", "unterminated", "deleted")
    ),
    *(
        f"probation-case.registration.{each}"
        for each in ("added", "updated", "deregistered", "deleted")
    ),
    *(f"probation-case.mappa-information.{each}" for each in ("created", "updated", "deleted")),
    *("assessment.summary.produced", "risk-assessment.scores.determined"),
    *(f"risk-assessment.scores.{each}.determined" for each in ("rsr", "ogrs")),
    *(
        f"enforcement.{each}"
        for each in ("breach.raised", "breach.concluded", "recall.raised", "recall.concluded")
    ),
    *(
        f"prison-recall.recommendation.{each}"
        for each in ("started", "consideration", "management-oversight", "deleted")
    ),
    *(f"person.community.manager.{each}" for each in ("allocated", "transferred")),
    *("event.manager.allocated", "requirement.manager.allocated", "probation.staff.updated"),
    *("tier.calculation.complete", "tier.calculation.changed"),
    *(f"prison-offender-events.{each}" for each in ("prisoner.received", "prisoner.released")),
    *(f"prison-offender-events.prisoner.{each}" for each in ("merged", "booking.moved")),
    *(f"intervention.referral.{each}" for each in ("sent", "assigned", "concluded", "ended")),
    *(f"intervention.action-plan.{each}" for each in ("submitted", "approved")),
    "intervention.session-appointment.session-feedback-submitted",
    "intervention.end-of-service-report.submitted",
    "community-payback.appointment.updated",
    *(f"create-and-vary-a-licence.licence.{each}" for each in ("activated", "inactivated")),
)
"""The core of the names in use, line by line (domain rules, 29); `approved-premises.*` and `accommodation.cas3.*` beside them."""


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
            ("people.identity-changed.v1", {"about": "name", "kind": "alias", "change": "added"}),
            ("people.identity-changed.v1", {"about": "name", "kind": "legal", "change": "added"}),
            (IDENTITY, {"about": "identifier", "kind": "noms", "change": "added"}),
            (IDENTITY, {"about": "identifier", "kind": "noms", "change": "corrected"}),
            (IDENTITY, {"about": "identifier", "kind": "passport", "change": "ended"}),
            (IDENTITY, {"about": "identifier", "kind": "pnc", "change": "added"}),
            ("probation.mappa-changed.v1", {"change": "started"}),
            (STEP, {"kind": "recall", "step": "considered", "state": "open"}),
            (STEP, {"kind": "recall", "step": "recall-withdrawn", "state": "withdrawn"}),
            (STEP, {"kind": "breach", "step": "instigated", "state": "open"}),
            ("probation.transfer-answered.v1", {"about": "parts", "state": "accepted"}),
            ("probation.transfer-answered.v1", {"about": "person", "state": "accepted"}),
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
        "probation-case.alias.created",
        "probation-case.personal-details.updated",
        "probation-case.prison-identifier.added",
        "probation-case.prison-identifier.updated",
        "probation-case.additional-identifier.deleted",
        "probation-case.personal-details.updated",
        "probation-case.mappa-information.created",
        "prison-recall.recommendation.started",
        "prison-recall.recommendation.deleted",
        "probation.enforcement-changed.v1",
        "probation.transfer-answered.v1",
        "person.community.manager.transferred",
    ]


def test_every_event_with_a_name_of_the_field_is_heard():
    named = {key.split()[0] for key in FIELD_NAMES}

    assert [n for n in sorted(named) if not HEARS.intersection(subscriptions.reactions_to(n))] == []


def test_every_name_of_the_core_is_told_or_has_no_act_that_it_would_tell_of():
    told = set(FIELD_NAMES.values())

    assert [each for each in CORE if each not in told and each not in NO_ACT] == []
    assert sorted(told.intersection(NO_ACT)) == []
    assert sorted(set(NO_ACT) - set(CORE)) == []


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
