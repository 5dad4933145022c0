"""Nothing below the doors reads the clock: Ruff bans it, and here it is seen to."""

import subprocess
import sys

import pytest

from tests.house.source import ROOT

READINGS = (
    "import datetime\n\nMOMENT = datetime.datetime.now(tz=datetime.UTC)\n",
    "from datetime import datetime\n\nMOMENT = datetime.now()\n",
    "from datetime import date\n\nDAY = date.today()\n",
    "from django.utils import timezone\n\nMOMENT = timezone.now()\n",
    "from django.utils.timezone import now\n\nMOMENT = now()\n",
    "import time\n\nMOMENT = time.time()\n",
)


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_the_clock_is_refused_outside_its_room(reading):
    said = {
        place: subprocess.run(
            [
                *(sys.executable, "-m", "ruff", "check", "--select=TID251", "--quiet"),
                *("--output-format=concise", f"--stdin-filename=src/throughcare/{place}", "-"),
            ],
            check=False,
            capture_output=True,
            cwd=ROOT,
            input=reading,
            text=True,
        ).stdout
        for place in ("probation/commands.py", "clock/queries.py")
    }

    assert "the door: doors ask clock.queries.now()" in said["probation/commands.py"]
    assert said["clock/queries.py"] == ""
