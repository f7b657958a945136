"""Whatever is wrong or missing is one line, and says what to do; whatever hangs is given up on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.domain.people import Duty, Member
from outreach.services.doctor import (
    CarrierAccount,
    Folders,
    Group,
    OwnRecord,
    Page,
    State,
    TroubleError,
)
from outreach.store import house, intake, senders, team
from outreach.store.intake import IntakeRow
from outreach.store.unit import Mode
from policies.channel import Channel
from tests.outreach.services.doctor.worlds import NOW, Patient, World, nobody

SPF, DKIM, DMARC = "v=spf1 include:x ~all", "v=DKIM1; k=rsa; p=MIIB", "v=DMARC1; p=none"


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Patient]:
    one = Patient(tmp_path)
    one.store.write(lambda conn: team.add(conn, Member("t_1", "Ana", NOW, duty=Duty.OPERATOR)))
    yield one
    one.store.close()


def healthy() -> World:
    return World(
        records={"kestrel.example": (SPF,), "_dmarc.kestrel.example": (DMARC,)},
        pages={"https://kestrel.example/alive": Page(200, "alive\n", NOW)},
    )


def test_a_house_in_order_has_nothing_wrong(patient: Patient) -> None:
    patient.written["web"] = {"public_url": "https://kestrel.example"}
    wrong = [one for one in patient.examined(healthy()) if one.state is State.WRONG]
    assert wrong == []


def test_whatever_is_wrong_says_what_to_do(patient: Patient) -> None:
    patient.written["web"] = {"public_url": "https://kestrel.example"}
    patient.written["twilio"] = {"account": "AC1"}
    world = World(smtp=nobody, folders=TroubleError("no"), free=1, zones={"2019.3": ""})
    wrong = [one for one in patient.examined(world) if one.state is State.WRONG]
    assert {one.about for one in wrong} >= {"server", "mailbox", "room", "SPF", "zones", "address"}
    assert [
        one.about for one in wrong if not one.do and one.about not in ("server", "mailbox")
    ] == []


def test_a_server_that_hangs_costs_the_patience_and_nothing_else(patient: Patient) -> None:
    def hangs() -> None:
        threading.Event().wait(60)

    found = patient.examined(replace(healthy(), smtp=hangs), 1.5)
    server = next(one for one in found if one.group is Group.OUT)
    assert (server.state, server.said) == (State.WRONG, "no answer within 1.5 s")
    assert any(one.about == "packs" for one in found)


def test_a_check_that_fails_is_never_taken_for_one_that_found_nothing(patient: Patient) -> None:
    def breaks() -> None:
        raise RuntimeError("hello@kestrel.example")

    line = patient.line(replace(healthy(), smtp=breaks), Group.OUT, "server")
    assert (line.state, line.said) == (State.WRONG, "could not be looked at (RuntimeError)")


def test_a_rehearsal_asks_nobody(tmp_path: Path) -> None:
    one = Patient(tmp_path, Mode.REHEARSAL)
    found = one.examined(replace(healthy(), smtp=nobody, folders=TroubleError("no"), reads=False))
    one.store.close()
    outside = [line for line in found if line.group in (Group.OUT, Group.RECORDS)]
    assert {line.state for line in outside} == {State.OK}


def test_folders_that_are_not_there_say_what_is_not_heard(patient: Patient) -> None:
    world = replace(healthy(), folders=Folders(("INBOX",), "", ""))
    said = " ".join(one.said for one in patient.about(world, Group.IN))
    assert "there is no Junk folder: a stop that is taken for spam is not heard" in said
    assert "there is no Sent folder" in said


@pytest.mark.parametrize(
    ("account", "state", "said"),
    [
        (CarrierAccount("active", False, True), State.OK, "it is active"),
        (CarrierAccount("suspended", False, True), State.WRONG, "it is suspended"),
        (TroubleError("the carrier refuses us (401, 20003)"), State.WRONG, "refuses us (401"),
    ],
)
def test_the_account_at_the_carrier_is_asked_for(
    patient: Patient, account: CarrierAccount | TroubleError, state: State, said: str
) -> None:
    patient.written["twilio"] = {"account": "AC1", "auth_token": "x"}
    patient.written["sender"]["text_number"] = "+447700900123"
    line = patient.line(replace(healthy(), account=account), Group.TEXTS, "account")
    assert (line.state, said in line.said) == (state, True)


def test_a_number_of_somebody_else_is_wrong(patient: Patient) -> None:
    patient.written["twilio"] = {"account": "AC1", "auth_token": "x"}
    patient.written["sender"]["text_number"] = "+447700900123"
    world = replace(healthy(), account=CarrierAccount("active", True, False))
    lines = {one.about: one for one in patient.about(world, Group.TEXTS)}
    assert lines["number"].state is State.WRONG
    assert "only numbers that were verified" in lines["trial"].said


def test_no_network_is_missing_and_not_wrong(patient: Patient) -> None:
    found = patient.about(replace(healthy(), reads=False), Group.RECORDS)
    assert {one.state for one in found} == {State.MISSING}
    assert "could not be read: the DNS does not answer" in {one.said for one in found}


@pytest.mark.parametrize(
    ("texts", "state"), [((SPF,), State.OK), ((), State.WRONG), ((SPF, SPF), State.WRONG)]
)
def test_there_is_exactly_one_spf_record(
    patient: Patient, texts: tuple[str, ...], state: State
) -> None:
    world = replace(healthy(), records={"kestrel.example": ("other=1", *texts)})
    assert patient.line(world, Group.RECORDS, "SPF").state is state


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ((DKIM,), "vouches for our key"),
        (("v=DKIM1; p=OTHER",), "has another key than ours: our signatures fail"),
        ((), "has no key"),
    ],
)
def test_our_key_and_its_record_are_compared(
    patient: Patient, published: tuple[str, ...], said: str
) -> None:
    name = "one._domainkey.kestrel.example"
    world = replace(healthy(), own=(OwnRecord(name, DKIM),), records={name: published})
    line = patient.line(world, Group.RECORDS, "DKIM")
    assert said in line.said
    assert (line.state is State.OK) == (published == (DKIM,))


def test_dmarc_is_found_at_the_domain_above(patient: Patient) -> None:
    patient.written["sender"]["mailbox"] = "hello@mail.kestrel.example"
    assert patient.line(healthy(), Group.RECORDS, "DMARC").said == "kestrel.example asks for `none`"


def test_the_records_of_a_provider_are_its_own_affair(patient: Patient) -> None:
    patient.written["sender"]["mailbox"] = "kestrel.maps@gmail.com"
    line = patient.line(replace(healthy(), reads=False), Group.RECORDS, "SPF")
    assert (line.state, line.said) == (State.OK, "Google sees to gmail.com")


def test_without_a_public_address_it_says_what_works_and_what_that_costs(patient: Patient) -> None:
    patient.written["twilio"] = {"account": "AC1", "auth_token": "x"}
    lines = patient.about(healthy(), Group.PAGES)
    assert {one.state for one in lines} == {State.MISSING}
    assert "no one-click, which Google and Yahoo ask of whoever sends 5,000 a day" in lines[0].said
    assert "stops by text are looked for every 5 s instead" in lines[1].said


def test_an_address_that_is_not_us_is_wrong(patient: Patient) -> None:
    patient.written["web"] = {"public_url": "https://kestrel.example"}
    world = replace(healthy(), pages={"https://kestrel.example/alive": Page(200, "parked")})
    assert "it is not us" in patient.line(world, Group.PAGES, "address").said


@pytest.mark.parametrize(("seconds", "state"), [(2, State.OK), (-300, State.WRONG)])
def test_our_clock_is_compared_with_theirs(patient: Patient, seconds: int, state: State) -> None:
    patient.written["web"] = {"public_url": "https://kestrel.example"}
    there = NOW + timedelta(seconds=seconds)
    world = replace(healthy(), pages={"https://kestrel.example": Page(200, "", there)})
    assert patient.line(world, Group.CLOCKS, "time").state is state


def test_what_keeps_us_from_sending_is_named_with_the_command_that_ends_it(
    patient: Patient,
) -> None:
    patient.store.write(lambda conn: house.halt(conn, "a fire"))
    patient.store.write(
        lambda conn: senders.pause(conn, "hello@kestrel.example", Channel.EMAIL, "5.7.1", None, NOW)
    )
    lines = {one.about: one for one in patient.about(healthy(), Group.HOUSE)}
    assert (lines["halted"].state, lines["halted"].do) == (State.WRONG, "outreach resume")
    assert "outreach senders resume hello@kestrel.example" in lines["paused"].do


def test_a_way_in_that_fails_is_wrong(patient: Patient) -> None:
    row = IntakeRow("imap", NOW, None, None, "the mailbox is gone")
    patient.store.write(lambda conn: intake.note(conn, row))
    line = patient.line(healthy(), Group.IN, "listening")
    assert (line.state, "the mailbox is gone" in line.said) == (State.WRONG, True)


def test_no_engine_costs_something(patient: Patient) -> None:
    line = patient.line(replace(healthy(), running=False), Group.IN, "engine")
    assert (line.state, line.do) == (State.MISSING, "outreach run")


def test_nobody_on_the_team_is_wrong(tmp_path: Path) -> None:
    one = Patient(tmp_path)
    line = one.line(healthy(), Group.HOUSE, "team")
    one.store.close()
    assert (line.state, line.do) == (State.WRONG, "outreach team add 'Ana Ruiz'")


def test_what_the_settings_lack_is_said(patient: Patient) -> None:
    patient.written["house"] |= {"country": "", "assume_country": ""}
    lines = {one.about: one for one in patient.about(healthy(), Group.HOUSE)}
    assert "email to people whose place is unknown is held" in lines["assumed law"].said
    assert lines["country"].state is State.MISSING


def test_zones_of_this_machine_are_wrong(patient: Patient) -> None:
    world = replace(healthy(), zones={"2026.2": "/usr/share/zoneinfo"})
    assert patient.line(world, Group.CLOCKS, "zones").state is State.WRONG
