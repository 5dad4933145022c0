"""Gates: what people state and accept, what the go decision waits for, and what the public is told."""

import html
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from throughcare.access import commands as change_access
from throughcare.access.choices import AttemptKind
from throughcare.access.models import Account, Attempts
from throughcare.access.tests.undoing import undone
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.models import Acceptance, Publication, Statement
from throughcare.restructure.rules.evidence import Link
from throughcare.restructure.rules.gates import GATES, STATED
from throughcare.restructure.tests.pages import PLAN, REFERENCE, text_of
from throughcare.restructure.tests.reform import Reform, account, silent
from throughcare.restructure.tests.stages import EVE
from throughcare.restructure.tests.test_capacity import measured_for_two_minutes
from throughcare.transition import commands as change_transition
from throughcare.transition import queries as transition
from throughcare.transition.models import Preview, Review

MOST_QUERIES = 45


def as_engine(reform):
    return change_access.as_engine(now=reform.now)


def lights(reform) -> dict[str, str]:
    with as_engine(reform):
        found = queries.readings(reform.plan, queries.read(reform.plan), today=reform.now.date())
    return {each.name: each.light for each in found}


THE_ACT = Link(address="https://www.legislation.gov.uk/ukpga/2014/11", result_on=date(2014, 5, 30))


def state(reform, gate: str, *, by: str = "planner", link: Link = THE_ACT) -> Statement:
    with as_engine(reform):
        return commands.state_gate(
            account_id=account(by),
            plan_id=reform.plan_id,
            gate=gate,
            says="Forty people are on the rota from 1 June.",
            link=link,
            now=reform.now,
        )


def approve(reform, statement: Statement, *, by: str = "approver") -> None:
    with as_engine(reform):
        commands.approve_statement(
            account_id=account(by),
            plan_id=reform.plan_id,
            gate=statement.gate,
            statement_id=statement.pk,
            now=reform.now,
        )


def accept(reform, gate: str, *, by: str = "approver") -> Acceptance:
    with as_engine(reform):
        return commands.accept_amber(
            account_id=account(by),
            plan_id=reform.plan_id,
            gate=gate,
            reason="Known to the board.",
            now=reform.now,
        )


def test_every_gate_has_a_light_and_none_is_green_before_anything_ran(eve):
    found = lights(eve)

    assert list(found) == [gate.name for gate in GATES]
    assert {name for name, light in found.items() if light == "green"} == {"whole", "kept-up"}


def test_a_statement_opens_its_gate_only_once_another_approved_it(eve):
    statement = state(eve, "help-desk", by="director")
    assert lights(eve)["help-desk"] == "red"

    with pytest.raises(Refused) as refused:
        approve(eve, statement, by="director")
    assert refused.value.reasons[0].code == "own-statement"
    assert Statement.objects.get().approved_by_id is None

    approve(eve, statement)
    assert lights(eve)["help-desk"] == "green"


def test_a_later_statement_takes_the_place_of_one_that_was_approved(eve):
    approve(eve, state(eve, "law"))
    state(eve, "law")

    assert lights(eve)["law"] == "red"
    assert Statement.objects.filter(withdrawn_at=None).count() == 1


def test_what_is_measured_is_not_stated(eve):
    with pytest.raises(Refused) as refused:
        state(eve, "rehearsals")

    assert [reason.code for reason in refused.value.reasons] == ["measured"]
    assert not Statement.objects.exists()


def test_amber_is_accepted_by_somebody_who_did_not_make_the_plan_and_green_is_not_accepted(eve):
    measured_for_two_minutes(eve)
    with pytest.raises(Refused) as refused:
        accept(eve, "whole")
    assert [reason.code for reason in refused.value.reasons] == ["not-amber"]
    with pytest.raises(PermissionDenied):
        accept(eve, "capacity", by="planner")
    assert not Acceptance.objects.exists()

    accept(eve, "capacity")

    with as_engine(eve):
        in_the_way = queries.in_the_way(eve.plan, queries.read(eve.plan), today=eve.now.date())
    assert "capacity" not in {each.name for each in in_the_way}


def test_an_acceptance_lapses_when_another_fact_is_found(tried):
    item = tried.rows("select item_id from restructure_answer where kind = 'case' limit 1")[0][0]
    tried.hold(kind="case", item_id=item)
    tried.done(Step.PLAN)
    accept(tried, "answered")
    other = tried.rows(
        "select item_id from restructure_answer where kind = 'case' and item_id <> %s limit 1", item
    )[0][0]

    tried.hold(kind="case", item_id=other)
    tried.done(Step.PLAN)

    with as_engine(tried):
        in_the_way = queries.in_the_way(
            tried.plan, queries.read(tried.plan), today=tried.now.date()
        )
    assert "answered" in {each.name for each in in_the_way}


def reviewed(reform) -> None:
    """As if the head of every provider had looked through the previews of its accounts."""
    with as_engine(reform):
        asked = change_transition.ask_for_previews(
            account_id=account("planner"), plan=reform.plan, now=reform.now
        )
    change_transition.work_out_previews(round_id=asked.pk, now=reform.now, tell=silent)
    with as_engine(reform):
        for owner_id, digest in transition.digests_of(reform.plan).items():
            Review.objects.create(
                plan=reform.plan,
                owner_id=owner_id,
                accounts=1,
                digest=digest,
                reviewed_by_id=1,
                recorded_at=reform.now,
            )


def opened(reform) -> None:
    """As if everybody whom the plan touches had opened what it does to them."""
    previews = Preview.objects.filter(plan=reform.plan, account__is_active=True)
    for account_id in previews.order_by("account_id").values_list("account_id", flat=True):
        with as_engine(reform):
            change_transition.note_opening(account_id=account_id, plan=reform.plan, now=reform.now)


def rehearsed(reform) -> None:
    """A rehearsal that did all of it in time."""
    parts = [
        {"name": name, "seconds": 0.5, "limit": limit, "is_done": True}
        for name, limit in settings.REHEARSAL_LIMITS.items()
        if name not in {"whole", "page"}
    ]
    Rehearsal.objects.create(
        plan_id=reform.plan_id,
        state=State.DONE,
        result={"parts": parts},
        asked_at=reform.now,
        finished_at=reform.now,
    )


def test_go_is_refused_with_every_gate_that_stands_in_the_way_and_given_once_none_does(
    own_nation, monkeypatch
):
    assert own_nation is None
    monkeypatch.setattr(settings, "GO_ASKS_GATES", True)
    with undone():
        # So small a nation has other shares than the whole one: the forecast is missed.
        reform = Reform(now=EVE).take_in().stage()
        assert lights(reform)["expected"] == "amber"

        with pytest.raises(Refused) as refused:
            reform.sign(Gate.GO)
        codes = {reason.code for reason in refused.value.reasons}
        assert {f"gate-{name}" for name in (*STATED, "rehearsals", "capacity", "expected")} <= codes
        assert "gate-staged" not in codes
        assert not reform.plan.approvals.filter(gate=Gate.GO).exists()

        measured_for_two_minutes(reform)
        for gate in STATED:
            approve(reform, state(reform, gate))
        for name, light in lights(reform).items():
            if light == "amber":
                accept(reform, name)
        with pytest.raises(Refused) as refused:
            reform.sign(Gate.GO)
        assert {reason.code for reason in refused.value.reasons} == {
            "gate-previews",
            "gate-rehearsals",
            "gate-reversal",
            "gate-told",
        }

        reviewed(reform)
        opened(reform)
        assert lights(reform)["previews"] == "green"
        rehearsed(reform)
        rehearsed(reform)
        reform.sign(Gate.GO)
        assert reform.plan.approvals.filter(gate=Gate.GO).exists()


def test_a_missed_share_is_accepted_in_writing_and_its_page_says_by_whom_and_why(tried, sign_in):
    client = sign_in("approver", now=tried.now)
    assert "Accept in writing" in text_of(client.get(f"{PLAN}/readiness/expected"))

    accept(tried, "expected")

    page = text_of(client.get(f"{PLAN}/readiness/expected"))
    assert "Accept in writing" not in page
    assert "Known to the board." in page
    kept = Acceptance.objects.get()
    assert kept.fact in html.unescape(page)
    assert Account.objects.get(pk=kept.accepted_by_id).display_name in html.unescape(page)


def test_before_a_dry_run_shares_are_red_and_nobody_accepts_them(eve):
    assert lights(eve)["expected"] == "red"

    with pytest.raises(Refused) as refused:
        accept(eve, "expected")

    assert [reason.code for reason in refused.value.reasons] == ["not-amber"]


def test_in_an_invented_nation_gates_are_shown_and_stop_nothing(staged):
    staged.sign(Gate.GO)

    assert staged.plan.approvals.filter(gate=Gate.GO).exists()


def test_the_page_says_what_stands_in_the_way_and_takes_a_statement(eve, sign_in):
    planner, approver = (sign_in(name, now=eve.now) for name in ("planner", "approver"))

    page = text_of(planner.get(f"{PLAN}/readiness"))
    assert "gates stand in the way of the go decision" in page
    typed = {"says": "Everybody is there.", "address": ""}
    nothing = planner.post(f"{PLAN}/readiness/help-desk/statements", typed)
    assert nothing.status_code == 422
    assert "Words alone are no evidence" in text_of(nothing)
    typed["address"] = "http://testserver/help-desk?unit=ASP"
    planner.post(f"{PLAN}/readiness/help-desk/statements", typed)
    statement = Statement.objects.get()
    approver.post(f"{PLAN}/readiness/help-desk/statements/{statement.pk}/approval")

    page = text_of(planner.get(f"{PLAN}/readiness"))
    assert "Everybody is there.” Approved" in page
    assert '<a class="govuk-link" href="/help-desk">The list of the help desk, as it stands' in page
    assert planner.get(f"{PLAN}/readiness/nothing-like-it").status_code == 404


def test_the_public_is_told_counts_in_two_languages_once_a_director_publishes(tried, sign_in):
    approve(tried, state(tried, "law"))
    anybody, director = Client(), sign_in("director", now=tried.now)
    planner = sign_in("planner", now=tried.now)
    english, welsh = f"/readiness/{REFERENCE}", f"/parodrwydd/{REFERENCE}"
    assert anybody.get(english).status_code == 404
    assert planner.post(f"{PLAN}/publication").status_code == 403

    director.post(f"{PLAN}/publication")

    page, cymraeg = text_of(anybody.get(english)), text_of(anybody.get(welsh))
    assert "The change takes effect on 1 June 2014." in page
    assert 'lang="cy"' in cymraeg
    assert "newid i rym ar 1 Mehefin 2014." in cymraeg
    assert "Heb eu pennu: 0" in cymraeg
    for hidden in ("planner", "ASP", "C05", "Nobody has stated", "legislation", "Forty"):
        assert hidden not in page

    director.post(f"{PLAN}/publication", {"end": "yes"})
    assert anybody.get(english).status_code == 404
    assert Publication.objects.filter(ended_at__isnull=False).count() == 1


def test_the_public_page_asks_the_database_little(eve, sign_in):
    sign_in("director", now=eve.now).post(f"{PLAN}/publication")
    Client().get(f"/readiness/{REFERENCE}")

    with CaptureQueriesContext(connection) as asked:
        Client().get(f"/readiness/{REFERENCE}")

    assert len(asked) <= 12, [each["sql"][:90] for each in asked.captured_queries]


def test_an_address_that_asks_too_often_waits_a_quarter_of_an_hour_and_another_does_not(
    eve, sign_in, monkeypatch
):
    sign_in("director", now=eve.now).post(f"{PLAN}/publication")
    monkeypatch.setattr(settings, "PUBLIC_PAGES_LIMIT", 3)
    often, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    english, welsh = f"/readiness/{REFERENCE}", f"/parodrwydd/{REFERENCE}"

    heard = [often.get(page).status_code for page in (english, welsh, "/readiness/no-such-plan")]
    refused = often.get(welsh)

    assert heard == [200, 200, 404]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Gormod o geisiadau" in text_of(refused)
    assert often.get(english).status_code == 429
    assert other.get(english).status_code == 200
    kept = Attempts.objects.get(kind=AttemptKind.VISIT, locked_until__isnull=False)
    assert kept.failures == 4
    assert kept.locked_until is not None
    later = kept.locked_until + timedelta(seconds=1)
    with change_access.acting_as(account_id=None, now=eve.now):
        assert change_access.count_visit(of="192.0.2.1", most=3, machine_now=later) is None


def test_a_public_page_reaches_no_count_of_wrong_proofs(eve):
    Attempts.objects.create(kind=AttemptKind.NAME, digest="a" * 64, since=eve.now, failures=4)
    Attempts.objects.create(kind=AttemptKind.VISIT, digest="b" * 64, since=eve.now, failures=4)

    with change_access.acting_as(account_id=None, now=eve.now):
        seen = list(Attempts.objects.values_list("kind", flat=True))
        changed = Attempts.objects.filter(kind=AttemptKind.NAME).update(failures=0)
        gone, _ = Attempts.objects.all().delete()

    assert (seen, changed, gone) == (["visit"], 0, 0)


def test_the_gates_ask_no_more_because_there_is_more_to_show(eve, sign_in):
    client = sign_in("director", now=eve.now)
    with CaptureQueriesContext(connection) as before:
        client.get(f"{PLAN}/readiness")
    eve.done(Step.PLAN)

    with CaptureQueriesContext(connection) as after:
        client.get(f"{PLAN}/readiness")

    assert len(before) <= MOST_QUERIES
    assert len(after) <= MOST_QUERIES


def test_the_catalogue_of_welsh_is_compiled_from_what_stands_beside_it():
    with translation.override("cy"):
        untold = [gate.asks for gate in GATES if translation.gettext(gate.asks) == gate.asks]

    assert untold == []


def test_officers_see_nothing_of_what_is_stated_accepted_or_published_and_write_none(eve):
    statement = state(eve, "help-desk")
    measured_for_two_minutes(eve)
    accept(eve, "capacity")
    with as_engine(eve):
        commands.publish_gates(account_id=account("director"), plan_id=eve.plan_id, now=eve.now)

    with change_access.acting_as(account_id=account("officer.future-crc"), now=eve.now):
        seen = [table.objects.count() for table in (Statement, Acceptance, Publication)]
        approved = Statement.objects.filter(pk=statement.pk).update(approved_by_id=1)
        statement.pk = None
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            statement.save(force_insert=True)

    assert (seen, approved) == ([0, 0, 0], 0)
    assert Statement.objects.get().approved_by_id is None
