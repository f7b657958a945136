"""Files for whoever operates a house are true: commands exist, numbers are told, settings known."""

from __future__ import annotations

import json
import re
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from outreach.config.keys import all_keys
from outreach.domain.programs import Scope
from tests.architecture.pages import commands
from tests.architecture.source import ROOT
from tests.outreach.web.api.conftest import Api, Founded, api, founded

__all__ = ["Founded", "api", "founded"]
FOLDER = ROOT / "docs" / "operations"
UNITS = sorted(FOLDER.glob("*.service"))
COMMANDS = {name for name, _ in commands()}
"""As they are typed: `outreach run`."""
NUMBER = re.compile(r"\boutreach_[a-z_]+")


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is_and_lets_it_finish(unit: Path) -> None:
    found = RawConfigParser(comment_prefixes="#", strict=False)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(unit.read_text(encoding="utf-8"))
    service = found["Service"]
    assert service["ExecStart"].removeprefix("/opt/outreach/bin/") in COMMANDS
    assert (service["KillSignal"], int(service["TimeoutStopSec"]) >= 60) == ("SIGTERM", True)
    assert service["ReadWritePaths"] == service["Environment"].removeprefix("OUTREACH_HOUSE=")


def test_services_of_the_compose_file_are_commands_with_settings_we_know() -> None:
    known = {"OUTREACH_" + "__".join(key.path).upper() for key in all_keys()} | {"OUTREACH_HOUSE"}
    services = yaml.safe_load(read("compose.yaml"))["services"]
    ours = {name: one for name, one in services.items() if one["image"] == "outreach"}
    assert set(ours) == {"worker", "pages"}
    for one in ours.values():
        assert " ".join(("outreach", *one["command"])) in COMMANDS
        assert set(one["environment"]) <= known


def test_the_image_copies_every_room_and_no_more() -> None:
    copied = set(re.findall(r"^COPY (\S+) /build/\S", read("Dockerfile"), re.MULTILINE))
    assert copied == {"requirements/run.lock", "outreach", "channels", "policies", "templates"}
    assert "COPY pyproject.toml README.md /build/" in read("Dockerfile")
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("file", ["dashboard.json", "alerts.yaml"])
def test_every_number_that_is_shown_or_watched_is_told(file: str, api: Api) -> None:
    found = api.client.get("/metrics", headers=api.key("prometheus", Scope.WATCH))
    told = {family.name for family in text_string_to_metric_families(found.text)}
    asked = {name for expr in expressions(file) for name in NUMBER.findall(expr)}
    assert asked
    assert asked <= told
    if file == "dashboard.json":
        assert told - asked == {"outreach_build", "outreach_kept"}, "shown nowhere"


def expressions(file: str) -> list[str]:
    if file.endswith(".json"):
        panels = json.loads(read(file))["panels"]
        return [target["expr"] for panel in panels for target in panel["targets"]]
    rules = [rule for group in yaml.safe_load(read(file))["groups"] for rule in group["rules"]]
    assert all(rule["annotations"]["summary"] for rule in rules)
    return [rule["expr"] for rule in rules]


def test_commands_that_alerts_name_exist() -> None:
    for file in ("alerts.yaml", "prometheus.yaml", "compose.yaml"):
        for named in re.findall(r"outreach [a-z]+(?= [a-z-]+ |`)", read(file)):
            assert any(name.startswith(named) for name in COMMANDS), named
    assert "rule_files:\n  - alerts.yaml" in read("prometheus.yaml")
