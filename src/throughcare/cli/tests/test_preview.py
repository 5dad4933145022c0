"""`restructure preview` says the same as the pages."""

import argparse

import pytest

from throughcare.access.tests.undoing import undone
from throughcare.cli import _preview
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.transition.models import Preview
from throughcare.transition.tests.conftest import trial
from throughcare.transition.tests.people import REFERENCE


def preview(*words: str) -> _preview.Report:
    parser = argparse.ArgumentParser()
    _preview.arguments(parser)
    return _preview.report(parser.parse_args([REFERENCE, "--json", *words]))


@pytest.fixture(scope="module")
def tried_once(a_nation):
    with a_nation(), trial() as tried:
        yield tried


@pytest.fixture
def tried(tried_once):
    with undone():
        yield tried_once


@pytest.fixture(autouse=True)
def at_that_moment(tried, settings):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=tried.now, now_real=clock.machine_now())


def test_one_account_is_printed(tried):
    stored = Preview.objects.get(account__username="officer.future-crc")

    said = preview("--as", "officer.future-crc")

    assert said["access"] == {"lost": stored.opens_lost, "found": stored.opens_found}
    assert said["digest"] == stored.digest
    assert said["cases"] == {
        "stay": stored.cases_kept,
        "pass": stored.cases_passed,
        "come": stored.cases_gained,
        "not decided": stored.cases_waiting,
    }


def test_everybody_is_worked_out(tried):
    assert preview("--all") == {"plan": f"{REFERENCE} v2", "accounts": Preview.objects.count()}


def test_who_opens_a_case_is_printed(tried):
    ((reference,),) = tried.rows(
        "select reference from transition_cases(%s) order by case_id limit 1", tried.plan.pk
    )

    said = preview("--case", reference)

    assert said["case"] == reference
    assert sum(each["before"] for each in said["openers"]) > 10


@pytest.mark.parametrize("words", [("--as", "nobody.at.all"), ("--case", "X000000")])
def test_what_is_not_there_is_said(tried, words):
    with pytest.raises(Fault) as fault:
        preview(*words)

    assert words[1] in str(fault.value)
