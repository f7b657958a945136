"""A pack with something wrong in it says what and where, or means what it says: nothing between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.bootstrap.packs import read_pack
from outreach.bootstrap.rulebook import shipped
from outreach.errors import InputError
from policies.rulebook import Entry, EntryKind

FOLDER = files("policies").joinpath("packs")
ODD = (
    "-1",
    "0",
    "3.5",
    "true",
    '""',
    '"nonsense"',
    '"25:00"',
    '"ZZ-1234"',
    "[]",
    "[1]",
    '["mars"]',
    "{ a = 1 }",
    "2026-02-28",
    "2026-02-28T10:00:00",
    "12:30:00",
    "99999999999999999999",
)


def text_of(name: str) -> str:
    return FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")


LINES = {name: text_of(name).splitlines() for name in shipped()}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped pack with one line gone, written twice, under another key, or of another value."""
    name = draw(st.sampled_from(sorted(LINES)))
    lines = list(LINES[name])
    at = draw(st.integers(0, len(lines) - 1))
    key, equals, _ = lines[at].partition(" = ")
    match draw(st.sampled_from(("gone", "twice", "value", "value", "value", "key", "cut"))):
        case "gone":
            del lines[at]
        case "twice":
            lines.insert(at, lines[at])
        case "value" if equals:
            lines[at] = f"{key} = {draw(st.sampled_from(ODD))}"
        case "key" if equals:
            lines[at] = f"{key}s{equals}{lines[at].partition(equals)[2]}"
        case _:
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    return name, "\n".join(lines)


JUDGES: Mapping[EntryKind, Callable[[Entry], object]] = {
    EntryKind.CONTACT_HOURS: lambda entry: entry.openings,
    EntryKind.FORBIDDEN_DAYS: lambda entry: entry.holidays or entry.closed_days,
    EntryKind.FREQUENCY_CAP: lambda entry: entry.caps,
    EntryKind.REST: lambda entry: entry.rests,
    EntryKind.CONSENT_REQUIRED: lambda entry: entry.consent,
    EntryKind.REGISTRY: lambda entry: entry.registry,
}
"""What an entry of a kind must hold, or it would stand there and object to nothing."""


def says_nothing(entry: Entry) -> bool:
    judged = JUDGES.get(entry.kind)
    stated = entry.id and entry.channels and entry.citation and entry.source
    return not stated or (judged is not None and not judged(entry))


@settings(max_examples=400)
@given(damaged())
def test_a_damaged_pack_is_refused_by_name_or_still_says_all_it_must(pack: tuple[str, str]) -> None:
    name, text = pack
    try:
        read = read_pack(f"{name}.toml", text)
    except InputError as error:
        refused = str(error)
        assert refused.startswith(f"{name}.toml")
    else:
        assert [each.id for each in read.entries if says_nothing(each)] == []
