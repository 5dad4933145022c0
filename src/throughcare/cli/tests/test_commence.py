import argparse
from datetime import date

import pytest

from throughcare.cli import commence as command_line
from throughcare.config.faults import Fault
from throughcare.probation.models import Commencement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def act(db) -> Commencement:
    return Commencement.objects.create(
        code="sentencing-act-2026", description="Supervision ends", instrument="S.I. 2026/402"
    )


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


def test_a_day_is_set_and_shown(capsys):
    run()
    before = capsys.readouterr().out
    run("sentencing-act-2026", "2026-09-01")
    said = capsys.readouterr().out
    run()

    assert before == ("sentencing-act-2026: no day is set. Supervision ends (S.I. 2026/402).\n")
    assert said == "sentencing-act-2026 takes effect on 1 September 2026.\n"
    assert "2026-09-01" in capsys.readouterr().out
    assert Commencement.objects.get().starts_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sentencing-act-2026"], "Say on which day"),
        (["another", "2026-09-01"], "no change of law called another"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_set(words, said):
    with pytest.raises(Fault, match=said):
        run(*words)

    assert Commencement.objects.get().starts_on is None
