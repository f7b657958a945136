"""The doors of a rehearsal are doors like any other, but that nobody is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from channels.email.login import Bearer
from outreach.bootstrap.doors import RehearsalDoor, server_of
from outreach.config.reading import settings_from
from policies.channel import Channel
from tests.channels.contract import MINT, DoorContract, Outside, Rig
from tests.channels.test_fake import ARRANGED


class RehearsalRig(Rig):
    def __init__(self, channel: Channel, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.rehearsal = RehearsalDoor(channel, MINT.inspector, self.clock, folder, capacity=3)
        self.door = self.rehearsal

    def arrange(self, outside: Outside) -> None:
        self.rehearsal.script.extend([ARRANGED[outside]] * 20)

    def taken(self) -> int:
        new = self.folder / "new"
        return len(list(new.iterdir())) if new.is_dir() else 0

    def most_at_once(self) -> int:
        return self.rehearsal.most_under_way


class TestRehearsalDoor(DoorContract):
    @pytest.fixture(params=[Channel.EMAIL, Channel.SMS])
    def rig(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
        rig = RehearsalRig(request.param, tmp_path / "rehearsal")
        yield rig
        rig.close()


def test_an_email_lies_there_as_it_would_have_left(tmp_path: Path) -> None:
    rig = RehearsalRig(Channel.EMAIL, tmp_path)
    outbound = rig.outbound()
    rig.send(outbound)
    (file,) = (tmp_path / "new").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert outbound.to.address in mail["To"]
    rig.close()


def test_the_mail_door_logs_in_as_the_settings_say(tmp_path: Path) -> None:
    house = {"name": "Kestrel Mapping", "address": "12 Harbour Road"}
    smtp = {"host": "mail.example", "user": "ana@kestrel.example", "token_file": "token"}
    settings = settings_from({"house": house, "smtp": smtp}, tmp_path)
    login = server_of(settings).login
    assert isinstance(login, Bearer)
    assert (login.user, login.key) == ("ana@kestrel.example", "smtp.token_file")
