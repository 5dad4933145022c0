"""Code lists as the program has them, for tests that go by what is in them."""

from django.apps import apps

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
    """Put some lists in place, with the types of contact that the first of them name."""
    for declared in REGISTER.holdings:
        if isinstance(declared, CodeList) and declared.table in tables:
            columns, rows = change_organisation.read_code_list(declared)
            model = apps.get_model(declared.table)
            names = {field.column: field.attname for field in model._meta.concrete_fields}
            model.objects.bulk_create(
                [
                    model(
                        **{
                            names[column]: _typed(value)
                            for column, value in zip(columns, row, strict=True)
                        }
                    )
                    for row in rows
                ],
                ignore_conflicts=True,
            )


def _typed(value: str | None) -> str | bool | None:
    return {"true": True, "false": False}.get(value, value) if value is not None else None


def load_processes() -> None:
    """The lists of processes, and the types of contact that the system writes, which nobody is offered."""
    load("probation.ContactType", *PROCESSES)
    ContactType.objects.filter(is_system=False).update(is_offered=False)
