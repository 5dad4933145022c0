"""The settings of rehearsals."""

import pytest

from throughcare.config.environment import read
from throughcare.config.faults import Fault
from throughcare.config.rehearsals import Rehearsals
from throughcare.rehearsal.rules.parts import LIMITS, Severity

LIVE = "postgresql://owner@db.internal/throughcare"


def rehearsals(tmp_path, **set_to: str) -> Rehearsals:
    return read({"THROUGHCARE_HOME": str(tmp_path)} | set_to).rehearsals


def faults(tmp_path, **set_to: str) -> list[str]:
    with pytest.raises(Fault) as fault:
        rehearsals(tmp_path, **set_to)
    return str(fault.value).splitlines()


def test_nothing_set_means_the_limits_of_the_reform_and_that_small_defects_are_borne(tmp_path):
    assert rehearsals(tmp_path) == Rehearsals(
        url="", limits=LIMITS, agreed=Severity.LOW, is_copy=False
    )


def test_limits_that_are_named_take_the_place_of_theirs(tmp_path):
    found = rehearsals(
        tmp_path, REHEARSAL_LIMITS="switch=0.5, whole=7200", REHEARSAL_SEVERITY="none"
    )

    assert found.limits == LIMITS | {"switch": 0.5, "whole": 7200}
    assert found.agreed is None


def test_every_wrong_setting_is_named_at_once(tmp_path):
    assert faults(
        tmp_path,
        REHEARSAL_DATABASE_URL=LIVE,
        REHEARSAL_LIMITS="switch=0,lunch=30",
        REHEARSAL_SEVERITY="high",
        THROUGHCARE_REHEARSAL="yes",
    ) == [
        "REHEARSAL_DATABASE_URL needs DATABASE_URL beside it.",
        "THROUGHCARE_REHEARSAL is set by a rehearsal alone. Do not set it.",
        "REHEARSAL_LIMITS must look like switch=1,whole=7200; “switch=0” does not, or names no part.",
        "REHEARSAL_LIMITS must look like switch=1,whole=7200; “lunch=30” does not, or names no part.",
        "REHEARSAL_SEVERITY must be none, low or medium.",
    ]


def test_the_live_database_is_not_taken_for_its_backup(tmp_path):
    other_user = "postgresql://another:word@db.internal/throughcare"

    assert faults(tmp_path, DATABASE_URL=LIVE, REHEARSAL_DATABASE_URL=other_user) == [
        "REHEARSAL_DATABASE_URL must name another database than DATABASE_URL."
    ]
