"""Cases belong together by what somebody says of them, and until somebody ends it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import TieKind
from throughcare.probation.models import Tie

pytestmark = pytest.mark.django_db

NUMBER = "1400123456"


def acting(account):
    return change_access.acting_as(account_id=account.pk, now=NOW)


def tied(account, case, *, kind=TieKind.CO_DEFENDANTS, number=NUMBER) -> Tie:
    with acting(account):
        return commands.tie_case(
            account_id=account.pk, case_id=case.pk, kind=kind, number=number, now=NOW
        )


def test_a_case_is_tied_and_untied_and_the_trail_says_so(officer_here, case):
    made = tied(officer_here, case)

    with acting(officer_here):
        assert list(queries.ties_of(case.pk, at=NOW)) == [made]
        ended = commands.end_tie(
            account_id=officer_here.pk, case_id=case.pk, tie_id=made.pk, now=NOW
        )
    assert ended.ended_on == made.starts_on
    acts = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert [(act.action, act.detail["altered"]) for act in acts] == [
        ("case.untied", f"probation.Tie/{made.pk}"),
        ("case.tied", f"probation.Tie/{made.pk}"),
    ]


def test_what_is_said_already_or_is_no_number_is_refused(officer_here, case):
    tied(officer_here, case)

    for number, code in ((NUMBER, "tied-already"), ("a b", "no-number")):
        with pytest.raises(Refused) as refused:
            tied(officer_here, case, number=number)
        assert refused.value.codes == (code,)
    assert Tie.objects.count() == 1


def test_a_case_that_is_closed_is_tied_to_nothing(officer_here, case):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    with pytest.raises(Refused) as refused:
        tied(officer_here, case, number="a b")

    assert refused.value.codes == ("case-closed", "no-number")
    assert not Tie.objects.exists()


def test_a_tie_is_ended_once(officer_here, case):
    made = tied(officer_here, case)
    with acting(officer_here):
        commands.end_tie(account_id=officer_here.pk, case_id=case.pk, tie_id=made.pk, now=NOW)

        with pytest.raises(Refused) as refused:
            commands.end_tie(account_id=officer_here.pk, case_id=case.pk, tie_id=made.pk, now=NOW)

    assert refused.value.codes == ("not-tied",)


def test_nobody_elsewhere_ties_a_case_or_reads_its_ties(officer_here, officer_elsewhere, case):
    tied(officer_here, case)

    with pytest.raises(Http404):
        tied(officer_elsewhere, case, number="HH1")

    with acting(officer_elsewhere):
        assert list(queries.ties_of(case.pk, at=NOW)) == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            Tie.objects.create(
                case=case,
                kind="household",
                shared_number="HH1",
                starts_on=NOW.date(),
                recorded_at=NOW,
            )


def test_a_shared_number_has_a_shape(case):
    with pytest.raises(IntegrityError):
        Tie.objects.create(
            case=case, kind="household", shared_number="no", starts_on=NOW.date(), recorded_at=NOW
        )
