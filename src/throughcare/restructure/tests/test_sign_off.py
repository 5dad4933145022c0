"""Sign-off: who accepts what for a provider, with what exceptions, and when the plan is signed off."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.audit.models import Entry
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Outcome, Phase, Step
from throughcare.restructure.models import (
    Approval,
    Book,
    Evidence,
    ListedException,
    Plan,
    ProviderList,
    SignOff,
)
from throughcare.restructure.queries import evidence, sql
from throughcare.restructure.tests.plans import F3, f1
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import (
    ONE,
    OTHER,
    accept,
    appoint,
    close,
    codes,
    head_of,
    in_days,
    list_exception,
    worker_closes,
)
from throughcare.restructure.tests.stages import EVE_OF_SALE, SALE


def test_each_successor_has_a_list_and_together_they_are_the_books(reconciled):
    lists = list(ProviderList.objects.filter(plan_id=reconciled.plan_id))

    counted: dict[tuple[str, str], int] = {}
    for each in lists:
        for line in each.body["books"]:
            key = line["kind"], line["state"]
            counted[key] = counted.get(key, 0) + line["count"]
    booked = Book.objects.filter(plan_id=reconciled.plan_id, moment="after").exclude(state="held")
    # What the plan leaves alone stays with whoever has it: the programme itself, and what the trusts closed.
    left = booked.exclude(new_owner__in=[each.owner_id for each in lists])
    assert {each.kind for each in left.exclude(state="closed")} == {"account"}
    assert all(each.old_owner_id == each.new_owner_id for each in left)
    booked = booked.exclude(id__in=left.values("id"))
    expected: dict[tuple[str, str], int] = {}
    for line in booked:
        expected[line.kind, line.state] = expected.get((line.kind, line.state), 0) + line.count
    assert {key: count for key, count in counted.items() if key[1] != "held"} == expected
    assert {each.code for each in lists} == {unit.code for unit in f1().new_units} - {"NPS"}


def test_the_digests_of_all_providers_stand_for_the_records_of_the_evidence(reconciled):
    records: dict[str, int] = {}
    for each in ProviderList.objects.filter(plan_id=reconciled.plan_id):
        for digest in each.body["digests"]:
            records[digest["kind"]] = records.get(digest["kind"], 0) + digest["records"]

    with change_access.as_engine(now=reconciled.now):
        whole = {each["kind"]: each["records"] for each in evidence.digests(reconciled.plan)}
    closed = reconciled.rows(
        "select d.kind, sum(d.records)::bigint from restructure_digest d join probation_case c on c.id = d.case_id"
        " where d.plan_id = %s and c.closed_at is not null group by 1",
        reconciled.plan_id,
    )

    assert closed
    assert records == whole | {kind: whole[kind] - count for kind, count in closed}


def test_a_digest_of_a_provider_is_made_of_the_nodes_of_its_own_cases(reconciled):
    found = ProviderList.objects.get(plan_id=reconciled.plan_id, code=ONE)

    ((root,),) = reconciled.rows(
        """
        select encode(sha256(string_agg(int8send(d.case_id) || int8send(d.records) || int8send(d.digest), ''
               order by d.case_id)), 'hex')
        from restructure_digest d
        join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = d.case_id
        where d.plan_id = %s and d.kind = 'probation.Contact' and a.owner_id = %s
        """,
        reconciled.plan_id,
        found.owner_id,
    )

    digests = {each["kind"]: each["root"] for each in found.body["digests"]}
    assert digests["probation.Contact"] == root


def test_reconciling_again_leaves_a_list_and_who_accepted_it(reconciled):
    accepted = accept(reconciled, ONE)
    before = set(ProviderList.objects.values_list("pk", "superseded_at"))

    reconciled.done(Step.RECONCILE)

    assert set(ProviderList.objects.values_list("pk", "superseded_at")) == before
    assert accept(reconciled, ONE).pk == accepted.pk


def test_a_list_that_the_books_no_longer_agree_with_is_accepted_anew(reconciled):
    first = accept(reconciled, ONE)
    case_id = reconciled.rows(
        "select a.item_id from restructure_answer a where a.plan_id = %s and a.kind = 'case' and a.to_owner_id = %s"
        " order by 1 limit 1",
        reconciled.plan_id,
        first.provider_list.owner_id,
    )[0][0]
    reconciled.override(kind="case", item_id=case_id, unit=OTHER)
    reconciled.done(Step.SETTLE)
    reconciled.done(Step.RECONCILE)

    again = accept(reconciled, ONE)

    assert again.pk != first.pk
    assert set(SignOff.objects.values_list("pk", flat=True)) == {first.pk, again.pk}
    first.provider_list.refresh_from_db()
    assert first.provider_list.superseded_at == reconciled.now


def test_only_who_speaks_for_a_provider_accepts_its_list(reconciled):
    for name in ("planner", "approver", "director", "officer.future-nps"):
        with (
            change_access.as_engine(now=reconciled.now),
            pytest.raises(PermissionDenied),
        ):
            commands.accept_list(
                account_id=account(name),
                plan_id=reconciled.plan_id,
                provider=ONE,
                now=reconciled.now,
            )
    with pytest.raises(Refused) as refused:
        accept(reconciled, ONE, by=head_of(OTHER))  # which its head may not so much as see

    assert refused.value.codes == ("no-list",)
    assert not SignOff.objects.exists()


def test_a_head_who_has_a_part_in_the_programme_speaks_for_nobody(reconciled):
    change_access.give_post(
        username=head_of(ONE), role=Role.APPROVER, unit_code="NOMS", now=reconciled.now
    )

    with pytest.raises(PermissionDenied):
        accept(reconciled, ONE)

    assert not SignOff.objects.exists()


def test_the_maker_of_the_plan_accepts_no_list(reconciled):
    Plan.objects.filter(id=reconciled.plan_id).update(made_by_id=account(head_of(ONE)))

    with pytest.raises(Refused) as refused:
        accept(reconciled, ONE)

    assert refused.value.codes == ("own-plan",)
    assert not SignOff.objects.exists()


def test_no_list_is_accepted_while_the_books_do_not_agree(reconciled):
    sql.write(
        "update probation_contact set notes = notes || '.' where id = (select min(id) from probation_contact)"
    )
    reconciled.done(Step.RECONCILE)

    with pytest.raises(Refused) as refused:
        accept(reconciled, ONE)

    assert refused.value.codes == ("open-differences",)


def test_a_provider_cannot_write_another_ones_name_under_a_list(reconciled):
    """What the command refuses is refused by the database too."""
    head = account(head_of(ONE))
    found = ProviderList.objects.get(plan_id=reconciled.plan_id, code=OTHER)

    with change_access.acting_as(account_id=head, now=reconciled.now):
        assert set(ProviderList.objects.values_list("code", flat=True)) == {ONE}
        sql.write("savepoint trying")
        with pytest.raises(Exception, match="row-level security"):
            sql.write(
                "insert into restructure_signoff (provider_list_id, made_by_id, signed_by_id, recorded_at)"
                " values (%s, 1, %s, tc_now())",
                [found.pk, head],
            )
        sql.write("rollback to savepoint trying")


def test_an_exception_has_words_an_owner_and_a_day_ahead(reconciled):
    with pytest.raises(Refused) as refused:
        list_exception(reconciled, ONE, says=" ", owed_by="nobody.here", due_on=None)
    assert refused.value.codes == ("nobody-owes", "nothing-said", "no-day")
    with pytest.raises(Refused) as refused:
        list_exception(reconciled, ONE, owed_by=head_of(OTHER), due_on=in_days(reconciled, -1))
    assert refused.value.codes == ("nobody-owes", "day-passed")

    assert not ListedException.objects.exists()


def test_an_exception_is_owed_by_an_account_or_a_post_of_the_provider_or_of_the_programme(
    reconciled,
):
    ((post,),) = reconciled.rows(
        "select p.code from access_post_facts f join access_post p on p.id = f.item_id"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id"
        " where c.code = %s order by p.id limit 1",
        ONE,
    )

    owed = [
        list_exception(reconciled, ONE, owed_by=each)
        for each in ("director", head_of(ONE), post, "NOMS001")
    ]

    assert [(each.owed_by_id, each.owed_post) for each in owed] == [
        (account("director"), ""),
        (account(head_of(ONE)), ""),
        (None, post),
        (None, "NOMS001"),
    ]


def test_a_wrong_assignment_that_waits_has_to_be_settled_or_listed(reconciled):
    owner_id = ProviderList.objects.get(plan_id=reconciled.plan_id, code=ONE).owner_id
    case_id = reconciled.rows(
        "select min(item_id) from restructure_answer where plan_id = %s and kind = 'case' and to_owner_id = %s",
        reconciled.plan_id,
        owner_id,
    )[0][0]
    with change_access.as_engine(now=reconciled.now):
        commands.propose_override(
            account_id=account("planner"),
            plan_id=reconciled.plan_id,
            kind="case",
            item_id=case_id,
            unit_code=OTHER,
            reason="It was never ours.",
            now=reconciled.now,
        )

    for code in (ONE, OTHER):
        with pytest.raises(Refused) as refused:
            accept(reconciled, code)
        assert refused.value.codes == ("wrong-assignments",)

    listed = list_exception(reconciled, ONE)
    accepted = accept(reconciled, ONE)
    listed.refresh_from_db()
    assert listed.sign_off_id == accepted.pk


def test_an_exception_is_closed_by_who_listed_it_or_an_approver_and_never_by_who_owes_it(
    reconciled,
):
    by_programme = list_exception(reconciled, ONE, owed_by="approver")
    by_head = list_exception(reconciled, ONE, owed_by=head_of(ONE))
    accept(reconciled, ONE)

    with pytest.raises(Refused) as refused:
        close(reconciled, by_programme, by="approver")
    assert refused.value.codes == ("own-exception",)
    with pytest.raises(Refused) as refused:
        close(reconciled, by_head, by=head_of(ONE))
    assert refused.value.codes == ("own-exception",)
    with pytest.raises(Refused) as refused:
        close(reconciled, by_head, by="approver", outcome=Outcome.WITHDRAWN)
    assert refused.value.codes == ("not-yours-to-withdraw",)
    with pytest.raises(PermissionDenied):
        close(reconciled, by_head, by="planner")
    assert not ListedException.objects.exclude(closed_at=None).exists()

    close(reconciled, by_programme, by=head_of(ONE), outcome=Outcome.WITHDRAWN)
    close(reconciled, by_head, by="approver")
    with pytest.raises(Refused) as refused:
        close(reconciled, by_head, by="approver")

    assert refused.value.codes == ("closed",)
    assert set(ListedException.objects.values_list("pk", "outcome", "closed_by_id")) == {
        (by_programme.pk, "withdrawn", account(head_of(ONE))),
        (by_head.pk, "put-right", account("approver")),
    }


def test_whoever_holds_the_post_that_owes_does_not_close(reconciled):
    listed = list_exception(reconciled, ONE, owed_by="NOMS002")

    with pytest.raises(Refused) as refused:
        close(reconciled, listed, by="approver")

    assert refused.value.codes == ("own-exception",)


def test_the_plan_is_signed_off_once_the_last_provider_has_accepted(reconciled):
    for code in (ONE, OTHER):
        accept(reconciled, code)
    every = codes(reconciled)
    for code in every:
        if code not in {ONE, OTHER}:
            assert worker_closes(reconciled) == Phase.RECONCILED
            appoint(reconciled, code)
            last = accept(reconciled, code)

    assert worker_closes(reconciled) == Phase.SIGNED_OFF
    assert worker_closes(reconciled) == Phase.SIGNED_OFF

    approval = Approval.objects.get(plan_id=reconciled.plan_id, gate=Gate.SIGN_OFF)
    run = reconciled.plan.runs.filter(step=Step.RECONCILE).latest("id")
    assert (approval.made_by_id, approval.approved_by_id, approval.evidence) == (
        account("planner"),
        last.signed_by_id,
        f"run {run.pk}, and {len(every)} lists that were accepted",
    )
    entry = Entry.objects.get(action="restructure.signed-off")
    assert (entry.account_id, entry.detail["lists"]) == (last.signed_by_id, len(every))
    assert reconciled.refusals(Step.RECONCILE) == ["signed-off"]
    assert reconciled.broken() == {}


def test_no_approver_signs_off_in_place_of_the_providers(reconciled):
    with pytest.raises(Refused) as refused:
        reconciled.sign(Gate.SIGN_OFF)

    assert refused.value.codes == ("by-providers",)
    assert not Approval.objects.filter(gate=Gate.SIGN_OFF).exists()


def test_the_evidence_has_who_accepted_and_with_what(reconciled):
    listed = list_exception(reconciled, ONE)
    accept(reconciled, ONE)
    accept(reconciled, OTHER)
    close(reconciled, listed, by=head_of(ONE))

    reconciled.done(Step.EVIDENCE)

    pack = json.loads(Evidence.objects.latest("id").body)
    assert [(each["provider"], each["signed_by"]) for each in pack["sign_offs"]] == [
        (OTHER, account(head_of(OTHER))),
        (ONE, account(head_of(ONE))),
    ]
    assert [
        (each["provider"], each["owed_by"], each["outcome"], each["closed_by"])
        for each in pack["exceptions"]
    ] == [(ONE, account("director"), "put-right", account(head_of(ONE)))]
    assert "Head of" not in Evidence.objects.latest("id").body


def test_where_a_plan_moves_nothing_every_body_that_has_something_is_asked(reconciled):
    sale = Reform(now=EVE_OF_SALE).take_in(F3.read_text()).go_live(now=SALE)

    sale.done(Step.RECONCILE)

    assert codes(sale) == codes(reconciled)
    lists = ProviderList.objects.filter(plan_id=sale.plan_id)
    assert {line["stayed"] for each in lists for line in each.body["books"]} == {True}
