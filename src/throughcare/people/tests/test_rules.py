from datetime import date

import pytest

from throughcare.people.rules import Wanted, wanted

TODAY = date(2014, 6, 2)


@pytest.mark.parametrize(
    "text",
    [
        "1/2/1980",
        "01-02-1980",
        "1.2.80",
        "1980-02-01",
        "1 Feb 1980",
        "1st February 1980",
        "01021980",
    ],
)
def test_a_date_of_birth_is_read_in_any_usual_format(text):
    assert wanted(text, today=TODAY) == Wanted(born_on=date(1980, 2, 1))


@pytest.mark.parametrize("text", ["31/2/1980", "1/2/2015", "45"])
def test_what_is_no_date_of_birth_is_not_read_as_one(text):
    assert wanted(text, today=TODAY).born_on is None


def test_names_numbers_days_and_postcodes_are_told_apart():
    read = wanted("o'brien, Siân x123456 3 mar 71 m14bt", today=TODAY)

    assert read == Wanted(
        keys=("X123456",),
        words=("OBRIEN", "SIAN"),
        born_on=date(1971, 3, 3),
        postcode="M1 4BT",
    )


def test_a_number_is_read_in_each_accepted_form():
    forms = ("2003/0000003Y", "03/3y", "033Y", "2003/3Y")

    read = {wanted(form, today=TODAY).keys for form in forms}

    assert read == {("2003/0000003Y",)}


def test_nothing_typed_asks_for_nothing():
    assert wanted(" , ", today=TODAY).is_empty
