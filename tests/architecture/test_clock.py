"""Only the Clock reads the time of day; everyone else is told it."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

READINGS = [
    "import datetime\ndatetime.datetime.now(datetime.UTC)",
    "from datetime import UTC, datetime\ndatetime.now(UTC)",
    "from datetime import datetime\ndatetime.utcnow()",
    "from datetime import date\ndate.today()",
    "import time\ntime.time()",
    "from time import time_ns\ntime_ns()",
    "from sqlalchemy import func\nfunc.now()",
    "from email.utils import localtime\nlocaltime()",
]


def check(code: str, path: str) -> int:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    command += ["--stdin-filename", path, "-"]
    return subprocess.run(
        command, cwd=ROOT, input=code, text=True, capture_output=True, check=False
    ).returncode


@pytest.mark.parametrize("code", READINGS)
@pytest.mark.parametrize(
    "path", ["outreach/services/listen.py", "policies/decide.py", "tests/x.py"]
)
def test_reading_the_wall_clock_is_refused(code: str, path: str) -> None:
    assert check(code, path) == 1


@pytest.mark.parametrize("code", READINGS[:6])
def test_the_clock_itself_may_read_it(code: str) -> None:
    assert check(code, "outreach/clock.py") == 0


def test_a_monotonic_clock_tells_no_time_of_day() -> None:
    assert check("import time\ntime.monotonic()", "outreach/engine/ticks.py") == 0
