"""A victim's file is kept by the victim liaison officers of the body that has the contact, and known to nobody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.kernel.refusals import Refused
from throughcare.people.events import PersonDied
from throughcare.probation import commands as change_probation
from throughcare.probation.events import (
    ConditionAdded,
    CustodyChanged,
    KeyDatesChanged,
    LicenceChanged,
    SentenceRecorded,
)
from throughcare.probation.models import (
    Contact,
    FlagType,
    Registration,
    RegistrationStep,
    VictimContact,
    VictimContactAssignment,
)
from throughcare.probation.tests.sentencing import NOW, acting
from throughcare.victims import commands, queries, rules, terms
from throughcare.victims.choices import (
    Because,
    RequestState,
    WishKind,
)
from throughcare.victims.models import (
    ConditionRequest,
    LogEntry,
    Notice,
    Representation,
    Task,
    Victim,
    Wish,
)
from throughcare.victims.tests.conftest import NAME
from throughcare.victims.tests.filing import ACTS, DAYS, TODAY, did, told

pytestmark = pytest.mark.django_db


def rows() -> int:
    tables = (Wish, LogEntry, ConditionRequest, Representation, Notice)
    return sum(table.objects.count() for table in tables)


def test_a_contact_is_opened_with_the_body_of_the_officer(keeper, victim, case):
    contact = VictimContact.objects.get()
    given = VictimContactAssignment.objects.get()

    assert (contact.case_id, contact.reference) == (case.pk, victim.reference)
    assert (given.owner_id, given.holder_id, given.post_id) == (
        keeper.posts.get().assignments.get().owner_id,
        keeper.posts.get().assignments.get().holder_id,
        keeper.posts.get().pk,
    )
    with acting(keeper):
        assert [
            (each.reference, each.crn, each.name, each.wish, each.waiting)
            for each in queries.contacts(part=slice(0, 25))
        ] == [(victim.reference, case.person.crn, f"Imogen {NAME}", "", 0)]


def flags() -> list[tuple[str, bool]]:
    return [(flag.type_id, flag.is_active) for flag in Registration.objects.exclude(type_id="RCCO")]


def told_in_the_log(case) -> list[tuple[str, str]]:
    return list(
        Contact.objects.filter(case=case, type_id__in=["ERGN", "DRGN"])
        .order_by("number")
        .values_list("type_id", "notes")
    )


def test_the_record_of_the_person_says_that_there_is_contact_and_nothing_of_whom(keeper, case):
    FlagType.objects.create(code="INVI", description="Victim contact", review_months=3)
    with acting(keeper):
        opened = [
            commands.open_contact(
                account_id=keeper.pk, crn=case.person.crn, first=first, last=NAME, now=NOW
            )
            for first in ("Imogen", "Rosalind")
        ]
    assert flags() == [("INVI", True)]
    assert told_in_the_log(case) == [("ERGN", "Victim contact. Ask the victim liaison officer.")]
    assert [step.step for step in RegistrationStep.objects.all()] == ["started"]
    with acting(keeper):
        commands.close_contact(account_id=keeper.pk, reference=opened[0].reference, now=NOW)
    assert flags() == [("INVI", True)]
    with acting(keeper):
        commands.close_contact(account_id=keeper.pk, reference=opened[1].reference, now=NOW)
        commands.close_contact(account_id=keeper.pk, reference=opened[1].reference, now=NOW)
    assert flags() == [("INVI", False)]
    assert told_in_the_log(case)[1:] == [("DRGN", "Victim contact.")]
    assert NAME not in str(told_in_the_log(case))


def test_nobody_else_has_the_flag_follow(officer_here, case, victim):
    FlagType.objects.create(code="INVI", description="Victim contact", review_months=3)

    with acting(officer_here):
        change_probation.follow_victim_contacts(
            account_id=officer_here.pk, contact_id=victim.contact_id, now=NOW
        )

    assert flags() == []


def test_a_contact_needs_a_name_and_a_case(keeper, case):
    with acting(keeper), pytest.raises(Refused) as refused:
        commands.open_contact(account_id=keeper.pk, crn="X999999", first=" ", last="", now=NOW)

    assert refused.value.codes == ("no-name", "no-case")
    assert VictimContact.objects.count() == 0


def test_no_other_officer_opens_one(officer_here, case):
    with acting(officer_here), pytest.raises(PermissionDenied):
        commands.open_contact(
            account_id=officer_here.pk, crn=case.person.crn, first="A", last="B", now=NOW
        )

    assert VictimContact.objects.count() == 0


@pytest.mark.parametrize("command", ACTS)
def test_each_part_is_kept_and_refused_ahead_and_a_stranger_writes_nothing(
    keeper, other_keeper, officer_here, victim, command
):
    (day,) = set(DAYS) & set(ACTS[command])
    with pytest.raises(Refused) as refused:
        did(command, keeper, victim, **{day: TODAY + timedelta(days=1)})
    with pytest.raises(Http404):
        did(command, other_keeper, victim)
    with pytest.raises(PermissionDenied):
        did(command, officer_here, victim)
    before = rows()

    made = did(command, keeper, victim)

    assert (refused.value.codes, before, rows()) == (("ahead",), 0, 1)
    assert (made.victim_id, made.account_id) == (victim.pk, keeper.pk)


def test_a_wish_takes_the_place_of_the_one_before_and_both_are_kept(keeper, victim):
    did(commands.record_wish, keeper, victim)
    did(commands.record_wish, keeper, victim, wish=WishKind.OUT)

    assert [(each.wish, each.superseded_at is None) for each in Wish.objects.order_by("id")] == [
        ("in", False),
        ("out", True),
    ]


def test_who_wants_no_contact_is_given_no_notice_and_makes_no_work(keeper, victim, case):
    did(commands.record_wish, keeper, victim, wish=WishKind.OUT)

    with pytest.raises(Refused) as refused:
        did(commands.record_notice, keeper, victim)

    assert refused.value.codes == ("wants-none",)
    assert Notice.objects.count() == 0
    assert told(KeyDatesChanged(crn="X", case_id=case.pk, number=1, types=())) == []


def test_a_request_is_answered_once(keeper, victim):
    asked = did(commands.ask_for_condition, keeper, victim)
    answer = {
        "number": asked.number,
        "state": RequestState.PARTLY,
        "answer": "The town, not the county",
        "answered_on": TODAY,
    }
    with pytest.raises(Http404):
        did(commands.answer_request, keeper, victim, **answer | {"number": 9})
    early_day = {
        "answered_on": TODAY - timedelta(days=1),
        "state": RequestState.ASKED,
        "answer": "",
    }
    with pytest.raises(Refused) as early:
        did(commands.answer_request, keeper, victim, **answer | early_day)
    did(commands.answer_request, keeper, victim, **answer)
    with pytest.raises(Refused) as again:
        did(commands.answer_request, keeper, victim, **answer)

    assert early.value.codes == ("no-text", "no-answer", "before-asked")
    assert again.value.codes == ("answered",)
    assert ConditionRequest.objects.get().state == "partly"


def test_details_change_and_need_a_name(keeper, victim):
    details = {
        "first": "Ida",
        "last": NAME,
        "telephone": "",
        "email": "",
        "address": "",
        "safely": "Evenings",
        "reads_welsh": True,
    }
    did(commands.change_details, keeper, victim, **details)
    with pytest.raises(Refused):
        did(commands.change_details, keeper, victim, **details | {"last": ""})

    changed = Victim.objects.get()
    assert (changed.first, changed.safely, changed.reads_welsh) == ("Ida", "Evenings", True)


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (SentenceRecorded(crn="X", case_id=0, number=1, type="301"), ["sentence"]),
        (
            KeyDatesChanged(crn="X", case_id=0, number=1, types=("conditional-release",)),
            ["key-dates"],
        ),
        (
            CustodyChanged(crn="X", case_id=0, number=1, kind="release", custody_status="B"),
            ["release"],
        ),
        (
            CustodyChanged(crn="X", case_id=0, number=1, kind="recall", custody_status="C"),
            ["recall"],
        ),
        (
            CustodyChanged(crn="X", case_id=0, number=1, kind="transfer", custody_status="D"),
            ["custody"],
        ),
        (LicenceChanged(crn="X", case_id=0, number=1, state="active"), ["licence"]),
        (ConditionAdded(crn="X", case_id=0, number=1, type="108"), ["condition"]),
        (ConditionAdded(crn="X", case_id=0, number=1, type="110"), []),
    ],
)
def test_what_happens_about_a_case_asks_the_officer_once(victim, case, event, because):
    of_it = type(event)(**{**vars(event), "case_id": case.pk})

    assert told(of_it) == because


def test_a_death_asks_the_officer_and_what_is_done_is_said(keeper, victim, case):
    waiting = told(PersonDied(crn=case.person.crn))
    with pytest.raises(Refused):
        did(commands.finish_task, keeper, victim, because=Because.DEATH, outcome=" ")
    did(commands.finish_task, keeper, victim, because=Because.DEATH, outcome="Wrote to her")
    with pytest.raises(Http404):
        did(commands.finish_task, keeper, victim, because=Because.DEATH, outcome="Again")

    assert waiting == ["death"]
    assert Task.objects.get().what_was_done == "Wrote to her"


def test_nothing_is_asked_of_a_contact_that_has_ended(keeper, victim, case):
    did(commands.close_contact, keeper, victim)
    did(commands.close_contact, keeper, victim)

    assert VictimContact.objects.get().closed_at == NOW
    assert told(PersonDied(crn=case.person.crn)) == []


def test_the_file_follows_the_contact_to_another_body(keeper, other_keeper, victim, nation):
    VictimContactAssignment.objects.update(owner=nation.units["C11"], holder=nation.units["C11T"])

    with acting(keeper):
        here = queries.file_of(victim.reference)
    with acting(other_keeper):
        there = queries.file_of(victim.reference)

    assert here is None
    assert there is not None
    assert there.victim == victim


def test_an_officer_who_is_kept_from_the_person_is_kept_from_the_victim(keeper, victim, case):
    Restriction.objects.create(
        person_id=case.person_id,
        account_id=keeper.pk,
        kind="exclusion",
        starts_at=NOW - timedelta(days=1),
    )

    with acting(keeper):
        assert (queries.file_of(victim.reference), queries.count_contacts()) == (None, 0)


@pytest.mark.parametrize(
    "table", ["victim", "wish", "logentry", "conditionrequest", "representation", "notice", "task"]
)
def test_no_row_is_seen_by_those_who_may_open_the_case(keeper, officer_here, victim, case, table):
    for command in ACTS:
        did(command, keeper, victim)
    told(PersonDied(crn=case.person.crn))

    def seen(account) -> int:
        with acting(account), connection.cursor() as cursor:
            cursor.execute(f"select count(*) from victims_{table}")  # noqa: S608 a name of this test
            return int(cursor.fetchone()[0])

    assert (seen(keeper), seen(officer_here)) == (1, 0)


def test_the_database_holds_one_wish_and_a_task_of_a_kind(keeper, victim):
    did(commands.record_wish, keeper, victim)

    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(victim=victim, wish="in", said_on=TODAY, recorded_at=NOW)


def test_the_day_of_the_law_decides_whom_contact_is_offered():
    def offered(
        on: date, *, months: int | None = 12, custody: bool = True, listed: bool = True
    ) -> bool:
        sentence = rules.Passed(
            imposed_on=on, is_custodial=custody, months=months, is_listed=listed
        )
        return rules.eligibility(sentence, schemes=terms.schemes()).is_offered

    assert [
        offered(date(2001, 3, 31)),
        offered(date(2001, 4, 1)),
        offered(date(2014, 6, 2)),
        offered(date(2014, 6, 2), months=11),
        offered(date(2014, 6, 2), months=None),
        offered(date(2014, 6, 2), custody=False),
        offered(date(2014, 6, 2), listed=False),
    ] == [False, True, True, False, True, False, False]


def test_a_hole_in_a_victims_file_is_found_and_without_one_there_is_none(keeper, victim, case):
    for command in ACTS:
        did(command, keeper, victim)

    def differing() -> set[str]:
        probes = change_access.probe(count=300, seed=7, now=NOW)
        return {one.action for each in probes for one in each.disagreements}

    before = differing()
    with connection.cursor() as cursor:
        cursor.execute(
            "create policy hole on victims_victim for select to throughcare_app using (true)"
        )

    # Whoever sees a victim sees what hangs from it.
    assert (before, "read victims_victim" in differing()) == (set(), True)
