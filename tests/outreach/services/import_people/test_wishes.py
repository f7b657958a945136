"""What cells say that people said binds from then on, and only tightens: the cell is evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.commitments import CommitmentKind
from outreach.domain.people import Duty, Member, Person
from outreach.services.import_people import Brought, Import, import_people
from outreach.services.import_people.undoing import undo_import
from outreach.store import commitments, people, statements, team
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import (
    Meaning,
    Pause,
    Prefer,
    Refuse,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
)
from tests.databases import new_store
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    opened.write(lambda conn: team.add(conn, ANA))
    yield opened
    opened.close()


def bring(store: Store, tmp_path: Path, text: str) -> Brought:
    path, clock = tmp_path / "people.csv", SimulatedClock(NOW)
    path.write_text(text, encoding="utf-8")
    wanted = Import(path, "Expo 2026", ANA, home="US")
    return import_people(store, clock, wanted, import_ears(build(store, clock).ears))


def said(store: Store) -> list[Statement]:
    (person,) = store.read(people.everybody)
    return store.read(lambda conn: statements.of(conn, person.id))


def meanings(store: Store) -> list[Meaning]:
    return [one.meaning for each in said(store) for one in each.meanings]


def test_a_note_is_read_as_their_own_words(store: Store, tmp_path: Path) -> None:
    text = "Name,Email,Notes\nScott Reyes,s@r.example,NO PHONE CALLS!! email only\n"
    assert bring(store, tmp_path, text).statements == 1
    (one,) = said(store)
    assert (one.words, one.via, one.source) == (
        *("NO PHONE CALLS!! email only", Via.IMPORT),
        Source.IMPORT,
    )
    assert not one.proven
    assert Refuse(Channel.PHONE) in meanings(store)


@pytest.mark.parametrize(
    ("first", "second"), [("email only", "call me any time"), ("call me any time", "email only")]
)
def test_cells_at_odds_are_both_kept_and_somebody_is_to_ask(
    store: Store, tmp_path: Path, first: str, second: str
) -> None:
    """Neither cell loosens the other: by either channel an attempt is held for the rep."""
    text = f"Name,Email,Mobile,Notes,Comment\nScott,s@r.example,(702) 555-0142,{first},{second}\n"
    brought = bring(store, tmp_path, text)
    assert set(meanings(store)) == {Prefer(Channel.EMAIL), Prefer(Channel.PHONE)}
    (remark,) = brought.remarks
    assert remark.endswith("they are said to want to hear by email and by phone: ask them which")
    again = "Name,Email,Notes\nScott,s@r.example,call me any time\n"
    assert bring(store, tmp_path, again).remarks == [remark]
    assert not bring(store, tmp_path, "Name,Email,Notes\nScott,s@r.example,met him\n").remarks


@pytest.mark.parametrize(
    ("column", "cell", "meaning"),
    [
        ("Do not call", "x", Refuse(Channel.PHONE)),
        ("Opted out of all email", "TRUE", Refuse(Channel.EMAIL)),
        ("No SMS", "since March", Refuse(Channel.SMS)),
        ("DNC", "ja", Refuse(None)),
        ("Preferred contact", "by email", Prefer(Channel.EMAIL)),
    ],
)
def test_a_column_of_wishes_is_evidence(
    store: Store, tmp_path: Path, column: str, cell: str, meaning: Meaning
) -> None:
    bring(store, tmp_path, f"Name,Email,{column}\nScott Reyes,s@r.example,{cell}\n")
    (one,) = said(store)
    assert one.words == f"{column}: {cell}"
    assert meanings(store) == [meaning]


@pytest.mark.parametrize("cell", ["", "no", "FALSE", "0", "nein", "-"])
def test_a_no_in_such_a_column_says_nothing(store: Store, tmp_path: Path, cell: str) -> None:
    bring(store, tmp_path, f"Name,Email,Do not call\nScott Reyes,s@r.example,{cell}\n")
    assert said(store) == []


def test_what_a_note_asks_for_is_a_promise_of_whoever_brought_it(
    store: Store, tmp_path: Path
) -> None:
    """CASES 41, CASES 62."""
    note = '"call me in 4 weeks and I will order"'
    bring(store, tmp_path, f"Name,Phone,Notes\nMaria Delgado,+13105550177,{note}\n")
    (owed,) = store.read(commitments.owed)
    assert (owed.kind, owed.owner, owed.proven) == (CommitmentKind.CALLBACK, ANA.id, False)
    assert owed.due_at.date().isoformat() == "2026-12-20"


def test_each_list_keeps_its_own_evidence_of_what_somebody_said(
    store: Store, tmp_path: Path
) -> None:
    """What one list told stands when another that told the same is taken back (CASES 56)."""
    text = "Name,Email,Notes\nScott Reyes,s@r.example,no calls please\n"
    first, second = bring(store, tmp_path, text), bring(store, tmp_path, text)
    assert (first.statements, second.statements) == (1, 1)
    undo_import(store, SimulatedClock(NOW), first.id, ANA)
    assert Refuse(Channel.PHONE) in meanings(store)


def test_what_two_lists_ask_of_us_is_promised_once(store: Store, tmp_path: Path) -> None:
    text = "Name,Phone,Notes\nMaria Delgado,+13105550177,call me in 4 weeks\n"
    bring(store, tmp_path, text)
    bring(store, tmp_path, text)
    assert len(store.read(commitments.owed)) == 1


@pytest.mark.parametrize("heading", ["Status", "Tags", "Whatever"])
def test_a_cell_that_refuses_does_so_in_whatever_column(
    store: Store, tmp_path: Path, heading: str
) -> None:
    bring(store, tmp_path, f"Name,Email,{heading}\nScott Reyes,s@r.example,Unsubscribed\n")
    assert meanings(store) == [Refuse(None)]


def test_every_column_of_wishes_counts(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "Name,Email,Unsubscribed,DNC\nScott Reyes,s@r.example,,yes\n")
    assert meanings(store) == [Refuse(None)]


def test_a_note_never_outdates_what_they_said_themselves(store: Store, tmp_path: Path) -> None:
    """CASES 56: an unproven wish only adds to a proven one."""
    bring(store, tmp_path, "Name,Email\nScott Reyes,s@r.example\n")
    (scott,) = store.read(people.everybody)
    until = WallTime(datetime(2027, 3, 1).date())  # noqa: DTZ001 -- a day on their own clock
    own = Statement(
        *("s_own", "nothing until March, and no calls", NOW, Via.EMAIL, Source.REPLY, True),
        (Understood(Pause(until)), Understood(Refuse(Channel.PHONE))),
    )
    store.write(lambda conn: statements.add(conn, own, statements.Heard(scott.id, NOW)))
    bring(store, tmp_path, "Name,Email,Notes\nScott,s@r.example,calls are fine again from now\n")
    assert own in said(store)
    assert all(not one.proven for one in said(store) if one.source is Source.IMPORT)


def test_all_notes_of_one_persons_rows_count(store: Store, tmp_path: Path) -> None:
    """CASES 57: of two rows that differ, the stricter holds."""
    rows = "Scott Reyes,s@r.example,happy to talk\nScott R.,S@R.example,do not call me\n"
    bring(store, tmp_path, f"Name,Email,Notes\n{rows}")
    assert Refuse(Channel.PHONE) in meanings(store)


def whom(store: Store) -> list[Person]:
    return store.read(people.everybody)


def test_a_row_that_is_left_out_says_nothing_of_anybody(store: Store, tmp_path: Path) -> None:
    brought = bring(store, tmp_path, "Name,Email,Notes\nScott,nope,do not call me\n")
    assert (brought.rejections, brought.statements) == (1, 0)
    assert whom(store) == []
