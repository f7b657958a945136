"""`outreach webhooks`: whom we tell what happens, from the first try to its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outreach.cli import main
from outreach.config.files import FILE
from tests.outreach.services.webhooks.receiving import receiver


def test_a_program_is_told_tried_sent_again_and_told_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kestrel"
    told = ("--rehearsal", "--name", "Kestrel", "--address", "12 Harbour Road, Bristol")
    more = ("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US")
    assert main(["init", str(folder), *told, *more, "--member", "Ana Ruiz"]) == 0
    where = ["--house", str(folder)]

    def said(*command: str, code: int = 0) -> str:
        assert main([*command, *where]) == code
        return capsys.readouterr().out

    said("keys", "make", "crm", "--may", "hook")
    with receiver() as heard:
        add = ("webhooks", "add", heard.url, "--for", "crm", "--json")
        assert main([*add, *where]) == 2
        assert "cannot be posted to" in capsys.readouterr().err
        settings = folder / FILE
        written = settings.read_text(encoding="utf-8")
        within = 'webhooks_within = ["127.0.0.0/8"]\n'
        named = written.replace("[web]\n", f"[web]\n{within}") if "[web]\n" in written else ""
        settings.write_text(named or f"{written}\n[web]\n{within}", encoding="utf-8")
        made = json.loads(said(*add))
        assert made["secret"].startswith("whsec_")
        heard.answers = [500]
        assert "did not take it: answered 500" in said("webhooks", "test", made["id"], code=1)
        assert "they took it (204)" in said("webhooks", "test", made["id"])
    assert made["secret"] not in said("webhooks", "list")
    notices = json.loads(said("webhooks", "notices", made["id"], "--json"))
    assert [one["state"] for one in notices] == ["told", "waiting"]
    assert "1 notice" in said("webhooks", "resend", made["id"], notices[1]["id"])
    assert json.loads(said("webhooks", "rotate", made["id"], "--json"))["secret"] != made["secret"]
    assert "is told to" in said("webhooks", "remove", made["id"])
    assert "removed by Ana Ruiz" in said("webhooks", "list", "--json")
