"""Under which names facts are told outside."""

from typing import Final

FIELD_NAMES: Final = {
    "checkins.check-in-submitted.v1": "probation-case.checkin.submitted",
    "people.person-added.v1": "probation-case.engagement.created",
    "people.identity-changed.v1": "probation-case.personal-details.updated",
    "probation.case-allocated.v1": "person.community.manager.allocated",
    "probation.flag-changed.v1": "probation-case.registration.updated",
    "probation.risk-changed.v1": "risk-assessment.scores.determined",
}
"""Names that services in this field use already, for what means the same. Everything else is told under the name of this house.

Source: names seen in published probation services (Ministry of Justice repositories, MIT licence)."""


_APPROVED, _TEMPORARY = "approved-premises", "accommodation.cas3"
HOUSING_NAMES: Final = {
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
"""The same for housing, by what is applied for and, where an application went on, to which step. Source as above."""


def told_as(name: str, *, kind: str = "", state: str = "") -> str:
    """The name under which an event goes outside.

    >>> told_as("probation.case-allocated.v1"), told_as("probation.hearing-listed.v1")
    ('person.community.manager.allocated', 'probation.hearing-listed.v1')
    >>> told_as("housing.person-arrived.v1", kind="approved")
    'approved-premises.person.arrived'
    """
    about = " ".join(part for part in (name, kind, state) if part)
    return FIELD_NAMES.get(name) or HOUSING_NAMES.get(about, name)
