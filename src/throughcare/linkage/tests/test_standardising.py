"""What is read from what sources hold."""

from datetime import date

import pytest

from throughcare.linkage import reading
from throughcare.linkage.rules.keys import keys_of
from throughcare.linkage.rules.standardising import day, sound
from throughcare.linkage.tests.records import TODAY, standard


def test_a_name_loses_marks_titles_and_litter():
    found = standard(first_name="Dr Siân", last_name="O'Brien (DO NOT USE)")

    assert (found.forename, found.surname, found.whole) == ("SIAN", "OBRIEN", "SIAN OBRIEN")


def test_names_in_one_field_are_taken_apart():
    found = standard(first_name="", middle_names="", last_name="THORPE, Daniel Mark")

    assert (found.forename, found.middle, found.surname) == ("DANIEL", "MARK", "THORPE")


def test_a_double_surname_is_held_with_its_parts():
    assert standard(last_name="Thorpe-Mayfield").surnames == (
        "MAYFIELD",
        "THORPE",
        "THORPE MAYFIELD",
    )


def test_an_alias_is_a_whole_identity():
    found = standard(
        alias_first_names="Dan|", alias_last_names="Hart|", alias_dates_of_birth="17/03/1985"
    )

    assert found.wholes == ("DAN HART", "DANIEL THORPE")
    assert found.dobs == ("1984-03-17", "1985-03-17")


@pytest.mark.parametrize(
    "name", [("Unknown", "Unknown"), ("", "Not Known"), ("A N", "Other"), ("Test", "TEST")]
)
def test_a_placeholder_is_no_name_and_makes_no_key_of_one(name):
    found = standard(
        first_name=name[0],
        middle_names="",
        last_name=name[1],
        date_of_birth="1900-01-01",
        postcodes="",
        address_lines="",
    )

    assert (found.whole, found.dob, keys_of(found)) == ("", "", ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1984-03-17", "1984-03-17"),
        ("17/03/1984", "1984-03-17"),
        ("17 Mar 1984", "1984-03-17"),
        ("19840317", "1984-03-17"),
        ("31/02/1984", ""),
        ("03/17/1984", ""),
        ("1899-12-31", ""),
        ("1900-01-01", ""),
        ("2026-11-29", ""),
        ("1 January", ""),
    ],
)
def test_a_day_is_read_and_never_guessed(written, read):
    assert day(written, tables=reading.tables(), today=TODAY) == read


@pytest.mark.parametrize(
    ("box", "written", "column", "read"),
    [
        ("pncs", "99/1G", "pncs", ("1999/0000001G",)),
        ("pncs", "12/395L|2012/395l|20120000395L", "pncs", ("2012/0000395L",)),
        ("pncs", "00/23Z", "pncs", ("2000/0000023Z",)),
        ("pncs", "24/45N|2024/45N", "pncs", ("2024/0000045N",)),
        ("pncs", "12/396L", "pncs", ()),
        ("pncs", "12/395S", "pncs", ()),
        ("pncs", "12/99H", "cros", ("000012/99H",)),
        ("cros", "600213/85J", "cros", ("600213/85J",)),
        ("cros", "SF86/12K", "cros", ("SF86/12K",)),
        ("cros", "000000/00Z", "cros", ()),
        ("cros", "12/395L", "pncs", ("2012/0000395L",)),
    ],
)
def test_a_number_is_filed_by_its_shape_and_letter(box, written, column, read):
    assert getattr(standard(**{box: written}), column) == read


@pytest.mark.parametrize("postcode", ["NF1 1NF", "ZZ99 3VZ", "XX1 1XX", "LS1", "none"])
def test_a_postcode_of_nowhere_is_none(postcode):
    found = standard(postcodes=f"{postcode}|LS1 4AB", address_lines="No fixed abode|12 Mill Lane")

    assert (found.postcode, found.house, found.outwards) == ("LS14AB", "12 LS14AB", ("LS1",))


def test_names_in_either_order_and_days_exchanged_share_a_key():
    one = standard(date_of_birth="1984-03-07")
    other = standard(
        first_name="Thorpe", last_name="Daniel", date_of_birth="1984-07-03", postcodes=""
    )

    assert [key for key in keys_of(one) if key in keys_of(other)] == ["ADANIEL THORPE1984-03-07"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KNIGHT", "NIGHT"),
        ("WRIGHT", "RIGHT"),
        ("OLEKSANDR", "ALEKSANDR"),
        ("CATHERINE", "KATHERINE"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one, other):
    assert sound(one) == sound(other)


def test_a_day_after_today_is_no_day():
    assert day("2014-06-02", tables=reading.tables(), today=date(2014, 6, 1)) == ""
