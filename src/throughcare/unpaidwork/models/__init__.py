"""The tables of unpaid work."""

from throughcare.unpaidwork.models.orders import Adjustment, Allocation, Completion, Order
from throughcare.unpaidwork.models.projects import Opening, Project, Session
from throughcare.unpaidwork.models.reference import AdjustmentReason, CreditScope, ProjectType
from throughcare.unpaidwork.models.sessions import Appointment

__all__ = [
    "Adjustment",
    "AdjustmentReason",
    "Allocation",
    "Appointment",
    "Completion",
    "CreditScope",
    "Opening",
    "Order",
    "Project",
    "ProjectType",
    "Session",
]
