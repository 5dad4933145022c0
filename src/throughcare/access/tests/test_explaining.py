"""Why somebody may or may not open a case, in words."""

from datetime import timedelta

import pytest

from throughcare.access import commands, queries
from throughcare.access.choices import Action, RestrictionKind
from throughcare.access.models import Grant, Restriction
from throughcare.access.tests import small_nation
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.organisation.choices import Fact


def explain(account, case) -> queries.Explanation:
    with commands.acting_as(account_id=account.pk, now=NOW):
        return queries.explain(
            account_id=account.pk, case_id=case.pk, person_id=case.person_id, reference="X000009"
        )


def verdicts(read: bool, minimum: bool, write: bool, emergency: bool) -> dict[Action, bool]:  # noqa: FBT001  a table
    return {
        Action.READ_CASE: read,
        Action.MINIMUM: minimum,
        Action.WRITE_CASE: write,
        Action.ALLOCATE: False,
        Action.EMERGENCY: emergency,
    }


REACH = "within the reach of probation officer"
BY_POST = f"{REACH} because the post is in the owner or over the holder."
BY_PROTOCOL = f"{REACH} by a protocol between the kinds of body."
NO_EXCEPTION = "No emergency, transition or other exception was made for this account."
NOT_CLOSED = "No exclusion or restriction closes the record to this account."


def test_an_officer_of_the_owner_may_open_a_case_because_of_the_post(nation, officer_here):
    told = explain(officer_here, nation.cases["C05"])

    assert told.steps == (
        "The account officer-c05 is active.",
        "Post P00003: Probation officer in C05T, C05 (recorded). The post counts.",
        "X000009 is owned by C05 and held by C05T since 1 January 2010 (recorded).",
        "Open a case in an emergency: within the reach of probation officer everywhere.",
        f"Open the minimum safe view of a case: {BY_POST}",
        f"Open the minimum safe view of a case: {BY_PROTOCOL}",
        f"Open a case in full: {BY_POST}",
        f"Write to a case: {BY_POST}",
        NO_EXCEPTION,
        NOT_CLOSED,
    )
    assert told.verdicts == verdicts(read=True, minimum=True, write=True, emergency=True)


def test_an_officer_elsewhere_may_open_the_minimum_view_by_a_protocol(nation, officer_elsewhere):
    told = explain(officer_elsewhere, nation.cases["C05"])

    assert told.steps[3:] == (
        "Open a case in an emergency: within the reach of probation officer everywhere.",
        f"Open the minimum safe view of a case: {BY_PROTOCOL}",
        NO_EXCEPTION,
        NOT_CLOSED,
    )
    assert told.verdicts == verdicts(read=False, minimum=True, write=False, emergency=True)


def test_an_exception_is_told_with_its_end_and_its_reason(nation, officer_elsewhere):
    case = nation.cases["C05"]
    for hours in (0, -5):
        Grant.objects.create(
            account=officer_elsewhere,
            case_id=case.pk,
            kind="emergency",
            reason="Out of hours",
            starts_at=NOW + timedelta(hours=hours),
            ends_at=NOW + timedelta(hours=hours + 2),
        )

    told = explain(officer_elsewhere, case)

    assert told.steps[5:7] == (
        "Emergency access from 05:00 on 2 June 2014 to 07:00 on 2 June 2014 (Out of hours): not in force.",
        "Emergency access from 10:00 on 2 June 2014 to 12:00 on 2 June 2014 (Out of hours): in force.",
    )
    assert told.verdicts == verdicts(read=True, minimum=True, write=False, emergency=True)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (RestrictionKind.EXCLUSION, "by an exclusion that names it"),
        (RestrictionKind.RESTRICTION, "by a restriction that lets only others in"),
    ],
)
def test_a_closed_record_is_said_to_be_closed_and_why(
    nation, officer_here, officer_elsewhere, kind, why
):
    case = nation.cases["C05"]
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here if kind == RestrictionKind.EXCLUSION else officer_elsewhere,
        kind=kind,
        reason="A relative",
        starts_at=LONG_AGO,
    )

    told = explain(officer_here, case)

    assert told.steps[-1] == (
        f"The record is closed to this account {why}. That goes before everything else."
    )
    assert told.verdicts == verdicts(read=False, minimum=False, write=False, emergency=False)


def test_a_post_in_a_unit_that_closed_counts_for_nothing(nation, officer_here):
    small_nation.state(nation.units["C05T"], Fact.OPERATING, "no", starts_at=NOW)

    told = explain(officer_here, nation.cases["C05"])

    assert told.steps[1] == (
        "Post P00003: Probation officer in C05T, C05 (recorded). "
        "C05T does not operate, so the post counts for nothing."
    )
    assert told.verdicts == verdicts(read=False, minimum=False, write=False, emergency=False)


def test_an_account_without_a_post_or_closed_may_nothing(nation, officer_here):
    officer_here.is_active = False
    officer_here.save(update_fields=["is_active"])

    told = explain(officer_here, nation.cases["C05"])

    assert told.steps[0] == ("The account officer-c05 is closed, so none of its posts counts.")
    assert told.verdicts == verdicts(read=False, minimum=False, write=False, emergency=False)
