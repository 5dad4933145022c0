"""Who will be able to open a case, by name: held against what row-level security says of each account."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.models import Account, Restriction
from throughcare.access.tests.undoing import undone
from throughcare.organisation import commands as change_organisation
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import appoint
from throughcare.transition import queries
from throughcare.transition.models import Preview
from throughcare.transition.tests.conftest import INSTANT
from throughcare.transition.tests.people import PLAN, text_of

BODY, HEAD = "ASP", "head.asp"
MOST_QUERIES = 30


def a_case(tried) -> tuple[int, str, int]:
    """A case of a body, which is given a head."""
    appoint(tried.reform, BODY)
    ((case_id, crn, person_id),) = tried.rows(
        """
        select c.case_id, c.reference, c.person_id from transition_cases(%s) c
        where c.from_owner_id in (select s.owner_id from access_seats(%s, tc_now(), tc_live()) s)
          and not exists (select from access_restriction r where r.person_id = c.person_id)
        order by c.case_id limit 1
        """,
        tried.plan.pk,
        account(HEAD),
    )
    return case_id, crn, person_id


def people(tried) -> list[Account]:
    """Everybody of the body that has the case, and some of others."""
    ((body,),) = tried.rows(
        "select owner_id from access_seats(%s, tc_now(), tc_live()) limit 1", account(HEAD)
    )
    of_it = Preview.objects.filter(from_owner_id=body, account__is_active=True)
    others = Preview.objects.exclude(from_owner_id=body).filter(account__is_active=True)
    some = list(others.order_by("account_id").values_list("account_id", flat=True)[::9][:40])
    return list(Account.objects.filter(pk__in=[*of_it.values_list("account_id", flat=True), *some]))


def lets_in(people: list[Account], case_id: int, *, now) -> set[int]:
    """Those who open the case at a moment, as access itself answers."""
    found = set()
    for person in people:
        with change_access.acting_as(account_id=person.pk, now=now):
            if access.view_of(case_id) == "full":
                found.add(person.pk)
    return found


def shown(tried, crn: str) -> list[queries.Opener]:
    """Every page of the list, as the head of the body reads it."""
    listed: list[queries.Opener] = []
    with change_access.acting_as(account_id=account(HEAD), now=tried.now):
        while True:
            part = slice(len(listed), len(listed) + 25)
            page, every = queries.openers_by_name(tried.plan, reference=crn, part=part)
            listed += page
            if not page or len(listed) == every:
                return listed


def test_the_page_names_those_whom_access_lets_in_on_either_side(tried):
    case_id, crn, _ = a_case(tried)
    asked = people(tried)
    listed = shown(tried, crn)

    before = lets_in(asked, case_id, now=tried.now)
    with undone():
        tried.reform.sign(Gate.PLAN)
        tried.reform.done(Step.STAGE)
        with change_access.as_engine(now=INSTANT):
            change_organisation.make_live(
                change_id=tried.plan.change_id, account_id=account("director"), now=INSTANT
            )
        after = lets_in(asked, case_id, now=INSTANT)

    chosen = {person.pk for person in asked}
    assert before != after
    assert chosen & {each.account_id for each in listed if each.is_before} == before
    assert chosen & {each.account_id for each in listed if each.is_after} == after


def test_it_is_for_who_reads_the_case_and_sees_the_plan_and_asks_a_fixed_number_of_queries(
    tried, sign_in
):
    _, crn, person_id = a_case(tried)
    head = sign_in(HEAD, now=tried.now)

    with CaptureQueriesContext(connection) as asked:
        assert "open all of case" in text_of(head.get(f"{PLAN}/openers", {"case": crn}))
    assert len(asked) <= MOST_QUERIES
    assert sign_in("officer.future-crc", now=tried.now).get(f"{PLAN}/openers").status_code == 403
    planner = sign_in("planner", now=tried.now)
    assert "Nobody to show" in text_of(planner.get(f"{PLAN}/openers", {"case": crn}))
    Restriction.objects.create(
        person_id=person_id,
        account_id=account(HEAD),
        kind="exclusion",
        reason="A relative of the person",
        starts_at=tried.now,
    )
    assert "Nobody to show" in text_of(head.get(f"{PLAN}/openers", {"case": crn}))
