"""Importing the rulebook's code does no work: nothing is read before somebody loads a rulebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = """
import importlib, pkgutil, sys

read = []
code = (".py", ".pyc", ".so", ".zip")


def watch(event, given):
    if event == "open" and isinstance(given[0], str) and not given[0].endswith(code):
        read.append(given[0])


import policies
names = [found.name for found in pkgutil.walk_packages(policies.__path__, "policies.")]
names += ["outreach.bootstrap." + name for name in (
    "atlas", "holidays", "numbers", "own_packs", "pack_values", "packs", "rulebook", "zones"
)]
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
print(len(names))
print([one for one in read if "dist-info" not in one])
print("holidays" in sys.modules)
"""


def test_importing_the_rules_reads_no_file_and_loads_no_zone() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=ROOT, check=True, capture_output=True, text=True
    )
    many, read, holidays = shown.stdout.splitlines()
    assert int(many) > 40
    assert read == "[]"
    assert holidays == "False"
