"""What every rule declares of itself is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import rules
from policies.channel import Purpose
from policies.facts import Facts, House, Words
from policies.finding import Finding
from policies.rows import Rows
from policies.rule import Evidence, Rule, rule
from policies.rulebook import EntryKind, Rulebook
from policies.rules import RULES
from tests.laws.given import facts
from tests.laws.moments import moments

ASKING = (EntryKind.CONSENT_REQUIRED, EntryKind.REGISTRY, EntryKind.CHANNEL_PROHIBITION)
DECLARED = [rule for rule in RULES if rule.silent_without]


def without(known: Facts, names: tuple[Evidence, ...]) -> Facts:
    for name in names:
        match name:
            case "statements" | "contacts" | "replies" | "bars":
                nothing: dict[str, Any] = {name: ()}
                known = replace(known, **nothing)
            case "colleagues":
                known = replace(known, colleagues=(), elsewhere=())
            case "trouble":
                in_order = replace(known.attempt, words=Words("a1"))
                known = replace(known, house=House(), attempt=in_order)
            case "confirmation":
                service = replace(known.attempt, purpose=Purpose.SERVICE)
                known = replace(known, attempt=service)
            case "permissions":
                pass  # no facts: see `lawless`
    return known


def lawless(book: Rulebook, rule: Rule) -> Rulebook:
    """The rulebook without entries that ask for anything first, where the rule names those."""
    if "permissions" not in rule.silent_without:
        return book
    packs = {
        code: replace(pack, entries=tuple(one for one in pack.entries if one.kind not in ASKING))
        for code, pack in book.packs.items()
    }
    return replace(book, packs=packs)


@pytest.mark.parametrize("rule", DECLARED, ids=lambda rule: rule.name)
@settings(max_examples=40)
@given(data=st.data())
def test_a_rule_is_silent_without_what_it_names(
    rule: Rule, data: st.DataObject, shipped: Rulebook
) -> None:
    at = data.draw(moments())
    known = without(data.draw(facts(at)), rule.silent_without)
    assert rule.check(known, at, Rows(known, at, lawless(shipped, rule))) is None


def test_a_rule_is_its_check_with_what_was_declared_and_the_modules_own_words() -> None:
    def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
        return None

    declared = rule("mine", cites=("Act 1",), silent_without=("bars",))(check)
    assert declared == Rule("mine", check, ("Act 1",), __doc__, ("bars",))
    assert rule("mine")(check) == Rule("mine", check, (), __doc__)


def test_every_file_is_a_rule_in_the_order_of_their_names() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("[!_]*.py")}
    names = [each.name for each in RULES]
    assert names == sorted(name.replace("_", "-") for name in files)
    assert all(each.doc.strip() for each in RULES)
