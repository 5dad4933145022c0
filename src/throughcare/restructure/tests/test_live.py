"""The first morning after the switch: what everybody reads, old codes, the sale of the companies, what reconciling finds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access.choices import Role
from throughcare.access.models import Account, Post, PostAssignment
from throughcare.kernel.refusals import Refused
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.notify.models import Message
from throughcare.organisation import queries as organisation
from throughcare.restructure import queries
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.nation_before import OWNED, answers, expected
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.plans import F1, F3, f1
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.sign_offs import accept, appoint

STAGED = "select md5(string_agg(t::text, ' ' order by id)) from probation_caseassignment t where change_id is not null"
EVE_OF_SALE = datetime(2015, 1, 30, 9, tzinfo=UTC)

SALE = datetime(2015, 2, 1, tzinfo=UTC)

CASE_OF = """
select f.item_id, f.reference, f.owner_id from probation_case_facts f
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
where o.code = %s order by f.item_id limit 1
"""

ACCOUNT_IN = """
select f.account_id from access_post_facts f
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
where o.code = %s and f.post_kind = 'officer' order by f.item_id limit 1
"""


def test_after_the_switch_everybody_is_with_a_successor_and_the_invariants_hold(first_morning):
    counts: Counter[str] = Counter()
    for (_, successor), count in expected().items():
        counts[successor] += count

    assert dict(first_morning.rows(OWNED)) == counts
    assert first_morning.broken() == {}


def test_the_owner_on_the_day_before_stays_the_trust_whenever_one_asks(first_morning):
    in_2016 = first_morning.at(datetime(2016, 2, 29, 12, tzinfo=UTC))

    owners = in_2016.rows(
        "select distinct k.value from probation_caseassignment_at('2014-05-31 12:00Z', tc_live(), 'infinity') a"
        " cross join lateral (select organisation_fact(a.owner_id, 'kind', '2014-05-31 12:00Z', tc_live()) as value) k"
    )

    assert owners == [("trust",)]


def test_every_step_done_twice_changes_nothing_more(first_morning):
    before = first_morning.rows(STAGED), answers()

    first_morning.done(Step.SWITCH)
    assert first_morning.done(Step.PLAN)["phase"] == Phase.LIVE
    assert first_morning.refusals(Step.STAGE) == ["not-dry-run"]
    assert first_morning.take_in(F1.read_text()).plan_id == first_morning.plan_id

    assert (first_morning.rows(STAGED), answers()) == before
    assert first_morning.rows("select count(*) from organisation_switch") == [(1,)]


def test_an_abort_returns_to_all_old_and_the_plan_can_be_switched_again(first_morning):
    live = first_morning.rows(OWNED)

    first_morning.done(Step.ABORT)

    assert set(dict(first_morning.rows(OWNED))) == {unit.code for unit in f1().old_units}
    first_morning.at(first_morning.now + timedelta(minutes=1)).done(Step.SWITCH)
    assert sorted(first_morning.at(first_morning.now + timedelta(minutes=2)).rows(OWNED)) == sorted(
        live
    )


def test_one_character_changed_in_one_contact_is_found_and_named(first_morning):
    ((contact, number, crn),) = sql.rows(
        "select t.id, t.number, p.crn from probation_contact t join probation_case c on c.id = t.case_id"
        " join people_person p on p.id = c.person_id where c.closed_at is null and t.notes <> '' order by t.id limit 1"
    )
    sql.write(
        "update probation_contact set notes = translate(left(notes, 1), left(notes, 1), '~') || substr(notes, 2)"
        " where id = %s",
        [contact],
    )

    found = first_morning.done(Step.RECONCILE)["differences"]

    assert {check: count for check, count in found.items() if count} == {"content": 1}
    assert first_morning.rows("select check_name, subject, found from restructure_difference") == [
        ("content", f"probation.Contact {crn}/{number}", "altered")
    ]
    assert first_morning.refusals(Step.EVIDENCE) == ["not-reconciled"]


def test_one_contact_that_is_lost_is_missed_in_the_books_and_named(first_morning):
    ((contact, number, crn),) = sql.rows(
        "select t.id, t.number, c.reference from probation_contact t"
        " join probation_case_references c on c.item_id = t.case_id"
        " where not exists (select from probation_appointment a where a.contact_id = t.id) order by t.id limit 1"
    )
    sql.write("delete from probation_contact where id = %s", [contact])

    found = first_morning.done(Step.RECONCILE)["differences"]

    assert {check: count for check, count in found.items() if count} == {
        "count": 1,
        "conservation": 1,
        "content": 1,
    }
    assert first_morning.rows(
        "select subject, found from restructure_difference where check_name = 'content'"
    ) == [(f"probation.Contact {crn}/{number}", "missing")]


def test_reconciling_writes_both_sides_of_the_books_and_they_agree(first_morning):
    found = first_morning.done(Step.RECONCILE)["differences"]

    assert set(found.values()) == {0}
    books = dict(
        first_morning.rows(
            "select moment, sum(count) from restructure_book where kind = 'case' group by moment"
        )
    )
    assert books["before"] == books["after"] > 0
    credited = first_morning.rows(
        "select distinct k.value from restructure_book b"
        " cross join lateral (select organisation_fact(b.new_owner_id, 'kind', tc_now(), tc_live()) as value) k"
        " where b.moment = 'after' and b.kind = 'case' and b.state <> 'closed' order by 1"
    )
    assert credited == [("crc",), ("nps-division",)]
    assert len(f1().old_units) == 35


def test_no_trust_may_be_given_anything_after_the_reform(first_morning):
    with change_access.as_engine(now=first_morning.now):
        for unit in f1().old_units:
            with pytest.raises(Refused) as refused:
                organisation.open_unit(code=unit.code, moment=organisation.pinned())
            assert refused.value.codes == ("closed-code",)


def test_a_referral_to_an_old_code_reaches_the_body_that_has_the_person(first_morning):
    owners = first_morning.rows(
        "select distinct f.owner_id from probation_case_facts f"
        " join probation_caseassignment first on first.item_id = f.item_id and first.change_id is null"
        " join organisation_unitcode t on t.unit_id = first.owner_id and t.code = 'SWM'"
    )

    with change_access.as_engine(now=first_morning.now):
        now = organisation.pinned()
        found = {
            organisation.destination(code="SWM", owner_of_item_id=owner, moment=now).code
            for (owner,) in owners
        }
        with pytest.raises(Refused) as refused:
            organisation.destination(code="SWM", owner_of_item_id=None, moment=now)

    assert found == {"N04", "C11"}
    assert refused.value.codes == ("depends-on-item",)


def test_a_message_for_a_trust_accepted_in_its_last_second_reaches_the_successor_of_its_person(
    first_morning,
):
    ((_, crn, owner_id),) = first_morning.rows(CASE_OF, "C11")
    last_second = datetime(2014, 5, 31, 22, 59, 59, tzinfo=UTC)
    letters = [
        notify.accept(
            channel=Channel.IN_APP,
            recipient=notify.Recipient(kind=RecipientKind.UNIT, reference="SWM"),
            template="referral",
            parameters={},
            owner="SWM",
            now=last_second,
            about=about,
        )
        for about in (notify.About(kind="case", reference=crn), None)
    ]

    for letter in letters:
        notify.deliver(message_id=letter, now=first_morning.now)

    known, unknown = (Message.objects.get(id=letter) for letter in letters)
    assert (known.state, known.routed_to, owner_id is not None) == ("delivered", "C11", True)
    assert (unknown.state, unknown.owner) == ("undelivered", "C11")
    assert "was divided among N04 and C11" in unknown.undelivered_reason
    assert first_morning.broken() == {}


def test_an_officer_of_a_company_opens_the_minimum_view_of_a_case_of_the_nps_and_no_contact(
    first_morning,
):
    ((case_id, crn, _),) = first_morning.rows(CASE_OF, "N02")
    ((account_id,),) = first_morning.rows(ACCOUNT_IN, "C05")
    contacts = "select count(*) from probation_contact where case_id = %s"

    with change_access.acting_as(account_id=account_id, now=first_morning.now):
        assert sql.value("select probation_view_of(%s)", [case_id]) is None
        change_access.open_minimum_view(
            account_id=account_id,
            case_id=case_id,
            reason="Covering the shift",
            now=first_morning.now,
        )
        assert sql.value("select probation_view_of(%s)", [case_id]) == "minimum"
        assert sql.value(contacts, [case_id]) == 0
        (card,) = sql.named_rows(
            "select * from probation_cards(array[%s::bigint], tc_now())", [case_id]
        )

    assert (card["crn"], card["rosh"] is not None, card["last_at"]) == (crn, True, None)
    assert first_morning.rows(contacts, case_id)[0][0] > 0
    assert first_morning.rows(
        "select reason from access_grant where account_id = %s and case_id = %s",
        account_id,
        case_id,
    ) == [("Covering the shift",)]


def new_seat(reform: Reform, *, unit: str, role: str, since: datetime) -> int:
    """Somebody new with a seat of a role in a unit; their account."""
    ((unit_id,),) = reform.rows("select unit_id from organisation_unitcode where code = %s", unit)
    account = Account.objects.create(
        username=f"{role}.{unit.lower()}", display_name="Somebody new", recorded_at=since
    )
    post = Post.objects.create(code=f"NEW{unit}", account=account, role=role, starts_at=since)
    PostAssignment.objects.create(
        item=post,
        owner_id=unit_id,
        holder_id=unit_id,
        starts_at=since,
        recorded_at=since,
        basis="recorded",
    )
    return account.pk


def test_a_head_sees_the_work_of_the_teams_of_their_own_body_alone(first_morning, sign_in):
    new_seat(first_morning, unit="C15", role="executive", since=first_morning.now)
    planner, head = (sign_in(name, now=first_morning.now) for name in ("planner", "executive.c15"))

    everywhere, own_side = (
        text_of(client.get(f"{PLAN}/loads?per=team")) for client in (planner, head)
    )

    assert ("C15" in everywhere, "C17" in everywhere) == (True, True)
    assert ("C15" in own_side, "C17" in own_side) == (True, False)
    assert "You see your own side of the plan" in own_side


def sold(first_morning) -> Reform:
    sale = Reform(now=EVE_OF_SALE).take_in(F3.read_text())
    return sale.go_live(now=SALE)


def test_the_sale_writes_no_assignment_and_changes_the_reporting_parent_of_21_companies(
    first_morning,
):
    sale = sold(first_morning)

    assert sale.plan.change.reference == "share-sale-2015-v1"
    for table in (
        "probation_caseassignment",
        "access_postassignment",
        "probation_courtreportassignment",
    ):
        assert sale.rows(
            f"select count(*) from {table} where change_id = %s", sale.plan.change_id
        ) == [(0,)]
    parents = sale.rows(
        "select o.code, count(*) from organisation_placements_at('reporting', tc_now(), tc_live(), 'infinity') p"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = p.parent_id"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = p.unit_id"
        " where organisation_fact(p.unit_id, 'kind', tc_now(), tc_live()) = 'crc'"
        " group by 1 order by 2 desc, 1"
    )
    assert [count for _, count in parents] == [6, 5, 3, 2, 2, 1, 1, 1]
    assert sale.broken() == {}


def test_an_owner_sees_the_cases_of_its_own_companies_alone(first_morning):
    sale = sold(first_morning)
    account_id = new_seat(sale, unit="SODEXO", role="contract", since=SALE)

    with change_access.acting_as(account_id=account_id, now=sale.now):
        seen = {
            case for (case,) in sql.rows("select id from probation_case where closed_at is null")
        }

    companies = {each.unit for each in queries.read(sale.plan).ownership if each.entity == "SODEXO"}
    owned = sale.rows(
        "select f.item_id from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id where o.code = any (%s)",
        sorted(companies),
    )
    assert len(companies) == 6
    assert seen == {case for (case,) in owned}


def test_a_post_that_is_given_in_a_division_is_with_the_division_and_not_with_the_body_above(
    first_morning,
):
    change_access.open_account(username="new.head", display_name="New", now=first_morning.now)
    post = change_access.give_post(
        username="new.head", role=Role.EXECUTIVE, unit_code="N05", now=first_morning.now
    )

    assert first_morning.rows(
        "select c.code from access_post_facts f join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id"
        " where f.item_id = %s",
        post.pk,
    ) == [("N05",)]


def test_no_list_is_accepted_before_the_books_are_closed(first_morning):
    appoint(first_morning, "N05")

    with pytest.raises(Refused) as refused:
        accept(first_morning, "N05")

    assert refused.value.codes == ("no-list",)
