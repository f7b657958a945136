"""What laws want kept, nothing deletes: at most it is emptied of what no law asks for."""

from __future__ import annotations

import ast

from outreach.bootstrap.rulebook import load_rulebook
from outreach.store import tables
from tests.architecture.source import ROOT

KEPT = {
    *("statement", "consent", "wording", "ledger", "decision", "attempt", "sent", "inbound"),
    *("note", "commitment", "receipt", "person", "point", "organisation"),
}
CLEARED = {
    "sent": "redemption.py",  # what never left, when its attempt is judged afresh
}
"""A kept table that one place may clear rows from."""


def deletions() -> set[tuple[str, str]]:
    """Return every table that something deletes from, with the file that does."""
    found = set()
    for path in sorted((ROOT / "outreach").rglob("*.py")):
        if "versions" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "delete":
                found.add((ast.unparse(node.args[0]), path.name))
    return found


def test_nothing_deletes_what_proves_a_stop_a_consent_or_a_contact() -> None:
    assert {(name, file) for name, file in deletions() if name in KEPT} == set(CLEARED.items())


def test_whatever_is_kept_is_a_table() -> None:
    assert set(tables.metadata.tables) >= KEPT


def test_packs_do_ask_for_it() -> None:
    asked = {
        entry.id
        for pack in load_rulebook().packs.values()
        for entry in pack.entries
        if entry.retain
    }
    assert asked >= {"us-va-text-stop", "us-dnc-internal", "de-uwg-proof", "ca-utr-own-list"}
