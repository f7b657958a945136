"""Consents from before kinds were told apart: an outright yes each, and not known to be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from outreach.domain.bases import Basis
from outreach.domain.people import Person
from outreach.store import consents, migrate, people
from outreach.store.unit import Mode, Store
from policies.basis import BasisKind
from tests.databases import BOTH, NOON, empty

BEFORE = "0006b"
ROW = """insert into consent (id, person_id, channel, purpose, given_at, proof)
values ('k_1', 'p_1', 'sms', 'marketing', '2026-10-01 12:00:00.000000', 'card, signed')"""


@pytest.mark.parametrize("kind", BOTH)
def test_what_was_recorded_before_is_outright_and_keeps_its_proof(
    kind: str, tmp_path: Path
) -> None:
    with empty(kind, tmp_path) as url:
        made = Store.create(url, Mode.REHEARSAL, NOON)
        made.write(lambda conn: people.add(conn, Person("p_1", "Ana", "Expo", NOON, NOON)))
        made.close()
        engine = create_engine(url)
        with engine.begin() as connection:
            config = Config()
            config.set_main_option(
                "script_location", str(Path(migrate.__file__).parent / "migrations")
            )
            config.attributes["connection"] = connection
            command.downgrade(config, BEFORE)
            connection.execute(text(ROW))
        engine.dispose()
        store = Store(url)
        (basis,) = store.read(lambda conn: consents.of(conn, "p_1"))
        store.close()
    assert (basis.kind, basis.proof) == (BasisKind.EXPRESS, "card, signed")
    assert (basis.wording, basis.to, basis.ended_at) == (None, None, None)


def test_a_kind_that_this_program_does_not_know_is_none_that_a_law_accepts(store: Store) -> None:
    unheard_of = ROW.replace("proof)", "proof, kind)").replace("signed')", "signed', 'x')")

    def work(conn: Connection) -> list[Basis]:
        people.add(conn, Person("p_1", "Ana", "Expo", NOON, NOON))
        conn.execute(text(unheard_of))
        return consents.of(conn, "p_1")

    (basis,) = store.write(work)
    assert basis.kind is BasisKind.UNKNOWN
