"""What they agreed to: kept whole, worth what the law there says, ended by their word, proven."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from outreach.domain.bases import Basis, Way, wording_digest
from outreach.errors import InputError, NotFoundError
from outreach.services.listen import Agreed, add_consent, end_consent, withdraw
from outreach.services.proof import proofs, shown
from outreach.store import consents, tables
from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.preferences import standing
from tests.outreach.services.houses import MONDAY, House

WORDS = "Yes, Kestrel Mapping may text offers to this number. Message rates apply."
CARD = Agreed(
    Channel.SMS,
    Purpose.MARKETING,
    "card signed at the Expo",
    kind=BasisKind.WRITTEN,
    way=Way.PAPER,
    wording=WORDS,
    reference="folder 12, card 7",
    to="+1 702 555 0142",
    expires_at=MONDAY + timedelta(days=700),
)


def of(house: House, person_id: str) -> list[Basis]:
    return house.store.read(lambda conn: consents.of(conn, person_id))


def kept_in_ledger(house: House, kind: str) -> int:
    def work(conn: Connection) -> int:
        query = select(func.count()).where(tables.ledger.c.kind == kind)
        return conn.scalar(query) or 0

    return house.store.read(work)


def test_all_that_was_handed_in_is_kept(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    add_consent(house.ears, scott.id, CARD, "Ana Ruiz")
    (basis,) = of(house, scott.id)
    assert (basis.kind, basis.way, basis.to) == (BasisKind.WRITTEN, Way.PAPER, "+17025550142")
    assert (basis.reference, basis.source) == ("folder 12, card 7", "Ana Ruiz")
    assert basis.wording == wording_digest(WORDS)
    assert basis.recorded_at == house.clock.now()


def test_words_that_many_were_shown_are_kept_once(house: House) -> None:
    for name in ("Scott Reyes", "Grace Liu"):
        add_consent(house.ears, house.person(name).id, CARD, "Ana Ruiz")
    digest = wording_digest(WORDS)
    assert house.store.read(lambda conn: consents.wordings(conn, [digest])) == {digest: WORDS}


@pytest.mark.parametrize(
    ("agreed", "says"),
    [
        (Agreed(Channel.SMS, Purpose.MARKETING, "  "), "needs its proof"),
        (
            Agreed(Channel.SMS, Purpose.MARKETING, "card", given_at=MONDAY + timedelta(days=1)),
            "cannot be given in the future",
        ),
        (
            Agreed(Channel.SMS, Purpose.MARKETING, "card", expires_at=MONDAY - timedelta(days=1)),
            "would end before it was given",
        ),
        (Agreed(Channel.SMS, Purpose.MARKETING, "card", to="my phone"), "address or number"),
    ],
)
def test_a_consent_that_proves_nothing_is_refused(house: House, agreed: Agreed, says: str) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    with pytest.raises(InputError, match=says):
        add_consent(house.ears, scott.id, agreed, "Ana Ruiz")
    assert of(house, scott.id) == []


def test_their_words_take_it_back_at_once_and_stand_in_the_proof(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    house.member("Ana Ruiz")
    add_consent(house.ears, scott.id, CARD, "Ana Ruiz")
    house.clock.advance(timedelta(hours=1))
    withdraw(house.ears, scott.id, Channel.SMS, "no more texts, please", "Ana Ruiz")
    assert standing(house.said(scott)).refusals_of(Channel.SMS)
    (proof,) = proofs(house.store, scott.id)
    assert proof.wording == WORDS
    assert proof.withdrawn is not None
    assert proof.withdrawn.said.words == "no more texts, please"


def test_taking_back_texts_leaves_what_they_agreed_to_by_email(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    house.member("Ana Ruiz")
    add_consent(house.ears, scott.id, Agreed(Channel.EMAIL, Purpose.MARKETING, "form"), "Ana Ruiz")
    withdraw(house.ears, scott.id, Channel.SMS, "no more texts", "Ana Ruiz")
    (proof,) = proofs(house.store, scott.id)
    assert proof.withdrawals == ()


def test_a_stop_that_they_wrote_themselves_takes_it_back_too(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    add_consent(house.ears, scott.id, Agreed(Channel.EMAIL, Purpose.MARKETING, "form"), "Ana Ruiz")
    house.clock.advance(timedelta(minutes=1))
    house.writes(scott, "please remove me from your list")
    (proof,) = proofs(house.store, scott.id)
    assert proof.withdrawn is not None
    assert "remove me" in proof.withdrawn.said.words


def test_blank_words_take_nothing_back(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    with pytest.raises(InputError, match="in their own words"):
        withdraw(house.ears, scott.id, Channel.SMS, " ", "Ana Ruiz")


def test_a_consent_that_was_recorded_wrongly_ends_and_its_record_stays(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    basis = add_consent(house.ears, scott.id, CARD, "Ana Ruiz")
    end_consent(house.ears, basis.id, "another Scott", "Ana Ruiz")
    (kept,) = of(house, scott.id)
    assert (kept.ended_at, kept.ended_because) == (house.clock.now(), "another Scott")
    assert kept.expires_at == CARD.expires_at
    assert kept.last == kept.ended_at


def test_a_consent_ends_once_and_for_a_reason(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    basis = add_consent(house.ears, scott.id, CARD, "Ana Ruiz")
    with pytest.raises(InputError, match="say why"):
        end_consent(house.ears, basis.id, " ", "Ana Ruiz")
    end_consent(house.ears, basis.id, "another Scott", "Ana Ruiz")
    with pytest.raises(InputError, match="ended on"):
        end_consent(house.ears, basis.id, "again", "Ana Ruiz")
    with pytest.raises(NotFoundError):
        end_consent(house.ears, "k_nowhere", "why not", "Ana Ruiz")


def test_recording_ending_and_showing_stand_in_the_ledger(house: House) -> None:
    scott = house.person("Scott Reyes", "+17025550142")
    basis = add_consent(house.ears, scott.id, CARD, "Ana Ruiz")
    end_consent(house.ears, basis.id, "another Scott", "Ana Ruiz")
    shown(house.store, house.clock, scott.id, "Ana Ruiz")
    for kind in ("consent recorded", "consent ended", "consent proof shown"):
        assert kept_in_ledger(house, kind) == 1, kind
