"""Loads the rulebook: packs, atlas, holidays, and a fingerprint over everything that judges.

Two houses with the same fingerprint judge the same facts alike, to the byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from outreach.bootstrap.atlas import load_atlas
from outreach.bootstrap.holidays import holiday_name
from outreach.bootstrap.packs import PackError, read_pack
from policies.rulebook import Pack, Rulebook

LIBRARIES = ("holidays", "phonenumbers", "tzdata")
"""Packages whose data decide; their versions are part of the fingerprint."""


def load_rulebook(packs: Sequence[str] | None = None) -> Rulebook:
    """Return the rulebook with the packs named, and those only; without names, with all shipped.

    Loaded once for each choice of packs. An unknown name raises `PackError`.
    """
    return _loaded(None if packs is None else tuple(sorted(set(packs))))


def shipped() -> tuple[str, ...]:
    """Return the names of the packs that are shipped."""
    names = (file.name for file in _pack_folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@lru_cache(maxsize=64)
def _loaded(names: tuple[str, ...] | None) -> Rulebook:
    chosen = shipped() if names is None else names
    packs = {name: load_pack(name) for name in chosen}
    _refuse_twins(packs.values())
    return Rulebook(
        packs=packs,
        atlas=load_atlas(),
        holiday=holiday_name,
        fingerprint=_fingerprint(chosen, literal=names is not None),
        literal=names is not None,
    )


def _refuse_twins(packs: Iterable[Pack]) -> None:
    """Refuse an id that stands in two packs: nobody could say which of them a decision names."""
    seen: dict[str, str] = {}
    for pack in packs:
        for entry in pack.entries:
            if entry.id in seen:
                file, other = f"{pack.code}.toml", f"{seen[entry.id]}.toml"
                msg = f"{file}, entry `{entry.id}`: `id` stands in {other} as well"
                raise PackError(msg)
            seen[entry.id] = pack.code


@lru_cache(maxsize=256)
def load_pack(name: str) -> Pack:
    """Return one shipped pack; an unknown name raises `PackError`."""
    if name not in shipped():
        known = ", ".join(f"`{code}`" for code in shipped())
        msg = f"no pack `{name}` is shipped; there are {known}"
        raise PackError(msg)
    file = f"{name}.toml"
    pack = read_pack(file, _pack_folder().joinpath(file).read_text(encoding="utf-8"))
    if pack.code != name:
        msg = f"{file} calls itself `{pack.code}`; a pack's file is named by its code"
        raise PackError(msg)
    return pack


def _fingerprint(packs: tuple[str, ...], *, literal: bool) -> str:
    """Return the SHA-256 (hex) over packs, judging source, place tables and library versions."""
    digest = hashlib.sha256(_engine_digest())
    digest.update(b"literal" if literal else b"all")
    for name in packs:
        digest.update(_counted(name.encode()))
        digest.update(_counted(_pack_folder().joinpath(f"{name}.toml").read_bytes()))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _engine_digest() -> bytes:
    """Return the digest of all that judges, whatever the packs."""
    digest = hashlib.sha256()
    for path, file in sorted(_sources(files("policies"), "policies")):
        digest.update(_counted(path.encode()) + _counted(file.read_bytes()))
    for path, file in sorted(_sources(files("outreach.bootstrap"), "outreach/bootstrap")):
        digest.update(_counted(path.encode()) + _counted(file.read_bytes()))
    for library in LIBRARIES:
        digest.update(_counted(f"{library} {version(library)}".encode()))
    return digest.digest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Yield Python source and tables below a folder, packs apart: they are counted by name."""
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name not in ("packs", "__pycache__"):
                yield from _sources(entry, here)
        elif entry.name.endswith((".py", ".toml")):
            yield here, entry


def _counted(data: bytes) -> bytes:
    """Return data behind its length, so that no two lists of data look alike."""
    return len(data).to_bytes(8) + data


def _pack_folder() -> Traversable:
    return files("policies").joinpath("packs")
