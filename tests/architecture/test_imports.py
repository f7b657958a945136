"""The import contracts hold, and each of them notices the import it forbids."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOMS, ROOT

# Contract, a file to plant, what it says.
PLANTED = [
    ("rooms", "policies/planted.py", "import channels.contract"),
    ("rooms", "channels/planted.py", "import outreach"),
    ("house", "outreach/planted.py", ""),
    ("house", "outreach/domain/planted.py", "import outreach.store"),
    ("house", "outreach/services/planted.py", "import outreach.engine"),
    ("doors", "channels/planted.py", ""),
    ("doors", "channels/email/planted.py", "import channels.phone"),
    ("verbs", "outreach/services/planted.py", "import outreach.services.listen"),
    ("rules", "policies/rules/planted.py", "import policies.rules.paused"),
    ("pure", "policies/planted.py", "import socket"),
    ("pure", "policies/rules/planted.py", "from random import choice"),
    ("pure", "outreach/domain/planted.py", "import sqlalchemy"),
    ("pure", "outreach/domain/people.py", "from uuid import uuid1"),
    ("pure", "outreach/listening/planted.py", "import logging"),
    ("pure", "channels/planted/wire.py", "import asyncio"),
    ("minting", "outreach/services/planted.py", "from policies import minting"),
    ("minting", "policies/planted.py", "import policies.minting"),
    ("concrete-doors", "outreach/services/planted.py", "import channels.email.wire"),
    ("acyclic", "policies/verdict.py", "import policies.finding"),
]


def lint(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    command += options
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts() -> list[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["id"] for contract in config["tool"]["importlinter"]["contracts"]]


def test_every_contract_holds() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("contract", "path", "line"), PLANTED)
def test_the_contract_notices(copy: Path, contract: str, path: str, line: str) -> None:
    planted = copy / path
    planted.parent.mkdir(exist_ok=True)
    if planted.parent != copy / path.split("/", maxsplit=1)[0]:
        (planted.parent / "__init__.py").open("a").close()
    before = planted.read_text() if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n")
    assert "BROKEN" in lint(copy, "--contract", contract).stdout


def test_every_contract_is_shown_to_notice_something() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(contracts())
