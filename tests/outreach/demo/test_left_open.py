"""What the demo leaves open where somebody looks on, hurried or not: its pages, until Ctrl-C."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import httpx2
import pytest

from outreach.cli.serving.ports import listening
from outreach.config.house import WebSettings
from tests.architecture.source import ROOT
from tests.outreach.cli.terminals import Terminal


@pytest.mark.long
def test_its_pages_stay_open_however_fast_it_is_told(tmp_path: Path) -> None:
    with Terminal("outreach", ["demo", str(tmp_path / "demo"), "--fast"], ROOT, 80, 400) as shown:
        told = shown.until("sets a password at")
        [own] = re.findall(r"his own for an hour: (\S+)", told)
        shown.until("/claim/")
        patient = httpx2.HTTPTransport(retries=8)  # the address is told just before it listens
        with httpx2.Client(transport=patient) as browser:
            assert "Hello Scott" in browser.get(own).text


def test_a_port_that_is_taken_is_passed_by_only_where_any_will_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = WebSettings(port=taken.getsockname()[1])
        with listening(web, None, or_any=True) as listener:
            assert listener.getsockname()[1] not in (0, web.port)
