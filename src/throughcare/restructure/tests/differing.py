"""Something that differs after the switch: a contact that was altered behind everything."""

from throughcare.access import commands as change_access
from throughcare.restructure import commands
from throughcare.restructure.models import Difference
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import Reform, account

OF = (
    "select a.item_id, a.reference, min(k.id) from restructure_answer a"
    " join organisation_unitcode u on u.unit_id = a.to_owner_id and u.code = %s"
    " join probation_contact k on k.case_id = a.item_id"
    " where a.kind = 'case' and a.plan_id = %s group by 1, 2 order by 1 limit 1"
)


def alter_a_contact(reform: Reform, code: str) -> tuple[int, str]:
    """Alter a contact of a case that the plan gave to a provider; gives the number of the case and its reference."""
    ((case_id, reference, contact),) = reform.rows(OF, code, reform.plan_id)
    sql.write("alter table probation_contact disable trigger user")
    sql.write("update probation_contact set notes = notes || 'x' where id = %s", [contact])
    sql.write("alter table probation_contact enable trigger user")
    return case_id, reference


def explain(reform: Reform, difference: Difference, words: str, *, by: str = "planner") -> None:
    """As the page does it: under the account's own rights."""
    with change_access.acting_as(account_id=account(by), now=reform.now):
        commands.explain_difference(
            account_id=account(by),
            plan_id=reform.plan_id,
            difference_id=difference.pk,
            explanation=words,
            now=reform.now,
        )


def approve(reform: Reform, difference: Difference, *, by: str = "approver") -> None:
    with change_access.acting_as(account_id=account(by), now=reform.now):
        commands.approve_explanation(
            account_id=account(by),
            plan_id=reform.plan_id,
            difference_id=difference.pk,
            now=reform.now,
        )


def explained(reform: Reform, words: str) -> Difference:
    """The one difference that there is, explained and approved."""
    difference = Difference.objects.get(plan_id=reform.plan_id)
    explain(reform, difference, words)
    approve(reform, difference)
    difference.refresh_from_db()
    return difference
