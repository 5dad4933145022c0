"""A whole tiny nation, made once for the module and rolled back after it."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from psycopg import sql

from throughcare.access.tests.undoing import undone
from throughcare.kernel import identifiers
from throughcare.kernel.names import standard
from throughcare.kernel.refusals import Refused
from throughcare.nation import commands, queries
from throughcare.nation.choices import Size
from throughcare.nation.models import Load
from throughcare.nation.tests.looking import one, rows
from throughcare.probation import queries as probation
from throughcare.services import queries as services
from throughcare.unpaidwork import queries as unpaidwork


@pytest.fixture(scope="module")
def nation(a_nation):
    with a_nation(), undone():
        yield


def decided(row: tuple[object, ...]) -> str:
    """The NPS-or-company decision, stated again by its table; an unknown stops it."""
    deferred, other, mappa, rosh, deportation, rsr, interest = row
    if (
        deferred
        or other == "NPS"
        or mappa in {"1", "2", "3"}
        or rosh in {"high", "very high"}
        or deportation
        or (rsr is not None and round(float(str(rsr)) + 1e-9, 2) >= 6.89)
    ):
        return "nps"
    if None in {mappa, rosh, deportation, rsr}:
        return "undecided"
    return {"approved": "nps", "requested": "undecided"}.get(str(interest), "crc")


@pytest.mark.usefixtures("nation")
def test_every_trust_has_the_cases_that_the_decision_will_divide_as_its_volumes_say():
    one("select set_config('tc.now', '2014-05-31 08:00Z', true)")
    one("select set_config('tc.live', '{}', true)")

    told = Counter(
        (str(code), decided(tuple(facts)))
        for code, *facts in rows(
            "select c.code, f.deferred, f.other_active, f.mappa, f.rosh, f.deportation_criteria, f.rsr,"
            " f.public_interest from probation_case_facts f"
            " join organisation_unitcode c on c.unit_id = f.owner_id"
        )
    )

    assert told == Counter(
        {
            (volume.code, side): count
            for volume in queries.volumes(Size.TINY)
            for side, count in (("nps", volume.cases_to_nps), ("crc", volume.cases_to_crc))
        }
    )


@pytest.mark.usefixtures("nation")
def test_contacts_and_documents_add_up_in_every_trust_and_on_every_case():
    assert rows(
        "select o.code, count(*), sum(c.contacts_made - (select count(*) from probation_appointment p"
        " where p.case_id = c.id and p.type_id in ('CUPA', 'CRSAPT', 'APAT') and p.contact_id is not null)"
        " - (select count(*) from probation_contact t where t.case_id = c.id and t.notes like 'HA2%')"
        " - (select count(*) from checkins_checkin x where x.case_id = c.id and x.contact_id is not null)),"
        " sum(c.documents_made) from probation_case c"
        " join probation_caseassignment a on a.item_id = c.id"
        " join organisation_unitcode o on o.unit_id = a.owner_id where c.closed_at is null group by 1 order by 1"
    ) == [
        (volume.code, cases, cases * 110, cases * 9)
        for volume in queries.volumes(Size.TINY)
        for cases in [volume.cases_to_nps + volume.cases_to_crc]
    ]
    for table, column in (
        ("probation_contact", "contacts_made"),
        ("probation_document", "documents_made"),
    ):
        assert not rows(
            sql.SQL(
                "select c.id from probation_case c left join {} t on t.case_id = c.id"
                " group by c.id having count(t.id) <> c.{} or min(t.number) <> 1"
                " or max(t.number) <> c.{}"
            ).format(sql.Identifier(table), sql.Identifier(column), sql.Identifier(column))
        )


@pytest.mark.usefixtures("nation")
def test_everybody_on_the_staff_has_one_account_one_post_and_one_seat():
    staff = sum(volume.staff_to_nps + volume.staff_to_crc for volume in queries.volumes(Size.TINY))

    # Besides: four of the national body, three of suppliers, 46 of premises, four disclosure officers of each trust.
    assert rows(
        "select (select count(*) from access_account), (select count(*) from access_post),"
        " (select count(*) from access_postassignment), (select count(*) from access_staffchoice)"
    ) == [(staff + 193, staff + 193, staff + 193, staff + 140)]
    assert one("select count(*) from access_equality") == staff + 144


@pytest.mark.usefixtures("nation")
def test_each_case_is_held_by_the_team_of_its_officer_within_its_trust():
    assert not rows(
        "select a.id from probation_caseassignment a"
        " left join access_postassignment p on p.item_id = a.post_id"
        " where a.post_id is not null"
        " and (p.owner_id is distinct from a.owner_id or p.holder_id is distinct from a.holder_id)"
    )
    assert one("select count(*) from probation_caseassignment where post_id is null") == 2


@pytest.mark.usefixtures("nation")
def test_names_and_identifiers_pass_their_own_rules():
    for first, middle, last, text in rows(
        "select first, middle, last, search_text from people_name"
    ):
        assert text == standard(f"{first} {middle} {last}")
    today = date(2014, 5, 31)
    for kind, supplied, canonical in rows(
        "select kind, supplied, canonical from people_identifier"
    ):
        known = {
            "pnc": identifiers.pnc(str(supplied), today=today),
            "cro": identifiers.cro(str(supplied)),
            "noms": identifiers.noms(str(supplied)),
        }
        assert known[str(kind)] == canonical
    assert one("select count(*) - count(distinct (kind, canonical)) from people_identifier") == 0


@pytest.mark.usefixtures("nation")
def test_what_is_known_of_lives_passes_its_rules_and_is_said_of_those_with_a_case_alone():
    cases = one("select count(*) from probation_case")
    shares = {
        table: int(str(one(f"select count(*) from people_{table}"))) / int(str(cases))  # noqa: S608  our own names
        for table in (
            *("contactpoint", "contactpreference", "personalcontact", "circumstance"),
            *("disability", "adjustment", "equalityfact", "former"),
        )
    }

    assert {table for table, share in shares.items() if not 0 < share < 3} == set()
    assert 5 < sum(shares.values()) < 9
    assert not rows(
        "select f.id from people_contactpoint f left join probation_case c on c.person_id = f.person_id where c.id is null"
    )
    assert not rows(
        "select id from people_contactpoint where kind = 'mobile' and value !~ '^07700 900[0-9]{3}$'"
    )
    assert not rows(
        "select c.id from people_circumstance c join people_code d on d.key = c.detail_id where d.parent <> c.type_id"
    )
    assert not rows(
        "select value_id from people_equalityfact f left join people_code c on c.key = f.value_id and c.list = f.kind"
        " where f.answer = 'told' and c.key is null"
    )


@pytest.mark.usefixtures("nation")
def test_nobody_is_in_two_places_at_once():
    assert not rows(
        "select a.id from probation_appointment a join probation_appointment b"
        " on b.post_id = a.post_id and b.id > a.id"
        " and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"
    )
    assert one("select count(*) from probation_appointment where starts_at >= '2014-05-31 23:00Z'")


@pytest.mark.usefixtures("nation")
def test_an_order_breached_the_day_before_is_due_ten_business_days_on():
    found = rows("select distinct opened_on, due_on from probation_enforcement order by opened_on")
    dues = {row[0]: row[1] for row in found}

    assert dues.get(date(2014, 5, 30), date(2014, 6, 13)) == date(2014, 6, 13)
    assert dues.get(date(2014, 5, 23), date(2014, 6, 9)) == date(2014, 6, 9)
    assert dues


@pytest.mark.usefixtures("nation")
def test_enforcement_stands_where_its_last_step_says_and_a_breach_rests_on_failures():
    assert not rows(
        "select e.id from probation_enforcement e left join probation_enforcementstep t"
        " on t.enforcement_id = e.id and t.number = (select max(x.number) from probation_enforcementstep x"
        " where x.enforcement_id = e.id) left join probation_processstep s on s.code = t.step_id"
        " where s.state is distinct from e.state or s.kind <> e.kind or e.sentence_id is null"
    )
    assert not rows(
        "select t.id from probation_enforcementstep t join probation_enforcement e on e.id = t.enforcement_id"
        " where t.taken_on < e.opened_on or t.taken_on > '2014-05-30'"
    )
    assert rows("select 1 from probation_enforcementfailure limit 1")
    assert not rows(
        "select f.id from probation_enforcementfailure f join probation_contact c on c.id = f.contact_id"
        " join probation_outcome o on o.code = c.outcome_id where o.is_complied or c.case_id <> f.case_id"
    )


@pytest.mark.usefixtures("nation")
def test_some_are_referred_to_services_and_every_breach_and_recall_is_an_intervention():
    (of_processes,) = rows("select count(*) from probation_enforcement where kind <> 'warning'")
    (kept,) = rows("select count(*) from probation_nsi where enforcement_id is not null")
    assert of_processes == kept
    types = {code for (code,) in rows("select distinct type_id from probation_nsi")}
    assert {"BRE", "REC"} < types
    assert not rows(
        "select id from probation_nsi where ended_on > '2014-05-30' or starts_on > '2014-05-30'"
    )


@pytest.mark.usefixtures("nation")
def test_some_unpaid_work_is_held_apart_and_parts_wait_to_be_moved_as_the_rules_have_it():
    ((apart, duties),) = rows(
        "select (select count(*) from probation_heldapart), (select count(*) from probation_requirement where ended_on is null)"
    )
    assert 0 < int(str(apart)) < int(str(duties)) / 10
    assert not rows(
        "select h.id from probation_heldapart h where not exists ("
        " select from probation_heldapartassignment a where a.item_id = h.id and a.starts_at = h.starts_at)"
    )
    kinds = {
        kind
        for (kind,) in rows(
            "select case when requirement_id is not null then 'requirement' when sentence_id is not null then 'event'"
            " else 'other' end from probation_transferpart where state = 'pending'"
        )
    }
    assert kinds >= {"requirement", "event", "other"}


@pytest.mark.usefixtures("nation")
def test_whoever_waits_for_a_sentence_is_before_the_court_again_once_the_report_is_due():
    assert not rows(
        "select r.id from probation_courtreport r"
        " left join probation_hearing h on h.case_id = r.case_id and h.kind = 'sentence' and h.state = 'listed'"
        " left join probation_hearing b on b.id = h.follows_id and b.state = 'adjourned'"
        " where b.id is null or h.starts_at::date < r.due_on or b.starts_at::date <> r.asked_on"
        " or h.court_id <> b.court_id"
    )
    assert one("select count(*) from probation_hearing where kind = 'sentence'") == one(
        "select count(*) from probation_courtreport"
    )


@pytest.mark.usefixtures("nation")
def test_breaches_that_were_presented_are_listed_on_court_days_or_are_off_the_list():
    states = {
        state
        for (state,) in rows(
            "select h.state from probation_enforcement e join probation_hearing h on h.case_id = e.case_id"
            " where e.kind = 'breach' and h.kind = 'breach'"
        )
    }

    assert {"listed"} <= states <= {"listed", "adjourned", "vacated"}
    assert not rows(
        "select e.id from probation_enforcement e where e.kind = 'breach' and e.state = 'presented' and not exists ("
        " select from probation_hearing h where h.case_id = e.case_id and h.kind = 'breach')"
    )
    assert not rows(
        "select id from probation_hearing"
        " where extract(isodow from starts_at at time zone 'Europe/London') > 5 or recorded_at > '2014-05-31 08:00Z'"
    )


@pytest.mark.usefixtures("nation")
def test_a_second_load_does_nothing_and_another_nation_is_refused():
    with undone():
        assert commands.generate(size=Size.TINY) is False

    with pytest.raises(Refused) as refused:
        commands.generate(size=Size.TINY, seed=7)

    assert refused.value.codes == ("another-nation",)
    assert Load.objects.count() == 1


@pytest.mark.usefixtures("nation")
def test_every_sentence_was_made_in_court_and_every_custodial_one_has_its_custody():
    told = rows(
        "select y.is_custodial, count(*), count(a.id), count(c.id),"
        " count(*) filter (where s.ends_on is distinct from coalesce(s.entered_ends_on, s.notional_ends_on))"
        " from probation_sentence s join probation_sentencetype y on y.code = s.type_id"
        " left join probation_appearance a on a.sentence_id = s.id"
        " left join probation_custody c on c.sentence_id = s.id group by 1 order by 1"
    )

    (order, in_all, in_court, held, wrong), (custody, all_held, tried, with_custody, odd) = told
    assert (order, in_court, held, wrong) == (False, in_all, 0, 0)
    assert (custody, tried, with_custody, odd) == (True, all_held, all_held, 0)


@pytest.mark.usefixtures("nation")
def test_whoever_is_out_was_released_and_whoever_was_recalled_is_in_prison():
    told = rows(
        "select c.status, c.institution_id is not null, count(r.id) > 0, count(q.id) > 0, count(distinct c.id) > 0"
        " from probation_custody c left join probation_release r on r.custody_id = c.id"
        " left join probation_recall q on q.release_id = r.id group by 1, 2 order by 1"
    )

    assert told == [
        ("A", True, False, False, True),
        ("B", False, True, False, True),
        ("C", True, True, True, True),
    ]


@pytest.mark.usefixtures("nation")
def test_everybody_who_is_shown_can_be_found():
    shown = queries.demonstration_accounts()

    assert {"officer.future-nps", "officer.future-crc", "supplier", "disclosure", "director"} <= {
        account.username for account in shown
    }
    assert all(account.unit and account.try_this for account in shown)


@pytest.mark.django_db
def test_a_database_with_records_of_its_own_is_left_alone():
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into organisation_unit (reference, recorded_at) values (gen_random_uuid(), now())"
        )

    with pytest.raises(Refused) as refused:
        commands.generate(size=Size.TINY)

    assert refused.value.codes == ("not-empty",)
    assert not Load.objects.exists()


@pytest.mark.usefixtures("nation")
def test_unpaid_work_is_worked_in_gangs_and_every_minute_is_accounted_for():
    assert unpaidwork.broken() == []
    assert one("select count(*) from unpaidwork_order") == one(
        "select count(*) from probation_requirement where type_id = 'W'"
    )
    assert one("select max(booked) from unpaidwork_session") in range(1, 11)
    assert one("select count(*) from unpaidwork_session where day = '2014-06-01' and booked > 0")
    assert {status for (status,) in rows("select distinct status from unpaidwork_order")} == {
        "working",
        "completed",
    }


@pytest.mark.usefixtures("nation")
def test_referrals_to_suppliers_stand_at_every_step_and_keep_every_promise():
    assert services.broken() == []
    assert {state for (state,) in rows("select distinct state_id from services_referral")} == {
        *("sent", "assigned", "assessment-booked", "plan-drafted", "plan-submitted"),
        *("plan-approved", "report-submitted", "concluded"),
    }
    assert one("select count(*) from services_session where told_at is not null") == one(
        "select count(*) from probation_contact where type_id = 'CRSAPT'"
    )
    assert one("select count(distinct supplier_id) from services_contract") == 3


@pytest.mark.usefixtures("nation")
def test_programmes_are_done_in_groups_and_each_evening_is_counted():
    assert {
        state for (state,) in rows("select distinct state_id from services_programmereferral")
    } <= {
        *("awaiting-assessment", "awaiting-allocation", "scheduled"),
        *("on-programme", "programme-complete"),
    }
    assert one("select count(*) from services_attendance")
    assert not rows(
        "select r.id from services_programmereferral r join probation_requirement q on q.id = r.requirement_id"
        " where r.state_id = 'on-programme' and q.done <> (select count(*) from services_attendance t"
        " join probation_appointment a on a.id = t.slot_id and a.outcome = 'ATTC' where t.referral_id = r.id)"
    )
    assert one(
        "select max(people) from (select count(*) as people from services_programmereferral where group_id is not null group by group_id) g"
    ) in range(1, 11)


@pytest.mark.usefixtures("nation")
def test_what_is_counted_of_every_log_is_what_a_recount_finds():
    findings = list(probation.verify())

    assert [(found.check.name, found.failed) for found in findings if found.failed] == []
    assert {found.check.name for found in findings if found.looked_at == 0} == {
        *("days-counted", "one-responsible-in-prison", "merged-records-are-empty"),
    }


@pytest.mark.usefixtures("nation")
def test_failures_that_were_written_about_wait_or_were_not_answered():
    of_state = "select count(*) from probation_failureaction where state = '{}'"
    closed, waiting = (int(str(one(of_state.format(each)))) for each in ("closed", "waiting"))
    assert closed > waiting > 0
