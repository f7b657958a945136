"""A house's own packs: its `policies` folder, read on top of what is shipped.

`house.toml` there sets the house's own values freely: an entry with the id of a shipped one takes
its place, and `without` leaves some out. A file named by a jurisdiction adds entries to its law,
which binds beside ours and so can only tighten it. What would replace or drop an entry of the law
is refused by name; a better-sourced value is adopted by two people (`adopted/ENTRY.toml`, whose
digest stands in the ledger). A pack that lies where nothing reads it is refused too: somebody meant
it to bind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from outreach.bootstrap.packs import SURENESS, OwnPack, PackError, read_own, read_pack
from outreach.bootstrap.rulebook import load_rulebook
from outreach.errors import SetupError, unreadable
from policies.finding import Force
from policies.rulebook import HOUSE_PACK, Entry, Pack, Rulebook

OWN = "policies"
ADOPTED = "adopted"


Adopted = Callable[[Iterable[str]], Mapping[str, str]]
"""Entries to the SHA-256 (hex) of the file that two people adopted for each, where they did."""


def house_rulebook(folder: Path, adopted: Adopted) -> Rulebook:
    """Return the shipped rulebook with this house's own packs on top.

    Raises `PackError` naming file, entry and key, and `SetupError` for a file that nobody adopted.
    """
    shipped = load_rulebook()
    packs, digest = dict(shipped.packs), hashlib.sha256(shipped.fingerprint.encode())
    own = sorted((folder / OWN).glob("*.toml"))
    better = sorted((folder / OWN / ADOPTED).glob("*.toml"))
    _refuse_unread(folder / OWN, {*own, *better})
    if not own and not better:
        return shipped
    known = adopted(path.stem for path in better) if better else {}
    for path in better:
        text = _text(path)
        _refuse_unadopted(path, text, known)
        _put(packs, read_adopted(f"{OWN}/{ADOPTED}/{path.name}", text))
        digest.update(text.encode())
    for path in own:
        text, file = _text(path), f"{OWN}/{path.name}"
        _add(packs, path.stem, file, read_own(file, text))
        digest.update(text.encode())
    return replace(shipped, packs=packs, fingerprint=digest.hexdigest())


def tried(rulebook: Rulebook, path: Path) -> Rulebook:
    """Return a rulebook with one more pack of the house's own in force, to see what it would do."""
    return tried_text(rulebook, str(path), _text(path))


def tried_text(rulebook: Rulebook, name: str, text: str) -> Rulebook:
    """Return it for a pack that is in no file yet; errors of `PackError` call it by this name."""
    packs, own = dict(rulebook.packs), read_own(name, text)
    _add(packs, own.pack.code, name, own)
    digest = hashlib.sha256(rulebook.fingerprint.encode() + text.encode())
    return replace(rulebook, packs=packs, fingerprint=digest.hexdigest())


def read_adopted(file: str, text: str) -> Entry:
    """Return the better-sourced entry of a file; raise `PackError` where it is none.

    It has the id and kind of a shipped entry of the law, and was checked better than that one.
    """
    pack = read_pack(file, text)
    if len(pack.entries) != 1:
        msg = f"{file} must hold one entry, the one that is to be replaced"
        raise PackError(msg)
    entry = pack.entries[0]
    ours = _shipped(pack.code, file).get(entry.id)
    if pack.code == HOUSE_PACK or ours is None:
        msg = f"{file}: there is no entry `{entry.id}` in our pack `{pack.code}`"
        raise PackError(msg)
    if SURENESS.index(entry.confidence) >= SURENESS.index(ours.confidence):
        msg = (
            f"{file}: `{entry.id}` is {entry.confidence} and ours {ours.confidence}: only a value"
            " that was checked better is adopted; tighten it with an entry of your own instead"
        )
        raise PackError(msg)
    if entry.kind is not ours.kind:
        msg = (
            f"{file}: `{entry.id}` is of kind `{entry.kind}` and ours `{ours.kind}`: a better value"
            " takes the place of ours, it makes nothing else of it"
        )
        raise PackError(msg)
    return entry


def digest_of(text: str) -> str:
    """Return what the ledger keeps of an adopted file (SHA-256, hex)."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_unadopted(path: Path, text: str, adopted: Mapping[str, str]) -> None:
    known = adopted.get(path.stem)
    if known != digest_of(text):
        why = "was changed since it was adopted" if known else "was adopted by nobody"
        msg = f"`{path}` {why}: `outreach packs adopt` takes it, by two people"
        raise SetupError(msg)


def _refuse_unread(folder: Path, read: set[Path]) -> None:
    """Refuse a pack in a folder below, or with another ending: it would bind nobody."""
    lying = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".toml")
    for path in lying:
        if path not in read and path.is_file():
            msg = (
                f"`{path}` is read by nothing: a house's packs are `{OWN}/CODE.toml`, and adopted"
                f" values `{OWN}/{ADOPTED}/ENTRY.toml`; move it there, or out of `{OWN}`"
            )
            raise SetupError(msg)


def _add(packs: dict[str, Pack], stem: str, file: str, own: OwnPack) -> None:
    code = own.pack.code
    if stem != code:
        msg = f"{file} calls itself `{code}`; a pack's file is named by its code"
        raise PackError(msg)
    ours = _shipped(code, file)
    given = {entry.id for entry in own.pack.entries}
    _refuse_loosening(file, [ours[one] for one in (*own.without, *given) if one in ours])
    unknown = [one for one in own.without if one not in ours]
    if unknown:
        msg = f"{file}: `without` names `{unknown[0]}`, which is no entry of ours"
        raise PackError(msg)
    _refuse_twins(packs, file, own.pack)
    kept = [one for one in packs[code].entries if one.id not in {*own.without, *given}]
    packs[code] = replace(packs[code], entries=(*kept, *own.pack.entries))


def _refuse_twins(packs: Mapping[str, Pack], file: str, own: Pack) -> None:
    """Refuse an id that another pack has: nobody could say which of them a decision names."""
    held = {
        one.id: pack for code, pack in packs.items() for one in pack.entries if code != own.code
    }
    for entry in own.entries:
        if entry.id in held:
            msg = f"{file}, entry `{entry.id}`: `id` stands in pack `{held[entry.id].code}` as well"
            raise PackError(msg)


def _refuse_loosening(file: str, replaced: list[Entry]) -> None:
    for entry in replaced:
        if entry.ours and entry.force is Force.COURTESY:
            continue
        what = "no choice of the house" if entry.ours else "the law as we hold it"
        msg = (
            f"{file}: `{entry.id}` is {what}; an entry of your own beside it may"
            " tighten it, nothing may drop or replace it (`outreach packs adopt` takes a value"
            " from a better source)"
        )
        raise PackError(msg)


def _shipped(code: str, file: str) -> dict[str, Entry]:
    pack = load_rulebook().packs.get(code)
    if pack is None:
        msg = f"{file}: no pack `{code}` is shipped, so there is nothing to tighten"
        raise PackError(msg)
    return {entry.id: entry for entry in pack.entries}


def _put(packs: dict[str, Pack], entry: Entry) -> None:
    code = entry.jurisdiction.lower()
    entries = tuple(entry if one.id == entry.id else one for one in packs[code].entries)
    packs[code] = replace(packs[code], entries=entries)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(unreadable(path, error)) from error
