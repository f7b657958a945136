"""Whoever asks gets the rulebook as the house's files are at that moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.bootstrap.in_force import InForce
from outreach.bootstrap.own_packs import digest_of
from outreach.bootstrap.packs import PackError
from outreach.bootstrap.rulebook import load_rulebook
from outreach.errors import SetupError
from tests.outreach.bootstrap.test_own_packs import hours, keep, nobody

NEVADA = hours("us-nv", "our-nevada-hours")


def test_nothing_is_read_again_while_no_file_changes(tmp_path: Path) -> None:
    keep(tmp_path, "us-nv.toml", NEVADA)
    in_force = InForce(tmp_path, nobody)
    assert in_force() is in_force()


def test_a_house_without_packs_has_what_is_shipped(tmp_path: Path) -> None:
    assert InForce(tmp_path, nobody)() is load_rulebook()


def test_a_file_that_comes_changes_or_goes_is_noticed(tmp_path: Path) -> None:
    in_force = InForce(tmp_path, nobody)
    path = keep(tmp_path, "us-nv.toml", NEVADA)
    entries = [one.id for one in in_force().packs["us-nv"].entries]
    assert entries == ["us-nv-hours", "our-nevada-hours"]
    keep(tmp_path, "us-nv.toml", NEVADA.replace("our-nevada-hours", "hours-of-ours"))
    assert in_force().packs["us-nv"].entries[-1].id == "hours-of-ours"
    path.unlink()
    assert in_force() is load_rulebook()


def test_an_adopted_value_is_noticed_and_so_is_that_it_is_gone(tmp_path: Path) -> None:
    text = hours("us-nv", "us-nv-hours", open="08:00", close="20:00")
    in_force = InForce(tmp_path, lambda _: {"us-nv-hours": digest_of(text)})
    path = keep(tmp_path, "adopted/us-nv-hours.toml", text)
    assert in_force().packs["us-nv"].entries[0].confidence == "verified_primary"
    path.unlink()
    assert in_force().packs["us-nv"].entries[0].confidence == "aggregator_only"


def test_a_file_that_cannot_be_used_is_a_fault_every_time_until_it_is_mended(
    tmp_path: Path,
) -> None:
    in_force = InForce(tmp_path, nobody)
    keep(tmp_path, "us-nv.toml", "code = ")
    for _ in range(2):
        with pytest.raises(PackError, match=r"policies/us-nv\.toml is not toml"):
            in_force()
    keep(tmp_path, "us-nv.toml", NEVADA)
    assert in_force().packs["us-nv"].entries[-1].id == "our-nevada-hours"


def test_a_pack_where_nothing_reads_it_is_a_fault_too(tmp_path: Path) -> None:
    in_force = InForce(tmp_path, nobody)
    keep(tmp_path, "europe/us-nv.toml", NEVADA)
    with pytest.raises(SetupError, match=r"us-nv\.toml` is read by nothing"):
        in_force()
