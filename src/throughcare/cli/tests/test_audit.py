import argparse
import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from throughcare.audit import commands as change_audit
from throughcare.audit import queries as audit
from throughcare.cli import audit as command_line

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


@pytest.fixture
def entry():
    change_audit.record(
        account_id=7, action="case.read", subject_kind="case", subject_reference="X1", now=NOON
    )
    return audit.acts_by(account_id=7, limit=1)[0]


@pytest.mark.django_db
def test_a_whole_trail_is_said_to_be_whole(entry, capsys):
    assert run("verify") == 0

    assert capsys.readouterr().out.startswith("The trail is whole: ")
    assert entry.chain == 7


@pytest.mark.django_db
def test_an_altered_entry_is_named_and_the_command_fails(entry, capsys):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_entry SET action = 'case.write' WHERE chain = 7 AND number = %s",
            [entry.number],
        )

    assert run("verify", "--json") == 1

    finding = json.loads(capsys.readouterr().out)
    assert (finding["is_whole"], finding["faults"]) == (
        False,
        [{"chain": 7, "number": entry.number, "what": "altered"}],
    )


@pytest.mark.django_db
def test_the_digest_of_a_seal_is_printed_to_be_kept_elsewhere(entry, capsys):
    assert run("seal", "--json") == 0

    sealed = json.loads(capsys.readouterr().out)
    assert (sealed["seal"], sealed["digest"]) == audit.last_seal()
    assert entry.number > 0
