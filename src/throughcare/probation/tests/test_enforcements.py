"""A failure that was taken further is presented, ended with a result or withdrawn, once and by whoever has the case."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.probation import commands
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.models import Enforcement

pytestmark = pytest.mark.django_db


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


@pytest.fixture
def opened(case, officer_here):
    """What opens one of a kind, by its reference."""

    def made(kind: EnforcementKind) -> str:
        with acting(officer_here):
            return commands.open_enforcement(
                account_id=officer_here.pk, case_id=case.pk, kind=kind, now=NOW
            ).reference

    return made


def do(command, account, reference: str, **more: str) -> None:
    crn = Enforcement.objects.get(reference=reference).case.person.crn
    with acting(account):
        command(account_id=account.pk, crn=crn, reference=reference, now=NOW, **more)


def refused(command, account, reference: str, **more: str) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        do(command, account, reference, **more)
    return why.value.codes


def standing(reference: str) -> tuple[str, str, date | None, date]:
    found = Enforcement.objects.get(reference=reference)
    return found.state, found.result, found.concluded_on, found.due_on


def test_a_breach_is_presented_and_then_the_court_decides_and_its_clock_stays(officer_here, opened):
    breach = opened(EnforcementKind.BREACH)
    assert refused(commands.conclude_enforcement, officer_here, breach, result="continues") == (
        "not-presented",
    )
    assert standing(breach) == ("open", "", None, date(2014, 6, 16))

    do(commands.present_enforcement, officer_here, breach)
    assert standing(breach) == ("presented", "", None, date(2014, 6, 16))
    do(commands.conclude_enforcement, officer_here, breach, result="continues")

    assert standing(breach) == ("concluded", "continues", date(2014, 6, 2), date(2014, 6, 16))
    acts = [
        (act.action, act.detail["altered"])
        for act in audit.acts_by(account_id=officer_here.pk, limit=9)
        if act.action in {"enforcement.presented", "enforcement.concluded"}
    ]
    altered = f"probation.Enforcement/{Enforcement.objects.get().pk}"
    assert sorted(acts) == [
        ("enforcement.concluded", altered),
        ("enforcement.presented", altered),
    ]
    assert Event.objects.filter(name="probation.enforcement-changed.v1").count() == 2


def test_what_is_no_breach_is_presented_to_nobody_and_ends_as_its_kind_does(officer_here, opened):
    warning, recall = opened(EnforcementKind.WARNING), opened(EnforcementKind.RECALL)
    assert refused(commands.present_enforcement, officer_here, warning) == ("no-breach",)
    assert refused(commands.conclude_enforcement, officer_here, recall, result="answered") == (
        "no-result",
    )

    do(commands.conclude_enforcement, officer_here, warning, result="answered")
    do(commands.conclude_enforcement, officer_here, recall, result="returned")

    assert standing(warning)[:2] == ("concluded", "answered")
    assert standing(recall)[:2] == ("concluded", "returned")


def test_it_is_withdrawn_with_a_reason_and_nothing_follows(officer_here, opened):
    breach = opened(EnforcementKind.BREACH)
    assert refused(commands.withdraw_enforcement, officer_here, breach, reason="revoked") == (
        "no-reason",
    )

    do(commands.withdraw_enforcement, officer_here, breach, reason="excused")

    assert standing(breach) == ("withdrawn", "excused", None, date(2014, 6, 16))
    assert refused(commands.present_enforcement, officer_here, breach) == ("is-over",)
    assert refused(commands.withdraw_enforcement, officer_here, breach, reason="error") == (
        "is-over",
    )
    assert refused(commands.conclude_enforcement, officer_here, breach, result="revoked") == (
        "is-over",
    )


def test_nobody_elsewhere_ends_it(officer_elsewhere, opened):
    breach = opened(EnforcementKind.BREACH)

    with pytest.raises((PermissionDenied, Http404)):
        do(commands.present_enforcement, officer_elsewhere, breach)
    with pytest.raises((PermissionDenied, Http404)):
        do(commands.withdraw_enforcement, officer_elsewhere, breach, reason="error")

    assert standing(breach)[0] == "open"
