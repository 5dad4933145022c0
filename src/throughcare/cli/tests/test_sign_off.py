"""`restructure sign-off`, `exception` and `settled` do what the pages do, for whoever is named."""

import argparse
from datetime import UTC, datetime
from typing import Any

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.cli import _sign_off
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.restructure.models import ListedException, SignOff
from throughcare.restructure.tests import stages
from throughcare.restructure.tests.pages import REFERENCE
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import ONE, OTHER, appoint, codes, head_of
from throughcare.restructure.tests.stages import FIRST_MORNING

A_YEAR_ON = datetime(2015, 6, 1, 8, tzinfo=UTC)
EXCEPTION = ("--exception", "Office BEDOF01 is ours.", "director", "2014-06-30")


def said(part: str, *words: str) -> dict[str, Any]:  # Any: a report, as JSON
    parser = argparse.ArgumentParser()
    _sign_off.arguments(parser.add_subparsers(dest="part"))
    return _sign_off.report(parser.parse_args([part, REFERENCE, *words]))


@pytest.fixture(scope="module")
def reconciled_once(a_nation):
    with a_nation(*stages.RECONCILED), undone():
        reform = stages.latest(now=FIRST_MORNING)
        for code in codes(reform):
            appoint(reform, code)
        yield reform


@pytest.fixture
def reconciled(reconciled_once, settings):
    settings.DEMONSTRATION = True
    with undone():
        change_clock.set_moment(moment=FIRST_MORNING, now_real=clock.machine_now())
        yield reconciled_once


def test_every_list_is_told_with_whom_it_waits_for(reconciled):
    found = said("sign-off")

    assert (found["accepted"], found["providers"]) == (0, len(codes(reconciled)))
    assert {"provider": ONE, "waits for": f"Head of {ONE}", "state": "waiting"}.items() <= next(
        each for each in found["lists"] if each["provider"] == ONE
    ).items()


def test_a_list_is_accepted_with_an_exception_which_is_closed_later(reconciled):
    found = said("sign-off", "--provider", ONE, "--as", head_of(ONE), *EXCEPTION)

    listed = ListedException.objects.get()
    assert (found["accepted"], listed.owed_by_id) == (1, account("director"))
    assert listed.sign_off is not None
    said(
        *("exception", str(listed.pk), "--as", head_of(ONE)),
        *("--outcome", "put-right", "--says", "It is in our list."),
    )
    listed.refresh_from_db()
    assert (listed.outcome, listed.closed_by_id) == ("put-right", account(head_of(ONE)))


def test_what_cannot_be_listed_leaves_the_list_as_it_was(reconciled):
    with pytest.raises(Refused):
        said(
            *("sign-off", "--provider", ONE, "--as", head_of(ONE)),
            *(*EXCEPTION, "--exception", "And another.", "nobody.here", "2014-06-30"),
        )

    assert not ListedException.objects.exists()
    assert not SignOff.objects.exists()


def test_the_last_acceptance_signs_the_plan_off_and_it_is_settled_a_year_on(reconciled):
    for code in codes(reconciled):
        found = said("sign-off", "--provider", code, "--as", head_of(code))
    assert found["phase"] == "signed-off"
    with pytest.raises(Refused) as refused:
        said("settled")
    assert refused.value.codes == ("goes-on", "goes-on", "goes-on")

    change_clock.set_moment(moment=A_YEAR_ON, now_real=clock.machine_now())

    assert said("settled")["phase"] == "settled"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("sign-off", "--provider", ONE), "Name who accepts"),
        (("sign-off", *EXCEPTION), "go with --provider"),
        (("sign-off", "--provider", ONE, "--as", "nobody.here"), "no active account nobody.here"),
        (("sign-off", "--provider", ONE, "--as", head_of(OTHER)), "may not do this"),
        (("sign-off", "--provider", ONE, "--as", "director"), "may not do this"),
        (
            ("sign-off", "--provider", ONE, "--as", head_of(ONE), *EXCEPTION[:-1], "30 June"),
            "30 June is no day",
        ),
        (
            ("exception", "7", "--as", "approver", "--outcome", "put-right", "--says", "Seen."),
            "has no exception 7",
        ),
        (("settled", "--as", head_of(ONE)), "may do this"),
    ],
)
def test_what_is_amiss_is_said_and_nothing_is_written(reconciled, words, why):
    assert reconciled.plan.phase == "reconciled"

    with pytest.raises(Fault, match=why):
        said(*words)

    assert not ListedException.objects.exists()
    assert not SignOff.objects.exists()
