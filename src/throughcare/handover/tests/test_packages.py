"""A package holds what its body owns and nothing else; whoever receives it finds what was altered."""

import json
import shutil

import duckdb
import pytest
from django.core.exceptions import PermissionDenied

from throughcare.handover import queries
from throughcare.handover.queries import parquet
from throughcare.handover.tests.conftest import hand_over, silent
from throughcare.kernel.refusals import Refused

SECRETS = (
    "password",
    "codekey",
    "passkey",
    "recoverycode",
    "invitation",
    "django_session",
    "access_equality",
)


@pytest.fixture
def package(packages, tmp_path):
    """A package of C17 to spoil."""
    return shutil.copytree(packages / "C17", tmp_path / "C17")


def column(path, name: str) -> list[object]:
    with duckdb.connect() as connection:
        found = connection.execute(f'select "{name}" from {parquet.source(path)}').fetchall()
    return [value for (value,) in found]


def test_a_package_is_whole_without_any_database(package):
    checked = queries.check(package, tell=silent)

    assert checked.faults == ()
    assert checked.manifest.body == "C17"
    assert checked.manifest.plans == ("transforming-rehabilitation-2014 v2",)


def test_changed_bytes_of_files_are_found_and_each_file_named(package):
    named = [
        package / "dictionary.md",
        package / "owned" / "probation_contact.parquet",
        package / "quoted" / "organisation_unit.parquet",
        package / "reference" / "probation_offence.parquet",
    ]

    for path in named:
        spoilt = bytearray(path.read_bytes())
        spoilt[len(spoilt) // 2] ^= 1
        path.write_bytes(spoilt)

    assert sorted(queries.check(package, tell=silent).faults) == sorted(
        f"{path.relative_to(package)}: altered; its SHA-256 is not the one in the manifest"
        for path in named
    )


@pytest.mark.parametrize("name", ["manifest.json", "signature.json"])
def test_what_is_signed_cannot_be_altered(package, name):
    path = package / name
    path.write_text(path.read_text().replace("1", "2", 1))

    with pytest.raises(Refused) as refused:
        queries.check(package, tell=silent)

    assert refused.value.codes == ("altered",)


def test_a_file_that_is_missing_or_added_and_another_key_are_found(package):
    (package / "owned" / "people_name.parquet").unlink()
    (package / "owned" / "more.parquet").write_bytes(b"more")

    faults = queries.check(package, public_key="ab" * 32, tell=silent).faults

    signed_by = json.loads((package / "signature.json").read_text())["public_key"]
    assert faults == (
        f"signature.json: signed by another key, {signed_by}",
        "owned/more.parquet: not in the manifest",
        "owned/people_name.parquet: not there",
    )


def test_nobody_is_in_two_packages_and_nothing_that_proves_who_somebody_is_in_any(packages):
    people = [
        set(column(packages / code / "owned" / "people_person.parquet", "crn"))
        for code in ("C17", "N07")
    ]
    names = [path.name for path in packages.rglob("*.parquet")]

    assert people[0]
    assert people[1]
    assert not people[0] & people[1]
    assert [name for name in names if any(secret in name for secret in SECRETS)] == []


def test_a_person_goes_along_with_names_identifiers_and_addresses(packages):
    owned = packages / "C17" / "owned"
    people = set(column(owned / "people_person.parquet", "id"))

    of_whom = {
        table: set(column(owned / f"people_{table}.parquet", "person_id"))
        for table in ("name", "identifier", "address", "contactpoint", "equalityfact")
    }

    assert of_whom["name"] == people
    assert of_whom["address"]
    assert of_whom["identifier"]
    assert of_whom["contactpoint"]
    assert of_whom["equalityfact"]
    assert set().union(*of_whom.values()) <= people
    assert None not in column(owned / "people_name.parquet", "last")


def test_of_people_whom_others_keep_the_crn_is_told_and_nothing_else(packages):
    path = packages / "N07" / "quoted" / "people_person.parquet"

    assert column(path, "crn") != []
    assert set(column(path, "born_on")) == {None}
    assert set(column(path, "sex")) == {"U"}
    assert not (path.parent / "people_name.parquet").exists()
    accounts = path.parent / "access_account.parquet"
    assert set(column(accounts, "display_name")) == {"Somebody elsewhere"}
    assert set(column(accounts, "is_active")) == {False}


def test_the_dictionary_says_of_every_column_what_it_is(packages):
    page = (packages / "C17" / "dictionary.md").read_text()

    assert "| `born_on` | date, may be empty | Day: born on | yes |  |" in page
    assert "| `access.Password` | shared, and told to no body that leaves |" in page


def test_closed_bodies_strangers_and_places_that_are_taken_are_refused(first_morning, tmp_path):
    (tmp_path / "there").mkdir()

    with pytest.raises(Refused) as closed:
        hand_over("SWM", place=tmp_path / "SWM")
    with pytest.raises(Refused) as taken:
        hand_over("C17", place=tmp_path / "there")
    with pytest.raises(PermissionDenied):
        hand_over("C17", place=tmp_path / "C17", username="planner")

    assert closed.value.codes == ("no-such-body",)
    assert taken.value.codes == ("is-there",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]
