"""What is due, in doubt, gone lately and not yet chained is counted, on both databases."""

from __future__ import annotations

from outreach.store import ledger
from outreach.store.under_way import LATELY, under_way
from outreach.store.unit import Store
from tests.outreach.services.auditing.lived import lived


def test_a_house_in_which_something_of_everything_has_happened(store: Store) -> None:
    over = lived(store).over
    found = store.read(lambda conn: under_way(conn, over))
    assert found.in_doubt == 1
    assert (found.due, found.due_since) == (1, over), "a step of the walk"
    assert found.left_at is not None
    assert found.left_lately == 0
    then = found.left_at
    soon = store.read(lambda conn: under_way(conn, then + LATELY))
    assert soon.left_lately == 2, "what was accepted, and what may have left"
    assert soon.due == 0


def test_what_is_not_chained_yet_is_counted(store: Store) -> None:
    over = lived(store).over
    before = store.read(lambda conn: under_way(conn, over)).unsealed
    assert before > 0
    while store.write(lambda conn: ledger.seal(conn, over)):
        pass
    assert store.read(lambda conn: under_way(conn, over)).unsealed == 0
