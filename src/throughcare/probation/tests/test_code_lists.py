"""Codes that come with the program."""

import pytest

from throughcare.kernel.holdings import REGISTER
from throughcare.organisation import commands as change_organisation
from throughcare.organisation.holdings import CodeList
from throughcare.probation.models import (
    CourtOutcome,
    Offence,
    Outcome,
    PolicyCondition,
    RequirementType,
    SentenceType,
)

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


def test_each_sentence_is_known_with_its_flags_and_every_sentencing_outcome_leads_to_one():
    change_organisation.load_code_lists()

    flags = {
        code: (family, kind, is_custodial, ends_itself, has_pss)
        for code, family, kind, is_custodial, ends_itself, has_pss in SentenceType.objects.filter(
            code__in=["340", "341", "325", "456", "308", "326", "406"]
        ).values_list("code", "family", "kind", "is_custodial", "ends_itself", "has_pss")
    }
    assert flags == {
        "340": ("community", "SP", False, True, False),
        "341": ("suspended", "SP", False, True, False),
        "325": ("determinate", "SC", True, True, True),
        "456": ("determinate", "NC", True, True, False),
        "308": ("indeterminate", "SC", True, False, False),
        "326": ("committal", "NC", True, False, False),
        "406": ("not-supervised", "NS", False, False, False),
    }
    sentencing = CourtOutcome.objects.filter(kind="sentence")
    assert sentencing.count() == SentenceType.objects.count() == 102
    assert not sentencing.filter(sentence_type=None).exists()


def test_what_courts_order_only_to_limit_is_known_and_older_categories_are_not_offered():
    change_organisation.load_code_lists()

    restrictive = RequirementType.objects.filter(is_restrictive=True, is_offered=True)
    assert {each.code for each in restrictive} == {"3", "M", "R", "RM49", "RM53", "RM59", "T", "X"}
    assert not RequirementType.objects.filter(is_additional=True, is_offered=True).exists()


def test_all_offences_and_the_conditions_of_the_policy_are_there():
    change_organisation.load_code_lists()

    assert Offence.objects.count() == 3_039
    assert not Offence.objects.filter(description__contains="[Use this code").exists()
    assert PolicyCondition.objects.filter(kind="standard", policy="4.0").count() == 8
    assert PolicyCondition.objects.filter(kind="additional", policy="4.0").count() == 66


def test_what_stands_in_a_list_to_fill_a_place_is_offered_to_nobody():
    """Trap: negative codes and dummies appear in live lists (domain rules, 32)."""
    offered = [
        (declared.table, row.get("code", ""))
        for declared in REGISTER.holdings
        if isinstance(declared, CodeList)
        for columns, rows in [change_organisation.read_code_list(declared)]
        for row in (
            {name: str(value) for name, value in zip(columns, each, strict=True)} for each in rows
        )
        if row.get("is_offered", "").lower() == "true"
        and (row.get("code", "").startswith("-") or row.get("description", "").startswith("Z_"))
    ]

    assert offered == []
