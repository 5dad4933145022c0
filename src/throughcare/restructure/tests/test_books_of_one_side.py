"""What does not agree is told to the programme and to audit; the head of a provider sees how many there are, and its own list."""

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import Difference, Evidence, LapsedExplanation
from throughcare.restructure.tests.differing import alter_a_contact, explain, explained
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import ONE, accept, appoint

OF_ANOTHER = "C01"
WORDS = "Seen on the paper file of somebody else"
ANOTHER_STORY = "Seen once more in the archive"


def test_a_head_sees_how_many_differences_each_check_has_and_none_of_another_provider(
    first_morning, sign_in
):
    head = appoint(first_morning, ONE)
    _, reference = alter_a_contact(first_morning, OF_ANOTHER)
    first_morning.done(Step.RECONCILE)
    explain(first_morning, Difference.objects.get(), WORDS)

    page = text_of(sign_in(head, now=first_morning.now).get(f"{PLAN}/books"))
    whole = text_of(sign_in("auditor", now=first_morning.now).get(f"{PLAN}/books"))

    assert (reference in whole, WORDS in whole) == (True, True)
    assert (reference in page, WORDS in page) == (False, False)
    assert "Differences by check" in page
    assert "Content" in page
    assert "None. Every record" not in page
    assert f'href="{PLAN}/sign-offs"' in page


def test_no_pack_is_opened_by_a_head_and_its_page_leads_to_the_own_list(first_morning, sign_in):
    head = appoint(first_morning, ONE)
    _, reference = alter_a_contact(first_morning, OF_ANOTHER)
    first_morning.done(Step.RECONCILE)
    explained(first_morning, WORDS)
    first_morning.done(Step.RECONCILE)
    first_morning.done(Step.EVIDENCE)
    client = sign_in(head, now=first_morning.now)

    page = text_of(client.get(f"{PLAN}/evidence"))

    assert [client.get(f"{PLAN}/evidence{form}").status_code for form in (".json", ".pdf")] == [
        404,
        404,
    ]
    assert "is for the programme and for audit" in page
    assert "Sealed 1 June 2014" in page
    assert f'href="{PLAN}/sign-offs"' in page
    assert "Digests of content" not in page
    assert "Each provider reads what it has now" in text_of(client.get(PLAN))
    for name in ("director", "planner", "approver", "auditor"):
        other = sign_in(name, now=first_morning.now)
        assert reference in other.get(f"{PLAN}/evidence.json").content.decode()
        assert "Digests of content" in text_of(other.get(f"{PLAN}/evidence"))


def test_the_database_shows_a_head_no_difference_no_explanation_and_no_pack(first_morning):
    head = account(appoint(first_morning, ONE))
    alter_a_contact(first_morning, OF_ANOTHER)
    first_morning.done(Step.RECONCILE)
    explain(first_morning, explained(first_morning, WORDS), ANOTHER_STORY)
    first_morning.plan.evidence.create(
        body='{"version":2,"version":2}',
        digest="0" * 64,
        signature="",
        public_key="",
        recorded_at=first_morning.now,
    )
    every = (Difference, LapsedExplanation, Evidence)
    assert [each.objects.count() for each in every] == [1, 1, 1]

    with change_access.acting_as(account_id=head, now=first_morning.now):
        seen = [each.objects.count() for each in every]
        counted = [
            (each.check, each.every, each.open) for each in queries.by_check(first_morning.plan)
        ]
        sealed = queries.sealed_at(first_morning.plan)
    with change_access.acting_as(account_id=account("auditor"), now=first_morning.now):
        seen_by_audit = [each.objects.count() for each in every]

    assert seen == [0, 0, 0]
    assert counted == [("content", 1, 1)]
    assert sealed == first_morning.now
    assert seen_by_audit == [1, 1, 1]


def test_a_head_who_sees_no_difference_still_accepts_no_list_while_one_is_open(first_morning):
    appoint(first_morning, ONE)
    alter_a_contact(first_morning, OF_ANOTHER)
    first_morning.done(Step.RECONCILE)
    explained(first_morning, WORDS)
    first_morning.done(Step.RECONCILE)
    assert first_morning.plan.phase == Phase.RECONCILED
    explain(first_morning, Difference.objects.get(), ANOTHER_STORY)

    with pytest.raises(Refused) as refused:
        accept(first_morning, ONE)

    assert refused.value.codes == ("open-differences",)
    assert set(first_morning.broken()) == {"I4"}  # the record that was altered


def test_an_officer_sees_no_number_of_differences(first_morning):
    alter_a_contact(first_morning, OF_ANOTHER)
    first_morning.done(Step.RECONCILE)

    with change_access.acting_as(account_id=account("officer.future-nps"), now=first_morning.now):
        assert queries.by_check(first_morning.plan) == []
