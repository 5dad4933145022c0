"""The day once the plan is live: the first checks, what turns them red, and the way back."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access import queries as queries_access
from throughcare.access.choices import Role
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.probation.models import Case
from throughcare.restructure import commands
from throughcare.restructure.choices import Phase, RunState, Step
from throughcare.restructure.models import Run
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import smoke
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.sign_offs import appoint
from throughcare.restructure.tests.test_day import perform, press

MOST_QUERIES = 20
"""With what each provider has now, counted for each kind of item; other pages ask 30 at most."""


def written(statement: str) -> int:
    """As the owner of the tables, whom nothing stops."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_the_first_checks_follow_a_switch_and_are_green(first_morning, sign_in):
    switched = Run.objects.filter(step=Step.SWITCH, state=RunState.DONE).latest("id")
    commands.have_smoke_follow(run_id=switched.pk, now=first_morning.now)
    run = Run.objects.latest("id")
    assert (run.step, run.state) == (Step.SMOKE, RunState.WAITING)

    found = smoke.read(perform(first_morning, run).result)

    assert {check.name: check.is_green for check in found.checks} == {
        "counts": True,
        "begins": True,
        "reads": True,
        "kept-out": True,
        "writes": True,
        "written": True,
        "links": True,
    }
    assert len(found.providers) == 28
    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/day"))
    assert "All green" in page
    assert "28 of 28 providers agree" in page


@pytest.fixture
def worker(monkeypatch):
    """The role of the worker, which may act for no account. Tests sign in as the owner, which may."""
    monkeypatch.setattr("throughcare.restructure.queries.smoke.may_act", lambda: False)


@pytest.mark.usefixtures("worker")
def test_the_worker_makes_every_check_by_itself_and_the_page_turns_green(first_morning, sign_in):
    client = sign_in("director", now=first_morning.now)
    switched = Run.objects.filter(step=Step.SWITCH, state=RunState.DONE).latest("id")
    before = f"live-{switched.pk}-{switched.state}"
    commands.have_smoke_follow(run_id=switched.pk, now=first_morning.now)
    perform(first_morning, Run.objects.latest("id"))

    found = client.get(f"{PLAN}/day")

    page = text_of(found)
    assert "All green" in page
    assert "28 of 28 providers do" in page
    assert "was asked of the rules that the database asks for every page" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in found.content.decode()
    polled = text_of(client.get(f"{PLAN}/day?fragment=1&seen={before}"))
    assert 'data-poll-done="reload"' in polled


@pytest.mark.usefixtures("worker")
def test_the_worker_answers_for_each_account_as_row_level_security_does(first_morning):
    asked = smoke.read(first_morning.done(Step.SMOKE))

    for tried in [each for each in asked.tries if each.own][::9]:
        with change_access.acting_as(account_id=tried.account_id, now=first_morning.now):
            views = queries_access.views_of([*tried.own, *tried.others])
        with change_access.as_engine(now=first_morning.now):
            with change_access.judged_as(account_id=tried.account_id, now=first_morning.now):
                judged = queries_access.views_of([*tried.own, *tried.others])
                role = sql.value("select current_user")
            assert queries_access.views_of(tried.own) == {}
        assert judged == views
        assert role == "throughcare_engine"


@pytest.mark.usefixtures("worker")
def test_a_hole_between_providers_turns_the_checks_of_the_worker_red(first_morning):
    written(
        """
        insert into access_protocol (reader_kind, owner_kind, view, starts_at)
        select distinct r.value, o.value, 'full', timestamptz '2000-01-01'
        from organisation_unitfact r, organisation_unitfact o
        where r.fact = 'kind' and o.fact = 'kind' and r.value <> o.value
        """
    )

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert "kept-out" in {check.name for check in found.checks if not check.is_green}


def test_the_director_may_have_cases_opened_through_the_database_besides(
    first_morning, sign_in, monkeypatch
):
    with monkeypatch.context() as worker:
        worker.setattr("throughcare.restructure.queries.smoke.may_act", lambda: False)
        first_morning.done(Step.SMOKE)
    client = sign_in("director", now=first_morning.now)

    page = text_of(client.post(f"{PLAN}/day/tries", follow=True))

    assert "All green" in page
    assert "was asked of the rules" not in page
    assert "A contact is recorded in a case of each provider" in page
    found = smoke.read(Run.objects.latest("id").result)
    assert (found.is_passed, found.is_acted) == (True, True)
    assert sign_in("planner", now=first_morning.now).post(f"{PLAN}/day/tries").status_code == 403


def test_an_account_of_every_role_of_every_provider_is_tried(first_morning):
    found = smoke.read(first_morning.done(Step.SMOKE))

    with change_access.as_engine(now=first_morning.now):
        seats = queries_access.one_of_each(seed="any")
    assert {(each.provider, each.role) for each in found.tries} == {
        (each.provider, each.role) for each in seats
    }
    assert all(each.begins for each in found.tries)
    assert {each.role for each in found.tries if each.opens} == {"officer", "manager", "disclosure"}
    assert {each.role for each in found.tries if each.opens is None} >= {"planner", "director"}


def test_a_role_that_opens_no_case_of_its_provider_turns_the_checks_red(first_morning, sign_in):
    tried = next(
        each
        for each in smoke.read(first_morning.done(Step.SMOKE)).tries
        if each.opens and not each.wrote and each.role != "disclosure"  # who writes to no case
    )
    for person_id in Case.objects.filter(id__in=tried.own).values_list("person_id", flat=True):
        Restriction.objects.create(
            person_id=person_id,
            account_id=tried.account_id,
            kind="exclusion",
            reason="Relative",
            starts_at=LONG_AGO,
        )

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert [(each.provider, each.role) for each in found.amiss] == [(tried.provider, tried.role)]
    assert [check.name for check in found.checks if not check.is_green] == ["reads", "writes"]
    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/day"))
    assert Role(tried.role).label in page
    assert "opens no case tried, may not write" in page


def kept(first_morning: Reform) -> list[tuple[int, ...]]:
    """How much there is of what recording a contact leaves behind."""
    return first_morning.rows(
        "select (select count(*) from probation_contact), (select sum(contacts_made) from probation_case),"
        " (select count(*) from outbox_event where name like 'probation.%%'),"
        " (select count(*) from restructure_changed)"
    )


def test_a_contact_is_recorded_for_each_provider_and_nothing_of_it_is_kept(first_morning):
    before = kept(first_morning)

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert sorted(each.provider for each in found.tries if each.wrote) == [
        each.code for each in found.providers
    ]
    assert kept(first_morning) == before


def test_a_contact_that_the_database_refuses_turns_the_checks_red_whatever_the_rules_say(
    first_morning,
):
    written("drop policy writes on probation_contact")

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert [check.name for check in found.checks if not check.is_green] == ["written"]
    assert {each.wrote_own for each in found.providers} == {False}


@pytest.mark.usefixtures("worker")
def test_the_worker_writes_nothing_and_the_page_says_so(first_morning, sign_in):
    found = smoke.read(first_morning.done(Step.SMOKE))

    assert {each.wrote for each in found.tries} == {None}
    assert "written" not in {check.name for check in found.checks}
    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/day"))
    assert "Nothing was written." in page
    assert "a contact recorded in one case of each provider and taken back at once" in page


ASTRAY = """
update probation_caseassignment set owner_id = (
    select unit_id from organisation_unitcode where code = 'C21')
where id = (
    select x.id from probation_caseassignment x join restructure_answer a
        on a.kind = 'case' and a.item_id = x.item_id and x.owner_id = a.to_owner_id
    join organisation_unitcode c on c.unit_id = a.to_owner_id and c.code = 'C05'
    where x.change_id is not null order by x.id limit 1)
"""


def agreeing(answer) -> dict[str, bool]:
    """By code of a provider, whether it has what was written ahead for it."""
    found = re.findall(r'/providers/(\w+)">.*?data-label="Agree"[^>]*>.*?(Yes|No)', text_of(answer))
    return {code: said == "Yes" for code, said in found}


def test_what_each_provider_has_is_counted_again_while_somebody_looks_on(first_morning, sign_in):
    cache.clear()
    client = sign_in("director", now=first_morning.now)
    before = agreeing(client.get(f"{PLAN}/day?fragment=counts"))

    assert written(ASTRAY) == 1
    cache.clear()
    after = client.get(f"{PLAN}/day?fragment=counts")

    assert len(before) == 28
    assert all(before.values())
    assert {code for code, agrees in agreeing(after).items() if not agrees} == {"C05", "C21"}
    assert "Counted 1 June 2014, 09:00" in text_of(after)
    assert 'fragment=counts" data-poll-seconds="15"' in text_of(client.get(f"{PLAN}/day"))


def test_what_is_counted_is_counted_once_for_some_seconds(first_morning, sign_in):
    cache.clear()
    client = sign_in("director", now=first_morning.now)
    client.get(f"{PLAN}/day?fragment=counts")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{PLAN}/day?fragment=counts")

    assert [each["sql"] for each in asked if "restructure_answer" in each["sql"]] == []


def test_a_head_of_a_provider_is_not_told_what_others_have(first_morning, sign_in):
    cache.clear()
    head = appoint(first_morning, "C05")
    sign_in("director", now=first_morning.now).get(f"{PLAN}/day?fragment=counts")

    answer = sign_in(head, now=first_morning.now).get(f"{PLAN}/day?fragment=counts")

    assert (answer.status_code, agreeing(answer)) == (200, {})


def test_what_the_checks_found_says_when(first_morning, sign_in):
    first_morning.done(Step.SMOKE)

    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/day"))

    assert "What the first checks found, 1 June 2014, 09:00" in page


def test_the_abort_says_how_many_items_that_new_bodies_were_given_go_back_with_it(
    first_morning, sign_in
):
    client = sign_in("director", now=first_morning.now)
    assert "Abort the switch" in text_of(client.get(f"{PLAN}/day"))
    written(
        """
        insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
        select item_id, owner_id, holder_id, null, starts_at + interval '1 hour', recorded_at, 'recorded'
        from probation_caseassignment where change_id is not null order by id limit 2
        """
    )

    day, asked = client.get(f"{PLAN}/day"), client.get(f"{PLAN}/day/abort")

    assert "what new bodies were given goes back with its team and officer" in text_of(day)
    assert "Abort the switch" in text_of(day)
    assert "2 items that were given by new bodies since the switch go back" in text_of(asked)
    assert "Abort: back to the old structure" in text_of(asked)


def test_the_abort_says_which_posts_end_with_it_and_the_day_which_have(first_morning, sign_in):
    appoint(first_morning, "N05")
    client = sign_in("director", now=first_morning.now)

    asked = text_of(client.get(f"{PLAN}/day/abort"))
    first_morning.done(Step.ABORT)
    day = text_of(client.get(f"{PLAN}/day"))

    assert "1 post that was given on a new body itself ends" in asked
    assert "given by new bodies since" not in asked
    assert "Posts on new bodies themselves ended with it" in day
    assert " at N05 (post P" in day


def test_a_case_that_went_astray_turns_its_provider_red(first_morning):
    moved = written(ASTRAY)
    assert moved == 1

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert {each.code for each in found.providers if not each.agrees} == {"C05", "C21"}
    assert not found.is_passed


def test_what_is_stuck_at_a_link_turns_it_red_and_is_told_of_that_link(first_morning, sign_in):
    written(
        """
        insert into outbox_delivery (event_id, subscriber, state, attempts, fault, changed_at)
        select id, 'courts', 'dead', 5, '', now() from outbox_event limit 1
        """
    )

    found = smoke.read(first_morning.done(Step.SMOKE))

    assert [check.name for check in found.checks if not check.is_green] == ["links"]
    assert {link.name: link.stuck for link in found.links if link.stuck} == {"Events to courts": 1}
    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/day"))
    assert "Events to courts" in page
    assert "Nobody of this name hears events any more." in page
    assert "The checks send nothing" in page


def test_the_switch_is_aborted_after_one_more_question_and_may_be_pressed_again(
    first_morning, sign_in
):
    client = sign_in("director", now=first_morning.now)

    asked = text_of(client.get(f"{PLAN}/day/abort"))
    assert "Go back to the old structure?" in asked
    assert first_morning.plan.phase == Phase.LIVE
    client.post(f"{PLAN}/day/abort")
    assert perform(first_morning, Run.objects.latest("id")).state == RunState.DONE

    assert first_morning.plan.phase == Phase.STAGED
    page = text_of(client.get(f"{PLAN}/day"))
    assert "The switch was aborted: Tina Bailey pressed it on 1 June 2014" in page
    assert "Switch to the new structure" in page
    assert press(first_morning, Step.SWITCH).state == RunState.WAITING


def test_once_the_books_agree_the_way_back_is_a_reversal(first_morning, sign_in):
    first_morning.done(Step.RECONCILE)

    client = sign_in("director", now=first_morning.now)

    assert "the way back is a reversal" in text_of(client.get(f"{PLAN}/day"))
    assert "whose books do not agree yet, is aborted" in text_of(client.get(f"{PLAN}/day/abort"))


def test_what_moves_says_when_the_page_is_to_be_drawn_again(first_morning, sign_in):
    client = sign_in("director", now=first_morning.now)
    last = Run.objects.latest("id")
    state = f"live-{last.pk}-{last.state}"

    same = text_of(client.get(f"{PLAN}/day?fragment=1&seen={state}"))
    changed = text_of(client.get(f"{PLAN}/day?fragment=1&seen=staged-0-"))

    assert "data-poll-done" not in same
    assert 'data-poll-done="reload"' in changed


def test_others_see_the_day_and_press_nothing(first_morning, sign_in):
    auditor = sign_in("auditor", now=first_morning.now)

    assert "Abort the switch" not in text_of(auditor.get(f"{PLAN}/day"))
    assert auditor.post(f"{PLAN}/day/switch").status_code == 403
    assert auditor.post(f"{PLAN}/day/abort").status_code == 403


def test_the_day_asks_few_questions(first_morning, sign_in):
    first_morning.done(Step.SMOKE)
    client = sign_in("director", now=first_morning.now)
    cache.clear()  # what each provider has is counted as well

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{PLAN}/day")
    with CaptureQueriesContext(connection) as polled:
        client.get(f"{PLAN}/day?fragment=1")

    assert len(asked) <= MOST_QUERIES
    assert len(polled) <= 15
