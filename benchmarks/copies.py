"""A house multiplied: every row of it copied by the database itself, each copy with its own keys.

What happened is spread over two years; what is due stays due. A copy has its own colleagues, who
have their own calls and promises; but five copies, and a tenth of all where that is more, are
looked after by whoever looks after the people of the first: their day is full in any size. The
database gets no statistics (`analyze`), since no house of ours has any: with them SQLite finds ways
that it does not find without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

_YEARS = 2 * 365 * 86_400
"""Seconds."""
_ORDER = (
    *("team", "organisation", "person", "point", "sequence", "enrollment", "attempt", "decision"),
    *("statement", "inbound", "commitment", "ledger"),
)
_KEPT = {"sequence_id", "sealed_by"}
_OWN = "{0} || ':' || k"
_LATER = "{0} + k * 1000000"
_THEIRS = "k < 5 or k % 10 = 0"
"""Which copies are looked after by whoever looks after the first."""
_OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "team": {"name": "name || ' ' || k"},
    "organisation": {"folded": _OWN, "alike": _OWN, "name": "name || ' ' || k"},
    "person": {"owner_id": f"case when {_THEIRS} then owner_id else owner_id || ':' || k end"},
    "point": {"address": "k || '-' || address", "folded": "k || '-' || folded"},
    "attempt": {
        "by": "\"by\" || ' ' || k",
        "decision_id": _OWN,
        "message_id": _OWN,
        "due_at": "case when state in ('planned', 'queued') then due_at else {0} end",
    },
    "statement": {"inbound_id": _OWN},
    "inbound": {"key": _OWN, "digest": _OWN, "statement_id": _OWN},
    "commitment": {"owner": _OWN, "statement_id": _OWN},
    "ledger": {"id": _LATER, "sealed_seq": _LATER, "subject": _OWN},
}
"""What a copy has instead, by table and column; `{0}` is what it would have had."""


def multiply(database: Path, times: int) -> None:
    """Let a house that nobody has open be so many; its entries are made anew at the end."""
    with sqlite3.connect(database, isolation_level=None) as conn:
        conn.execute("pragma journal_mode = off")
        conn.execute("pragma synchronous = off")
        conn.execute("pragma cache_size = -400000")
        conn.execute("begin")
        entries = conn.execute(
            "select name, sql from sqlite_master where type = 'index' and sql is not null"
        ).fetchall()
        for name, _ in entries:
            conn.execute(f'drop index "{name}"')
        for table in _ORDER:
            conn.execute(_copying(conn, table, times))
        for _, made in entries:
            conn.execute(made)
        conn.execute("commit")
    conn.close()


def _copying(conn: sqlite3.Connection, table: str, times: int) -> str:
    columns = conn.execute(f'pragma table_info("{table}")').fetchall()
    refers = {row[3] for row in conn.execute(f'pragma foreign_key_list("{table}")')}
    names = [row[1] for row in columns]
    own = {row[1] for row in columns if row[5]} | refers - _KEPT
    moments = {row[1] for row in columns if str(row[2]).upper().startswith("DATETIME")}
    back = f"'-' || (k * {_YEARS // max(times, 1)}) || ' seconds'"
    values = []
    for name in names:
        plain = f'"{name}"'
        if name in moments:
            plain = f"strftime('%Y-%m-%d %H:%M:%f000', {plain}, {back})"
        elif name in own:
            plain = _OWN.format(plain)
        values.append(_OTHERWISE.get(table, {}).get(name, "{0}").format(plain))
    listed = ", ".join(f'"{name}"' for name in names)
    numbers = "with recursive n(k) as (select 1 union all select k + 1 from n where k + 1 < "
    if table == "sequence" or times < 2:
        return "select 1"
    return (
        f'insert into "{table}" ({listed}) {numbers}{times}) '
        f'select {", ".join(values)} from n cross join (select * from "{table}")'
    )
