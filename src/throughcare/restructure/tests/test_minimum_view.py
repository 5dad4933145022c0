"""Acceptance example 9, through the pages: what bodies with competing interests see of each other's cases after the split."""

from throughcare.restructure.queries import sql
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.test_live import new_seat

OF_A_BODY = """
select f.item_id, f.reference from probation_case_facts f
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id
where o.code = %s and exists (select from probation_contact t where t.case_id = f.item_id and t.notes <> '')
order by f.item_id limit 1
"""
TRAIL = """
select e.detail ->> 'view' from audit_entry e join access_account u on u.id = e.account_id
where u.username = %s and e.action = 'case.read' and e.subject_references @> array[%s::text] order by e.written_at, e.number
"""
GRANTS = """
select g.kind, g.reason from access_grant g join access_account u on u.id = g.account_id where u.username = %s and g.case_id = %s
"""


def a_case_of(code: str, reform: Reform) -> tuple[int, str, str]:
    """A case with its number, and words of a contact in it."""
    ((case_id, crn),) = reform.rows(OF_A_BODY, code)
    ((words,),) = reform.rows(
        "select notes from probation_contact where case_id = %s and notes <> '' order by id limit 1",
        case_id,
    )
    return case_id, crn, words


def test_an_officer_of_a_company_sees_risk_and_flags_of_a_case_of_the_nps_and_no_contact_and_the_reason_is_logged(
    first_morning, sign_in
):
    case_id, crn, words = a_case_of("N02", first_morning)
    ((flag, description),) = first_morning.rows(
        "select code, description from probation_flagtype where in_minimum_view and review_months = 0 order by 1 limit 1"
    )
    sql.write("update probation_riskprofile set rosh = 'very high' where case_id = %s", [case_id])
    sql.write("delete from probation_registration where case_id = %s", [case_id])
    sql.write(
        "insert into probation_registration (case_id, type_id, level, starts_on, recorded_at)"
        " values (%s, %s, '', '2014-01-06', '2014-01-06')",
        [case_id, flag],
    )
    new_seat(first_morning, unit="C05", role="officer", since=first_morning.now)
    officer = sign_in("officer.c05", now=first_morning.now)
    address = f"/cases/{crn}/minimum-view"

    asked = text_of(officer.get(address))
    without = officer.post(address, {"reason": " "})
    shown = officer.post(address, {"reason": "Covering the shift"}, follow=True)

    page = text_of(shown)
    assert "Why do you need to see this record?" in asked
    assert "Very high" not in asked
    assert description not in asked
    assert without.status_code == 422
    assert shown.status_code == 200
    assert "Minimum view. The case is with" in page
    assert "Very high" in page
    assert description in page
    assert " ".join(words.split()) not in page
    assert officer.get(f"/cases/{crn}").status_code != 200
    assert first_morning.rows(GRANTS, "officer.c05", case_id) == [("minimum", "Covering the shift")]
    assert ("minimum",) in first_morning.rows(TRAIL, "officer.c05", crn)


def test_a_court_officer_of_the_nps_sees_the_hours_done_on_an_order_of_a_company(
    first_morning, sign_in
):
    case_id, crn, words = a_case_of("C05", first_morning)
    sql.write("delete from probation_requirement where case_id = %s", [case_id])
    sql.write(
        "insert into probation_requirement (case_id, sentence_id, number, type_id, length, done, starts_on, recorded_at)"
        " select case_id, id, 1, 'W', 7200, 2550, '2014-01-06', recorded_at from probation_sentence"
        " where case_id = %s and terminated_on is null order by number limit 1",
        [case_id],
    )
    new_seat(first_morning, unit="N02", role="court", since=first_morning.now)
    court = sign_in("court.n02", now=first_morning.now)
    address = f"/cases/{crn}/minimum-view"

    before = text_of(court.get(address))
    page = text_of(court.post(address, {"reason": "Stands in court today"}, follow=True))

    assert "42.5 of 120" not in before
    assert "42.5 of 120 hours done" in page
    assert " ".join(words.split()) not in page
    assert first_morning.rows(GRANTS, "court.n02", case_id) == [
        ("minimum", "Stands in court today")
    ]
    assert ("minimum",) in first_morning.rows(TRAIL, "court.n02", crn)
