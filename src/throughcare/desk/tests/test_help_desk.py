"""The help desk list: whose troubles are on it, who hears of them, and records that somebody cannot find."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.choices import RestrictionKind
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer
from throughcare.audit import commands as change_audit
from throughcare.audit import queries as audit
from throughcare.desk.tests.conftest import words
from throughcare.kernel.refusals import Refused
from throughcare.organisation.models import Change
from throughcare.restructure.models import Plan
from throughcare.transition import commands as change_transition
from throughcare.transition import queries as transition
from throughcare.transition.choices import Trouble
from throughcare.transition.models import Challenge, Missing

PAGE = "/help-desk"


@pytest.fixture
def head(nation):
    """The head of C05."""
    return officer(
        "head-c05", owner=nation.units["C05"], holder=nation.units["C05"], role="executive"
    )


def fails_to_sign_in(username: str) -> None:
    with change_access.signing_in(now=NOW):
        change_access.try_password(
            session=SessionStore(),
            username=username,
            password="not-this-one",
            address="10.0.0.1",
            now=NOW,
            machine_now=NOW,
        )


def opens_in_vain(account, *, view: str, part: str = "case", crn: str = "X000001", at=NOW) -> None:
    change_audit.record(
        account_id=account.pk,
        action="case.read",
        subject_kind="case",
        subject_reference=crn,
        now=at,
        detail={"part": part, "view": view},
    )


def challenges(account, *, by_plan: Plan) -> Challenge:
    return Challenge.objects.create(
        plan=by_plan,
        account=account,
        subject="case",
        kind="case",
        item_id=1,
        item_reference="X000003",
        reason="It was mine.",
        owner_id=account.pk,
        due_on=NOW.date(),
        recorded_at=NOW,
    )


@pytest.fixture
def plan(planner) -> Plan:
    return Plan.objects.create(
        reference="any",
        version=1,
        title="Any",
        effective_at=NOW,
        change=Change.objects.create(
            reference="any", title="Any", effective_at=NOW, recorded_at=LONG_AGO
        ),
        made_by_id=planner.pk,
        recorded_at=LONG_AGO,
    )


def misses(account, reference: str = "X000009") -> Missing:
    with change_access.acting_as(account_id=account.pk, now=NOW):
        return change_transition.report_missing(
            account_id=account.pk, item_reference=reference, words="Not in my list.", now=NOW
        )


def listed(by, *, kind: Trouble | None = None, units=None) -> list[tuple[str, str, str]]:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        found = transition.troubles(now=NOW, kind=kind, unit_ids=units, part=slice(0, 25))
    return sorted((line.what, line.who, line.about) for line in found)


def test_a_head_hears_of_each_kind_of_trouble_of_its_own_people_and_of_nobody_else_s(
    nation, head, planner, plan, officer_here
):
    officer_elsewhere = nation.accounts["N02"]
    for each in (officer_here, officer_elsewhere):
        fails_to_sign_in(each.username)
        opens_in_vain(each, view="refused")
        opens_in_vain(each, view="none")
        challenges(each, by_plan=plan)
        misses(each)
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        change_access.open_in_emergency(
            account_id=officer_here.pk,
            case_id=nation.cases["C11"].pk,
            reason="At the door.",
            hours=2,
            now=NOW,
        )
    fails_to_sign_in("nobody-of-this-name")

    own = listed(head)
    every = listed(planner)

    name = officer_here.display_name
    assert own == [
        ("case", name, "X000003"),
        ("closed", name, "X000001"),
        ("elsewhere", name, "X000001"),
        ("emergency", name, ""),
        ("failed", name, ""),
        ("missing", name, "X000009"),
    ]
    assert len(every) == len(own) + 5 + 1
    assert ("unknown", "Nobody known", "") in every
    assert listed(officer_here) == []
    assert listed(head, kind=Trouble.MISSING) == [("missing", name, "X000009")]
    assert listed(planner, units=[nation.units["N02T"].pk]) == sorted(
        (what, officer_elsewhere.display_name, about)
        for what, _, about in own
        if what != "emergency"
    )


def test_what_opened_or_is_long_past_is_not_on_the_list_and_what_is_open_stays(
    head, plan, officer_here
):
    opens_in_vain(officer_here, view="full")
    opens_in_vain(officer_here, view="none", part="person")
    opens_in_vain(officer_here, view="refused", at=NOW - timedelta(days=transition.DAYS, seconds=1))
    old = challenges(officer_here, by_plan=plan)
    Challenge.objects.filter(pk=old.pk).update(recorded_at=LONG_AGO)

    assert [what for what, _, _ in listed(head)] == ["case"]
    Challenge.objects.filter(pk=old.pk).update(state="withdrawn")
    assert listed(head) == []


def test_the_counts_by_provider_are_those_of_the_list(head, planner, officer_here):
    fails_to_sign_in(officer_here.username)
    fails_to_sign_in("nobody-of-this-name")
    misses(officer_here)

    def desks(by) -> list[tuple[str, list[int]]]:
        with change_access.acting_as(account_id=by.pk, now=NOW):
            found = transition.troubles_by_provider(now=NOW, unit_ids=None)
        return [(desk.code, [desk.counts[kind] for kind in Trouble]) for desk in found]

    assert desks(head) == [("C05", [1, 0, 0, 1])]
    assert desks(planner) == [("C05", [1, 0, 0, 1]), ("", [1, 0, 0, 0])]


def test_the_page_narrows_by_unit_and_kind_pages_and_names_nobody_supervised(
    nation, head, browse, officer_here, officer_elsewhere
):
    misses(officer_here)
    for each in range(26):
        opens_in_vain(
            officer_here, view="refused", crn=f"X{each:06}", at=NOW - timedelta(minutes=each)
        )
    browser = browse(head)

    first = words(browser.get(PAGE))
    second = words(browser.get(f"{PAGE}?kind=access&page=2"))
    other = words(browser.get(f"{PAGE}?unit=N02"))
    unknown = words(browser.get(f"{PAGE}?unit=ZZZ"))

    assert "Was refused a record that is closed to them" in first
    assert "X000025" in second
    assert "X000000" not in second
    assert "X000009" not in second
    assert "Nothing went wrong" in other
    assert "ZZZ" in unknown
    assert "Ann" not in first
    assert browse(officer_here).get(PAGE).status_code == 403
    assert any(
        act.subject_kind == "help-desk" for act in audit.acts_by(account_id=head.pk, limit=9)
    )


def test_the_page_takes_as_many_queries_for_many_as_for_few(head, browse, officer_here):
    browser = browse(head)
    opens_in_vain(officer_here, view="refused")
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE)
    for each in range(10):
        opens_in_vain(officer_here, view="refused", crn=f"X{each:06}")

    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)

    assert len(many) == len(few)


def test_a_missing_record_is_reported_once_looked_for_and_answered(
    head, browse, officer_here, officer_elsewhere
):
    reporter, desk = browse(officer_here), browse(head)
    nothing = reporter.post("/missing-records/new", {"item_reference": ""})
    made = reporter.post("/missing-records/new", {"item_reference": "x000009"}, follow=True)
    twice = reporter.post("/missing-records/new", {"item_reference": "X000009"})
    address = f"/missing-records/{Missing.objects.get().reference}"
    unsaid = desk.post(address, {"answer": " "})

    answered = desk.post(address, {"answer": "With N02 since Monday."}, follow=True)

    assert "Enter the reference of the record" in words(nothing)
    assert "It is on the help desk list." in words(made)
    assert "You reported this record" in words(twice)
    assert unsaid.status_code == 422
    assert "With N02 since Monday." in words(answered)
    assert "With N02 since Monday." in words(reporter.get(address))
    assert Missing.objects.get().answered_by_id == head.pk
    assert desk.post(address, {"answer": "Again."}).status_code == 422
    assert browse(officer_elsewhere).get(address).status_code == 404


def test_another_s_missing_record_is_neither_seen_nor_answered(
    head, officer_here, officer_elsewhere
):
    made = misses(officer_here)

    with (
        change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW),
        pytest.raises(PermissionDenied),
    ):
        change_transition.answer_missing(
            account_id=officer_elsewhere.pk, reference=made.reference, answer="No.", now=NOW
        )
    with (
        change_access.acting_as(account_id=officer_elsewhere.pk, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Missing.objects.create(
            account_id=officer_here.pk, item_reference="X000008", reported_at=NOW
        )
    with change_access.acting_as(account_id=officer_here.pk, now=NOW):
        change_transition.answer_missing(
            account_id=officer_here.pk, reference=made.reference, answer="I found it.", now=NOW
        )
    with (
        change_access.acting_as(account_id=head.pk, now=NOW),
        pytest.raises(Refused, match="answered already"),
    ):
        change_transition.answer_missing(
            account_id=head.pk, reference=made.reference, answer="Late.", now=NOW
        )
    assert Missing.objects.get().answer == "I found it."


def test_a_record_that_is_closed_to_somebody_comes_on_the_list_by_itself(
    nation, head, browse, officer_here
):
    case = nation.cases["C05"]
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind=RestrictionKind.EXCLUSION,
        reason="Relative",
        starts_at=LONG_AGO,
    )

    assert browse(officer_here).get(f"/cases/{case.person.crn}").status_code == 403

    assert listed(head) == [("closed", officer_here.display_name, case.person.crn)]
