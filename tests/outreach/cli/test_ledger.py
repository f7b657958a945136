"""The end of the chain is kept elsewhere, and compared."""

from __future__ import annotations

import json

from tests.outreach.cli.conftest import Shell


def test_a_head_that_was_kept_fits_the_chain_that_goes_on(house: Shell) -> None:
    head = house.folder / "head.json"
    house("hear", "Scott Reyes", "please don't ring before ten")
    assert "the head after" in house("ledger", "export-head", str(head)).out
    house("hear", "Scott Reyes", "nor after six")
    said = house("ledger", "verify", "--head", str(head))
    assert (said.code, "as it was written" in said.out) == (0, True)


def test_a_head_that_does_not_fit_is_told(house: Shell) -> None:
    head = house.folder / "head.json"
    house("hear", "Scott Reyes", "please don't ring before ten")
    house("ledger", "export-head", str(head))
    kept = json.loads(head.read_text())
    head.write_text(json.dumps({**kept, "hash": "0" * 64}))
    said = house("ledger", "verify", "--head", str(head))
    assert (said.code, "none of this house's" in said.out) == (1, True)


def test_a_file_that_is_no_head_is_a_sentence(house: Shell) -> None:
    for name, why in (("none.json", "no such file"), ("two.csv", "is no head")):
        said = house("ledger", "verify", "--head", str(house.folder / name))
        assert (said.code, why in said.err) == (2, True)


def test_a_mark_set_by_mistake_is_taken_off_by_two(house: Shell) -> None:
    house("team", "add", "Cora Lindt")
    house("stop", "Scott Reyes", "--because", "asked at the fair", "--by", "Ana Ruiz")
    told = ("--because", "it was another Scott", "--proof", "his letter", "--by", "Ana Ruiz")
    alone = house("unstop", "Scott Reyes", *told)
    assert (alone.code, "--second" in alone.err) == (2, True)
    lifted = house("unstop", "Scott Reyes", *told, "--second", "Cora Lindt")
    assert lifted.out == "1 mark taken off; it is in the ledger\n"
    assert "took off the mark" in house("people", "show", "Scott Reyes").out
