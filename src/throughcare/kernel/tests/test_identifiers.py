from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel import identifiers
from throughcare.kernel.identifiers import Identifier, Kind
from throughcare.kernel.tests.published import rows

IN_2026 = date(2026, 11, 1)
READERS = {
    "pnc": lambda text: identifiers.pnc(text, today=IN_2026),
    "cro": identifiers.cro,
    "noms": identifiers.noms,
    "crn": identifiers.crn,
}


def test_published_cases_are_read_as_published():
    cases = rows("probation/identifier_cases.csv")

    read = [READERS[case["kind"]](case["input"]) for case in cases]

    assert read == [case["canonical"] or None for case in cases]


# Letters worked out by hand: number modulo 23, then the place in the list of letters.
@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("1988/0000007W", "1988/0000007W"),
        ("88/7w", "1988/0000007W"),
        (" 88 0000007-W ", "1988/0000007W"),
        ("19880000007W", "1988/0000007W"),
        ("88/7X", None),
        ("88/7I", None),
        ("88/W", None),
        ("88/12345678W", None),
        ("00/0Z", None),
        ("2188/7W", None),
        ("", None),
    ],
)
def test_a_pnc_is_written_in_one_form(written, canonical):
    assert identifiers.pnc(written, today=IN_2026) == canonical


def test_a_short_year_is_of_this_century_until_it_lies_ahead():
    assert identifiers.pnc("14/1N", today=date(2014, 1, 1)) == "2014/0000001N"
    assert identifiers.pnc("14/1N", today=date(2013, 12, 31)) == "1914/0000001N"


def test_a_pnc_without_a_slash_that_reads_two_ways_is_ambiguous():
    two_ways = [
        text
        for serial in range(100, 1000)
        for letter in identifiers.CHECK_LETTERS
        if identifiers.pnc((text := f"20{serial}{letter}")[:2] + "/" + text[2:], today=IN_2026)
        and identifiers.pnc(text[:4] + "/" + text[4:], today=IN_2026)
    ]

    assert two_ways
    assert {identifiers.pnc(text, today=IN_2026) for text in two_ways} == {None}


def test_a_value_is_known_by_its_shape_whichever_box_it_was_typed_into():
    recognise = partial(identifiers.recognise, today=IN_2026)

    assert recognise("12/99H") == Identifier(kind=Kind.CRO, value="000012/99H")
    assert recognise("1988/0000007W") == Identifier(kind=Kind.PNC, value="1988/0000007W")
    assert recognise("a1234bc") == Identifier(kind=Kind.NOMS, value="A1234BC")
    assert recognise("x123456") == Identifier(kind=Kind.CRN, value="X123456")
    assert recognise("AB 12 34 56 C") == Identifier(kind=Kind.NINO, value="AB123456C")
    assert recognise("000000/00Z") is None
    assert recognise("Smith") is None


@pytest.mark.parametrize("barred", ["GB123456A", "DA123456A", "AO123456A", "AB123456E"])
def test_national_insurance_numbers_never_given_out_are_not_accepted(barred):
    assert identifiers.nino(barred) is None


@given(
    year=st.integers(1950, 2026), serial=st.integers(1, 9_999_999), place=st.integers(0, 6),
    digit=st.integers(0, 9),
)  # fmt: skip
def test_one_wrong_digit_is_always_noticed(year, serial, place, digit):
    letter = identifiers.check_letter(int(f"{year % 100:02}{serial:07}"))
    right = f"{serial:07}"
    wrong = right[:place] + str(digit) + right[place + 1 :]

    read = identifiers.pnc(f"{year}/{wrong}{letter}", today=IN_2026)

    assert (read is not None) == (wrong == right)


@given(text=st.text(max_size=16))
def test_reading_a_canonical_value_again_changes_nothing(text):
    for read in READERS.values():
        once = read(text)
        assert once is None or read(once) == once
