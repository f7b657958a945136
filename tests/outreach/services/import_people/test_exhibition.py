"""Three hundred messy rows of one exhibition, in three dialects, come in as the people they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.bootstrap.imports import desk_without_a_house
from outreach.domain.imports.row import Rejected
from outreach.services.import_people import Import, Listens, import_people
from outreach.services.import_people.matching import Arrived
from tests.outreach.services.import_people.exhibition import exhibition, table

DIALECTS = [("de", ";", "cp1252"), ("fr", "\t", "utf-16"), ("es", ",", "utf-8-sig")]


@pytest.mark.parametrize(("language", "sign", "encoding"), DIALECTS)
def test_every_visitor_is_one_person_and_no_wish_is_lost(
    tmp_path: Path, language: str, sign: str, encoding: str
) -> None:
    came = exhibition(language)
    path = tmp_path / "visitors.csv"
    path.write_bytes(table(came, language, sign, encoding))
    people: list[Arrived] = []
    left_out: list[int] = []

    def leave(nth: int, rejected: Rejected) -> None:
        left_out.append(nth)

    listens = Listens(on_rejected=leave, on_person=lambda one, known: people.append(one))
    with desk_without_a_house() as desk:
        wanted = Import(path, "Expo 2026", desk.by, dry=True)
        brought = import_people(desk.store, desk.clock, wanted, desk.hears, listens=listens)

    found = sorted([nth for nth, _ in one.group.rows] for one in people)
    assert found == sorted(one.rows for one in came.visitors)
    assert sorted(left_out) == came.useless
    assert brought.rows == len(came.rows)
    wishes = {one.wish for one in came.visitors if one.wish and one.rows}
    heard = {wish.words for one in people for wish in one.wishes}
    assert heard == wishes
