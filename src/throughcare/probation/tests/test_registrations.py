"""Flags: one of a group, reviewed if they are to be, told in the log, set by assessments, left at the end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.outbox.models import Event
from throughcare.probation import commands, queries
from throughcare.probation.models import (
    Contact,
    FlagType,
    Registration,
    RegistrationStep,
    RiskProfile,
)

pytestmark = pytest.mark.django_db
TODAY = date(2014, 6, 2)


@pytest.fixture
def case(coded_case):
    return coded_case


def acting(account, now=NOW):
    return change_access.acting_as(account_id=account.pk, now=now)


def register(account, case, type_code, *, now=NOW, **more: Any):  # Any: what the command takes
    with acting(account, now):
        return commands.register_flag(
            account_id=account.pk, case_id=case.pk, type_code=type_code, now=now, **more
        )


def flags(case):
    return list(
        Registration.objects.filter(case=case)
        .order_by("id")
        .values_list("type_id", "starts_on", "review_on", "ended_on")
    )


def log(case):
    return list(
        Contact.objects.filter(case=case, type__is_system=True)
        .order_by("number")
        .values_list("type_id", "notes")
    )


def steps(case):
    return list(
        RegistrationStep.objects.filter(case=case)
        .order_by("id")
        .values_list("registration__type_id", "step", "level", "due_on")
    )


def nothing_was_written(case):
    return (flags(case), log(case), steps(case), Event.objects.count()) == ([], [], [], 0)


def test_all_types_of_the_case_system_are_there_with_what_they_do():
    change_organisation.load_code_lists()

    known = FlagType.objects.filter(code__in=("RHRH", "MAPP", "ARSO", "RVLN", "HREG", "AV2S"))
    assert FlagType.objects.exclude(code__in=("HREG", "PRC")).count() == 57
    assert list(
        known.order_by("code").values_list(
            "code",
            "register",
            "review_months",
            "colour",
            "duplicate_group",
            "at_termination",
            "may_become_alert",
            "is_alert",
        )
    ) == [
        ("ARSO", "", 3, "red", "", "remove_except_life", True, False),
        ("AV2S", "public-protection", 6, "red", "", "remove", True, True),
        ("HREG", "information", 0, "", "", "keep", False, False),
        ("MAPP", "public-protection", 3, "red", "MAPPA", "remove", True, False),
        ("RHRH", "rosh", 6, "red", "ROSH", "remove", False, False),
        ("RVLN", "", 0, "", "", "remove", False, False),
    ]


def test_a_flag_that_starts_is_told_in_the_log_with_its_review(case, officer_here):
    made = register(officer_here, case, "RCCO", notes="School called")

    assert flags(case) == [("RCCO", TODAY, date(2014, 9, 2), None)]
    assert log(case) == [
        ("ERGN", "Child concerns."),
        ("ERGR", "Child concerns: review due on 2 September 2014."),
    ]
    assert RegistrationStep.objects.values_list("step", "notes", "done_by_id").get() == (
        "started",
        "School called",
        officer_here.pk,
    )
    assert [each.name for each in Event.objects.all()] == ["probation.flag-changed.v1"]
    acts = audit.acts_by(account_id=officer_here.pk, limit=5)
    assert [(act.action, act.detail["altered"]) for act in acts] == [
        ("flag.registered", f"probation.Registration/{made.pk}")
    ]


def test_a_flag_that_is_never_reviewed_has_no_review(case, officer_here):
    register(officer_here, case, "RVLN")

    assert flags(case) == [("RVLN", TODAY, None, None)]
    assert [code for code, _ in log(case)] == ["ERGN"]


def test_high_risk_ends_medium_and_the_risk_of_the_case_says_so(case, officer_here):
    register(officer_here, case, "RMRH", starts_on=date(2014, 5, 1))
    register(officer_here, case, "RHRH")

    assert flags(case) == [
        ("RMRH", date(2014, 5, 1), date(2014, 11, 1), TODAY),
        ("RHRH", TODAY, date(2014, 12, 2), None),
    ]
    assert [code for code, _ in log(case)] == ["ERGN", "ERGR", "DRGN", "ERGN", "ERGR"]
    assert RiskProfile.objects.get(case=case, superseded_at=None).rosh == "high"


def test_the_same_again_changes_nothing(case, officer_here):
    register(officer_here, case, "MAPP", level="M1", category="M2")
    before = (flags(case), log(case), steps(case))

    again = register(
        officer_here, case, "MAPP", level="M1", category="M2", now=NOW + timedelta(days=9)
    )

    assert again is None
    assert (flags(case), log(case), steps(case)) == before


def test_another_level_is_kept_with_the_one_before_and_told(case, officer_here):
    register(officer_here, case, "MAPP", level="M1", category="M2")
    register(officer_here, case, "MAPP", level="M2", category="M2")

    assert steps(case) == [("MAPP", "started", "M1", None), ("MAPP", "changed", "M2", None)]
    assert log(case)[-1] == (
        "ERGN",
        "Level changed: MAPPA, Category 2: violent or other sexual offender, Level 2: multi-agency.",
    )
    risk = RiskProfile.objects.get(case=case, superseded_at=None)
    assert (risk.mappa, risk.mappa_level) == ("2", 2)
    told = Event.objects.filter(name="probation.mappa-changed.v1").order_by("id")
    assert [each.payload["change"] for each in told] == ["started", "changed"]


def test_a_review_sets_the_next_and_keeps_when_it_was_due(case, officer_here):
    register(officer_here, case, "RCCO", now=NOW)
    later = datetime(2014, 9, 20, 9, tzinfo=UTC)
    with acting(officer_here, later):
        commands.review_flag(
            account_id=officer_here.pk, case_id=case.pk, type_code="RCCO", now=later, notes="Stays"
        )

    assert flags(case) == [("RCCO", TODAY, date(2014, 12, 20), None)]
    assert steps(case)[-1] == ("RCCO", "reviewed", "", date(2014, 9, 2))
    assert log(case)[-1] == (
        "ERGR",
        "Reviewed. Child concerns: review due on 20 December 2014.",
    )


def test_a_flag_that_ends_is_told_and_is_not_ended_twice(case, officer_here):
    register(officer_here, case, "RHRH")
    with acting(officer_here):
        commands.end_flag(
            account_id=officer_here.pk, case_id=case.pk, type_code="RHRH", now=NOW, notes="Over"
        )
        with pytest.raises(Refused) as refused:
            commands.end_flag(
                account_id=officer_here.pk, case_id=case.pk, type_code="RHRH", now=NOW
            )

    assert refused.value.codes == ("not-registered",)
    assert flags(case) == [("RHRH", TODAY, date(2014, 12, 2), TODAY)]
    assert log(case)[-1] == ("DRGN", "High risk of serious harm.")
    assert RiskProfile.objects.get(case=case, superseded_at=None).rosh is None


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"type_code": "NONE"}, ("no-such-flag",)),
        ({"type_code": "HREG"}, ("no-such-flag",)),
        ({"type_code": "MAPP"}, ("no-such-level", "no-such-category")),
        ({"type_code": "MAPP", "level": "M9", "category": "M1"}, ("no-such-level",)),
        ({"type_code": "RCCO", "level": "M1"}, ("has-no-level",)),
        (
            {
                "type_code": "RCCO",
                "starts_on": date(2014, 6, 3),
                "notes": "x" * 4001,
                "offence_code": "99999",
            },
            ("not-yet", "notes-too-long", "no-such-offence"),
        ),
    ],
)
def test_what_cannot_be_registered_is_refused_and_nothing_is_written(
    case, officer_here, typed, codes
):
    with pytest.raises(Refused) as refused:
        register(officer_here, case, typed.pop("type_code"), **typed)

    assert refused.value.codes == codes
    assert nothing_was_written(case)


def test_a_flag_cannot_end_one_that_started_later(case, officer_here):
    register(officer_here, case, "RMRH")

    with pytest.raises(Refused) as refused:
        register(officer_here, case, "RHRH", starts_on=date(2014, 6, 1))

    assert refused.value.codes == ("starts-before",)
    assert str(refused.value) == (
        "Medium risk of serious harm starts on 2 June 2014: give that day or a later one."
    )
    assert [code for code, *_ in flags(case)] == ["RMRH"]


def test_no_flag_is_started_on_a_closed_case(case, officer_here):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    with pytest.raises(Refused) as refused:
        register(officer_here, case, "RCCO")

    assert refused.value.codes == ("case-closed",)
    assert nothing_was_written(case)


@pytest.mark.parametrize("notes", ["", "x" * 4001])
def test_what_is_not_reviewed_or_said_at_too_great_length_is_refused(case, officer_here, notes):
    register(officer_here, case, "RCCO" if notes else "RVLN")
    before = steps(case)

    with acting(officer_here), pytest.raises(Refused) as refused:
        commands.review_flag(
            account_id=officer_here.pk,
            case_id=case.pk,
            type_code="RCCO" if notes else "RVLN",
            now=NOW,
            notes=notes,
        )

    assert refused.value.codes == (("notes-too-long",) if notes else ("not-reviewed",))
    assert steps(case) == before


@pytest.mark.parametrize(
    "row",
    [
        {"type_id": "RHRH", "review_on": date(2014, 12, 2)},
        {"type_id": "RCCO", "review_on": None},
        {"type_id": "RVLN", "review_on": date(2014, 12, 2)},
    ],
)
def test_the_database_holds_one_of_a_group_and_a_review_if_and_only_if_there_is_one(
    case, officer_here, row
):
    register(officer_here, case, "RMRH")

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(case=case, starts_on=TODAY, recorded_at=NOW, **row)

    assert [code for code, *_ in flags(case)] == ["RMRH"]


def test_a_list_of_types_that_says_something_else_changes_active_flags(case, officer_here):
    register(officer_here, case, "RCCO")
    register(officer_here, case, "RVLN")

    FlagType.objects.filter(code="RCCO").update(review_months=0)
    FlagType.objects.filter(code="RVLN").update(review_months=2)

    assert flags(case) == [("RCCO", TODAY, None, None), ("RVLN", TODAY, date(2014, 8, 2), None)]


def test_a_stranger_neither_registers_nor_reads_what_was_said(
    case, officer_here, officer_elsewhere
):
    made = register(officer_here, case, "RCCO", notes="School called")

    with pytest.raises((PermissionDenied, Http404)):
        register(officer_elsewhere, case, "WEAP")
    with acting(officer_elsewhere):
        assert queries.done_about(made.pk, limit=9) == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            RegistrationStep.objects.create(
                case=case, registration=made, step="ended", done_on=TODAY, recorded_at=NOW
            )
    with acting(officer_here):
        assert [each.notes for each in queries.done_about(made.pk, limit=9)] == ["School called"]
    assert [code for code, *_ in flags(case)] == ["RCCO"]


def test_late_reviews_of_a_unit_come_in_pages_the_longest_due_first(
    case, nation, officer_here, officer_elsewhere
):
    for code in ("RCCO", "ADVP", "RMRH"):
        register(officer_here, case, code, starts_on=date(2014, 1, 3))
    asked: dict[str, Any] = {
        "holder_ids": [nation.units["C05T"].pk],
        "on": TODAY,
    }  # Any: kinds differ

    with acting(officer_here):
        first = queries.late_reviews(**asked, limit=1)
        rest = queries.late_reviews(**asked, limit=9, after=first[0].key)
    with acting(officer_elsewhere):
        hidden = queries.late_reviews(**asked, limit=9)

    assert [(each.type, each.due_on) for each in first] == [("ADVP", date(2014, 4, 3))]
    assert [(each.type, each.due_on) for each in rest] == [("RCCO", date(2014, 4, 3))]
    assert hidden == []
