"""The help of every command is there without loading what commands work with."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT

HEAVY = {
    *(
        "sqlalchemy",
        "alembic",
        "psycopg",
        "pydantic_settings",
        "phonenumbers",
        "holidays",
        "dateparser",
    ),
    *("jinja2", "fastapi", "uvicorn", "aiosmtplib", "twilio", "imapclient", "apscheduler"),
}
ASKED = f"""
import sys
from outreach.cli import main
assert main(["calls", "--help"]) == 0
loaded = {{name.partition(".")[0] for name in sys.modules}} & {HEAVY!r}
assert not loaded, loaded
"""


def test_help_loads_nothing_that_a_command_works_with() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    assert "call book" in asked.stdout
