"""A load that is killed, wherever it is. No nation stands while these run, as in `test_generate`."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from django.db import DataError
from psycopg import sql

from throughcare.access.tests.undoing import undone
from throughcare.nation import commands, loading
from throughcare.nation.choices import Size
from throughcare.nation.models import Checkpoint, SetAside
from throughcare.nation.tests.looking import one, rows

CONTENT = (
    "organisation_unit",
    "organisation_unitcode",
    "access_account",
    "access_postassignment",
    "access_staffchoice",
    "people_person",
    "people_name",
    "people_identifier",
    "people_address",
    "probation_case",
    "probation_caseassignment",
    "probation_riskprofile",
    "probation_sentence",
    "probation_requirement",
    "probation_registration",
    "probation_contact",
    "probation_document",
    "probation_appointment",
    "probation_transfer",
    "probation_enforcement",
    "probation_courtreport",
    "probation_victimcontact",
)


class Killed(Exception):  # noqa: N818  no error: what a test does to a load
    pass


def digests() -> dict[str, object]:
    return {
        table: one(
            sql.SQL("select md5(string_agg(md5(t::text), '' order by t::text)) from {} t").format(
                sql.Identifier(table)
            )
        )
        for table in CONTENT
    }


def keys() -> list[tuple[object, ...]]:
    """Every constraint and index of the tables that a load fills."""
    return rows(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
        " from pg_constraint where connamespace = 'public'::regnamespace"
        " union all select tablename, indexname, indexdef, true from pg_indexes"
        " where schemaname = 'public' order by 1, 2, 3"
    )


def killed_everywhere() -> list[str]:
    """Load and be killed, further on each time, until there is no further; at what it was killed."""
    places: list[str] = []
    while True:
        try:
            commands.generate(size=Size.TINY, progress=killer(places))
        except Killed as killed:
            places.append(str(killed))
        else:
            return places


def killer(places: list[str]):
    """Kill a load that comes to a place for once more than loads were killed there."""
    told: Counter[str] = Counter()

    def kill(_done: int, _total: int, label: str) -> None:
        told[label] += 1
        if told[label] > places.count(label):
            raise Killed(label)

    return kill


@pytest.mark.nightly  # makes the nation three times over: a minute
@pytest.mark.usefixtures("django_db_setup")
def test_a_load_killed_at_any_chunk_goes_on_to_the_same_nation_with_the_same_keys(
    django_db_blocker,
):
    with django_db_blocker.unblock():
        before = keys()
        with undone():
            commands.generate(size=Size.TINY)
            whole = digests()
        with undone():
            places = killed_everywhere()

            assert list(dict.fromkeys(places)) == [step.label for step in loading.STEPS] + ["Done"]
            assert places.count("Keys and indexes") > 3
            assert digests() == whole
            assert keys() == before
            assert not SetAside.objects.exists()
        with undone():
            commands.generate(size=Size.TINY, seed=7)
            assert digests()["people_name"] != whole["people_name"]


def test_chunks_made_side_by_side_make_the_same_nation(
    django_db_blocker, own_database, monkeypatch
):
    with django_db_blocker.unblock():
        before = keys()
        with undone():
            commands.generate(size=Size.TINY)
            whole = digests()
        monkeypatch.setattr(
            loading, "STEPS", tuple(replace(step, size=step.size // 50) for step in loading.STEPS)
        )

        commands.generate(size=Size.TINY)

        assert Checkpoint.objects.filter(step="contacts").count() == 20
        made = digests()
        assert {table: made[table] == whole[table] for table in CONTENT} == dict.fromkeys(
            CONTENT, True
        )
        assert keys() == before


def test_where_one_task_fails_what_runs_beside_it_is_cancelled(django_db_blocker, own_database):
    def fail() -> None:
        one("select 1 / 0")

    def last_long() -> None:
        one("select pg_sleep(60)")

    begun = time.monotonic()
    with django_db_blocker.unblock(), pytest.raises(DataError):
        list(loading.side_by_side([last_long, fail, last_long, last_long]))

    assert time.monotonic() - begun < 30
