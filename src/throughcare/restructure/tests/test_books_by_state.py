"""The books by state: what is closed, a draft or held stands in them with its owners, and what changes its state is found."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import EVE, FIRST_MORNING, INSTANT

LINES = """
select b.moment, b.state, o.code, n.code, b.count from restructure_book b
left join organisation_unitcode o on o.unit_id = b.old_owner_id
left join organisation_unitcode n on n.unit_id = b.new_owner_id
where b.kind = %s and b.state = any (%s) order by 1 desc, 2, 3, 4
"""
FIND = """
select f.item_id, c.code from probation_case_facts f
join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id
where exists (select from probation_document d where d.case_id = f.item_id)
  and not exists (select from probation_courtreport r where r.case_id = f.item_id)
  and not exists (select from probation_victimcontact v where v.case_id = f.item_id)
  and not exists (select from checkins_checkin x where x.case_id = f.item_id)
  and not exists (select from services_referral x where x.case_id = f.item_id)
  and not exists (select from services_programmereferral x where x.case_id = f.item_id)
  and not exists (select from housing_application x where x.case_id = f.item_id)
  and not exists (select from assessments_assessment x where x.case_id = f.item_id and x.state in ('open', 'signed'))
  and exists (select from probation_case x where x.id = f.item_id and x.opened_at < '2014-04-01')
  and not exists (select from probation_contact x where x.case_id = f.item_id and x.is_alert)
order by f.item_id limit 4
"""


def end_what_is_under_way(case_id: int) -> None:
    """Of a case that is to be closed: open work of one that stays with a closed body is a difference by itself."""
    sql.write(
        "update probation_registration set review_on = '2015-01-01' where case_id = %s and review_on < '2015-01-01'",
        [case_id],
    )
    for running in kinds.running():
        sql.write(
            f"delete from {running.table} t where {running.of_case} = %s and {running.waits}",
            [case_id],
        )


def close(case_id: int, *, at: datetime) -> None:
    sql.write("update probation_case set closed_at = %s where id = %s", [at, case_id])


@pytest.fixture(scope="module")
def of_all_states(nation):
    """A reform that found one case closed, one draft and one held; with the numbers of its cases and the trust of each."""
    assert nation is None
    with undone():
        eve = Reform(now=EVE).take_in()
        cases = eve.rows(FIND)
        end_what_is_under_way(cases[0][0])
        close(cases[0][0], at=EVE - timedelta(days=30))
        sql.write(
            "update probation_document set is_final = false where id ="
            " (select min(id) from probation_document where case_id = %s)",
            [cases[1][0]],
        )
        eve.hold(kind="case", item_id=cases[2][0])
        live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
        yield live, cases


@pytest.fixture
def reform(of_all_states):
    with undone():
        yield of_all_states


def closed_by_trust(reform: Reform, counted: str) -> dict[str, int]:
    """What there is of all closed cases on the day, by the code of the trust that closed them, whatever the books say."""
    return dict(
        reform.rows(
            f"select o.code, sum({counted})::bigint from probation_case c"
            " join probation_caseassignment a on a.item_id = c.id and a.superseded_at is null and a.change_id is null"
            " join organisation_unitcode o on o.unit_id = a.owner_id"
            " where c.closed_at is not null group by 1"
        )
    )


def found_by(reform) -> dict[str, int]:
    found = reform.done(Step.RECONCILE)["differences"]
    return {check: count for check, count in found.items() if count}


def lines(reform: Reform, kind: str, *states: str) -> list[tuple[Any, ...]]:
    return reform.rows(LINES, kind, list(states))


def test_what_is_closed_keeps_its_owner_and_is_in_the_books_with_its_records(reform):
    live, cases = reform
    closed = closed_by_trust(live, "1")
    contacts = closed_by_trust(
        live, "(select count(*) from probation_contact t where t.case_id = c.id)"
    )

    assert found_by(live) == {}

    assert closed[cases[0][1]] > 1  # the one of this test, and some of long ago
    for kind, counts in (("case", closed), ("probation.Contact", contacts)):
        assert lines(live, kind, "closed") == [
            (moment, "closed", trust, trust, count)
            for moment in ("before", "after")
            for trust, count in sorted(counts.items())
        ]


def test_a_draft_is_counted_apart_and_goes_with_its_case(reform):
    live, cases = reform
    case_id, trust = cases[1]
    found_by(live)

    ((owner,),) = live.rows(
        "select c.code from probation_case_facts f"
        " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id where f.item_id = %s",
        case_id,
    )
    assert owner != trust
    assert lines(live, "probation.Document", "draft") == [
        ("before", "draft", trust, trust, 1),
        ("after", "draft", trust, owner, 1),
    ]


def test_what_is_held_is_counted_apart_with_its_records(reform):
    live, cases = reform
    case_id, trust = cases[2]
    ((documents,),) = live.rows(
        "select count(*) from probation_document where case_id = %s", case_id
    )
    found_by(live)

    assert lines(live, "case", "held") == [
        ("before", "held", trust, trust, 1),
        ("after", "held", trust, trust, 1),
    ]
    assert lines(live, "probation.Document", "held") == [
        ("before", "held", trust, trust, documents),
        ("after", "held", trust, trust, documents),
    ]


def test_the_books_are_whole_every_case_and_document_is_in_one_state(reform):
    live, _ = reform
    found_by(live)

    for kind, table in (("case", "case"), ("probation.Document", "document")):
        counted = live.rows(
            "select moment, sum(count)::bigint from restructure_book where kind = %s group by 1",
            kind,
        )
        ((there,),) = live.rows(f"select count(*) from probation_{table}")
        assert dict(counted) == {"before": there, "after": there}


def test_a_case_that_is_closed_backwards_from_before_the_reform_is_a_difference_of_both_states(
    reform,
):
    live, cases = reform
    close(cases[3][0], at=INSTANT - timedelta(hours=1))

    found = found_by(live)

    subjects = {
        subject
        for (subject,) in live.rows(
            "select subject from restructure_difference where check_name = 'count'"
        )
    }
    assert {"case, live", "case, closed", "probation.Contact, live"} <= subjects
    assert found["count"] == found["conservation"] == len(subjects)
    assert f"case, closed, of {cases[3][1]}" in {
        subject
        for (subject,) in live.rows(
            "select subject from restructure_difference where check_name = 'conservation'"
        )
    }


def test_a_case_closed_after_the_reform_and_a_draft_begun_since_change_no_count(reform):
    live, cases = reform
    close(cases[3][0], at=FIRST_MORNING - timedelta(minutes=1))
    columns = "case_id, title, media_type, size, digest, is_sensitive, author_id, recorded_at"
    sql.write(
        f"insert into probation_document (number, is_final, {columns})"
        f" select 9999, false, {columns} from probation_document where case_id = %s limit 1",
        [cases[3][0]],
    )

    found = found_by(live)

    assert not {"count", "conservation"} & set(found)
    assert sum(count for *_, count in lines(live, "probation.Document", "draft")) == 2


def test_a_closed_record_that_is_lost_is_missed_in_its_state(reform):
    live, cases = reform
    case_id, trust = cases[0]
    sql.write(
        "delete from probation_contact where id = (select max(t.id) from probation_contact t where t.case_id = %s"
        " and not exists (select from probation_appointment a where a.contact_id = t.id)"
        " and not exists (select from probation_draft d where d.contact_id = t.id))",
        [case_id],
    )

    assert found_by(live) == {"count": 1, "conservation": 1, "content": 1}
    assert live.rows(
        "select subject from restructure_difference where check_name in ('count', 'conservation') order by 1"
    ) == [("probation.Contact, closed",), (f"probation.Contact, closed, of {trust}",)]


def test_the_page_and_its_file_show_every_state(reform, sign_in):
    live, cases = reform
    found_by(live)
    client = sign_in("director", now=live.now)

    page = text_of(client.get(f"{PLAN}/books"))
    file = client.get(f"{PLAN}/books.csv")

    for words in ("Live", "Closed", "Draft", "Held"):
        assert f">{words}<" in page.replace("> ", ">").replace(" <", "<"), words
    rows = list(csv.reader(io.StringIO(file.content.decode())))
    assert rows[0] == ["moment", "kind", "state", "old owner", "new owner", "count"]
    trust = cases[0][1]
    closed = closed_by_trust(live, "1")[trust]
    assert ["after", "case", "closed", trust, trust, str(closed)] in rows
    assert sign_in("officer.future-crc", now=live.now).get(f"{PLAN}/books.csv").status_code == 403
