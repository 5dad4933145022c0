"""Licences from state to state, their conditions matched, and supervision after them until its repeal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import (
    EnforcementKind,
    KeyDateType,
    LicenceState,
    ReleaseKind,
    SupervisionDuty,
)
from throughcare.probation.commands import Matched
from throughcare.probation.models import (
    Appointment,
    Commencement,
    Custody,
    Enforcement,
    Licence,
    LicenceCondition,
    PolicyCondition,
    Sentence,
    SupervisionRequirement,
)
from throughcare.probation.rules.licences import Condition
from throughcare.probation.tests.sentencing import NOW, acting, load_codes, sentenced

pytestmark = pytest.mark.django_db

UNTIL_ACTIVE = (
    LicenceState.IN_PROGRESS,
    LicenceState.SUBMITTED,
    LicenceState.APPROVED,
    LicenceState.ACTIVE,
)
HOSTEL = Condition(type="101", wording="Live at the hostel")
CURFEW = Condition(type="107", wording="Stay in from 7pm")
ALCOHOL = Condition(type="110", wording="Drink no alcohol")


@pytest.fixture(autouse=True)
def codes(db) -> None:
    load_codes()


@pytest.fixture
def sentence(officer_here, case) -> Sentence:
    return sentenced(officer_here, case, type_code="325", length=18)


@pytest.fixture
def active(officer_here, case, sentence) -> Licence:
    """A licence that is active, of somebody released."""
    begun(officer_here, case)
    released(officer_here, case)
    for state in UNTIL_ACTIVE:
        changed(officer_here, case, state)
    return Licence.objects.get()


def begun(account, case) -> Licence:
    with acting(account):
        return commands.begin_licence(account_id=account.pk, case_id=case.pk, number=1, now=NOW)


def changed(account, case, state: LicenceState) -> Licence:
    with acting(account):
        return commands.change_licence(
            account_id=account.pk, case_id=case.pk, number=1, state=state, now=NOW
        )


def released(account, case) -> None:
    with acting(account):
        commands.release_person(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            kind=ReleaseKind.ADULT_LICENCE,
            released_on=date(2026, 5, 1),
            now=NOW,
        )


def matched(account, case, *conditions: Condition) -> Matched:
    with acting(account):
        return commands.match_conditions(
            account_id=account.pk, case_id=case.pk, number=1, conditions=conditions, now=NOW
        )


def required(account, case, kind=SupervisionDuty.APPOINTMENTS) -> SupervisionRequirement:
    with acting(account):
        return commands.require_in_supervision(
            account_id=account.pk,
            case_id=case.pk,
            number=1,
            kind=kind,
            starts_on=date(2026, 5, 20),
            now=NOW,
        )


def test_a_licence_goes_from_state_to_state_under_the_policy_of_its_beginning(
    officer_here, case, sentence
):
    made = begun(officer_here, case)

    with pytest.raises(Refused) as skipped:
        changed(officer_here, case, LicenceState.APPROVED)
    for state in UNTIL_ACTIVE[:-1]:
        changed(officer_here, case, state)
    with pytest.raises(Refused) as inside:
        changed(officer_here, case, LicenceState.ACTIVE)

    assert (made.number, made.policy) == (1, "4.0")
    assert skipped.value.codes == ("not-next",)
    assert inside.value.codes == ("not-released",)
    assert Licence.objects.get().state == "approved"


def test_one_licence_goes_on_at_a_time_and_another_may_follow(officer_here, case, active):
    with pytest.raises(Refused) as refused:
        begun(officer_here, case)
    changed(officer_here, case, LicenceState.RECALLED)
    second = begun(officer_here, case)

    assert refused.value.codes == ("goes-on",)
    assert second.number == 2


def test_without_a_policy_no_licence_begins_and_without_a_licence_none_changes(
    officer_here, case, sentence
):
    PolicyCondition.objects.all().delete()

    with pytest.raises(Refused) as refused:
        begun(officer_here, case)
    with pytest.raises(Http404):
        changed(officer_here, case, LicenceState.ACTIVE)

    assert refused.value.codes == ("no-policy",)


def test_conditions_of_the_active_licence_are_matched_to_those_that_are_there(
    officer_here, case, active
):
    first = matched(officer_here, case, HOSTEL, CURFEW)
    second = matched(officer_here, case, CURFEW, ALCOHOL)
    third = matched(officer_here, case, CURFEW, ALCOHOL)

    assert [first, second, third] == [
        Matched(ended=0, added=2, kept=0),
        Matched(ended=1, added=1, kept=1),
        Matched(ended=0, added=0, kept=2),
    ]
    assert list(
        LicenceCondition.objects.order_by("number").values_list("number", "type_id", "ended_for")
    ) == [(1, "101", "replaced"), (2, "107", ""), (3, "110", "")]


def test_conditions_need_an_active_licence_and_known_categories(officer_here, case, sentence):
    with pytest.raises(Refused) as refused:
        matched(officer_here, case, Condition(type="999", sub_type="999"))

    assert refused.value.codes == ("no-licence", "no-such-type", "no-such-sub-type")
    assert not LicenceCondition.objects.exists()


def test_a_condition_is_added_once_and_ended_once(officer_here, case, active):
    def added() -> LicenceCondition:
        with acting(officer_here):
            return commands.add_condition(
                account_id=officer_here.pk,
                case_id=case.pk,
                number=1,
                condition=HOSTEL,
                now=NOW,
            )

    def ended(condition: int = 1) -> LicenceCondition:
        with acting(officer_here):
            return commands.end_condition(
                account_id=officer_here.pk,
                case_id=case.pk,
                number=1,
                condition=condition,
                now=NOW,
            )

    made = added()
    with pytest.raises(Refused) as twice:
        added()
    with pytest.raises(Http404):
        ended(7)
    ended()
    with pytest.raises(Refused) as again:
        ended()

    assert (made.number, made.wording) == (1, "Live at the hostel")
    assert twice.value.codes == ("is-there",)
    assert again.value.codes == ("condition-ended",)
    with acting(officer_here):
        found = queries.licence(case.pk, number=1)
    assert [each.ended_on for each in found.conditions] == [NOW.date()]
    assert found.goes_on


def test_a_stranger_changes_no_condition(officer_elsewhere, case, active):
    with pytest.raises((PermissionDenied, Http404)):
        matched(officer_elsewhere, case, HOSTEL)

    assert not LicenceCondition.objects.exists()


def test_supervision_requires_each_thing_once_and_only_where_there_is_any(officer_here, case):
    sentenced(officer_here, case, type_code="301", length=18)
    with pytest.raises(Refused) as none:
        required(officer_here, case)
    Sentence.objects.update(type_id="325")
    required(officer_here, case)
    with pytest.raises(Refused) as twice:
        required(officer_here, case)
    Commencement.objects.update(starts_on=date(2026, 5, 20))
    with pytest.raises(Refused) as repealed:
        required(officer_here, case, SupervisionDuty.TRAVEL)

    assert none.value.codes == ("no-supervision",)
    assert twice.value.codes == ("is-there",)
    assert repealed.value.codes == ("repealed",)


def repeal(at) -> int:
    with change_access.as_engine(now=at):
        return commands.repeal_supervision(now=at)


def test_pss_ends(officer_here, case, active):
    """Acceptance: PSS to 30 September 2026, an appointment in August; repealed before: ended, removed, a breach still open."""
    with acting(officer_here):
        commands.begin_supervision(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            begins_on=date(2026, 5, 20),
            now=NOW,
        )
    required(officer_here, case)
    in_august = Appointment.objects.create(
        case=case,
        type_id="COAP",
        starts_at=NOW + timedelta(days=70),
        ends_at=NOW + timedelta(days=70, minutes=30),
        recorded_at=NOW,
    )
    breach = Enforcement.objects.create(
        case=case,
        reference="E1",
        kind=EnforcementKind.BREACH,
        state="open",
        opened_on=date(2026, 5, 30),
        due_on=date(2026, 7, 10),
        recorded_at=NOW,
    )
    in_july = NOW + timedelta(days=30)

    unknown = repeal(in_july)
    commands.commence(code="sentencing-act-2026", starts_on=in_july.date())
    before = repeal(in_july - timedelta(days=1))
    done = repeal(in_july)
    again = repeal(in_july)

    assert (unknown, before, done, again) == (0, 0, 1, 0)
    sentence = Sentence.objects.get()
    assert (sentence.terminated_on, sentence.ended_for) == (in_july.date(), "repealed")
    assert (SupervisionRequirement.objects.get().ended_for, Custody.objects.get().status) == (
        "repealed",
        "T",
    )
    in_august.refresh_from_db()
    breach.refresh_from_db()
    assert (in_august.is_cancelled, breach.state) == (True, "open")
    acts = audit.acts_about(subject_kind="case", subject_reference=case.person.crn, limit=1)
    assert [act.action for act in acts] == ["supervision.repealed"]


def test_a_licence_that_is_no_supervision_goes_on_when_that_is_repealed(officer_here, case, active):
    commands.commence(code="sentencing-act-2026", starts_on=NOW.date())

    assert repeal(NOW) == 0
    assert Sentence.objects.get().terminated_on is None
    with pytest.raises(Http404):
        commands.commence(code="another", starts_on=NOW.date())


def test_a_licence_that_is_not_approved_two_working_days_before_release_is_timed_out(
    officer_here, case, sentence
):
    begun(officer_here, case)
    friday = date(2026, 6, 12)

    def timed_out(on: int) -> int:
        at = NOW.replace(day=on)
        with change_access.as_engine(now=at):
            return commands.time_out_licences(now=at)

    unknown = timed_out(10)
    with acting(officer_here):
        commands.set_key_dates(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            days={
                KeyDateType.CONDITIONAL_RELEASE: friday,
                KeyDateType.EXPECTED_RELEASE: date(2026, 6, 19),
            },
            now=NOW,
        )
    tuesday, wednesday, again = timed_out(9), timed_out(10), timed_out(11)

    assert (unknown, tuesday, wednesday, again) == (0, 0, 1, 0)
    assert Licence.objects.get().state == "timed-out"
    acts = audit.acts_about(subject_kind="case", subject_reference=case.person.crn, limit=1)
    assert [act.action for act in acts] == ["licence.timed-out"]


def test_a_licence_that_is_approved_or_of_somebody_released_is_not_timed_out(
    officer_here, case, sentence
):
    begun(officer_here, case)
    for state in UNTIL_ACTIVE[:-1]:
        changed(officer_here, case, state)
    with acting(officer_here):
        commands.set_key_dates(
            account_id=officer_here.pk,
            case_id=case.pk,
            number=1,
            days={KeyDateType.CONDITIONAL_RELEASE: date(2026, 6, 2)},
            now=NOW,
        )

    with change_access.as_engine(now=NOW):
        approved = commands.time_out_licences(now=NOW)
    Licence.objects.update(state="submitted")
    released(officer_here, case)
    with change_access.as_engine(now=NOW):
        outside = commands.time_out_licences(now=NOW)

    assert (approved, outside) == (0, 0)
