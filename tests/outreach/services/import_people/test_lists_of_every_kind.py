"""Lists of people, visiting cards and lists of refusals, one after the other, and taken back.

Three people are known, two of them at one firm. Whatever the lists say of them, of their firm, or
of strangers there, nothing is open sooner on any channel; and when all imports were taken back, in
whatever order, everything that says something of people is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from outreach.bootstrap.imports import import_ears
from outreach.domain.bases import Basis
from outreach.domain.imports.how import How
from outreach.gate import preflight
from outreach.ids import new_id
from outreach.services.import_people import Import, import_people
from outreach.services.import_people.refusals import Handed, take_refusals
from outreach.services.import_people.undoing import undo_import
from outreach.store import consents, tables
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from tests.laws.examples import share
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Eleven in the morning in New York."""
NEVER = datetime.max.replace(tzinfo=UTC)
NTH = count(1)
KNOWN = ("Scott", "Rosa", "Ines")
STRANGER = "Pia"
HEAD = "Name,Email,Mobile,Company,Notes,Do not call,Unsubscribed"
SAID_OF_PEOPLE = ("person", "point", "statement", "consent", "commitment", "organisation", "bar")
RISES = "version"
"""A version only rises, so that what was judged before is judged again."""
SAID = st.sampled_from(
    [
        "Please stop texting me.",
        "Please don't call me, write.",
        "Do not contact me again.",
        "Nothing before 4 January, please.",
        "I prefer a text.",
    ]
)
NOTES = st.sampled_from(
    [
        "",
        "no phone calls!! email only",
        "text me any time",
        "you may call again, forget what I said",
        "nobody at our firm wants to hear from you",
        "everybody here is happy to be contacted again",
        "only through my assistant",
        "call me in 4 weeks",
        "prefers texts",
        "START",
        "stop",
    ]
)
YES = st.sampled_from(["", "yes", "no"])


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, of whom; a stranger works where the first two do."""

    whom: str
    notes: str
    no_calls: str
    unsubscribed: str


@dataclass(frozen=True, slots=True)
class List:
    """One list, as the file it is: `csv`, `vcf`, `refused`, or `hashed`."""

    made_as: str
    lines: tuple[Line, ...]
    how: How


LINES = st.builds(Line, st.sampled_from([*KNOWN, STRANGER]), NOTES, YES, YES)
LISTS = st.builds(
    List,
    st.sampled_from(["csv", "vcf", "refused", "hashed"]),
    st.lists(LINES, min_size=1, max_size=4).map(tuple),
    st.sampled_from(How),
)


@pytest.fixture(scope="module")
def tale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tale]:
    with a_house(tmp_path_factory.mktemp("house") / "kestrel", MONDAY) as told:
        yield told


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of one example, whom no other example knows."""

    tale: Tale
    nth: int

    def name(self, one: str) -> str:
        return f"{one} {self.nth:04}"

    def mail(self, one: str) -> str:
        return f"{one.lower()}{self.nth}@reyes{self.nth}.example"

    def number(self, one: str) -> str:
        return f"+1212{555 + (*KNOWN, STRANGER).index(one)}{self.nth:04}"

    def firm(self, one: str) -> str:
        return f"Diaz {self.nth}" if one == KNOWN[-1] else f"Reyes {self.nth}"

    def meet(self, said: dict[str, str]) -> None:
        """Let all be known, with leave to be texted, and say what they say."""
        for one in KNOWN:
            where = {"country": "US", "region": "US-NY"}
            mail = self.mail(one)
            self.tale.meets("Ana Ruiz", self.name(one), mail, at=self.firm(one), **where)
            self.tale.gives(self.name(one), self.number(one))
            self.tale.house.store.write(self._leave(one))
            if one in said:
                self.tale.writes(self.mail(one), said[one])

    def _leave(self, one: str) -> Any:  # noqa: ANN401
        who = self.tale.person(self.name(one)).id
        basis = Basis(
            *(new_id("k"), who, Channel.SMS, Purpose.MARKETING, MONDAY, "a form"),
            source="our fair",
            kind=BasisKind.WRITTEN,
        )
        return lambda conn: consents.add(conn, basis)

    def opens(self) -> dict[tuple[str, Channel], datetime]:
        """Return from when on each of them may be reached by each way; never is the end of time."""
        gate = self.tale.house.gate
        who = {one: self.tale.person(self.name(one)).id for one in KNOWN}
        return {
            (one, channel): preflight.may(gate, who[one], channel, MONDAY, by="Ana Ruiz").earliest
            or NEVER
            for one in KNOWN
            for channel in Channel
        }

    def comes(self, a_list: List, folder: Path) -> str:
        """Bring a list in; return the import's id, or nothing for a list of refusals."""
        house, by = self.tale.house, self.tale.member("Ana Ruiz")
        self.tale.clock.advance(timedelta(seconds=1))
        if a_list.made_as in ("refused", "hashed"):
            path = _written(folder / "refused.csv", self._refused(a_list))
            handed = Handed(path, "an old mailer", by, a_list.how, "US")
            take_refusals(house.store, self.tale.clock, handed)
            return ""
        table = a_list.made_as == "csv"
        text = self._table(a_list.lines) if table else self._cards(a_list.lines)
        path = _written(folder / f"people.{a_list.made_as}", text)
        wanted = Import(path, "another list", by, Kind.BUSINESS, "US")
        return import_people(house.store, self.tale.clock, wanted, import_ears(house.ears)).id

    def _table(self, lines: Sequence[Line]) -> str:
        rows = [
            f"{self.name(one.whom)},{self.mail(one.whom)},{self.number(one.whom)},"
            f"{self.firm(one.whom)},{one.notes},{one.no_calls},{one.unsubscribed}"
            for one in lines
        ]
        return "\n".join([HEAD, *rows]) + "\n"

    def _cards(self, lines: Sequence[Line]) -> str:
        return "".join(
            f"BEGIN:VCARD\nVERSION:3.0\nFN:{self.name(one.whom)}\nEMAIL:{self.mail(one.whom)}\n"
            f"TEL;TYPE=CELL:{self.number(one.whom)}\nORG:{self.firm(one.whom)}\n"
            f"NOTE:{one.notes.replace(',', ' ')}\nEND:VCARD\n"
            for one in lines
        )

    def _refused(self, a_list: List) -> str:
        addresses = [
            address
            for one in a_list.lines
            for address in (self.mail(one.whom), self.number(one.whom))[: 1 + bool(one.no_calls)]
        ]
        if a_list.made_as == "refused":
            return "\n".join(addresses) + "\n"
        digests = [sha256(one.encode()).hexdigest() for one in addresses]
        return "\n".join(["sha256", *digests]) + "\n"


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def everything(tale: Tale) -> dict[str, list[dict[str, Any]]]:
    """Return every row that says something of people, without versions."""

    def read(conn: Connection) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for name in SAID_OF_PEOPLE:
            table = tables.metadata.tables[name]
            rows = conn.execute(select(table).order_by(*table.primary_key)).mappings()
            found[name] = [{key: row[key] for key in row if key != RISES} for row in rows]
        return found

    return tale.house.store.read(read)


def _of(whom: str, notes: str) -> Line:
    return Line(whom, notes, "", "")


@settings(max_examples=share(0.15), suppress_health_check=list(HealthCheck), deadline=None)
@given(
    said=st.dictionaries(st.sampled_from(KNOWN), SAID, max_size=2),
    lists=st.lists(LISTS, min_size=1, max_size=3),
    back=st.randoms(use_true_random=False),
)
@example(
    said={"Scott": "Please stop texting me."},
    lists=[List("vcf", (_of("Scott", "text me any time"),), How.STOPPED)],
    back=None,
)
@example(
    said={},
    lists=[
        List("hashed", (_of("Rosa", ""),), How.STOPPED),
        List("csv", (_of("Rosa", "everybody here is happy to be contacted again"),), How.STOPPED),
    ],
    back=None,
)
@example(
    said={},
    lists=[
        List("csv", (_of(STRANGER, "nobody at our firm wants to hear from you"),), How.STOPPED),
        List("vcf", (_of("Scott", "nobody at our firm wants to hear from you"),), How.STOPPED),
    ],
    back=None,
)
def test_no_list_of_any_kind_opens_anything_and_undone_in_any_order_nothing_is_left(
    tale: Tale,
    tmp_path_factory: pytest.TempPathFactory,
    said: dict[str, str],
    lists: list[List],
    back: Any,  # noqa: ANN401
) -> None:
    """CASES 56"""
    note(f"they said {said}; then came {lists}")
    circle = Circle(tale, next(NTH))
    circle.meet(said)
    folder = tmp_path_factory.mktemp("list")
    was, stood = circle.opens(), everything(tale)
    runs = []
    for one in lists:
        runs.append(circle.comes(one, folder))
        now = circle.opens()
        assert {key: now[key] for key in was if now[key] < was[key]} == {}
        was = now
    imports = [one for one in runs if one]
    if back is not None:
        back.shuffle(imports)
    note(f"they are taken back as {[runs.index(one) for one in imports]}")
    for run in imports:
        undo_import(tale.house.store, tale.clock, run, tale.member("Ana Ruiz"))
    if len(imports) == len(runs):
        assert everything(tale) == stood
