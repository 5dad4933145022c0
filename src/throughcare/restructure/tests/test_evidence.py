"""What a sealed pack holds, that it names nobody, and that no byte of it can be altered unseen."""

import hashlib
import json
import random
from typing import Any

import pytest

from throughcare.access import commands as change_access
from throughcare.audit.models import Entry
from throughcare.kernel.holdings import REGISTER
from throughcare.restructure import commands
from throughcare.restructure.choices import Outcome, RunState, Step
from throughcare.restructure.models import (
    Approval,
    Difference,
    Evidence,
    ListedException,
    Plan,
    ProviderList,
    Run,
)
from throughcare.restructure.queries import kinds, pack_file, plans, reconciliation, sql
from throughcare.restructure.rules import packs
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import (
    ONE,
    OTHER,
    accept,
    close,
    head_of,
    list_exception,
)

CONTACT = "probation.Contact"
PLANTED = "Jane Marlow, born on 7 March 1981 (1981-03-07), 14 Orchard Lane, Hull HU5 2AB"
NOT_TO_BE_FOUND = ("marlow", "7 march 1981", "1981-03-07", "orchard", "hu5 2ab")


def sealed_after(reform: Reform) -> Evidence:
    reform.done(Step.EVIDENCE)
    return Evidence.objects.latest("id")


def pack_of(reform: Reform) -> dict[str, Any]:  # Any: JSON
    return dict(json.loads(sealed_after(reform).body))


def digest_of(pack: dict[str, Any], kind: str) -> dict[str, Any]:  # Any: JSON
    return next(each for each in pack["digests"] if each["kind"] == kind)


def tree(reform: Reform, label: str, *, but: int = 0) -> tuple[int, str]:
    """How many records of a kind there are now, and the root over them; without one of them."""
    kept = next(each for each in kinds.kept() if each.label == label)
    ((records, root),) = reform.rows(
        f"""
        select sum(records)::bigint,
               encode(sha256(string_agg(int8send(case_id) || int8send(records) || int8send(digest), '' order by case_id)), 'hex')
        from (select t.{kept.through} as case_id, count(*) as records, bit_xor({reconciliation.leaf_of(kept)}) as digest
              from {kept.table} t where t.id <> %s group by 1) nodes
        """,
        but,
    )
    return records, root


def words_kept(text: str, kept_as: str) -> dict[str, str]:
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "kept_as": kept_as}


def explained(reform: Reform, *, as_words: str = "Put back from the paper file.") -> None:
    """Have every difference that is open explained and approved."""
    for each in Difference.objects.filter(plan_id=reform.plan_id, approved_by_id=None):
        with change_access.as_engine(now=reform.now):
            commands.explain_difference(
                account_id=account("planner"),
                plan_id=each.plan_id,
                difference_id=each.pk,
                explanation=as_words,
                now=reform.now,
            )
            commands.approve_explanation(
                account_id=account("approver"),
                plan_id=each.plan_id,
                difference_id=each.pk,
                now=reform.now,
            )


def test_a_pack_says_its_form_the_release_and_what_every_test_of_the_plan_came_to(
    reconciled, settings
):
    pack = pack_of(reconciled)

    examples = plans.read(reconciled.plan).examples
    assert (pack["version"], pack["software"]) == (packs.VERSION, settings.SOFTWARE)
    assert [each["number"] for each in pack["rule_tests"]] == list(range(1, len(examples) + 1))
    assert {each["passes"] for each in pack["rule_tests"]} == {True}
    assert [each["wanted"] for each in pack["rule_tests"] if each["kind"] == "case"][:3] == [
        "C04",
        "C04",
        "N07",
    ]


def test_a_test_that_the_rules_do_not_pass_is_sealed_as_failed(reconciled):
    text = reconciled.plan.text.replace("HBS}\n      unit: C04", "HBS}\n      unit: C05", 1)
    Plan.objects.filter(id=reconciled.plan_id).update(text=text)

    (failed,) = [each for each in pack_of(reconciled)["rule_tests"] if not each["passes"]]

    assert (failed["number"], failed["wanted"], failed["found"]) == (1, "C05", "C04")


def test_where_every_record_agreed_the_root_after_is_said_to_be_the_same(reconciled):
    pack = pack_of(reconciled)

    assert {each["after"]["how"] for each in pack["digests"]} == {"same-as-kept"}
    for each in pack["digests"]:
        assert each["after"]["root"] == each["root"] == tree(reconciled, each["kind"])[1]


def test_where_a_record_was_altered_the_root_after_is_of_what_was_read(reconciled):
    ((altered, case_id),) = reconciled.rows(
        "select max(id), case_id from probation_contact group by 2 having count(*) > 1 order by 2 limit 1"
    )
    before = tree(reconciled, CONTACT)
    sql.write("update probation_contact set notes = notes || '.' where id = %s", [altered])
    sql.write(
        "insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, recorded_at, version)"
        " select case_id, 9999, type_id, starts_at, '', false, recorded_at, 1 from probation_contact where id = %s",
        [altered],
    )
    added = sql.value("select id from probation_contact where number = 9999")
    reconciled.done(Step.RECONCILE)

    found = digest_of(pack_of(reconciled), CONTACT)

    assert case_id
    assert (found["records"], found["root"]) == before
    records, root = tree(reconciled, CONTACT, but=added)  # what came since is on neither side
    assert root != before[1]
    assert found["after"] == {
        "how": "worked-out",
        "records": records,
        "root": root,
        "altered": 1,
        "missing": 0,
    }


def test_a_record_that_is_missing_is_in_the_root_after_no_more(reconciled):
    missing = sql.value(
        "select max(id) from probation_contact where case_id ="
        " (select case_id from probation_contact group by 1 having count(*) > 1 order by 1 limit 1)"
    )
    before = tree(reconciled, CONTACT, but=missing)
    sql.write("delete from probation_contact where id = %s", [missing])
    reconciled.done(Step.RECONCILE)

    after = digest_of(pack_of(reconciled), CONTACT)["after"]

    assert (after["missing"], after["records"], after["root"]) == (1, *before)


def test_a_reconciliation_that_kept_no_count_of_what_it_read_is_not_claimed_to_agree(reconciled):
    run = Run.objects.filter(plan_id=reconciled.plan_id, step=Step.RECONCILE).latest("id")
    del run.result["content"]
    run.save(update_fields=["result"])

    assert {str(each["after"]) for each in pack_of(reconciled)["digests"]} == {
        "{'how': 'not-kept'}"
    }


def test_each_provider_finds_its_list_and_the_roots_over_its_own_records(reconciled):
    found = {each["provider"]: each for each in pack_of(reconciled)["providers"]}

    lists = ProviderList.objects.filter(plan_id=reconciled.plan_id)
    assert len(found) == len(lists) > 2
    for each in lists:
        assert found[each.code] == {
            "provider": each.code,
            "list": each.digest,
            "digests": each.body["digests"],
        }


def test_a_pack_holds_nothing_of_a_person_that_somebody_wrote(reconciled):
    planted = plant(reconciled)

    found = sealed_after(reconciled)

    pack = json.loads(found.body)
    assert [word for word in NOT_TO_BE_FOUND if word in found.body.lower()] == []
    assert pack["plan"]["title"] == words_kept(
        PLANTED, f"restructure.Plan/{reconciled.plan_id}/title"
    )
    assert [each["explanation"] for each in pack["differences"]] == [
        words_kept(PLANTED, f"restructure.Difference/{planted['difference']}/explanation")
    ]
    (listed,) = pack["exceptions"]
    kept_as = f"restructure.ListedException/{planted['exception']}"
    assert listed["says"] == words_kept(PLANTED, f"{kept_as}/says")
    assert listed["outcome_says"] == words_kept(PLANTED, f"{kept_as}/outcome_says")
    assert {each["by"] for each in pack["in_flight"]} == {account("jane.marlow")}


def plant(reform: Reform) -> dict[str, int]:
    """A name, a date of birth and an address in all that people write and the pack draws on."""
    change_access.open_account(username="jane.marlow", display_name=PLANTED, now=reform.now)
    sql.write(
        "update probation_contact set notes = notes || '.' where id = (select min(id) from probation_contact)"
    )
    reform.done(Step.RECONCILE)
    explained(reform, as_words=PLANTED)
    accept_with = list_exception(reform, ONE, says=PLANTED)
    accept(reform, ONE)
    accept(reform, OTHER)
    close(reform, accept_with, by=head_of(ONE), outcome=Outcome.PUT_RIGHT)
    ListedException.objects.update(outcome_says=PLANTED)
    Approval.objects.filter(plan_id=reform.plan_id).update(evidence=f"run 7, {PLANTED}")
    ProviderList.objects.filter(plan_id=reform.plan_id).update(name=PLANTED)
    told = reform.plan.text.replace(
        "- name: Low risk in Humberside goes to the company there", f'- name: "{PLANTED}"'
    ).replace("says: Appointments stay as booked", f"says: {PLANTED}. Appointments stay")
    assert told.count(PLANTED) == 2
    Plan.objects.filter(id=reform.plan_id).update(title=PLANTED, text=told)
    for run in Run.objects.filter(plan_id=reform.plan_id, state=RunState.DONE):
        for each in run.result.get("lists", ()):
            each["by"] = "jane.marlow"
        run.doing = PLANTED
        run.save(update_fields=["result", "doing"])
    return {"difference": Difference.objects.get().pk, "exception": accept_with.pk}


def test_what_is_planted_is_in_every_column_that_the_rooms_call_personal():
    drawn_on = (
        "Plan",
        "Approval",
        "Difference",
        "ListedException",
        "ProviderList",
        "SignOff",
        "Run",
    )
    personal = {
        (table.table, column)
        for table in REGISTER.tables()
        if table.table in {f"restructure.{name}" for name in drawn_on}
        for column in table.personal
    }

    assert personal == {
        ("restructure.Plan", "text"),
        ("restructure.Difference", "explanation"),
        ("restructure.ListedException", "says"),
        ("restructure.ListedException", "outcome_says"),
    }


def test_a_change_of_any_byte_of_a_whole_pack_is_found(reconciled):
    file = pack_file(sealed_after(reconciled))
    chance = random.Random(20140601)  # noqa: S311  which bytes are tried, and no secret
    ends = 120
    places = {
        *range(ends),
        *range(len(file) - 400, len(file)),
        *chance.sample(range(ends, len(file) - 400), 300),
    }

    unseen = []
    for at in sorted(places):
        altered = bytearray(file)
        altered[at] ^= chance.choice((0x01, 0x20, 0x80))
        if not packs.check(bytes(altered)).faults:
            unseen.append(at)

    assert packs.check(file).faults == ()
    assert unseen == []


def test_the_page_gives_the_file_that_the_command_line_writes(reconciled, sign_in):
    found = sealed_after(reconciled)

    answer = sign_in("director", now=reconciled.now).get(f"{PLAN}/evidence.json")

    assert answer.content == pack_file(found)
    checked = packs.check(answer.content, public_key=found.public_key)
    assert (checked.faults, checked.digest) == ((), found.digest)


def test_the_page_shows_where_words_are_kept_and_not_the_words(reconciled, sign_in):
    listed = list_exception(reconciled, ONE)
    accept(reconciled, ONE)
    sealed_after(reconciled)

    page = text_of(sign_in("director", now=reconciled.now).get(f"{PLAN}/evidence"))

    assert f"Exception {listed.pk} of {ONE}" in page
    assert listed.says not in page
    assert "The same: every record was read again, and none was altered or missing" in page
    assert "Whole" in page


@pytest.fixture
def first_form(reconciled):
    """A pack as releases before this one sealed it: without a number, with words of people."""
    body = packs.canonical(
        {
            "plan": {
                "reference": reconciled.plan.reference,
                "version": 1,
                "title": "The split",
                "effective_at": "2014-05-31T23:00:00+00:00",
                "digest": "",
            },
            "rules": [],
            "answers": [],
            "books": [],
            "digests": [{"kind": CONTACT, "records": 3, "root": "ab" * 32}],
            "differences": [
                {"check": "content", "subject": "a", "found": "b", "explanation": "A slip."}
            ],
            "approvals": [],
            "exceptions": [
                {
                    "number": 1,
                    "provider": ONE,
                    "says": "Office BEDOF01 is ours.",
                    "owed_by": 1,
                    "owed_post": "",
                    "due_on": "2014-06-30",
                    "outcome": "",
                    "outcome_says": "",
                }
            ],
            "runs": [],
            "switches": [],
        }
    )
    digest = hashlib.sha256(body.encode()).digest()
    signature, public_key = commands.sign(digest)
    return Evidence.objects.create(
        plan_id=reconciled.plan_id,
        body_with_words=body,
        digest=digest.hex(),
        signature=signature,
        public_key=public_key,
        recorded_at=reconciled.now,
    )


def test_a_pack_that_an_earlier_release_sealed_is_read_and_checked(first_form, reconciled, sign_in):
    client = sign_in("director", now=reconciled.now)

    page = text_of(client.get(f"{PLAN}/evidence"))

    assert "Whole" in page
    assert "It was sealed by an earlier release, and holds what people wrote." in page
    assert "Office BEDOF01 is ours." in page
    assert client.get(f"{PLAN}/evidence.pdf").content.startswith(b"%PDF-")
    checked = packs.check(client.get(f"{PLAN}/evidence.json").content)
    assert (checked.faults, checked.version) == ((), 1)


def test_sealing_is_on_the_trail_with_the_digest(reconciled):
    found = sealed_after(reconciled)

    entry = Entry.objects.filter(action="restructure.seal").latest("number")
    assert (entry.account_id, entry.detail) == (account("director"), {"digest": found.digest})
