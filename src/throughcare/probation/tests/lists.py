"""Code lists as the program has them, for tests that go by what is in them."""

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation import commands as change_organisation
from throughcare.organisation.holdings import CodeList
from throughcare.probation.models import ContactType

PROCESSES = (
    *("probation.NsiType", "probation.NsiStatus", "probation.NsiOutcome"),
    *("probation.ProcessStep", "probation.ProcessMove"),
    "probation.RecallOption",
    *("probation.DocumentTemplate", "probation.TemplateSection"),
    *("probation.BreachReason", "probation.BreachOutcome"),
)


def load(*tables: str) -> None:
    """Put some lists in place."""
    for declared in REGISTER.holdings:
        if isinstance(declared, CodeList) and declared.table in tables:
            change_organisation.load_code_list(declared)


def load_processes() -> None:
    """The lists of processes, and the types of contact that the system writes, which nobody is offered."""
    load("probation.ContactType", *PROCESSES)
    ContactType.objects.filter(is_system=False, is_offered=True).update(is_offered=False)
