"""Every value in our packs is seen to decide somewhere, and every pack to let something be."""

from __future__ import annotations

from functools import lru_cache

import pytest

from outreach.bootstrap.rulebook import load_pack, load_rulebook, shipped
from outreach.domain.scenarios import Scenario
from policies.decide import decide
from policies.kinds import MEANINGS, How
from policies.rulebook import Entry, EntryKind
from tests.scenarios.test_scenarios import SCENARIOS

ENTRIES = [entry for code in shipped() for entry in load_pack(code).entries]
JUDGED = [entry for entry in ENTRIES if MEANINGS[entry.kind].how is How.JUDGED]
KINDS = sorted({entry.kind for entry in ENTRIES})
# What these say is never evidence by itself, and why.
NEVER_CITED = {
    "es-consent-renewal": "ends a consent; cited is the law that asks for one",
    "us-established-relationship": "ends a basis that no law here accepts",
    "us-tsr-b2b-misrepresentation": "asks for truth, which a human has to read",
    "us-la-emergency": "no emergency is declared",
}


@lru_cache
def cited() -> frozenset[str]:
    """The entries that some scenario's objections cite."""
    return frozenset(entry for scenario in SCENARIOS for entry in cited_by(scenario))


@lru_cache(maxsize=4_096)
def cited_by(scenario: Scenario) -> frozenset[str]:
    decision = decide(scenario.facts, scenario.at, load_rulebook(scenario.packs))
    return frozenset(cite.entry for each in decision.findings for cite in each.cites)


def naming(pack: str) -> list[Scenario]:
    return [scenario for scenario in SCENARIOS if pack in (scenario.packs or ())]


@pytest.mark.parametrize("entry", JUDGED, ids=lambda entry: entry.id)
def test_every_value_that_is_judged_decides_somewhere(entry: Entry) -> None:
    assert (entry.id in cited()) is (entry.id not in NEVER_CITED)


@pytest.mark.parametrize("pack", shipped())
def test_every_pack_is_seen_to_let_something_be(pack: str) -> None:
    ours = {entry.id for entry in load_pack(pack).entries}
    assert any(not ours & cited_by(scenario) for scenario in naming(pack))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_entry_stands_in_a_pack_that_scenarios_name(kind: EntryKind) -> None:
    packs = {entry.jurisdiction.lower() for entry in ENTRIES if entry.kind is kind}
    assert any(naming(pack) for pack in packs)
