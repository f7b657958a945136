"""A house's own packs tighten the law, never loosen it, and set the house's own values freely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.bootstrap.own_packs import digest_of, house_rulebook
from outreach.bootstrap.packs import PackError
from outreach.bootstrap.rulebook import load_rulebook
from outreach.errors import HouseError, InputError, SetupError
from policies.channel import Channel
from policies.decide import decide
from policies.rulebook import Rulebook
from policies.verdict import Allow, Block
from tests.policies.somebody import NOON, attempt, facts

HOURS = """
[[entry]]
id = "{id}"
kind = "contact_hours"
channels = ["phone"]
hours = [{{ days = "mon-fri", open = "{open}", close = "{close}" }}]
citation = "{citation}"
source = "read by us"
confidence = "{confidence}"
checked = 2026-11-22
{more}
"""


def hours(code: str, id: str, **say: str) -> str:  # noqa: A002  as the file calls it
    known = {"open": "13:00", "close": "14:00", "citation": "ours", "more": ""}
    known |= {"confidence": "own_choice" if code == "house" else "verified_primary", **say}
    if code == "house":
        known["more"] = 'force = "courtesy"'
    return f'code = "{code}"\ntitle = "Ours"\n{HOURS.format(id=id, **known)}'


def keep(folder: Path, name: str, text: str) -> Path:
    path = folder / "policies" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def nobody(entries: Iterable[str]) -> Mapping[str, str]:
    return {}


def of(folder: Path) -> Rulebook:
    return house_rulebook(folder, nobody)


def test_without_own_packs_it_is_what_is_shipped(tmp_path: Path) -> None:
    assert of(tmp_path) is load_rulebook()


def test_the_houses_own_hours_may_be_wider_than_those_shipped(tmp_path: Path) -> None:
    early = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # 09:30 in Las Vegas
    called = facts(attempt(Channel.PHONE))
    assert not isinstance(decide(called, early, of(tmp_path)).verdict, Allow)
    text = hours("house", "house-hours-calls-and-texts", open="09:00", close="19:00")
    keep(tmp_path, "house.toml", text)
    assert isinstance(decide(called, early, of(tmp_path)).verdict, Allow)


def test_the_house_may_do_without_a_value_of_its_own(tmp_path: Path) -> None:
    text = 'code = "house"\ntitle = "Ours"\nwithout = ["house-holidays-email"]\n'
    keep(tmp_path, "house.toml", text)
    assert "house-holidays-email" not in {one.id for one in of(tmp_path).packs["house"].entries}


def test_the_house_does_not_do_without_what_mailboxes_ask(tmp_path: Path) -> None:
    text = 'code = "house"\ntitle = "Ours"\nwithout = ["mailboxes-one-click"]\n'
    keep(tmp_path, "house.toml", text)
    with pytest.raises(PackError, match=r"house\.toml: `mailboxes-one-click` is no choice"):
        of(tmp_path)


def test_an_entry_of_our_own_tightens_the_law(tmp_path: Path) -> None:
    keep(tmp_path, "us-nv.toml", hours("us-nv", "our-nevada-hours"))
    decision = decide(facts(attempt(Channel.PHONE)), NOON, of(tmp_path))
    assert "contact-hours" in {one.rule for one in decision.findings}
    assert isinstance(decide(facts(attempt(Channel.PHONE)), NOON, load_rulebook()).verdict, Allow)


@pytest.mark.parametrize("kind", ["channel_prohibition", "emergency_ban"])
def test_an_emergency_bars_a_channel_on_its_days(tmp_path: Path, kind: str) -> None:
    ban = (
        'code = "us-nv"\ntitle = "Nevada"\n[[entry]]\nid = "nevada-emergency-2026"\n'
        f'kind = "{kind}"\n'
        'channels = ["phone"]\ncitation = "Declaration 26-9"\n'
        'source = "the governor"\nconfidence = "verified_primary"\nchecked = 2026-11-22\n'
        "in_force_from = 2026-11-23\nin_force_until = 2026-11-30\n"
    )
    keep(tmp_path, "us-nv.toml", ban)
    called = facts(attempt(Channel.PHONE))
    assert decide(called, NOON, of(tmp_path)).verdict == Block()
    after = datetime(2026, 11, 30, 20, tzinfo=UTC)
    assert isinstance(decide(called, after, of(tmp_path)).verdict, Allow)


@pytest.mark.parametrize(
    "text",
    [
        hours("us", "us-tcpa-hours", open="00:00", close="24:00"),
        'code = "us"\ntitle = "Ours"\nwithout = ["us-tcpa-hours"]\n',
    ],
)
def test_what_would_loosen_the_law_is_refused_by_name(tmp_path: Path, text: str) -> None:
    keep(tmp_path, "us.toml", text)
    with pytest.raises(PackError, match=r"us\.toml: `us-tcpa-hours` is the law as we hold it"):
        of(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("us.toml", hours("us-nv", "x"), "us.toml calls itself `us-nv`"),
        ("zz.toml", hours("zz", "x"), "zz.toml: no pack `zz` is shipped"),
        (
            "house.toml",
            'code = "house"\ntitle = "x"\nwithout = ["nope"]\n',
            "house.toml: `without` names `nope`",
        ),
        ("us.toml", "code = ", "us.toml is not toml"),
        (
            "us.toml",
            hours("us", "fr-call-hours"),
            "policies/us.toml, entry `fr-call-hours`: `id` stands in pack `fr` as well",
        ),
        (
            "ae.toml",
            hours("ae", "us-tcpa-hours"),
            "policies/ae.toml, entry `us-tcpa-hours`: `id` stands in pack `us` as well",
        ),
        ("more/us.toml", hours("us", "x"), "more/us.toml` is read by nothing"),
        ("US-NV.TOML", hours("us-nv", "x"), "US-NV.TOML` is read by nothing"),
        ("adopted/2026/us.toml", hours("us", "x"), "2026/us.toml` is read by nothing"),
        ("us.toml", hours("us", "x", close="09:00"), "`close` is not after `open`"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    keep(tmp_path, name, text)
    with pytest.raises(HouseError, match=said.replace(".", r"\.")):
        of(tmp_path)


def test_a_better_sourced_value_judges_once_two_people_adopted_it(tmp_path: Path) -> None:
    text = hours("us-nv", "us-nv-hours", open="08:00", close="20:00")
    path = keep(tmp_path, "adopted/us-nv-hours.toml", text)
    with pytest.raises(SetupError, match="was adopted by nobody"):
        of(tmp_path)
    known = {"us-nv-hours": digest_of(text)}
    book = house_rulebook(tmp_path, lambda _: known)
    [entry] = book.packs["us-nv"].entries
    assert (entry.confidence, entry.openings[0].open) == ("verified_primary", 480)
    assert book.fingerprint != load_rulebook().fingerprint
    path.write_text(text.replace("08:00", "07:00"), encoding="utf-8")
    with pytest.raises(SetupError, match="was changed since it was adopted"):
        house_rulebook(tmp_path, lambda _: known)


def test_a_value_that_is_no_better_sourced_is_not_adopted(tmp_path: Path) -> None:
    text = hours("us", "us-tcpa-hours", confidence="aggregator_only", open="00:00", close="24:00")
    keep(tmp_path, "adopted/us-tcpa-hours.toml", text)
    with pytest.raises(PackError, match="only a value that was checked better is adopted"):
        house_rulebook(tmp_path, lambda _: {"us-tcpa-hours": digest_of(text)})


def test_a_value_of_another_kind_takes_the_place_of_none(tmp_path: Path) -> None:
    text = hours("us-nv", "us-nv-hours").replace('"contact_hours"', '"no_stricter_rule"')
    text = "\n".join(line for line in text.splitlines() if not line.startswith("hours"))
    keep(tmp_path, "adopted/us-nv-hours.toml", text)
    with pytest.raises(PackError, match="`us-nv-hours` is of kind `no_stricter_rule` and ours"):
        house_rulebook(tmp_path, lambda _: {"us-nv-hours": digest_of(text)})


def test_an_adopted_file_drops_nothing(tmp_path: Path) -> None:
    text = f'without = ["us-nv-hours"]\n{hours("us-nv", "us-nv-hours")}'
    keep(tmp_path, "adopted/us-nv-hours.toml", text)
    with pytest.raises(InputError, match="`without`"):
        house_rulebook(tmp_path, lambda _: {"us-nv-hours": digest_of(text)})
