"""A house may keep its database on a PostgreSQL server; nothing else changes."""

from __future__ import annotations

import pytest

from tests.databases import empty
from tests.outreach.cli.conftest import PEOPLE, Shell

TOLD = ("--name", "Kestrel Mapping", "--address", "12 Harbour Road", "--mailbox", "a@k.example")


@pytest.mark.needs("postgres")
def test_a_house_on_postgresql_is_made_filled_and_asked(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty("postgresql", shell.folder) as url:
        monkeypatch.setenv("OUTREACH_DATABASE", url)
        init = ("init", str(shell.folder), "--rehearsal", *TOLD, "--member", "Ana Ruiz")
        made = shell(*init, house=False)
        assert (made.code, "outreach.db" in made.out) == (0, False)
        assert "nothing was changed" in shell(*init, house=False).out
        assert not (shell.folder / "outreach.db").exists()
        (shell.folder / "two.csv").write_text(PEOPLE, encoding="utf-8")
        came = ("people", "import", str(shell.folder / "two.csv"), "--source", "Expo", "--json")
        assert shell(*came).json["new"] == 2
        assert shell(*came).json["same"] == 2
        shell("sequence", "add", str(shell.folder / "sequences" / "first-hello.toml"))
        assert len(shell("enroll", "first-hello", "--all", "--json").json["enrolled"]) == 2
        shown = shell("people", "show", "Scott Reyes")
        assert "works at Reyes Construction" in shown.out
        assert url not in shown.out + shown.err
