"""Codes that come with the program."""

import pytest

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation import commands as change_organisation
from throughcare.organisation.holdings import CodeList
from throughcare.probation.models import Outcome

pytestmark = pytest.mark.django_db


def test_a_code_list_keeps_what_is_not_known_apart_from_no():
    change_organisation.load_code_lists()

    told = dict(Outcome.objects.values_list("code", "is_attended"))
    assert (told["ATTC"], told["UAAB"], told["ATFI"]) == (True, False, None)


def test_loading_again_gives_a_changed_code_the_facts_of_the_file_and_keeps_what_the_file_lacks():
    change_organisation.load_code_lists()
    kept = Outcome.objects.get(code="ATTC").description
    Outcome.objects.filter(code="ATTC").update(description="Came")
    Outcome.objects.create(code="ZZ", description="Of an older release")

    change_organisation.load_code_lists()

    assert Outcome.objects.get(code="ATTC").description == kept
    assert Outcome.objects.filter(code="ZZ").exists()


def test_every_declared_list_has_its_columns_in_its_table():
    for declared in REGISTER.holdings:
        if isinstance(declared, CodeList):
            columns, rows = change_organisation.read_code_list(declared)

            assert {len(row) for row in rows} == {len(columns)}, declared.table
