"""A booking that is written in the published layout is read again as it was."""

import json

import pytest

from throughcare.sentences.queries.layout import SWITCHES, read
from throughcare.sentences.queries.written import written
from throughcare.sentences.rules.law import Switches
from throughcare.sentences.tests.test_published_cases import ABSENT, published


def again(case):
    given = read(case)
    return given, read(
        json.loads(
            json.dumps(
                written(
                    given.booking,
                    law=case["params"]["configuration"],
                    switches=given.switches,
                    today=given.today,
                )
            )
        )
    )


@pytest.mark.parametrize("path", published())
def test_every_published_booking_is_written_and_read_as_it_was(path):
    if path is None:
        pytest.skip(ABSENT)

    given, found = again(json.loads(path.read_text()))

    assert (found.booking, found.law, found.switches, found.today) == (
        given.booking,
        given.law,
        given.switches,
        given.today,
    )


def test_every_switch_has_a_name_in_the_layout():
    assert set(SWITCHES.values()) == set(Switches.__slots__)
