"""The interface as Schemathesis finds it: whatever it thinks of to send, the answer is as described, and never a fault.

A tiny nation is served as others serve it, and asked by the key of an officer, of the head of a provider and of nobody in particular.
What Schemathesis makes up alone seldom names a case or an appointment there is, so it is told some; else nothing would be written.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import serving

pytestmark = pytest.mark.nightly  # a nation, and four runs of some thousand requests: minutes

EXAMPLES = "30"
"""For each operation in each run."""
HOOKS = "hooks.example"
CHOICES = {
    "body.type": ["COAP", "COPT", "CTOA"],
    "body.outcome": ["ATTC", "UAAB", "AAAA"],
    "body.url": [f"https://{HOOKS}/told"],
    "month": ["2014-05", "2014-04", "1900-01"],
    "number": [1, 2],
}
TIMES = {
    # Some are over and some are ahead on the day on which the nation begins.
    "body.starts_at": ["2014-05-20T09:00:00Z", "2014-07-01T09:00:00Z", "2014-07-02T19:00:00Z"],
    "body.ends_at": ["2014-05-20T09:30:00Z", "2014-07-01T09:30:00Z", "2014-07-02T19:30:00Z"],
}


@pytest.fixture(scope="module")
def served(django_db_setup) -> Iterator[serving.Served]:
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("WEBHOOK_HOSTS", HOOKS)
        environ.setenv("API_REQUESTS", "1000000")
        with serving.serving() as made:
            yield made


@pytest.fixture(scope="module")
def places(served) -> tuple[str, str]:
    """The team with the most cases, and its provider."""
    ((team, provider),) = served.rows(
        """
        SELECT t.code, p.code FROM probation_caseassignment a
        JOIN organisation_unitcode t ON t.unit_id = a.holder_id
        JOIN organisation_unitcode p ON p.unit_id = a.owner_id
        GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1
        """
    )
    return str(team), str(provider)


def key_of(served: serving.Served, username: str, *post: str) -> str:
    served.run("access", "program", username, "--name", username)
    if post:
        role, unit = post
        served.run("access", "open", username, "--role", role, "--unit", unit)
    told = served.run("access", "key", username, "--name", "tests", "--days", "1", "--json")
    return str(json.loads(told)["key"])


def known(served: serving.Served, places: tuple[str, str]) -> dict[str, list[str] | list[int]]:
    """Cases of the team, those in custody first, and appointments of theirs that wait."""
    waiting = served.rows(
        """
        SELECT m.crn, to_char(s.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24MI"Z"')
        FROM probation_appointment s JOIN probation_case c ON c.id = s.case_id
        JOIN people_person m ON m.id = c.person_id
        JOIN probation_caseassignment a ON a.item_id = c.id
        JOIN organisation_unitcode t ON t.unit_id = a.holder_id AND t.code = %s
        WHERE s.contact_id IS NULL AND NOT s.is_cancelled
        ORDER BY (SELECT count(*) FROM probation_custody y WHERE y.case_id = c.id) DESC, s.starts_at, s.id LIMIT 4
        """,
        places[0],
    )
    crns, keys = zip(*waiting, strict=True)
    return {
        **CHOICES,
        **TIMES,
        "crn": sorted({str(crn) for crn in crns}),
        "key": sorted({str(key) for key in keys}),
        "unit": list(places),
    }


def settings_of(values: dict[str, list[str] | list[int]], *, probability: float, at: Path) -> Path:
    """What Schemathesis is told of values there are, and how often it is to send them."""
    lines = []
    for number, (name, choices) in enumerate(values.items()):
        lines += [
            f"[dictionaries.d{number}]",
            f"values = {json.dumps(choices)}",
            f"[parameters.{json.dumps(name)}]",
            f'dictionary = "d{number}"',
            f"probability = {probability}",
        ]
    made = at / "schemathesis.toml"
    made.write_text("\n".join(lines))
    return made


def tried(served: serving.Served, *, key: str, settings: Path, words: list[str]) -> None:
    """Have Schemathesis ask everything there is, and fail with what it says where it finds anything."""
    found = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"),
            *(f"{served.address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {key}"),
            *("--seed", "1", "-n", EXAMPLES, "--continue-on-failure", "--no-color"),
            # That little of what is made up is described is no fault of the description.
            *("--suppress-health-check", "filter_too_much,too_slow", "--request-timeout", "60"),
            *words,
        ],
        check=False,
        cwd=settings.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert found.returncode == 0, found.stdout[-20_000:]


@pytest.mark.parametrize("role", ["officer", "executive", None])
def test_nothing_that_is_sent_is_answered_by_a_fault_or_not_as_described(
    served, places, tmp_path, role
):
    post = () if role is None else (role, places[role == "executive"])
    settings = settings_of(known(served, places), probability=0.5, at=tmp_path)

    tried(served, key=key_of(served, f"all-{role or 'nobody'}", *post), settings=settings, words=[])


def test_what_is_sent_of_cases_there_are_is_written_and_answered_as_described(
    served, places, tmp_path
):
    settings = settings_of(known(served, places), probability=1.0, at=tmp_path)
    before = written(served)

    tried(
        served,
        key=key_of(served, "writer", "officer", places[0]),
        settings=settings,
        words=["--mode", "positive", "--phases", "fuzzing"],
    )

    assert [more > less for less, more in zip(before, written(served), strict=True)] == [True] * 3


def written(served: serving.Served) -> tuple[int, ...]:
    """Entries of logs, appointments and webhooks there are."""
    (counted,) = served.rows(
        """
        SELECT (SELECT count(*) FROM probation_contact), (SELECT count(*) FROM probation_appointment),
            (SELECT count(*) FROM partners_webhook)
        """
    )
    return tuple(int(str(each)) for each in counted)
