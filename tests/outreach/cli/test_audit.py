"""`outreach audit` says what it looked at, what is amiss, and what to do about it."""

from __future__ import annotations

import json

from tests.outreach.cli.conftest import Shell


def test_an_audit_says_what_it_looked_at_and_ends_well_or_badly(house: Shell) -> None:
    house("hear", "Scott Reyes", "please don't ring before ten")
    said = house("audit")
    assert said.code == 0
    assert "nobody received the same twice" in said.out
    assert said.out.endswith("everything is accounted for\n")

    record = house.folder / "received"
    record.mkdir()
    (record / "1.mail").write_text("Subject: hi\nMessage-ID: <1@elsewhere.example>\n\nhi\n")
    said = house("audit", "--received", str(record))
    assert said.code == 1
    assert "<1@elsewhere.example> was received, and nothing here left as it" in said.out
    assert "To do: compare the record" in said.out

    told = house("audit", "--received", str(record), "--json")
    found = json.loads(told.out)
    assert (told.code, found["violations"]) == (1, 1)
    assert found["checks"][-1]["check"] == "received"


def test_a_record_that_cannot_be_read_is_a_sentence(house: Shell) -> None:
    record = house.folder / "record.txt"
    record.write_text("<1@elsewhere.example> 2026-11-24T12:00:00+00:00\n\n<2@x.example> noon\n")
    said = house("audit", "--received", str(record))
    assert (said.code, "`noon` is no moment" in said.err) == (2, True)
    assert "line 3 of" in said.err
    said = house("audit", "--received", str(house.folder / "none.txt"))
    assert (said.code, "no such file" in said.err) == (2, True)


def test_a_record_with_nothing_in_it_proves_nothing(house: Shell) -> None:
    empty = house.folder / "wrong-folder"
    empty.mkdir()
    said = house("audit", "--received", str(empty))
    assert (said.code, "holds no mail and no key" in said.err) == (2, True)
