"""`outreach backup` and `outreach restore`, typed."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell


def test_a_house_that_was_lost_is_brought_back_and_waits(house: Shell) -> None:
    house("hear", "Scott Reyes", "please don't ring before ten")
    file = house.folder.parent / "kestrel.backup"
    said = house("backup", str(file))
    assert (said.code, "is whole" in said.out) == (0, True)
    done = house.folder / "mail" / "outreach-done"
    done.parent.mkdir(exist_ok=True)
    done.write_text("1.a\n")

    refused = house("restore", str(file))
    assert (refused.code, "move that file away first" in refused.err) == (1, True)
    for one in house.folder.glob("outreach.db*"):
        one.unlink()
    brought = house("restore", str(file))
    assert (brought.code, "outreach resume" in brought.out) == (0, True)
    assert not done.exists(), "what came since the backup is read again"
    assert "please don't ring before ten" in house("people", "show", "Scott Reyes").out
    assert "brought back from a backup" in house("resume").out
    assert "everything is accounted for" in house("audit").out
