"""What a scenario expects to come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.domain.toml_tables import Toml
from policies.channel import Channel
from policies.rules import RULES

NEVER = "never"
VERDICTS = ("allow", "defer", "reroute", "hold", "block")
_RULES = frozenset(rule.name for rule in RULES)


@dataclass(frozen=True, slots=True)
class Expect:
    """What a scenario expects; None and empty expect nothing. `earliest` may be `NEVER`."""

    verdict: str | None = None
    to: Channel | None = None
    until: datetime | None = None
    earliest: datetime | str | None = None
    rules: tuple[str, ...] = ()
    not_rules: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def expectation(scenario: Toml) -> Expect:
    """Return what a scenario expects; nothing at all, or what cannot come true, is refused."""
    table = scenario.table("expect")
    expect = Expect(
        verdict=_verdict(table),
        to=None if table.value("to") is None else table.choice("to", Channel),
        until=moment_or_none(table, "until"),
        earliest=NEVER if table.value("earliest") == NEVER else moment_or_none(table, "earliest"),
        rules=_rules(table, "rules"),
        not_rules=_rules(table, "not_rules"),
        says=table.texts("says"),
    )
    table.done()
    if not all(expect.says):
        table.refuse("says", "must not hold an empty text, which everything says")
    if expect == Expect():
        scenario.refuse("expect", "must expect something: at least one key")
    return expect


def moment_or_none(table: Toml, key: str) -> datetime | None:
    """Return an aware datetime, or None where the key is absent."""
    return None if table.value(key) is None else table.moment(key)


def _verdict(table: Toml) -> str | None:
    verdict = table.optional("verdict")
    if verdict is not None and verdict not in VERDICTS:
        known = ", ".join(f"`{name}`" for name in VERDICTS)
        table.refuse("verdict", f"is `{verdict}`; it must be one of {known}")
    return verdict


def _rules(table: Toml, key: str) -> tuple[str, ...]:
    """Return names of rules; one that is none would never be among the findings, or always."""
    names = table.texts(key)
    for name in names:
        if name not in _RULES:
            known = ", ".join(f"`{rule}`" for rule in sorted(_RULES))
            table.refuse(key, f"names `{name}`, which is no rule; there are {known}")
    return names
