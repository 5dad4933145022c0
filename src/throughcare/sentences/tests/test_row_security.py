"""The probe of access asks the tables of release dates too."""

import pytest
from django.db import connection

from throughcare.access import commands as change_access
from throughcare.sentences.commands import MovementSaid, RecallSaid
from throughcare.sentences.tests.entering import (
    NOW,
    SENTENCED_ON,
    add,
    enter,
    only_sentence,
    remand_on,
)

pytestmark = pytest.mark.django_db
TABLES = ("booking", "courtorder", "sentence", "recall", "adjustment", "movement", "calculation")


def differing() -> set[str]:
    probes = change_access.probe(count=400, seed=7, now=NOW)
    return {one.action for each in probes for one in each.disagreements}


def test_a_hole_in_a_table_is_found_and_without_one_there_is_none(officer_here, booked):
    enter(officer_here, booked)
    sentence = only_sentence(officer_here, booked)
    add(officer_here, booked, remand_on(sentence))
    add(officer_here, booked, MovementSaid(moved_on=SENTENCED_ON, reason="SENTENCE"))
    recall = RecallSaid(sentence_key=sentence.key, type="STANDARD_RECALL", revoked_on=SENTENCED_ON)
    add(officer_here, booked, recall)

    before = differing()
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"create policy hole on sentences_{table} for select to throughcare_app using (true)"
            )
            found.append(differing())
            cursor.execute(f"drop policy hole on sentences_{table}")

    assert before == set()
    assert found == [{f"read sentences_{table}"} for table in TABLES]
