"""The engine runs until it is told to stop, says where things are, and is the only one."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.loaded import Program, start
from tests.outreach.cli.conftest import Shell


@contextmanager
def running(folder: Path) -> Iterator[tuple[Program, str]]:
    """A running engine and the address of its pages."""
    with start("outreach", "run", "--house", str(folder), "--port", "0") as process:
        assert process.stdout is not None
        try:
            pages = ""
            for line in process.stdout:
                found = re.search(r"pages +(http://\S+)", line)
                pages = found[1] if found else pages
                if "Ctrl-C" in line:
                    break
            yield process, pages
        finally:
            if process.poll() is None:
                process.kill()


def test_it_says_where_things_are_serves_and_stops_when_told(house: Shell) -> None:
    with running(house.folder) as (process, pages):
        with urllib.request.urlopen(f"{pages}/alive", timeout=10) as answer:
            assert answer.read() == b"alive\n"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert out.splitlines()[-1] == "stopped"
    assert process.returncode == 0


def test_commands_work_beside_it_and_a_second_engine_does_not(house: Shell) -> None:
    with running(house.folder):
        assert house("team", "add", "Cora Lindt").code == 0
        second = house("run", "--port", "0")
    assert (second.code, "another engine already runs" in second.err) == (1, True)
    assert "stop" not in second.out + second.err.replace("or stop it first", "")


def test_a_port_that_is_taken_is_one_sentence(house: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = house("run", "--port", str(taken.getsockname()[1]))
    assert (said.code, "address already in use; try --port 0" in said.err) == (1, True)


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_cannot_be_is_one_sentence(house: Shell, port: str) -> None:
    said = house("run", "--port", port)
    assert (said.code, "Traceback" in said.err) == (1, False)
