"""What is not documented does not exist: settings, commands, rules, words."""

import re
import tomllib
from pathlib import Path

import pytest

from outreach.bootstrap.packs import Confidence
from policies.basis import BasisKind
from policies.channel import Purpose
from policies.duties import Duty
from policies.finding import Force
from policies.kinds import VALUES
from policies.rule import Rule
from policies.rulebook import EntryKind
from policies.rules import RULES
from policies.verdict import Allow, Block, Defer, Hold, Reroute
from tests.architecture.pages import PAGES, RULE_HEADINGS, commands
from tests.architecture.source import ROOT

TYPED = re.compile(r"(?:^|`)(?:\$ )?outreach ([a-z].*?)(?=`|$|\s{2,}#)", re.MULTILINE)
WRITTEN = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", PAGES)
def test_the_page_says_what_the_code_says(path: str) -> None:
    written = (ROOT / path).read_text() if (ROOT / path).exists() else ""
    assert written == PAGES[path](), "run `make docs` and read the difference"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_explains_itself_under_the_four_headings(rule: Rule) -> None:
    headings = [line for line in rule.doc.splitlines() if line in RULE_HEADINGS]
    assert headings == list(RULE_HEADINGS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_found_by_its_name(rule: Rule) -> None:
    file = rule.name.replace("-", "_")
    assert rule.check.__module__ == f"policies.rules.{file}"
    scenarios = (ROOT / "tests" / "scenarios" / f"{file}.toml").read_text()
    judged = tomllib.loads(scenarios)["scenario"]
    expected = [each["expect"] for each in judged]
    assert any(rule.name in [*e.get("rules", ()), *e.get("not_rules", ())] for e in expected)


@pytest.mark.parametrize("said", [*EntryKind, *VALUES, *BasisKind, *Duty, *Confidence, *Force])
def test_what_a_pack_may_say_is_explained(said: str) -> None:
    assert f"`{said}`" in (ROOT / "docs" / "adding-a-pack.md").read_text()


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_is_in_the_glossary(purpose: Purpose) -> None:
    assert f"`{purpose}`" in (ROOT / "docs" / "glossary.md").read_text()


@pytest.mark.parametrize("verdict", [Allow, Defer, Reroute, Hold, Block])
def test_every_verdict_is_in_the_glossary(verdict: type) -> None:
    assert f"*{verdict.__name__}*" in (ROOT / "docs" / "glossary.md").read_text()


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_can_be_typed(page: Path) -> None:
    words = [path.split()[1:] for path, _ in commands()]
    known = {" ".join(path[:length]) for path in words for length in range(1, len(path) + 1)}
    typed = TYPED.findall(page.read_text())
    assert [
        line for line in typed if not any(f"{line} ".startswith(f"{one} ") for one in known)
    ] == []
