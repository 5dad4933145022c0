"""What somebody is writing is theirs, is not lost, and becomes the contact or nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, give, officer
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands, queries
from throughcare.probation.choices import DraftState
from throughcare.probation.models import Contact, Draft
from throughcare.probation.tests.divided import REFORM, divide

pytestmark = pytest.mark.django_db

WORDS = "Said that the lodger is back"
TYPED = commands.Typed(type_code="CTOA", day=date(2014, 6, 2), start="9.3", notes=WORDS)
EVE = REFORM - timedelta(hours=1)


def acting(account, at=NOW):
    return change_access.acting_as(account_id=account.pk, now=at)


def save(account, case, typed=TYPED, at=NOW) -> Draft | None:
    with acting(account, at):
        return commands.save_draft(account_id=account.pk, case_id=case.pk, typed=typed, now=at)


def offered(account, case, at=NOW) -> list[tuple[bool, str]]:
    """What of the drafts about a case an account is offered: whether it is its own, and its words."""
    with acting(account, at):
        found = queries.drafts_of_case(case.pk, account_id=account.pk)
    return [(each.is_own, each.notes) for each in found]


def acts_of(account) -> list[tuple[str, object]]:
    return [
        (act.action, act.detail.get("altered"))
        for act in audit.acts_by(account_id=account.pk, limit=9)
        if act.action.startswith("draft.")
    ]


@pytest.fixture
def colleague(nation):
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


def test_a_draft_keeps_what_was_typed_however_unfinished_and_the_trail_says_when(
    officer_here, case
):
    made = save(officer_here, case)
    again = save(
        officer_here, case, commands.Typed(notes="More of it"), at=NOW + timedelta(minutes=1)
    )

    assert (again.pk, again.notes, again.type_code, again.start) == (made.pk, "More of it", "", "")
    assert (again.begun_at, again.saved_at) == (NOW, NOW + timedelta(minutes=1))
    assert acts_of(officer_here) == [
        ("draft.saved", f"probation.Draft/{made.pk}"),
        ("draft.begun", f"probation.Draft/{made.pk}"),
    ]


def test_what_has_not_changed_is_not_written_again(officer_here, case):
    save(officer_here, case)

    kept = save(officer_here, case, at=NOW + timedelta(minutes=1))

    assert kept.saved_at == NOW
    assert len(acts_of(officer_here)) == 1


def test_a_form_that_was_only_opened_is_no_draft(officer_here, case):
    opened = commands.Typed(day=date(2014, 6, 2), minutes="30", notes="  ")

    assert save(officer_here, case, opened) is None
    assert not Draft.objects.exists()


def test_a_draft_is_its_authors_alone(officer_here, officer_elsewhere, colleague, case):
    save(officer_here, case)

    assert offered(officer_here, case) == [(True, WORDS)]
    assert offered(colleague, case) == []
    assert offered(officer_elsewhere, case) == []
    with acting(colleague):
        assert not Draft.objects.exists()


def test_colleagues_each_have_a_draft_of_their_own(officer_here, colleague, case):
    save(officer_here, case)
    save(colleague, case, commands.Typed(notes="Mine"))

    assert offered(officer_here, case) == [(True, WORDS)]
    assert offered(colleague, case) == [(True, "Mine")]


def test_recording_the_contact_ends_the_draft_and_leaves_its_words_in_the_log_alone(
    officer_here, case
):
    type(case).objects.filter(id=case.pk).update(contacts_made=1)
    made = save(officer_here, case)

    with acting(officer_here):
        entry = commands.record_contact(
            account_id=officer_here.pk,
            case_id=case.pk,
            type_code="CTOA",
            starts_at=NOW - timedelta(minutes=5),
            notes=WORDS,
            now=NOW,
        )

    made.refresh_from_db()
    assert (made.state, made.contact_id, made.notes, made.start) == (
        DraftState.RECORDED,
        entry.pk,
        "",
        "",
    )
    assert acts_of(officer_here)[0] == ("draft.recorded", f"probation.Draft/{made.pk}")
    assert offered(officer_here, case) == []


def test_a_contact_that_is_refused_leaves_the_draft(officer_here, case):
    save(officer_here, case)

    with acting(officer_here), pytest.raises(Refused):
        commands.record_contact(
            account_id=officer_here.pk,
            case_id=case.pk,
            type_code="CTOA",
            starts_at=NOW + timedelta(hours=1),
            now=NOW,
        )

    assert offered(officer_here, case) == [(True, WORDS)]


def test_a_discarded_draft_is_gone_with_its_words_and_another_can_be_begun(officer_here, case):
    made = save(officer_here, case)

    with acting(officer_here):
        commands.discard_draft(account_id=officer_here.pk, reference=made.reference, now=NOW)
        with pytest.raises(Http404):
            commands.discard_draft(account_id=officer_here.pk, reference=made.reference, now=NOW)
    save(officer_here, case, commands.Typed(notes="Anew"))

    made.refresh_from_db()
    assert (made.state, made.notes, made.contact_id) == (DraftState.DISCARDED, "", None)
    assert not Contact.objects.filter(notes=WORDS).exists()
    assert offered(officer_here, case) == [(True, "Anew")]


def test_notes_that_are_too_long_and_a_closed_case_are_refused_and_nothing_is_kept(
    officer_here, case
):
    type(case).objects.filter(id=case.pk).update(closed_at=NOW)

    with pytest.raises(Refused) as refused:
        save(officer_here, case, commands.Typed(notes="x" * 12_001))

    assert refused.value.codes == ("notes-too-long", "case-closed")
    assert not Draft.objects.exists()


def test_who_may_not_write_to_the_case_keeps_no_draft_about_it(officer_elsewhere, case):
    with pytest.raises((PermissionDenied, Http404)):
        save(officer_elsewhere, case)

    assert not Draft.objects.exists()


def test_after_a_reform_the_words_of_an_author_who_lost_the_case_are_offered_to_who_has_it(nation):
    author, receiver, other = (nation.accounts[code] for code in ("SWM", "C11", "N04"))
    case = nation.cases["SWM"]
    made = save(author, case, at=EVE)
    divide(nation)

    assert offered(author, case) == []
    assert offered(other, case) == []
    assert offered(receiver, case) == [(False, WORDS)]
    with acting(receiver):
        taken = commands.take_draft(account_id=receiver.pk, reference=made.reference, now=NOW)
    assert (taken.author_id, taken.begun_by_id, taken.begun_at) == (receiver.pk, author.pk, EVE)
    assert offered(receiver, case) == [(True, WORDS)]
    assert acts_of(receiver) == [("draft.taken", f"probation.Draft/{made.pk}")]


def test_a_draft_that_was_left_can_be_discarded_by_who_has_the_case(nation):
    author, receiver = nation.accounts["SWM"], nation.accounts["C11"]
    made = save(author, nation.cases["SWM"], at=EVE)
    divide(nation)

    with acting(receiver):
        commands.discard_draft(account_id=receiver.pk, reference=made.reference, now=NOW)

    made.refresh_from_db()
    assert (made.state, made.notes) == (DraftState.DISCARDED, "")


def test_nobody_takes_a_draft_over_a_draft_of_their_own(nation):
    author, receiver = nation.accounts["SWM"], nation.accounts["C11"]
    made = save(author, nation.cases["SWM"], at=EVE)
    divide(nation)
    save(receiver, nation.cases["SWM"], commands.Typed(notes="Mine"))

    with acting(receiver), pytest.raises(Refused) as refused:
        commands.take_draft(account_id=receiver.pk, reference=made.reference, now=NOW)

    assert refused.value.codes == ("own-draft",)
    made.refresh_from_db()
    assert made.author_id == author.pk


def test_a_draft_of_somebody_who_left_or_is_kept_out_is_offered_to_their_colleagues(
    officer_here, colleague, case
):
    save(officer_here, case)
    Restriction.objects.create(
        person_id=case.person_id,
        account=officer_here,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    kept_out = offered(officer_here, case), offered(colleague, case)
    Restriction.objects.all().delete()
    type(officer_here).objects.filter(pk=officer_here.pk).update(is_active=False)

    assert kept_out == ([], [(False, WORDS)])
    assert offered(colleague, case) == [(False, WORDS)]


def test_whoever_takes_is_refused_while_the_author_may_write(officer_here, colleague, case):
    made = save(officer_here, case)

    with acting(colleague), pytest.raises(Http404):
        commands.take_draft(account_id=colleague.pk, reference=made.reference, now=NOW)
    with acting(colleague), pytest.raises(Http404):
        commands.discard_draft(account_id=colleague.pk, reference=uuid4(), now=NOW)


def test_drafts_to_finish_are_the_own_ones_and_those_left_about_the_cases_of_the_posts(nation):
    author, receiver = nation.accounts["SWM"], nation.accounts["C11"]
    post_id = receiver.posts.get().pk
    save(author, nation.cases["SWM"], at=EVE)
    save(receiver, nation.cases["C11"], commands.Typed(notes="Mine"), at=EVE)
    divide(nation)

    def found(post_ids: list[int]) -> list[tuple[bool, str]]:
        with acting(receiver):
            listed = queries.drafts_to_finish(
                account_id=receiver.pk, post_ids=post_ids, at=NOW, limit=9
            )
        return sorted((each.is_own, each.crn) for each in listed)

    before = found([post_id])
    give(
        nation.cases["SWM"],
        owner=nation.units["C11"],
        holder=nation.units["C11T"],
        starts_at=REFORM + timedelta(minutes=1),
    )
    type(nation.cases["SWM"].assignments.get(starts_at=REFORM)).objects.filter(
        item=nation.cases["SWM"], starts_at__gt=REFORM
    ).update(post_id=post_id)

    assert before == [(True, "X000004")]
    assert found([post_id]) == [(False, "X000000"), (True, "X000004")]


def test_no_draft_is_forged_for_another_or_rewritten_by_them(officer_here, colleague, case):
    made = save(officer_here, case)

    with acting(colleague):
        changed = Draft.objects.filter(id=made.pk).update(notes="Other words")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO probation_draft (case_id, reference, author_id, begun_by_id, state, type_code, outcome_code,"
                " start, minutes, notes, is_sensitive, begun_at, saved_at)"
                " VALUES (%s, gen_random_uuid(), %s, %s, 'open', '', '', '', '', 'x', false, %s, %s)",
                [case.pk, officer_here.pk, officer_here.pk, NOW, NOW],
            )

    made.refresh_from_db()
    assert (changed, made.notes) == (0, WORDS)


def test_the_database_keeps_no_words_of_a_draft_that_ended(officer_here, case):
    made = save(officer_here, case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(id=made.pk).update(state=DraftState.DISCARDED, ended_at=NOW)

    made.refresh_from_db()
    assert made.state == DraftState.OPEN
