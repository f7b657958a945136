"""Law 10: same facts and fingerprint, same decision to the byte; and a fingerprint that notices."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap import rulebook as loading
from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide
from policies.explain import explain
from policies.facts_json import from_json, to_json
from tests.laws.given import facts
from tests.laws.moments import moments

ROOT = Path(__file__).resolve().parents[2]
JUDGE = """
import json, sys
from datetime import datetime
from outreach.bootstrap.rulebook import load_rulebook
from policies.decide import decide
from policies.facts_json import from_json
for line in sys.stdin:
    at, plain = json.loads(line)
    print(repr(decide(from_json(plain), datetime.fromisoformat(at), load_rulebook())))
"""


@given(st.data(), moments())
def test_facts_survive_being_stored(data: st.DataObject, at: datetime) -> None:
    original = data.draw(facts(at))
    words = {said.id: said.words for said in original.statements}
    assert from_json(json.loads(json.dumps(to_json(original))), words) == original


@given(st.data(), moments())
def test_stored_facts_are_decided_alike(data: st.DataObject, at: datetime) -> None:
    original = data.draw(facts(at))
    rulebook = load_rulebook()
    words = {said.id: said.words for said in original.statements}
    again = from_json(json.loads(json.dumps(to_json(original))), words)
    one, other = decide(original, at, rulebook), decide(again, at, rulebook)
    assert repr(one) == repr(other)
    assert explain(one, original) == explain(other, again)


def judged_elsewhere(lines: str, seed: str) -> str:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "TZ": "Asia/Tokyo",
    }
    return subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout


def test_another_process_decides_alike_to_the_byte() -> None:
    from hypothesis import HealthCheck, settings

    recorded: list[str] = []

    @settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), moments())
    def record(data: st.DataObject, at: datetime) -> None:
        recorded.append(json.dumps([at.isoformat(), to_json(data.draw(facts(at)))]))

    record()
    lines = "\n".join(recorded)
    assert judged_elsewhere(lines, "1") == judged_elsewhere(lines, "2")


def forget() -> None:
    loading._loaded.cache_clear()
    loading._engine_digest.cache_clear()
    loading.load_pack.cache_clear()


@pytest.fixture
def fresh() -> object:
    forget()
    yield
    forget()


def test_the_fingerprint_is_the_same_when_nothing_changed(fresh: object) -> None:
    before = load_rulebook().fingerprint
    forget()
    assert load_rulebook().fingerprint == before
    assert len(before) == 64


@pytest.mark.parametrize("library", ["tzdata", "holidays", "phonenumbers"])
def test_the_fingerprint_notices_another_version(
    library: str, fresh: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 49: time zone data that changed between decision and hand-over is another rulebook."""
    before = load_rulebook().fingerprint
    forget()
    monkeypatch.setattr(loading, "version", lambda name: "0" if name == library else version(name))
    assert load_rulebook().fingerprint != before


@pytest.mark.parametrize(
    "path",
    [
        "policies/decide.py",
        "policies/rules/quiet_hours.py",
        "policies/packs/us.toml",
        "outreach/bootstrap/north_america.toml",
        "outreach/bootstrap/holidays.toml",
    ],
)
def test_the_fingerprint_notices_a_changed_file(path: str, tmp_path: Path) -> None:
    import shutil

    for room in ("policies", "outreach", "channels"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    show = "from outreach.bootstrap.rulebook import *; print(load_rulebook().fingerprint)"

    def fingerprint() -> str:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, "-c", show]
        shown = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
        )
        return shown.stdout

    before = fingerprint()
    changed = tmp_path / path
    changed.write_text(changed.read_text() + "\n# another\n")
    assert fingerprint() != before


def test_a_choice_of_packs_has_a_fingerprint_of_its_own() -> None:
    prints = {load_rulebook(packs).fingerprint for packs in (None, (), ("us",), ("us", "house"))}
    assert len(prints) == 4


def test_every_decision_carries_the_fingerprint() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    rulebook = load_rulebook(())

    @given(st.data())
    def check(data: st.DataObject) -> None:
        assert decide(data.draw(facts(at)), at, rulebook).fingerprint == rulebook.fingerprint

    check()
