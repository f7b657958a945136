"""Every scenario here, and in the folders here, ends as its author expects."""

from pathlib import Path

import pytest

from outreach.bootstrap.judging import judge, read
from outreach.domain.scenarios import Scenario
from policies.rules import RULES

HERE = Path(__file__).parent
SCENARIOS = [scenario for path in sorted(HERE.rglob("*.toml")) for scenario in read(path)]
# Facts that no scenario file can state; tests/policies shows this rule at work.
NOT_IN_FILES = {"identity-unclear"}


def title(scenario: Scenario) -> str:
    file = Path(scenario.file).relative_to(HERE).with_suffix("")
    return f"{file.as_posix()}: {scenario.name}"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=title)
def test_it_ends_as_expected(scenario: Scenario) -> None:
    assert judge(scenario).failures == ()


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_has_a_file_of_its_own(rule: str) -> None:
    assert (HERE / f"{rule.replace('-', '_')}.toml").is_file()


@pytest.mark.parametrize("rule", sorted({rule.name for rule in RULES} - NOT_IN_FILES))
def test_every_rule_is_seen_to_object_and_to_keep_silent(rule: str) -> None:
    mine = [each for each in SCENARIOS if each.file == str(HERE / f"{rule.replace('-', '_')}.toml")]
    asked = [rule in judge(scenario).rules for scenario in mine]
    assert any(asked)
    assert not all(asked)


def test_no_two_scenarios_share_a_name() -> None:
    titles = [title(scenario) for scenario in SCENARIOS]
    assert len(titles) == len(set(titles))


def test_every_scenario_names_its_packs() -> None:
    assert [scenario.name for scenario in SCENARIOS if scenario.packs is None] == []
