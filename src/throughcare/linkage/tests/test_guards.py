"""What no weight joins, from both sides of each rule."""

import pytest

from throughcare.linkage.rules.guards import Guard, guard
from throughcare.linkage.tests.records import standard

PNC, OTHER_PNC = "12/395L", "99/1G"
CRO, OTHER_CRO = "12/99H", "600213/85J"


def of(first, other, *, weight=15.0):
    return guard(standard(**first), standard(**{"record_id": "2"} | other), weight=weight)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"first_name": "Steven", "middle_names": ""}, Guard.TWIN),
        ({"first_name": "Steven", "middle_names": "", "date_of_birth": "1986-01-02"}, Guard.TWIN),
        ({"first_name": "Dan"}, None),
        ({"first_name": "Danial"}, None),
        ({"first_name": "D"}, None),
        ({"first_name": "Mark", "middle_names": ""}, None),
        ({"first_name": "Steven", "alias_first_names": "Daniel", "alias_last_names": "Hart"}, None),
        ({"first_name": "Steven", "last_name": "Hart"}, None),
        ({"first_name": "Steven", "middle_names": "Mark"}, Guard.TWIN),
    ],
)
def test_brothers_sisters_and_twins_are_kept_apart(other, found):
    assert of({}, other) is found


def test_a_number_in_common_lifts_the_suspicion_of_a_twin():
    assert of({"pncs": PNC}, {"pncs": PNC, "first_name": "Steven", "middle_names": ""}) is None


@pytest.mark.parametrize(
    ("born", "found"),
    [
        ("1958-11-02", Guard.PARENT),
        ("1980-11-02", None),
        ("1958-03-17", None),
        ("1984-03-11", None),
        ("1934-03-17", None),
    ],
)
def test_parent_and_child_of_one_name_are_kept_apart(born, found):
    assert of({}, {"date_of_birth": born}) is found


@pytest.mark.parametrize(
    ("first", "other", "weight", "found"),
    [
        ({"pncs": PNC}, {"pncs": OTHER_PNC}, 19.9, Guard.CONTRADICTION),
        ({"pncs": PNC}, {"pncs": OTHER_PNC}, 20.0, None),
        (
            {"pncs": PNC, "cros": CRO},
            {"pncs": OTHER_PNC, "cros": OTHER_CRO},
            40.0,
            Guard.CONTRADICTION,
        ),
        ({"pncs": PNC, "cros": CRO}, {"pncs": OTHER_PNC, "cros": CRO}, 25.0, None),
        ({"pncs": PNC}, {}, 9.0, None),
    ],
)
def test_numbers_that_contradict_keep_apart(first, other, weight, found):
    assert of(first, other, weight=weight) is found


def test_a_number_alone_joins_nobody():
    other = {
        "pncs": PNC,
        "first_name": "Ann",
        "middle_names": "",
        "last_name": "Hughes",
        "date_of_birth": "1991-12-30",
        "sex": "F",
    }

    assert of({"pncs": PNC}, other) is Guard.STOLEN
    assert of({"pncs": PNC}, other | {"date_of_birth": "1984-03-17"}) is None


ALIAS = {
    "alias_first_names": "Steven",
    "alias_last_names": "Thorpe",
    "alias_dates_of_birth": "1986-01-02",
}


@pytest.mark.parametrize(
    ("first", "other", "found"),
    [
        ({}, {}, Guard.BROTHER),
        ({"pncs": PNC}, {"pncs": PNC}, None),
        ({}, {"date_of_birth": "1984-03-17"}, None),
        ({}, {"last_name": "Hart", "alias_last_names": ""}, None),
        ({"first_name": "Stephen"}, {}, None),
    ],
)
def test_whoever_goes_by_a_brothers_name_and_day_is_kept_apart(first, other, found):
    brother = {"first_name": "Steven", "middle_names": "", "date_of_birth": "1986-01-02"}

    assert of(ALIAS | first, brother | other) is found
