"""Under which names facts are told outside."""

from collections.abc import Mapping
from typing import Final

_CASE, _APPROVED, _TEMPORARY = "probation-case", "approved-premises", "accommodation.cas3"
_LICENCE, _REFERRAL = "create-and-vary-a-licence.licence", "intervention.referral"

_RECOMMENDATION, _PRISONER = "prison-recall.recommendation", "prison-offender-events.prisoner"

_OF_ACCESS: Final = {
    "access.restriction-changed.v1 exclusion": f"{_CASE}.exclusion.updated",
    "access.restriction-changed.v1 restriction": f"{_CASE}.restriction.updated",
    "access.staff-changed.v1": "probation.staff.updated",
}
_OF_PEOPLE: Final = {
    "people.person-added.v1": f"{_CASE}.engagement.created",
    "people.identity-changed.v1": f"{_CASE}.personal-details.updated",
    "people.identity-changed.v1 address added": f"{_CASE}.address.created",
    "people.identity-changed.v1 address": f"{_CASE}.address.updated",
    "people.identity-changed.v1 address removed": f"{_CASE}.address.deleted",
    "people.identity-changed.v1 name alias added": f"{_CASE}.alias.created",
    "people.identity-changed.v1 name alias corrected": f"{_CASE}.alias.updated",
    "people.identity-changed.v1 name alias removed": f"{_CASE}.alias.deleted",
    "people.identity-changed.v1 identifier noms": f"{_CASE}.prison-identifier.updated",
    "people.identity-changed.v1 identifier noms added": f"{_CASE}.prison-identifier.added",
    **{
        f"people.identity-changed.v1 identifier {kind} {change}": f"{_CASE}.additional-identifier.{told}"
        for kind in ("former-crn", "prison-book", "home-office", "service", "passport")
        for change, told in (("added", "created"), ("ended", "deleted"))
    },
    "people.details-changed.v1": f"{_CASE}.personal-details.updated",
    "people.merge-completed.v1": f"{_CASE}.merge.completed",
    "people.unmerge-completed.v1": f"{_CASE}.unmerge.completed",
}
_OF_PROBATION: Final = {
    "probation.case-allocated.v1": "person.community.manager.allocated",
    "probation.component-allocated.v1 event": "event.manager.allocated",
    "probation.component-allocated.v1 requirement": "requirement.manager.allocated",
    "probation.transfer-answered.v1 person accepted": "person.community.manager.transferred",
    "probation.sentence-recorded.v1": f"{_CASE}.sentence.created",
    "probation.sentence-amended.v1": f"{_CASE}.sentence.amended",
    "probation.sentence-ended.v1": f"{_CASE}.sentence.terminated",
    "probation.sentence-resumed.v1": f"{_CASE}.sentence.unterminated",
    "probation.requirement-added.v1": f"{_CASE}.requirement.created",
    "probation.requirement-ended.v1": f"{_CASE}.requirement.terminated",
    "probation.requirement-resumed.v1": f"{_CASE}.requirement.unterminated",
    "probation.mappa-changed.v1": f"{_CASE}.mappa-information.updated",
    "probation.mappa-changed.v1 started": f"{_CASE}.mappa-information.created",
    "probation.mappa-changed.v1 ended": f"{_CASE}.mappa-information.deleted",
    "probation.enforcement-changed.v1 recall considered": f"{_RECOMMENDATION}.started",
    "probation.enforcement-changed.v1 recall consulted": f"{_RECOMMENDATION}.consideration",
    "probation.enforcement-changed.v1 recall to-recall": f"{_RECOMMENDATION}.management-oversight",
    "probation.enforcement-changed.v1 recall not-to-recall": f"{_RECOMMENDATION}.management-oversight",
    "probation.enforcement-changed.v1 recall recall-withdrawn": f"{_RECOMMENDATION}.deleted",
    "probation.custody-changed.v1 admission": f"{_PRISONER}.received",
    "probation.custody-changed.v1 release": f"{_PRISONER}.released",
    "probation.flag-changed.v1": f"{_CASE}.registration.updated",
    "probation.flag-changed.v1 started": f"{_CASE}.registration.added",
    "probation.flag-changed.v1 ended": f"{_CASE}.registration.deregistered",
    "probation.risk-changed.v1": "risk-assessment.scores.determined",
    "probation.breach-raised.v1": "enforcement.breach.raised",
    "probation.breach-concluded.v1": "enforcement.breach.concluded",
    "probation.recall-raised.v1": "enforcement.recall.raised",
    "probation.recall-concluded.v1": "enforcement.recall.concluded",
    "probation.licence-changed.v1 state active": f"{_LICENCE}.activated",
    "probation.licence-changed.v1 state inactive": f"{_LICENCE}.inactivated",
}
_OF_WORK_WITH_PEOPLE: Final = {
    "allocation.tier-calculated.v1": "tier.calculation.complete",
    "allocation.tier-changed.v1": "tier.calculation.changed",
    "assessments.assessment-completed.v1": "assessment.summary.produced",
    "assessments.score-set.v1": "risk-assessment.scores.determined",
    "assessments.score-set.v1 RSR": "risk-assessment.scores.rsr.determined",
    "assessments.score-set.v1 OGRS": "risk-assessment.scores.ogrs.determined",
    "checkins.check-in-submitted.v1": f"{_CASE}.checkin.submitted",
    "services.referral-changed.v1 sent": f"{_REFERRAL}.sent",
    "services.referral-changed.v1 assigned": f"{_REFERRAL}.assigned",
    "services.referral-changed.v1 plan-submitted": "intervention.action-plan.submitted",
    "services.referral-changed.v1 plan-approved": "intervention.action-plan.approved",
    "services.referral-changed.v1 report-submitted": "intervention.end-of-service-report.submitted",
    "services.referral-changed.v1 concluded": f"{_REFERRAL}.concluded",
    "services.referral-changed.v1 cancelled": f"{_REFERRAL}.ended",
    "services.referral-changed.v1 withdrawn": f"{_REFERRAL}.ended",
    "services.session-told.v1": "intervention.session-appointment.session-feedback-submitted",
    "unpaidwork.appointment-credited.v1": "community-payback.appointment.updated",
}
_OF_HOUSING: Final = {
    "housing.application-changed.v1 approved submitted": f"{_APPROVED}.application.submitted",
    "housing.application-changed.v1 approved accepted": f"{_APPROVED}.application.assessed",
    "housing.application-changed.v1 approved refused": f"{_APPROVED}.application.assessed",
    "housing.application-changed.v1 approved information": f"{_APPROVED}.assessment.info-requested",
    "housing.application-changed.v1 approved placement-requested": f"{_APPROVED}.request-for-placement.created",
    "housing.application-changed.v1 approved appealed": f"{_APPROVED}.assessment.appealed",
    "housing.application-changed.v1 approved moving": f"{_APPROVED}.planned-transfer-request.accepted",
    "housing.application-changed.v1 approved withdrawn": f"{_APPROVED}.application.withdrawn",
    "housing.application-changed.v1 approved expired": f"{_APPROVED}.application.expired",
    "housing.booking-made.v1 approved": f"{_APPROVED}.booking.made",
    "housing.booking-changed.v1 approved": f"{_APPROVED}.booking.changed",
    "housing.booking-cancelled.v1 approved": f"{_APPROVED}.booking.cancelled",
    "housing.person-arrived.v1 approved": f"{_APPROVED}.person.arrived",
    "housing.person-not-arrived.v1 approved": f"{_APPROVED}.person.not-arrived",
    "housing.person-departed.v1 approved": f"{_APPROVED}.person.departed",
    "housing.application-changed.v1 temporary submitted": f"{_TEMPORARY}.referral.submitted",
    "housing.application-changed.v1 temporary accepted": f"{_TEMPORARY}.assessment.updated",
    "housing.application-changed.v1 temporary refused": f"{_TEMPORARY}.assessment.updated",
    "housing.booking-made.v1 temporary": f"{_TEMPORARY}.booking.confirmed",
    "housing.booking-cancelled.v1 temporary": f"{_TEMPORARY}.booking.cancelled",
    "housing.person-arrived.v1 temporary": f"{_TEMPORARY}.person.arrived",
    "housing.person-departed.v1 temporary": f"{_TEMPORARY}.person.departed",
}
_OF_DISCLOSURE: Final = {"disclosure.record-removed.v1": f"{_CASE}.deleted.gdpr"}
FIELD_NAMES: Final = {
    **(_OF_ACCESS | _OF_PEOPLE | _OF_PROBATION | _OF_WORK_WITH_PEOPLE | _OF_HOUSING),
    **_OF_DISCLOSURE,
}
"""Names that services in this field use already, for what means the same: by the event and, where it has several names, by what its
fields say, in the order of `DECIDING`. Everything else is told under the name of this house.

Source: names seen in published probation services (Ministry of Justice repositories, MIT licence)."""
SAME_OUTCOME: Final = {"UACP": "UAAB"}
"""Codes of outcomes by which other systems say what one of this house says (domain rules, 32): taken as that one."""
NO_ACT: Final = {
    f"{_CASE}.engagement.deleted": "a record goes for good alone, by its schedule: that is told as deleted.gdpr",
    f"{_CASE}.engagement.recovered": "what is removed for good does not come back",
    f"{_CASE}.additional-identifier.recovered": "a number that ended is added anew",
    f"{_CASE}.sentence.moved": "a sentence goes to another record with all of its record alone: that is told as merge.completed",
    f"{_CASE}.sentence.deleted": "an event that was entered by mistake is ended, and stays",
    f"{_CASE}.requirement.deleted": "a requirement that was entered by mistake is ended, and stays",
    f"{_CASE}.registration.deleted": "a flag that was set by mistake is ended, and stays",
    f"{_PRISONER}.merged": "two records of a prison are made one there; here that is merge.completed",
    f"{_PRISONER}.booking.moved": "the number of a booking is put right with the next movement that a prison reports",
}
"""Names of the core of the field (domain rules, 29) for which this house has no act, and why."""
DECIDING: Final = ("about", "kind", "component", "measure", "step", "state", "change")
"""Fields of events that decide on a name. Of a part of a case its kind does, not its number."""


def told_as(name: str, details: Mapping[str, object]) -> str:
    """The name under which an event goes outside: the one that says most of what it tells.

    >>> told_as("probation.case-allocated.v1", {}), told_as("probation.hearing-listed.v1", {})
    ('person.community.manager.allocated', 'probation.hearing-listed.v1')
    >>> told_as("housing.booking-changed.v1", {"kind": "approved", "change": "keyworker"})
    'approved-premises.booking.changed'
    >>> told_as("probation.component-allocated.v1", {"component": "requirement-1-2"})
    'requirement.manager.allocated'
    """
    said = [
        str(details[field]).partition("-")[0] if field == "component" else str(details[field])
        for field in DECIDING
        if details.get(field)
    ]
    about = [name, *said]
    while about:
        if found := FIELD_NAMES.get(" ".join(about)):
            return found
        about.pop()
    return name
