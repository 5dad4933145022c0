import logging
import sys
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from throughcare.govuk.logs import ReferencesOnly, number_request

CASE = UUID("0b0e2a56-6a0c-4c5e-9a3b-1f2f3a4b5c6d")


def line(template, *values: object, exc_info=None):
    number_request("0123456789ab")
    record = logging.LogRecord(
        "throughcare.people", logging.INFO, "f.py", 1, template, values, exc_info
    )
    return ReferencesOnly().format(record)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("X320741", "X320741"),
        ("PAR-2014/77", "PAR-2014/77"),
        (CASE, str(CASE)),
        (42, "42"),
        (None, "None"),
        (datetime(2014, 6, 1, tzinfo=UTC), "2014-06-01T00:00:00+00:00"),
        ("Not Found", "Not Found"),
        ("Ann Example", "[withheld]"),
        ("Example", "[withheld]"),
        ("1980-02-29", "[withheld]"),
        ("29/02/1980", "[withheld]"),
        (date(1980, 2, 29), "[withheld]"),
        ({"last_name": "Example"}, "{'last_name': '[withheld]'}"),
    ],
)
def test_line_shows_references_and_withholds_what_may_be_personal(value, shown):
    written = line("Merged %s", value)

    assert written.endswith(f" INFO 0123456789ab throughcare.people: Merged {shown}")


def test_line_survives_a_value_that_a_figure_was_asked_of():
    assert line("%d of %05.1f", 3, "Ann Example").endswith(": 3 of [withheld]")


def test_day_in_the_words_themselves_is_withheld():
    assert line("Born 29/02/1980").endswith(": Born [withheld]")


def test_exception_is_placed_and_named_without_its_text():
    try:
        raise ValueError("Ann Example, born 1980-02-29")  # noqa: TRY301  raised to be caught
    except ValueError:
        written = line("Failed", exc_info=sys.exc_info())

    assert "Ann" not in written
    assert "1980" not in written
    assert written.splitlines()[-1] == "  ValueError"
    assert "test_logs.py" in written


def test_broken_constraint_is_named_without_the_row():
    class Diagnosis:
        sqlstate = "23505"
        table_name = "people_name"
        constraint_name = "one_current_name"
        message_detail = "Key (last_name)=(Example) already exists."

    broken = RuntimeError("duplicate key: (last_name)=(Example)")
    vars(broken)["diag"] = Diagnosis()

    written = line("Failed", exc_info=(RuntimeError, broken, None))

    assert written.splitlines()[-1] == (
        "  RuntimeError sqlstate=23505 table_name=people_name constraint_name=one_current_name"
    )
