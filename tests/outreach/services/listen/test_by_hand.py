"""What one of us was told, what a link says, and marks set by hand."""

import pytest

from channels.email.wire.tokens import Use
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError, NotFoundError, StorageError
from outreach.services.listen import (
    Agreed,
    Click,
    TheAddress,
    TheOrganisation,
    ThePerson,
    add_consent,
    hear,
    stop,
    subject,
    unsubscribe,
)
from outreach.store import bars, consents
from policies.channel import Channel, Purpose
from policies.facts import Barred
from policies.preferences import standing
from policies.statement import Avoid, Source, Via
from tests.outreach.services.houses import TOKENS, House


def test_what_a_rep_was_told_binds_at_once_and_proves_nothing(house: House) -> None:
    house.member("Ana Ruiz")
    ingrid = house.person("Ingrid Lund", "ingrid@northlight.example")
    call = house.attempt(ingrid, Channel.PHONE, AttemptState.QUEUED)
    hear(house.ears, ingrid.id, "I can't do phone, I teach until four.", "Ana Ruiz", Via.PHONE)
    (said,) = house.said(ingrid)
    assert (said.source, said.proven) == (Source.REP_NOTE, False)
    assert Avoid(Channel.PHONE) in [one.meaning for one in said.meanings]
    assert house.state(call) is AttemptState.PLANNED


def test_a_callback_from_a_reps_note_is_a_promise_on_that_reps_agenda(house: House) -> None:
    ana = house.member("Ana Ruiz")
    maria = house.person("Maria Delgado", "maria@bakery.example", zone="America/Los_Angeles")
    hear(house.ears, maria.id, "Call me in 4 weeks.", "Ana Ruiz")
    (promise,) = house.promises(maria)
    assert promise.owner == ana.id
    assert not promise.proven


def test_nobody_outside_the_team_can_note_anything(house: House) -> None:
    maria = house.person("Maria Delgado", "maria@bakery.example")
    with pytest.raises(NotFoundError, match="Mallory"):
        hear(house.ears, maria.id, "You may text me.", "Mallory")
    assert house.said(maria) == []


@pytest.mark.parametrize(
    ("click", "source"), [(Click.ONE_CLICK, Source.ONE_CLICK), (Click.PAGE, Source.PAGE)]
)
def test_the_link_in_a_mail_stops_email_before_it_is_answered(
    house: House, click: Click, source: Source
) -> None:
    """CASES 21. CASES 23: nobody asks whether that mail was ever opened."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    sent = house.attempt(scott, state=AttemptState.UNKNOWN)
    unsubscribe(house.ears, TOKENS.make(sent, Use.STOP), click)
    (said,) = house.said(scott)
    assert said.source is source
    assert standing([said]).refusals_of(Channel.EMAIL)


def test_a_second_click_is_as_good_as_the_first_and_adds_nothing(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    token = TOKENS.make(house.attempt(scott, state=AttemptState.ACCEPTED), Use.STOP)
    unsubscribe(house.ears, token, Click.ONE_CLICK)
    unsubscribe(house.ears, token, Click.PAGE)
    assert len(house.said(scott)) == 1


def test_nobody_is_told_that_it_is_done_when_it_is_not(house: House) -> None:
    """CASES 21."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    token = TOKENS.make(house.attempt(scott, state=AttemptState.ACCEPTED), Use.STOP)
    house.store.write(lambda conn: conn.exec_driver_sql("alter table statement rename to gone"))
    with pytest.raises(StorageError):
        unsubscribe(house.ears, token, Click.ONE_CLICK)
    assert len(house.unread()) == 1


@pytest.mark.parametrize("use", [Use.REPLY, Use.MESSAGE, Use.BOUNCE])
def test_a_token_for_another_use_opens_nothing(house: House, use: Use) -> None:
    """CASES 22."""
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    token = TOKENS.make(house.attempt(scott), use)
    with pytest.raises(NotFoundError):
        unsubscribe(house.ears, token, Click.ONE_CLICK)
    assert house.said(scott) == []


def test_stopping_a_person_by_hand_withdraws_what_is_planned(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    planned = house.attempt(scott)
    stop(house.ears, subject(house.ears, "scott reyes"), "told us at the fair", "Ana Ruiz")
    (mark,) = house.store.read(lambda conn: bars.of(conn, scott.id))
    assert (mark.covers, mark.because) == (Barred.PERSON, "told us at the fair")
    assert house.state(planned) is AttemptState.WITHDRAWN
    assert house.version(scott) > 0


def test_stopping_an_organisation_withdraws_for_everybody_there(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel Mapping")
    planned = house.attempt(scott)
    whom = subject(house.ears, "kestrel mapping")
    assert isinstance(whom, TheOrganisation)
    stop(house.ears, whom, "their lawyer wrote", "Ana Ruiz")
    assert house.state(planned) is AttemptState.WITHDRAWN


def test_a_stop_for_a_firm_binds_it_in_every_spelling_of_its_legal_form(house: House) -> None:
    """Whoever wrote the lists wrote `Flo Co` and `Flo Company Ltd.`: nobody there hears from us."""
    there = [
        house.person(f"P{nth}", f"p{nth}@flo.example", organisation=name)
        for nth, name in enumerate(("Flo Co", "Flo Company", "FLO Company Ltd.", "Flora Co"))
    ]
    planned = [house.attempt(one) for one in there]
    stop(house.ears, subject(house.ears, "flo co"), "their lawyer wrote", "Ana Ruiz")
    later = house.person("Later", "later@flo.example", organisation="Flo, Inc.")
    states = [house.state(one) is AttemptState.WITHDRAWN for one in planned]
    assert states == [True, True, True, False]
    firms = [one.organisation_id or "" for one in (*there, later)]
    bound = house.store.read(lambda conn: bars.binding(conn, organisations=firms)).organisations
    assert [len(bound.get(one, ())) for one in firms] == [1, 1, 1, 0, 1]
    assert bound[firms[4]][0].because == "their lawyer wrote (at `Flo Co`)"


def test_a_number_is_known_however_it_is_typed(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    stop(house.ears, subject(house.ears, "+1 702 555-0142"), "asked on the phone", "Ana Ruiz")
    found = house.store.read(lambda conn: bars.binding(conn, folded=["+17025550142"]))
    assert found.points["+17025550142"][0].because == "asked on the phone"
    assert scott.id in {point.person_id for point in house.points_at("+17025550142")}


def test_an_address_nobody_has_is_barred_for_whoever_gets_it(house: House) -> None:
    stop(house.ears, TheAddress("Later@Nowhere.example"), "asked on the phone", "Ana Ruiz")
    assert house.suppressed("later@nowhere.example")


def test_a_stop_needs_a_reason(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    with pytest.raises(InputError, match="needs its reason"):
        stop(house.ears, ThePerson(scott.id, scott.name), " ", "Ana Ruiz")


def test_a_name_that_several_people_have_names_nobody(house: House) -> None:
    house.person("Scott Reyes", "scott@kestrel.example")
    house.person("Scott Reyes", "scott@other.example")
    with pytest.raises(InputError, match="may be 2 people"):
        subject(house.ears, "Scott Reyes")


def test_a_consent_is_kept_with_its_proof_and_lifts_no_refusal(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "stop")
    add_consent(
        house.ears,
        scott.id,
        Agreed(Channel.EMAIL, Purpose.MARKETING, "paper card, signed"),
        "Ana Ruiz",
    )
    (basis,) = house.store.read(lambda conn: consents.of(conn, scott.id))
    assert basis.proof == "paper card, signed"
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_consent_without_proof_is_none(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    with pytest.raises(InputError, match="needs its proof"):
        add_consent(house.ears, scott.id, Agreed(Channel.SMS, Purpose.MARKETING, ""), "Ana Ruiz")
